#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>

int main(int argc, char **argv) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
  int fd = socket(AF_INET, SOCK_STREAM, 0), file = open(argv[2], O_RDONLY);
  struct stat about;
  struct timespec begin, end;
  char byte;
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, (void *)&to, sizeof to) < 0 || fstat(file, &about) < 0) return 1;
  clock_gettime(CLOCK_MONOTONIC, &begin);
  for (off_t at = 0; at < about.st_size;) {
    if (sendfile(fd, file, &at, about.st_size - at) <= 0) return 1;
  }
  shutdown(fd, SHUT_WR);
  if (recv(fd, &byte, 1, 0) != 0) return 1;
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%.6f\n", end.tv_sec - begin.tv_sec + (end.tv_nsec - begin.tv_nsec) / 1e9);
}

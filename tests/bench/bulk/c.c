#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "../listening.h"

#define SIZE 65536

static char block[SIZE];

static int serve(void) {
  int server = listening();
  for (;;) {
    int fd = accept(server, NULL, NULL);
    while (recv(fd, block, SIZE, 0) > 0) continue;
    close(fd);
  }
}

/* The seconds that so many blocks take. */
static double transfer(int port, int blocks) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
  int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
  struct timespec begin, end;
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, (void *)&to, sizeof to) < 0) exit(1);
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  clock_gettime(CLOCK_MONOTONIC, &begin);
  for (int i = 0; i < blocks; i++) {
    for (int sent = 0; sent < SIZE;) {
      int length = send(fd, block + sent, SIZE - sent, 0);
      if (length < 0) exit(1);
      sent += length;
    }
  }
  shutdown(fd, SHUT_WR);
  if (recv(fd, block, SIZE, 0) != 0) exit(1);
  clock_gettime(CLOCK_MONOTONIC, &end);
  close(fd);
  return end.tv_sec - begin.tv_sec + (end.tv_nsec - begin.tv_nsec) / 1e9;
}

int main(int argc, char **argv) {
  if (strcmp(argv[1], "serve") == 0) return serve();
  int port = atoi(argv[2]), blocks = atoi(argv[3]);
  transfer(port, blocks / 8);
  printf("%.1f\n", blocks / 16.0 / transfer(port, blocks));
}

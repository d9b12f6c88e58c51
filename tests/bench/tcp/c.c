#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "../listening.h"

#define SIZE 64

static char buffer[SIZE];

static void at_once(int fd) {
  int one = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

static int serve(void) {
  int server = listening();
  for (;;) {
    int fd = accept(server, NULL, NULL);
    at_once(fd);
    while (recv(fd, buffer, SIZE, 0) == SIZE && send(fd, buffer, SIZE, 0) == SIZE) continue;
    close(fd);
  }
}

static int exchange(int fd, int times) {
  for (int i = 0; i < times; i++) {
    if (send(fd, buffer, SIZE, 0) != SIZE || recv(fd, buffer, SIZE, 0) != SIZE) return 1;
  }
  return 0;
}

int main(int argc, char **argv) {
  if (strcmp(argv[1], "serve") == 0) return serve();
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[2]))};
  int fd = socket(AF_INET, SOCK_STREAM, 0), exchanges = atoi(argv[3]);
  struct timespec begin, end;
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, (void *)&to, sizeof to) < 0) return 1;
  at_once(fd);
  if (exchange(fd, 3000)) return 1;
  clock_gettime(CLOCK_MONOTONIC, &begin);
  if (exchange(fd, exchanges)) return 1;
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%.3f\n",
    ((end.tv_sec - begin.tv_sec) * 1e6 + (end.tv_nsec - begin.tv_nsec) / 1e3) / exchanges);
}

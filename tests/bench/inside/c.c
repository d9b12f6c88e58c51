// The least that a round trip inside one thread can cost: each side asks epoll before it receives.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>

#define SIZE 64

static int epoll, ends[2];

static int pass(int from, int to) {
  char buffer[4096] = {0};
  struct epoll_event event;
  if (send(from, buffer, SIZE, 0) != SIZE || epoll_wait(epoll, &event, 1, -1) != 1) return 1;
  return event.data.fd != to || recv(to, buffer, sizeof buffer, 0) != SIZE;
}

static int exchange(int times) {
  for (int i = 0; i < times; i++)
    if (pass(ends[0], ends[1]) || pass(ends[1], ends[0])) return 1;
  return 0;
}

int main(int argc, char **argv) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  struct timespec begin, end;
  int exchanges = atoi(argv[1]), one = 1, server = socket(AF_INET, SOCK_STREAM, 0);
  epoll = epoll_create1(0);
  if (bind(server, (void *)&address, length) < 0 || listen(server, 1) < 0) return 1;
  getsockname(server, (void *)&address, &length);
  ends[0] = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(ends[0], (void *)&address, length) < 0) return 1;
  ends[1] = accept(server, NULL, NULL);
  for (int i = 0; i < 2; i++) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = ends[i]};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, ends[i], &event) < 0) return 1;
    setsockopt(ends[i], IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  }
  if (exchange(3000)) return 1;
  clock_gettime(CLOCK_MONOTONIC, &begin);
  if (exchange(exchanges)) return 1;
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%.3f\n",
         ((end.tv_sec - begin.tv_sec) * 1e6 + (end.tv_nsec - begin.tv_nsec) / 1e3) / exchanges);
}

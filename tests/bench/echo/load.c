// The load: N connections, each sending 64 bytes and waiting for them to come back, over and over,
// until so many exchanges are done. Prints exchanges per second, and the median and the 99th
// percentile of an exchange in microseconds.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SIZE 64

struct connection {
  int fd, got;
  double sent;
};

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static int ascending(const void *a, const void *b) {
  float x = *(const float *)a, y = *(const float *)b;
  return (x > y) - (x < y);
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  int port = atoi(argv[1]), count = atoi(argv[2]), wanted = atoi(argv[3]);
  struct connection *all = calloc(count, sizeof *all);
  float *times = malloc(wanted * sizeof *times);
  char out[SIZE] = "64 bytes of an exchange", in[SIZE];
  int epoll = epoll_create1(0);
  for (int i = 0; i < count; i++) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (void *)&to, sizeof to) < 0) fail("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    all[i].fd = fd;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &all[i]};
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
  }
  int started = 0, done = 0;
  double begin = now();
  for (int i = 0; i < count && started < wanted; i++, started++) {
    all[i].sent = now();
    if (send(all[i].fd, out, SIZE, 0) != SIZE) fail("send");
  }
  struct epoll_event events[512];
  while (done < wanted) {
    int ready = epoll_wait(epoll, events, 512, 20000);
    if (ready <= 0) fail("nothing came for 20 seconds");
    for (int i = 0; i < ready; i++) {
      struct connection *c = events[i].data.ptr;
      int length = recv(c->fd, in, SIZE - c->got, 0);
      if (length <= 0) fail("recv");
      if ((c->got += length) < SIZE) continue;
      c->got = 0;
      double at = now();
      times[done++] = at - c->sent;
      if (started < wanted) {
        started++;
        c->sent = at;
        if (send(c->fd, out, SIZE, 0) != SIZE) fail("send");
      }
    }
  }
  double taken = now() - begin;
  qsort(times, done, sizeof *times, ascending);
  printf("%.0f %.1f %.1f\n", done / taken * 1e6, times[done / 2], times[done * 99 / 100]);
}

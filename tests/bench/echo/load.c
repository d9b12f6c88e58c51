// The load: N connections, each sending 64 bytes and waiting for them to come back, over and over,
// until so many exchanges are done; half as many are done before that to get warm. Prints exchanges
// per second, and the 99th percentile of an exchange in microseconds.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SIZE 64
// Connections that are made before the first of them is used: less than the server's backlog.
#define AT_ONCE 256

struct connection {
  int fd, got;
  double sent;
};

static int epoll, count;
static struct connection *all;
static char out[SIZE] = "64 bytes of an exchange", in[SIZE];

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

static void begin(struct connection *c, double at) {
  c->sent = at;
  if (send(c->fd, out, SIZE, 0) != SIZE) fail("send");
}

static void open_all(int port) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  for (int i = 0; i < count; i++) {
    int one = 1, fd = all[i].fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (void *)&to, sizeof to) < 0) fail("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if ((i + 1) % AT_ONCE != 0 && i + 1 < count) continue;
    // Each is accepted and served once: what is measured later is not accepting.
    for (int j = i - i % AT_ONCE; j <= i; j++) begin(&all[j], 0);
    for (int j = i - i % AT_ONCE; j <= i; j++) {
      if (recv(all[j].fd, in, SIZE, MSG_WAITALL) != SIZE) fail("recv");
    }
  }
  for (int i = 0; i < count; i++) {
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &all[i]};
    epoll_ctl(epoll, EPOLL_CTL_ADD, all[i].fd, &event);
  }
}

// Does so many exchanges, and returns the microseconds that it took; each one's go to `times`.
static double exchange(int wanted, float *times) {
  static struct epoll_event events[512];
  int started = 0, done = 0;
  double first = now();
  for (int i = 0; i < count && started < wanted; i++, started++) begin(&all[i], now());
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
      if (started >= wanted) continue;
      started++;
      begin(c, at);
    }
  }
  return now() - first;
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  count = atoi(argv[2]);
  int wanted = atoi(argv[3]);
  float *times = malloc(wanted * sizeof *times);
  all = calloc(count, sizeof *all);
  epoll = epoll_create1(0);
  open_all(atoi(argv[1]));
  exchange(wanted / 2, times);
  double taken = exchange(wanted, times);
  qsort(times, wanted, sizeof *times, ascending);
  printf("%.0f %.1f\n", wanted / taken * 1e6, times[wanted * 99L / 100]);
  // Resets, so that ten thousand connections do not linger in TIME_WAIT.
  for (int i = 0; i < count; i++) {
    struct linger reset = {.l_onoff = 1};
    setsockopt(all[i].fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    close(all[i].fd);
  }
}

/**
 * An echo server and its clients in C, over epoll(7), for thousands of connections.
 *
 * Client: `port count seed most`: opens all connections, then moves the data of all. Each of ten does
 * something else: most send, receive and end their half; two read slowly; one resets the connection
 * half-way; one ends its half at once. Each byte that comes back must be the one that was sent.
 *
 * Server: `count`: prints its port, serves so many connections and ends.
 *
 * Both print at last `connections resets bytes`, the bytes of what was not reset.
 */
const COMMON = `
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static void die(const char *what, long id) {
  fprintf(stderr, "%s, connection %ld: %s\\n", what, id, strerror(errno));
  exit(1);
}

static int poller;

static void watch(int operation, int fd, uint32_t events, void *data) {
  struct epoll_event event = { .events = events, .data.ptr = data };
  if (epoll_ctl(poller, operation, fd, &event) < 0) die("epoll_ctl", fd);
}

static void reset(int fd) {
  struct linger now = { 1, 0 };
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close(fd);
}
`;

/** The clients. */
export const C_CLIENT = `${COMMON}
enum kind { PLAIN, SLOW, RESET, EMPTY };

struct client {
  int fd, watched;
  enum kind kind;
  uint32_t id, length, sent, received;
};

static uint32_t seed;

static uint32_t mix(uint32_t id, uint32_t index) {
  uint32_t x = seed + id * 0x9e3779b1u + index * 0x85ebca6bu;
  x = (x ^ x >> 15) * 0x2c1b3c6du;
  return x ^ x >> 12;
}

static void want(struct client *c, int events) {
  if (c->watched != events) watch(EPOLL_CTL_MOD, c->fd, c->watched = events, c);
}

static void output(struct client *c) {
  static unsigned char buffer[16384];
  uint32_t end = c->kind == RESET ? c->length / 2 : c->length;
  while (c->sent < end) {
    uint32_t n = 1 + mix(c->id, c->sent) % sizeof buffer;
    if (n > end - c->sent) n = end - c->sent;
    for (uint32_t i = 0; i < n; i++) buffer[i] = mix(c->id, c->sent + i);
    ssize_t done = send(c->fd, buffer, n, MSG_NOSIGNAL);
    if (done < 0 && errno == EAGAIN) {
      want(c, EPOLLIN | EPOLLOUT);
      return;
    }
    if (done < 0) die("send", c->id);
    c->sent += done;
    if (c->kind == PLAIN) break;
  }
  if (c->sent < end) return;
  want(c, EPOLLIN);
  if (c->kind != RESET && shutdown(c->fd, SHUT_WR) < 0) die("shutdown", c->id);
}

/* Returns whether the connection is over. */
static int input(struct client *c) {
  static unsigned char buffer[65536];
  ssize_t n = recv(c->fd, buffer, c->kind == SLOW ? 700 : sizeof buffer, 0);
  if (n < 0 && errno == EAGAIN) return 0;
  if (n < 0) die("recv", c->id);
  for (ssize_t i = 0; i < n; i++)
    if (buffer[i] != (unsigned char)mix(c->id, c->received + i)) die("another byte came back", c->id);
  c->received += n;
  if (c->received > c->sent) die("more came back than was sent", c->id);
  if (c->kind == RESET && c->sent == c->length / 2 && c->received > 0) {
    reset(c->fd);
    return 1;
  }
  if (n > 0) return 0;
  if (c->received != c->length) die("less came back than was sent", c->id);
  close(c->fd);
  return 1;
}

int main(int argc, char **argv) {
  struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(atoi(argv[1])) };
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  uint32_t count = atoi(argv[2]), most = atoi(argv[4]);
  seed = strtoul(argv[3], NULL, 10);
  alarm(60);
  poller = epoll_create1(0);
  struct client *clients = calloc(count, sizeof *clients);
  long resets = 0, bytes = 0;
  for (uint32_t i = 0; i < count; i++) {
    struct client *c = &clients[i];
    c->id = i;
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    c->length = 2 + mix(i, 12345) % most;
    c->kind = i % 10 == 6 || i % 10 == 7 ? SLOW : i % 10 == 8 ? RESET : i % 10 == 9 ? EMPTY : PLAIN;
    if (c->kind == EMPTY) c->length = 0;
    if (c->kind == SLOW) {
      int small = 4096;
      setsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
      c->length *= 4;
    }
    if (c->kind == RESET) resets++; else bytes += c->length;
    if (connect(c->fd, (struct sockaddr *)&to, sizeof to) < 0) die("connect", i);
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
  }
  for (uint32_t i = 0; i < count; i++)
    watch(EPOLL_CTL_ADD, clients[i].fd, clients[i].watched = EPOLLOUT | EPOLLIN, &clients[i]);
  for (uint32_t left = count; left > 0;) {
    struct epoll_event events[512];
    int n = epoll_wait(poller, events, 512, -1);
    for (int i = 0; i < n; i++) {
      struct client *c = events[i].data.ptr;
      /* Slow ones send all they can before they read. */
      if (events[i].events & EPOLLOUT && c->watched & EPOLLOUT) output(c);
      if (events[i].events & ~EPOLLOUT) left -= input(c);
    }
  }
  printf("%u %ld %ld\\n", count, resets, bytes);
  return 0;
}`;

/** The server. */
export const C_SERVER = `${COMMON}
struct connection {
  int fd, ended;
  size_t from, to;
  long bytes;
  char buffer[16384];
};

int main(int argc, char **argv) {
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t size = sizeof address;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  long count = atol(argv[1]), accepted = 0, served = 0, resets = 0, bytes = 0;
  alarm(60);
  poller = epoll_create1(0);
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (bind(listener, (struct sockaddr *)&address, size) < 0 || listen(listener, 4096) < 0) die("listen", 0);
  getsockname(listener, (struct sockaddr *)&address, &size);
  printf("%d\\n", ntohs(address.sin_port));
  fflush(stdout);
  watch(EPOLL_CTL_ADD, listener, EPOLLIN, NULL);
  while (served < count) {
    struct epoll_event events[512];
    int n = epoll_wait(poller, events, 512, -1);
    for (int i = 0; i < n; i++) {
      struct connection *c = events[i].data.ptr;
      if (c == NULL) {
        for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0; accepted++) {
          c = calloc(1, sizeof *c);
          watch(EPOLL_CTL_ADD, c->fd = fd, EPOLLIN, c);
        }
        continue;
      }
      ssize_t done = 1;
      if (c->from == c->to && !c->ended) {
        done = recv(c->fd, c->buffer, sizeof c->buffer, 0);
        c->from = 0;
        c->to = done > 0 ? done : 0;
        c->ended = done == 0;
      }
      while (done > 0 && c->from < c->to) {
        done = send(c->fd, c->buffer + c->from, c->to - c->from, MSG_NOSIGNAL);
        if (done > 0) {
          c->from += done;
          c->bytes += done;
        }
      }
      int failed = done < 0 && errno != EAGAIN;
      if (failed && errno != ECONNRESET && errno != EPIPE) die("serving", accepted);
      if (failed || (c->ended && c->from == c->to)) {
        if (failed) resets++; else bytes += c->bytes;
        served++;
        close(c->fd);
        free(c);
      } else {
        watch(EPOLL_CTL_MOD, c->fd, c->from < c->to ? EPOLLOUT : EPOLLIN, c);
      }
    }
  }
  printf("%ld %ld %ld\\n", served, resets, bytes);
  return 0;
}`;

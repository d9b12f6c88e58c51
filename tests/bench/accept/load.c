// The load: connects, waits for the server to close, and connects again, with so many connections
// under way at a time, until so many are done; a tenth as many are done before that to get warm.
// Prints connections per second.
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int epoll;
static struct sockaddr_in to = {.sin_family = AF_INET};

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void begin(void) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (fd < 0) fail("socket");
  if (connect(fd, (void *)&to, sizeof to) < 0 && errno != EINPROGRESS) fail("connect");
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

// The seconds that so many connections take.
static double connections(int wanted, int at_once) {
  struct epoll_event events[64];
  struct timespec first, last;
  int started = 0;
  clock_gettime(CLOCK_MONOTONIC, &first);
  for (; started < at_once && started < wanted; started++) begin();
  for (int done = 0; done < wanted;) {
    int ready = epoll_wait(epoll, events, 64, 20000);
    if (ready <= 0) fail("nothing came for 20 seconds");
    for (int i = 0; i < ready; i++) {
      struct linger reset = {.l_onoff = 1};
      char byte;
      if (recv(events[i].data.fd, &byte, 1, 0) != 0) fail("recv");
      // The server's end does not linger in TIME_WAIT when it is reset.
      setsockopt(events[i].data.fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
      close(events[i].data.fd);
      done++;
      if (started < wanted) begin(), started++;
    }
  }
  clock_gettime(CLOCK_MONOTONIC, &last);
  return last.tv_sec - first.tv_sec + (last.tv_nsec - first.tv_nsec) / 1e9;
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  int wanted = atoi(argv[2]), at_once = atoi(argv[3]);
  to.sin_port = htons(atoi(argv[1]));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  epoll = epoll_create1(0);
  connections(wanted / 10, at_once);
  printf("%.0f\n", wanted / connections(wanted, at_once));
}

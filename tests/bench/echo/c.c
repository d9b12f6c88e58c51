// The least that an echo server can cost: one thread on epoll.
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "../listening.h"

int main(void) {
  int server = listening(), epoll = epoll_create1(0), one = 1;
  struct epoll_event event = {.events = EPOLLIN, .data.fd = server}, events[256];
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, server, &event) < 0) return 1;
  for (;;) {
    int count = epoll_wait(epoll, events, 256, -1);
    for (int i = 0; i < count; i++) {
      char buffer[4096];
      int fd = events[i].data.fd;
      if (fd == server) {
        event.data.fd = accept(server, NULL, NULL);
        if (event.data.fd < 0) return 1;
        setsockopt(event.data.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        epoll_ctl(epoll, EPOLL_CTL_ADD, event.data.fd, &event);
        continue;
      }
      ssize_t came = recv(fd, buffer, sizeof buffer, 0);
      // 64 bytes always find room.
      if (came <= 0 || send(fd, buffer, came, MSG_NOSIGNAL) != came) close(fd);
    }
  }
}

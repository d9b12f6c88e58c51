// The least that an echo server can cost: one thread on epoll.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  int server = socket(AF_INET, SOCK_STREAM, 0), epoll = epoll_create1(0), one = 1;
  struct epoll_event event = {.events = EPOLLIN, .data.fd = server}, events[256];
  if (bind(server, (void *)&address, length) < 0 || listen(server, 4096) < 0) return 1;
  getsockname(server, (void *)&address, &length);
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, server, &event) < 0) return 1;
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
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

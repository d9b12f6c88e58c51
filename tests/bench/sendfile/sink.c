// The receiver: takes what comes, connection after connection, and ends each when it is ended.
#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
  static char buffer[262144];
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  int server = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(server, (void *)&address, length) < 0 || listen(server, 128) < 0) return 1;
  getsockname(server, (void *)&address, &length);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  for (;;) {
    int fd = accept(server, NULL, NULL);
    while (recv(fd, buffer, sizeof buffer, 0) > 0) continue;
    close(fd);
  }
}

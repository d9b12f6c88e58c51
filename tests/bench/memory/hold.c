// Holds connections: reads from its input how many, and makes as many more as are missing.
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>

int main(int argc, char **argv) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
  struct rlimit files;
  int wanted, held = 0;
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  while (scanf("%d", &wanted) == 1) {
    for (; held < wanted; held++) {
      // Reset when this program ends, so that thousands do not linger in TIME_WAIT.
      struct linger reset = {.l_onoff = 1};
      int fd = socket(AF_INET, SOCK_STREAM, 0);
      setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
      if (fd < 0 || connect(fd, (void *)&to, sizeof to) < 0) {
        perror("connect");
        return 1;
      }
    }
  }
}

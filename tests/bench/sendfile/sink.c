// The receiver: takes what comes, connection after connection, and ends each when it is ended.
#include <unistd.h>

#include "../listening.h"

int main(void) {
  static char buffer[262144];
  int server = listening();
  for (;;) {
    int fd = accept(server, NULL, NULL);
    while (recv(fd, buffer, sizeof buffer, 0) > 0) continue;
    close(fd);
  }
}

#include <unistd.h>

#include "../listening.h"

int main(void) {
  int server = listening();
  for (;;) {
    int fd = accept(server, NULL, NULL);
    if (fd < 0) return 1;
    close(fd);
  }
}

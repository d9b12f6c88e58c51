#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

static int pair[2];

static int go(int times) {
  char out[64] = {0}, in[64];
  for (int i = 0; i < times; i++) {
    if (send(pair[0], out, sizeof out, 0) != 64) return 1;
    if (recv(pair[1], in, sizeof in, 0) != 64) return 1;
  }
  return 0;
}

int main(int argc, char **argv) {
  int calls = atoi(argv[1]);
  struct timespec begin, end;
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0 || go(50000)) return 1;
  clock_gettime(CLOCK_MONOTONIC, &begin);
  if (go(calls)) return 1;
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%.3f\n", ((end.tv_sec - begin.tv_sec) * 1e9 + end.tv_nsec - begin.tv_nsec) / calls);
}

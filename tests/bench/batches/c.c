#define _GNU_SOURCE
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#define BATCH 64

static int from, to;
static char out[BATCH][2048], in[BATCH][2048];
static struct sockaddr_storage names[BATCH];
static struct iovec out_iov[BATCH], in_iov[BATCH];
static struct mmsghdr sent[BATCH], got[BATCH];

static int go(int batches) {
  for (int i = 0; i < batches; i++) {
    for (int j = 0; j < BATCH; j++) got[j].msg_hdr.msg_namelen = sizeof names[j];
    if (sendmmsg(from, sent, BATCH, 0) != BATCH) return 1;
    if (recvmmsg(to, got, BATCH, MSG_WAITFORONE, NULL) != BATCH) return 1;
  }
  return 0;
}

int main(int argc, char **argv) {
  int batches = atoi(argv[1]), size = atoi(argv[2]);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  from = socket(AF_INET, SOCK_DGRAM, 0);
  to = socket(AF_INET, SOCK_DGRAM, 0);
  bind(to, (void *)&address, length);
  getsockname(to, (void *)&address, &length);
  for (int i = 0; i < BATCH; i++) {
    out_iov[i] = (struct iovec){out[i], size};
    in_iov[i] = (struct iovec){in[i], sizeof in[i]};
    sent[i].msg_hdr = (struct msghdr){
      .msg_name = &address, .msg_namelen = length, .msg_iov = &out_iov[i], .msg_iovlen = 1};
    got[i].msg_hdr =
      (struct msghdr){.msg_name = &names[i], .msg_iov = &in_iov[i], .msg_iovlen = 1};
  }
  struct timespec begin, end;
  if (go(300)) return 1;
  clock_gettime(CLOCK_MONOTONIC, &begin);
  if (go(batches)) return 1;
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%.3f\n",
    ((end.tv_sec - begin.tv_sec) * 1e9 + end.tv_nsec - begin.tv_nsec) / batches / BATCH);
}

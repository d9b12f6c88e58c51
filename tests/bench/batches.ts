/**
 * UDP over the loopback by batches: 64 datagrams by `sendmmsg`, then by `recvmmsg`, beside the same
 * calls in C, and Python's `sendto` and `recvfrom`, which take one at a time. Sending includes the
 * kernel's delivery, which is most of the time for all of them.
 */
import { AF_INET, SOCK_DGRAM, socket } from "@bsd/socket";
import { compile } from "../support/compile.ts";
import { run } from "../support/peer.ts";
import { newestPython } from "../support/pythons.ts";
import { interleave, table } from "./measure.ts";

const ROUNDS = 21;
const BATCH = 64;
const BATCHES = 1000;
/** Bytes in a datagram. */
const SIZES = [64, 1200];

const IN_C = `
#define _GNU_SOURCE
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#define BATCH ${BATCH}

int main(int argc, char **argv) {
  int batches = atoi(argv[1]), size = atoi(argv[2]);
  int from = socket(AF_INET, SOCK_DGRAM, 0), to = socket(AF_INET, SOCK_DGRAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  bind(to, (void *) &address, length);
  getsockname(to, (void *) &address, &length);

  static char out[BATCH][2048], in[BATCH][2048];
  static struct sockaddr_storage names[BATCH];
  static struct iovec out_iov[BATCH], in_iov[BATCH];
  static struct mmsghdr sent[BATCH], got[BATCH];
  for (int i = 0; i < BATCH; i++) {
    out_iov[i] = (struct iovec) {out[i], size};
    in_iov[i] = (struct iovec) {in[i], sizeof in[i]};
    sent[i].msg_hdr = (struct msghdr)
      {.msg_name = &address, .msg_namelen = length, .msg_iov = &out_iov[i], .msg_iovlen = 1};
    got[i].msg_hdr = (struct msghdr)
      {.msg_name = &names[i], .msg_iov = &in_iov[i], .msg_iovlen = 1};
  }
  struct timespec begin, end;
  clock_gettime(CLOCK_MONOTONIC, &begin);
  for (int i = 0; i < batches; i++) {
    for (int j = 0; j < BATCH; j++) got[j].msg_hdr.msg_namelen = sizeof names[j];
    if (sendmmsg(from, sent, BATCH, 0) != BATCH) return 1;
    if (recvmmsg(to, got, BATCH, MSG_WAITFORONE, NULL) != BATCH) return 1;
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%.3f\\n",
    ((end.tv_sec - begin.tv_sec) * 1e9 + end.tv_nsec - begin.tv_nsec) / batches / BATCH);
}
`;

const IN_PYTHON = `
import socket, sys, time
batches, size = int(sys.argv[1]), int(sys.argv[2])
sender, receiver = (socket.socket(type=socket.SOCK_DGRAM) for _ in range(2))
receiver.bind(("127.0.0.1", 0))
address, data = receiver.getsockname(), bytes(size)
def go(n):
    sendto, recvfrom = sender.sendto, receiver.recvfrom
    for _ in range(n):
        for _ in range(${BATCH}): sendto(data, address)
        for _ in range(${BATCH}): recvfrom(2048)
go(100)
begin = time.perf_counter()
go(batches)
print((time.perf_counter() - begin) * 1e9 / batches / ${BATCH})
`;

/** Nanoseconds for a datagram, here. */
function measure(batches: number, size: number): number {
  using sender = socket(AF_INET, SOCK_DGRAM);
  using receiver = socket(AF_INET, SOCK_DGRAM);
  receiver.bind(["127.0.0.1", 0]);
  const address = receiver.getsockname();
  const messages = Array.from({ length: BATCH }, () => [new Uint8Array(size), address] as const);
  const go = (times: number) => {
    for (let i = 0; i < times; i++) {
      if (sender.sendmmsg(messages) !== BATCH) throw new Error("not all were sent");
      if (receiver.recvmmsg(BATCH, 2048).length !== BATCH) throw new Error("not all came");
    }
  };
  go(300);
  const begin = performance.now();
  go(batches);
  return (performance.now() - begin) * 1e6 / batches / BATCH;
}

/** Runs the case and prints it. */
export async function batchesCase(): Promise<void> {
  const inC = compile(IN_C, ["-O2"]);
  const python = newestPython().path;
  for (const size of SIZES) {
    const args = [`${BATCHES}`, `${size}`];
    const medians = await interleave(ROUNDS, {
      C: async () => Number(await run(inC, args)),
      here: () => measure(BATCHES, size),
      Python: async () => Number(await run(python, ["-c", IN_PYTHON, ...args])),
    });
    table(
      `UDP, ${BATCH} datagrams of ${size} bytes at a time, each sent and received (median of ${ROUNDS} rounds)`,
      Object.entries(medians).map(([name, time]) => [
        name,
        `${time.toFixed(0)} ns`,
        name === "here" ? "" : `ours is ${(medians.here / time).toFixed(2)}× its time`,
      ]),
    );
  }
}

/** 64 bytes through a socketpair, send and recv_into, beside C and Python. */
import { socketpair } from "@bsd/socket";
import { compile } from "../support/compile.ts";
import { run } from "../support/peer.ts";
import { newestPython } from "../support/pythons.ts";
import { interleave, table } from "./measure.ts";

const ROUNDS = 7;
const CALLS = 200_000;

const IN_C = `
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

int main(int argc, char **argv) {
  int calls = atoi(argv[1]), pair[2];
  char out[64] = {0}, in[64];
  struct timespec begin, end;
  socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
  clock_gettime(CLOCK_MONOTONIC, &begin);
  for (int i = 0; i < calls; i++) {
    if (send(pair[0], out, sizeof out, 0) != 64) return 1;
    if (recv(pair[1], in, sizeof in, 0) != 64) return 1;
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%.3f\\n", ((end.tv_sec - begin.tv_sec) * 1e9 + end.tv_nsec - begin.tv_nsec) / calls);
}
`;

const IN_PYTHON = `
import socket, sys, time
calls = int(sys.argv[1])
a, b = socket.socketpair()
out, into = bytes(64), bytearray(64)
def go(n):
    send, recv_into = a.send, b.recv_into
    for _ in range(n):
        send(out)
        recv_into(into)
go(10000)
begin = time.perf_counter()
go(calls)
print((time.perf_counter() - begin) * 1e9 / calls)
`;

/** Nanoseconds for a send and a recv_into of 64 bytes, here. */
function measure(calls: number): number {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const [out, into] = [new Uint8Array(64), new Uint8Array(64)];
  const go = (times: number) => {
    for (let i = 0; i < times; i++) {
      a.send(out);
      b.recv_into(into);
    }
  };
  go(50_000);
  const begin = performance.now();
  go(calls);
  return (performance.now() - begin) * 1e6 / calls;
}

/** Runs the case and prints it. */
export async function socketpairCase(): Promise<void> {
  const inC = compile(IN_C, ["-O2"]);
  const python = newestPython().path;
  const medians = await interleave(ROUNDS, {
    C: async () => Number(await run(inC, [`${CALLS}`])),
    here: () => measure(CALLS),
    Python: async () => Number(await run(python, ["-c", IN_PYTHON, `${CALLS}`])),
  });
  table(
    `send + recv_into of 64 bytes through a socketpair, blocking (median of ${ROUNDS} rounds)`,
    Object.entries(medians).map(([name, time]) => [
      name,
      `${time.toFixed(0)} ns`,
      name === "here" ? "" : `ours is ${(medians.here / time).toFixed(2)}× its time`,
    ]),
  );
}

/**
 * `deno task bench`: 64 bytes through a socketpair, send and recv_into, beside C and Python in the
 * same run. The cases of each round are interleaved, and the medians compared: single figures of a
 * shared machine are noise, ratios within one run are not.
 */
import { socketpair } from "@bsd/socket";
import { compile } from "../support/compile.ts";
import { run } from "../support/peer.ts";
import { newestPython } from "../support/pythons.ts";

const ROUNDS = 7;
const CALLS = 200_000;

const inC = compile(
  `
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
`,
  ["-O2"],
);

const inPython = `
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

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

const python = newestPython().path;
const results = { deno: [] as number[], c: [] as number[], python: [] as number[] };
for (let round = 0; round < ROUNDS; round++) {
  results.c.push(Number(await run(inC, [`${CALLS}`])));
  results.deno.push(measure(CALLS));
  results.python.push(Number(await run(python, ["-c", inPython, `${CALLS}`])));
}

const ours = median(results.deno);
console.log(`send + recv_into, 64 bytes, socketpair: median of ${ROUNDS} rounds`);
for (const [name, values] of Object.entries(results)) {
  const ratio = name === "deno" ? "" : `   ours is ${(ours / median(values)).toFixed(2)}× its time`;
  console.log(`  ${name.padEnd(7)} ${median(values).toFixed(0).padStart(6)} ns${ratio}`);
}

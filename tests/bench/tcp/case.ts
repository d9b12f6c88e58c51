/** 64 bytes to another process and back over TCP, blocking: both processes are the contender's. */
import { type Case, interleave } from "../measure.ts";
import { pair, program } from "../programs.ts";

const EXCHANGES = 20_000;

export const tcpCase: Case = {
  name: "tcp",
  measure: (rounds = 5) =>
    interleave(rounds, [{
      title: "TCP round trip of two processes, 64 B",
      unit: "µs",
      goals: { C: 1 / 1.05, Python: 1 / 0.95 },
    }], {
      ours: pair(program(import.meta, "ours.ts"), EXCHANGES),
      C: pair(program(import.meta, "c.c"), EXCHANGES),
      Python: pair(program(import.meta, "python.py"), EXCHANGES),
    }),
};

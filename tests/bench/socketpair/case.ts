/** 64 bytes through a socketpair, send and recv_into, in one thread: what a call costs. */
import { type Case, interleave } from "../measure.ts";
import { alone, program } from "../programs.ts";

const CALLS = 200_000;

export const socketpairCase: Case = {
  name: "socketpair",
  measure: (rounds = 7) =>
    interleave(rounds, [{
      title: "send + recv_into, 64 B, socketpair",
      unit: "ns",
      goals: { C: 1 / 1.10, Python: 1 / 0.80 },
    }], {
      ours: alone(program(import.meta, "ours.ts"), CALLS),
      C: alone(program(import.meta, "c.c"), CALLS),
      Python: alone(program(import.meta, "python.py"), CALLS),
    }),
};

/** 64 bytes over TCP and back, awaited, client and server in one process and one event loop. */
import { type Case, interleave } from "../measure.ts";
import { alone, onUvloop, program } from "../programs.ts";

const EXCHANGES = 10_000;

export const insideCase: Case = {
  name: "inside",
  measure(rounds = 5) {
    const asyncio = program(import.meta, "asyncio_trip.py");
    return interleave(rounds, [{
      title: "TCP round trip inside one process, awaited, 64 B",
      unit: "µs",
      goals: { Deno: 2 },
    }], {
      ours: alone(program(import.meta, "ours.ts"), EXCHANGES),
      // No goal: what the kernel alone needs.
      C: alone(program(import.meta, "c.c"), EXCHANGES),
      Deno: alone(program(import.meta, "deno.ts"), EXCHANGES),
      Node: alone(program(import.meta, "node.mjs"), EXCHANGES),
      asyncio: alone(asyncio, EXCHANGES),
      uvloop: alone(onUvloop(asyncio), EXCHANGES),
    });
  },
};

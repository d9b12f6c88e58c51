/**
 * Much data over TCP by blocks of 64 KiB, from one process to another of the same contender: from
 * the first byte to the end of the stream that the receiver sends back when it has seen ours.
 */
import { type Case, interleave } from "../measure.ts";
import { onUvloop, pair, program } from "../programs.ts";

/** Blocks of 64 KiB. */
const BLOCKS = 16_384; // 1 GiB

export const bulkCase: Case = {
  name: "bulk",
  async measure(rounds = 5) {
    const asyncio = program(import.meta, "asyncio_streams.py");
    const blocking = await interleave(rounds, [{
      title: "bulk TCP, 64 KiB blocks",
      unit: "MiB/s",
      goals: { C: 0.95, Python: 1 },
    }], {
      ours: pair(program(import.meta, "ours.ts"), BLOCKS),
      C: pair(program(import.meta, "c.c"), BLOCKS),
      Python: pair(program(import.meta, "python.py"), BLOCKS),
    });
    const awaited = await interleave(rounds, [{
      title: "bulk TCP, 64 KiB blocks, awaited (C: blocking)",
      unit: "MiB/s",
      goals: { C: 0.95, Deno: 1, Node: 1, asyncio: 1, uvloop: 1 },
    }], {
      ours: pair(program(import.meta, "awaited.ts"), BLOCKS),
      C: pair(program(import.meta, "c.c"), BLOCKS),
      Deno: pair(program(import.meta, "deno.ts"), BLOCKS),
      Node: pair(program(import.meta, "node.mjs"), BLOCKS),
      asyncio: pair(asyncio, BLOCKS),
      uvloop: pair(onUvloop(asyncio), BLOCKS),
    });
    return [...blocking, ...awaited];
  },
};

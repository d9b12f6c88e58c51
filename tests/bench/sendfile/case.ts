/** A file of 512 MiB, out of the page cache, to a receiver in C over TCP. */
import { join } from "@std/path";
import { tempDir } from "../../support/temp.ts";
import { type Case, interleave } from "../measure.ts";
import { measure, open, type Program, program } from "../programs.ts";

const MEBIBYTES = 512;

/** Writes the file, which is in the page cache then. */
async function write(path: string): Promise<void> {
  using file = await Deno.open(path, { write: true, createNew: true });
  const block = new Uint8Array(1 << 20).map((_, i) => i % 251);
  for (let i = 0; i < MEBIBYTES; i++) {
    for (let written = 0; written < block.length;) {
      written += await file.write(block.subarray(written));
    }
  }
}

export const sendfileCase: Case = {
  name: "sendfile",
  async measure(rounds = 5) {
    const sink = program(import.meta, "sink.c");
    if (sink === undefined) return [];
    await using receiver = open(sink);
    const port = await receiver.line();
    using directory = tempDir();
    const path = join(directory.path, "file");
    await write(path);
    const sender = (program: Program | undefined) =>
      program &&
      (async () => (await measure(program, port, path)).map((seconds) => MEBIBYTES / seconds));
    const c = sender(program(import.meta, "c.c"));
    const blocking = await interleave(rounds, [{
      title: `sendfile, ${MEBIBYTES} MiB`,
      unit: "MiB/s",
      goals: { C: 0.97, Python: 1 },
    }], {
      ours: sender(program(import.meta, "ours.ts")),
      C: c,
      Python: sender(program(import.meta, "python.py")),
    });
    const awaited = await interleave(rounds, [{
      title: `sendfile, ${MEBIBYTES} MiB, awaited (C: blocking)`,
      unit: "MiB/s",
      goals: { C: 0.97, Deno: 1, Node: 1 },
    }], {
      ours: sender(program(import.meta, "awaited.ts")),
      C: c,
      Deno: sender(program(import.meta, "deno.ts")),
      Node: sender(program(import.meta, "node.mjs")),
    });
    return [...blocking, ...awaited];
  },
};

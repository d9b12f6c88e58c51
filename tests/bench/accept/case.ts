/** Connections that are accepted and closed at once, one after the other, under a load in C. */
import { type Case, interleave } from "../measure.ts";
import { loaded, onUvloop, program } from "../programs.ts";

const CONNECTIONS = 10_000;
/** How many are under way at a time. */
const AT_ONCE = 64;

export const acceptCase: Case = {
  name: "accept",
  async measure(rounds = 5) {
    const load = program(import.meta, "load.c");
    const server = (file: string) => loaded(program(import.meta, file), load, CONNECTIONS, AT_ONCE);
    const blocking = await interleave(rounds, [
      { title: "accept + close", unit: "/s", goals: { Python: 1 } },
    ], { ours: server("ours.ts"), C: server("c.c"), Python: server("python.py") });
    const asyncio = program(import.meta, "asyncio_server.py");
    const awaited = await interleave(rounds, [{
      title: "accept + close, awaited",
      unit: "/s",
      goals: { Deno: 1, Node: 1, asyncio: 1, uvloop: 1 },
    }], {
      ours: server("awaited.ts"),
      Deno: server("deno.ts"),
      Node: server("node.mjs"),
      asyncio: loaded(asyncio, load, CONNECTIONS, AT_ONCE),
      uvloop: loaded(onUvloop(asyncio), load, CONNECTIONS, AT_ONCE),
    });
    return [...blocking, ...awaited];
  },
};

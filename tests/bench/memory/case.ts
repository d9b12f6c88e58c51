/**
 * What an idle connection takes of the server's memory: connections are made until there are a
 * thousand, each awaiting data, then until there are ten thousand; the growth of the resident set
 * from one to the other is shared among them. They receive into one buffer, where one is needed
 * before there is data, so that the connection is measured and not the buffer.
 */
import { connectionsWithin } from "../limits.ts";
import { type Case, type Contender, interleave } from "../measure.ts";
import { open, type Program, program } from "../programs.ts";

const FEW = 1000;
const MANY = 10_000;

export const memoryCase: Case = {
  name: "memory",
  measure(rounds = 3) {
    const many = connectionsWithin(MANY);
    const hold = program(import.meta, "hold.c");
    const growth = (server: Program | undefined): Contender | undefined =>
      server && hold && (async () => {
        await using process = open(server, `${FEW}`, `${many}`);
        await using holder = open(hold, await process.line());
        await holder.send(`${FEW}\n`);
        const before = Number(await process.line());
        await holder.send(`${many}\n`);
        const after = Number(await process.line());
        return [(after - before) / (many - FEW)];
      });
    const collector = ["--v8-flags=--expose-gc"];
    return interleave(rounds, [{
      title: `memory of an idle awaited connection of ${many.toLocaleString("en")}`,
      unit: "bytes",
      goals: { Deno: 2 },
    }], {
      ours: growth(program(import.meta, "ours.ts", collector)),
      Deno: growth(program(import.meta, "deno.ts", collector)),
      Node: growth(program(import.meta, "node.mjs", ["--expose-gc"])),
    });
  },
};

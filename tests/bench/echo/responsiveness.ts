/** How responsive a saturated echo server stays: a timer's lateness and a file's reading beside it. */
import { type Case, type Contender, interleave } from "../measure.ts";
import { measure, open, type Program } from "../programs.ts";
import { load, servers } from "./servers.ts";

/** Connections of the load, and its exchanges. */
const LOAD = ["100", "100000"];

function quantile(values: readonly number[], q: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * q)] ?? NaN;
}

function watched(
  server: Program | undefined,
  load: Program | undefined,
): Contender | undefined {
  return server && load && (async () => {
    await using process = open(server, "watch");
    await measure(load, await process.line(), ...LOAD);
    process.kill();
    const { late, reads } = JSON.parse(await process.line()) as Record<"late" | "reads", number[]>;
    return [quantile(late, 0.5), quantile(late, 0.99), quantile(reads, 0.5)];
  });
}

export const responsivenessCase: Case = {
  name: "responsiveness",
  measure: (rounds = 3) =>
    interleave(rounds, [
      { title: "saturated echo: a timer is late by, median", unit: "ms" },
      { title: "saturated echo: a timer is late by, 99 %", unit: "ms" },
      { title: "saturated echo: Deno.readFile takes", unit: "ms" },
    ], {
      ours: watched(servers().ours, load()),
      Deno: watched(servers().Deno, load()),
    }),
};

/**
 * What one operation takes as the work grows: with the size of the buffer, the number of control
 * messages, and the number of connections that are awaited and idle. No peers: it is the curve that
 * tells.
 */
import { connectionsWithin } from "../limits.ts";
import { type Case, interleave } from "../measure.ts";
import { alone, program } from "../programs.ts";

const amount = (count: number, of: string) => `${count.toLocaleString("en")} ${of}`;

/** What grows, by the program that measures it. */
const curves = [
  {
    file: "sizes.ts",
    amounts: [64, 1024, 16_384, 65_536, 131_072],
    title: (size: number) => `socketpair, send + recv_into, ${amount(size, "bytes")}`,
  },
  {
    file: "control.ts",
    amounts: [0, 1, 4, 16, 64],
    title: (count: number) => `UDP sendmsg + recv_into, ${amount(count, "control messages")}`,
  },
  {
    file: "connections.ts",
    amounts: [0, 10, 100, 1000, 4000],
    title: (count: number) => `TCP one way, awaited, beside ${amount(count, "idle connections")}`,
  },
];

/** How many sockets are awaited while nothing happens. */
const IDLE = [0, 1, 2000];

export const growthCase: Case = {
  name: "growth",
  async measure(rounds = 3) {
    const results = [];
    for (const { file, amounts, title } of curves) {
      // A connection here is two sockets of one process.
      const possible = file === "connections.ts"
        ? amounts.map((count) => Math.min(count, connectionsWithin(2 * count) >> 1))
        : amounts;
      const figures = possible.map((count) => ({ title: title(count), unit: "ns" as const }));
      const ours = alone(program(import.meta, file), ...possible);
      results.push(...await interleave(rounds, figures, { ours }));
    }
    for (const count of IDLE) {
      const title = `CPU time of a second in which ${amount(count, "awaited sockets")} are idle`;
      const ours = alone(program(import.meta, "idle.ts"), count);
      results.push(...await interleave(rounds, [{ title, unit: "ms" }], { ours }));
    }
    return results;
  },
};

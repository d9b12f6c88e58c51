/**
 * An echo server of 64 bytes under load from another process, at several numbers of connections: exchanges a
 * second, and within which time 99 % of them are done.
 */
import { connectionsWithin } from "../limits.ts";
import { type Case, interleave } from "../measure.ts";
import { loaded } from "../programs.ts";
import { load, servers } from "./servers.ts";

/** By connections, how many exchanges are measured. */
const LOADS = [[1, 15_000], [10, 40_000], [100, 40_000], [1000, 40_000], [10_000, 40_000]] as const;

export const echoCase: Case = {
  name: "echo",
  async measure(rounds = 3) {
    const results = [];
    for (const [wanted, exchanges] of LOADS) {
      const connections = connectionsWithin(wanted);
      const title = `echo, awaited, ${connections.toLocaleString("en")} connection${
        connections === 1 ? "" : "s"
      }`;
      // C has none: it tells what the kernel alone needs.
      const others = Object.keys(servers()).filter((name) => name !== "C");
      const goals = Object.fromEntries(others.map((name) => [name, 1.5]));
      results.push(
        ...await interleave(
          rounds,
          [{ title, unit: "/s", goals }, { title: `${title}: 99 % within`, unit: "µs" }],
          Object.fromEntries(
            Object.entries(servers()).map(([name, server]) =>
              [name, loaded(server, load(), connections, exchanges)] as const
            ),
          ),
        ),
      );
    }
    return results;
  },
};

/** The echo servers, and what loads them. */
import { onUvloop, type Program, program } from "../programs.ts";

/**
 * What loads a server: takes the port, connections and exchanges; prints exchanges a second, and
 * within how many microseconds 99 % of them were done.
 */
export const load = (): Program | undefined => program(import.meta, "load.c");

/** The servers by contender; those that cannot run here are undefined. */
export function servers(): Record<string, Program | undefined> {
  const asyncio = program(import.meta, "asyncio_server.py");
  return {
    ours: program(import.meta, "ours.ts"),
    C: program(import.meta, "c.c"),
    Deno: program(import.meta, "deno.ts"),
    Node: program(import.meta, "node.mjs"),
    asyncio,
    uvloop: onUvloop(asyncio),
  };
}

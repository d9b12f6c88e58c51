/** Look-ups off the event loop. */
import { resolve as resolveBlocking } from "../names/resolve.ts";
import type { AwaitOptions } from "./start.ts";

/** The numeric address of a host, as `src/names/resolve.ts` has it. */
export function resolve(host: string, family: number, { signal }: AwaitOptions): Promise<string> {
  signal?.throwIfAborted();
  return Promise.resolve(resolveBlocking(host, family));
}

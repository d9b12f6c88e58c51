/** Tests that end when the reactor has come to rest. */
import { socketpair } from "@bsd/socket";
import { test as counted } from "../support/census.ts";
import "./support_poller.ts";

/** `test` of the census, for tests that await. */
export function test(name: string, fn: () => void | Promise<void>): void {
  counted(name, toRest(fn));
}

/**
 * The body of a test that waits for the parked call at the end: woken when nobody waits any more, it
 * takes a moment to return, and Deno would call that a leaked operation.
 */
export function toRest(fn: () => void | Promise<void>): () => Promise<void> {
  return async () => {
    try {
      await fn();
    } finally {
      await rest();
    }
  };
}

/** Waits until nothing is parked: what is received through the reactor comes after that. */
async function rest(): Promise<void> {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const received = a.promises.recv(1);
  b.send(new Uint8Array(1));
  await received;
}

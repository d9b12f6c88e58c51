/** Tests that end when no look-up runs any more, those that were given up among them. */
import { backend } from "../../ffi/backend/mod.ts";
import { test as idle } from "./idle.ts";
import "./support.ts";

const running = new Set<Promise<unknown>>();

function followed<A extends unknown[], T>(call: (...args: A) => Promise<T>) {
  return (...args: A): Promise<T> => {
    const answer = call(...args);
    running.add(answer);
    const over = () => running.delete(answer);
    answer.then(over, over);
    return answer;
  };
}

// Deno would call a look-up that is still on its thread a leaked operation of the test.
const { awaited } = backend();
Object.assign(awaited, {
  getaddrinfo: followed(awaited.getaddrinfo),
  getnameinfo: followed(awaited.getnameinfo),
  gethostbyname: followed(awaited.gethostbyname),
  gethostbyaddr: followed(awaited.gethostbyaddr),
});

/** How many look-ups are on threads now. */
export function lookupsRunning(): number {
  return running.size;
}

/** A signal, and how many listeners it has: one that outlives its operations must not collect them. */
export function countedSignal(): { signal: AbortSignal; listeners(): number } {
  const { signal } = new AbortController();
  let count = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    count++;
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    count--;
    removeEventListener.apply(signal, args);
  };
  return { signal, listeners: () => count };
}

/** `test` of the census, which waits for look-ups and for the reactor to come to rest. */
export function test(name: string, fn: () => void | Promise<void>): void {
  idle(name, async () => {
    try {
      await fn();
    } finally {
      while (running.size > 0) await Promise.allSettled(running);
    }
  });
}

/** The connections that a server accepts, as an asynchronous iteration. */
import type { AwaitOptions } from "./start.ts";

/** What the iteration needs of a listening socket. */
interface Server<Connection> {
  /** Its descriptor; negative once it is closed. */
  fileno(): number;
  readonly promises: { accept(options?: AwaitOptions): Promise<Connection> };
}

/**
 * Accepts until the server is closed. Written out instead of as a generator, whose `return()` would
 * wait until the next connection comes.
 */
export function connections<Connection>(
  server: Server<Connection>,
): AsyncIterableIterator<Connection, void, void> {
  const left = new AbortController();
  const { signal } = left;
  const end = { done: true, value: undefined } as const;
  return {
    async next() {
      try {
        return { done: false, value: await server.promises.accept({ signal }) };
      } catch (error) {
        if (signal.aborted || server.fileno() < 0) return end;
        throw error;
      }
    },
    return() {
      left.abort();
      return Promise.resolve(end);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

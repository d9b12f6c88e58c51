/** The connections that a server accepts, as an asynchronous iteration. */
import { ConnectionAbortedError, ConnectionResetError } from "../errors.ts";
import type { AwaitOptions } from "./start.ts";

/** What the iteration needs of a listening socket. */
interface Server<Connection> {
  /** Its descriptor; negative once it is closed. */
  fileno(): number;
  readonly promises: { accept(options?: AwaitOptions): Promise<Connection> };
}

/**
 * Whether a connection ended before it was accepted, which is the end of that one alone: accept(2)
 * says so on macOS (ECONNABORTED), and on Windows (WSAECONNRESET).
 */
function isGone(error: unknown): boolean {
  return error instanceof ConnectionAbortedError || error instanceof ConnectionResetError;
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
      for (;;) {
        try {
          return { done: false, value: await server.promises.accept({ signal }) };
        } catch (error) {
          if (signal.aborted || server.fileno() < 0) return end;
          if (!isGone(error)) throw error;
        }
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

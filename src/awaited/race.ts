/**
 * Happy Eyeballs, RFC 8305: several ways to the same end, tried with a head start for the earlier
 * ones. Nothing in here knows of sockets.
 */
import { OSError } from "../errors.ts";

/** Calls back after some milliseconds; the function that it returns calls that off. */
export type Later = (callback: () => void, milliseconds: number) => () => void;

const later: Later = (callback, milliseconds) => {
  const id = setTimeout(callback, milliseconds);
  return () => clearTimeout(id);
};

/**
 * Reorders so that the kinds take turns, beginning with the kind of the first; within a kind the
 * order stays (section 4 of the RFC, with a First Address Family Count of 1).
 */
export function interleave<T>(items: readonly T[], kindOf: (item: T) => unknown): T[] {
  const queues = [...Map.groupBy(items, kindOf).values()];
  const rounds = Math.max(0, ...queues.map((queue) => queue.length));
  return Array.from(
    { length: rounds },
    (_, round) => queues.flatMap((queue) => queue.slice(round, round + 1)),
  ).flat();
}

/** A way to get a `T`, given up when the signal aborts. */
export type Attempt<T> = (signal: AbortSignal) => Promise<T>;

/** What comes of a race. */
export type Outcome<T> = { readonly winner: T } | { readonly errors: readonly OSError[] };

/**
 * Starts attempts one after the other: each when the one before has had its head start, or at once
 * when any of them fails with an OSError. The first to succeed wins; the others are aborted, and
 * this waits until they are over and disposes of what still came of them.
 *
 * @param attempts In the order of preference.
 * @param delay The head start in milliseconds; null: each waits until the one before has failed.
 * @param signal Gives all of them up.
 * @param startLater The clock.
 * @returns What the winner gave, or the errors of all, in the order of the attempts.
 * @throws The signal's reason; or whatever an attempt throws besides OSErrors: it ends the race.
 */
export async function race<T extends Disposable>(
  attempts: readonly Attempt<T>[],
  delay: number | null,
  signal?: AbortSignal,
  startLater: Later = later,
): Promise<Outcome<T>> {
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Outcome<T>>();
  const field = new AbortController();
  const runs: Promise<void>[] = [];
  const errors: OSError[] = [];
  let failed = 0;
  let callOff = () => {};

  function end(): void {
    callOff();
    field.abort();
  }

  function giveUp(reason: unknown): void {
    end();
    reject(reason);
  }

  function succeeded(winner: T): void {
    if (field.signal.aborted) return winner[Symbol.dispose]();
    end();
    resolve({ winner });
  }

  function failedAt(index: number, error: unknown): void {
    if (field.signal.aborted) return;
    if (!(error instanceof OSError)) return giveUp(error);
    errors[index] = error;
    failed++;
    startNext();
  }

  function startNext(): void {
    callOff();
    const index = runs.length;
    const attempt = attempts[index];
    if (attempt !== undefined) {
      const lost = (error: unknown) => failedAt(index, error);
      runs.push(attempt(field.signal).then(succeeded, lost));
      if (delay !== null && runs.length < attempts.length) callOff = startLater(startNext, delay);
    } else if (failed === attempts.length) {
      resolve({ errors });
    }
  }

  const abort = () => giveUp(signal?.reason);
  signal?.addEventListener("abort", abort);
  try {
    startNext();
    return await promise;
  } finally {
    signal?.removeEventListener("abort", abort);
    await Promise.allSettled(runs);
  }
}

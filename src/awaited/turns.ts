/** Letting only so many tasks run at a time. */

/**
 * Runs a task when its turn comes, in the order of asking.
 *
 * When the signal aborts, the promise is rejected at once with its reason. A task that waits is
 * then never run; one that runs keeps its place until it is over, and what comes of it is dropped.
 */
export type InTurn = <T>(task: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/** Makes a queue whose tasks run at most so many at a time. */
export function makeTurns(most: number): InTurn {
  let running = 0;
  const waiting = new Set<() => void>();

  function proceed(): void {
    for (const begin of waiting) {
      if (running >= most) return;
      waiting.delete(begin);
      begin();
    }
  }

  return (task, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const begin = async () => {
        running++;
        try {
          resolve(await task());
        } catch (error) {
          reject(error);
        } finally {
          running--;
          signal?.removeEventListener("abort", abort);
          proceed();
        }
      };
      const abort = () => {
        waiting.delete(begin);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", abort);
      waiting.add(begin);
      proceed();
    });
}

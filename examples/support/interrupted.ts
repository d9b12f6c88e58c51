/** Ctrl-C, as an AbortSignal. */
import process from "node:process";

/**
 * Aborts when the program is asked to end, by Ctrl-C or SIGTERM. Whoever asks twice is not listened
 * to but obeyed: the second signal ends the process at once.
 */
export function interrupted(): AbortSignal {
  const asked = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => asked.abort());
  return asked.signal;
}

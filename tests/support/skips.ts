/**
 * What is not tested on which machine, and why: one list, so that it can be read as a whole. The
 * runs in `tests/machines` print at their end what they skipped.
 */

/** How a line begins that tells of a skip. */
export const SKIPPED = "SKIPPED ";

/** The environment variable that says on which machine the tests run, where the OS does not tell. */
export const MACHINE = "BSD_SOCKET_TEST_MACHINE";

/** Reasons, each with what it is about: the names of tests, or paths of files; one may end with `*`. */
export type Reasons = Readonly<Record<string, readonly string[]>>;

/** What a kind of machine cannot run. */
export interface Skips {
  /** Files that are not loaded there, by their path. */
  readonly files: Reasons;
  /** Tests, by their name. */
  readonly tests: Reasons;
}

function matches(subject: string, pattern: string): boolean {
  return pattern.endsWith("*") ? subject.startsWith(pattern.slice(0, -1)) : subject === pattern;
}

/** The reason that is about a test or a file; null if none is. */
export function reasonFor(subject: string, reasons: Reasons): string | null {
  for (const [reason, patterns] of Object.entries(reasons)) {
    if (patterns.some((pattern) => matches(subject, pattern))) return reason;
  }
  return null;
}

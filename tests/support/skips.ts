/**
 * What is not tested on which machine, and why: one list, so that it can be read as a whole. The
 * runs in `tests/machines` print at their end what they skipped.
 */

/** How a line begins that tells of a skip. */
export const SKIPPED = "SKIPPED ";

/** The environment variable that says on which machine the tests run, where the OS does not tell. */
export const MACHINE = "BSD_SOCKET_TEST_MACHINE";

/** A kind of machine that cannot run everything. */
export type Machine = "arm64";

/** Reasons, each with the names of the tests that it is about; a name may end with `*`. */
type Reasons = Readonly<Record<string, readonly string[]>>;

const skips: Readonly<Record<Machine, Reasons>> = {
  arm64: {},
};

/** Why a test is not run here; null: it is. */
export function skipReason(test: string): string | null {
  const machine = Deno.env.get(MACHINE);
  const reasons = machine === undefined ? {} : skips[machine as Machine];
  for (const [reason, names] of Object.entries(reasons)) {
    if (names.some((name) => matches(test, name))) return reason;
  }
  return null;
}

function matches(test: string, name: string): boolean {
  return name.endsWith("*") ? test.startsWith(name.slice(0, -1)) : test === name;
}

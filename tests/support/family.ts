/** Tests of a socket family, skipped where socket(2) itself says that this kernel does not have it. */
import { type Constant, errno, OSError, socket } from "@bsd/socket";
import { test } from "./census.ts";
import { SKIPPED } from "./skips.ts";

/** What socket(2) says of a family, type or protocol that is not there, or not for this user. */
const MISSING: readonly unknown[] = [
  errno.EAFNOSUPPORT,
  errno.EPROTONOSUPPORT,
  errno.ESOCKTNOSUPPORT,
  errno.EPERM,
];

/** Why there are no such sockets here; null if there are. */
export function missing(family: Constant, type: Constant, proto: Constant): string | null {
  if (family === undefined || proto === undefined) return "this OS has no such constant";
  try {
    socket(family, type, proto).close();
    return null;
  } catch (error) {
    if (error instanceof OSError && MISSING.includes(error.errno)) return error.message;
    throw error;
  }
}

/**
 * `test` of a family's sockets, for a file's tests: `const test = familyTest("CAN_RAW", AF_CAN,
 * SOCK_RAW, CAN_RAW)`.
 *
 * @param name What is skipped, where it is.
 */
export function familyTest(
  name: string,
  family: Constant,
  type: Constant,
  ...rest: [proto?: Constant]
): typeof test {
  return testUnless(missing(family, type, rest.length === 0 ? 0 : rest[0]), name);
}

/** `test`; where there is a reason against it one that skips, and says so once. */
export function testUnless(reason: string | null, name: string): typeof test {
  if (reason === null) return test;
  console.warn(`${SKIPPED}${name}: ${reason}`);
  return (nameOrOptions: string | Deno.TestDefinition, fn?: Deno.TestDefinition["fn"]) =>
    test({
      ...(typeof nameOrOptions === "string" ? { name: nameOrOptions } : nameOrOptions),
      fn: fn ?? (() => {}),
      ignore: true,
    });
}

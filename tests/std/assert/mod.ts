/**
 * A stand-in for the part of `@std/assert` that the tests use, over `node:assert/strict`.
 *
 * @module
 */
import nodeAssert from "node:assert/strict";

/** A class whose instances are `T`. */
type Class<T> = abstract new (...args: never[]) => T;

/** What an assertion that does not hold throws. */
export class AssertionError extends Error {
  /** Makes one with a message, and perhaps a cause. */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AssertionError";
  }
}

function show(value: unknown): string {
  return Deno.inspect(value, { depth: 10, iterableLimit: 200, strAbbreviateSize: 10_000 });
}

function refuse(what: string, msg: string | undefined, cause?: unknown): never {
  throw new AssertionError(
    msg === undefined || msg === "" ? what : `${what}: ${msg}`,
    cause === undefined ? undefined : { cause },
  );
}

/** `expr` is truthy. */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) {
    throw new AssertionError(msg === "" ? `Expected a true value, got ${show(expr)}` : msg);
  }
}

/** `expr` is falsy. */
export function assertFalse(expr: unknown, msg = ""): void {
  if (expr) {
    throw new AssertionError(msg === "" ? `Expected a false value, got ${show(expr)}` : msg);
  }
}

/** The two are equal in depth. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  try {
    nodeAssert.deepStrictEqual(actual, expected);
  } catch (e) {
    refuse(e instanceof Error ? e.message : String(e), msg);
  }
}

/** The two are not equal in depth. */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  try {
    nodeAssert.notDeepStrictEqual(actual, expected);
  } catch {
    refuse(`Expected something other than ${show(expected)}`, msg);
  }
}

/** The two are the same by `Object.is`. */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  msg?: string,
): asserts actual is T {
  if (!Object.is(actual, expected)) {
    refuse(`Expected the very value ${show(expected)}, got ${show(actual)}`, msg);
  }
}

/** The two are not the same by `Object.is`. */
export function assertNotStrictEquals<T>(actual: T, expected: T, msg?: string): void {
  if (Object.is(actual, expected)) refuse(`Expected another value than ${show(expected)}`, msg);
}

/** `actual` is neither null nor undefined. */
export function assertExists<T>(actual: T, msg?: string): asserts actual is NonNullable<T> {
  if (actual === undefined || actual === null) refuse(`Expected a value, got ${actual}`, msg);
}

/** `actual` is an instance of the class. */
export function assertInstanceOf<T extends Class<unknown>>(
  actual: unknown,
  expectedType: T,
  msg = "",
): asserts actual is T extends Class<infer Instance> ? Instance : never {
  if (!(actual instanceof expectedType)) {
    refuse(`Expected an instance of ${expectedType.name}, got ${show(actual)}`, msg, actual);
  }
}

/** `actual` is not an instance of the class. */
export function assertNotInstanceOf<A, T>(
  actual: A,
  unexpectedType: Class<T>,
  msg?: string,
): asserts actual is Exclude<A, T> {
  if (actual instanceof unexpectedType) {
    refuse(`Expected no instance of ${unexpectedType.name}, got ${show(actual)}`, msg);
  }
}

/** The string matches the pattern. */
export function assertMatch(actual: string, expected: RegExp, msg?: string): void {
  if (actual.search(expected) < 0) refuse(`Expected ${show(actual)} to match ${expected}`, msg);
}

/** The string does not match the pattern. */
export function assertNotMatch(actual: string, expected: RegExp, msg?: string): void {
  if (actual.search(expected) >= 0) {
    refuse(`Expected ${show(actual)} not to match ${expected}`, msg);
  }
}

/** The string contains the other. */
export function assertStringIncludes(actual: string, expected: string, msg?: string): void {
  if (!actual.includes(expected)) {
    refuse(`Expected ${show(actual)} to contain ${show(expected)}`, msg);
  }
}

/** The list contains an equal of each of the expected items. */
export function assertArrayIncludes<T>(
  actual: ArrayLike<T> & Iterable<T>,
  expected: ArrayLike<T> & Iterable<T>,
  msg?: string,
): void {
  const items = [...actual];
  const missing = [...expected].filter((item) => !items.some((other) => equal(item, other)));
  if (missing.length > 0) refuse(`Expected ${show(actual)} to contain ${show(missing)}`, msg);
}

/** `actual` has the properties of `expected`, in depth; it may have more. */
export function assertObjectMatch(
  actual: Record<PropertyKey, unknown>,
  expected: Record<PropertyKey, unknown>,
  msg?: string,
): void {
  if (!matches(actual, expected)) {
    refuse(`Expected ${show(actual)} to contain the properties ${show(expected)}`, msg);
  }
}

/** `actual` is greater than `expected`. */
export function assertGreater<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual > expected)) refuse(`Expected ${show(actual)} > ${show(expected)}`, msg);
}

/** `actual` is greater than or equal to `expected`. */
export function assertGreaterOrEqual<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual >= expected)) refuse(`Expected ${show(actual)} >= ${show(expected)}`, msg);
}

/** `actual` is less than `expected`. */
export function assertLess<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual < expected)) refuse(`Expected ${show(actual)} < ${show(expected)}`, msg);
}

/** `actual` is less than or equal to `expected`. */
export function assertLessOrEqual<T>(actual: T, expected: T, msg?: string): void {
  if (!(actual <= expected)) refuse(`Expected ${show(actual)} <= ${show(expected)}`, msg);
}

/** The two differ by at most `tolerance`; by default, by a ten-millionth of `expected`. */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance?: number,
  msg?: string,
): void {
  if (Object.is(actual, expected)) return;
  const allowed = tolerance ?? (Number.isFinite(expected) ? Math.abs(expected * 1e-7) : 1e-7);
  if (!(Math.abs(expected - actual) <= allowed)) {
    refuse(`Expected ${actual} to be ${expected}, give or take ${allowed}`, msg);
  }
}

/** `fn` throws; the second form: an instance of `ErrorClass` whose message contains `msgIncludes`. */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: Class<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows(
  fn: () => unknown,
  classOrMsg?: Class<Error> | string,
  msgIncludes?: string,
  msg?: string,
): unknown {
  let returned: unknown;
  try {
    returned = fn();
  } catch (e) {
    return checkThrown(e, classOrMsg, msgIncludes, msg);
  }
  refuse(
    `Expected a throw, got a return of ${show(returned)}`,
    typeof classOrMsg === "string" ? classOrMsg : msg,
  );
}

/** `fn`'s promise rejects; the second form: with an `ErrorClass` whose message contains `msgIncludes`. */
export function assertRejects(fn: () => PromiseLike<unknown>, msg?: string): Promise<unknown>;
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: Class<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export async function assertRejects(
  fn: () => PromiseLike<unknown>,
  classOrMsg?: Class<Error> | string,
  msgIncludes?: string,
  msg?: string,
): Promise<unknown> {
  const own = typeof classOrMsg === "string" ? classOrMsg : msg;
  let promise: PromiseLike<unknown>;
  try {
    promise = fn();
  } catch (e) {
    refuse("Expected a rejected promise, but the function threw", own, e);
  }
  let resolved: unknown;
  try {
    resolved = await promise;
  } catch (e) {
    return checkThrown(e, classOrMsg, msgIncludes, msg);
  }
  refuse(`Expected a rejection, got ${show(resolved)}`, own);
}

/** Fails. */
export function fail(msg?: string): never {
  refuse("Failed assertion", msg);
}

/** Fails because the place ought not to be reached. */
export function unreachable(msg?: string): never {
  refuse("Unreachable", msg);
}

function checkThrown(
  thrown: unknown,
  classOrMsg: Class<Error> | string | undefined,
  msgIncludes: string | undefined,
  msg: string | undefined,
): unknown {
  if (typeof classOrMsg !== "function") return thrown;
  if (!(thrown instanceof classOrMsg)) {
    refuse(`Expected an error of ${classOrMsg.name}, got ${show(thrown)}`, msg, thrown);
  }
  if (msgIncludes !== undefined && !thrown.message.includes(msgIncludes)) {
    refuse(
      `Expected an error whose message contains ${show(msgIncludes)}, got ${show(thrown.message)}`,
      msg,
      thrown,
    );
  }
  return thrown;
}

function equal(a: unknown, b: unknown): boolean {
  try {
    nodeAssert.deepStrictEqual(a, b);
    return true;
  } catch {
    return false;
  }
}

function isRecord(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === "object" && value !== null &&
    [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

function matches(actual: unknown, expected: unknown): boolean {
  if (Array.isArray(expected)) {
    return Array.isArray(actual) && expected.every((item, i) => matches(actual[i], item));
  }
  if (!isRecord(expected)) return equal(actual, expected);
  if (typeof actual !== "object" || actual === null) return false;
  return Reflect.ownKeys(expected).every((key) =>
    key in actual && matches(Reflect.get(actual, key), expected[key])
  );
}

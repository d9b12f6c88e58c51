/** Time-outs in seconds, as Python gives them, and the default for new sockets. */
import { shown } from "../arguments.ts";

/** The longest time-out in seconds, Python's: 292 years, which it counts in 63 bits of nanoseconds. */
const MOST = 9_223_372_036;

/**
 * A time-out as a caller gives it: seconds, or null for none.
 *
 * @throws {TypeError} Neither a number nor null.
 * @throws {RangeError} Negative, not a number, or more than 9223372036 seconds.
 */
export function timeoutOf(value: unknown): number | null {
  if (value === null) return null;
  if (typeof value !== "number") {
    throw new TypeError(`timeout must be a number of seconds or null, not ${shown(value)}`);
  }
  if (!(value >= 0 && value <= MOST)) {
    throw new RangeError(`timeout must be from 0 to ${MOST} seconds, not ${value}`);
  }
  return value;
}

let fallback: number | null = null;

/**
 * The time-out that new sockets start with, in seconds; null: they block. Python's
 * `socket.getdefaulttimeout()`.
 *
 * @returns Seconds or null.
 *
 * @example
 * ```ts
 * import { getdefaulttimeout } from "@bsd/socket";
 *
 * console.log(getdefaulttimeout()); // null
 * ```
 */
export function getdefaulttimeout(): number | null {
  return fallback;
}

/**
 * Sets the time-out that new sockets start with: those of this isolate, a Worker has its own.
 * Python's `socket.setdefaulttimeout()`.
 *
 * @param timeout Seconds, 0 to 9223372036; 0 makes new sockets non-blocking, null blocking.
 * @throws {TypeError} Neither a number nor null.
 * @throws {RangeError} Out of range.
 *
 * @example
 * ```ts
 * import { setdefaulttimeout, socket } from "@bsd/socket";
 *
 * setdefaulttimeout(2.5);
 * using s = socket();
 * console.log(s.gettimeout()); // 2.5
 * setdefaulttimeout(null);
 * ```
 */
export function setdefaulttimeout(timeout: number | null): void {
  fallback = timeoutOf(timeout);
}

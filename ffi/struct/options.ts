/** The values of socket options that are structures: `struct linger` and `struct timeval`. */
import { integer } from "../../src/arguments.ts";
import type { Layout } from "../layout.ts";
import { getSigned, getUnsigned, setInteger, viewOf } from "./fields.ts";
import { signed, unsigned } from "./values.ts";

/** SO_LINGER, socket(7): whether `close` waits for data to be sent, and for how long at most. */
export type Linger = [onoff: number, seconds: number];

/** SO_RCVTIMEO and SO_SNDTIMEO, socket(7), and SCM_TIMESTAMP: a time of 0 to 999999 microseconds past a second. */
export type Timeval = [seconds: number, microseconds: number];

/**
 * Makes the value of SO_LINGER.
 *
 * @param value On (not 0) or off (0), and the seconds: both C ints; on windows 0 to 65535.
 * @param layout The OS's layout.
 * @throws {TypeError} A member is not an integer.
 * @throws {RangeError} A member does not fit.
 */
export function encodeLinger(value: Readonly<Linger>, layout: Layout): Uint8Array<ArrayBuffer> {
  const { size, l_onoff, l_linger } = layout.linger;
  // Two bytes are a u_short (windows), four an int.
  const check = l_linger[1] === 2 ? unsigned : signed;
  const bytes = new Uint8Array(size);
  const view = viewOf(bytes);
  setInteger(view, 0, l_onoff, check(value[0], "l_onoff", l_onoff));
  setInteger(view, 0, l_linger, check(value[1], "l_linger", l_linger));
  return bytes;
}

/**
 * Reads the value of SO_LINGER.
 *
 * @throws {RangeError} There are too few bytes.
 */
export function decodeLinger(bytes: Uint8Array, layout: Layout): Linger {
  const { l_onoff, l_linger } = layout.linger;
  const get = l_linger[1] === 2 ? getUnsigned : getSigned;
  const view = viewOf(bytes);
  return [get(view, 0, l_onoff), get(view, 0, l_linger)];
}

/**
 * Makes a time for a socket option.
 *
 * @param value Whole seconds (32 bits with the sign on windows), and 0 to 999999 microseconds.
 * @param layout The OS's layout.
 * @throws {TypeError} A member is not an integer.
 * @throws {RangeError} A member is out of range.
 */
export function encodeTimeval(value: Readonly<Timeval>, layout: Layout): Uint8Array<ArrayBuffer> {
  const { size, tv_sec, tv_usec } = layout.timeval;
  const bytes = new Uint8Array(size);
  const view = viewOf(bytes);
  setInteger(view, 0, tv_sec, signed(value[0], "tv_sec", tv_sec));
  setInteger(view, 0, tv_usec, integer(value[1], "tv_usec", 0, 999_999));
  return bytes;
}

/**
 * Reads a time from a socket option.
 *
 * @throws {RangeError} There are too few bytes.
 */
export function decodeTimeval(bytes: Uint8Array, layout: Layout): Timeval {
  const { tv_sec, tv_usec } = layout.timeval;
  const view = viewOf(bytes);
  return [getSigned(view, 0, tv_sec), getSigned(view, 0, tv_usec)];
}

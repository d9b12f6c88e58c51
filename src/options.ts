/** Socket options whose value is a struct: between JavaScript and the bytes for `setsockopt`. */
import { backend } from "../ffi/backend/mod.ts";
import {
  decodeLinger,
  decodeTimeval,
  encodeLinger,
  encodeTimeval,
  type Linger,
  type Timeval,
} from "../ffi/struct/options.ts";
import { bytes, type BytesLike } from "./arguments.ts";

/** Turns an option's value into bytes and back, in this OS's layout: what `struct.pack` is for in Python. */
export interface OptionCodec<T> {
  /** The bytes for `setsockopt`. Throws a TypeError or a RangeError for a member that does not fit. */
  encode(value: Readonly<T>): Uint8Array<ArrayBuffer>;
  /** The value in the bytes that `getsockopt` returned. Throws a RangeError if there are too few. */
  decode(value: BytesLike): T;
}

/**
 * The value of SO_LINGER, `struct linger` of socket(7): on or off, and the seconds that `close`
 * waits for data to be sent; `[1, 0]` makes it reset the connection at once.
 *
 * @example
 * ```ts
 * import { linger, SO_LINGER, socket, SOL_SOCKET } from "@bsd/socket";
 *
 * using s = socket();
 * s.setsockopt(SOL_SOCKET, SO_LINGER, linger.encode([1, 5]));
 * console.log(linger.decode(s.getsockopt(SOL_SOCKET, SO_LINGER, 8))); // [ 1, 5 ]
 * ```
 */
export const linger: OptionCodec<Linger> = {
  encode: (value) => encodeLinger(value, backend().layout),
  decode: (value) => decodeLinger(bytes(value, "value"), backend().layout),
};

/**
 * The value of SO_RCVTIMEO and SO_SNDTIMEO, `struct timeval` of socket(7): seconds and
 * microseconds. (Windows takes a number of milliseconds for these two options instead.)
 *
 * @example
 * ```ts
 * import { SO_RCVTIMEO, socket, SOL_SOCKET, timeval } from "@bsd/socket";
 *
 * using s = socket();
 * s.setsockopt(SOL_SOCKET, SO_RCVTIMEO, timeval.encode([2, 500_000]));
 * console.log(timeval.decode(s.getsockopt(SOL_SOCKET, SO_RCVTIMEO, 16))[0]); // 2
 * ```
 */
export const timeval: OptionCodec<Timeval> = {
  encode: (value) => encodeTimeval(value, backend().layout),
  decode: (value) => decodeTimeval(bytes(value, "value"), backend().layout),
};

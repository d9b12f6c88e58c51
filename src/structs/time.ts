/** Times: the values of SO_RCVTIMEO and its like, and what timestamps hold. */
import { type StructCodec, structCodec } from "./codec.ts";
import { i32, i64 } from "./struct.ts";

/** `struct timeval` (sys/time.h): seconds, and the microseconds past them. */
export interface Timeval {
  /** Whole seconds. */
  tv_sec: number;
  /** Microseconds, 0 to 999999. */
  tv_usec: number;
}

/** `struct timespec` (time.h): seconds, and the nanoseconds past them. */
export interface Timespec {
  /** Whole seconds. */
  tv_sec: number;
  /** Nanoseconds, 0 to 999999999. */
  tv_nsec: number;
}

/**
 * The value of SO_RCVTIMEO and SO_SNDTIMEO, `struct timeval` of socket(7). (Windows takes a number of
 * milliseconds for these two options instead.)
 *
 * @example
 * ```ts
 * import { SO_RCVTIMEO, socket, SOL_SOCKET, timeval } from "@bsd/socket";
 *
 * using s = socket();
 * s.setsockopt(SOL_SOCKET, SO_RCVTIMEO, timeval.encode({ tv_sec: 2, tv_usec: 500_000 }));
 * console.log(timeval.decode(s.getsockopt(SOL_SOCKET, SO_RCVTIMEO, timeval.size)).tv_sec); // 2
 * ```
 */
export const timeval: StructCodec<Timeval> = structCodec("timeval", {
  linux: { size: 16, members: { tv_sec: [0, i64], tv_usec: [8, i64] } },
  darwin: { size: 16, members: { tv_sec: [0, i64], tv_usec: [8, i32] } },
  windows: { size: 8, members: { tv_sec: [0, i32], tv_usec: [4, i32] } },
});

/**
 * `struct timespec`, as timestamps of nanoseconds are told.
 *
 * @example
 * ```ts
 * import { timespec } from "@bsd/socket";
 *
 * console.log(timespec.encode({ tv_sec: 1, tv_nsec: 500_000_000 }).length); // 16
 * ```
 */
export const timespec: StructCodec<Timespec> = structCodec("timespec", {
  linux: { size: 16, members: { tv_sec: [0, i64], tv_nsec: [8, i64] } },
  darwin: { size: 16, members: { tv_sec: [0, i64], tv_nsec: [8, i64] } },
  windows: { size: 16, members: { tv_sec: [0, i64], tv_nsec: [8, i32] } },
});

/** How `close` treats what is not sent yet. */
import { type StructCodec, structCodec } from "./codec.ts";
import { i32, type Struct, u16 } from "./struct.ts";

/** `struct linger` (sys/socket.h). */
export interface Linger {
  /** Not 0: `close` waits until everything is sent, or the time is over. */
  l_onoff: number;
  /**
   * How many seconds at most; 0 makes `close` reset the connection at once. On macOS hundredths of a
   * second, but with SO_LINGER_SEC, which takes the same structure.
   */
  l_linger: number;
}

const posix: Struct<Linger> = { size: 8, members: { l_onoff: [0, i32], l_linger: [4, i32] } };

/**
 * The value of SO_LINGER, `struct linger` of socket(7).
 *
 * @example
 * ```ts
 * import { linger, SO_LINGER, socket, SOL_SOCKET } from "@bsd/socket";
 *
 * using s = socket();
 * s.setsockopt(SOL_SOCKET, SO_LINGER, linger.encode({ l_onoff: 1, l_linger: 5 }));
 * console.log(linger.decode(s.getsockopt(SOL_SOCKET, SO_LINGER, linger.size)).l_linger); // 5
 * ```
 */
export const linger: StructCodec<Linger> = structCodec("linger", {
  linux: posix,
  darwin: posix,
  windows: { size: 4, members: { l_onoff: [0, u16], l_linger: [2, u16] } },
});

/** Who is at the other end of an AF_UNIX connection. */
import { onLinux, type StructCodec, structCodec } from "./codec.ts";
import { i32, u32 } from "./struct.ts";

/** `struct ucred` (sys/socket.h): a process, and its user and group. */
export interface Ucred {
  /** The process's number; 0 where it cannot be told, as from another pid namespace. */
  pid: number;
  /** The user's number. */
  uid: number;
  /** The group's number. */
  gid: number;
}

/**
 * The value of SO_PEERCRED and the data of SCM_CREDENTIALS, `struct ucred` of unix(7). Linux only.
 *
 * @example
 * ```ts
 * import { SO_PEERCRED, socketpair, SOL_SOCKET, ucred } from "@bsd/socket";
 *
 * const [a, b] = socketpair();
 * using _a = a, _b = b;
 * const { pid } = ucred.decode(a.getsockopt(SOL_SOCKET, SO_PEERCRED, ucred.size));
 * console.log(pid === Deno.pid); // true
 * ```
 */
export const ucred: StructCodec<Ucred> = structCodec(
  "ucred",
  onLinux({ size: 12, members: { pid: [0, i32], uid: [4, u32], gid: [8, u32] } }),
);

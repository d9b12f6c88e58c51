/** Who is at the other end of an AF_UNIX connection. */
import { onLinux, type StructCodec, structCodec } from "./codec.ts";
import { i32, numbers, u16, u32 } from "./struct.ts";

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

/** `struct xucred` (sys/ucred.h): a user and their groups. */
export interface Xucred {
  /** The structure's version: 0 (XUCRED_VERSION). */
  cr_version: number;
  /** The user's number. */
  cr_uid: number;
  /** How many groups there are, at most 16. */
  cr_ngroups: number;
  /** The groups' numbers, of the process first; those after the first `cr_ngroups` mean nothing. */
  cr_groups: number[];
}

/**
 * The value of LOCAL_PEERCRED, `struct xucred` of unix(4): with whose credentials the peer of an
 * AF_UNIX connection connected or listened. macOS only, where LOCAL_PEERPID has the process's number.
 *
 * @example
 * ```ts
 * import { LOCAL_PEERCRED, SOL_LOCAL, socketpair, xucred } from "@bsd/socket";
 *
 * if (LOCAL_PEERCRED !== undefined) {
 *   const [a, b] = socketpair();
 *   using _a = a, _b = b;
 *   const { cr_uid } = xucred.decode(a.getsockopt(SOL_LOCAL, LOCAL_PEERCRED, xucred.size));
 *   console.log(cr_uid === Deno.uid()); // true
 * }
 * ```
 */
export const xucred: StructCodec<Xucred> = structCodec("xucred", {
  linux: null,
  darwin: {
    size: 76,
    members: {
      cr_version: [0, u32],
      cr_uid: [4, u32],
      cr_ngroups: [8, u16],
      cr_groups: [12, numbers(u32, 16)],
    },
  },
  windows: null,
});

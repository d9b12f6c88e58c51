/** Passing descriptors to another process over an AF_UNIX socket. */
import { SCM_RIGHTS, SOL_SOCKET } from "../../constants/mod.ts";
import { backend } from "../../ffi/backend/mod.ts";
import { CMSG_LEN } from "../../ffi/struct/cmsg.ts";
import type { SourceAddress, UnixAddress, UnixArgument } from "../addresses.ts";
import type { AncillaryData } from "../ancillary/data.ts";
import { closeDescriptors, descriptorsOf } from "../ancillary/descriptors.ts";
import { type BytesLike, type Constant, int, integer, items, optionalInt } from "../arguments.ts";
import type { Socket } from "./socket.ts";

/**
 * Sends descriptors over an AF_UNIX socket, along with data. Python's `socket.send_fds()`, unix(7).
 * The receiver gets duplicates; the descriptors sent stay the sender's to close.
 *
 * @param sock The AF_UNIX socket.
 * @param buffers The data, at least one byte on a stream: descriptors do not travel alone.
 * @param fds The descriptors, at most 253.
 * @param flags MSG_ flags.
 * @param address The destination of a datagram; null: the connected peer.
 * @returns How many bytes of data were sent.
 * @throws {OSError} EBADF: one of the descriptors is not open; and as `sendmsg()`.
 *
 * @example
 * ```ts
 * import { recv_fds, send_fds, socketpair } from "@bsd/socket";
 *
 * const [a, b] = socketpair();
 * using _a = a, _b = b;
 * send_fds(a, [new TextEncoder().encode("stdin")], [0]);
 * const [, fds] = recv_fds(b, 100, 1);
 * console.log(fds.length); // 1
 * ```
 */
export function send_fds(
  sock: Socket<UnixAddress>,
  buffers: Iterable<BytesLike>,
  fds: Iterable<number>,
  ...rest: [flags?: Constant, address?: UnixArgument | null]
): number {
  const numbers = Int32Array.from(items(fds, "fds"), (fd, index) => int(fd, `fds[${index}]`));
  return sock.sendmsg(
    buffers,
    [[SOL_SOCKET, SCM_RIGHTS, numbers]],
    optionalInt(rest, 0, "flags"),
    rest[1] ?? null,
  );
}

/**
 * Receives data and descriptors from an AF_UNIX socket. Python's `socket.recv_fds()`, unix(7).
 *
 * @param sock The AF_UNIX socket.
 * @param bufsize The most bytes of data to receive.
 * @param maxfds The most descriptors to receive; the OS closes those beyond and sets MSG_CTRUNC.
 * @param flags MSG_ flags.
 * @returns The data; the descriptors, not inheritable and the caller's to close; the message's
 *   flags; the sender's address, null where it has none.
 * @throws {TimeoutError | BlockingIOError | OSError} As `recvmsg()`.
 *
 * @example
 * ```ts
 * import { close, recv_fds, send_fds, socketpair } from "@bsd/socket";
 *
 * const [a, b] = socketpair();
 * using _a = a, _b = b;
 * send_fds(a, [new Uint8Array(1)], [1, 2]);
 * const [, fds] = recv_fds(b, 1, 2);
 * fds.forEach(close);
 * ```
 */
export function recv_fds(
  sock: Socket<UnixAddress>,
  bufsize: number,
  maxfds: number,
  ...rest: [flags?: Constant]
): [
  data: Uint8Array<ArrayBuffer>,
  fds: number[],
  msg_flags: number,
  address: SourceAddress<UnixAddress>,
] {
  const { layout } = backend();
  const room = integer(maxfds, "maxfds", 0, 0xffff) * Int32Array.BYTES_PER_ELEMENT;
  const [data, ancdata, msg_flags, address] = sock.recvmsg(
    bufsize,
    // Not CMSG_SPACE: in the padding one descriptor more would find room.
    CMSG_LEN(room, layout),
    optionalInt(rest, 0, "flags"),
  );
  const isRights = ([level, type]: AncillaryData) => level === SOL_SOCKET && type === SCM_RIGHTS;
  // A descriptor of the sender's process (SO_PASSPIDFD) takes up room, and is not asked for here.
  closeDescriptors(ancdata.filter((message) => !isRights(message)));
  const fds = ancdata.filter(isRights).flatMap(([, , content]) => descriptorsOf(content));
  return [data, fds, msg_flags, address];
}

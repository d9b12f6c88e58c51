/** `struct msghdr` and `struct iovec`, sendmsg(2) and recvmsg(2); WSAMSG and WSABUF on windows. */
import type { Layout } from "../layout.ts";
import { getUnsigned, setInteger, setPointer, viewOf } from "./fields.ts";
import { unsigned } from "./values.ts";

/**
 * What a message is made of. Pointers are addresses in memory, 0n is null; what they point at must
 * be kept alive by the caller until the call is over.
 */
export interface Msghdr {
  /** Where the address is. */
  readonly name: bigint;
  /** The length of the address, or the room for it, in bytes. */
  readonly namelen: number;
  /** Where the array of buffers is. */
  readonly iov: bigint;
  /** How many buffers it has. */
  readonly iovlen: number;
  /** Where the control data is. */
  readonly control: bigint;
  /** The length of the control data, or the room for it, in bytes. */
  readonly controllen: number;
  /** MSG_ flags; only windows takes them from here. */
  readonly flags: number;
}

/** What the kernel changes in the structure when it receives a message. */
export interface Received {
  /** The length of the address in bytes; 0 where there is none. */
  readonly namelen: number;
  /** The length of the control data in bytes. */
  readonly controllen: number;
  /** MSG_ flags about the message: MSG_TRUNC, MSG_CTRUNC and others. */
  readonly flags: number;
}

/**
 * Makes an array of buffers.
 *
 * @param buffers The address and the length of each.
 * @param layout The OS's layout.
 * @throws {RangeError} A buffer is too long (on windows, 4 GiB).
 */
export function encodeIovecs(
  buffers: readonly (readonly [address: bigint, length: number])[],
  layout: Layout,
): Uint8Array<ArrayBuffer> {
  const { size, iov_base, iov_len } = layout.iovec;
  const bytes = new Uint8Array(buffers.length * size);
  const view = viewOf(bytes);
  let base = 0;
  for (const [address, length] of buffers) {
    setPointer(view, base, iov_base, address);
    setInteger(view, base, iov_len, unsigned(length, "buffer length", iov_len));
    base += size;
  }
  return bytes;
}

/** Writes a message header into `view`, `base` bytes from its start. */
export function writeMsghdr(
  view: DataView,
  message: Msghdr,
  layout: Layout,
  base: number = 0,
): void {
  const struct = layout.msghdr;
  setPointer(view, base, struct.msg_name, message.name);
  setInteger(view, base, struct.msg_namelen, message.namelen);
  setPointer(view, base, struct.msg_iov, message.iov);
  setInteger(view, base, struct.msg_iovlen, message.iovlen);
  setPointer(view, base, struct.msg_control, message.control);
  setInteger(view, base, struct.msg_controllen, message.controllen);
  setInteger(view, base, struct.msg_flags, message.flags);
}

/** Reads what came with a received message from its header, `base` bytes from the start of `view`. */
export function readMsghdr(view: DataView, layout: Layout, base: number = 0): Received {
  const struct = layout.msghdr;
  return {
    namelen: getUnsigned(view, base, struct.msg_namelen),
    controllen: getUnsigned(view, base, struct.msg_controllen),
    flags: getUnsigned(view, base, struct.msg_flags),
  };
}

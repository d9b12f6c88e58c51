/** The sizes of ancillary messages on the running OS. */
import { backend } from "../../ffi/backend/mod.ts";
import * as struct from "../../ffi/struct/cmsg.ts";

/**
 * The length of an ancillary message with `length` bytes of data, without padding after them:
 * Python's `socket.CMSG_LEN`, cmsg(3) and RFC 3542. As room for `recvmsg` it lets only one message in.
 *
 * @param length Bytes of data, from 0 to somewhat below 2147483648.
 * @throws {TypeError} Not an integer.
 * @throws {RangeError} Out of range.
 *
 * @example
 * ```ts
 * import { CMSG_LEN } from "@bsd/socket";
 *
 * console.log(CMSG_LEN(4)); // 20 on Linux: room for one descriptor
 * ```
 */
export function CMSG_LEN(length: number): number {
  return struct.CMSG_LEN(length, backend().layout);
}

/**
 * The room that an ancillary message with `length` bytes of data takes, padding included: Python's
 * `socket.CMSG_SPACE`, cmsg(3) and RFC 3542. The room for several messages is the sum of theirs.
 *
 * @param length Bytes of data, from 0 to somewhat below 2147483648.
 * @throws {TypeError} Not an integer.
 * @throws {RangeError} Out of range.
 *
 * @example
 * ```ts
 * import { CMSG_SPACE } from "@bsd/socket";
 *
 * console.log(CMSG_SPACE(4)); // 24 on Linux
 * ```
 */
export function CMSG_SPACE(length: number): number {
  return struct.CMSG_SPACE(length, backend().layout);
}

/** Integers between the host's byte order, which is little-endian on every OS and CPU of Deno's, and the network's. */
import { integer } from "../arguments.ts";

function swapped16(value: number, name: string): number {
  const x = integer(value, `${name}() argument`, 0, 0xffff);
  return (x & 0xff) << 8 | x >> 8;
}

function swapped32(value: number, name: string): number {
  const x = integer(value, `${name}() argument`, 0, 0xffff_ffff);
  return (x << 24 | (x & 0xff00) << 8 | x >>> 8 & 0xff00 | x >>> 24) >>> 0;
}

/**
 * Converts a 32-bit unsigned integer from network to host byte order: Python's `socket.ntohl`,
 * byteorder(3).
 *
 * @param x 0 to 4294967295.
 * @throws {TypeError} Not an integer.
 * @throws {RangeError} Out of range.
 *
 * @example
 * ```ts
 * import { ntohl } from "@bsd/socket";
 *
 * console.log(ntohl(0x0100007f).toString(16)); // 7f000001
 * ```
 */
export function ntohl(x: number): number {
  return swapped32(x, "ntohl");
}

/**
 * Converts a 16-bit unsigned integer from network to host byte order: Python's `socket.ntohs`,
 * byteorder(3).
 *
 * @param x 0 to 65535.
 * @throws {TypeError} Not an integer.
 * @throws {RangeError} Out of range.
 *
 * @example
 * ```ts
 * import { ntohs } from "@bsd/socket";
 *
 * console.log(ntohs(0x5000)); // 80
 * ```
 */
export function ntohs(x: number): number {
  return swapped16(x, "ntohs");
}

/**
 * Converts a 32-bit unsigned integer from host to network byte order: Python's `socket.htonl`,
 * byteorder(3).
 *
 * @param x 0 to 4294967295.
 * @throws {TypeError} Not an integer.
 * @throws {RangeError} Out of range.
 *
 * @example
 * ```ts
 * import { htonl } from "@bsd/socket";
 *
 * console.log(htonl(0x7f000001).toString(16)); // 100007f
 * ```
 */
export function htonl(x: number): number {
  return swapped32(x, "htonl");
}

/**
 * Converts a 16-bit unsigned integer from host to network byte order: Python's `socket.htons`,
 * byteorder(3).
 *
 * @param x 0 to 65535.
 * @throws {TypeError} Not an integer.
 * @throws {RangeError} Out of range.
 *
 * @example
 * ```ts
 * import { htons } from "@bsd/socket";
 *
 * console.log(htons(0x0800).toString(16)); // 8
 * ```
 */
export function htons(x: number): number {
  return swapped16(x, "htons");
}

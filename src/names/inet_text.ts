/** IPv4 and IPv6 addresses between their text and their bytes. */
import { AF_INET, AF_INET6 } from "../../constants/mod.ts";
import { errno } from "../../constants/errno.ts";
import { bytes, int, shown } from "../arguments.ts";
import { OSError } from "../errors.ts";
import { failure } from "../failure.ts";
import {
  formatIPv4,
  formatIPv6,
  packIPv4,
  parseIPv4,
  parseIPv6,
  parseLegacyIPv4,
} from "../sockaddr/ip.ts";

/** Whether the library speaks IPv6; always true, whatever the machine's network can do. Python's `socket.has_ipv6`. */
export const has_ipv6: boolean = true;

function addressText(value: unknown, name: string): string {
  if (typeof value !== "string") {
    throw new TypeError(`${name}() takes the address as a string, not ${shown(value)}`);
  }
  if (value.includes("\0")) {
    throw new RangeError(`an address must not contain a NUL: ${JSON.stringify(value)}`);
  }
  return value;
}

function illegal(text: string, name: string): OSError {
  return new OSError(null, `illegal IP address string passed to ${name}`, { address: text });
}

/**
 * Packs an IPv4 address: Python's `socket.inet_aton`, inet_aton(3). It takes the old forms too: one to
 * four numbers, each decimal, octal (`0`) or hexadecimal (`0x`), of which the last fills the bytes
 * that are left (`"127.1"`); what follows white space is ignored.
 *
 * @param ip_string The address as text.
 * @returns Its four bytes.
 * @throws {TypeError} Not a string.
 * @throws {RangeError} There is a NUL in it.
 * @throws {OSError} It is no IPv4 address.
 *
 * @example
 * ```ts
 * import { inet_aton } from "@bsd/socket";
 *
 * console.log(inet_aton("127.1")); // Uint8Array(4) [ 127, 0, 0, 1 ]
 * ```
 */
export function inet_aton(ip_string: string): Uint8Array<ArrayBuffer> {
  const address = parseLegacyIPv4(addressText(ip_string, "inet_aton"), true);
  if (address === null) throw illegal(ip_string, "inet_aton");
  return packIPv4(address);
}

/**
 * The text of a packed IPv4 address: Python's `socket.inet_ntoa`, inet_ntoa(3).
 *
 * @param packed_ip Four bytes.
 * @returns The dotted quad.
 * @throws {TypeError} Not bytes.
 * @throws {OSError} Not four of them.
 *
 * @example
 * ```ts
 * import { inet_ntoa } from "@bsd/socket";
 *
 * console.log(inet_ntoa(new Uint8Array([192, 0, 2, 1]))); // 192.0.2.1
 * ```
 */
export function inet_ntoa(packed_ip: ArrayBufferView | ArrayBufferLike): string {
  const address = bytes(packed_ip, "packed_ip");
  if (address.length !== 4) {
    throw new OSError(null, "packed IP wrong length for inet_ntoa", { address });
  }
  return formatIPv4(address);
}

/**
 * Packs an IPv4 or IPv6 address: Python's `socket.inet_pton`, inet_pton(3). Only the usual forms
 * are taken: four decimal numbers; RFC 4291's text without a scope.
 *
 * @param address_family AF_INET or AF_INET6.
 * @param ip_string The address as text.
 * @returns Its 4 or 16 bytes.
 * @throws {TypeError} The family is not an integer, or the address not a string.
 * @throws {RangeError} There is a NUL in the address.
 * @throws {OSError} It is no address of that family; EAFNOSUPPORT: another family.
 *
 * @example
 * ```ts
 * import { AF_INET6, inet_pton } from "@bsd/socket";
 *
 * console.log(inet_pton(AF_INET6, "::1").length); // 16
 * ```
 */
export function inet_pton(address_family: number, ip_string: string): Uint8Array<ArrayBuffer> {
  const family = int(address_family, "address_family");
  const text = addressText(ip_string, "inet_pton");
  if (family === AF_INET) {
    const address = parseIPv4(text);
    if (address !== null) return packIPv4(address);
  } else if (family === AF_INET6) {
    const packed = parseIPv6(text);
    if (packed !== null) return packed;
  } else {
    throw failure(errno.EAFNOSUPPORT, "inet_pton");
  }
  throw illegal(text, "inet_pton");
}

/**
 * The text of a packed IPv4 or IPv6 address: Python's `socket.inet_ntop`, inet_ntop(3).
 *
 * @param address_family AF_INET or AF_INET6.
 * @param packed_ip 4 or 16 bytes.
 * @returns The address as text, an IPv6 one in its shortest form.
 * @throws {TypeError} The family is not an integer, or the address not bytes.
 * @throws {RangeError} Another family, or another number of bytes.
 *
 * @example
 * ```ts
 * import { AF_INET6, inet_ntop } from "@bsd/socket";
 *
 * const packed = new Uint8Array(16);
 * packed[15] = 1;
 * console.log(inet_ntop(AF_INET6, packed)); // ::1
 * ```
 */
export function inet_ntop(
  address_family: number,
  packed_ip: ArrayBufferView | ArrayBufferLike,
): string {
  const family = int(address_family, "address_family");
  const address = bytes(packed_ip, "packed_ip");
  if (family !== AF_INET && family !== AF_INET6) {
    throw new RangeError(`unknown address family ${family}: it must be AF_INET or AF_INET6`);
  }
  const length = family === AF_INET ? 4 : 16;
  if (address.length !== length) {
    throw new RangeError(
      `invalid length of packed IP address: it must be ${length} bytes, not ${address.length}`,
    );
  }
  return family === AF_INET ? formatIPv4(address) : formatIPv6(address);
}

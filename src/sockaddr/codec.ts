/** What the codecs of the families have in common: their type, the header and the host. */
import type { Layout } from "../../ffi/layout.ts";
import type { Address } from "../addresses.ts";

/**
 * Looks up a host name: gives the numeric address, with `%` and the number of the scope where an
 * IPv6 address has one.
 *
 * @param host The name, as the caller gave it.
 * @param family The family of which an address is wanted, by the layout's number.
 * @throws {gaierror} There is none.
 */
export type Resolve = (host: string, family: number) => string;

/** Turns the addresses of one family into a sockaddr and back. */
export interface Codec<A extends Address> {
  /**
   * Makes the sockaddr.
   *
   * @param address What the caller passed.
   * @param layout The OS's layout.
   * @param resolve Called for a host that is not numeric, and only then.
   * @throws {TypeError} The address does not have the family's shape.
   * @throws {RangeError} A member of it is out of range, or a host not numeric without `resolve`.
   */
  encode(address: unknown, layout: Layout, resolve?: Resolve): Uint8Array<ArrayBuffer>;
  /**
   * Reads the sockaddr in the first `length` of the bytes, of which there are at least `shortest`.
   */
  decode(bytes: Uint8Array, length: number, layout: Layout): A;
  /** The fewest bytes that are an address of this family. */
  readonly shortest: number;
}

/** Makes a sockaddr of `length` bytes that has its header and is zero after it. */
export function newSockaddr(
  family: number,
  length: number,
  layout: Layout,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  if (layout.lengthByte) {
    bytes[0] = length;
    bytes[1] = family;
  } else {
    bytes[0] = family;
    bytes[1] = family >> 8;
  }
  return bytes;
}

/** The family in the header of a sockaddr of two bytes or more. */
export function familyOf(bytes: Uint8Array, layout: Layout): number {
  const second = bytes[1] ?? 0;
  return layout.lengthByte ? second : (bytes[0] ?? 0) | (second << 8);
}

/**
 * The text of a host.
 *
 * @throws {TypeError} It is neither a string nor bytes, or has a NUL, at which C would end it.
 * @throws {RangeError} It is bytes that are not UTF-8.
 */
export function hostText(host: unknown): string {
  const text = typeof host === "string" ? host : decoded(host);
  if (text.includes("\0")) {
    throw new TypeError(`host name must not contain a null character: ${JSON.stringify(text)}`);
  }
  return text;
}

function decoded(host: unknown): string {
  if (!(host instanceof Uint8Array)) {
    throw new TypeError(`host must be a string or a Uint8Array, not ${String(host)}`);
  }
  const text = utf8(host);
  if (text === undefined) throw new RangeError(`host is bytes that are not UTF-8: ${host}`);
  return text;
}

// A byte order mark is a character of a name like any other.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The bytes as a string, or undefined where they are not UTF-8. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Looks up a host that is not numeric.
 *
 * @throws {RangeError} There is nothing to look it up with.
 */
export function lookUp(host: string, family: number, resolve: Resolve | undefined): string {
  if (resolve === undefined) throw new RangeError(`host must be a numeric address, not "${host}"`);
  return resolve(host, family);
}

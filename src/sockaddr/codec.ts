/** What the codecs of the families have in common: their type, the header and the host. */
import type { Layout } from "../../ffi/layout.ts";
import { kind } from "../../ffi/struct/values.ts";
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

/** What an address may need to be asked of the OS; each question is asked only where it arises. */
export interface Lookups {
  /** The address of a host that is not numeric. */
  readonly resolve?: Resolve;
  /**
   * The number of an interface, as a socket sees it: it may be of another network namespace.
   *
   * @throws {OSError} ENODEV: there is none of that name.
   */
  readonly interfaceIndex?: (fd: number, name: string) => number;
  /** The name of an interface, `""` if there is none of that number (any more). */
  readonly interfaceName?: (fd: number, index: number) => string;
  /**
   * The number of a kernel control (macOS).
   *
   * @throws {OSError} ENOENT: there is none of that name.
   */
  readonly controlId?: (fd: number, name: string) => number;
}

/** The socket an address is of: the form of some families' addresses depends on the protocol. */
export interface Bearer {
  /** The socket's protocol. */
  readonly proto: number;
  /** Its descriptor, for what only the OS knows. */
  fileno(): number;
}

/** Turns the addresses of one family into a sockaddr and back. */
export interface Codec<A extends Address> {
  /**
   * Makes the sockaddr, maybe in memory that the family's next one is made in too: a copy is what
   * can be kept.
   *
   * @param address What the caller passed.
   * @param layout The OS's layout.
   * @param lookups What the OS can be asked.
   * @param socket The socket it is for.
   * @throws {TypeError} The address does not have the family's shape.
   * @throws {RangeError} A member of it is out of range, or needs a look-up that was not passed.
   */
  encode(
    address: unknown,
    layout: Layout,
    lookups: Lookups,
    socket: Bearer,
  ): Uint8Array<ArrayBuffer>;
  /**
   * Reads the sockaddr in the first `length` of the bytes, of which there are at least `shortest`.
   */
  decode(
    bytes: Uint8Array,
    length: number,
    layout: Layout,
    lookups: Lookups,
    socket: Bearer,
  ): A;
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
  setHeader(bytes, family, layout);
  return bytes;
}

/** Writes the header of a sockaddr that takes up all of the bytes. */
export function setHeader(bytes: Uint8Array, family: number, layout: Layout): void {
  if (layout.lengthByte) {
    bytes[0] = bytes.length;
    bytes[1] = family;
  } else {
    bytes[0] = family;
    bytes[1] = family >> 8;
  }
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
export function lookUp(host: string, family: number, { resolve }: Lookups): string {
  if (resolve === undefined) throw new RangeError(`host must be a numeric address, not "${host}"`);
  return resolve(host, family);
}

/**
 * The number of an interface that an address names; 0, none in particular, for an empty name.
 *
 * @throws {TypeError} The name is not a string.
 * @throws {OSError} There is no such interface.
 * @throws {RangeError} There is nothing to look it up with.
 */
export function interfaceIndex(name: unknown, lookups: Lookups, socket: Bearer): number {
  if (typeof name !== "string") {
    throw new TypeError(`interface must be a string, not ${kind(name)}`);
  }
  if (name === "") return 0;
  if (lookups.interfaceIndex === undefined) {
    throw new RangeError(`the interface "${name}" cannot be looked up here`);
  }
  return lookups.interfaceIndex(socket.fileno(), name);
}

/** The name of an interface, `""` for 0 and for one that is gone. */
export function interfaceName(index: number, lookups: Lookups, socket: Bearer): string {
  return index === 0 ? "" : lookups.interfaceName?.(socket.fileno(), index) ?? "";
}

/**
 * C structures as objects: a table of members says where each is and what it holds, and the same two
 * functions pack and unpack them all. Everything is pure; the table is the OS's.
 */
import { viewOf } from "../../ffi/struct/fields.ts";
import { kind } from "../../ffi/struct/values.ts";
import { bytes as bytesOf, type BytesLike, integer, items, uint64 } from "../arguments.ts";
import { formatIPv4, formatIPv6, parseIPv4, writeIPv6 } from "../sockaddr/ip.ts";

/** What a member holds: its width in bytes and how it is written and read. */
export interface Kind<V> {
  readonly size: number;
  /**
   * Writes the value, whose place holds zeros.
   *
   * @throws {TypeError} It is of another type.
   * @throws {RangeError} It does not fit.
   */
  write(view: DataView, at: number, value: unknown, name: string): void;
  /** Reads the value. */
  read(view: DataView, at: number): V;
}

/** Where each member of a structure is, and what it holds. */
export type Members<T> = {
  readonly [N in keyof T]-?: readonly [offset: number, kind: Kind<Required<T>[N]>];
};

/** A structure as one OS has it. */
export interface Struct<T> {
  /** The size in bytes, padding included. */
  readonly size: number;
  /**
   * The size it once had, where it has grown: members from here on are optional. They are zero
   * where they are missing, and missing where there are no bytes for them.
   */
  readonly least?: number;
  readonly members: Members<T>;
}

/**
 * Packs a structure.
 *
 * @param name The structure's name, for messages.
 * @throws {TypeError} It is not an object, or a member is missing or of another type.
 * @throws {RangeError} A member does not fit.
 */
export function encodeStruct<T extends object>(
  name: string,
  { size, least = size, members }: Struct<T>,
  value: Readonly<T>,
): Uint8Array<ArrayBuffer> {
  if (typeof value !== "object" || value === null) {
    throw new TypeError(`${name} must be an object of its members, not ${kind(value)}`);
  }
  const bytes = new Uint8Array(size);
  const view = viewOf(bytes);
  for (const member of keysOf(members)) {
    const [offset, { write }] = members[member];
    if (offset >= least && value[member] === undefined) continue;
    write(view, offset, value[member], `${name}.${String(member)}`);
  }
  return bytes;
}

/**
 * Unpacks a structure.
 *
 * @param name The structure's name, for messages.
 * @throws {TypeError} It is given no bytes.
 * @throws {RangeError} There are too few of them.
 */
export function decodeStruct<T extends object>(
  name: string,
  { size, least = size, members }: Struct<T>,
  value: BytesLike,
): T {
  const bytes = bytesOf(value, name);
  if (bytes.length < least) {
    throw new RangeError(`${name} takes ${least} bytes, of which there are ${bytes.length}`);
  }
  const view = viewOf(bytes);
  const found: Partial<T> = {};
  for (const member of keysOf(members)) {
    const [offset, { size, read }] = members[member];
    if (offset + size <= bytes.length) found[member] = read(view, offset);
  }
  return found as T;
}

function keysOf<T>(members: Members<T>): (keyof T)[] {
  return Object.keys(members) as (keyof T)[];
}

function int(
  size: number,
  least: number,
  most: number,
  set: (view: DataView, at: number, value: number) => void,
  read: (view: DataView, at: number) => number,
): Kind<number> {
  return {
    size,
    write: (view, at, value, name) => set(view, at, integer(value, name, least, most)),
    read,
  };
}

/** uint8_t. */
export const u8: Kind<number> = int(
  1,
  0,
  0xff,
  (view, at, value) => view.setUint8(at, value),
  (view, at) => view.getUint8(at),
);
/** uint16_t. */
export const u16: Kind<number> = int(
  2,
  0,
  0xffff,
  (view, at, value) => view.setUint16(at, value, true),
  (view, at) => view.getUint16(at, true),
);
/** uint32_t. */
export const u32: Kind<number> = int(
  4,
  0,
  0xffff_ffff,
  (view, at, value) => view.setUint32(at, value, true),
  (view, at) => view.getUint32(at, true),
);
/** int32_t. */
export const i32: Kind<number> = int(
  4,
  -0x8000_0000,
  0x7fff_ffff,
  (view, at, value) => view.setInt32(at, value, true),
  (view, at) => view.getInt32(at, true),
);
/** int64_t of which a number holds every value that matters: times and sizes. */
export const i64: Kind<number> = int(
  8,
  Number.MIN_SAFE_INTEGER,
  Number.MAX_SAFE_INTEGER,
  (view, at, value) => view.setBigInt64(at, BigInt(value), true),
  (view, at) => Number(view.getBigInt64(at, true)),
);
/** uint64_t that counts something; beyond 2^53 it loses its lowest bits. */
export const u64: Kind<number> = int(
  8,
  0,
  Number.MAX_SAFE_INTEGER,
  (view, at, value) => view.setBigUint64(at, BigInt(value), true),
  (view, at) => Number(view.getBigUint64(at, true)),
);
/** uint64_t of which every bit matters: a bigint; a number is taken as well. */
export const bits64: Kind<bigint> = {
  size: 8,
  write: (view, at, value, name) => view.setBigUint64(at, uint64(value, name), true),
  read: (view, at) => view.getBigUint64(at, true),
};
/** uint16_t in network order. */
export const be16: Kind<number> = int(
  2,
  0,
  0xffff,
  (view, at, value) => view.setUint16(at, value),
  (view, at) => view.getUint16(at),
);

/** A bit field of some of a byte's bits, counted from the lowest. */
export function bits(lowest: number, width: number): Kind<number> {
  const most = (1 << width) - 1;
  return {
    size: 1,
    write(view, at, value, name) {
      const own = integer(value, name, 0, most) << lowest;
      view.setUint8(at, view.getUint8(at) | own);
    },
    read: (view, at) => (view.getUint8(at) >> lowest) & most,
  };
}

/** struct in_addr, as a dotted quad. */
export const ipv4: Kind<string> = {
  size: 4,
  write(view, at, value, name) {
    const address = typeof value === "string" ? parseIPv4(value) : null;
    if (address === null) throw notAnAddress(name, "IPv4", value);
    view.setUint32(at, address);
  },
  read: (view, at) => formatIPv4(octetsAt(view, at, 4)),
};

/** struct in6_addr, as text. */
export const ipv6: Kind<string> = {
  size: 16,
  write(view, at, value, name) {
    if (
      typeof value !== "string" || !writeIPv6(value, value.length, octetsAt(view, at, 16), 0)
    ) throw notAnAddress(name, "IPv6", value);
  },
  read: (view, at) => formatIPv6(octetsAt(view, at, 16)),
};

function notAnAddress(name: string, family: string, value: unknown): Error {
  return typeof value === "string"
    ? new RangeError(`${name} must be a numeric ${family} address, not "${value}"`)
    : new TypeError(`${name} must be a string, not ${kind(value)}`);
}

/** An array of bytes; fewer are followed by zeros. */
export function octets(size: number): Kind<Uint8Array<ArrayBuffer>> {
  return {
    size,
    write(view, at, value, name) {
      const given = bytesOf(value, name);
      if (given.length > size) {
        throw new RangeError(`${name} must be at most ${size} bytes, not ${given.length}`);
      }
      octetsAt(view, at, size).set(given);
    },
    read: (view, at) => octetsAt(view, at, size).slice(),
  };
}

/** An array of numbers; fewer are followed by zeros. */
export function numbers(one: Kind<number>, count: number): Kind<number[]> {
  return {
    size: one.size * count,
    write(view, at, value, name) {
      const given = items(value as Iterable<unknown>, name);
      if (given.length > count) {
        throw new RangeError(`${name} must be at most ${count} numbers, not ${given.length}`);
      }
      given.forEach((each, i) => one.write(view, at + i * one.size, each, `${name}[${i}]`));
    },
    read: (view, at) => Array.from({ length: count }, (_, i) => one.read(view, at + i * one.size)),
  };
}

/** A structure within another. */
export function nested<T extends object>(struct: Struct<T>): Kind<T> {
  const { size } = struct;
  return {
    size,
    write(view, at, value, name) {
      octetsAt(view, at, size).set(encodeStruct(name, struct, value as T));
    },
    read: (view, at) => decodeStruct("a nested structure", struct, octetsAt(view, at, size)),
  };
}

function octetsAt(view: DataView, at: number, size: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset + at, size);
}

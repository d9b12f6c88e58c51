/** Control data, cmsg(3) and RFC 3542: a row of ancillary messages, each with a header, data and padding. */
import { bytes as bytesOf, integer } from "../../src/arguments.ts";
import type { Layout } from "../layout.ts";
import { getSigned, getUnsigned, setInteger, viewOf } from "./fields.ts";
import { kind, signed } from "./values.ts";

/** An ancillary message: level and type as for a socket option, and data. */
export type Cmsg<Data = Uint8Array<ArrayBuffer>> = [level: number, type: number, data: Data];

/** Lengths are a socklen_t, of which POSIX portably promises no more than 31 bits. */
const MAX = 0x7fff_ffff;

/**
 * The length of a message with `length` bytes of data, without padding after them.
 *
 * @throws {TypeError} It is not an integer.
 * @throws {RangeError} It is negative, or too large for a message.
 */
export function CMSG_LEN(length: number, layout: Layout): number {
  const { size } = layout.cmsghdr;
  return size + integer(length, "CMSG_LEN() argument", 0, MAX - size);
}

/**
 * The room that a message with `length` bytes of data takes, with padding.
 *
 * @throws {TypeError} It is not an integer.
 * @throws {RangeError} It is negative, or too large for a message.
 */
export function CMSG_SPACE(length: number, layout: Layout): number {
  const { size, align } = layout.cmsghdr;
  return size + padded(integer(length, "CMSG_SPACE() argument", 0, MAX - size - align), align);
}

/** Rounds up to a multiple of `align`. */
function padded(length: number, align: number): number {
  return Math.ceil(length / align) * align;
}

/**
 * Makes control data of messages.
 *
 * @param messages Level and type, each a C int, and data: an ArrayBuffer or any view.
 * @param layout The OS's layout.
 * @throws {TypeError} A message is not of that shape.
 * @throws {RangeError} A level or type is out of range, or the whole is too long.
 */
export function encodeControl(
  messages: readonly Readonly<Cmsg<ArrayBuffer | ArrayBufferView>>[],
  layout: Layout,
): Uint8Array<ArrayBuffer> {
  const parts: Cmsg<Uint8Array>[] = [];
  let total = 0;
  for (const message of messages) {
    const part = checked(message, layout);
    parts.push(part);
    total += CMSG_SPACE(part[2].length, layout);
  }
  integer(total, "length of the ancillary data", 0, MAX);
  const { size, align, cmsg_len, cmsg_level, cmsg_type } = layout.cmsghdr;
  const bytes = new Uint8Array(total);
  const view = viewOf(bytes);
  let at = 0;
  for (const [level, type, data] of parts) {
    setInteger(view, at, cmsg_len, size + data.length);
    setInteger(view, at, cmsg_level, level);
    setInteger(view, at, cmsg_type, type);
    bytes.set(data, at + size);
    at += size + padded(data.length, align);
  }
  return bytes;
}

function checked(message: unknown, layout: Layout): Cmsg<Uint8Array> {
  if (!Array.isArray(message) || message.length !== 3) {
    throw new TypeError(`an ancillary message must be [level, type, data], not ${kind(message)}`);
  }
  const [level, type, data]: unknown[] = message;
  return [
    signed(level, "cmsg_level", layout.cmsghdr.cmsg_level),
    signed(type, "cmsg_type", layout.cmsghdr.cmsg_type),
    bytesOf(data, "ancillary data"),
  ];
}

/**
 * Takes control data apart. A last message that was cut off keeps the data that arrived; what
 * cannot be a message ends the list.
 *
 * @param bytes The control data.
 * @param length How many of the bytes there are, by `msg_controllen`.
 * @param layout The OS's layout.
 * @returns The messages; each one's data is a copy.
 */
export function decodeControl(bytes: Uint8Array, length: number, layout: Layout): Cmsg[] {
  const { size, align, cmsg_len, cmsg_level, cmsg_type } = layout.cmsghdr;
  const messages: Cmsg[] = [];
  const view = viewOf(bytes);
  const end = Math.min(length, bytes.length);
  let at = 0;
  while (at + size <= end) {
    const messageLength = getUnsigned(view, at, cmsg_len);
    if (messageLength < size) break;
    messages.push([
      getSigned(view, at, cmsg_level),
      getSigned(view, at, cmsg_type),
      new Uint8Array(bytes.subarray(at + size, Math.min(at + messageLength, end))),
    ]);
    at += padded(messageLength, align);
  }
  return messages;
}

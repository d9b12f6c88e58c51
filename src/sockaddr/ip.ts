/**
 * IPv4 and IPv6 addresses as text, by glibc's rules: inet_pton(3), inet_ntop(3), inet_aton(3).
 *
 * These run for each datagram that is sent or received with an address, so they go over character
 * codes and make nothing but their result.
 */

const DOT = 0x2e;
const COLON = 0x3a;
const ZERO = 0x30;
const LOWER_X = 0x78;

/**
 * Parses a dotted quad as inet_pton does: four decimal octets without leading zeros.
 *
 * @param text The whole text.
 * @returns The address as an unsigned number of 32 bits, or null.
 */
export function parseIPv4(text: string): number | null {
  return quadFrom(text, 0, text.length);
}

function quadFrom(text: string, start: number, end: number): number | null {
  let address = 0;
  let octet = -1; // -1 until its first digit
  let dots = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === DOT) {
      if (octet < 0 || ++dots > 3) return null;
      address = address * 256 + octet;
      octet = -1;
    } else {
      const digit = code - ZERO;
      if (digit < 0 || digit > 9 || octet === 0) return null;
      octet = octet < 0 ? digit : octet * 10 + digit;
      if (octet > 255) return null;
    }
  }
  return dots === 3 && octet >= 0 ? address * 256 + octet : null;
}

/**
 * Parses an address as inet_aton does: one to four numbers, each decimal, octal (`0`) or hexadecimal
 * (`0x`), of which the last fills the bytes that are left.
 *
 * @param text The text.
 * @param trailing Whether white space, and anything after it, may follow: inet_aton allows it,
 *   getaddrinfo does not.
 * @returns The address as an unsigned number of 32 bits, or null.
 */
export function parseLegacyIPv4(text: string, trailing: boolean): number | null {
  let address = 0;
  let i = 0;
  for (let part = 0; part < 4; part++) {
    let base = 10;
    let digits = 0;
    if (text.charCodeAt(i) === ZERO) {
      const hexadecimal = (text.charCodeAt(i + 1) | 0x20) === LOWER_X;
      base = hexadecimal ? 16 : 8;
      if (hexadecimal) i += 2;
    }
    let value = 0;
    for (;; i++, digits++) {
      const digit = digitOf(text.charCodeAt(i));
      if (digit >= base) break;
      value = value * base + digit;
      if (value > 0xffff_ffff) return null;
    }
    if (digits === 0) return null;
    if (text.charCodeAt(i) !== DOT) {
      if (value >= 2 ** (32 - 8 * part) || !endsAt(text, i, trailing)) return null;
      return address * 2 ** (32 - 8 * part) + value;
    }
    if (value > 255) return null;
    address = address * 256 + value;
    i++;
  }
  return null;
}

/** The value of a hexadecimal digit, 16 for anything else. */
function digitOf(code: number): number {
  if (code >= ZERO && code <= 0x39) return code - ZERO;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : 16;
}

function endsAt(text: string, at: number, trailing: boolean): boolean {
  if (at === text.length) return true;
  const code = text.charCodeAt(at);
  return trailing && (code === 0x20 || (code >= 0x09 && code <= 0x0d));
}

/** The four bytes of an IPv4 address, which is a number of 32 bits. */
export function packIPv4(address: number): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(4);
  packed[0] = address >>> 24;
  packed[1] = address >>> 16;
  packed[2] = address >>> 8;
  packed[3] = address;
  return packed;
}

/**
 * Writes an IPv4 address as a dotted quad.
 *
 * @param bytes Where its four bytes are.
 * @param offset From which byte on.
 */
export function formatIPv4(bytes: Uint8Array, offset: number = 0): string {
  return `${bytes[offset]}.${bytes[offset + 1]}.${bytes[offset + 2]}.${bytes[offset + 3]}`;
}

/**
 * Parses an IPv6 address as inet_pton does; no scope (`%`) and no brackets.
 *
 * @param text The whole text.
 * @returns Its 16 bytes, or null.
 */
export function parseIPv6(text: string): Uint8Array<ArrayBuffer> | null {
  const bytes = new Uint8Array(16);
  return writeIPv6(text, text.length, bytes, 0) ? bytes : null;
}

/**
 * Parses an IPv6 address into bytes that are there already.
 *
 * @param text The text.
 * @param end Where in the text the address ends.
 * @param into Where the 16 bytes go; what is there after a failure is undefined.
 * @param offset From which byte on.
 * @returns Whether it is an address.
 */
export function writeIPv6(text: string, end: number, into: Uint8Array, offset: number): boolean {
  const limit = offset + 16;
  let at = offset;
  let gap = -1; // where the zeros of :: go
  let word = 0;
  let digits = 0;
  let start = 0; // of the current group
  let i = 0;
  if (text.charCodeAt(0) === COLON) {
    if (text.charCodeAt(1) !== COLON) return false;
    i = 1;
  }
  for (; i < end; i++) {
    const code = text.charCodeAt(i);
    const digit = digitOf(code);
    if (digit < 16) {
      if (++digits > 4) return false;
      word = word * 16 + digit;
    } else if (code === COLON) {
      start = i + 1;
      if (digits === 0) {
        if (gap >= 0) return false;
        gap = at;
        continue;
      }
      if (start === end || at === limit) return false;
      into[at++] = word >> 8;
      into[at++] = word;
      word = digits = 0;
    } else if (code === DOT && at + 4 <= limit) {
      const quad = quadFrom(text, start, end);
      if (quad === null) return false;
      into[at++] = quad >>> 24;
      into[at++] = quad >>> 16;
      into[at++] = quad >>> 8;
      into[at++] = quad;
      digits = 0;
      break;
    } else return false;
  }
  if (digits > 0) {
    if (at === limit) return false;
    into[at++] = word >> 8;
    into[at++] = word;
  }
  if (gap < 0) return at === limit;
  if (at === limit) return false;
  // What came after the gap moves to the end.
  let to = limit;
  while (at > gap) into[--to] = into[--at] ?? 0;
  while (to > gap) into[--to] = 0;
  return true;
}

/**
 * Writes an IPv6 address as inet_ntop does: the longest run of two or more zero words as `::`, and
 * IPv4-mapped and IPv4-compatible addresses with a dotted quad.
 *
 * @param bytes Where its 16 bytes are.
 * @param offset From which byte on.
 */
export function formatIPv6(bytes: Uint8Array, offset: number = 0): string {
  let best = -1;
  let bestLength = 1; // a single zero word is not worth a ::
  let length = 0;
  for (let i = 0; i < 8; i++) {
    length = wordAt(bytes, offset, i) === 0 ? length + 1 : 0;
    if (length > bestLength) {
      best = i + 1 - length;
      bestLength = length;
    }
  }
  const quad = best === 0 &&
    (bestLength === 6 || (bestLength === 5 && wordAt(bytes, offset, 5) === 0xffff));
  const words = quad ? 6 : 8;
  let text = "";
  for (let i = 0; i < words; i++) {
    if (i === best) {
      text += "::";
      i += bestLength - 1;
    } else {
      text += wordAt(bytes, offset, i).toString(16);
      if (i !== words - 1 && i + 1 !== best) text += ":";
    }
  }
  if (!quad) return text;
  return (bestLength === 5 ? text + ":" : text) + formatIPv4(bytes, offset + 12);
}

function wordAt(bytes: Uint8Array, offset: number, index: number): number {
  const at = offset + 2 * index;
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

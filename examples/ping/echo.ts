/** Echo messages of ICMP (RFC 792) and ICMPv6 (RFC 4443). */

/** The types of a request and of its reply. */
export const ECHO = {
  ipv4: { request: 8, reply: 0 },
  ipv6: { request: 128, reply: 129 },
} as const;

const CHECKSUM = 2;
const ID = 4;
const SEQ = 6;
/** The header: type, code, checksum, id, number. */
const HEADER = 8;

type Bytes = Uint8Array<ArrayBuffer>;

/** A message, with the checksum that ICMP has; the kernel computes ICMPv6's, over addresses too. */
export function echo(type: number, id: number, seq: number, payload: Uint8Array): Bytes {
  const bytes = new Uint8Array(HEADER + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, type);
  view.setUint16(ID, id);
  view.setUint16(SEQ, seq);
  bytes.set(payload, HEADER);
  view.setUint16(CHECKSUM, checksum(bytes));
  return bytes;
}

/** What a message is, if it is an echo message at all. */
export function parse(
  bytes: Uint8Array,
): { type: number; id: number; seq: number; payload: Uint8Array } | undefined {
  if (bytes.length < HEADER) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return {
    type: view.getUint8(0),
    id: view.getUint16(ID),
    seq: view.getUint16(SEQ),
    payload: bytes.subarray(HEADER),
  };
}

/** The Internet's checksum (RFC 1071): over bytes that have theirs in them, 0. */
export function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

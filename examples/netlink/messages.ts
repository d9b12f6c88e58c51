/** Messages of netlink(7) and their attributes. Numbers are little-endian, as on every machine of Deno's. */
import {
  errorcode,
  type NetlinkAddress,
  NLM_F_DUMP,
  NLM_F_DUMP_INTR,
  NLM_F_REQUEST,
  NLMSG_DONE,
  NLMSG_ERROR,
  OSError,
  type Socket,
} from "@bsd/socket";

/** struct nlmsghdr. */
const HEADER = 16;
/** struct nlattr; the two highest bits of its type are flags. */
const ATTRIBUTE = 4;
const ATTRIBUTE_TYPE = 0x3fff;

type Bytes = Uint8Array<ArrayBuffer>;

/** A message. */
export interface Message {
  /** What it is about: RTM_NEWLINK… */
  readonly type: number;
  /** NLM_F_ flags. */
  readonly flags: number;
  /** A number that the answers to a request repeat. */
  readonly seq: number;
  /** The port id of who asked; 0 where nobody did. */
  readonly pid: number;
  readonly payload: Bytes;
}

/** The numbers in some bytes. */
export function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Length and kind come first in messages and attributes, which are padded to four bytes. */
const aligned = (length: number): number => Math.ceil(length / 4) * 4;

/** The bytes of a message of ours, for the kernel. */
export function encode({ type, flags, seq, payload }: Omit<Message, "pid">): Bytes {
  const bytes = new Uint8Array(HEADER + payload.length);
  const header = view(bytes);
  header.setUint32(0, bytes.length, true);
  header.setUint16(4, type, true);
  header.setUint16(6, flags, true);
  header.setUint32(8, seq, true);
  bytes.set(payload, HEADER);
  return bytes;
}

/** The messages that came in one datagram. */
export function* decode(bytes: Bytes): Generator<Message> {
  for (let at = 0; at + HEADER <= bytes.length;) {
    const header = view(bytes.subarray(at));
    const length = header.getUint32(0, true);
    if (length < HEADER) return;
    yield {
      type: header.getUint16(4, true),
      flags: header.getUint16(6, true),
      seq: header.getUint32(8, true),
      pid: header.getUint32(12, true),
      payload: bytes.subarray(at + HEADER, at + length),
    };
    at += aligned(length);
  }
}

/** The bytes of an attribute. */
export function attribute(type: number, value: Uint8Array): Bytes {
  const bytes = new Uint8Array(aligned(ATTRIBUTE + value.length));
  const header = view(bytes);
  header.setUint16(0, ATTRIBUTE + value.length, true);
  header.setUint16(2, type, true);
  bytes.set(value, ATTRIBUTE);
  return bytes;
}

/** The attributes by their types, from an offset in a payload on. */
export function attributes(payload: Bytes, from: number): Map<number, Bytes> {
  const found = new Map<number, Bytes>();
  for (let at = from; at + ATTRIBUTE <= payload.length;) {
    const header = view(payload.subarray(at));
    const length = header.getUint16(0, true);
    if (length < ATTRIBUTE) break;
    found.set(
      header.getUint16(2, true) & ATTRIBUTE_TYPE,
      payload.subarray(at + ATTRIBUTE, at + length),
    );
    at += aligned(length);
  }
  return found;
}

/** The error number in an NLMSG_ERROR; 0 where it is an acknowledgement. */
export function errorOf({ payload }: Message): number {
  return 0 - view(payload).getInt32(0, true);
}

/** The room for a datagram: the kernel makes those of a list no longer than 32 KiB. */
const ROOM = 65536;

/**
 * Asks the kernel for a list, and returns its messages.
 *
 * @throws {OSError} The kernel refuses.
 */
export function dump(sock: Socket<NetlinkAddress>, type: number, payload: Bytes): Message[] {
  for (let seq = 1;; seq++) {
    const flags = (NLM_F_REQUEST ?? 0) | (NLM_F_DUMP ?? 0);
    sock.sendto(encode({ type, flags, seq, payload }), [0, 0]);
    const found = receiveList(sock, seq);
    // Something changed while the list was made, which may now be in it twice, or not at all.
    if (!found.some(({ flags }) => (flags & (NLM_F_DUMP_INTR ?? 0)) !== 0)) return found;
  }
}

function receiveList(sock: Socket<NetlinkAddress>, seq: number): Message[] {
  const found: Message[] = [];
  for (;;) {
    for (const message of decode(sock.recv(ROOM))) {
      if (message.seq !== seq) continue; // not about this request
      if (message.type === NLMSG_ERROR) {
        const number = errorOf(message);
        throw new OSError(number, `the kernel refuses the list: ${errorcode[number] ?? number}`);
      }
      if (message.type === NLMSG_DONE) return found;
      found.push(message);
    }
  }
}

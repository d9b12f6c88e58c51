/** `struct addrinfo`, getaddrinfo(3): the hints that go in and the nodes that come out. */
import type { Layout } from "../layout.ts";
import { getPointer, getSigned, getUnsigned, setInteger, viewOf } from "./fields.ts";
import { signed } from "./values.ts";

/** What getaddrinfo is asked for; 0 leaves a member open. */
export interface Hints {
  /** AI_ flags. */
  readonly flags: number;
  /** An address family. */
  readonly family: number;
  /** A socket type. */
  readonly type: number;
  /** A protocol. */
  readonly protocol: number;
}

/** One node of the list that getaddrinfo returns; pointers are addresses in memory, 0n is null. */
export interface Addrinfo extends Hints {
  /** The length of the address in bytes. */
  readonly addrlen: number;
  /** Where the sockaddr is. */
  readonly addr: bigint;
  /** Where the canonical name is: NUL-terminated, UTF-16 on windows. */
  readonly canonname: bigint;
  /** Where the next node is. */
  readonly next: bigint;
}

/**
 * Makes the hints for a call of getaddrinfo.
 *
 * @throws {TypeError} A member is not an integer.
 * @throws {RangeError} A member does not fit a C int.
 */
export function encodeHints(hints: Hints, layout: Layout): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(layout.addrinfo.size);
  writeHints(viewOf(bytes), hints, layout);
  return bytes;
}

/** Makes an `encodeHints` for calls that are made at once: all hints are made in the same place. */
export function makeHints(layout: Layout): (hints: Hints) => Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(layout.addrinfo.size);
  const view = viewOf(bytes);
  return (hints) => {
    writeHints(view, hints, layout);
    return bytes;
  };
}

function writeHints(view: DataView, hints: Hints, layout: Layout): void {
  const { ai_flags, ai_family, ai_socktype, ai_protocol } = layout.addrinfo;
  setInteger(view, 0, ai_flags, signed(hints.flags, "flags", ai_flags));
  setInteger(view, 0, ai_family, signed(hints.family, "family", ai_family));
  setInteger(view, 0, ai_socktype, signed(hints.type, "type", ai_socktype));
  setInteger(view, 0, ai_protocol, signed(hints.protocol, "proto", ai_protocol));
}

/** Reads one node from the start of `view`. */
export function readAddrinfo(view: DataView, layout: Layout): Addrinfo {
  const struct = layout.addrinfo;
  return {
    flags: getSigned(view, 0, struct.ai_flags),
    family: getSigned(view, 0, struct.ai_family),
    type: getSigned(view, 0, struct.ai_socktype),
    protocol: getSigned(view, 0, struct.ai_protocol),
    addrlen: getUnsigned(view, 0, struct.ai_addrlen),
    addr: getPointer(view, 0, struct.ai_addr),
    canonname: getPointer(view, 0, struct.ai_canonname),
    next: getPointer(view, 0, struct.ai_next),
  };
}

/** Reading what C's resolver answers: everything is copied, and its lists are given back at once. */
import type { Layout } from "../layout.ts";
import { type Memory, terminated } from "../memory.ts";
import { readAddrinfo } from "../struct/addrinfo.ts";
import { viewOf } from "../struct/fields.ts";
import { readHostent } from "../struct/netdb.ts";
import type { PosixSymbols } from "../symbols/posix.ts";
import type { AddressEntry, Bytes, HostEntry, LookupFailure, Name } from "./contract.ts";

export type AnswerSymbols = Pick<PosixSymbols, "freeaddrinfo" | "gai_strerror" | "hstrerror">;

/** The OS's number for "the reason is in errno". */
export interface AnswerConstants {
  readonly EAI_SYSTEM: number;
}

/** The room that every host and every service name fits (netdb.h's NI_MAXHOST and NI_MAXSERV). */
export const HOST_ROOM = 1025;
export const SERVICE_ROOM = 32;
/** The room that a host's entry is first tried with; it is doubled until the entry fits. */
export const ENTRY_ROOM = 1024;
/** How much memory is made at a time for the addresses of answers: some hundreds. */
const PIECE = 4096;
/** h_errno's way of saying that the reason is in errno (netdb.h). */
const NETDB_INTERNAL = -1;

/** The readers of answers. */
export interface Answers {
  /** What a code of getaddrinfo or getnameinfo means; `errno` as the call left it, 0 if unknown. */
  addrinfoFailure(code: number, errno: number): LookupFailure;
  /** The list that getaddrinfo gave; it is freed. The addresses may share their buffer. */
  addresses(list: bigint): AddressEntry[];
  /** What an h_errno means; `result` is what the call returned, its errno. */
  hostFailure(h_errno: number, result: number): LookupFailure;
  /** A `struct hostent`; what it points to must still be there. */
  host(struct: Bytes): HostEntry;
}

const text = new TextDecoder();
const encoder = new TextEncoder();

/** The bytes before the NUL that C wrote; all of them where it found no room for one. */
export function untilNul(bytes: Bytes): Bytes {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.slice(0, end);
}

/** A C string, or the null that C takes for no name. */
export function cname(name: Uint8Array | null): Bytes | null {
  return name === null ? null : terminated(name);
}

/**
 * Makes C strings for calls that are made at once: each is made where the last was. Null is the
 * null that C takes for no name.
 */
export function makeCname(): (name: Name | null) => Bytes | null {
  const room = new Uint8Array(HOST_ROOM);
  /** The beginnings of the room by the length of the name. */
  const strings: Bytes[] = [];
  return (name) => {
    if (typeof name !== "string") return cname(name);
    const { length } = name;
    for (let i = 0; i < length; i++) {
      const code = name.charCodeAt(i);
      // For the few ASCII letters of a name the encoder costs more than they do.
      if (code > 0x7f || i + 1 === room.length) return terminated(encoder.encode(name));
      room[i] = code;
    }
    room[length] = 0;
    return strings[length] ??= room.subarray(0, length + 1);
  };
}

/** Stands for every name that there is not. */
const none = new Uint8Array(0);

/** Makes the readers of one open library. */
export function makeAnswers(
  c: AnswerSymbols,
  memory: Memory,
  layout: Layout,
  { EAI_SYSTEM }: AnswerConstants,
): Answers {
  /** One node of a list; every list is read to its end before another. */
  const node = new Uint8Array(layout.addrinfo.size);
  const view = viewOf(node);
  /** The texts of the codes, which each awaited look-up of a name meets. */
  const texts = new Map<number, string>();

  /** Of this the copies of addresses are cut, each of which would cost more by itself than all else. */
  let piece = new Uint8Array(0);
  let used = 0;

  function copied(address: bigint, length: number): Bytes {
    if (used + length > piece.length) {
      piece = new Uint8Array(Math.max(PIECE, length));
      used = 0;
    }
    const copy = piece.subarray(used, used + length);
    used += length;
    if (length > 0) memory.fill(copy, address);
    return copy;
  }

  function explained(code: number): string {
    const known = texts.get(code);
    if (known !== undefined) return known;
    const found = text.decode(memory.cstring(c.gai_strerror(code)));
    texts.set(code, found);
    return found;
  }

  return {
    addrinfoFailure: (code, errno) => ({
      failure: code,
      text: explained(code),
      errno: code === EAI_SYSTEM ? errno : 0,
    }),
    addresses(list) {
      try {
        const entries: AddressEntry[] = [];
        for (let at = list; at !== 0n;) {
          memory.fill(node, at);
          const { family, type, protocol, canonname, addr, addrlen, next } = readAddrinfo(
            view,
            layout,
          );
          entries.push({
            family,
            type,
            proto: protocol,
            canonname: canonname === 0n ? none : memory.cstring(canonname),
            address: copied(addr, addrlen),
          });
          at = next;
        }
        return entries;
      } finally {
        c.freeaddrinfo(list);
      }
    },
    hostFailure: (h_errno, result) => ({
      failure: h_errno,
      text: text.decode(memory.cstring(c.hstrerror(h_errno))),
      errno: h_errno === NETDB_INTERNAL ? result : 0,
    }),
    host(struct) {
      const entry = readHostent(viewOf(struct), layout);
      return {
        name: memory.cstring(entry.name),
        aliases: memory.pointers(entry.aliases).map(memory.cstring),
        family: entry.addrtype,
        addresses: memory.pointers(entry.addr_list).map((at) => memory.read(at, entry.length)),
      };
    },
  };
}

/** Reading what C's resolver answers: everything is copied, and its lists are given back at once. */
import type { Layout } from "../layout.ts";
import { type Memory, terminated } from "../memory.ts";
import { readAddrinfo } from "../struct/addrinfo.ts";
import { viewOf } from "../struct/fields.ts";
import { readHostent } from "../struct/netdb.ts";
import type { PosixSymbols } from "../symbols/posix.ts";
import type { AddressEntry, Bytes, HostEntry, LookupFailure } from "./contract.ts";

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
/** h_errno's way of saying that the reason is in errno (netdb.h). */
const NETDB_INTERNAL = -1;

/** The readers of answers. */
export interface Answers {
  /** What a code of getaddrinfo or getnameinfo means; `errno` as the call left it, 0 if unknown. */
  addrinfoFailure(code: number, errno: number): LookupFailure;
  /** The list that getaddrinfo gave; it is freed. */
  addresses(list: bigint): AddressEntry[];
  /** What an h_errno means; `result` is what the call returned, its errno. */
  hostFailure(h_errno: number, result: number): LookupFailure;
  /** A `struct hostent`; what it points to must still be there. */
  host(struct: Bytes): HostEntry;
}

const text = new TextDecoder();

/** The bytes before the NUL that C wrote; all of them where it found no room for one. */
export function untilNul(bytes: Bytes): Bytes {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.slice(0, end);
}

/** A C string, or the null that C takes for no name. */
export function cname(name: Uint8Array | null): Bytes | null {
  return name === null ? null : terminated(name);
}

/** Makes the readers of one open library. */
export function makeAnswers(
  c: AnswerSymbols,
  memory: Memory,
  layout: Layout,
  { EAI_SYSTEM }: AnswerConstants,
): Answers {
  return {
    addrinfoFailure: (code, errno) => ({
      failure: code,
      text: text.decode(memory.cstring(c.gai_strerror(code))),
      errno: code === EAI_SYSTEM ? errno : 0,
    }),
    addresses(list) {
      try {
        const entries: AddressEntry[] = [];
        for (let at = list; at !== 0n;) {
          const node = readAddrinfo(viewOf(memory.read(at, layout.addrinfo.size)), layout);
          entries.push({
            family: node.family,
            type: node.type,
            proto: node.protocol,
            canonname: memory.cstring(node.canonname),
            address: memory.read(node.addr, node.addrlen),
          });
          at = node.next;
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

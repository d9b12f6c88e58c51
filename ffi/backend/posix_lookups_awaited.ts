/**
 * The resolver of the C library on threads of the runtime's pool.
 *
 * All memory that such a call reads or writes is C's own and belongs to that one call: several run
 * at a time, and a Worker that is terminated must not take the memory with it.
 */
import type { Layout } from "../layout.ts";
import type { Memory } from "../memory.ts";
import { encodeHints } from "../struct/addrinfo.ts";
import type { PosixSymbols } from "../symbols/posix.ts";
import type { AwaitedResolverCalls, Bytes } from "./contract.ts";
import { type Answers, cname, HOST_ROOM, SERVICE_ROOM, untilNul } from "./posix_answers.ts";

export type AwaitedSymbols = Pick<PosixSymbols, "getaddrinfo_awaited" | "getnameinfo_awaited">;

/** Puts bytes into memory of C's: where they are. Null is the null pointer. */
export type Lend = (bytes: Bytes | null) => bigint;

/** Memory of C's for the time of one call. */
export interface Lending {
  /** Makes a call with memory of C's that is freed when the call is over and its answer read. */
  lending<T>(call: (lend: Lend) => Promise<T>): Promise<T>;
  /** The pointer that C wrote at an address. */
  pointerAt(address: bigint): bigint;
  /** The int that C wrote at an address. */
  intAt(address: bigint): number;
}

const POINTER = 8;
const INT = 4;

/** Makes the lending of an open C library's memory. */
export function makeLending(memory: Memory): Lending {
  return {
    async lending(call) {
      const lent: bigint[] = [];
      try {
        return await call((bytes) => {
          if (bytes === null) return 0n;
          const address = memory.allocate(bytes.length);
          lent.push(address);
          memory.write(address, bytes);
          return address;
        });
      } finally {
        lent.forEach(memory.free);
      }
    },
    pointerAt(address) {
      const [pointer = 0n] = new BigUint64Array(memory.read(address, POINTER).buffer);
      return pointer;
    },
    intAt(address) {
      const [int = 0] = new Int32Array(memory.read(address, INT).buffer);
      return int;
    },
  };
}

/** Makes the look-ups that every POSIX system has alike. */
export function makeAwaitedAddrinfo(
  c: AwaitedSymbols,
  memory: Memory,
  layout: Layout,
  answers: Answers,
  { lending, pointerAt }: Lending,
): Pick<AwaitedResolverCalls, "getaddrinfo" | "getnameinfo"> {
  return {
    getaddrinfo: (host, service, { proto: protocol, ...hints }) =>
      lending(async (lend) => {
        const list = lend(new Uint8Array(POINTER));
        const code = await c.getaddrinfo_awaited(
          lend(cname(host)),
          lend(cname(service)),
          lend(encodeHints({ ...hints, protocol }, layout)),
          list,
        );
        return code === 0 ? answers.addresses(pointerAt(list)) : answers.addrinfoFailure(code, 0);
      }),
    getnameinfo: (address, flags) =>
      lending(async (lend) => {
        const host = lend(new Uint8Array(HOST_ROOM));
        const service = lend(new Uint8Array(SERVICE_ROOM));
        const code = await c.getnameinfo_awaited(
          lend(address),
          address.length,
          host,
          HOST_ROOM,
          service,
          SERVICE_ROOM,
          flags,
        );
        if (code !== 0) return answers.addrinfoFailure(code, 0);
        return {
          host: untilNul(memory.read(host, HOST_ROOM)),
          service: untilNul(memory.read(service, SERVICE_ROOM)),
        };
      }),
  };
}

/**
 * The resolver of the C library on threads of the runtime's pool.
 *
 * All memory that such a call reads or writes is C's own and belongs to that one call: several run
 * at a time, and a Worker that is terminated must not take the memory with it.
 */
import type { Layout } from "../layout.ts";
import type { Memory } from "../memory.ts";
import { makeHints } from "../struct/addrinfo.ts";
import type { PosixSymbols } from "../symbols/posix.ts";
import type { AwaitedResolverCalls, Bytes } from "./contract.ts";
import { type Answers, HOST_ROOM, makeCname, SERVICE_ROOM, untilNul } from "./posix_answers.ts";

export type AwaitedSymbols = Pick<PosixSymbols, "getaddrinfo_awaited" | "getnameinfo_awaited">;

/** Memory of C's for the time of one call. */
export interface Lending {
  /**
   * Makes a call with memory of C's that is freed when the call is over and its answer read.
   *
   * @param parts What is to be in the memory: copies of bytes, or room for so many; null stands for
   *   the null pointer.
   * @param call Gets the addresses of the parts.
   * @param answer Gets the call's result and the addresses again.
   */
  lending<R, T>(
    parts: readonly (Bytes | number | null)[],
    call: (...addresses: bigint[]) => Promise<R>,
    answer: (result: R, ...addresses: bigint[]) => T,
  ): Promise<T>;
  /** The pointer that C wrote at an address. */
  pointerAt(address: bigint): bigint;
  /** The int that C wrote at an address. */
  intAt(address: bigint): number;
}

const POINTER = 8;

/** What every part's address is a multiple of, as its members may have to be. */
const ALIGNMENT = 8;

/** Makes the lending of an open C library's memory. */
export function makeLending(memory: Memory): Lending {
  const pointer = new BigUint64Array(1);
  const int = new Int32Array(1);
  return {
    async lending(parts, call, answer) {
      let length = 0;
      const offsets = parts.map((part) => {
        if (part === null) return null;
        const offset = length;
        length += Math.ceil((typeof part === "number" ? part : part.length) / ALIGNMENT) *
          ALIGNMENT;
        return offset;
      });
      const block = memory.allocate(length);
      try {
        const addresses = offsets.map((offset) => offset === null ? 0n : block + BigInt(offset));
        addresses.forEach((address, i) => {
          const part = parts[i];
          if (part instanceof Uint8Array) memory.write(address, part);
        });
        return answer(await call(...addresses), ...addresses);
      } finally {
        memory.free(block);
      }
    },
    pointerAt(address) {
      memory.fill(pointer, address);
      return pointer[0] ?? 0n;
    },
    intAt(address) {
      memory.fill(int, address);
      return int[0] ?? 0;
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
  // What is lent is copied before anything else can use these.
  const hostName = makeCname();
  const serviceName = makeCname();
  const hints = makeHints(layout);
  return {
    getaddrinfo: (host, service, { flags, family, type, proto: protocol }) =>
      lending(
        [
          hostName(host),
          serviceName(service),
          hints({ flags, family, type, protocol }),
          POINTER,
        ],
        c.getaddrinfo_awaited,
        (code, _host, _service, _hints, list) =>
          code === 0 ? answers.addresses(pointerAt(list)) : answers.addrinfoFailure(code, 0),
      ),
    getnameinfo: (address, flags) =>
      lending(
        [address, HOST_ROOM, SERVICE_ROOM],
        (at, host, service) =>
          c.getnameinfo_awaited(
            at,
            address.length,
            host,
            HOST_ROOM,
            service,
            SERVICE_ROOM,
            flags,
          ),
        (code, _at, host, service) =>
          code === 0
            ? {
              host: untilNul(memory.read(host, HOST_ROOM)),
              service: untilNul(memory.read(service, SERVICE_ROOM)),
            }
            : answers.addrinfoFailure(code, 0),
      ),
  };
}

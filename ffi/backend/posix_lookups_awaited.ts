/**
 * The resolver of the C library on threads of the runtime's pool.
 *
 * All memory that such a call reads or writes is C's own and belongs to that one call: several run
 * at a time, and a Worker that is terminated must not take the memory with it.
 */
import { errno } from "../../constants/errno.ts";
import type { Layout } from "../layout.ts";
import { type Memory, terminated } from "../memory.ts";
import { encodeHints } from "../struct/addrinfo.ts";
import type { LinuxSymbols } from "../symbols/linux.ts";
import type { AwaitedResolverCalls, Bytes, HostEntry, LookupFailure } from "./contract.ts";
import {
  type Answers,
  cname,
  ENTRY_ROOM,
  HOST_ROOM,
  SERVICE_ROOM,
  untilNul,
} from "./posix_answers.ts";

export type AwaitedSymbols = Pick<
  LinuxSymbols,
  | "getaddrinfo_awaited"
  | "getnameinfo_awaited"
  | "gethostbyname_r_awaited"
  | "gethostbyaddr_r_awaited"
>;

/** Puts bytes into memory of C's: where they are. Null is the null pointer. */
type Lend = (bytes: Bytes | null) => bigint;

const POINTER = 8;
const INT = 4;

/** Makes the look-ups. */
export function makeAwaitedLookups(
  c: AwaitedSymbols,
  memory: Memory,
  layout: Layout,
  answers: Answers,
): AwaitedResolverCalls {
  /** Makes a call with memory of C's that is freed when the call is over and its answer read. */
  async function lending<T>(call: (lend: Lend) => Promise<T>): Promise<T> {
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
  }

  function pointerAt(address: bigint): bigint {
    const [pointer = 0n] = new BigUint64Array(memory.read(address, POINTER).buffer);
    return pointer;
  }

  function intAt(address: bigint): number {
    const [int = 0] = new Int32Array(memory.read(address, INT).buffer);
    return int;
  }

  /** The room for an entry, which grows to what the longest one took. */
  let room = ENTRY_ROOM;

  /** Calls with ever more room until the answer fits. */
  async function host(
    key: Bytes,
    call: (
      key: bigint,
      struct: bigint,
      room: bigint,
      length: number,
      found: bigint,
      h_errno: bigint,
    ) => Promise<number>,
  ): Promise<HostEntry | LookupFailure> {
    for (let length = room;; length *= 2) {
      const answer = await lending(async (lend) => {
        const struct = lend(new Uint8Array(layout.hostent.size));
        const found = lend(new Uint8Array(POINTER));
        const h_errno = lend(new Uint8Array(INT));
        const entry = lend(new Uint8Array(length));
        const result = await call(lend(key), struct, entry, length, found, h_errno);
        if (result === errno.ERANGE) return null;
        return result === 0 && pointerAt(found) !== 0n
          ? answers.host(memory.read(struct, layout.hostent.size))
          : answers.hostFailure(intAt(h_errno), result);
      });
      if (answer !== null) {
        room = Math.max(room, length);
        return answer;
      }
    }
  }

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
    gethostbyname: (name) => host(terminated(name), c.gethostbyname_r_awaited),
    gethostbyaddr: (address, family) =>
      host(
        address,
        (key, ...rest) => c.gethostbyaddr_r_awaited(key, address.length, family, ...rest),
      ),
  };
}

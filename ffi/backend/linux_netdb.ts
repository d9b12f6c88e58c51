/** Hosts, services and protocols by the reentrant calls of glibc and musl. */
import { linux as numbers } from "../../constants/errno/linux.ts";
import type { Layout } from "../layout.ts";
import { type Memory, terminated } from "../memory.ts";
import { viewOf } from "../struct/fields.ts";
import { readProtoent, readServent } from "../struct/netdb.ts";
import type { LinuxSymbols } from "../symbols/linux.ts";
import type { Bytes, HostEntry, LookupFailure } from "./contract.ts";
import { type Answers, cname, ENTRY_ROOM } from "./posix_answers.ts";
import { type Netdb, swapped } from "./posix_lookups.ts";
import type { Lending } from "./posix_lookups_awaited.ts";

type NetdbSymbols = Pick<
  LinuxSymbols,
  | "gethostbyname_r"
  | "gethostbyaddr_r"
  | "getservbyname_r"
  | "getservbyport_r"
  | "getprotobyname_r"
  | "getprotobyname"
>;
type AwaitedSymbols = Pick<LinuxSymbols, "gethostbyname_r_awaited" | "gethostbyaddr_r_awaited">;

function makeNetdb(
  c: NetdbSymbols,
  memory: Memory,
  layout: Layout,
  answers: Answers,
): Omit<Netdb, "awaited"> {
  /**
   * What an answer points to is in here. It belongs to the maker, so that it outlives every call and
   * the reading of its answer, and grows to what the longest answer took.
   */
  let room = new Uint8Array(ENTRY_ROOM);
  /** Where C puts the address of the answer; 0n: there is none. */
  const found = new BigUint64Array(1);
  const host_errno = new Int32Array(1);

  /** Calls with ever more room until the answer fits; null where there is no answer. */
  function answer(struct: Bytes, call: (struct: Bytes, room: Bytes) => number): DataView | null {
    for (;;) {
      const result = call(struct, room);
      if (result !== numbers.ERANGE) {
        return result === 0 && found[0] !== 0n ? viewOf(struct) : null;
      }
      room = new Uint8Array(room.length * 2);
    }
  }

  function host(call: (struct: Bytes, room: Bytes) => number): HostEntry | LookupFailure {
    let result = 0;
    const struct = new Uint8Array(layout.hostent.size);
    const view = answer(struct, (struct, room) => result = call(struct, room));
    const [h_errno = 0] = host_errno;
    return view === null ? answers.hostFailure(h_errno, result) : answers.host(struct);
  }

  function service(call: (struct: Bytes, room: Bytes) => number): DataView | null {
    return answer(new Uint8Array(layout.servent.size), call);
  }

  function protocol(name: Bytes): DataView | null {
    const { getprotobyname_r } = c;
    if (getprotobyname_r !== null) {
      return answer(
        new Uint8Array(layout.protoent.size),
        (struct, room) => getprotobyname_r(name, struct, room, room.length, found),
      );
    }
    const at = c.getprotobyname(name);
    return at === 0n ? null : viewOf(memory.read(at, layout.protoent.size));
  }

  return {
    gethostbyname(name) {
      const wanted = terminated(name);
      return host((struct, room) =>
        c.gethostbyname_r(wanted, struct, room, room.length, found, host_errno)
      );
    },
    gethostbyaddr: (address, family) =>
      host((struct, room) =>
        c.gethostbyaddr_r(
          address,
          address.length,
          family,
          struct,
          room,
          room.length,
          found,
          host_errno,
        )
      ),
    getservbyname(name, proto) {
      const wanted = terminated(name);
      const protocol = cname(proto);
      const view = service((struct, room) =>
        c.getservbyname_r(wanted, protocol, struct, room, room.length, found)
      );
      return view === null ? null : readServent(view, layout).port;
    },
    getservbyport(port, proto) {
      const wanted = swapped(port);
      const protocol = cname(proto);
      const view = service((struct, room) =>
        c.getservbyport_r(wanted, protocol, struct, room, room.length, found)
      );
      return view === null ? null : memory.cstring(readServent(view, layout).name);
    },
    getprotobyname(name) {
      const view = protocol(terminated(name));
      return view === null ? null : readProtoent(view, layout).proto;
    },
  };
}

const POINTER = 8;
const INT = 4;

function makeAwaitedHosts(
  c: AwaitedSymbols,
  memory: Memory,
  layout: Layout,
  answers: Answers,
  { lending, pointerAt, intAt }: Lending,
): Netdb["awaited"] {
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
      const answer = await lending(
        [key, layout.hostent.size, length, POINTER, INT],
        (key, struct, entry, found, h_errno) => call(key, struct, entry, length, found, h_errno),
        (result, _key, struct, _entry, found, h_errno) => {
          if (result === numbers.ERANGE) return null;
          return result === 0 && pointerAt(found) !== 0n
            ? answers.host(memory.read(struct, layout.hostent.size))
            : answers.hostFailure(intAt(h_errno), result);
        },
      );
      if (answer !== null) {
        room = Math.max(room, length);
        return answer;
      }
    }
  }

  return {
    gethostbyname: (name) => host(terminated(name), c.gethostbyname_r_awaited),
    gethostbyaddr: (address, family) =>
      host(
        address,
        (key, ...rest) => c.gethostbyaddr_r_awaited(key, address.length, family, ...rest),
      ),
  };
}

/** Makes the look-ups. */
export function makeLinuxNetdb(
  c: NetdbSymbols & AwaitedSymbols,
  memory: Memory,
  layout: Layout,
  answers: Answers,
  lending: Lending,
): Netdb {
  return {
    ...makeNetdb(c, memory, layout, answers),
    awaited: makeAwaitedHosts(c, memory, layout, answers, lending),
  };
}

/**
 * The name service by the C library: getaddrinfo and its kin, the older look-ups in their reentrant
 * forms, host name and interfaces. All of C's answers are copied, and given back at once.
 */
import { errno as numbers } from "../../constants/errno.ts";
import type { Layout } from "../layout.ts";
import { type Memory, terminated } from "../memory.ts";
import { encodeHints } from "../struct/addrinfo.ts";
import { viewOf } from "../struct/fields.ts";
import { readIfNameindex, readProtoent, readServent } from "../struct/netdb.ts";
import type { LinuxSymbols } from "../symbols/linux.ts";
import type { Bytes, HostEntry, LookupCalls, LookupFailure, Result } from "./contract.ts";
import {
  type Answers,
  type AnswerSymbols,
  cname,
  ENTRY_ROOM,
  HOST_ROOM,
  makeAnswers,
  SERVICE_ROOM,
  untilNul,
} from "./posix_answers.ts";
import { type AwaitedSymbols, makeAwaitedLookups } from "./posix_lookups_awaited.ts";

type AddrinfoSymbols = Pick<LinuxSymbols, "getaddrinfo" | "getnameinfo">;
type NetdbSymbols = Pick<
  LinuxSymbols,
  | "gethostbyname_r"
  | "gethostbyaddr_r"
  | "getservbyname_r"
  | "getservbyport_r"
  | "getprotobyname_r"
  | "getprotobyname"
>;
type MachineSymbols = Pick<
  LinuxSymbols,
  | "gethostname"
  | "sethostname"
  | "if_nameindex"
  | "if_freenameindex"
  | "if_nametoindex"
  | "if_indextoname"
>;

/** The room for an interface's name with its NUL (net/if.h's IF_NAMESIZE). */
const INTERFACE_ROOM = 16;

function makeAddrinfo(
  c: AddrinfoSymbols,
  layout: Layout,
  errno: () => number,
  answers: Answers,
): Pick<LookupCalls, "getaddrinfo" | "getnameinfo"> {
  return {
    getaddrinfo(host, service, { proto: protocol, ...hints }) {
      const list = new BigUint64Array(1);
      const wanted = encodeHints({ ...hints, protocol }, layout);
      const code = c.getaddrinfo(cname(host), cname(service), wanted, list);
      if (code !== 0) return answers.addrinfoFailure(code, errno());
      const [first = 0n] = list;
      return answers.addresses(first);
    },
    getnameinfo(address, flags) {
      const host = new Uint8Array(HOST_ROOM);
      const service = new Uint8Array(SERVICE_ROOM);
      const code = c.getnameinfo(
        address,
        address.length,
        host,
        host.length,
        service,
        service.length,
        flags,
      );
      if (code !== 0) return answers.addrinfoFailure(code, errno());
      return { host: untilNul(host), service: untilNul(service) };
    },
  };
}

function makeNetdb(
  c: NetdbSymbols,
  memory: Memory,
  layout: Layout,
  answers: Answers,
): Pick<
  LookupCalls,
  "gethostbyname" | "gethostbyaddr" | "getservbyname" | "getservbyport" | "getprotobyname"
> {
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
      const wanted = (port & 0xff) << 8 | port >> 8;
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

function makeMachine(
  c: MachineSymbols,
  memory: Memory,
  layout: Layout,
  errno: () => number,
): Pick<
  LookupCalls,
  "gethostname" | "sethostname" | "if_nameindex" | "if_nametoindex" | "if_indextoname"
> {
  /** One element of the list; only windows lacks the struct, and does not come here. */
  const size = layout.if_nameindex?.size ?? 0;
  return {
    gethostname() {
      const name = new Uint8Array(HOST_ROOM);
      return c.gethostname(name, name.length) < 0 ? -errno() : untilNul(name);
    },
    sethostname: (name): Result => c.sethostname(terminated(name), name.length) < 0 ? -errno() : 0,
    if_nameindex() {
      const list = c.if_nameindex();
      if (list === 0n) return -errno();
      try {
        const interfaces: { index: number; name: Bytes }[] = [];
        for (let at = list;; at += BigInt(size)) {
          const { index, name } = readIfNameindex(viewOf(memory.read(at, size)), 0, layout);
          if (index === 0) return interfaces;
          interfaces.push({ index, name: memory.cstring(name) });
        }
      } finally {
        c.if_freenameindex(list);
      }
    },
    if_nametoindex: (name) => c.if_nametoindex(terminated(name)) || -errno(),
    if_indextoname(index) {
      const name = new Uint8Array(INTERFACE_ROOM);
      return c.if_indextoname(index, name) === 0n ? -errno() : untilNul(name);
    },
  };
}

/** Makes the name service of an open C library; `errno` reads the number that a call has just left. */
export function makeLookups(
  c: AddrinfoSymbols & NetdbSymbols & MachineSymbols & AnswerSymbols & AwaitedSymbols,
  memory: Memory,
  layout: Layout,
  errno: () => number,
): LookupCalls {
  const answers = makeAnswers(c, memory, layout);
  return {
    ...makeAddrinfo(c, layout, errno, answers),
    ...makeNetdb(c, memory, layout, answers),
    ...makeMachine(c, memory, layout, errno),
    awaited: makeAwaitedLookups(c, memory, layout, answers),
  };
}

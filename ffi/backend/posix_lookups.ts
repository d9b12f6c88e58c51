/**
 * The name service of the C library that every POSIX system has alike: getaddrinfo and its kin, host
 * name and interfaces. All of C's answers are copied, and given back at once.
 */
import type { Layout } from "../layout.ts";
import { type Memory, terminated } from "../memory.ts";
import { makeHints } from "../struct/addrinfo.ts";
import { viewOf } from "../struct/fields.ts";
import { readIfNameindex } from "../struct/netdb.ts";
import type { PosixSymbols } from "../symbols/posix.ts";
import type { AwaitedResolverCalls, Bytes, LookupCalls, Result } from "./contract.ts";
import {
  type AnswerConstants,
  type Answers,
  type AnswerSymbols,
  HOST_ROOM,
  makeAnswers,
  makeCname,
  SERVICE_ROOM,
  untilNul,
} from "./posix_answers.ts";
import {
  type AwaitedSymbols,
  type Lending,
  makeAwaitedAddrinfo,
  makeLending,
} from "./posix_lookups_awaited.ts";

type AddrinfoSymbols = Pick<PosixSymbols, "getaddrinfo" | "getnameinfo">;
type MachineSymbols =
  & Pick<
    PosixSymbols,
    "gethostname" | "if_nameindex" | "if_freenameindex" | "if_nametoindex" | "if_indextoname"
  >
  & { sethostname(name: BufferSource, length: number): number };

/** The look-ups of netdb.h by name, which each system does in its own way. */
export interface Netdb extends
  Pick<
    LookupCalls,
    "gethostbyname" | "gethostbyaddr" | "getservbyname" | "getservbyport" | "getprotobyname"
  > {
  readonly awaited: Pick<AwaitedResolverCalls, "gethostbyname" | "gethostbyaddr">;
}

/** The room for an interface's name with its NUL (net/if.h's IF_NAMESIZE). */
const INTERFACE_ROOM = 16;

/** A port as C has it in an int, and back: the two bytes change places. */
export function swapped(port: number): number {
  return (port & 0xff) << 8 | port >> 8;
}

function makeAddrinfo(
  c: AddrinfoSymbols,
  layout: Layout,
  errno: () => number,
  answers: Answers,
): Pick<LookupCalls, "getaddrinfo" | "getnameinfo"> {
  // What a call is given is needed for that call alone, and the thread makes one at a time.
  const hostName = makeCname();
  const serviceName = makeCname();
  const hints = makeHints(layout);
  const list = new BigUint64Array(1);
  return {
    getaddrinfo(host, service, { flags, family, type, proto: protocol }) {
      const wanted = hints({ flags, family, type, protocol });
      const code = c.getaddrinfo(hostName(host), serviceName(service), wanted, list);
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

/** Makes the whole name service; `errno` reads the number that a call has just left. */
export function makeLookups(
  c: AddrinfoSymbols & MachineSymbols & AnswerSymbols & AwaitedSymbols,
  memory: Memory,
  layout: Layout,
  errno: () => number,
  constants: AnswerConstants,
  makeNetdb: (answers: Answers, lending: Lending) => Netdb,
): LookupCalls {
  const answers = makeAnswers(c, memory, layout, constants);
  const lending = makeLending(memory);
  const { awaited, ...netdb } = makeNetdb(answers, lending);
  return {
    ...makeAddrinfo(c, layout, errno, answers),
    ...makeMachine(c, memory, layout, errno),
    ...netdb,
    awaited: { ...makeAwaitedAddrinfo(c, memory, layout, answers, lending), ...awaited },
  };
}

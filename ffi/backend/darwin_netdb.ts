/**
 * Hosts, services and protocols by the calls of macOS, which has none of the reentrant ones.
 *
 * getipnodebyname gives memory of the caller's own and an error number of the call's own, so that it
 * serves on any thread; what it cannot find for now (TRY_AGAIN) it calls not found. Services and
 * protocols are kept for the thread that asks: they are asked for by this thread alone, and copied.
 */
import { darwin as constants } from "../../constants/darwin.ts";
import type { Layout } from "../layout.ts";
import { type Memory, terminated } from "../memory.ts";
import { viewOf } from "../struct/fields.ts";
import { readProtoent, readServent } from "../struct/netdb.ts";
import type { DarwinSymbols } from "../symbols/darwin.ts";
import type { Bytes, HostEntry, LookupFailure } from "./contract.ts";
import { type Answers, cname } from "./posix_answers.ts";
import { type Netdb, swapped } from "./posix_lookups.ts";
import type { Lending } from "./posix_lookups_awaited.ts";

const { AF_INET, HOST_NOT_FOUND } = constants;

const INT = 4;

/** Makes the look-ups. */
export function makeDarwinNetdb(
  c: DarwinSymbols,
  memory: Memory,
  layout: Layout,
  answers: Answers,
  { lending, intAt }: Lending,
): Netdb {
  /** The host at an address, which is given back; 0n: there is none. */
  function host(at: bigint, error: number): HostEntry | LookupFailure {
    if (at === 0n) return answers.hostFailure(error === 0 ? HOST_NOT_FOUND : error, 0);
    try {
      return answers.host(memory.read(at, layout.hostent.size));
    } finally {
      c.freehostent(at);
    }
  }

  function struct(at: bigint, size: number): DataView | null {
    return at === 0n ? null : viewOf(memory.read(at, size));
  }

  function hostAwaited(
    key: Bytes,
    call: (key: bigint, error: bigint) => Promise<bigint>,
  ): Promise<HostEntry | LookupFailure> {
    return lending([key, INT], call, (at, _key, error) => host(at, intAt(error)));
  }

  const error = new Int32Array(1);

  return {
    gethostbyname(name) {
      const at = c.getipnodebyname(terminated(name), AF_INET, 0, error);
      return host(at, error[0] ?? 0);
    },
    gethostbyaddr(address, family) {
      const at = c.getipnodebyaddr(address, address.length, family, error);
      return host(at, error[0] ?? 0);
    },
    getservbyname(name, protocol) {
      const at = c.getservbyname(terminated(name), cname(protocol));
      const view = struct(at, layout.servent.size);
      return view === null ? null : readServent(view, layout).port;
    },
    getservbyport(port, protocol) {
      const at = c.getservbyport(swapped(port), cname(protocol));
      const view = struct(at, layout.servent.size);
      return view === null ? null : memory.cstring(readServent(view, layout).name);
    },
    getprotobyname(name) {
      const view = struct(c.getprotobyname(terminated(name)), layout.protoent.size);
      return view === null ? null : readProtoent(view, layout).proto;
    },
    awaited: {
      gethostbyname: (name) =>
        hostAwaited(
          terminated(name),
          (name, error) => c.getipnodebyname_awaited(name, AF_INET, 0, error),
        ),
      gethostbyaddr: (address, family) =>
        hostAwaited(
          address,
          (at, error) => c.getipnodebyaddr_awaited(at, address.length, family, error),
        ),
    },
  };
}

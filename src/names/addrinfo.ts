/** From names to addresses and back: getaddrinfo(3) and getnameinfo(3), RFC 3493. */
import type { AddressFamily, AddressInfo, SocketKind } from "../../constants/mod.ts";
import { AF_INET6, AF_UNSPEC, AI_NUMERICHOST, SOCK_DGRAM } from "../../constants/mod.ts";
import { backend, type Name } from "../../ffi/backend/mod.ts";
import { kind } from "../../ffi/struct/values.ts";
import type {
  Address,
  Inet6Address,
  Inet6Argument,
  InetAddress,
  InetArgument,
} from "../addresses.ts";
import {
  type Constant,
  int,
  integer,
  isKeywords,
  name,
  optionalInt,
  uint32,
} from "../arguments.ts";
import { audit } from "../audit.ts";
import { OSError } from "../errors.ts";
import { hostText } from "../sockaddr/codec.ts";
import { decodeAddress, encodeAddress } from "../sockaddr/mod.ts";
import { addrinfoFailure } from "./failures.ts";
import { lookupHost } from "./idna.ts";
import { ask, type Lookup, performLookup } from "./lookup.ts";

/** One answer of `getaddrinfo`: what `socket` takes, the canonical name, what `connect` takes. */
export type AddrInfo<A = InetAddress | Inet6Address> = [
  family: AddressFamily<A>,
  type: SocketKind,
  proto: number,
  canonname: string,
  sockaddr: A,
];

/** The addresses that `getaddrinfo` finds for a family: that family's, else either's. */
export type Sockaddr<A> = A extends InetAddress | Inet6Address ? A : InetAddress | Inet6Address;

/** What `getaddrinfo` can be asked for besides host and port; each member is 0, open, unless given. */
export interface AddrInfoOptions<A = Address> {
  /** AF_INET or AF_INET6: addresses of that family alone. */
  readonly family?: AddressFamily<A> | Constant;
  /** SOCK_STREAM, SOCK_DGRAM…: answers for that type alone; otherwise one of each type. */
  readonly type?: Constant;
  /** IPPROTO_TCP, IPPROTO_UDP…: answers for that protocol alone. */
  readonly proto?: Constant;
  /** AI_ flags. */
  readonly flags?: AddressInfo | undefined;
}

type Hints = Record<"family" | "type" | "proto" | "flags", number>;

/** Tells a member that is missing from one that is undefined, as a constant is that the OS lacks. */
function hintsOf(rest: readonly unknown[]): Hints {
  const [first] = rest;
  if (isKeywords(first)) {
    return {
      family: hint(first, "family"),
      type: hint(first, "type"),
      proto: hint(first, "proto"),
      flags: hint(first, "flags"),
    };
  }
  if (rest.length > 4) throw new TypeError("getaddrinfo() takes at most 6 arguments");
  return {
    family: optionalInt(rest, 0, "family"),
    type: optionalInt(rest, 1, "type"),
    proto: optionalInt(rest, 2, "proto"),
    flags: optionalInt(rest, 3, "flags"),
  };
}

function hint(given: Partial<Record<keyof Hints, unknown>>, member: keyof Hints): number {
  return member in given ? int(given[member], member) : 0;
}

const decoder = new TextDecoder();

function service(port: unknown): Name | null {
  if (port === null) return null;
  // The resolver would take 65616 for 80.
  if (typeof port === "number") return `${integer(port, "port", 0, 65535)}`;
  const bytes = name(port, "port");
  // Those of the caller's own might change before an awaited look-up comes to them.
  return bytes === port ? new Uint8Array(bytes) : bytes;
}

/** What `getaddrinfo` does, in either face. */
export function* findAddresses<A>(
  host: string | Uint8Array | null,
  port: string | number | Uint8Array | null,
  rest: readonly unknown[],
): Lookup<AddrInfo<Sockaddr<A>>[]> {
  const hints = hintsOf(rest);
  const hostname = host === null ? null : lookupHost(host);
  const servname = service(port);
  audit("socket.getaddrinfo", host, port, hints.family, hints.type, hints.proto);
  const found = yield* ask((resolver) => resolver.getaddrinfo(hostname, servname, hints));
  if ("failure" in found) throw addrinfoFailure(found, "getaddrinfo", [host, port]);
  return found.map(({ family, type, proto, canonname, address }) => [
    family,
    type,
    proto,
    canonname.length === 0 ? "" : decoder.decode(canonname),
    decodeAddress(address, address.length, backend().layout) as Sockaddr<A>,
  ]);
}

/**
 * Finds the addresses of a host and a service, each ready to make a socket and to connect or bind
 * it: Python's `socket.getaddrinfo`, getaddrinfo(3). It blocks while the resolver asks.
 *
 * @param host A name, a numeric address, or either as bytes; null: loopback, or with AI_PASSIVE the
 *   wildcard. A string that is not ASCII is encoded by IDNA.
 * @param port A port number of 0 to 65535, a service's name, or either as bytes; null: port 0.
 * @param rest Hints, by position or as one object of these names; each is 0, open, unless given.
 *   `family`: AF_INET or AF_INET6 for that family alone. `type`: SOCK_STREAM, SOCK_DGRAM… for that type
 *   alone, otherwise there is an answer for each. `proto`: IPPROTO_TCP, IPPROTO_UDP… `flags`: AI_
 *   flags, OR'ed.
 * @returns The answers, in the order in which they should be tried (RFC 6724).
 * @throws {TypeError} An argument is of the wrong type, a constant is undefined, or the host has a NUL
 *   in it.
 * @throws {RangeError} A port or a hint is out of range, the service has a NUL in it, or the host is a string
 *   that is no domain name.
 * @throws {gaierror} The look-up failed; `code` is `"EAI_NONAME"` where there is no such host.
 * @throws {OSError} The look-up failed for a reason that errno tells (EAI_SYSTEM).
 *
 * @example
 * ```ts
 * import { getaddrinfo, SOCK_STREAM } from "@bsd/socket";
 *
 * for (const [family, , , , sockaddr] of getaddrinfo("localhost", "http", { type: SOCK_STREAM })) {
 *   console.log(family, sockaddr); // 2 [ "127.0.0.1", 80 ]
 * }
 * ```
 */
export function getaddrinfo<A = Address>(
  host: string | Uint8Array | null,
  port: string | number | Uint8Array | null,
  ...rest:
    | [family?: AddressFamily<A> | Constant, type?: Constant, proto?: Constant, flags?: Constant]
    | [options: AddrInfoOptions<A>]
): AddrInfo<Sockaddr<A>>[] {
  return performLookup(findAddresses<A>(host, port, rest));
}

/** What `getnameinfo` does, in either face. */
export function* findNames(
  sockaddr: InetArgument | Inet6Argument,
  flags: number,
): Lookup<[host: string, service: string]> {
  if (!Array.isArray(sockaddr) || sockaddr.length < 2 || sockaddr.length > 4) {
    throw new TypeError(
      `getnameinfo() takes [host, port, flowinfo?, scope_id?], not ${kind(sockaddr)}`,
    );
  }
  const [host, port, flowinfo = 0, scope_id = 0]: readonly unknown[] = sockaddr;
  const hostname = hostText(host);
  const servname = `${int(port, "port")}`;
  const flow = integer(flowinfo, "flowinfo", 0, 0xf_ffff);
  const scope = uint32(scope_id, "scope_id");
  const checkedFlags = int(flags, "flags");
  audit("socket.getnameinfo", sockaddr);
  const { layout } = backend();
  const hints = { family: AF_UNSPEC, type: SOCK_DGRAM, proto: 0, flags: AI_NUMERICHOST };
  const numeric = yield* ask((resolver) => resolver.getaddrinfo(hostname, servname, hints));
  if ("failure" in numeric) throw addrinfoFailure(numeric, "getaddrinfo", sockaddr);
  const [first, second] = numeric;
  if (first === undefined || second !== undefined) {
    throw new OSError(null, "sockaddr resolved to multiple addresses", { address: sockaddr });
  }
  let { address } = first;
  if (first.family === AF_INET6) {
    const [text, number] = decodeAddress(address, address.length, layout) as Inet6Address;
    address = encodeAddress(AF_INET6, [text, number, flow, scope], layout);
  } else if (sockaddr.length !== 2) {
    throw new OSError(null, "IPv4 sockaddr must be 2 tuple", { address: sockaddr });
  }
  const found = yield* ask((resolver) => resolver.getnameinfo(address, checkedFlags));
  if ("failure" in found) throw addrinfoFailure(found, "getnameinfo", sockaddr);
  return [decoder.decode(found.host), decoder.decode(found.service)];
}

/**
 * The names of a host and a service by their numbers: Python's `socket.getnameinfo`, getnameinfo(3).
 * It blocks while the resolver asks.
 *
 * @param sockaddr `[host, port]`, or for IPv6 also `[host, port, flowinfo, scope_id]`. The host must
 *   be numeric; a scope in it (`%lo`) does not count, the fourth member does.
 * @param flags NI_ flags, OR'ed: NI_NUMERICHOST and NI_NUMERICSERV leave the numbers as they are,
 *   NI_NAMEREQD makes a host without a name an error, NI_DGRAM asks for UDP's services.
 * @returns The host's name, or its number (with `%` and the scope's name) where it has none; likewise
 *   the service.
 * @throws {TypeError} An argument is of the wrong type, a constant is undefined, or the host has a NUL
 *   in it.
 * @throws {RangeError} A number is out of range.
 * @throws {gaierror} The look-up failed.
 * @throws {OSError} An IPv4 host with more than two members, or a reason that errno tells.
 *
 * @example
 * ```ts
 * import { getnameinfo, NI_NUMERICSERV } from "@bsd/socket";
 *
 * console.log(getnameinfo(["127.0.0.1", 80], NI_NUMERICSERV)); // [ "localhost", "80" ]
 * ```
 */
export function getnameinfo(
  sockaddr: InetArgument | Inet6Argument,
  flags: number,
): [host: string, service: string] {
  return performLookup(findNames(sockaddr, flags));
}

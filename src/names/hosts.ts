/** The older look-ups of hosts, gethostbyname(3) and gethostbyaddr(3); see addrinfo.ts for the newer. */
import { AF_INET, AF_UNSPEC } from "../../constants/mod.ts";
import { errno } from "../../constants/errno.ts";
import { backend, type Bytes, type HostEntry, type LookupFailure } from "../../ffi/backend/mod.ts";
import { audit } from "../audit.ts";
import { OSError } from "../errors.ts";
import { failure } from "../failure.ts";
import { hostText } from "../sockaddr/codec.ts";
import { encodeAddress } from "../sockaddr/mod.ts";
import { hostFailure } from "./failures.ts";
import { gethostname } from "./hostname.ts";
import { lookupHost } from "./idna.ts";
import { inet_ntop } from "./inet_text.ts";
import { ask, type Lookup, performLookup } from "./lookup.ts";
import { firstAnswer } from "./resolve.ts";

/** What the resolver tells of a host: its official name, its other names, its addresses. */
export type HostInfo = [hostname: string, aliaslist: string[], ipaddrlist: string[]];

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The IPv4 address of a host, packed; "" is the wildcard, `"<broadcast>"` the broadcast address. */
function* ipv4(host: string): Lookup<Bytes> {
  const { layout } = backend();
  const names: string[] = [];
  const numeric = encodeAddress(AF_INET, [host, 0], layout, {
    resolve(name) {
      names.push(name);
      return "0.0.0.0";
    },
  });
  const [name] = names;
  if (name === undefined) return packed(numeric, AF_INET);
  const { address } = yield* firstAnswer(name, AF_INET);
  return packed(address, AF_INET);
}

/** The address in a sockaddr: at the same place on every OS. */
function packed(sockaddr: Bytes, family: number): Bytes {
  return family === AF_INET ? sockaddr.slice(4, 8) : sockaddr.slice(8, 24);
}

/** The first address of a host, of whichever family. */
function* anyFamily(host: string): Lookup<{ family: number; address: Bytes }> {
  const { family, address } = yield* firstAnswer(host, AF_UNSPEC);
  return { family, address: packed(address, family) };
}

function info(
  found: HostEntry | LookupFailure,
  family: number,
  syscall: string,
  host: string | Uint8Array,
): HostInfo {
  if ("failure" in found) throw hostFailure(found, syscall, host);
  if (found.family !== family) throw failure(errno.EAFNOSUPPORT, syscall, host);
  return [
    decoder.decode(found.name),
    found.aliases.map((alias) => decoder.decode(alias)),
    found.addresses.map((address) => inet_ntop(family, address)),
  ];
}

/** What `gethostbyname` does, in either face. */
export function* hostAddress(hostname: string | Uint8Array): Lookup<string> {
  const host = lookupHost(hostname);
  audit("socket.gethostbyname", hostname);
  return inet_ntop(AF_INET, yield* ipv4(host));
}

/** What `gethostbyname_ex` does, in either face. */
export function* hostByName(hostname: string | Uint8Array): Lookup<HostInfo> {
  const host = lookupHost(hostname);
  audit("socket.gethostbyname", hostname);
  // For its errors alone: a host that is not known is a gaierror here, as in Python.
  yield* ipv4(host);
  const encoded = encoder.encode(host);
  const found = yield* ask((resolver) => resolver.gethostbyname(encoded));
  return info(found, AF_INET, "gethostbyname", hostname);
}

/** What `gethostbyaddr` does, in either face. */
export function* hostByAddress(ip_address: string | Uint8Array): Lookup<HostInfo> {
  const host = lookupHost(ip_address);
  audit("socket.gethostbyaddr", ip_address);
  if (host === "") {
    throw new OSError(null, "wildcard resolved to multiple address", { syscall: "gethostbyaddr" });
  }
  const { family, address } = host === "<broadcast>"
    ? { family: AF_INET, address: yield* ipv4(host) }
    : yield* anyFamily(host);
  const found = yield* ask((resolver) => resolver.gethostbyaddr(address, family));
  return info(found, family, "gethostbyaddr", ip_address);
}

/** What `getfqdn` does, in either face. */
export function* fullName(name: string | Uint8Array): Lookup<string> {
  const trimmed = hostText(name).trim();
  const host = ["", "0.0.0.0", "::"].includes(trimmed) ? gethostname() : trimmed;
  try {
    const [hostname, aliases] = yield* hostByAddress(host);
    return [hostname, ...aliases].find((name) => name.includes(".")) ?? hostname;
  } catch (e) {
    if (e instanceof OSError) return host;
    throw e;
  }
}

/**
 * The IPv4 address of a host: Python's `socket.gethostbyname`. It blocks while the resolver asks.
 * `getaddrinfo` also finds IPv6 addresses.
 *
 * @param hostname A name, a numeric address, or either as bytes; `""` gives `"0.0.0.0"`, and
 *   `"<broadcast>"` `"255.255.255.255"`. A string that is not ASCII is encoded by IDNA.
 * @throws {TypeError} Neither a string nor bytes, or there is a NUL in it.
 * @throws {RangeError} A string that is no domain name.
 * @throws {gaierror} It was not found.
 *
 * @example
 * ```ts
 * import { gethostbyname } from "@bsd/socket";
 *
 * console.log(gethostbyname("localhost")); // 127.0.0.1
 * ```
 */
export function gethostbyname(hostname: string | Uint8Array): string {
  return performLookup(hostAddress(hostname));
}

/**
 * All that is known of a host by its name, IPv4 only: Python's `socket.gethostbyname_ex`,
 * gethostbyname(3). It blocks while the resolver asks.
 *
 * @param hostname A name, a numeric address, or either as bytes. A string that is not ASCII is
 *   encoded by IDNA.
 * @returns The host's official name, its other names, its addresses.
 * @throws {TypeError} Neither a string nor bytes, or there is a NUL in it.
 * @throws {RangeError} A string that is no domain name.
 * @throws {gaierror} It was not found.
 * @throws {herror} It was found by getaddrinfo and not by gethostbyname.
 *
 * @example
 * ```ts
 * import { gethostbyname_ex } from "@bsd/socket";
 *
 * const [hostname, aliases, addresses] = gethostbyname_ex("localhost");
 * console.log(hostname, aliases, addresses); // localhost [] [ "127.0.0.1" ]
 * ```
 */
export function gethostbyname_ex(hostname: string | Uint8Array): HostInfo {
  return performLookup(hostByName(hostname));
}

/**
 * All that is known of a host by its address, IPv4 or IPv6: Python's `socket.gethostbyaddr`,
 * gethostbyaddr(3). It blocks while the resolver asks.
 *
 * @param ip_address A numeric address, a name (of which the first address counts), or either as
 *   bytes.
 * @returns The host's official name, its other names, its addresses.
 * @throws {TypeError} Neither a string nor bytes, or there is a NUL in it.
 * @throws {RangeError} A string that is no domain name.
 * @throws {gaierror} A name that was not found.
 * @throws {herror} The address has no name; `code` is `"HOST_NOT_FOUND"`.
 * @throws {OSError} An empty string, which stands for the wildcards of both families.
 *
 * @example
 * ```ts
 * import { gethostbyaddr } from "@bsd/socket";
 *
 * const [hostname] = gethostbyaddr("127.0.0.1");
 * console.log(hostname); // localhost
 * ```
 */
export function gethostbyaddr(ip_address: string | Uint8Array): HostInfo {
  return performLookup(hostByAddress(ip_address));
}

/**
 * The full domain name of a host: Python's `socket.getfqdn`. Of the names that `gethostbyaddr` gives
 * it is the first with a dot in it; where none has, the official name; where the host is not found,
 * `name` itself. It blocks while the resolver asks.
 *
 * @param name A name or a numeric address; `""`, `"0.0.0.0"` and `"::"` are this machine.
 * @throws {TypeError} Neither a string nor bytes, or there is a NUL in it.
 * @throws {RangeError} A string that is no domain name.
 *
 * @example
 * ```ts
 * import { getfqdn } from "@bsd/socket";
 *
 * console.log(getfqdn()); // this machine, as its domain knows it
 * ```
 */
export function getfqdn(name: string | Uint8Array = ""): string {
  return performLookup(fullName(name));
}

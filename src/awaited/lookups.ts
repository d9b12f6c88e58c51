/** The look-ups of hosts and services, awaited: each asks the resolver off the event loop. */
import type { AddressFamily } from "../../constants/mod.ts";
import type { Address, Inet6Argument, InetArgument } from "../addresses.ts";
import { type Constant, isKeywords } from "../arguments.ts";
import {
  type AddrInfo,
  type AddrInfoOptions,
  findAddresses,
  findNames,
  type Sockaddr,
} from "../names/addrinfo.ts";
import { fullName, hostAddress, hostByAddress, hostByName, type HostInfo } from "../names/hosts.ts";
import { resolving } from "../names/resolve.ts";
import { startLookup } from "./resolver.ts";
import type { AwaitOptions } from "./start.ts";

/** The numeric address of a host, as `src/names/resolve.ts` has it. */
export function resolve(host: string, family: number, options: AwaitOptions): Promise<string> {
  return startLookup(resolving(host, family), options);
}

/** Where the options of `getaddrinfo` stand behind its positions. */
const BEHIND_HINTS = 4;

/**
 * Finds the addresses of a host and a service as the blocking `getaddrinfo()`, getaddrinfo(3),
 * without blocking. A host and a port that are numbers are found at once, without a thread.
 *
 * @param host A name, a numeric address, or either as bytes; null: loopback, or with AI_PASSIVE the
 *   wildcard. A string that is not ASCII is encoded by IDNA.
 * @param port A port number of 0 to 65535, a service's name, or either as bytes; null: port 0.
 * @param rest Hints, each 0, open, unless given: `family`, `type`, `proto`, `flags` by position and
 *   then `{ signal }`, or one object of all these names. `signal` gives up.
 * @returns The answers, in the order in which they should be tried (RFC 6724).
 * @throws {TypeError} An argument is of the wrong type, a constant is undefined, or the host has a
 *   NUL in it.
 * @throws {RangeError} A port or a hint is out of range, the service has a NUL in it, or the host is
 *   a string that is no domain name.
 * @throws {gaierror} The look-up failed; `code` is `"EAI_NONAME"` where there is no such host. Its
 *   reason in errno, where `code` is `"EAI_SYSTEM"`, is not known here.
 *
 * @example
 * ```ts
 * import { SOCK_STREAM } from "@bsd/socket";
 * import { getaddrinfo } from "@bsd/socket/promises";
 *
 * const signal = AbortSignal.timeout(5000);
 * for (const [, , , , sockaddr] of await getaddrinfo("localhost", 80, { type: SOCK_STREAM, signal })) {
 *   console.log(sockaddr); // [ "127.0.0.1", 80 ]
 * }
 * ```
 */
export async function getaddrinfo<A = Address>(
  host: string | Uint8Array | null,
  port: string | number | Uint8Array | null,
  ...rest:
    | [
      family?: AddressFamily<A> | Constant,
      type?: Constant,
      proto?: Constant,
      flags?: Constant,
      options?: AwaitOptions,
    ]
    | [options: AddrInfoOptions<A> & AwaitOptions]
): Promise<AddrInfo<Sockaddr<A>>[]> {
  const [first] = rest;
  const last = rest[BEHIND_HINTS];
  const options = (isKeywords(first) ? first : last) as AwaitOptions | undefined;
  // Anything else there is one argument too many, as it is for the blocking function.
  const hints = last === undefined || isKeywords(last) ? rest.slice(0, BEHIND_HINTS) : rest;
  return await startLookup(findAddresses<A>(host, port, hints), options);
}

/**
 * The names of a host and a service by their numbers as the blocking `getnameinfo()`,
 * getnameinfo(3), without blocking.
 *
 * @param sockaddr `[host, port]`, or for IPv6 also `[host, port, flowinfo, scope_id]`; the host must
 *   be numeric.
 * @param flags NI_ flags, OR'ed.
 * @param options `signal` gives up.
 * @returns The host's name, or its number where it has none; likewise the service.
 * @throws {TypeError} An argument is of the wrong type, a constant is undefined, or the host has a
 *   NUL in it.
 * @throws {RangeError} A number is out of range.
 * @throws {gaierror} The look-up failed.
 * @throws {OSError} An IPv4 host with more than two members.
 *
 * @example
 * ```ts
 * import { NI_NUMERICSERV } from "@bsd/socket";
 * import { getnameinfo } from "@bsd/socket/promises";
 *
 * console.log(await getnameinfo(["127.0.0.1", 80], NI_NUMERICSERV)); // [ "localhost", "80" ]
 * ```
 */
export async function getnameinfo(
  sockaddr: InetArgument | Inet6Argument,
  flags: number,
  options?: AwaitOptions,
): Promise<[host: string, service: string]> {
  return await startLookup(findNames(sockaddr, flags), options);
}

/**
 * The IPv4 address of a host as the blocking `gethostbyname()`, without blocking. `getaddrinfo` also
 * finds IPv6 addresses.
 *
 * @param hostname A name, a numeric address, or either as bytes; `""` gives `"0.0.0.0"`, and
 *   `"<broadcast>"` `"255.255.255.255"`.
 * @param options `signal` gives up.
 * @throws {TypeError} Neither a string nor bytes, or there is a NUL in it.
 * @throws {RangeError} A string that is no domain name.
 * @throws {gaierror} It was not found.
 *
 * @example
 * ```ts
 * import { gethostbyname } from "@bsd/socket/promises";
 *
 * console.log(await gethostbyname("localhost")); // 127.0.0.1
 * ```
 */
export async function gethostbyname(
  hostname: string | Uint8Array,
  options?: AwaitOptions,
): Promise<string> {
  return await startLookup(hostAddress(hostname), options);
}

/**
 * All that is known of a host by its name, IPv4 only, as the blocking `gethostbyname_ex()`,
 * gethostbyname(3), without blocking.
 *
 * @param hostname A name, a numeric address, or either as bytes.
 * @param options `signal` gives up.
 * @returns The host's official name, its other names, its addresses.
 * @throws {TypeError} Neither a string nor bytes, or there is a NUL in it.
 * @throws {RangeError} A string that is no domain name.
 * @throws {gaierror} It was not found.
 * @throws {herror} It was found by getaddrinfo and not by gethostbyname.
 *
 * @example
 * ```ts
 * import { gethostbyname_ex } from "@bsd/socket/promises";
 *
 * const [hostname, aliases, addresses] = await gethostbyname_ex("localhost");
 * console.log(hostname, aliases, addresses); // localhost [] [ "127.0.0.1" ]
 * ```
 */
export async function gethostbyname_ex(
  hostname: string | Uint8Array,
  options?: AwaitOptions,
): Promise<HostInfo> {
  return await startLookup(hostByName(hostname), options);
}

/**
 * All that is known of a host by its address, IPv4 or IPv6, as the blocking `gethostbyaddr()`,
 * gethostbyaddr(3), without blocking.
 *
 * @param ip_address A numeric address, a name (of which the first address counts), or either as
 *   bytes.
 * @param options `signal` gives up.
 * @returns The host's official name, its other names, its addresses.
 * @throws {TypeError} Neither a string nor bytes, or there is a NUL in it.
 * @throws {RangeError} A string that is no domain name.
 * @throws {gaierror} A name that was not found.
 * @throws {herror} The address has no name; `code` is `"HOST_NOT_FOUND"`.
 * @throws {OSError} An empty string, which stands for the wildcards of both families.
 *
 * @example
 * ```ts
 * import { gethostbyaddr } from "@bsd/socket/promises";
 *
 * const [hostname] = await gethostbyaddr("127.0.0.1");
 * console.log(hostname); // localhost
 * ```
 */
export async function gethostbyaddr(
  ip_address: string | Uint8Array,
  options?: AwaitOptions,
): Promise<HostInfo> {
  return await startLookup(hostByAddress(ip_address), options);
}

/**
 * The full domain name of a host as the blocking `getfqdn()`, without blocking: of the names that
 * `gethostbyaddr` gives the first with a dot in it; where none has, the official name; where the
 * host is not found, `name` itself.
 *
 * @param name A name or a numeric address; `""`, `"0.0.0.0"` and `"::"` are this machine.
 * @param options `signal` gives up.
 * @throws {TypeError} Neither a string nor bytes, or there is a NUL in it.
 * @throws {RangeError} A string that is no domain name.
 *
 * @example
 * ```ts
 * import { getfqdn } from "@bsd/socket/promises";
 *
 * console.log(await getfqdn()); // this machine, as its domain knows it
 * ```
 */
export async function getfqdn(
  name: string | Uint8Array = "",
  options?: AwaitOptions,
): Promise<string> {
  return await startLookup(fullName(name), options);
}

/** The addresses of network interfaces. */
import { IFF_BROADCAST, IFF_POINTOPOINT } from "../../constants/mod.ts";
import { backend } from "../../ffi/backend/mod.ts";
import type { InterfaceEntry } from "../../ffi/backend/contract.ts";
import type { Layout } from "../../ffi/layout.ts";
import type { Inet6Address, InetAddress, PacketAddress, RawAddress } from "../addresses.ts";
import { failure } from "../failure.ts";
import { familyOf } from "../sockaddr/codec.ts";
import { decodeAddress, type Lookups } from "../sockaddr/mod.ts";

/**
 * One address of an interface, `struct ifaddrs` of getifaddrs(3). The addresses are of one family;
 * of those that have ports, the port is 0.
 */
export interface InterfaceAddress {
  /** The interface's name; one with several addresses has as many entries. */
  ifa_name: string;
  /** The interface's flags: IFF_UP, IFF_LOOPBACK… */
  ifa_flags: number;
  /** The family of the addresses; null where there is none. */
  sa_family: number | null;
  /** The address; null for what has none, such as the hardware of a tunnel. */
  ifa_addr: IfAddress | null;
  /** The netmask, as an address. */
  ifa_netmask: IfAddress | null;
  /** The broadcast address, where the flags have IFF_BROADCAST. */
  ifa_broadaddr: IfAddress | null;
  /** The address at the other end, where the flags have IFF_POINTOPOINT. */
  ifa_dstaddr: IfAddress | null;
}

/** An address of an interface; raw bytes for families without a form of their own. */
export type IfAddress = InetAddress | Inet6Address | PacketAddress | RawAddress;

/** The header of a sockaddr. */
const HEADER = 2;

const text = new TextDecoder();

/**
 * The addresses of this machine's network interfaces, getifaddrs(3). Python has no such function;
 * the members of the entries have C's names.
 *
 * On Linux they are those of the thread's network namespace, and each interface has an entry for its
 * hardware besides those for IP, of AF_PACKET; on macOS that is of AF_LINK, as raw bytes. Windows has
 * no such function: there it is made of the list of network adapters.
 *
 * @returns The entries in the OS's order.
 * @throws {OSError} The OS cannot tell.
 *
 * @example
 * ```ts
 * import { AF_INET, getifaddrs, IFF_LOOPBACK } from "@bsd/socket";
 *
 * for (const { ifa_name, ifa_flags, sa_family, ifa_addr } of getifaddrs()) {
 *   const local = (ifa_flags & IFF_LOOPBACK) !== 0;
 *   if (sa_family === AF_INET) console.log(ifa_name, ifa_addr?.[0], local); // lo 127.0.0.1 true
 * }
 * ```
 */
export function getifaddrs(): InterfaceAddress[] {
  const os = backend();
  const found = os.getifaddrs();
  if (typeof found === "number") throw failure(-found, "getifaddrs");
  return found.map((entry) => interfaceAddress(entry, os.layout));
}

/** An entry as callers see it. */
export function interfaceAddress(
  { name, flags, address, netmask, destination }: InterfaceEntry,
  layout: Layout,
): InterfaceAddress {
  const ifa_name = text.decode(name);
  // The only interface that an address in here can name is this one.
  const lookups: Lookups = { interfaceName: () => ifa_name };
  const decoded = (bytes: Uint8Array | null): IfAddress | null =>
    bytes === null ? null : decodeAddress(bytes, bytes.length, layout, lookups) as IfAddress | null;
  return {
    ifa_name,
    ifa_flags: flags,
    sa_family: address === null ? null : familyOf(address, layout),
    ifa_addr: decoded(address),
    ifa_netmask: decoded(address === null || netmask === null ? null : like(address, netmask)),
    ifa_broadaddr: (flags & IFF_BROADCAST) === 0 ? null : decoded(destination),
    ifa_dstaddr: (flags & IFF_POINTOPOINT) === 0 ? null : decoded(destination),
  };
}

/** A netmask as a sockaddr of the address's family: BSDs may leave out its family and its last zeros. */
function like(address: Uint8Array, netmask: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(address.length);
  bytes.set(netmask.subarray(0, address.length));
  bytes.set(address.subarray(0, HEADER));
  return bytes;
}

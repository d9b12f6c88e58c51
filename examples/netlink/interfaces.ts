/** What rtnetlink(7) tells of interfaces and addresses, by the names that `ip -json address` uses. */
import { AF_INET, AF_INET6, inet_ntop, type NetlinkAddress, type Socket } from "@bsd/socket";
import { attributes, dump, type Message, view } from "./messages.ts";

// linux/rtnetlink.h
export const RTM_NEWLINK = 16;
export const RTM_GETLINK = 18;
export const RTM_GETADDR = 22;
export const RTMGRP_LINK = 1;
const SCOPES: Readonly<Record<number, string>> = {
  0: "global",
  200: "site",
  253: "link",
  254: "host",
  255: "nowhere",
};

/** struct ifinfomsg and struct ifaddrmsg, which attributes follow. */
export const IFINFOMSG = 16;
const IFADDRMSG = 8;

// linux/if_link.h
const IFLA_ADDRESS = 1;
const IFLA_BROADCAST = 2;
export const IFLA_IFNAME = 3;
const IFLA_MTU = 4;
const IFLA_OPERSTATE = 16;

// linux/if_addr.h
const IFA_ADDRESS = 1;
const IFA_LOCAL = 2;
const IFA_LABEL = 3;
const IFA_BROADCAST = 4;

/** The flags in the order in which `ip` shows them; RUNNING is not shown, but what it is to be without. */
const FLAGS: readonly (readonly [name: string, bit: number])[] = [
  ["LOOPBACK", 0x8],
  ["BROADCAST", 0x2],
  ["POINTOPOINT", 0x10],
  ["MULTICAST", 0x1000],
  ["NOARP", 0x80],
  ["ALLMULTI", 0x200],
  ["PROMISC", 0x100],
  ["MASTER", 0x400],
  ["SLAVE", 0x800],
  ["DEBUG", 0x4],
  ["DYNAMIC", 0x8000],
  ["AUTOMEDIA", 0x4000],
  ["PORTSEL", 0x2000],
  ["NOTRAILERS", 0x20],
  ["UP", 0x1],
  ["LOWER_UP", 0x10000],
  ["DORMANT", 0x20000],
  ["ECHO", 0x40000],
];
const UP = 0x1;
const RUNNING = 0x40;

/** IF_OPER_ of linux/if.h. */
const OPERSTATES = [
  "UNKNOWN",
  "NOTPRESENT",
  "DOWN",
  "LOWERLAYERDOWN",
  "TESTING",
  "DORMANT",
  "UP",
];

/** ARPHRD_ of linux/if_arp.h. */
const LINK_TYPES: Readonly<Record<number, string>> = {
  1: "ether",
  32: "infiniband",
  280: "can",
  512: "ppp",
  768: "ipip",
  769: "tunnel6",
  772: "loopback",
  776: "sit",
  778: "gre",
  65534: "none",
};

type Bytes = Uint8Array<ArrayBuffer>;

/** An IP address of an interface. */
export interface Address {
  family: "inet" | "inet6";
  /** The address. */
  local: string;
  /** The other end's, where it is another. */
  address?: string;
  prefixlen: number;
  broadcast?: string;
  scope: string;
  label?: string;
}

/** An interface. */
export interface Interface {
  ifindex: number;
  ifname: string;
  flags: string[];
  mtu: number;
  operstate: string;
  link_type: string;
  /** The hardware address. */
  address?: string;
  broadcast?: string;
  addr_info: Address[];
}

/** The interfaces and their addresses, by a NETLINK_ROUTE socket. */
export function interfaces(sock: Socket<NetlinkAddress>): Interface[] {
  const links = dump(sock, RTM_GETLINK, new Uint8Array(IFINFOMSG));
  const addresses = dump(sock, RTM_GETADDR, new Uint8Array(IFADDRMSG));
  return links.map(({ payload }) => {
    const ifindex = view(payload).getInt32(4, true);
    const own = addresses.filter(({ payload }) => view(payload).getUint32(4, true) === ifindex);
    return { ...link(payload, ifindex), addr_info: own.flatMap(address) };
  });
}

function link(payload: Bytes, ifindex: number): Omit<Interface, "addr_info"> {
  const header = view(payload);
  const type = header.getUint16(2, true);
  const flags = header.getUint32(8, true);
  const found = attributes(payload, IFINFOMSG);
  const names = FLAGS.filter(([, bit]) => (flags & bit) !== 0).map(([name]) => name);
  const operstate = found.get(IFLA_OPERSTATE)?.[0] ?? 0;
  return {
    ifindex,
    ifname: text(found.get(IFLA_IFNAME)),
    flags: (flags & (UP | RUNNING)) === UP ? ["NO-CARRIER", ...names] : names,
    mtu: number(found.get(IFLA_MTU)),
    operstate: OPERSTATES[operstate] ?? `${operstate}`,
    link_type: LINK_TYPES[type] ?? `[${type}]`,
    ...optional("address", found.get(IFLA_ADDRESS), hardware),
    ...optional("broadcast", found.get(IFLA_BROADCAST), hardware),
  };
}

function address({ payload }: Message): Address[] {
  const [family, prefixlen = 0, , scope = 0] = payload;
  if (family !== AF_INET && family !== AF_INET6) return [];
  const found = attributes(payload, IFADDRMSG);
  const ip = (bytes: Bytes) => inet_ntop(family, bytes);
  // Where there is another end, IFA_ADDRESS is its address.
  const far = found.get(IFA_ADDRESS) ?? new Uint8Array(0);
  const near = found.get(IFA_LOCAL) ?? far;
  return [{
    family: family === AF_INET ? "inet" : "inet6",
    local: ip(near),
    ...(ip(near) !== ip(far) && { address: ip(far) }),
    prefixlen,
    ...optional("broadcast", found.get(IFA_BROADCAST), ip),
    scope: SCOPES[scope] ?? `${scope}`,
    ...optional("label", found.get(IFA_LABEL), text),
  }];
}

/** A member of an object, or none. */
function optional<Name extends string>(
  name: Name,
  bytes: Bytes | undefined,
  read: (bytes: Bytes) => string,
): { [N in Name]?: string } {
  const members: { [N in Name]?: string } = {};
  if (bytes !== undefined) members[name] = read(bytes);
  return members;
}

/** An attribute that is a string, with a NUL at its end. */
export function text(bytes: Bytes = new Uint8Array(0)): string {
  return new TextDecoder().decode(bytes).replace(/\0$/, "");
}

function number(bytes: Bytes | undefined): number {
  return bytes === undefined ? 0 : view(bytes).getUint32(0, true);
}

function hardware(bytes: Bytes): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(":");
}

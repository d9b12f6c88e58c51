/** Membership in multicast groups: what the options that join and leave take. */
import { darwin, type Layout, linux, windows } from "../../ffi/layout.ts";
import { everywhere, type StructCodec, structCodec } from "./codec.ts";
import { type IpAddress, sockaddr } from "./sockaddr.ts";
import { i32, ipv4, ipv6, type Struct, u32 } from "./struct.ts";

/** `struct ip_mreq` (netinet/in.h): a group, and an interface by its address. */
export interface IpMreq {
  /** The group: `"239.1.2.3"`. */
  imr_multiaddr: string;
  /** An address of the interface; `"0.0.0.0"` lets the OS choose. */
  imr_interface: string;
}

/**
 * The value of IP_ADD_MEMBERSHIP and IP_DROP_MEMBERSHIP, `struct ip_mreq` of ip(7).
 *
 * @example
 * ```ts
 * import { IP_ADD_MEMBERSHIP, ip_mreq, IPPROTO_IP, SOCK_DGRAM, socket } from "@bsd/socket";
 *
 * using s = socket({ type: SOCK_DGRAM });
 * const group = ip_mreq.encode({ imr_multiaddr: "239.1.2.3", imr_interface: "127.0.0.1" });
 * s.setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP, group);
 * ```
 */
export const ip_mreq: StructCodec<IpMreq> = structCodec(
  "ip_mreq",
  everywhere({ size: 8, members: { imr_multiaddr: [0, ipv4], imr_interface: [4, ipv4] } }),
);

/** `struct ip_mreqn` (netinet/in.h): a group, and an interface by its address or number. */
export interface IpMreqn {
  /** The group: `"239.1.2.3"`; `"0.0.0.0"` for IP_MULTICAST_IF. */
  imr_multiaddr: string;
  /** An address of the interface, where its number is 0; `"0.0.0.0"` lets the OS choose. */
  imr_address: string;
  /** The interface's number, of `if_nametoindex`; 0 for none. */
  imr_ifindex: number;
}

const mreqn: Struct<IpMreqn> = {
  size: 12,
  members: { imr_multiaddr: [0, ipv4], imr_address: [4, ipv4], imr_ifindex: [8, i32] },
};

/**
 * Another value of IP_ADD_MEMBERSHIP and IP_DROP_MEMBERSHIP, and one of IP_MULTICAST_IF,
 * `struct ip_mreqn` of ip(7): it also takes an interface that has no address. Not on Windows.
 *
 * @example
 * ```ts
 * import { IP_MULTICAST_IF, ip_mreqn, IPPROTO_IP, SOCK_DGRAM, socket } from "@bsd/socket";
 *
 * using s = socket({ type: SOCK_DGRAM });
 * const loopback = { imr_multiaddr: "0.0.0.0", imr_address: "0.0.0.0", imr_ifindex: 1 };
 * s.setsockopt(IPPROTO_IP, IP_MULTICAST_IF, ip_mreqn.encode(loopback));
 * ```
 */
export const ip_mreqn: StructCodec<IpMreqn> = structCodec("ip_mreqn", {
  linux: mreqn,
  darwin: mreqn,
  windows: null,
});

/** `struct ip_mreq_source` (netinet/in.h): a group, one of its senders, and an interface. */
export interface IpMreqSource {
  /** The group: `"232.1.2.3"`. */
  imr_multiaddr: string;
  /** An address of the interface; `"0.0.0.0"` lets the OS choose. */
  imr_interface: string;
  /** The sender's address. */
  imr_sourceaddr: string;
}

const bsdMreqSource: Struct<IpMreqSource> = {
  size: 12,
  members: { imr_multiaddr: [0, ipv4], imr_sourceaddr: [4, ipv4], imr_interface: [8, ipv4] },
};

/**
 * The value of IP_ADD_SOURCE_MEMBERSHIP, IP_DROP_SOURCE_MEMBERSHIP, IP_BLOCK_SOURCE and
 * IP_UNBLOCK_SOURCE, `struct ip_mreq_source` of ip(7). In memory its members are in another order
 * on Linux than elsewhere.
 *
 * @example
 * ```ts
 * import {
 *   IP_ADD_SOURCE_MEMBERSHIP,
 *   ip_mreq_source,
 *   IPPROTO_IP,
 *   SOCK_DGRAM,
 *   socket,
 * } from "@bsd/socket";
 *
 * using s = socket({ type: SOCK_DGRAM });
 * const wanted = ip_mreq_source.encode({
 *   imr_multiaddr: "232.1.2.3",
 *   imr_interface: "127.0.0.1",
 *   imr_sourceaddr: "127.0.0.2",
 * });
 * s.setsockopt(IPPROTO_IP, IP_ADD_SOURCE_MEMBERSHIP, wanted);
 * ```
 */
export const ip_mreq_source: StructCodec<IpMreqSource> = structCodec("ip_mreq_source", {
  linux: {
    size: 12,
    members: { imr_multiaddr: [0, ipv4], imr_interface: [4, ipv4], imr_sourceaddr: [8, ipv4] },
  },
  darwin: bsdMreqSource,
  windows: bsdMreqSource,
});

/** `struct ipv6_mreq` (netinet/in.h): a group, and an interface by its number. */
export interface Ipv6Mreq {
  /** The group: `"ff15::1"`. */
  ipv6mr_multiaddr: string;
  /** The interface's number, of `if_nametoindex`; 0 lets the OS choose. */
  ipv6mr_interface: number;
}

/**
 * The value of IPV6_JOIN_GROUP and IPV6_LEAVE_GROUP, `struct ipv6_mreq` of ipv6(7).
 *
 * @example
 * ```ts
 * import { ipv6_mreq } from "@bsd/socket";
 *
 * // s.setsockopt(IPPROTO_IPV6, IPV6_JOIN_GROUP, …)
 * console.log(ipv6_mreq.encode({ ipv6mr_multiaddr: "ff15::1", ipv6mr_interface: 1 }).length); // 20
 * ```
 */
export const ipv6_mreq: StructCodec<Ipv6Mreq> = structCodec(
  "ipv6_mreq",
  everywhere({ size: 20, members: { ipv6mr_multiaddr: [0, ipv6], ipv6mr_interface: [16, u32] } }),
);

/** `struct group_req` (netinet/in.h): a group of either IP version, and an interface. */
export interface GroupReq {
  /** The interface's number, of `if_nametoindex`; 0 lets the OS choose. */
  gr_interface: number;
  /** The group, an address whose port is of no account: `["ff15::1", 0]`. */
  gr_group: IpAddress;
}

function groupReq(layout: Layout, group: number): Struct<GroupReq> {
  return {
    size: group + 128,
    members: { gr_interface: [0, u32], gr_group: [group, sockaddr(layout)] },
  };
}

/**
 * The value of MCAST_JOIN_GROUP and MCAST_LEAVE_GROUP, `struct group_req` of RFC 3678; the level
 * is the group's, IPPROTO_IP or IPPROTO_IPV6.
 *
 * @example
 * ```ts
 * import { group_req, IPPROTO_IP, MCAST_JOIN_GROUP, SOCK_DGRAM, socket } from "@bsd/socket";
 *
 * using s = socket({ type: SOCK_DGRAM });
 * const group = group_req.encode({ gr_interface: 1, gr_group: ["239.1.2.3", 0] });
 * s.setsockopt(IPPROTO_IP, MCAST_JOIN_GROUP, group);
 * ```
 */
export const group_req: StructCodec<GroupReq> = structCodec("group_req", {
  linux: groupReq(linux, 8),
  // The headers of macOS pack this structure and the next to 4 bytes.
  darwin: groupReq(darwin, 4),
  windows: groupReq(windows, 8),
});

/** `struct group_source_req` (netinet/in.h): a group, one of its senders, and an interface. */
export interface GroupSourceReq {
  /** The interface's number, of `if_nametoindex`; 0 lets the OS choose. */
  gsr_interface: number;
  /** The group, an address whose port is of no account: `["232.1.2.3", 0]`. */
  gsr_group: IpAddress;
  /** The sender, an address of the same IP version. */
  gsr_source: IpAddress;
}

function groupSourceReq(layout: Layout, group: number): Struct<GroupSourceReq> {
  const address = sockaddr(layout);
  return {
    size: group + 256,
    members: {
      gsr_interface: [0, u32],
      gsr_group: [group, address],
      gsr_source: [group + 128, address],
    },
  };
}

/**
 * The value of MCAST_JOIN_SOURCE_GROUP, MCAST_LEAVE_SOURCE_GROUP, MCAST_BLOCK_SOURCE and
 * MCAST_UNBLOCK_SOURCE, `struct group_source_req` of RFC 3678; the level is the group's.
 *
 * @example
 * ```ts
 * import {
 *   group_source_req,
 *   IPPROTO_IP,
 *   MCAST_JOIN_SOURCE_GROUP,
 *   SOCK_DGRAM,
 *   socket,
 * } from "@bsd/socket";
 *
 * using s = socket({ type: SOCK_DGRAM });
 * const wanted = group_source_req.encode({
 *   gsr_interface: 1,
 *   gsr_group: ["232.1.2.3", 0],
 *   gsr_source: ["127.0.0.2", 0],
 * });
 * s.setsockopt(IPPROTO_IP, MCAST_JOIN_SOURCE_GROUP, wanted);
 * ```
 */
export const group_source_req: StructCodec<GroupSourceReq> = structCodec("group_source_req", {
  linux: groupSourceReq(linux, 8),
  darwin: groupSourceReq(darwin, 4),
  windows: groupSourceReq(windows, 8),
});

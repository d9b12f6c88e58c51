/** Through which interface and between which addresses a datagram goes. */
import { everywhere, type StructCodec, structCodec } from "./codec.ts";
import { ipv4, ipv6, type Struct, u32 } from "./struct.ts";

/** `struct in_pktinfo` (netinet/in.h): the way of an IPv4 datagram. */
export interface InPktinfo {
  /** The number of the interface: where it arrived, or where it is to leave (0: the OS chooses). */
  ipi_ifindex: number;
  /**
   * The local address: the one it was delivered to, or the one to send from (0.0.0.0: the OS
   * chooses). The same as `ipi_addr` on Windows, which has one member for both.
   */
  ipi_spec_dst: string;
  /** The destination in its header, which may be a group or a broadcast address; not for sending. */
  ipi_addr: string;
}

/** `struct in6_pktinfo` (netinet/in.h, RFC 3542): the way of an IPv6 datagram. */
export interface In6Pktinfo {
  /** The destination in its header, or the address to send from (`::`: the OS chooses). */
  ipi6_addr: string;
  /** The number of the interface: where it arrived, or where it is to leave (0: the OS chooses). */
  ipi6_ifindex: number;
}

const posix: Struct<InPktinfo> = {
  size: 12,
  members: { ipi_ifindex: [0, u32], ipi_spec_dst: [4, ipv4], ipi_addr: [8, ipv4] },
};

/**
 * The data of the ancillary message IP_PKTINFO, `struct in_pktinfo` of ip(7).
 *
 * @example
 * ```ts
 * import { in_pktinfo } from "@bsd/socket";
 *
 * const way = { ipi_ifindex: 1, ipi_spec_dst: "127.0.0.1", ipi_addr: "127.0.0.1" };
 * console.log(in_pktinfo.decode(in_pktinfo.encode(way)).ipi_ifindex); // 1
 * ```
 */
export const in_pktinfo: StructCodec<InPktinfo> = structCodec("in_pktinfo", {
  linux: posix,
  darwin: posix,
  // The address to send from is written last, and stays.
  windows: {
    size: 8,
    members: { ipi_ifindex: [4, u32], ipi_addr: [0, ipv4], ipi_spec_dst: [0, ipv4] },
  },
});

/**
 * The data of the ancillary message IPV6_PKTINFO and the value of the option, `struct in6_pktinfo`
 * of ipv6(7) and RFC 3542.
 *
 * @example
 * ```ts
 * import { in6_pktinfo } from "@bsd/socket";
 *
 * console.log(in6_pktinfo.encode({ ipi6_addr: "::1", ipi6_ifindex: 1 }).length); // 20
 * ```
 */
export const in6_pktinfo: StructCodec<In6Pktinfo> = structCodec(
  "in6_pktinfo",
  everywhere({ size: 20, members: { ipi6_addr: [0, ipv6], ipi6_ifindex: [16, u32] } }),
);

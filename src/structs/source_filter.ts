/** The whole list of senders of a multicast group: what the options ending in MSFILTER take. */
import { linux } from "../../ffi/layout.ts";
import { viewOf } from "../../ffi/struct/fields.ts";
import { type Constant, items } from "../arguments.ts";
import { onLinux, structCodec } from "./codec.ts";
import { type IpAddress, sockaddr } from "./sockaddr.ts";
import { ipv4, type Kind, u32 } from "./struct.ts";

/** `struct ip_msfilter` (netinet/in.h): a group, an interface, and senders. */
export interface IpMsfilter {
  /** The group, which was joined before: `"239.1.2.3"`. */
  readonly imsf_multiaddr: string;
  /** The address of the interface by which it was joined. */
  readonly imsf_interface: string;
  /** MCAST_INCLUDE: these senders alone, MCAST_EXCLUDE: all but these. */
  readonly imsf_fmode: Constant;
  /** The senders' addresses, of which C has the number in `imsf_numsrc`. */
  readonly imsf_slist: Iterable<string>;
}

/** `struct group_filter` (netinet/in.h): a group of either IP version, an interface, and senders. */
export interface GroupFilter {
  /** The number of the interface by which the group was joined. */
  readonly gf_interface: number;
  /** The group, an address whose port is of no account: `["ff15::1", 0]`. */
  readonly gf_group: IpAddress;
  /** MCAST_INCLUDE: these senders alone, MCAST_EXCLUDE: all but these. */
  readonly gf_fmode: Constant;
  /** The senders, addresses of the same IP version, of which C has the number in `gf_numsrc`. */
  readonly gf_slist: Iterable<IpAddress>;
}

/** Turns a list of senders into bytes. */
export interface SourceFilterEncoder<T> {
  /**
   * The bytes, for `setsockopt`.
   *
   * @throws {TypeError} A member is missing or of another type.
   * @throws {RangeError} A member does not fit, or is no numeric address.
   */
  encode(value: T): Uint8Array<ArrayBuffer>;
}

/** The structure, and behind it the array with which it ends. */
function followed<V>(
  head: Uint8Array<ArrayBuffer>,
  list: readonly V[],
  { size, write }: Kind<V>,
  name: string,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(head.length + list.length * size);
  bytes.set(head);
  const view = viewOf(bytes);
  list.forEach((one, i) => write(view, head.length + i * size, one, `${name}[${i}]`));
  return bytes;
}

// Both are registered without the array, of which C's have one item.

const ipHead = structCodec<Omit<IpMsfilter, "imsf_slist"> & { imsf_numsrc: number }>(
  "ip_msfilter",
  onLinux({
    size: 16,
    members: {
      imsf_multiaddr: [0, ipv4],
      imsf_interface: [4, ipv4],
      imsf_fmode: [8, u32],
      imsf_numsrc: [12, u32],
    },
  }),
);

const address = sockaddr(linux);

const groupHead = structCodec<Omit<GroupFilter, "gf_slist"> & { gf_numsrc: number }>(
  "group_filter",
  onLinux({
    size: 144,
    members: {
      gf_interface: [0, u32],
      gf_group: [8, address],
      gf_fmode: [136, u32],
      gf_numsrc: [140, u32],
    },
  }),
);

/**
 * The value of IP_MSFILTER, `struct ip_msfilter` of ip(7) and RFC 3678: which senders of a group, of
 * those that were joined, are received, all at once. Linux only. (`getsockopt` does not read it
 * back: C passes the group in.)
 *
 * @example
 * ```ts
 * import { IP_ADD_MEMBERSHIP, ip_mreq, IP_MSFILTER, ip_msfilter } from "@bsd/socket";
 * import { IPPROTO_IP, MCAST_EXCLUDE, SOCK_DGRAM, socket } from "@bsd/socket";
 *
 * using s = socket({ type: SOCK_DGRAM });
 * const [imr_multiaddr, imr_interface] = ["239.1.2.3", "127.0.0.1"];
 * s.setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP, ip_mreq.encode({ imr_multiaddr, imr_interface }));
 * if (Deno.build.os === "linux") {
 *   const allButTwo = ip_msfilter.encode({
 *     imsf_multiaddr: imr_multiaddr,
 *     imsf_interface: imr_interface,
 *     imsf_fmode: MCAST_EXCLUDE,
 *     imsf_slist: ["127.0.0.2", "127.0.0.3"],
 *   });
 *   s.setsockopt(IPPROTO_IP, IP_MSFILTER, allButTwo);
 * }
 * ```
 */
export const ip_msfilter: SourceFilterEncoder<IpMsfilter> = {
  encode(value) {
    const { imsf_slist, ...rest } = { ...value };
    const list = items(imsf_slist, "ip_msfilter.imsf_slist");
    const head = ipHead.encode({ ...rest, imsf_numsrc: list.length });
    return followed(head, list, ipv4, "ip_msfilter.imsf_slist");
  },
};

/**
 * The value of MCAST_MSFILTER, `struct group_filter` of RFC 3678; the level is the group's,
 * IPPROTO_IP or IPPROTO_IPV6. Linux only. (`getsockopt` does not read it back: C passes the group
 * in.)
 *
 * @example
 * ```ts
 * import { group_filter, group_req, IPPROTO_IP, MCAST_INCLUDE, MCAST_JOIN_GROUP } from "@bsd/socket";
 * import { MCAST_MSFILTER, SOCK_DGRAM, socket } from "@bsd/socket";
 *
 * using s = socket({ type: SOCK_DGRAM });
 * s.setsockopt(
 *   IPPROTO_IP,
 *   MCAST_JOIN_GROUP,
 *   group_req.encode({ gr_interface: 1, gr_group: ["239.1.2.3", 0] }),
 * );
 * if (MCAST_MSFILTER !== undefined) {
 *   const one = group_filter.encode({
 *     gf_interface: 1,
 *     gf_group: ["239.1.2.3", 0],
 *     gf_fmode: MCAST_INCLUDE,
 *     gf_slist: [["127.0.0.2", 0]],
 *   });
 *   s.setsockopt(IPPROTO_IP, MCAST_MSFILTER, one);
 * }
 * ```
 */
export const group_filter: SourceFilterEncoder<GroupFilter> = {
  encode(value) {
    const { gf_slist, ...rest } = { ...value };
    const list = items(gf_slist, "group_filter.gf_slist");
    const head = groupHead.encode({ ...rest, gf_numsrc: list.length });
    return followed(head, list, address, "group_filter.gf_slist");
  },
};

/**
 * Options of IPv4 sockets (IP_), at level `IPPROTO_IP`, and of multicast groups of either version
 * (MCAST_); each begins with the C type of its value. See ip(7).
 */
import { table } from "./table.ts";

/** bytes: the IP options sent in each packet's header. */
export const IP_OPTIONS: number = table.IP_OPTIONS;
/** int: the caller builds the IP header of raw packets. */
export const IP_HDRINCL: number = table.IP_HDRINCL;
/**
 * int: the type-of-service byte of outgoing packets (DSCP and ECN). Windows ignores it unless
 * configured otherwise.
 */
export const IP_TOS: number = table.IP_TOS;
/** int: how many routers a packet may pass, 1 to 255. */
export const IP_TTL: number = table.IP_TTL;
/** int: packets that arrive with a smaller TTL are dropped. Linux only. */
export const IP_MINTTL: number | undefined = table.IP_MINTTL;
/** int: receive the IP options with each datagram. Linux and macOS. */
export const IP_RECVOPTS: number | undefined = table.IP_RECVOPTS;
/** int: receive the IP options with each datagram, prepared for answering. Linux and macOS. */
export const IP_RECVRETOPTS: number | undefined = table.IP_RECVRETOPTS;
/** Ancillary data, or an option: IP options prepared for answering. Linux and macOS. */
export const IP_RETOPTS: number | undefined = table.IP_RETOPTS;
/** int: receive the type-of-service byte with each datagram. */
export const IP_RECVTOS: number = table.IP_RECVTOS;
/** int: receive the TTL with each datagram. */
export const IP_RECVTTL: number = table.IP_RECVTTL;
/** int: receive with each datagram the address it was sent to. macOS and Windows. */
export const IP_RECVDSTADDR: number | undefined = table.IP_RECVDSTADDR;
/** int: receive with each datagram the interface it came in by. macOS and Windows. */
export const IP_RECVIF: number | undefined = table.IP_RECVIF;
/**
 * struct in_pktinfo as ancillary data: interface and addresses of a datagram, received or to be
 * sent; as an option, an int that asks for it.
 */
export const IP_PKTINFO: number = table.IP_PKTINFO;
/** int: the same as `IP_PKTINFO`. macOS only. */
export const IP_RECVPKTINFO: number | undefined = table.IP_RECVPKTINFO;
/**
 * int: queue errors of the network with their origin, to be read with `MSG_ERRQUEUE`. Linux and
 * Windows.
 */
export const IP_RECVERR: number | undefined = table.IP_RECVERR;
/**
 * int: with `IP_RECVERR`, where the extensions of an ICMP error begin (RFC 4884), in `ee_data`.
 * Linux only.
 */
export const IP_RECVERR_RFC4884: number | undefined = table.IP_RECVERR_RFC4884;
/**
 * int: receive with each datagram the address it was sent to before it was redirected. Linux only.
 */
export const IP_RECVORIGDSTADDR: number | undefined = table.IP_RECVORIGDSTADDR;
/** Ancillary data: what `IP_RECVORIGDSTADDR` asks for. Linux only. */
export const IP_ORIGDSTADDR: number | undefined = table.IP_ORIGDSTADDR;
/** int, read only: the known MTU of the path; the socket must be connected. Linux and Windows. */
export const IP_MTU: number | undefined = table.IP_MTU;
/** int: whether to find out the path's MTU, an `IP_PMTUDISC_` number. Linux and Windows. */
export const IP_MTU_DISCOVER: number | undefined = table.IP_MTU_DISCOVER;
/** `IP_MTU_DISCOVER`: never; packets may be fragmented. Linux and Windows. */
export const IP_PMTUDISC_DONT: number | undefined = table.IP_PMTUDISC_DONT;
/** `IP_MTU_DISCOVER`: as the route says. Linux only. */
export const IP_PMTUDISC_WANT: number | undefined = table.IP_PMTUDISC_WANT;
/** `IP_MTU_DISCOVER`: always; too long a datagram is an error. Linux and Windows. */
export const IP_PMTUDISC_DO: number | undefined = table.IP_PMTUDISC_DO;
/**
 * `IP_MTU_DISCOVER`: set "don't fragment" but disregard the known MTU, to probe it. Linux and
 * Windows.
 */
export const IP_PMTUDISC_PROBE: number | undefined = table.IP_PMTUDISC_PROBE;
/**
 * `IP_MTU_DISCOVER`: use the MTU of the interface, do not set "don't fragment", and believe no ICMP
 * message about the path's. Linux only.
 */
export const IP_PMTUDISC_INTERFACE: number | undefined = table.IP_PMTUDISC_INTERFACE;
/**
 * `IP_MTU_DISCOVER`: as `IP_PMTUDISC_INTERFACE`, and packets longer than that are fragmented. Linux
 * only.
 */
export const IP_PMTUDISC_OMIT: number | undefined = table.IP_PMTUDISC_OMIT;
/** int: set "don't fragment". macOS only. */
export const IP_DONTFRAG: number | undefined = table.IP_DONTFRAG;
/** int: set "don't fragment". Windows only. */
export const IP_DONTFRAGMENT: number | undefined = table.IP_DONTFRAGMENT;
/**
 * bytes, read only: the ancillary data of the last packet of a TCP connection; internal to Linux.
 * Linux only.
 */
export const IP_PKTOPTIONS: number | undefined = table.IP_PKTOPTIONS;
/** int: raw sockets receive forwarded packets that carry the router alert option. Linux only. */
export const IP_ROUTER_ALERT: number | undefined = table.IP_ROUTER_ALERT;
/**
 * struct icmp_filter, at level `SOL_RAW`: the types of ICMP that a raw socket does not receive, a
 * bit each of an int. Linux only.
 */
export const ICMP_FILTER: number | undefined = table.ICMP_FILTER;
/** int: `bind` may take an address that this machine does not have yet. Linux only. */
export const IP_FREEBIND: number | undefined = table.IP_FREEBIND;
/** int: `bind` may take any address, for transparent proxies; needs `CAP_NET_ADMIN`. Linux only. */
export const IP_TRANSPARENT: number | undefined = table.IP_TRANSPARENT;
/**
 * int: `bind` to port 0 picks the port only at `connect`, so that ports can be shared. Linux only.
 */
export const IP_BIND_ADDRESS_NO_PORT: number | undefined = table.IP_BIND_ADDRESS_NO_PORT;
/**
 * int: the ports that `bind` to port 0 picks from, `highest << 16 | lowest`; of IPv6 sockets too.
 * Linux only.
 */
export const IP_LOCAL_PORT_RANGE: number | undefined = table.IP_LOCAL_PORT_RANGE;
/** int: use only the interface of this index. macOS only. */
export const IP_BOUND_IF: number | undefined = table.IP_BOUND_IF;
/**
 * int in network byte order: the index of the interface for outgoing unicast. Linux and Windows.
 */
export const IP_UNICAST_IF: number | undefined = table.IP_UNICAST_IF;
/** struct in_addr, or ip_mreqn: the interface for outgoing multicast. */
export const IP_MULTICAST_IF: number = table.IP_MULTICAST_IF;
/** int, or one byte: how many routers outgoing multicast may pass. */
export const IP_MULTICAST_TTL: number = table.IP_MULTICAST_TTL;
/**
 * int, or one byte: whether this machine receives its own multicast. On Windows it counts on the
 * receiving socket.
 */
export const IP_MULTICAST_LOOP: number = table.IP_MULTICAST_LOOP;
/** int: receive what any socket of this machine has joined, 1 by default. Linux only. */
export const IP_MULTICAST_ALL: number | undefined = table.IP_MULTICAST_ALL;
/** struct ip_mreq (group, interface): join a multicast group. */
export const IP_ADD_MEMBERSHIP: number = table.IP_ADD_MEMBERSHIP;
/** struct ip_mreq: leave a multicast group. */
export const IP_DROP_MEMBERSHIP: number = table.IP_DROP_MEMBERSHIP;
/** struct ip_mreq_source: join a group, for one sender. The order of its members differs per OS. */
export const IP_ADD_SOURCE_MEMBERSHIP: number = table.IP_ADD_SOURCE_MEMBERSHIP;
/** struct ip_mreq_source: leave a group, for one sender. */
export const IP_DROP_SOURCE_MEMBERSHIP: number = table.IP_DROP_SOURCE_MEMBERSHIP;
/** struct ip_mreq_source: receive nothing from this sender of the group. */
export const IP_BLOCK_SOURCE: number = table.IP_BLOCK_SOURCE;
/** struct ip_mreq_source: receive from this sender again. */
export const IP_UNBLOCK_SOURCE: number = table.IP_UNBLOCK_SOURCE;
/**
 * struct ip_msfilter, on macOS struct __msfilterreq: the whole list of senders of a group. Linux and
 * macOS.
 */
export const IP_MSFILTER: number | undefined = table.IP_MSFILTER;
/** What `IP_MULTICAST_LOOP` is at first. Linux and macOS. */
export const IP_DEFAULT_MULTICAST_LOOP: number | undefined = table.IP_DEFAULT_MULTICAST_LOOP;
/** What `IP_MULTICAST_TTL` is at first. Linux and macOS. */
export const IP_DEFAULT_MULTICAST_TTL: number | undefined = table.IP_DEFAULT_MULTICAST_TTL;
/** How many groups one socket may join. Linux and macOS. */
export const IP_MAX_MEMBERSHIPS: number | undefined = table.IP_MAX_MEMBERSHIPS;
/** struct group_req: join a multicast group of either IP version. */
export const MCAST_JOIN_GROUP: number = table.MCAST_JOIN_GROUP;
/** struct group_req: leave a group. */
export const MCAST_LEAVE_GROUP: number = table.MCAST_LEAVE_GROUP;
/** struct group_source_req: join a group, for one sender. */
export const MCAST_JOIN_SOURCE_GROUP: number = table.MCAST_JOIN_SOURCE_GROUP;
/** struct group_source_req: leave a group, for one sender. */
export const MCAST_LEAVE_SOURCE_GROUP: number = table.MCAST_LEAVE_SOURCE_GROUP;
/** struct group_source_req: receive nothing from this sender. */
export const MCAST_BLOCK_SOURCE: number = table.MCAST_BLOCK_SOURCE;
/** struct group_source_req: receive from this sender again. */
export const MCAST_UNBLOCK_SOURCE: number = table.MCAST_UNBLOCK_SOURCE;
/** struct group_filter: the whole list of senders of a group of either IP version. Linux only. */
export const MCAST_MSFILTER: number | undefined = table.MCAST_MSFILTER;
/** Mode of a list of senders: receive from nobody else. The number differs per OS. */
export const MCAST_INCLUDE: number = table.MCAST_INCLUDE;
/** Mode of a list of senders: receive from everybody else. The number differs per OS. */
export const MCAST_EXCLUDE: number = table.MCAST_EXCLUDE;

/**
 * Options of IPv6 sockets (IPV6_), at level `IPPROTO_IPV6`; each begins with the C type of its
 * value. See ipv6(7) and RFC 3542.
 */
import { table } from "./table.ts";

/** int: the socket takes no IPv4; 0 makes it take both (dual stack). To be set before `bind`. */
export const IPV6_V6ONLY: number = table.IPV6_V6ONLY;
/** int: how many routers a packet may pass, -1 for the default. */
export const IPV6_UNICAST_HOPS: number = table.IPV6_UNICAST_HOPS;
/** int: the index of the interface for outgoing multicast. */
export const IPV6_MULTICAST_IF: number = table.IPV6_MULTICAST_IF;
/** int: how many routers outgoing multicast may pass, -1 for the default, which is 1. */
export const IPV6_MULTICAST_HOPS: number = table.IPV6_MULTICAST_HOPS;
/** int: whether this machine receives its own multicast. */
export const IPV6_MULTICAST_LOOP: number = table.IPV6_MULTICAST_LOOP;
/** int: receive what any socket of this machine has joined, 1 by default. Linux only. */
export const IPV6_MULTICAST_ALL: number | undefined = table.IPV6_MULTICAST_ALL;
/** struct ipv6_mreq (group, interface index): join a multicast group. */
export const IPV6_JOIN_GROUP: number = table.IPV6_JOIN_GROUP;
/** struct ipv6_mreq: leave a multicast group. */
export const IPV6_LEAVE_GROUP: number = table.IPV6_LEAVE_GROUP;
/** Another name for `IPV6_JOIN_GROUP`. Linux and Windows. */
export const IPV6_ADD_MEMBERSHIP: number | undefined = table.IPV6_ADD_MEMBERSHIP;
/** Another name for `IPV6_LEAVE_GROUP`. Linux and Windows. */
export const IPV6_DROP_MEMBERSHIP: number | undefined = table.IPV6_DROP_MEMBERSHIP;
/**
 * int in network byte order: the index of the interface for outgoing unicast. Linux and Windows.
 */
export const IPV6_UNICAST_IF: number | undefined = table.IPV6_UNICAST_IF;
/** int: use only the interface of this index. macOS only. */
export const IPV6_BOUND_IF: number | undefined = table.IPV6_BOUND_IF;
/** int: the offset of the checksum in raw packets, which the kernel then computes; -1 for none. */
export const IPV6_CHECKSUM: number = table.IPV6_CHECKSUM;
/** int: the caller builds the IPv6 header of raw packets. Linux and Windows. */
export const IPV6_HDRINCL: number | undefined = table.IPV6_HDRINCL;
/**
 * struct icmp6_filter, at level `IPPROTO_ICMPV6`: a bit for each of the 256 types of ICMPv6, which
 * on Linux says that a raw socket does not receive it, on macOS that it does. Linux and macOS.
 */
export const ICMP6_FILTER: number | undefined = table.ICMP6_FILTER;
/** int: the MTU; of the path when read on a connected socket. Linux and Windows. */
export const IPV6_MTU: number | undefined = table.IPV6_MTU;
/** int: whether to find out the path's MTU, an `IP_PMTUDISC_` number. Linux and Windows. */
export const IPV6_MTU_DISCOVER: number | undefined = table.IPV6_MTU_DISCOVER;
/** `IPV6_MTU_DISCOVER`: never. Linux only. */
export const IPV6_PMTUDISC_DONT: number | undefined = table.IPV6_PMTUDISC_DONT;
/** `IPV6_MTU_DISCOVER`: as the route says. Linux only. */
export const IPV6_PMTUDISC_WANT: number | undefined = table.IPV6_PMTUDISC_WANT;
/** `IPV6_MTU_DISCOVER`: always; too long a datagram is an error. Linux only. */
export const IPV6_PMTUDISC_DO: number | undefined = table.IPV6_PMTUDISC_DO;
/** `IPV6_MTU_DISCOVER`: disregard the known MTU, to probe it. Linux only. */
export const IPV6_PMTUDISC_PROBE: number | undefined = table.IPV6_PMTUDISC_PROBE;
/**
 * `IPV6_MTU_DISCOVER`: use the MTU of the interface, and believe no ICMP message about the path's.
 * Linux only.
 */
export const IPV6_PMTUDISC_INTERFACE: number | undefined = table.IPV6_PMTUDISC_INTERFACE;
/**
 * `IPV6_MTU_DISCOVER`: as `IPV6_PMTUDISC_INTERFACE`, and packets longer than that are fragmented.
 * Linux only.
 */
export const IPV6_PMTUDISC_OMIT: number | undefined = table.IPV6_PMTUDISC_OMIT;
/** int: too long a datagram is an error, instead of being fragmented. */
export const IPV6_DONTFRAG: number = table.IPV6_DONTFRAG;
/** int: fragment to 1280 bytes: 1 always, 0 never, -1 for multicast only. macOS only. */
export const IPV6_USE_MIN_MTU: number | undefined = table.IPV6_USE_MIN_MTU;
/** struct ip6_mtuinfo, read only: the path's MTU; also ancillary data. Linux and macOS. */
export const IPV6_PATHMTU: number | undefined = table.IPV6_PATHMTU;
/** int: receive changes of the path's MTU as `IPV6_PATHMTU`. Linux and macOS. */
export const IPV6_RECVPATHMTU: number | undefined = table.IPV6_RECVPATHMTU;
/**
 * struct in6_pktinfo as ancillary data: address and interface of a datagram, received or to be
 * sent. On Windows also the option that asks for it.
 */
export const IPV6_PKTINFO: number = table.IPV6_PKTINFO;
/** int: receive `IPV6_PKTINFO` with each datagram. Linux and macOS. */
export const IPV6_RECVPKTINFO: number | undefined = table.IPV6_RECVPKTINFO;
/**
 * int as ancillary data: the hop limit of a datagram. On Windows also the option that asks for it.
 */
export const IPV6_HOPLIMIT: number = table.IPV6_HOPLIMIT;
/** int: receive `IPV6_HOPLIMIT` with each datagram. Linux and macOS. */
export const IPV6_RECVHOPLIMIT: number | undefined = table.IPV6_RECVHOPLIMIT;
/** int: the traffic class of outgoing packets; also ancillary data. */
export const IPV6_TCLASS: number = table.IPV6_TCLASS;
/** int: receive `IPV6_TCLASS` with each datagram. */
export const IPV6_RECVTCLASS: number = table.IPV6_RECVTCLASS;
/** bytes: the hop-by-hop options header; option or ancillary data. */
export const IPV6_HOPOPTS: number = table.IPV6_HOPOPTS;
/** int: receive `IPV6_HOPOPTS` with each datagram. Linux and macOS. */
export const IPV6_RECVHOPOPTS: number | undefined = table.IPV6_RECVHOPOPTS;
/** bytes: the destination options header; option or ancillary data. Linux and macOS. */
export const IPV6_DSTOPTS: number | undefined = table.IPV6_DSTOPTS;
/** int: receive `IPV6_DSTOPTS` with each datagram. Linux and macOS. */
export const IPV6_RECVDSTOPTS: number | undefined = table.IPV6_RECVDSTOPTS;
/** bytes: the routing header; option or ancillary data. */
export const IPV6_RTHDR: number = table.IPV6_RTHDR;
/** int: receive `IPV6_RTHDR` with each datagram. */
export const IPV6_RECVRTHDR: number = table.IPV6_RECVRTHDR;
/** bytes: the destination options header that goes before a routing header. Linux and macOS. */
export const IPV6_RTHDRDSTOPTS: number | undefined = table.IPV6_RTHDRDSTOPTS;
/**
 * The type of routing header that lists the routers to pass; deprecated by RFC 5095. Linux and
 * macOS.
 */
export const IPV6_RTHDR_TYPE_0: number | undefined = table.IPV6_RTHDR_TYPE_0;
/** struct sockaddr: the next router to send to. Linux and macOS. */
export const IPV6_NEXTHOP: number | undefined = table.IPV6_NEXTHOP;
/**
 * int: queue errors of the network with their origin, to be read with `MSG_ERRQUEUE`. Linux and
 * Windows.
 */
export const IPV6_RECVERR: number | undefined = table.IPV6_RECVERR;
/**
 * int: with `IPV6_RECVERR`, where the extensions of an ICMP error begin (RFC 4884), in `ee_data`.
 * Linux only.
 */
export const IPV6_RECVERR_RFC4884: number | undefined = table.IPV6_RECVERR_RFC4884;
/** int: `bind` may take an address that this machine does not have yet. Linux only. */
export const IPV6_FREEBIND: number | undefined = table.IPV6_FREEBIND;
/** int: `bind` may take any address, for transparent proxies; needs `CAP_NET_ADMIN`. Linux only. */
export const IPV6_TRANSPARENT: number | undefined = table.IPV6_TRANSPARENT;
/**
 * int: receive with each datagram the address it was sent to before it was redirected. Linux only.
 */
export const IPV6_RECVORIGDSTADDR: number | undefined = table.IPV6_RECVORIGDSTADDR;
/** Ancillary data: what `IPV6_RECVORIGDSTADDR` asks for. Linux only. */
export const IPV6_ORIGDSTADDR: number | undefined = table.IPV6_ORIGDSTADDR;
/** int: prefer temporary (privacy) source addresses. macOS only. */
export const IPV6_PREFER_TEMPADDR: number | undefined = table.IPV6_PREFER_TEMPADDR;
/** int: from where packets are accepted: the link, the site, or anywhere. Windows only. */
export const IPV6_PROTECTION_LEVEL: number | undefined = table.IPV6_PROTECTION_LEVEL;

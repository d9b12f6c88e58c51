/**
 * IP protocol numbers (IPPROTO_), the third argument of `socket()` and the level of their socket
 * options. See the IANA list of protocol numbers.
 */
import { table } from "./table.ts";

/** IPv4 itself as the level of its options; as a protocol, "the default one". */
export const IPPROTO_IP: number = table.IPPROTO_IP;
/** IPv6 extension header: hop-by-hop options. */
export const IPPROTO_HOPOPTS: number = table.IPPROTO_HOPOPTS;
/** Internet control message protocol: ping and errors of IPv4; see icmp(7). */
export const IPPROTO_ICMP: number = table.IPPROTO_ICMP;
/** Internet group management protocol, which joins IPv4 multicast groups. */
export const IPPROTO_IGMP: number = table.IPPROTO_IGMP;
/** Gateway-to-gateway protocol; obsolete. macOS and Windows. */
export const IPPROTO_GGP: number | undefined = table.IPPROTO_GGP;
/** IPv4 inside IP, the tunnel of RFC 2003. Linux and macOS. */
export const IPPROTO_IPIP: number | undefined = table.IPPROTO_IPIP;
/** IPv4 inside IP; the same number as `IPPROTO_IPIP`. macOS and Windows. */
export const IPPROTO_IPV4: number | undefined = table.IPPROTO_IPV4;
/**
 * The stream protocol; the number is 5 by IANA and on Windows, 7 in macOS's header. macOS and
 * Windows.
 */
export const IPPROTO_ST: number | undefined = table.IPPROTO_ST;
/** Transmission control protocol, and the level of its options; see tcp(7). */
export const IPPROTO_TCP: number = table.IPPROTO_TCP;
/** Core-based trees multicast routing. Windows only. */
export const IPPROTO_CBT: number | undefined = table.IPPROTO_CBT;
/** Exterior gateway protocol; obsolete. */
export const IPPROTO_EGP: number = table.IPPROTO_EGP;
/**
 * Private interior gateway protocols; the number is 9 by IANA and on Windows, 85 in macOS's header.
 * macOS and Windows.
 */
export const IPPROTO_IGP: number | undefined = table.IPPROTO_IGP;
/** PARC universal packet; obsolete. */
export const IPPROTO_PUP: number = table.IPPROTO_PUP;
/** User datagram protocol, and the level of its options; see udp(7). */
export const IPPROTO_UDP: number = table.IPPROTO_UDP;
/** Xerox internet datagram protocol; obsolete. */
export const IPPROTO_IDP: number = table.IPPROTO_IDP;
/** Reliable data protocol. macOS and Windows. */
export const IPPROTO_RDP: number | undefined = table.IPPROTO_RDP;
/** ISO transport protocol, class 4. Linux and macOS. */
export const IPPROTO_TP: number | undefined = table.IPPROTO_TP;
/** Datagram congestion control protocol. Linux only. */
export const IPPROTO_DCCP: number | undefined = table.IPPROTO_DCCP;
/** Xpress transport protocol. macOS only. */
export const IPPROTO_XTP: number | undefined = table.IPPROTO_XTP;
/** IPv6 inside IP, and the level of IPv6's options; see ipv6(7). */
export const IPPROTO_IPV6: number = table.IPPROTO_IPV6;
/** IPv6 extension header: routing. */
export const IPPROTO_ROUTING: number = table.IPPROTO_ROUTING;
/** IPv6 extension header: fragmentation. */
export const IPPROTO_FRAGMENT: number = table.IPPROTO_FRAGMENT;
/** Resource reservation protocol. Linux and macOS. */
export const IPPROTO_RSVP: number | undefined = table.IPPROTO_RSVP;
/** Generic routing encapsulation, a tunnel. Linux and macOS. */
export const IPPROTO_GRE: number | undefined = table.IPPROTO_GRE;
/** IPsec: encapsulating security payload. */
export const IPPROTO_ESP: number = table.IPPROTO_ESP;
/** IPsec: authentication header. */
export const IPPROTO_AH: number = table.IPPROTO_AH;
/** IP mobility; FreeBSD. None of the three OSes has it. */
export const IPPROTO_MOBILE: number | undefined = undefined;
/** Control messages of IPv6: ping, errors, neighbours. */
export const IPPROTO_ICMPV6: number = table.IPPROTO_ICMPV6;
/** IPv6: no header follows. */
export const IPPROTO_NONE: number = table.IPPROTO_NONE;
/** IPv6 extension header: options for the destination. */
export const IPPROTO_DSTOPTS: number = table.IPPROTO_DSTOPTS;
/** The HELLO routing protocol; obsolete. macOS only. */
export const IPPROTO_HELLO: number | undefined = table.IPPROTO_HELLO;
/** Sun network disk; obsolete. macOS and Windows. */
export const IPPROTO_ND: number | undefined = table.IPPROTO_ND;
/** Wideband monitoring (ICL); obsolete. Windows only. */
export const IPPROTO_ICLFXBM: number | undefined = table.IPPROTO_ICLFXBM;
/** ISO's connectionless network protocol (CLNP). macOS only. */
export const IPPROTO_EON: number | undefined = table.IPPROTO_EON;
/** An unassigned number that some BSDs name. None of the three OSes has it. */
export const IPPROTO_BIP: number | undefined = undefined;
/** IPsec's BEET mode pseudo-header. Linux only. */
export const IPPROTO_BEETPH: number | undefined = table.IPPROTO_BEETPH;
/** Ethernet inside IP. macOS only. */
export const IPPROTO_ETHERIP: number | undefined = table.IPPROTO_ETHERIP;
/** An encapsulation header (RFC 1241). Linux and macOS. */
export const IPPROTO_ENCAP: number | undefined = table.IPPROTO_ENCAP;
/** Protocol-independent multicast routing. */
export const IPPROTO_PIM: number = table.IPPROTO_PIM;
/** IP payload compression. macOS only. */
export const IPPROTO_IPCOMP: number | undefined = table.IPPROTO_IPCOMP;
/** Virtual router redundancy; OpenBSD and FreeBSD. None of the three OSes has it. */
export const IPPROTO_VRRP: number | undefined = undefined;
/** Pragmatic general multicast. macOS and Windows. */
export const IPPROTO_PGM: number | undefined = table.IPPROTO_PGM;
/** Layer 2 tunnelling protocol, version 3. Linux and Windows. */
export const IPPROTO_L2TP: number | undefined = table.IPPROTO_L2TP;
/** Stream control transmission protocol; see sctp(7). */
export const IPPROTO_SCTP: number = table.IPPROTO_SCTP;
/** IPv6 mobility header. Linux only. */
export const IPPROTO_MH: number | undefined = table.IPPROTO_MH;
/** UDP whose checksum covers only part of the datagram; see udplite(7). Linux only. */
export const IPPROTO_UDPLITE: number | undefined = table.IPPROTO_UDPLITE;
/** MPLS inside IP. Linux only. */
export const IPPROTO_MPLS: number | undefined = table.IPPROTO_MPLS;
/** Ethernet inside IPv6 segment routing. Linux only. */
export const IPPROTO_ETHERNET: number | undefined = table.IPPROTO_ETHERNET;
/** Divert sockets, which take packets out of the firewall. macOS only. */
export const IPPROTO_DIVERT: number | undefined = table.IPPROTO_DIVERT;
/** Raw packets for which the caller builds the IP header; see raw(7). */
export const IPPROTO_RAW: number = table.IPPROTO_RAW;
/** Multipath TCP: one connection over several paths. Linux only. */
export const IPPROTO_MPTCP: number | undefined = table.IPPROTO_MPTCP;
/** One more than the highest protocol number of the OS's header. */
export const IPPROTO_MAX: number = table.IPPROTO_MAX;

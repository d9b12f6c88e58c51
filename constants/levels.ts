/**
 * Levels of socket options (SOL_), the first argument of `setsockopt` and `getsockopt`, and the
 * kind of ancillary data. The level of an IP protocol may also be its IPPROTO_ number.
 */
import { table } from "./table.ts";

/** Options of every socket, the SO_ ones; see socket(7). */
export const SOL_SOCKET: number = table.SOL_SOCKET;
/**
 * Options of IPv4. On Windows it is 0 as `IPPROTO_IP`, unlike the 65531 of newer Windows headers
 * (and of Python there), with which setsockopt fails.
 */
export const SOL_IP: number = table.SOL_IP;
/**
 * Options of IPv6; the same as `IPPROTO_IPV6`. On Windows it is 41, unlike the 65530 of newer
 * headers, the twin of the number described at `SOL_IP`. Linux and Windows.
 */
export const SOL_IPV6: number | undefined = table.SOL_IPV6;
/** Options of TCP; the same as `IPPROTO_TCP`. */
export const SOL_TCP: number = table.SOL_TCP;
/** Options of UDP; the same as `IPPROTO_UDP`. */
export const SOL_UDP: number = table.SOL_UDP;
/** Options of raw sockets, such as the ICMP filter. Linux only. */
export const SOL_RAW: number | undefined = table.SOL_RAW;
/** Options of IPX. Linux only. */
export const SOL_IPX: number | undefined = table.SOL_IPX;
/** Options of AX.25. Linux only. */
export const SOL_AX25: number | undefined = table.SOL_AX25;
/** Options of AppleTalk. Linux only. */
export const SOL_ATALK: number | undefined = table.SOL_ATALK;
/** Options of NET/ROM. Linux only. */
export const SOL_NETROM: number | undefined = table.SOL_NETROM;
/** Options of ROSE. Linux only. */
export const SOL_ROSE: number | undefined = table.SOL_ROSE;
/** Options of `AF_PACKET` sockets. Linux only. */
export const SOL_PACKET: number | undefined = table.SOL_PACKET;
/** Options of `AF_NETLINK` sockets. Linux only. */
export const SOL_NETLINK: number | undefined = table.SOL_NETLINK;
/** Options of TIPC sockets. Linux only. */
export const SOL_TIPC: number | undefined = table.SOL_TIPC;
/** Options and ancillary data of `AF_ALG` sockets. Linux only. */
export const SOL_ALG: number | undefined = table.SOL_ALG;
/** Options of RDS sockets. Linux only. */
export const SOL_RDS: number | undefined = table.SOL_RDS;
/** TLS done by the kernel on a TCP socket. Linux only. */
export const SOL_TLS: number | undefined = table.SOL_TLS;
/** Options of `AF_XDP` sockets. Linux only. */
export const SOL_XDP: number | undefined = table.SOL_XDP;
/** Options of multipath TCP. Linux only. */
export const SOL_MPTCP: number | undefined = table.SOL_MPTCP;
/** Ancillary data of `AF_VSOCK` sockets; their options have the level `AF_VSOCK`. Linux only. */
export const SOL_VSOCK: number | undefined = table.SOL_VSOCK;
/** Options of `AF_UNIX` sockets: `LOCAL_PEERCRED` and its like. macOS only. */
export const SOL_LOCAL: number | undefined = table.SOL_LOCAL;

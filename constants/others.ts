/**
 * Constants of single systems and small families: Windows requests (SIO_, RCVALL_), macOS kernel
 * controls, and IPX.
 */
import { table } from "./table.ts";

/**
 * Request of `ioctl`: receive every packet of the network, with a RCVALL_ number; needs
 * administrator rights. Windows only.
 */
export const SIO_RCVALL: number | undefined = table.SIO_RCVALL;
/** `SIO_RCVALL`: off. Windows only. */
export const RCVALL_OFF: number | undefined = table.RCVALL_OFF;
/** `SIO_RCVALL`: every packet, in promiscuous mode. Windows only. */
export const RCVALL_ON: number | undefined = table.RCVALL_ON;
/** `SIO_RCVALL`: reserved. Windows only. */
export const RCVALL_SOCKETLEVELONLY: number | undefined = table.RCVALL_SOCKETLEVELONLY;
/** `SIO_RCVALL`: every packet that reaches this machine, without promiscuous mode. Windows only. */
export const RCVALL_IPLEVEL: number | undefined = table.RCVALL_IPLEVEL;
/** `SIO_RCVALL`: the highest number by Python's count. Windows only. */
export const RCVALL_MAX: number | undefined = table.RCVALL_MAX;
/**
 * Request of `ioctl`: `[onoff, idle milliseconds, interval milliseconds]` of keepalive. Windows
 * only.
 */
export const SIO_KEEPALIVE_VALS: number | undefined = table.SIO_KEEPALIVE_VALS;
/** Request of `ioctl`: faster TCP within this machine; deprecated. Windows only. */
export const SIO_LOOPBACK_FAST_PATH: number | undefined = table.SIO_LOOPBACK_FAST_PATH;
/** Request of `ioctl`: statistics of the connection, as `TCP_INFO` on Linux. Windows only. */
export const SIO_TCP_INFO: number | undefined = table.SIO_TCP_INFO;
/** Request of `ioctl`: after how many packets to acknowledge. Windows only. */
export const SIO_TCP_SET_ACK_FREQUENCY: number | undefined = table.SIO_TCP_SET_ACK_FREQUENCY;
/**
 * Request of `ioctl`: whether an unreachable port makes the next UDP receive fail with ECONNRESET.
 * Windows only.
 */
export const SIO_UDP_CONNRESET: number | undefined = table.SIO_UDP_CONNRESET;
/** Request of `ioctl`: the local address packets to a destination would have. Windows only. */
export const SIO_ROUTING_INTERFACE_QUERY: number | undefined = table.SIO_ROUTING_INTERFACE_QUERY;
/** Request of `ioctl`: the process id of the peer of an `AF_UNIX` socket. Windows only. */
export const SIO_AF_UNIX_GETPEERPID: number | undefined = table.SIO_AF_UNIX_GETPEERPID;
/** Protocol of `AF_SYSTEM`: kernel controls. macOS only. */
export const SYSPROTO_CONTROL: number | undefined = table.SYSPROTO_CONTROL;
/** Option of a `utun` socket at level `SYSPROTO_CONTROL`: flags. macOS only. */
export const UTUN_OPT_FLAGS: number | undefined = table.UTUN_OPT_FLAGS;
/** Option of a `utun` socket at level `SYSPROTO_CONTROL`: the name of its interface. macOS only. */
export const UTUN_OPT_IFNAME: number | undefined = table.UTUN_OPT_IFNAME;
/** Option at level `SOL_IPX`: the packet type. Linux only. */
export const IPX_TYPE: number | undefined = table.IPX_TYPE;

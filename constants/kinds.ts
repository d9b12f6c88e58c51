/**
 * Socket types, the second argument of `socket()`, and the flags that may be OR'ed to them. See
 * socket(2).
 */
import type { SocketKind } from "./enums.ts";
import { table } from "./table.ts";

/** A connection that carries a stream of bytes, in order and complete: TCP, AF_UNIX streams. */
export const SOCK_STREAM: SocketKind = table.SOCK_STREAM;
/**
 * Datagrams: single messages, which may be lost or reordered on the way: UDP, AF_UNIX datagrams.
 */
export const SOCK_DGRAM: SocketKind = table.SOCK_DGRAM;
/** Packets of the layer below, with or without its header; needs privilege; see raw(7). */
export const SOCK_RAW: SocketKind = table.SOCK_RAW;
/**
 * Reliable datagrams that may arrive out of order; used by RDS and TIPC, and for PGM multicast on
 * Windows.
 */
export const SOCK_RDM: SocketKind = table.SOCK_RDM;
/**
 * A connection that carries messages, in order and complete, with their bounds kept: AF_UNIX, SCTP,
 * L2CAP.
 */
export const SOCK_SEQPACKET: SocketKind = table.SOCK_SEQPACKET;
/**
 * Datagram congestion control protocol, with `IPPROTO_DCCP`; removed from Linux 6.16. Linux only.
 */
export const SOCK_DCCP: SocketKind | undefined = table.SOCK_DCCP;
/** Link-layer frames the obsolete way; use `AF_PACKET`. Linux only. */
export const SOCK_PACKET: SocketKind | undefined = table.SOCK_PACKET;
/**
 * Flag: the descriptor is closed in programs that are started by exec. The library always sets it
 * (PEP 446). Linux only.
 */
export const SOCK_CLOEXEC: SocketKind | undefined = table.SOCK_CLOEXEC;
/** Flag: the socket starts in non-blocking mode. Linux only. */
export const SOCK_NONBLOCK: SocketKind | undefined = table.SOCK_NONBLOCK;

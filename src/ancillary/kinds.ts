/** The control messages that are understood: where each OS has them, and what their data is. */
import { darwin } from "../../constants/darwin.ts";
import { linux } from "../../constants/linux.ts";
import { windows } from "../../constants/windows.ts";
import type { Layout } from "../../ffi/layout.ts";
import type { Inet6Address, InetAddress } from "../addresses.ts";
import type { SockExtendedErr } from "../structs/extended_error.ts";
import type { TpacketAuxdata } from "../structs/packet.ts";
import type { In6Pktinfo, InPktinfo } from "../structs/packet_info.ts";
import type { Timespec, Timeval } from "../structs/time.ts";
import type { Ucred } from "../structs/credentials.ts";
import type { OwnedDescriptors } from "./descriptors.ts";
import * as read from "./reading.ts";
import * as write from "./writing.ts";

/** An error from a socket's queue of errors, and who found it. */
export interface ExtendedError<A> extends SockExtendedErr {
  /**
   * The address of the machine that reported it (SO_EE_OFFENDER of ip(7)), for ICMP; null where there
   * is none. The port is 0.
   */
  offender: A | null;
}

/** `struct scm_timestamping` (linux/errqueue.h): stamps of one packet; one that is all 0 is not there. */
export interface ScmTimestamping {
  /** By the kernel; nothing any more; by the network card. */
  ts: [software: Timespec, legacy: Timespec, hardware: Timespec];
}

/** What each control message holds that can be received, by its name in C. */
export interface ControlValues {
  /** Descriptors that an AF_UNIX peer passed, unix(7). */
  SCM_RIGHTS: OwnedDescriptors;
  /** A descriptor of the sender's process (SO_PASSPIDFD), unix(7); none if that is gone. Linux only. */
  SCM_PIDFD: OwnedDescriptors;
  /** The sender's process, user and group (SO_PASSCRED), unix(7). Linux only. */
  SCM_CREDENTIALS: Ucred;
  /** When the packet arrived (SO_TIMESTAMP), socket(7). Linux and macOS. */
  SCM_TIMESTAMP: Timeval;
  /** When the packet arrived (SO_TIMESTAMPNS), socket(7). Linux only. */
  SCM_TIMESTAMPNS: Timespec;
  /** When the packet arrived, or was sent (SO_TIMESTAMPING). Linux only. */
  SCM_TIMESTAMPING: ScmTimestamping;
  /** How many packets were dropped since the socket was made (SO_RXQ_OVFL), socket(7). Linux only. */
  SO_RXQ_OVFL: number;
  /** Where an IPv4 datagram arrived (IP_PKTINFO), ip(7). */
  IP_PKTINFO: InPktinfo;
  /** The TTL in the header, 0 to 255 (IP_RECVTTL), ip(7). */
  IP_TTL: number;
  /** The TOS in the header, 0 to 255 (IP_RECVTOS), ip(7). */
  IP_TOS: number;
  /** An error from the queue (IP_RECVERR and MSG_ERRQUEUE), ip(7). Linux only. */
  IP_RECVERR: ExtendedError<InetAddress>;
  /** Where the datagram was going before it was redirected here (IP_RECVORIGDSTADDR), ip(7). Linux only. */
  IP_ORIGDSTADDR: InetAddress;
  /** Where an IPv6 datagram arrived (IPV6_RECVPKTINFO), ipv6(7). */
  IPV6_PKTINFO: In6Pktinfo;
  /** The hop limit in the header, 0 to 255 (IPV6_RECVHOPLIMIT), ipv6(7). */
  IPV6_HOPLIMIT: number;
  /** The traffic class in the header, 0 to 255 (IPV6_RECVTCLASS), ipv6(7). */
  IPV6_TCLASS: number;
  /** An error from the queue (IPV6_RECVERR and MSG_ERRQUEUE), ipv6(7). Linux only. */
  IPV6_RECVERR: ExtendedError<Inet6Address>;
  /** Where the datagram was going before it was redirected here (IPV6_RECVORIGDSTADDR). Linux only. */
  IPV6_ORIGDSTADDR: Inet6Address;
  /** What there is to say of a frame (PACKET_AUXDATA), packet(7). Linux only. */
  PACKET_AUXDATA: TpacketAuxdata;
  /** How many bytes each of the datagrams has that were joined (UDP_GRO), udp(7). Linux only. */
  UDP_GRO: number;
}

/** What each control message is made of that can be sent, by its name in C. */
export interface ControlArguments {
  /** Descriptors, at most 253, to pass to an AF_UNIX peer, who gets duplicates; unix(7). */
  SCM_RIGHTS: Iterable<number>;
  /** Who sends; with privilege it may be somebody else. unix(7). Linux only. */
  SCM_CREDENTIALS: Readonly<Ucred>;
  /** Which stamps to take of this packet: SOF_TIMESTAMPING_TX_ flags. Linux only. */
  SO_TIMESTAMPING: number;
  /** When the packet is to leave, in nanoseconds of the clock of SO_TXTIME. Linux only. */
  SCM_TXTIME: bigint | number;
  /** The interface and the address to send from; what is left out the OS chooses. ip(7). */
  IP_PKTINFO: Readonly<Partial<InPktinfo>>;
  /** The TTL, 1 to 255; ip(7). Linux only: macOS takes such a message, and no notice of it. */
  IP_TTL: number;
  /** The TOS, 0 to 255; ip(7). */
  IP_TOS: number;
  /** The interface and the address to send from; what is left out the OS chooses. ipv6(7). */
  IPV6_PKTINFO: Readonly<Partial<In6Pktinfo>>;
  /** The hop limit, 0 to 255, or -1 for the OS's; ipv6(7). */
  IPV6_HOPLIMIT: number;
  /** The traffic class, 0 to 255, or -1 for the OS's; ipv6(7). */
  IPV6_TCLASS: number;
  /** The data are several datagrams of so many bytes, the last may have fewer; udp(7). Linux only. */
  UDP_SEGMENT: number;
}

type Row<Convert> = readonly [level: number, type: number, convert: Convert];

/** The messages that can be received; null instead of a value where there are too few bytes. */
type Received = {
  readonly [N in keyof ControlValues]?: Row<read.Read<ControlValues[N]>>;
};

/** The messages that can be sent. */
type Sendable = {
  readonly [N in keyof ControlArguments]?: Row<write.Write>;
};

/** What each OS has of both. */
interface Kinds {
  readonly received: Received;
  readonly sendable: Sendable;
}

/** For each OS, by its own numbers: what it does not have cannot be mistaken for anything. */
export const kinds: Readonly<Record<Layout["os"], Kinds>> = {
  linux: {
    received: {
      SCM_RIGHTS: [linux.SOL_SOCKET, linux.SCM_RIGHTS, read.descriptors],
      SCM_PIDFD: [linux.SOL_SOCKET, linux.SCM_PIDFD, read.descriptors],
      SCM_CREDENTIALS: [linux.SOL_SOCKET, linux.SCM_CREDENTIALS, read.credentials],
      SCM_TIMESTAMP: [linux.SOL_SOCKET, linux.SCM_TIMESTAMP, read.microseconds],
      SCM_TIMESTAMPNS: [linux.SOL_SOCKET, linux.SCM_TIMESTAMPNS, read.nanoseconds],
      SCM_TIMESTAMPING: [linux.SOL_SOCKET, linux.SCM_TIMESTAMPING, read.stamps],
      SO_RXQ_OVFL: [linux.SOL_SOCKET, linux.SO_RXQ_OVFL, read.unsigned],
      IP_PKTINFO: [linux.IPPROTO_IP, linux.IP_PKTINFO, read.inPktinfo],
      IP_TTL: [linux.IPPROTO_IP, linux.IP_TTL, read.int],
      // A byte here although `setsockopt` and `sendmsg` take an int.
      IP_TOS: [linux.IPPROTO_IP, linux.IP_TOS, read.byte],
      IP_RECVERR: [linux.IPPROTO_IP, linux.IP_RECVERR, read.inetError],
      IP_ORIGDSTADDR: [linux.IPPROTO_IP, linux.IP_ORIGDSTADDR, read.inetAddress],
      IPV6_PKTINFO: [linux.IPPROTO_IPV6, linux.IPV6_PKTINFO, read.in6Pktinfo],
      IPV6_HOPLIMIT: [linux.IPPROTO_IPV6, linux.IPV6_HOPLIMIT, read.int],
      IPV6_TCLASS: [linux.IPPROTO_IPV6, linux.IPV6_TCLASS, read.int],
      IPV6_RECVERR: [linux.IPPROTO_IPV6, linux.IPV6_RECVERR, read.inet6Error],
      IPV6_ORIGDSTADDR: [linux.IPPROTO_IPV6, linux.IPV6_ORIGDSTADDR, read.inet6Address],
      PACKET_AUXDATA: [linux.SOL_PACKET, linux.PACKET_AUXDATA, read.auxdata],
      UDP_GRO: [linux.SOL_UDP, linux.UDP_GRO, read.int],
    },
    sendable: {
      SCM_RIGHTS: [linux.SOL_SOCKET, linux.SCM_RIGHTS, write.descriptors],
      SCM_CREDENTIALS: [linux.SOL_SOCKET, linux.SCM_CREDENTIALS, write.credentials],
      SO_TIMESTAMPING: [linux.SOL_SOCKET, linux.SO_TIMESTAMPING, write.unsigned],
      SCM_TXTIME: [linux.SOL_SOCKET, linux.SCM_TXTIME, write.long],
      IP_PKTINFO: [linux.IPPROTO_IP, linux.IP_PKTINFO, write.inPktinfo],
      IP_TTL: [linux.IPPROTO_IP, linux.IP_TTL, write.int],
      IP_TOS: [linux.IPPROTO_IP, linux.IP_TOS, write.int],
      IPV6_PKTINFO: [linux.IPPROTO_IPV6, linux.IPV6_PKTINFO, write.in6Pktinfo],
      IPV6_HOPLIMIT: [linux.IPPROTO_IPV6, linux.IPV6_HOPLIMIT, write.int],
      IPV6_TCLASS: [linux.IPPROTO_IPV6, linux.IPV6_TCLASS, write.int],
      UDP_SEGMENT: [linux.SOL_UDP, linux.UDP_SEGMENT, write.short],
    },
  },
  darwin: {
    received: {
      SCM_RIGHTS: [darwin.SOL_SOCKET, darwin.SCM_RIGHTS, read.descriptors],
      SCM_TIMESTAMP: [darwin.SOL_SOCKET, darwin.SCM_TIMESTAMP, read.microseconds],
      IP_PKTINFO: [darwin.IPPROTO_IP, darwin.IP_PKTINFO, read.inPktinfo],
      // BSD names these two by the options that ask for them, and gives a byte.
      IP_TTL: [darwin.IPPROTO_IP, darwin.IP_RECVTTL, read.byte],
      IP_TOS: [darwin.IPPROTO_IP, darwin.IP_RECVTOS, read.byte],
      IPV6_PKTINFO: [darwin.IPPROTO_IPV6, darwin.IPV6_PKTINFO, read.in6Pktinfo],
      IPV6_HOPLIMIT: [darwin.IPPROTO_IPV6, darwin.IPV6_HOPLIMIT, read.int],
      IPV6_TCLASS: [darwin.IPPROTO_IPV6, darwin.IPV6_TCLASS, read.int],
    },
    sendable: {
      SCM_RIGHTS: [darwin.SOL_SOCKET, darwin.SCM_RIGHTS, write.descriptors],
      IP_PKTINFO: [darwin.IPPROTO_IP, darwin.IP_PKTINFO, write.inPktinfo],
      IP_TOS: [darwin.IPPROTO_IP, darwin.IP_TOS, write.int],
      IPV6_PKTINFO: [darwin.IPPROTO_IPV6, darwin.IPV6_PKTINFO, write.in6Pktinfo],
      IPV6_HOPLIMIT: [darwin.IPPROTO_IPV6, darwin.IPV6_HOPLIMIT, write.int],
      IPV6_TCLASS: [darwin.IPPROTO_IPV6, darwin.IPV6_TCLASS, write.int],
    },
  },
  windows: {
    received: {
      IP_PKTINFO: [windows.IPPROTO_IP, windows.IP_PKTINFO, read.inPktinfo],
      IP_TTL: [windows.IPPROTO_IP, windows.IP_TTL, read.int],
      IP_TOS: [windows.IPPROTO_IP, windows.IP_TOS, read.int],
      IPV6_PKTINFO: [windows.IPPROTO_IPV6, windows.IPV6_PKTINFO, read.in6Pktinfo],
      IPV6_HOPLIMIT: [windows.IPPROTO_IPV6, windows.IPV6_HOPLIMIT, read.int],
      IPV6_TCLASS: [windows.IPPROTO_IPV6, windows.IPV6_TCLASS, read.int],
    },
    sendable: {
      IP_PKTINFO: [windows.IPPROTO_IP, windows.IP_PKTINFO, write.inPktinfo],
      IP_TOS: [windows.IPPROTO_IP, windows.IP_TOS, write.int],
      IPV6_PKTINFO: [windows.IPPROTO_IPV6, windows.IPV6_PKTINFO, write.in6Pktinfo],
      IPV6_HOPLIMIT: [windows.IPPROTO_IPV6, windows.IPV6_HOPLIMIT, write.int],
      IPV6_TCLASS: [windows.IPPROTO_IPV6, windows.IPV6_TCLASS, write.int],
    },
  },
};

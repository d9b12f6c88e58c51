/** Options, ancillary data and state of SCTP, sctp(7) and RFC 6458. All of it is Linux's alone. */
import { linux } from "../../ffi/layout.ts";
import { onLinux, type StructCodec, structCodec } from "./codec.ts";
import { type IpAddress, sockaddr } from "./sockaddr.ts";
import { i32, nested, type Struct, u16, u32, u8 } from "./struct.ts";

/** `struct sctp_initmsg` (linux/sctp.h): what a connection begins with. */
export interface SctpInitmsg {
  /** How many streams to send on; 0 leaves it as it is, as with the others. */
  sinit_num_ostreams: number;
  /** How many streams to receive on at most. */
  sinit_max_instreams: number;
  /** How often the first packet is sent at most. */
  sinit_max_attempts: number;
  /** The longest time until it is repeated, in milliseconds. */
  sinit_max_init_timeo: number;
}

/**
 * The value of SCTP_INITMSG, `struct sctp_initmsg` of sctp(7), which is set before `connect` or
 * `listen`. Linux only.
 *
 * @example
 * ```ts ignore
 * import { AF_INET, IPPROTO_SCTP, SCTP_INITMSG, sctp_initmsg } from "@bsd/socket";
 * import { SOCK_STREAM, socket } from "@bsd/socket";
 *
 * using s = socket(AF_INET, SOCK_STREAM, IPPROTO_SCTP);
 * const streams = sctp_initmsg.encode({
 *   sinit_num_ostreams: 4,
 *   sinit_max_instreams: 4,
 *   sinit_max_attempts: 0,
 *   sinit_max_init_timeo: 0,
 * });
 * s.setsockopt(IPPROTO_SCTP, SCTP_INITMSG, streams);
 * ```
 */
export const sctp_initmsg: StructCodec<SctpInitmsg> = structCodec(
  "sctp_initmsg",
  onLinux({
    size: 8,
    members: {
      sinit_num_ostreams: [0, u16],
      sinit_max_instreams: [2, u16],
      sinit_max_attempts: [4, u16],
      sinit_max_init_timeo: [6, u16],
    },
  }),
);

/** `struct sctp_rtoinfo` (linux/sctp.h): after how long a packet is repeated, in milliseconds. */
export interface SctpRtoinfo {
  /** 0 for a socket of one connection. */
  srto_assoc_id: number;
  /** At first; 0 leaves it as it is, as with the others. */
  srto_initial: number;
  /** At most. */
  srto_max: number;
  /** At least. */
  srto_min: number;
}

/**
 * The value of SCTP_RTOINFO, `struct sctp_rtoinfo` of sctp(7). Linux only.
 *
 * @example
 * ```ts ignore
 * import { IPPROTO_SCTP, SCTP_RTOINFO, sctp_rtoinfo } from "@bsd/socket";
 *
 * const value = s.getsockopt(IPPROTO_SCTP, SCTP_RTOINFO, sctp_rtoinfo.size);
 * console.log(sctp_rtoinfo.decode(value).srto_initial); // 3000
 * ```
 */
export const sctp_rtoinfo: StructCodec<SctpRtoinfo> = structCodec(
  "sctp_rtoinfo",
  onLinux({
    size: 16,
    members: {
      srto_assoc_id: [0, i32],
      srto_initial: [4, u32],
      srto_max: [8, u32],
      srto_min: [12, u32],
    },
  }),
);

/** `struct sctp_assocparams` (linux/sctp.h): how long a connection holds, and its windows. */
export interface SctpAssocparams {
  /** 0 for a socket of one connection. */
  sasoc_assoc_id: number;
  /** How often something is repeated before the connection is given up; 0 leaves it as it is. */
  sasoc_asocmaxrxt: number;
  /** How many addresses the peer has; not for setting. */
  sasoc_number_peer_destinations: number;
  /** The peer's window, in bytes; not for setting. */
  sasoc_peer_rwnd: number;
  /** The own window, in bytes; not for setting. */
  sasoc_local_rwnd: number;
  /** How many milliseconds the cookie of a new connection is valid; 0 leaves it as it is. */
  sasoc_cookie_life: number;
}

/** The value of SCTP_ASSOCINFO, `struct sctp_assocparams` of sctp(7). Linux only. */
export const sctp_assocparams: StructCodec<SctpAssocparams> = structCodec(
  "sctp_assocparams",
  onLinux({
    size: 20,
    members: {
      sasoc_assoc_id: [0, i32],
      sasoc_asocmaxrxt: [4, u16],
      sasoc_number_peer_destinations: [6, u16],
      sasoc_peer_rwnd: [8, u32],
      sasoc_local_rwnd: [12, u32],
      sasoc_cookie_life: [16, u32],
    },
  }),
);

/** `struct sctp_event` (linux/sctp.h): whether to receive one kind of events. */
export interface SctpEvent {
  /** 0 for a socket of one connection. */
  se_assoc_id: number;
  /**
   * The kind: SCTP_SHUTDOWN_EVENT, SCTP_ASSOC_CHANGE…; SCTP_DATA_IO_EVENT for SCTP_SNDRCV, which
   * counts if it is set before `connect`, or on the listening socket before `accept`.
   */
  se_type: number;
  /** 1: receive them, 0: do not. */
  se_on: number;
}

/**
 * The value of SCTP_EVENT, `struct sctp_event` of RFC 6458. Linux only.
 *
 * @example
 * ```ts ignore
 * import { IPPROTO_SCTP, MSG_NOTIFICATION, SCTP_EVENT, sctp_event } from "@bsd/socket";
 * import { SCTP_SHUTDOWN_EVENT } from "@bsd/socket";
 *
 * const wanted = { se_assoc_id: 0, se_type: SCTP_SHUTDOWN_EVENT, se_on: 1 };
 * s.setsockopt(IPPROTO_SCTP, SCTP_EVENT, sctp_event.encode(wanted));
 * const [data, , flags] = s.recvmsg(2048);
 * if ((flags & (MSG_NOTIFICATION ?? 0)) !== 0) console.log("an event", data);
 * ```
 */
export const sctp_event: StructCodec<SctpEvent> = structCodec(
  "sctp_event",
  onLinux({
    size: 8,
    members: { se_assoc_id: [0, i32], se_type: [4, u16], se_on: [6, u8] },
  }),
);

/** `struct sctp_sndrcvinfo` (linux/sctp.h): what there is to say of a message. */
export interface SctpSndrcvinfo {
  /** The stream. */
  sinfo_stream: number;
  /** Its number in the stream; not for sending. */
  sinfo_ssn: number;
  /** Flags: SCTP_UNORDERED… */
  sinfo_flags: number;
  /** What its sender says that it is; sent as it is in memory, so use `htonl` and `ntohl`. */
  sinfo_ppid: number;
  /** A number that comes back if it cannot be sent. */
  sinfo_context: number;
  /** For how many milliseconds it may wait to be sent; 0: for ever. */
  sinfo_timetolive: number;
  /** Its transmission sequence number; not for sending. */
  sinfo_tsn: number;
  /** The number up to which everything has come; not for sending. */
  sinfo_cumtsn: number;
  /** The connection; 0 will do for sending. */
  sinfo_assoc_id: number;
}

/**
 * The ancillary data of level IPPROTO_SCTP and type SCTP_SNDRCV, and the value of
 * SCTP_DEFAULT_SEND_PARAM, `struct sctp_sndrcvinfo` of sctp(7). Linux only.
 *
 * @example
 * ```ts ignore
 * import { htonl, IPPROTO_SCTP, SCTP_SNDRCV, sctp_sndrcvinfo } from "@bsd/socket";
 *
 * const plain = sctp_sndrcvinfo.decode(new Uint8Array(sctp_sndrcvinfo.size));
 * const info = sctp_sndrcvinfo.encode({ ...plain, sinfo_stream: 3, sinfo_ppid: htonl(51) });
 * if (SCTP_SNDRCV !== undefined) s.sendmsg([data], [[IPPROTO_SCTP, SCTP_SNDRCV, info]]);
 * ```
 */
export const sctp_sndrcvinfo: StructCodec<SctpSndrcvinfo> = structCodec(
  "sctp_sndrcvinfo",
  onLinux({
    size: 32,
    members: {
      sinfo_stream: [0, u16],
      sinfo_ssn: [2, u16],
      sinfo_flags: [4, u16],
      sinfo_ppid: [8, u32],
      sinfo_context: [12, u32],
      sinfo_timetolive: [16, u32],
      sinfo_tsn: [20, u32],
      sinfo_cumtsn: [24, u32],
      sinfo_assoc_id: [28, i32],
    },
  }),
);

/** `struct sctp_paddrinfo` (linux/sctp.h): an address of the peer. */
export interface SctpPaddrinfo {
  /** The connection. */
  spinfo_assoc_id: number;
  /** The address. */
  spinfo_address: IpAddress;
  /** SCTP_ACTIVE, SCTP_INACTIVE, SCTP_PF or SCTP_UNCONFIRMED. */
  spinfo_state: number;
  /** The congestion window, in bytes. */
  spinfo_cwnd: number;
  /** The round-trip time, smoothed, in milliseconds. */
  spinfo_srtt: number;
  /** The time after which a packet is repeated, in milliseconds. */
  spinfo_rto: number;
  /** The MTU of the path, in bytes. */
  spinfo_mtu: number;
}

/** `struct sctp_status` (linux/sctp.h): a connection. */
export interface SctpStatus {
  /** The connection. */
  sstat_assoc_id: number;
  /** SCTP_ESTABLISHED, SCTP_SHUTDOWN_SENT… */
  sstat_state: number;
  /** The peer's window, in bytes. */
  sstat_rwnd: number;
  /** How many chunks sent are not acknowledged yet. */
  sstat_unackdata: number;
  /** How many chunks wait to be received. */
  sstat_penddata: number;
  /** How many streams come in. */
  sstat_instrms: number;
  /** How many streams go out. */
  sstat_outstrms: number;
  /** Of how many bytes on a message is cut into chunks. */
  sstat_fragmentation_point: number;
  /** The address of the peer that is sent to. */
  sstat_primary: SctpPaddrinfo;
}

const paddrinfo: Struct<SctpPaddrinfo> = {
  size: 152,
  members: {
    spinfo_assoc_id: [0, i32],
    spinfo_address: [4, sockaddr(linux)],
    spinfo_state: [132, i32],
    spinfo_cwnd: [136, u32],
    spinfo_srtt: [140, u32],
    spinfo_rto: [144, u32],
    spinfo_mtu: [148, u32],
  },
};

/**
 * The value of SCTP_STATUS, `struct sctp_status` of sctp(7), for a connected socket. Linux only.
 *
 * @example
 * ```ts ignore
 * import { IPPROTO_SCTP, SCTP_STATUS, sctp_status } from "@bsd/socket";
 *
 * const value = s.getsockopt(IPPROTO_SCTP, SCTP_STATUS, sctp_status.size);
 * const { sstat_outstrms, sstat_primary } = sctp_status.decode(value);
 * console.log(sstat_outstrms, sstat_primary.spinfo_srtt);
 * ```
 */
export const sctp_status: StructCodec<SctpStatus> = structCodec(
  "sctp_status",
  onLinux({
    size: 176,
    members: {
      sstat_assoc_id: [0, i32],
      sstat_state: [4, i32],
      sstat_rwnd: [8, u32],
      sstat_unackdata: [12, u16],
      sstat_penddata: [14, u16],
      sstat_instrms: [16, u16],
      sstat_outstrms: [18, u16],
      sstat_fragmentation_point: [20, u32],
      sstat_primary: [24, nested(paddrinfo)],
    },
  }),
);

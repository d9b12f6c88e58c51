/** The public face of a structure: packing and unpacking it as the running OS has it. */
import { backend } from "../../ffi/backend/mod.ts";
import type { Layout } from "../../ffi/layout.ts";
import type { BytesLike, Constant } from "../arguments.ts";
import { decodeStruct, encodeStruct, type Struct } from "./struct.ts";

/**
 * The members to encode. A number may be a constant that some OS lacks; where it is undefined,
 * encoding it is a TypeError.
 */
export type Encodable<T> = {
  readonly [N in keyof T]: T[N] extends number ? Constant : T[N];
};

/**
 * Turns a C structure into bytes and back, in the running OS's layout: what `struct.pack` is for in
 * Python. Members have their names in C. These are the values of options:
 *
 * | level                      | option                                                   | structure             |
 * | -------------------------- | -------------------------------------------------------- | --------------------- |
 * | SOL_SOCKET                 | SO_LINGER                                                | `linger`              |
 * | SOL_SOCKET                 | SO_RCVTIMEO, SO_SNDTIMEO                                 | `timeval`             |
 * | SOL_SOCKET                 | SO_PEERCRED                                              | `ucred`               |
 * | SOL_SOCKET                 | SO_TXTIME                                                | `sock_txtime`         |
 * | SOL_SOCKET                 | SO_ATTACH_FILTER, SO_ATTACH_REUSEPORT_CBPF               | `sock_fprog`          |
 * | IPPROTO_IP                 | IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP                    | `ip_mreq`, `ip_mreqn` |
 * | IPPROTO_IP                 | IP_MULTICAST_IF                                          | `ip_mreqn`            |
 * | IPPROTO_IP                 | IP_ADD_SOURCE_MEMBERSHIP, IP_DROP_SOURCE_MEMBERSHIP      | `ip_mreq_source`      |
 * | IPPROTO_IP                 | IP_BLOCK_SOURCE, IP_UNBLOCK_SOURCE                       | `ip_mreq_source`      |
 * | IPPROTO_IPV6               | IPV6_JOIN_GROUP, IPV6_LEAVE_GROUP                        | `ipv6_mreq`           |
 * | IPPROTO_IP or IPPROTO_IPV6 | MCAST_JOIN_GROUP, MCAST_LEAVE_GROUP                      | `group_req`           |
 * | IPPROTO_IP or IPPROTO_IPV6 | MCAST_JOIN_SOURCE_GROUP, MCAST_LEAVE_SOURCE_GROUP        | `group_source_req`    |
 * | IPPROTO_IP or IPPROTO_IPV6 | MCAST_BLOCK_SOURCE, MCAST_UNBLOCK_SOURCE                 | `group_source_req`    |
 * | IPPROTO_IP                 | IP_MSFILTER                                              | `ip_msfilter`         |
 * | IPPROTO_IP or IPPROTO_IPV6 | MCAST_MSFILTER                                           | `group_filter`        |
 * | IPPROTO_TCP                | TCP_INFO                                                 | `tcp_info`            |
 * | IPPROTO_TCP                | TCP_CONNECTION_INFO                                      | `tcp_connection_info` |
 * | IPPROTO_TCP                | TCP_MD5SIG, TCP_MD5SIG_EXT                               | `tcp_md5sig`          |
 * | SOL_PACKET                 | PACKET_ADD_MEMBERSHIP, PACKET_DROP_MEMBERSHIP            | `packet_mreq`         |
 * | SOL_PACKET                 | PACKET_RX_RING, PACKET_TX_RING                           | `tpacket_req`         |
 * | SOL_PACKET                 | PACKET_STATISTICS                                        | `tpacket_stats`       |
 * | SOL_CAN_RAW                | CAN_RAW_FILTER                                           | `can_filter`          |
 * | SOL_CAN_ISOTP              | CAN_ISOTP_OPTS, CAN_ISOTP_RECV_FC, CAN_ISOTP_LL_OPTS     | `can_isotp_options`…  |
 * | SOL_CAN_J1939              | SO_J1939_FILTER                                          | `j1939_filter`        |
 * | SOL_TIPC                   | TIPC_GROUP_JOIN                                          | `tipc_group_req`      |
 * | IPPROTO_SCTP               | SCTP_INITMSG, SCTP_RTOINFO, SCTP_EVENT, SCTP_STATUS…     | of the option's name  |
 * | SOL_BLUETOOTH and others   | BT_SECURITY, HCI_FILTER, L2CAP_OPTIONS, SCO_CONNINFO…    | of the option's name  |
 */
export interface StructCodec<T, In = Encodable<T>> {
  /** The size of the structure in bytes: the room to ask `getsockopt` for. */
  readonly size: number;
  /**
   * The bytes, for `setsockopt` and the like. Throws a TypeError for a member that is missing or of
   * another type, a RangeError for one that does not fit.
   */
  encode(value: In): Uint8Array<ArrayBuffer>;
  /** The structure in bytes that came from the OS. Throws a RangeError if there are too few. */
  decode(value: BytesLike): T;
}

/** A structure as each OS has it; null where one does not have it. */
export type Structs<T> = Readonly<Record<Layout["os"], Struct<T> | null>>;

/** The structure that every OS has alike. */
export function everywhere<T>(struct: Struct<T>): Structs<T> {
  return { linux: struct, darwin: struct, windows: struct };
}

/** A structure that Linux alone has. */
export function onLinux<T>(struct: Struct<T>): Structs<T> {
  return { linux: struct, darwin: null, windows: null };
}

/** What codecs were made of, by the names in C: every OS's structures, on any OS. */
export const everyStructs: Map<string, Structs<unknown>> = new Map();

/** The codec of a structure. */
export function structCodec<T extends object>(name: string, structs: Structs<T>): StructCodec<T> {
  function struct(): Struct<T> {
    const { os } = backend().layout;
    const found = structs[os];
    if (found === null) throw new TypeError(`${os} has no struct ${name}`);
    return found;
  }
  everyStructs.set(name, structs);
  return {
    get size() {
      return struct().size;
    },
    encode: (value) => encodeStruct(name, struct(), value as Readonly<T>),
    decode: (value) => decodeStruct(name, struct(), value),
  };
}

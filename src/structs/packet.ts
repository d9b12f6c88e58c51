/** Options of AF_PACKET, packet(7), and what it tells of a frame. All of it is Linux's alone. */
import { onLinux, type StructCodec, structCodec } from "./codec.ts";
import { i32, octets, u16, u32 } from "./struct.ts";

/** `struct packet_mreq` (linux/if_packet.h): what an interface is to receive besides its own frames. */
export interface PacketMreq {
  /** The interface's number, of `if_nametoindex`. */
  mr_ifindex: number;
  /** PACKET_MR_MULTICAST: one address, PACKET_MR_PROMISC: everything, PACKET_MR_ALLMULTI. */
  mr_type: number;
  /** How many bytes the address has: 6 for Ethernet, 0 where there is none. */
  mr_alen: number;
  /** The address for PACKET_MR_MULTICAST, at most 8 bytes; empty for the others. */
  mr_address: Uint8Array<ArrayBuffer>;
}

/**
 * The value of PACKET_ADD_MEMBERSHIP and PACKET_DROP_MEMBERSHIP, `struct packet_mreq` of packet(7).
 * The kernel drops it when the socket is closed.
 *
 * @example
 * ```ts ignore
 * import {
 *   AF_PACKET,
 *   if_nametoindex,
 *   PACKET_ADD_MEMBERSHIP,
 *   PACKET_MR_PROMISC,
 *   packet_mreq,
 *   SOCK_RAW,
 *   socket,
 *   SOL_PACKET,
 * } from "@bsd/socket";
 *
 * using s = socket(AF_PACKET, SOCK_RAW);
 * const everything = packet_mreq.encode({
 *   mr_ifindex: if_nametoindex("eth0"),
 *   mr_type: PACKET_MR_PROMISC ?? 0,
 *   mr_alen: 0,
 *   mr_address: new Uint8Array(0),
 * });
 * s.setsockopt(SOL_PACKET, PACKET_ADD_MEMBERSHIP, everything);
 * ```
 */
export const packet_mreq: StructCodec<PacketMreq> = structCodec(
  "packet_mreq",
  onLinux({
    size: 16,
    members: {
      mr_ifindex: [0, i32],
      mr_type: [4, u16],
      mr_alen: [6, u16],
      mr_address: [8, octets(8)],
    },
  }),
);

/** `struct tpacket_req` (linux/if_packet.h): the dimensions of a ring of frames. */
export interface TpacketReq {
  /** The bytes of a block: a multiple of the page's size. */
  tp_block_size: number;
  /** How many blocks there are. */
  tp_block_nr: number;
  /** The bytes of a frame's place: a multiple of 16. */
  tp_frame_size: number;
  /** How many frames there are in all the blocks. */
  tp_frame_nr: number;
}

/**
 * The value of PACKET_RX_RING and PACKET_TX_RING, `struct tpacket_req` of packet(7). The ring itself
 * is in memory that mmap(2) maps, which this library does not.
 *
 * @example
 * ```ts ignore
 * import { AF_PACKET, PACKET_RX_RING, SOCK_RAW, socket, SOL_PACKET, tpacket_req } from "@bsd/socket";
 *
 * using s = socket(AF_PACKET, SOCK_RAW);
 * const ring = { tp_block_size: 4096, tp_block_nr: 8, tp_frame_size: 2048, tp_frame_nr: 16 };
 * s.setsockopt(SOL_PACKET, PACKET_RX_RING, tpacket_req.encode(ring));
 * ```
 */
export const tpacket_req: StructCodec<TpacketReq> = structCodec(
  "tpacket_req",
  onLinux({
    size: 16,
    members: {
      tp_block_size: [0, u32],
      tp_block_nr: [4, u32],
      tp_frame_size: [8, u32],
      tp_frame_nr: [12, u32],
    },
  }),
);

/** `struct tpacket_stats` (linux/if_packet.h): what became of the frames. */
export interface TpacketStats {
  /** How many frames the socket was to get. */
  tp_packets: number;
  /** How many of them were dropped for want of room. */
  tp_drops: number;
}

/**
 * The value of PACKET_STATISTICS, `struct tpacket_stats` of packet(7): since it was read last.
 *
 * @example
 * ```ts ignore
 * import { AF_PACKET, PACKET_STATISTICS, SOCK_RAW, socket, SOL_PACKET, tpacket_stats } from "@bsd/socket";
 *
 * using s = socket(AF_PACKET, SOCK_RAW);
 * const value = s.getsockopt(SOL_PACKET, PACKET_STATISTICS, tpacket_stats.size);
 * console.log(tpacket_stats.decode(value).tp_drops);
 * ```
 */
export const tpacket_stats: StructCodec<TpacketStats> = structCodec(
  "tpacket_stats",
  onLinux({ size: 8, members: { tp_packets: [0, u32], tp_drops: [4, u32] } }),
);

/** `struct tpacket_auxdata` (linux/if_packet.h): what there is to say of a frame. */
export interface TpacketAuxdata {
  /** Bits: 1 TP_STATUS_USER, 8 TP_STATUS_CSUMNOTREADY, 16 TP_STATUS_VLAN_VALID… */
  tp_status: number;
  /** How many bytes the frame had. */
  tp_len: number;
  /** How many of them a filter let through. */
  tp_snaplen: number;
  /** Where the link's header begins. */
  tp_mac: number;
  /** Where the network's header begins. */
  tp_net: number;
  /** The VLAN tag, with TP_STATUS_VLAN_VALID. */
  tp_vlan_tci: number;
  /** The EtherType of the tag. */
  tp_vlan_tpid: number;
}

/**
 * The ancillary data of level SOL_PACKET and type PACKET_AUXDATA, which the option of this name
 * asks for, `struct tpacket_auxdata` of packet(7).
 *
 * @example
 * ```ts ignore
 * import {
 *   AF_PACKET,
 *   CMSG_SPACE,
 *   ETH_P_ALL,
 *   htons,
 *   PACKET_AUXDATA,
 *   SOCK_RAW,
 *   socket,
 *   SOL_PACKET,
 *   tpacket_auxdata,
 * } from "@bsd/socket";
 *
 * using s = socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL ?? 0));
 * s.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1);
 * const [, [[, , data] = []]] = s.recvmsg(65536, CMSG_SPACE(tpacket_auxdata.size));
 * if (data !== undefined) console.log(tpacket_auxdata.decode(data).tp_len);
 * ```
 */
export const tpacket_auxdata: StructCodec<TpacketAuxdata> = structCodec(
  "tpacket_auxdata",
  onLinux({
    size: 20,
    members: {
      tp_status: [0, u32],
      tp_len: [4, u32],
      tp_snaplen: [8, u32],
      tp_mac: [12, u16],
      tp_net: [14, u16],
      tp_vlan_tci: [16, u16],
      tp_vlan_tpid: [18, u16],
    },
  }),
);

/**
 * Frames of `AF_PACKET`: the packet types in its addresses, its options at level `SOL_PACKET`, and
 * EtherTypes. See packet(7).
 */
import { table } from "./table.ts";

/** Packet type: to this machine. Linux only. */
export const PACKET_HOST: number | undefined = table.PACKET_HOST;
/** Packet type: to everybody on the link. Linux only. */
export const PACKET_BROADCAST: number | undefined = table.PACKET_BROADCAST;
/** Packet type: to a group. Linux only. */
export const PACKET_MULTICAST: number | undefined = table.PACKET_MULTICAST;
/** Packet type: to somebody else, seen in promiscuous mode. Linux only. */
export const PACKET_OTHERHOST: number | undefined = table.PACKET_OTHERHOST;
/** Packet type: from this machine. Linux only. */
export const PACKET_OUTGOING: number | undefined = table.PACKET_OUTGOING;
/** Packet type: looped back; not seen by programs. Linux only. */
export const PACKET_LOOPBACK: number | undefined = table.PACKET_LOOPBACK;
/** Packet type: fast routed; not seen by programs. Linux only. */
export const PACKET_FASTROUTE: number | undefined = table.PACKET_FASTROUTE;
/** Option, struct packet_mreq: receive more than one's own frames. Linux only. */
export const PACKET_ADD_MEMBERSHIP: number | undefined = table.PACKET_ADD_MEMBERSHIP;
/** Option, struct packet_mreq: undo `PACKET_ADD_MEMBERSHIP`. Linux only. */
export const PACKET_DROP_MEMBERSHIP: number | undefined = table.PACKET_DROP_MEMBERSHIP;
/** What to add: a multicast address. Linux only. */
export const PACKET_MR_MULTICAST: number | undefined = table.PACKET_MR_MULTICAST;
/** What to add: promiscuous mode, everything on the link. Linux only. */
export const PACKET_MR_PROMISC: number | undefined = table.PACKET_MR_PROMISC;
/** What to add: all multicast. Linux only. */
export const PACKET_MR_ALLMULTI: number | undefined = table.PACKET_MR_ALLMULTI;
/** What to add: a unicast address. Linux only. */
export const PACKET_MR_UNICAST: number | undefined = table.PACKET_MR_UNICAST;
/** Option, struct tpacket_req: a ring of received frames, in mapped memory. Linux only. */
export const PACKET_RX_RING: number | undefined = table.PACKET_RX_RING;
/** Option, struct tpacket_req: a ring of frames to send, in mapped memory. Linux only. */
export const PACKET_TX_RING: number | undefined = table.PACKET_TX_RING;
/** Option, int: the version of the rings' layout. Linux only. */
export const PACKET_VERSION: number | undefined = table.PACKET_VERSION;
/**
 * Option, struct tpacket_stats, read only: frames received and dropped; reading resets them. Linux
 * only.
 */
export const PACKET_STATISTICS: number | undefined = table.PACKET_STATISTICS;
/** Option, int: receive lengths and VLAN tag with each frame. Linux only. */
export const PACKET_AUXDATA: number | undefined = table.PACKET_AUXDATA;
/**
 * Option, int: not 0: a frame too long for its place in a ring also comes whole, by `recv`. Linux
 * only.
 */
export const PACKET_COPY_THRESH: number | undefined = table.PACKET_COPY_THRESH;
/**
 * Option, int: addresses tell the interface that a frame came in by, not the bond that it is part
 * of. Linux only.
 */
export const PACKET_ORIGDEV: number | undefined = table.PACKET_ORIGDEV;
/** Option, int: bytes to keep free before each frame of a ring. Linux only. */
export const PACKET_RESERVE: number | undefined = table.PACKET_RESERVE;
/** Option, int: a malformed frame in a ring is skipped when sending. Linux only. */
export const PACKET_LOSS: number | undefined = table.PACKET_LOSS;
/**
 * Option, int: each frame begins with struct virtio_net_hdr: check sums and segments left to do.
 * Linux only.
 */
export const PACKET_VNET_HDR: number | undefined = table.PACKET_VNET_HDR;
/**
 * Ancillary data, struct sock_extended_err: a report of the queue of errors, as of a time stamp.
 * Linux only.
 */
export const PACKET_TX_TIMESTAMP: number | undefined = table.PACKET_TX_TIMESTAMP;
/**
 * Option, int: which time stamps the frames of a ring have, `SOF_TIMESTAMPING_` flags. Linux only.
 */
export const PACKET_TIMESTAMP: number | undefined = table.PACKET_TIMESTAMP;
/** Option, int: frames of a ring to send tell where their data begin. Linux only. */
export const PACKET_TX_HAS_OFF: number | undefined = table.PACKET_TX_HAS_OFF;
/** Option, int: hand frames to the driver at once, past queues and traffic control. Linux only. */
export const PACKET_QDISC_BYPASS: number | undefined = table.PACKET_QDISC_BYPASS;
/**
 * Option, struct tpacket_rollover_stats, read only: what became of frames in a group with
 * `PACKET_FANOUT_ROLLOVER`. Linux only.
 */
export const PACKET_ROLLOVER_STATS: number | undefined = table.PACKET_ROLLOVER_STATS;
/** Option, int: spread the frames over a group of sockets. Linux only. */
export const PACKET_FANOUT: number | undefined = table.PACKET_FANOUT;
/**
 * Option, struct sock_fprog or a descriptor: the program of `PACKET_FANOUT_CBPF` or
 * `PACKET_FANOUT_EBPF`. Linux only.
 */
export const PACKET_FANOUT_DATA: number | undefined = table.PACKET_FANOUT_DATA;
/** How `PACKET_FANOUT` spreads: by connection. Linux only. */
export const PACKET_FANOUT_HASH: number | undefined = table.PACKET_FANOUT_HASH;
/** How `PACKET_FANOUT` spreads: in turn. Linux only. */
export const PACKET_FANOUT_LB: number | undefined = table.PACKET_FANOUT_LB;
/** How `PACKET_FANOUT` spreads: by the processor on which frames arrive. Linux only. */
export const PACKET_FANOUT_CPU: number | undefined = table.PACKET_FANOUT_CPU;
/** How `PACKET_FANOUT` spreads: to one socket until it is full, then to the next. Linux only. */
export const PACKET_FANOUT_ROLLOVER: number | undefined = table.PACKET_FANOUT_ROLLOVER;
/** How `PACKET_FANOUT` spreads: at random. Linux only. */
export const PACKET_FANOUT_RND: number | undefined = table.PACKET_FANOUT_RND;
/** How `PACKET_FANOUT` spreads: by the queue of the network card. Linux only. */
export const PACKET_FANOUT_QM: number | undefined = table.PACKET_FANOUT_QM;
/** How `PACKET_FANOUT` spreads: by a classic BPF program. Linux only. */
export const PACKET_FANOUT_CBPF: number | undefined = table.PACKET_FANOUT_CBPF;
/** How `PACKET_FANOUT` spreads: by an eBPF program. Linux only. */
export const PACKET_FANOUT_EBPF: number | undefined = table.PACKET_FANOUT_EBPF;
/** Flag of `PACKET_FANOUT`: where a socket is full, to the next. Linux only. */
export const PACKET_FANOUT_FLAG_ROLLOVER: number | undefined = table.PACKET_FANOUT_FLAG_ROLLOVER;
/** Flag of `PACKET_FANOUT`: the kernel chooses a free number for the group. Linux only. */
export const PACKET_FANOUT_FLAG_UNIQUEID: number | undefined = table.PACKET_FANOUT_FLAG_UNIQUEID;
/** Flag of `PACKET_FANOUT`: put fragments of IP together first. Linux only. */
export const PACKET_FANOUT_FLAG_DEFRAG: number | undefined = table.PACKET_FANOUT_FLAG_DEFRAG;
/** Option, int: do not receive what this machine sends. Linux only. */
export const PACKET_IGNORE_OUTGOING: number | undefined = table.PACKET_IGNORE_OUTGOING;
/** Flag of a received frame, in struct tpacket_auxdata: it is the program's. Linux only. */
export const TP_STATUS_USER: number | undefined = table.TP_STATUS_USER;
/** Flag of a received frame: it was cut off, and all of it comes by `recv`. Linux only. */
export const TP_STATUS_COPY: number | undefined = table.TP_STATUS_COPY;
/** Flag of a received frame: frames were lost since the statistics were read. Linux only. */
export const TP_STATUS_LOSING: number | undefined = table.TP_STATUS_LOSING;
/**
 * Flag of a received frame: this machine sends it, and its check sum is not made yet. Linux only.
 */
export const TP_STATUS_CSUMNOTREADY: number | undefined = table.TP_STATUS_CSUMNOTREADY;
/** Flag of a received frame: it has the VLAN tag `tp_vlan_tci`. Linux only. */
export const TP_STATUS_VLAN_VALID: number | undefined = table.TP_STATUS_VLAN_VALID;
/** Flag of a received frame: it has `tp_vlan_tpid`. Linux only. */
export const TP_STATUS_VLAN_TPID_VALID: number | undefined = table.TP_STATUS_VLAN_TPID_VALID;
/** Flag of a received frame: its check sum was found right. Linux only. */
export const TP_STATUS_CSUM_VALID: number | undefined = table.TP_STATUS_CSUM_VALID;
/** EtherType of IPv4. Linux and macOS. */
export const ETHERTYPE_IP: number | undefined = table.ETHERTYPE_IP;
/** EtherType of the address resolution protocol. Linux and macOS. */
export const ETHERTYPE_ARP: number | undefined = table.ETHERTYPE_ARP;
/** EtherType of reverse ARP. Linux and macOS. */
export const ETHERTYPE_REVARP: number | undefined = table.ETHERTYPE_REVARP;
/** EtherType of a VLAN tag (IEEE 802.1Q). Linux and macOS. */
export const ETHERTYPE_VLAN: number | undefined = table.ETHERTYPE_VLAN;
/** EtherType of IPv6. Linux and macOS. */
export const ETHERTYPE_IPV6: number | undefined = table.ETHERTYPE_IPV6;
/**
 * Protocol for `AF_PACKET`: frames of every EtherType. `bind` takes it in host order, `socket()` in
 * network order (`htons`). Linux only.
 */
export const ETH_P_ALL: number | undefined = table.ETH_P_ALL;
/** Protocol for `AF_PACKET`: IPv4. Linux only. */
export const ETH_P_IP: number | undefined = table.ETH_P_IP;
/** Protocol for `AF_PACKET`: ARP. Linux only. */
export const ETH_P_ARP: number | undefined = table.ETH_P_ARP;
/** Protocol for `AF_PACKET`: IPv6. Linux only. */
export const ETH_P_IPV6: number | undefined = table.ETH_P_IPV6;
/** Protocol for `AF_PACKET`: VLAN-tagged frames. Linux only. */
export const ETH_P_8021Q: number | undefined = table.ETH_P_8021Q;

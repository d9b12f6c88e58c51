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
/** Option, int: spread the frames over a group of sockets. Linux only. */
export const PACKET_FANOUT: number | undefined = table.PACKET_FANOUT;
/** Option, int: do not receive what this machine sends. Linux only. */
export const PACKET_IGNORE_OUTGOING: number | undefined = table.PACKET_IGNORE_OUTGOING;
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

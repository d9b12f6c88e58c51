/**
 * Address families, the first argument of `socket()`: each carries the type of its addresses. See
 * socket(2) and address_families(7).
 */
import type {
  AlgAddress,
  BluetoothAddress,
  CanAddress,
  HypervAddress,
  Inet6Address,
  InetAddress,
  IsotpAddress,
  J1939Address,
  NetlinkAddress,
  PacketAddress,
  QipcrtrAddress,
  RawAddress,
  SystemAddress,
  TipcAddress,
  UnixAddress,
  VsockAddress,
} from "../src/addresses.ts";
import type { AddressFamily } from "./enums.ts";
import { table } from "./table.ts";

/** No family in particular: lets `getaddrinfo` return addresses of every family. */
export const AF_UNSPEC: AddressFamily<RawAddress> = table.AF_UNSPEC;
/**
 * Sockets between processes of one machine, named by a path; see unix(7). On Windows, stream
 * sockets only, since Windows 10 1803.
 */
export const AF_UNIX: AddressFamily<UnixAddress> = table.AF_UNIX;
/** POSIX's former name for `AF_UNIX`, the same number. Linux and macOS. */
export const AF_LOCAL: AddressFamily<UnixAddress> | undefined = table.AF_LOCAL;
/** The Internet protocol, version 4: addresses are `[host, port]`; see ip(7). */
export const AF_INET: AddressFamily<InetAddress> = table.AF_INET;
/**
 * The Internet protocol, version 6: addresses are `[host, port, flowinfo, scope_id]`; see ipv6(7).
 */
export const AF_INET6: AddressFamily<Inet6Address> = table.AF_INET6;
/** ATM adaptation layer 5. None of the three OSes has it. */
export const AF_AAL5: AddressFamily<RawAddress> | undefined = undefined;
/** The kernel's cryptography: hashes, ciphers and random numbers as sockets. Linux only. */
export const AF_ALG: AddressFamily<AlgAddress> | undefined = table.AF_ALG;
/** AppleTalk, the network of early Macs; see ddp(7). */
export const AF_APPLETALK: AddressFamily<RawAddress> = table.AF_APPLETALK;
/** Ash; reserved, never implemented. Linux only. */
export const AF_ASH: AddressFamily<RawAddress> | undefined = table.AF_ASH;
/** Asynchronous transfer mode, native. Windows only. */
export const AF_ATM: AddressFamily<RawAddress> | undefined = table.AF_ATM;
/** ATM permanent virtual circuits. Linux only. */
export const AF_ATMPVC: AddressFamily<RawAddress> | undefined = table.AF_ATMPVC;
/** ATM switched virtual circuits. Linux only. */
export const AF_ATMSVC: AddressFamily<RawAddress> | undefined = table.AF_ATMSVC;
/** AX.25, packet radio of radio amateurs; see ax25(4). Linux only. */
export const AF_AX25: AddressFamily<RawAddress> | undefined = table.AF_AX25;
/**
 * Bluetooth: which protocol is chosen by the third argument, `BTPROTO_RFCOMM` and its like. Linux
 * and Windows.
 */
export const AF_BLUETOOTH: AddressFamily<BluetoothAddress> | undefined = table.AF_BLUETOOTH;
/** Multiprotocol bridge; used inside routing messages, not for sockets. Linux only. */
export const AF_BRIDGE: AddressFamily<RawAddress> | undefined = table.AF_BRIDGE;
/** The CAIF protocol to a modem (ST-Ericsson). Linux only. */
export const AF_CAIF: AddressFamily<RawAddress> | undefined = table.AF_CAIF;
/**
 * Controller area network, the bus in vehicles; protocols `CAN_RAW`, `CAN_BCM`, `CAN_ISOTP`,
 * `CAN_J1939`. Linux only.
 */
export const AF_CAN: AddressFamily<CanAddress | IsotpAddress | J1939Address> | undefined =
  table.AF_CAN;
/** DECnet; removed from Linux 6.1. */
export const AF_DECnet: AddressFamily<RawAddress> = table.AF_DECnet;
/**
 * FreeBSD's divert sockets, which take packets out of the firewall and put them back. None of the
 * three OSes has it.
 */
export const AF_DIVERT: AddressFamily<RawAddress> | undefined = undefined;
/** Acorn Econet; removed from Linux 3.5. Linux only. */
export const AF_ECONET: AddressFamily<RawAddress> | undefined = table.AF_ECONET;
/** Hyper-V sockets, between a virtual machine and its host. Windows only. */
export const AF_HYPERV: AddressFamily<HypervAddress> | undefined = table.AF_HYPERV;
/** InfiniBand native addressing. Linux only. */
export const AF_IB: AddressFamily<RawAddress> | undefined = table.AF_IB;
/**
 * Low-rate wireless personal area networks (IEEE 802.15.4), the layer below ZigBee and 6LoWPAN.
 * Linux only.
 */
export const AF_IEEE802154: AddressFamily<RawAddress> | undefined = table.AF_IEEE802154;
/** Novell IPX; removed from Linux 4.18. */
export const AF_IPX: AddressFamily<RawAddress> = table.AF_IPX;
/** Infrared (IrDA); removed from Linux 4.17. Linux and Windows. */
export const AF_IRDA: AddressFamily<RawAddress> | undefined = table.AF_IRDA;
/** ISDN telephony; on Linux the new modular driver (mISDN). Linux and macOS. */
export const AF_ISDN: AddressFamily<RawAddress> | undefined = table.AF_ISDN;
/** Kernel connection multiplexer: messages over TCP. Linux only. */
export const AF_KCM: AddressFamily<RawAddress> | undefined = table.AF_KCM;
/** Key management for IPsec (RFC 2367). Linux only. */
export const AF_KEY: AddressFamily<RawAddress> | undefined = table.AF_KEY;
/**
 * Link-layer addresses: what interface lists report the hardware address as; not for sockets. macOS
 * and Windows.
 */
export const AF_LINK: AddressFamily<RawAddress> | undefined = table.AF_LINK;
/** Logical link control (IEEE 802.2 LLC). Linux only. */
export const AF_LLC: AddressFamily<RawAddress> | undefined = table.AF_LLC;
/** Management component transport protocol, between a board's controllers. Linux only. */
export const AF_MCTP: AddressFamily<RawAddress> | undefined = table.AF_MCTP;
/** Multiprotocol label switching; used in routing messages, not for sockets. Linux only. */
export const AF_MPLS: AddressFamily<RawAddress> | undefined = table.AF_MPLS;
/** Raw access to a network driver. macOS only. */
export const AF_NDRV: AddressFamily<RawAddress> | undefined = table.AF_NDRV;
/** NetBEUI; reserved, never implemented as sockets. Linux only. */
export const AF_NETBEUI: AddressFamily<RawAddress> | undefined = table.AF_NETBEUI;
/** NetBIOS names. macOS and Windows. */
export const AF_NETBIOS: AddressFamily<RawAddress> | undefined = table.AF_NETBIOS;
/**
 * Messages to and from the kernel: routes, interfaces, firewall, device events; see netlink(7).
 * Linux only.
 */
export const AF_NETLINK: AddressFamily<NetlinkAddress> | undefined = table.AF_NETLINK;
/** NET/ROM, routing on top of amateur packet radio. Linux only. */
export const AF_NETROM: AddressFamily<RawAddress> | undefined = table.AF_NETROM;
/** Near-field communication. Linux only. */
export const AF_NFC: AddressFamily<RawAddress> | undefined = table.AF_NFC;
/** Whole frames of a network interface; needs `CAP_NET_RAW`; see packet(7). Linux only. */
export const AF_PACKET: AddressFamily<PacketAddress> | undefined = table.AF_PACKET;
/** Phonet, between the processors of Nokia phones. Linux only. */
export const AF_PHONET: AddressFamily<RawAddress> | undefined = table.AF_PHONET;
/** Point-to-point protocol. macOS only. */
export const AF_PPP: AddressFamily<RawAddress> | undefined = table.AF_PPP;
/** PPP over something: PPPoE, L2TP, PPTP. Linux only. */
export const AF_PPPOX: AddressFamily<RawAddress> | undefined = table.AF_PPPOX;
/** Qualcomm's IPC router, between a phone's processors. Linux only. */
export const AF_QIPCRTR: AddressFamily<QipcrtrAddress> | undefined = table.AF_QIPCRTR;
/** Reliable datagram sockets, by Oracle, over InfiniBand or TCP. Linux only. */
export const AF_RDS: AddressFamily<InetAddress> | undefined = table.AF_RDS;
/** ROSE, the X.25 packet layer on top of amateur packet radio. Linux only. */
export const AF_ROSE: AddressFamily<RawAddress> | undefined = table.AF_ROSE;
/** Routing sockets; on Linux another name for `AF_NETLINK`. Linux and macOS. */
export const AF_ROUTE: AddressFamily<NetlinkAddress | RawAddress> | undefined = table.AF_ROUTE;
/** Security callbacks; reserved, never implemented. Linux only. */
export const AF_SECURITY: AddressFamily<RawAddress> | undefined = table.AF_SECURITY;
/** Shared memory communications: TCP's interface over RDMA. Linux only. */
export const AF_SMC: AddressFamily<RawAddress> | undefined = table.AF_SMC;
/** IBM SNA; reserved, not implemented as sockets. */
export const AF_SNA: AddressFamily<RawAddress> = table.AF_SNA;
/** Kernel events and kernel controls, such as `utun` tunnels. macOS only. */
export const AF_SYSTEM: AddressFamily<SystemAddress> | undefined = table.AF_SYSTEM;
/** Transparent inter-process communication within a cluster; see tipc(7). Linux only. */
export const AF_TIPC: AddressFamily<TipcAddress> | undefined = table.AF_TIPC;
/**
 * Between a virtual machine and its host, addressed by context id and port; see vsock(7). Linux and
 * macOS.
 */
export const AF_VSOCK: AddressFamily<VsockAddress> | undefined = table.AF_VSOCK;
/** Sangoma's WANPIPE cards; obsolete. Linux only. */
export const AF_WANPIPE: AddressFamily<RawAddress> | undefined = table.AF_WANPIPE;
/** X.25 packet layer; see x25(7). Linux only. */
export const AF_X25: AddressFamily<RawAddress> | undefined = table.AF_X25;
/** Frames by express data path, past the network stack. Linux only. */
export const AF_XDP: AddressFamily<RawAddress> | undefined = table.AF_XDP;

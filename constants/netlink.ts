/**
 * Netlink: the protocols of `AF_NETLINK`, its options at level `SOL_NETLINK`, and two message
 * types. See netlink(7).
 */
import { table } from "./table.ts";

/** Protocol: routes, addresses, interfaces, neighbours; see rtnetlink(7). Linux only. */
export const NETLINK_ROUTE: number | undefined = table.NETLINK_ROUTE;
/** Protocol: between programs. Linux only. */
export const NETLINK_USERSOCK: number | undefined = table.NETLINK_USERSOCK;
/** Protocol: packets of the old IPv4 firewall; unused since Linux 3.5. Linux only. */
export const NETLINK_FIREWALL: number | undefined = table.NETLINK_FIREWALL;
/** Protocol: lists of sockets, as `ss` shows them; see sock_diag(7). Linux only. */
export const NETLINK_SOCK_DIAG: number | undefined = table.NETLINK_SOCK_DIAG;
/** Protocol: the former name of `NETLINK_SOCK_DIAG`. Linux only. */
export const NETLINK_INET_DIAG: number | undefined = table.NETLINK_INET_DIAG;
/**
 * Protocol: a still older name of `NETLINK_SOCK_DIAG`, gone from the headers. None of the three
 * OSes has it.
 */
export const NETLINK_TCPDIAG: number | undefined = undefined;
/** Protocol: packets logged by the old firewall; unused. Linux only. */
export const NETLINK_NFLOG: number | undefined = table.NETLINK_NFLOG;
/** Protocol: IPsec. Linux only. */
export const NETLINK_XFRM: number | undefined = table.NETLINK_XFRM;
/** Protocol: events of SELinux. Linux only. */
export const NETLINK_SELINUX: number | undefined = table.NETLINK_SELINUX;
/** Protocol: iSCSI. Linux only. */
export const NETLINK_ISCSI: number | undefined = table.NETLINK_ISCSI;
/** Protocol: the audit system. Linux only. */
export const NETLINK_AUDIT: number | undefined = table.NETLINK_AUDIT;
/** Protocol: look-ups in the routing tables. Linux only. */
export const NETLINK_FIB_LOOKUP: number | undefined = table.NETLINK_FIB_LOOKUP;
/** Protocol: the kernel connector, as for process events. Linux only. */
export const NETLINK_CONNECTOR: number | undefined = table.NETLINK_CONNECTOR;
/** Protocol: the firewall (nftables, conntrack, queues). Linux only. */
export const NETLINK_NETFILTER: number | undefined = table.NETLINK_NETFILTER;
/** Protocol: packets of the old IPv6 firewall; unused. Linux only. */
export const NETLINK_IP6_FW: number | undefined = table.NETLINK_IP6_FW;
/** Protocol: DECnet routes; unused. Linux only. */
export const NETLINK_DNRTMSG: number | undefined = table.NETLINK_DNRTMSG;
/** Protocol: device events, as udev receives them. Linux only. */
export const NETLINK_KOBJECT_UEVENT: number | undefined = table.NETLINK_KOBJECT_UEVENT;
/** Protocol: generic netlink, shared by many subsystems. Linux only. */
export const NETLINK_GENERIC: number | undefined = table.NETLINK_GENERIC;
/** Protocol: the kernel's cryptography. Linux only. */
export const NETLINK_CRYPTO: number | undefined = table.NETLINK_CRYPTO;
/**
 * Protocol: IPv6 routes; a name of Linux 2.2, gone from the headers. None of the three OSes has it.
 */
export const NETLINK_ROUTE6: number | undefined = undefined;
/** Protocol: the ARP daemon; gone from the headers. None of the three OSes has it. */
export const NETLINK_ARPD: number | undefined = undefined;
/** Protocol: SKIP encryption; gone from the headers. None of the three OSes has it. */
export const NETLINK_SKIP: number | undefined = undefined;
/**
 * Protocol: the first of sixteen for Ethernet taps; gone from the headers. None of the three OSes
 * has it.
 */
export const NETLINK_TAPBASE: number | undefined = undefined;
/** Protocol: 1-wire devices; gone from the headers. None of the three OSes has it. */
export const NETLINK_W1: number | undefined = undefined;
/** Option, int: join a group of messages. Linux only. */
export const NETLINK_ADD_MEMBERSHIP: number | undefined = table.NETLINK_ADD_MEMBERSHIP;
/** Option, int: leave a group of messages. Linux only. */
export const NETLINK_DROP_MEMBERSHIP: number | undefined = table.NETLINK_DROP_MEMBERSHIP;
/** Option, int: receive the group of each message as ancillary data. Linux only. */
export const NETLINK_PKTINFO: number | undefined = table.NETLINK_PKTINFO;
/** Option, int: acknowledgements do not repeat the request. Linux only. */
export const NETLINK_CAP_ACK: number | undefined = table.NETLINK_CAP_ACK;
/** Option, int: acknowledgements explain errors in words. Linux only. */
export const NETLINK_EXT_ACK: number | undefined = table.NETLINK_EXT_ACK;
/** Option, int: requests for lists are checked strictly. Linux only. */
export const NETLINK_GET_STRICT_CHK: number | undefined = table.NETLINK_GET_STRICT_CHK;
/** Message type: an error, or with error 0 an acknowledgement. Linux only. */
export const NLMSG_ERROR: number | undefined = table.NLMSG_ERROR;
/** Message type: the end of a list. Linux only. */
export const NLMSG_DONE: number | undefined = table.NLMSG_DONE;

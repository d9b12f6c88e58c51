/**
 * Netlink: the protocols of `AF_NETLINK`, its options at level `SOL_NETLINK`, and the
 * types and flags that messages of all protocols have. See netlink(7).
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
/**
 * Option, int: a sender to a group learns that this socket could not take a message. Linux only.
 */
export const NETLINK_BROADCAST_ERROR: number | undefined = table.NETLINK_BROADCAST_ERROR;
/** Option, int: do not tell by ENOBUFS that messages were lost. Linux only. */
export const NETLINK_NO_ENOBUFS: number | undefined = table.NETLINK_NO_ENOBUFS;
/** Option, int: receive from every network namespace that has a number in this one. Linux only. */
export const NETLINK_LISTEN_ALL_NSID: number | undefined = table.NETLINK_LISTEN_ALL_NSID;
/** Option, array of ints, read only: the groups that were joined, a bit each. Linux only. */
export const NETLINK_LIST_MEMBERSHIPS: number | undefined = table.NETLINK_LIST_MEMBERSHIPS;
/** Option, int: acknowledgements do not repeat the request. Linux only. */
export const NETLINK_CAP_ACK: number | undefined = table.NETLINK_CAP_ACK;
/** Option, int: acknowledgements explain errors in words. Linux only. */
export const NETLINK_EXT_ACK: number | undefined = table.NETLINK_EXT_ACK;
/** Option, int: requests for lists are checked strictly. Linux only. */
export const NETLINK_GET_STRICT_CHK: number | undefined = table.NETLINK_GET_STRICT_CHK;
/** Message type: to be ignored. Linux only. */
export const NLMSG_NOOP: number | undefined = table.NLMSG_NOOP;
/** Message type: an error, or with error 0 an acknowledgement. Linux only. */
export const NLMSG_ERROR: number | undefined = table.NLMSG_ERROR;
/** Message type: the end of a list. Linux only. */
export const NLMSG_DONE: number | undefined = table.NLMSG_DONE;
/** Message type: data were lost. Linux only. */
export const NLMSG_OVERRUN: number | undefined = table.NLMSG_OVERRUN;
/** The lowest message type of a protocol's own. Linux only. */
export const NLMSG_MIN_TYPE: number | undefined = table.NLMSG_MIN_TYPE;
/** Flag of a message: it is a request. Linux only. */
export const NLM_F_REQUEST: number | undefined = table.NLM_F_REQUEST;
/** Flag of a message: more of the list follow, until `NLMSG_DONE`. Linux only. */
export const NLM_F_MULTI: number | undefined = table.NLM_F_MULTI;
/** Flag of a message: acknowledge it by `NLMSG_ERROR` with error 0. Linux only. */
export const NLM_F_ACK: number | undefined = table.NLM_F_ACK;
/** Flag of a message: the sender wants the notifications it causes. Linux only. */
export const NLM_F_ECHO: number | undefined = table.NLM_F_ECHO;
/** Flag of a message: the list changed meanwhile. Linux only. */
export const NLM_F_DUMP_INTR: number | undefined = table.NLM_F_DUMP_INTR;
/** Flag of a message: the list has only what the request asked for. Linux only. */
export const NLM_F_DUMP_FILTERED: number | undefined = table.NLM_F_DUMP_FILTERED;
/** Flag of a request for something: the whole table. Linux only. */
export const NLM_F_ROOT: number | undefined = table.NLM_F_ROOT;
/** Flag of a request for something: all that match. Linux only. */
export const NLM_F_MATCH: number | undefined = table.NLM_F_MATCH;
/** Flag of a request for something: a snapshot of the table. Linux only. */
export const NLM_F_ATOMIC: number | undefined = table.NLM_F_ATOMIC;
/** Flags of a request for something: a list of it, `NLM_F_ROOT` and `NLM_F_MATCH`. Linux only. */
export const NLM_F_DUMP: number | undefined = table.NLM_F_DUMP;
/** Flag of a request for something new: replace what is there. Linux only. */
export const NLM_F_REPLACE: number | undefined = table.NLM_F_REPLACE;
/** Flag of a request for something new: fail if it is there. Linux only. */
export const NLM_F_EXCL: number | undefined = table.NLM_F_EXCL;
/** Flag of a request for something new: make it if it is not there. Linux only. */
export const NLM_F_CREATE: number | undefined = table.NLM_F_CREATE;
/** Flag of a request for something new: at the end of the list. Linux only. */
export const NLM_F_APPEND: number | undefined = table.NLM_F_APPEND;
/** Flag of a request to delete: not what is below it. Linux only. */
export const NLM_F_NONREC: number | undefined = table.NLM_F_NONREC;
/** Flag of a request to delete: several at once. Linux only. */
export const NLM_F_BULK: number | undefined = table.NLM_F_BULK;
/** Flag of an acknowledgement: it does not repeat the request. Linux only. */
export const NLM_F_CAPPED: number | undefined = table.NLM_F_CAPPED;
/** Flag of an acknowledgement: an explanation follows, see `NETLINK_EXT_ACK`. Linux only. */
export const NLM_F_ACK_TLVS: number | undefined = table.NLM_F_ACK_TLVS;

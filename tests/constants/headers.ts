/**
 * The headers that define the constants, in groups that can be included together, and a C program
 * that prints what they define.
 */

/** Headers for one program; those that the machine lacks are left out. */
export interface Group {
  /** In the order in which they must be included. */
  readonly headers: readonly string[];
  /**
   * Constants that no macro tells of, enumerators or differently named: our name and the C
   * expression. They are asked for where the last of the headers exists.
   */
  readonly plain?: Readonly<Record<string, string>>;
}

/** Enumerators of the same name as our constants. */
function same(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, name]));
}

/** Names that begin alike. */
function prefixed(prefix: string, ...names: string[]): string[] {
  return names.map((name) => prefix + name);
}

/** Our names of the broadcast manager's constants begin with CAN_BCM_, the header's do not. */
function bcm(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`CAN_BCM_${name}`, name]));
}

/** What is asked for; groups all of whose headers are absent define nothing. */
export const groups: readonly Group[] = [
  {
    headers: [
      "sys/types.h",
      "sys/socket.h",
      "sys/un.h",
      "sys/ioctl.h",
      "netinet/in.h",
      "netinet/ip.h",
      "netinet/tcp.h",
      "netinet/udp.h",
      "net/if.h",
      "net/ethernet.h",
      "netdb.h",
      "poll.h",
    ],
    plain: same(
      "SOCK_STREAM",
      "SOCK_DGRAM",
      "SOCK_RAW",
      "SOCK_SEQPACKET",
      "IPPROTO_TCP",
      "IPPROTO_UDP",
      "IPPROTO_IPV6",
      "SHUT_RD",
      "SHUT_WR",
      "SHUT_RDWR",
      "IPPORT_USERRESERVED",
    ),
  },
  { headers: ["netinet/in.h", "linux/in.h", "linux/in6.h", "linux/netfilter_ipv4.h"] },
  {
    headers: ["netinet/tcp.h", "linux/types.h"],
    plain: same("TCP_ESTABLISHED", "TCP_CLOSE", "TCP_LISTEN"),
  },
  { headers: ["netinet/in.h", "netinet/icmp6.h"] },
  { headers: ["linux/icmp.h"] },
  { headers: ["linux/tcp.h"] },
  { headers: ["linux/udp.h"] },
  { headers: ["sys/socket.h", "asm/socket.h", "linux/socket.h", "linux/tls.h", "linux/mptcp.h"] },
  {
    headers: ["time.h", "linux/types.h", "linux/errqueue.h", "linux/net_tstamp.h"],
    plain: same(
      ...prefixed(
        "SOF_TIMESTAMPING_",
        ...["TX_HARDWARE", "TX_SOFTWARE", "TX_SCHED", "TX_ACK", "RX_HARDWARE", "RX_SOFTWARE"],
        ...["SOFTWARE", "RAW_HARDWARE", "OPT_ID", "OPT_CMSG", "OPT_TSONLY", "OPT_STATS"],
        ...["OPT_PKTINFO", "OPT_TX_SWHW", "BIND_PHC"],
      ),
      ...["SOF_TXTIME_DEADLINE_MODE", "SOF_TXTIME_REPORT_ERRORS"],
      ...["SCM_TSTAMP_SND", "SCM_TSTAMP_SCHED", "SCM_TSTAMP_ACK"],
    ),
  },
  {
    headers: [
      "linux/can.h",
      "linux/can/error.h",
      "linux/can/isotp.h",
      "linux/can/raw.h",
    ],
    plain: same(
      "CAN_RAW_FILTER",
      "CAN_RAW_ERR_FILTER",
      "CAN_RAW_LOOPBACK",
      "CAN_RAW_RECV_OWN_MSGS",
      "CAN_RAW_FD_FRAMES",
      "CAN_RAW_JOIN_FILTERS",
    ),
  },
  {
    headers: ["linux/can.h", "linux/can/bcm.h"],
    plain: bcm(
      ...["TX_SETUP", "TX_DELETE", "TX_READ", "TX_SEND", "TX_STATUS", "TX_EXPIRED"],
      ...["RX_SETUP", "RX_DELETE", "RX_READ", "RX_STATUS", "RX_TIMEOUT", "RX_CHANGED"],
      ...["SETTIMER", "STARTTIMER", "TX_COUNTEVT", "TX_ANNOUNCE", "TX_CP_CAN_ID"],
      ...["RX_FILTER_ID", "RX_CHECK_DLC", "RX_NO_AUTOTIMER", "RX_ANNOUNCE_RESUME"],
      ...["TX_RESET_MULTI_IDX", "RX_RTR_FRAME", "CAN_FD_FRAME"],
    ),
  },
  {
    headers: ["linux/can.h", "linux/can/j1939.h"],
    plain: same(
      "SCM_J1939_DEST_ADDR",
      "SCM_J1939_DEST_NAME",
      "SCM_J1939_PRIO",
      "SCM_J1939_ERRQUEUE",
      "SO_J1939_FILTER",
      "SO_J1939_PROMISC",
      "SO_J1939_SEND_PRIO",
      "SO_J1939_ERRQUEUE",
      ...prefixed("J1939_NLA_", "PAD", "BYTES_ACKED", "TOTAL_SIZE", "PGN"),
      ...prefixed("J1939_NLA_", "SRC_NAME", "DEST_NAME", "SRC_ADDR", "DEST_ADDR"),
      ...prefixed("J1939_EE_INFO_", "NONE", "TX_ABORT", "RX_RTS", "RX_DPO", "RX_ABORT"),
    ),
  },
  { headers: ["sys/socket.h", "linux/netlink.h"] },
  { headers: ["sys/socket.h", "linux/if_packet.h", "linux/if_ether.h"] },
  { headers: ["sys/socket.h", "linux/if.h"] },
  { headers: ["linux/tipc.h"], plain: same("TIPC_CLUSTER_SCOPE", "TIPC_NODE_SCOPE") },
  {
    headers: ["linux/qrtr.h"],
    plain: same(
      ...prefixed(
        "QRTR_TYPE_",
        ...["DATA", "HELLO", "BYE", "NEW_SERVER", "DEL_SERVER", "DEL_CLIENT", "RESUME_TX"],
        ...["EXIT", "PING", "NEW_LOOKUP", "DEL_LOOKUP"],
      ),
    ),
  },
  { headers: ["linux/rds.h"] },
  {
    headers: ["sys/socket.h", "stdint.h", "linux/sctp.h"],
    plain: same(
      ...prefixed(
        "SCTP_",
        ...["UNORDERED", "ADDR_OVER", "ABORT", "SACK_IMMEDIATELY", "EOF"],
        ...["SS_FCFS", "SS_PRIO", "SS_RR", "AUTHENTICATION_EVENT"],
        ...["COMM_UP", "COMM_LOST", "RESTART", "SHUTDOWN_COMP", "CANT_STR_ASSOC"],
        ...["ADDR_AVAILABLE", "ADDR_UNREACHABLE", "ADDR_REMOVED", "ADDR_ADDED", "ADDR_MADE_PRIM"],
        ...["ADDR_CONFIRMED", "ADDR_POTENTIALLY_FAILED"],
        ...["EMPTY", "CLOSED", "COOKIE_WAIT", "COOKIE_ECHOED", "ESTABLISHED", "SHUTDOWN_PENDING"],
        ...["SHUTDOWN_SENT", "SHUTDOWN_RECEIVED", "SHUTDOWN_ACK_SENT"],
        ...["INACTIVE", "PF", "ACTIVE", "UNCONFIRMED"],
      ),
    ),
  },
  { headers: ["sys/socket.h", "sys/ioctl.h", "linux/vm_sockets.h"] },
  { headers: ["linux/if_alg.h"] },
  { headers: ["sys/socket.h", "netipx/ipx.h"] },
  {
    headers: [
      "sys/socket.h",
      "bluetooth/bluetooth.h",
      "bluetooth/hci.h",
      "bluetooth/l2cap.h",
      "bluetooth/rfcomm.h",
      "bluetooth/sco.h",
    ],
  },
  {
    headers: [
      "sys/types.h",
      "sys/socket.h",
      "sys/sys_domain.h",
      "sys/kern_control.h",
      "net/if_utun.h",
      "sys/vsock.h",
      "sys/un.h",
    ],
  },
];

/** The text of a program that prints `NAME value` for each of the names that the group defines. */
export function program({ headers, plain = {} }: Group, names: readonly string[]): string {
  const includes = headers.map((h) => `#if __has_include(<${h}>)\n#include <${h}>\n#endif\n`);
  const print = (name: string, expression: string) =>
    `printf("${name} %lld\\n", (long long)(${expression}));\n`;
  const macros = names.map((name) => `#ifdef ${name}\n${print(name, name)}#endif\n`);
  const last = headers.at(-1) ?? "";
  const enumerators = Object.entries(plain).map(([name, expression]) => print(name, expression));
  return [
    "#define _GNU_SOURCE\n#include <stddef.h>\n#include <stdio.h>\n",
    ...includes,
    "int main(void) {\n",
    ...macros,
    `#if __has_include(<${last}>)\n`,
    ...enumerators,
    "#endif\nreturn 0;\n}\n",
  ].join("");
}

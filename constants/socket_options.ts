/**
 * Options of every socket (SO_), at level `SOL_SOCKET`; each begins with the C type of its value.
 * See socket(7).
 */
import { table } from "./table.ts";

/** int: record debugging information; Linux requires `CAP_NET_ADMIN`. */
export const SO_DEBUG: number = table.SO_DEBUG;
/** int, read only: 1 if the socket listens. */
export const SO_ACCEPTCONN: number = table.SO_ACCEPTCONN;
/**
 * int: `bind` may take an address whose last connections are still in TIME_WAIT. On Windows it
 * means worse: any socket may take the address over; see `SO_EXCLUSIVEADDRUSE`.
 */
export const SO_REUSEADDR: number = table.SO_REUSEADDR;
/**
 * int: several sockets may bind the same address; Linux spreads the connections and datagrams over
 * them. Linux and macOS.
 */
export const SO_REUSEPORT: number | undefined = table.SO_REUSEPORT;
/** int: `SO_REUSEPORT` that spreads the load; FreeBSD. None of the three OSes has it. */
export const SO_REUSEPORT_LB: number | undefined = undefined;
/** int: nobody else may bind the address, even with `SO_REUSEADDR`. Windows only. */
export const SO_EXCLUSIVEADDRUSE: number | undefined = table.SO_EXCLUSIVEADDRUSE;
/** int: probe an idle connection, and end it when the peer does not answer; see `TCP_KEEPIDLE`. */
export const SO_KEEPALIVE: number = table.SO_KEEPALIVE;
/** int: send only to hosts of the directly attached network. */
export const SO_DONTROUTE: number = table.SO_DONTROUTE;
/** int: sending datagrams to a broadcast address is allowed. */
export const SO_BROADCAST: number = table.SO_BROADCAST;
/** int: routing sockets receive copies of what they send. macOS and Windows. */
export const SO_USELOOPBACK: number | undefined = table.SO_USELOOPBACK;
/**
 * struct linger (two ints; on Windows two shorts): `close` waits so many seconds for unsent data; 0
 * seconds resets the connection.
 */
export const SO_LINGER: number = table.SO_LINGER;
/**
 * struct linger: `SO_LINGER` in seconds, where `SO_LINGER` itself counts clock ticks. macOS only.
 */
export const SO_LINGER_SEC: number | undefined = table.SO_LINGER_SEC;
/** int: urgent data stay in the stream. */
export const SO_OOBINLINE: number = table.SO_OOBINLINE;
/** int: bytes of the send buffer. Linux doubles what is set, and reports the double. */
export const SO_SNDBUF: number = table.SO_SNDBUF;
/** int: bytes of the receive buffer. Linux doubles what is set, and reports the double. */
export const SO_RCVBUF: number = table.SO_RCVBUF;
/** int: `SO_SNDBUF` past the system's limit; needs `CAP_NET_ADMIN`. Linux only. */
export const SO_SNDBUFFORCE: number | undefined = table.SO_SNDBUFFORCE;
/** int: `SO_RCVBUF` past the system's limit; needs `CAP_NET_ADMIN`. Linux only. */
export const SO_RCVBUFFORCE: number | undefined = table.SO_RCVBUFFORCE;
/** int: bytes of space that make the socket writable; fixed at 1 on Linux. */
export const SO_SNDLOWAT: number = table.SO_SNDLOWAT;
/** int: bytes that make the socket readable. */
export const SO_RCVLOWAT: number = table.SO_RCVLOWAT;
/**
 * struct timeval (on Windows a DWORD of milliseconds): time after which a blocked send fails.
 * Prefer `settimeout`.
 */
export const SO_SNDTIMEO: number = table.SO_SNDTIMEO;
/**
 * struct timeval (on Windows a DWORD of milliseconds): time after which a blocked receive fails.
 * Prefer `settimeout`.
 */
export const SO_RCVTIMEO: number = table.SO_RCVTIMEO;
/** int, read only: the socket's type, `SOCK_STREAM` and its like. */
export const SO_TYPE: number = table.SO_TYPE;
/**
 * int, read only: the pending error, which reading clears; how a connect in the background went.
 */
export const SO_ERROR: number = table.SO_ERROR;
/** int, read only: the socket's address family. Linux only. */
export const SO_DOMAIN: number | undefined = table.SO_DOMAIN;
/** int, read only: the socket's protocol. Linux only. */
export const SO_PROTOCOL: number | undefined = table.SO_PROTOCOL;
/** int: UDP datagrams are sent without a checksum. Linux only. */
export const SO_NO_CHECK: number | undefined = table.SO_NO_CHECK;
/** int: the priority of outgoing packets, 0 to 6, more with `CAP_NET_ADMIN`. Linux only. */
export const SO_PRIORITY: number | undefined = table.SO_PRIORITY;
/**
 * int: a mark on outgoing packets, for routing and firewall rules; needs `CAP_NET_ADMIN`. Linux
 * only.
 */
export const SO_MARK: number | undefined = table.SO_MARK;
/** int: receive `SCM_CREDENTIALS` with each message. Linux only. */
export const SO_PASSCRED: number | undefined = table.SO_PASSCRED;
/** int: receive `SCM_SECURITY` with each message. Linux only. */
export const SO_PASSSEC: number | undefined = table.SO_PASSSEC;
/** int: receive `SCM_PIDFD` with each message. Linux only. */
export const SO_PASSPIDFD: number | undefined = table.SO_PASSPIDFD;
/**
 * struct ucred (three ints), read only: the process, user and group ids of the peer of an `AF_UNIX`
 * connection. Linux only.
 */
export const SO_PEERCRED: number | undefined = table.SO_PEERCRED;
/** array of ints, read only: the supplementary groups of the peer. Linux only. */
export const SO_PEERGROUPS: number | undefined = table.SO_PEERGROUPS;
/** int, read only: a descriptor that stands for the peer's process. Linux only. */
export const SO_PEERPIDFD: number | undefined = table.SO_PEERPIDFD;
/** string, read only: the security label (SELinux) of the peer. Linux only. */
export const SO_PEERSEC: number | undefined = table.SO_PEERSEC;
/** string: use only the named interface; on macOS an interface name as well. Linux and macOS. */
export const SO_BINDTODEVICE: number | undefined = table.SO_BINDTODEVICE;
/** int: use only the interface of this index. Linux only. */
export const SO_BINDTOIFINDEX: number | undefined = table.SO_BINDTOIFINDEX;
/** int: the processor on which packets arrive, or should. Linux only. */
export const SO_INCOMING_CPU: number | undefined = table.SO_INCOMING_CPU;
/**
 * int: receive `SCM_TIMESTAMP` with each datagram. On Windows the number is that of its own time
 * stamping option.
 */
export const SO_TIMESTAMP: number = table.SO_TIMESTAMP;
/** int: receive `SCM_TIMESTAMPNS` with each datagram. Linux only. */
export const SO_TIMESTAMPNS: number | undefined = table.SO_TIMESTAMPNS;
/** int: which time stamps to take and report, `SOF_TIMESTAMPING_` flags. Linux only. */
export const SO_TIMESTAMPING: number | undefined = table.SO_TIMESTAMPING;
/** int: receive `SCM_TIMESTAMP_MONOTONIC` with each datagram. macOS only. */
export const SO_TIMESTAMP_MONOTONIC: number | undefined = table.SO_TIMESTAMP_MONOTONIC;
/** Flag of `SO_TIMESTAMPING`: the network card stamps what is sent. Linux only. */
export const SOF_TIMESTAMPING_TX_HARDWARE: number | undefined = table.SOF_TIMESTAMPING_TX_HARDWARE;
/** Flag of `SO_TIMESTAMPING`: the kernel stamps what is sent. Linux only. */
export const SOF_TIMESTAMPING_TX_SOFTWARE: number | undefined = table.SOF_TIMESTAMPING_TX_SOFTWARE;
/** Flag of `SO_TIMESTAMPING`: the network card stamps what arrives. Linux only. */
export const SOF_TIMESTAMPING_RX_HARDWARE: number | undefined = table.SOF_TIMESTAMPING_RX_HARDWARE;
/** Flag of `SO_TIMESTAMPING`: the kernel stamps what arrives. Linux only. */
export const SOF_TIMESTAMPING_RX_SOFTWARE: number | undefined = table.SOF_TIMESTAMPING_RX_SOFTWARE;
/** Flag of `SO_TIMESTAMPING`: report stamps by software. Linux only. */
export const SOF_TIMESTAMPING_SOFTWARE: number | undefined = table.SOF_TIMESTAMPING_SOFTWARE;
/** Flag of `SO_TIMESTAMPING`: report stamps by hardware, as they are. Linux only. */
export const SOF_TIMESTAMPING_RAW_HARDWARE: number | undefined =
  table.SOF_TIMESTAMPING_RAW_HARDWARE;
/**
 * Flag of `SO_TIMESTAMPING`: number what is sent, and tell the number with the stamp. Linux only.
 */
export const SOF_TIMESTAMPING_OPT_ID: number | undefined = table.SOF_TIMESTAMPING_OPT_ID;
/** Flag of `SO_TIMESTAMPING`: stamp what is sent as it comes to the scheduler. Linux only. */
export const SOF_TIMESTAMPING_TX_SCHED: number | undefined = table.SOF_TIMESTAMPING_TX_SCHED;
/** Flag of `SO_TIMESTAMPING`: stamp when the peer has acknowledged what was sent. Linux only. */
export const SOF_TIMESTAMPING_TX_ACK: number | undefined = table.SOF_TIMESTAMPING_TX_ACK;
/**
 * Flag of `SO_TIMESTAMPING`: ask for ancillary data such as `IP_PKTINFO` with each stamp. Linux
 * only.
 */
export const SOF_TIMESTAMPING_OPT_CMSG: number | undefined = table.SOF_TIMESTAMPING_OPT_CMSG;
/** Flag of `SO_TIMESTAMPING`: stamps of what is sent come without the packet. Linux only. */
export const SOF_TIMESTAMPING_OPT_TSONLY: number | undefined = table.SOF_TIMESTAMPING_OPT_TSONLY;
/**
 * Flag of `SO_TIMESTAMPING`: stamps of what is sent come with figures of the connection; with
 * `SOF_TIMESTAMPING_OPT_TSONLY`. Linux only.
 */
export const SOF_TIMESTAMPING_OPT_STATS: number | undefined = table.SOF_TIMESTAMPING_OPT_STATS;
/**
 * Flag of `SO_TIMESTAMPING`: receive `SCM_TIMESTAMPING_PKTINFO` with stamps by hardware. Linux
 * only.
 */
export const SOF_TIMESTAMPING_OPT_PKTINFO: number | undefined = table.SOF_TIMESTAMPING_OPT_PKTINFO;
/**
 * Flag of `SO_TIMESTAMPING`: stamps of what is sent both by software and by hardware. Linux only.
 */
export const SOF_TIMESTAMPING_OPT_TX_SWHW: number | undefined = table.SOF_TIMESTAMPING_OPT_TX_SWHW;
/**
 * Flag of `SO_TIMESTAMPING`: the option's value is struct so_timestamping, which names a clock.
 * Linux only.
 */
export const SOF_TIMESTAMPING_BIND_PHC: number | undefined = table.SOF_TIMESTAMPING_BIND_PHC;
/** int: receive, with each datagram, how many were dropped. Linux only. */
export const SO_RXQ_OVFL: number | undefined = table.SO_RXQ_OVFL;
/**
 * int: the offset at which `MSG_PEEK` reads, which advances by itself; -1 switches it off. Linux
 * only.
 */
export const SO_PEEK_OFF: number | undefined = table.SO_PEEK_OFF;
/** int: the caller gives the Ethernet checksum of `AF_PACKET` frames. Linux only. */
export const SO_NOFCS: number | undefined = table.SO_NOFCS;
/** int: receive, in the error queue, whether a Wi-Fi frame was acknowledged. Linux only. */
export const SO_WIFI_STATUS: number | undefined = table.SO_WIFI_STATUS;
/** int: the attached filter cannot be changed any more. Linux only. */
export const SO_LOCK_FILTER: number | undefined = table.SO_LOCK_FILTER;
/**
 * struct sock_fprog: a classic BPF program that decides which packets the socket receives. Linux
 * only.
 */
export const SO_ATTACH_FILTER: number | undefined = table.SO_ATTACH_FILTER;
/** int (ignored): removes the filter. Linux only. */
export const SO_DETACH_FILTER: number | undefined = table.SO_DETACH_FILTER;
/** int: the descriptor of an eBPF program that filters packets. Linux only. */
export const SO_ATTACH_BPF: number | undefined = table.SO_ATTACH_BPF;
/**
 * struct sock_fprog: a classic BPF program that picks the socket within a `SO_REUSEPORT` group.
 * Linux only.
 */
export const SO_ATTACH_REUSEPORT_CBPF: number | undefined = table.SO_ATTACH_REUSEPORT_CBPF;
/**
 * int: the descriptor of an eBPF program that picks the socket within a `SO_REUSEPORT` group. Linux
 * only.
 */
export const SO_ATTACH_REUSEPORT_EBPF: number | undefined = table.SO_ATTACH_REUSEPORT_EBPF;
/** int: the error queue makes the socket exceptional (POLLPRI). Linux only. */
export const SO_SELECT_ERR_QUEUE: number | undefined = table.SO_SELECT_ERR_QUEUE;
/** int: microseconds to poll the network card when there is nothing to receive. Linux only. */
export const SO_BUSY_POLL: number | undefined = table.SO_BUSY_POLL;
/** int: prefer busy polling to interrupts. Linux only. */
export const SO_PREFER_BUSY_POLL: number | undefined = table.SO_PREFER_BUSY_POLL;
/** int: the highest rate of sending, in bytes a second. Linux only. */
export const SO_MAX_PACING_RATE: number | undefined = table.SO_MAX_PACING_RATE;
/** array of ints, read only: the socket's use of memory. Linux only. */
export const SO_MEMINFO: number | undefined = table.SO_MEMINFO;
/** 64 bits, read only: the kernel's unique number for the socket. Linux only. */
export const SO_COOKIE: number | undefined = table.SO_COOKIE;
/** 64 bits, read only: the unique number of the socket's network namespace. Linux only. */
export const SO_NETNS_COOKIE: number | undefined = table.SO_NETNS_COOKIE;
/** int: `MSG_ZEROCOPY` is allowed. Linux only. */
export const SO_ZEROCOPY: number | undefined = table.SO_ZEROCOPY;
/** struct sock_txtime: packets carry the time at which they are to be sent. Linux only. */
export const SO_TXTIME: number | undefined = table.SO_TXTIME;
/** Flag of `SO_TXTIME`: the times are deadlines, packets may leave earlier. Linux only. */
export const SOF_TXTIME_DEADLINE_MODE: number | undefined = table.SOF_TXTIME_DEADLINE_MODE;
/** Flag of `SO_TXTIME`: queue an error for packets that are dropped. Linux only. */
export const SOF_TXTIME_REPORT_ERRORS: number | undefined = table.SOF_TXTIME_REPORT_ERRORS;
/**
 * struct sockaddr, read only: where a redirected connection was going. On Linux at level `SOL_IP`
 * (netfilter). Linux and Windows.
 */
export const SO_ORIGINAL_DST: number | undefined = table.SO_ORIGINAL_DST;
/** int: the routing table to use; FreeBSD. None of the three OSes has it. */
export const SO_SETFIB: number | undefined = undefined;
/** int: the routing table to use; OpenBSD. None of the three OSes has it. */
export const SO_RTABLE: number | undefined = undefined;
/** int: a mark for the firewall; FreeBSD. None of the three OSes has it. */
export const SO_USER_COOKIE: number | undefined = undefined;
/** int: no SIGPIPE when the peer has closed. The library sets it. macOS only. */
export const SO_NOSIGPIPE: number | undefined = table.SO_NOSIGPIPE;
/** int, read only: bytes ready to be received. macOS only. */
export const SO_NREAD: number | undefined = table.SO_NREAD;
/** int, read only: bytes in the send buffer. macOS only. */
export const SO_NWRITE: number | undefined = table.SO_NWRITE;
/** int: keep the rest of a datagram that did not fit the buffer. macOS only. */
export const SO_DONTTRUNC: number | undefined = table.SO_DONTTRUNC;
/** int: processes of different users may share the address by `SO_REUSEPORT`. macOS only. */
export const SO_REUSESHAREUID: number | undefined = table.SO_REUSESHAREUID;
/** int: `bind` to port 0 picks an unpredictable port. macOS only. */
export const SO_RANDOMPORT: number | undefined = table.SO_RANDOMPORT;
/** int, read only: how many datagrams wait to be received. macOS only. */
export const SO_NUMRCVPKT: number | undefined = table.SO_NUMRCVPKT;
/** int: what kind of traffic this is (best effort, video, voice...), for queueing. macOS only. */
export const SO_NET_SERVICE_TYPE: number | undefined = table.SO_NET_SERVICE_TYPE;
/** int: connections are completed when they are accepted, not before. Windows only. */
export const SO_CONDITIONAL_ACCEPT: number | undefined = table.SO_CONDITIONAL_ACCEPT;
/** int: pause the completion of connections to a listening socket. Windows only. */
export const SO_PAUSE_ACCEPT: number | undefined = table.SO_PAUSE_ACCEPT;
/**
 * int, read only: for how many seconds the socket has been connected, -1 if it is not. Windows
 * only.
 */
export const SO_CONNECT_TIME: number | undefined = table.SO_CONNECT_TIME;
/** int, read only: the longest datagram that can be sent. Windows only. */
export const SO_MAX_MSG_SIZE: number | undefined = table.SO_MAX_MSG_SIZE;
/** struct WSAPROTOCOL_INFOW, read only: all about the socket's protocol. Windows only. */
export const SO_PROTOCOL_INFOW: number | undefined = table.SO_PROTOCOL_INFOW;
/** int: let local ports be shared by connections to different peers. Windows only. */
export const SO_PORT_SCALABILITY: number | undefined = table.SO_PORT_SCALABILITY;
/** int: pick an unpredictable local port. Windows only. */
export const SO_RANDOMIZE_PORT: number | undefined = table.SO_RANDOMIZE_PORT;
/**
 * int: let the local port of an outgoing connection be shared and picked late, at `connect`.
 * Windows only.
 */
export const SO_REUSE_UNICASTPORT: number | undefined = table.SO_REUSE_UNICASTPORT;
/** int: let the port be shared for receiving multicast. Windows only. */
export const SO_REUSE_MULTICASTPORT: number | undefined = table.SO_REUSE_MULTICASTPORT;
/**
 * The longest backlog `listen` takes without cutting it short; what `listen()` uses by itself is
 * smaller. Linux cuts to `/proc/sys/net/core/somaxconn`.
 */
export const SOMAXCONN: number = table.SOMAXCONN;
/** Origin of a queued error (struct sock_extended_err): unknown. Linux only. */
export const SO_EE_ORIGIN_NONE: number | undefined = table.SO_EE_ORIGIN_NONE;
/** Origin of a queued error: this machine. Linux only. */
export const SO_EE_ORIGIN_LOCAL: number | undefined = table.SO_EE_ORIGIN_LOCAL;
/** Origin of a queued error: an ICMP message. Linux only. */
export const SO_EE_ORIGIN_ICMP: number | undefined = table.SO_EE_ORIGIN_ICMP;
/** Origin of a queued error: an ICMPv6 message. Linux only. */
export const SO_EE_ORIGIN_ICMP6: number | undefined = table.SO_EE_ORIGIN_ICMP6;
/** Origin of a queued "error": a time stamp of something sent. Linux only. */
export const SO_EE_ORIGIN_TIMESTAMPING: number | undefined = table.SO_EE_ORIGIN_TIMESTAMPING;
/** Origin of a queued "error": `MSG_ZEROCOPY` data are sent and may be reused. Linux only. */
export const SO_EE_ORIGIN_ZEROCOPY: number | undefined = table.SO_EE_ORIGIN_ZEROCOPY;
/** Origin of a queued error: a packet of `SO_TXTIME` was dropped. Linux only. */
export const SO_EE_ORIGIN_TXTIME: number | undefined = table.SO_EE_ORIGIN_TXTIME;
/** Code of `SO_EE_ORIGIN_ZEROCOPY`: the data were copied after all. Linux only. */
export const SO_EE_CODE_ZEROCOPY_COPIED: number | undefined = table.SO_EE_CODE_ZEROCOPY_COPIED;
/** Code of `SO_EE_ORIGIN_TXTIME`: the time made no sense. Linux only. */
export const SO_EE_CODE_TXTIME_INVALID_PARAM: number | undefined =
  table.SO_EE_CODE_TXTIME_INVALID_PARAM;
/** Code of `SO_EE_ORIGIN_TXTIME`: the time had passed. Linux only. */
export const SO_EE_CODE_TXTIME_MISSED: number | undefined = table.SO_EE_CODE_TXTIME_MISSED;

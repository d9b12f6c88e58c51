/**
 * Options of TCP sockets (TCP_), at level `IPPROTO_TCP`, and of UDP sockets (UDP_, UDPLITE_); each
 * begins with the C type of its value. See tcp(7) and udp(7).
 */
import { table } from "./table.ts";

/** int: send small pieces at once (Nagle's algorithm off). */
export const TCP_NODELAY: number = table.TCP_NODELAY;
/** int: the longest segment, in bytes. */
export const TCP_MAXSEG: number = table.TCP_MAXSEG;
/** int: hold partial segments back until this is set to 0, 200 milliseconds at most. Linux only. */
export const TCP_CORK: number | undefined = table.TCP_CORK;
/**
 * int: hold partial segments back until the buffer is full or the connection closes. macOS only.
 */
export const TCP_NOPUSH: number | undefined = table.TCP_NOPUSH;
/** int: use no TCP options. macOS only. */
export const TCP_NOOPT: number | undefined = table.TCP_NOOPT;
/**
 * int: seconds of idleness before the first keepalive probe. On macOS this is `TCP_KEEPALIVE`.
 * Linux and Windows.
 */
export const TCP_KEEPIDLE: number | undefined = table.TCP_KEEPIDLE;
/**
 * int: seconds of idleness before the first keepalive probe, as macOS and Windows call it. macOS
 * and Windows.
 */
export const TCP_KEEPALIVE: number | undefined = table.TCP_KEEPALIVE;
/** int: seconds between keepalive probes. */
export const TCP_KEEPINTVL: number = table.TCP_KEEPINTVL;
/** int: how many unanswered keepalive probes end the connection. */
export const TCP_KEEPCNT: number = table.TCP_KEEPCNT;
/** int: how many times `connect` repeats its first packet. Linux only. */
export const TCP_SYNCNT: number | undefined = table.TCP_SYNCNT;
/** int: seconds that an orphaned connection stays in FIN_WAIT2. Linux only. */
export const TCP_LINGER2: number | undefined = table.TCP_LINGER2;
/** int: seconds that a listener waits for data before it reports the connection. Linux only. */
export const TCP_DEFER_ACCEPT: number | undefined = table.TCP_DEFER_ACCEPT;
/** int: the highest receive window, in bytes. Linux only. */
export const TCP_WINDOW_CLAMP: number | undefined = table.TCP_WINDOW_CLAMP;
/**
 * struct tcp_info, read only: state, round-trip time, windows and counters of the connection. Linux
 * only.
 */
export const TCP_INFO: number | undefined = table.TCP_INFO;
/**
 * struct tcp_connection_info, read only: state, round-trip time and counters of the connection.
 * macOS only.
 */
export const TCP_CONNECTION_INFO: number | undefined = table.TCP_CONNECTION_INFO;
/**
 * int: acknowledge at once; not permanent. The Windows number is that of Python, a request code
 * rather than an option. Linux and Windows.
 */
export const TCP_QUICKACK: number | undefined = table.TCP_QUICKACK;
/** string: the algorithm of congestion control, as "cubic". Linux only. */
export const TCP_CONGESTION: number | undefined = table.TCP_CONGESTION;
/** int: the algorithm of congestion control. Windows only. */
export const TCP_CONGESTION_ALGORITHM: number | undefined = table.TCP_CONGESTION_ALGORITHM;
/** struct, read only: the state of the congestion control. Linux only. */
export const TCP_CC_INFO: number | undefined = table.TCP_CC_INFO;
/** struct tcp_md5sig: sign segments with a key (RFC 2385), as BGP routers do. Linux only. */
export const TCP_MD5SIG: number | undefined = table.TCP_MD5SIG;
/** struct tcp_md5sig: `TCP_MD5SIG` for a prefix or an interface. Linux only. */
export const TCP_MD5SIG_EXT: number | undefined = table.TCP_MD5SIG_EXT;
/** int: repeat lost packets of thin streams without growing delays. Linux only. */
export const TCP_THIN_LINEAR_TIMEOUTS: number | undefined = table.TCP_THIN_LINEAR_TIMEOUTS;
/** int: repeat after one duplicate acknowledgement; no effect any more. Linux only. */
export const TCP_THIN_DUPACK: number | undefined = table.TCP_THIN_DUPACK;
/**
 * int: milliseconds that sent data may stay unacknowledged before the connection ends. Linux only.
 */
export const TCP_USER_TIMEOUT: number | undefined = table.TCP_USER_TIMEOUT;
/** int: repair mode, to move connections between processes; needs `CAP_NET_ADMIN`. Linux only. */
export const TCP_REPAIR: number | undefined = table.TCP_REPAIR;
/** int: which queue repair mode works on. Linux only. */
export const TCP_REPAIR_QUEUE: number | undefined = table.TCP_REPAIR_QUEUE;
/** int: the sequence number of the queue, in repair mode. Linux only. */
export const TCP_QUEUE_SEQ: number | undefined = table.TCP_QUEUE_SEQ;
/** struct: the negotiated options, in repair mode. Linux only. */
export const TCP_REPAIR_OPTIONS: number | undefined = table.TCP_REPAIR_OPTIONS;
/** struct: the windows, in repair mode. Linux only. */
export const TCP_REPAIR_WINDOW: number | undefined = table.TCP_REPAIR_WINDOW;
/**
 * int: accept data in the packet that opens a connection (RFC 7413); on Linux the length of the
 * queue of such requests.
 */
export const TCP_FASTOPEN: number = table.TCP_FASTOPEN;
/** int: `connect` returns at once, and the first send goes with the opening packet. Linux only. */
export const TCP_FASTOPEN_CONNECT: number | undefined = table.TCP_FASTOPEN_CONNECT;
/** bytes: the key of the cookies. Linux only. */
export const TCP_FASTOPEN_KEY: number | undefined = table.TCP_FASTOPEN_KEY;
/** int: fast open without a cookie. Linux only. */
export const TCP_FASTOPEN_NO_COOKIE: number | undefined = table.TCP_FASTOPEN_NO_COOKIE;
/** int: the value of the time stamp clock, in repair mode. Linux only. */
export const TCP_TIMESTAMP: number | undefined = table.TCP_TIMESTAMP;
/** int: unsent bytes below which the socket is writable. Linux and macOS. */
export const TCP_NOTSENT_LOWAT: number | undefined = table.TCP_NOTSENT_LOWAT;
/** int: keep the headers of the packet that opened each connection. Linux only. */
export const TCP_SAVE_SYN: number | undefined = table.TCP_SAVE_SYN;
/** bytes, read only: what `TCP_SAVE_SYN` kept. Linux only. */
export const TCP_SAVED_SYN: number | undefined = table.TCP_SAVED_SYN;
/** string: a protocol the kernel runs on top: "tls". Linux only. */
export const TCP_ULP: number | undefined = table.TCP_ULP;
/** struct: receive into mapped pages. Linux only. */
export const TCP_ZEROCOPY_RECEIVE: number | undefined = table.TCP_ZEROCOPY_RECEIVE;
/** int: receive, as ancillary data, how many bytes are left to read. Linux only. */
export const TCP_INQ: number | undefined = table.TCP_INQ;
/** int: microseconds of delay added to each packet, for tests. Linux only. */
export const TCP_TX_DELAY: number | undefined = table.TCP_TX_DELAY;
/** int: seconds after which `connect` gives up. macOS only. */
export const TCP_CONNECTIONTIMEOUT: number | undefined = table.TCP_CONNECTIONTIMEOUT;
/** int: seconds of repeating lost data after which the connection ends. macOS only. */
export const TCP_RXT_CONNDROPTIME: number | undefined = table.TCP_RXT_CONNDROPTIME;
/** int: end the connection when its last packet has been repeated three times. macOS only. */
export const TCP_RXT_FINDROP: number | undefined = table.TCP_RXT_FINDROP;
/** int: acknowledge every second packet. macOS only. */
export const TCP_SENDMOREACKS: number | undefined = table.TCP_SENDMOREACKS;
/** int: explicit congestion notification. macOS only. */
export const TCP_ENABLE_ECN: number | undefined = table.TCP_ENABLE_ECN;
/** int: urgent data as RFC 1122 has them. Windows only. */
export const TCP_EXPEDITED_1122: number | undefined = table.TCP_EXPEDITED_1122;
/** int: where the urgent pointer points to: the standard's way, or BSD's. Windows only. */
export const TCP_STDURG: number | undefined = table.TCP_STDURG;
/**
 * int: seconds of repeating lost data after which the connection ends; -1 for never. Windows only.
 */
export const TCP_MAXRT: number | undefined = table.TCP_MAXRT;
/** int: the time stamp option of RFC 1323. Windows only. */
export const TCP_TIMESTAMPS: number | undefined = table.TCP_TIMESTAMPS;
/** int: `connect` does not repeat its first packet. Windows only. */
export const TCP_NOSYNRETRIES: number | undefined = table.TCP_NOSYNRETRIES;
/** int: delay the acknowledgement of the peer's close. Windows only. */
export const TCP_DELAY_FIN_ACK: number | undefined = table.TCP_DELAY_FIN_ACK;
/** int: `connect` fails at once on an ICMP error. Windows only. */
export const TCP_FAIL_CONNECT_ON_ICMP_ERROR: number | undefined =
  table.TCP_FAIL_CONNECT_ON_ICMP_ERROR;
/** struct, read only: the ICMP error that made `connect` fail. Windows only. */
export const TCP_ICMP_ERROR_INFO: number | undefined = table.TCP_ICMP_ERROR_INFO;
/** State in `TCP_INFO`: connected. Linux only. */
export const TCP_ESTABLISHED: number | undefined = table.TCP_ESTABLISHED;
/** State in `TCP_INFO`: not connected. Linux only. */
export const TCP_CLOSE: number | undefined = table.TCP_CLOSE;
/** State in `TCP_INFO`: listening. Linux only. */
export const TCP_LISTEN: number | undefined = table.TCP_LISTEN;
/** int: collect what is sent into one datagram, until this is set to 0. Linux only. */
export const UDP_CORK: number | undefined = table.UDP_CORK;
/** int: the socket carries another protocol inside UDP: IPsec or L2TP. Linux only. */
export const UDP_ENCAP: number | undefined = table.UDP_ENCAP;
/** int: cut what is sent into datagrams of so many bytes; also ancillary data. Linux only. */
export const UDP_SEGMENT: number | undefined = table.UDP_SEGMENT;
/** int: receive several datagrams joined in one, their length as ancillary data. Linux only. */
export const UDP_GRO: number | undefined = table.UDP_GRO;
/** int: send without a checksum over IPv6. Linux only. */
export const UDP_NO_CHECK6_TX: number | undefined = table.UDP_NO_CHECK6_TX;
/** int: accept datagrams without a checksum over IPv6. Linux only. */
export const UDP_NO_CHECK6_RX: number | undefined = table.UDP_NO_CHECK6_RX;
/** int: send without a checksum. macOS only. */
export const UDP_NOCKSUM: number | undefined = table.UDP_NOCKSUM;
/** int: send without a checksum. Windows only. */
export const UDP_NOCHECKSUM: number | undefined = table.UDP_NOCHECKSUM;
/** int: how many bytes the checksum covers (UDP-Lite). Windows only. */
export const UDP_CHECKSUM_COVERAGE: number | undefined = table.UDP_CHECKSUM_COVERAGE;
/**
 * int: how many bytes the checksum of what is sent covers; at level `IPPROTO_UDPLITE`. Linux only.
 */
export const UDPLITE_SEND_CSCOV: number | undefined = table.UDPLITE_SEND_CSCOV;
/** int: the least coverage that is accepted; at level `IPPROTO_UDPLITE`. Linux only. */
export const UDPLITE_RECV_CSCOV: number | undefined = table.UDPLITE_RECV_CSCOV;

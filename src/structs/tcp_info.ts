/** What the OS tells of a TCP connection. */
import { onLinux, type StructCodec, structCodec } from "./codec.ts";
import { bits, u16, u32, u64, u8 } from "./struct.ts";

/**
 * `struct tcp_info` (linux/tcp.h). The members up to `tcpi_total_retrans` are always there; a later
 * one is where the running kernel has it.
 */
export interface TcpInfo {
  /** State of the connection: TCP_ESTABLISHED 1, TCP_CLOSE 7, TCP_LISTEN 10… */
  tcpi_state: number;
  /** State of the congestion control: 0 open, 1 disorder, 2 CWR, 3 recovery, 4 loss. */
  tcpi_ca_state: number;
  /** How often the oldest unacknowledged segment has been repeated. */
  tcpi_retransmits: number;
  /** Unanswered probes, of a closed window or of keepalive. */
  tcpi_probes: number;
  /** How often the repeating timer has been doubled. */
  tcpi_backoff: number;
  /** What was agreed on, as bits: 1 time stamps, 2 SACK, 4 window scaling, 8 ECN… */
  tcpi_options: number;
  /** The peer's window is given in units of 2 to the power of this. */
  tcpi_snd_wscale: number;
  /** The own window is given in units of 2 to the power of this. */
  tcpi_rcv_wscale: number;
  /** 1: `tcpi_delivery_rate` was limited by what the program sent (Linux 4.9). */
  tcpi_delivery_rate_app_limited: number;
  /** Why fast open was not used, 0 for no reason (Linux 5.5). */
  tcpi_fastopen_client_fail: number;
  /** The time after which a segment is repeated, in microseconds. */
  tcpi_rto: number;
  /** The time after which an acknowledgement is sent, in microseconds. */
  tcpi_ato: number;
  /** The longest segment to send, in bytes. */
  tcpi_snd_mss: number;
  /** The longest segment that is received, in bytes: a guess. */
  tcpi_rcv_mss: number;
  /** Segments sent and not acknowledged; of a listener, connections that wait to be accepted. */
  tcpi_unacked: number;
  /** Segments acknowledged out of turn; of a listener, its backlog. */
  tcpi_sacked: number;
  /** Segments taken to be lost. */
  tcpi_lost: number;
  /** Segments repeated and not acknowledged. */
  tcpi_retrans: number;
  /** Not used any more. */
  tcpi_fackets: number;
  /** How long ago data were sent, in milliseconds. */
  tcpi_last_data_sent: number;
  /** Never set. */
  tcpi_last_ack_sent: number;
  /** How long ago data came, in milliseconds. */
  tcpi_last_data_recv: number;
  /** How long ago an acknowledgement came, in milliseconds. */
  tcpi_last_ack_recv: number;
  /** The path's MTU, in bytes. */
  tcpi_pmtu: number;
  /** How far the own window may grow, in bytes. */
  tcpi_rcv_ssthresh: number;
  /** The round-trip time, smoothed, in microseconds. */
  tcpi_rtt: number;
  /** Its variation, in microseconds. */
  tcpi_rttvar: number;
  /** The window at which slow start ends, in segments. */
  tcpi_snd_ssthresh: number;
  /** The congestion window, in segments. */
  tcpi_snd_cwnd: number;
  /** The longest segment that the peer was told, in bytes. */
  tcpi_advmss: number;
  /** How far apart segments may arrive before one is taken to be lost. */
  tcpi_reordering: number;
  /** The round-trip time as the receiver guesses it, in microseconds. */
  tcpi_rcv_rtt: number;
  /** Bytes that the program reads in a round-trip time: a guess. */
  tcpi_rcv_space: number;
  /** Segments repeated in all. */
  tcpi_total_retrans: number;
  /** The rate of sending, in bytes per second; 2⁶⁴: no limit (Linux 3.15). */
  tcpi_pacing_rate?: number;
  /** The highest rate of sending, SO_MAX_PACING_RATE (Linux 3.15). */
  tcpi_max_pacing_rate?: number;
  /** Bytes sent and acknowledged (Linux 4.1). */
  tcpi_bytes_acked?: number;
  /** Bytes received and acknowledged (Linux 4.1). */
  tcpi_bytes_received?: number;
  /** Segments sent (Linux 4.2). */
  tcpi_segs_out?: number;
  /** Segments received (Linux 4.2). */
  tcpi_segs_in?: number;
  /** Bytes that wait to be sent (Linux 4.6). */
  tcpi_notsent_bytes?: number;
  /** The shortest round-trip time lately, in microseconds (Linux 4.6). */
  tcpi_min_rtt?: number;
  /** Segments received with data (Linux 4.6). */
  tcpi_data_segs_in?: number;
  /** Segments sent with data (Linux 4.6). */
  tcpi_data_segs_out?: number;
  /** The rate at which data arrived lately, in bytes per second (Linux 4.9). */
  tcpi_delivery_rate?: number;
  /** How long there was something to send, in microseconds (Linux 4.10). */
  tcpi_busy_time?: number;
  /** How long the peer's window was the limit, in microseconds (Linux 4.10). */
  tcpi_rwnd_limited?: number;
  /** How long the send buffer was the limit, in microseconds (Linux 4.10). */
  tcpi_sndbuf_limited?: number;
  /** Segments that arrived (Linux 4.18). */
  tcpi_delivered?: number;
  /** Those of them that met congestion, as ECN tells (Linux 4.18). */
  tcpi_delivered_ce?: number;
  /** Bytes sent, repeated ones included (Linux 4.19). */
  tcpi_bytes_sent?: number;
  /** Bytes repeated (Linux 4.19). */
  tcpi_bytes_retrans?: number;
  /** Segments that arrived twice, as the peer tells (Linux 4.19). */
  tcpi_dsack_dups?: number;
  /** How often segments arrived in another order (Linux 4.19). */
  tcpi_reord_seen?: number;
  /** Segments received out of order (Linux 5.4). */
  tcpi_rcv_ooopack?: number;
  /** The peer's window, in bytes (Linux 5.4). */
  tcpi_snd_wnd?: number;
  /** The own window, in bytes (Linux 6.2). */
  tcpi_rcv_wnd?: number;
  /** How often another path was tried (Linux 6.2). */
  tcpi_rehash?: number;
  /** How often the repeating timer ran out (Linux 6.7). */
  tcpi_total_rto?: number;
  /** How often sending recovered from that (Linux 6.7). */
  tcpi_total_rto_recoveries?: number;
  /** How long that took, in milliseconds (Linux 6.7). */
  tcpi_total_rto_time?: number;
}

/**
 * The value of TCP_INFO, `struct tcp_info` of tcp(7). Linux only. The structure grows with the
 * kernel: an older one returns fewer bytes than there is room for, whose members are then missing;
 * what one newer than Linux 6.7 appends is not asked for.
 *
 * @example
 * ```ts
 * import { create_connection, create_server, IPPROTO_TCP, TCP_INFO, tcp_info } from "@bsd/socket";
 *
 * using server = create_server(["127.0.0.1", 0]);
 * using client = create_connection(server.getsockname());
 * const info = tcp_info.decode(client.getsockopt(IPPROTO_TCP, TCP_INFO, tcp_info.size));
 * console.log(info.tcpi_state, info.tcpi_rtt > 0); // 1 true
 * ```
 */
export const tcp_info: StructCodec<TcpInfo> = structCodec(
  "tcp_info",
  onLinux({
    size: 248,
    least: 104,
    members: {
      tcpi_state: [0, u8],
      tcpi_ca_state: [1, u8],
      tcpi_retransmits: [2, u8],
      tcpi_probes: [3, u8],
      tcpi_backoff: [4, u8],
      tcpi_options: [5, u8],
      tcpi_snd_wscale: [6, bits(0, 4)],
      tcpi_rcv_wscale: [6, bits(4, 4)],
      tcpi_delivery_rate_app_limited: [7, bits(0, 1)],
      tcpi_fastopen_client_fail: [7, bits(1, 2)],
      tcpi_rto: [8, u32],
      tcpi_ato: [12, u32],
      tcpi_snd_mss: [16, u32],
      tcpi_rcv_mss: [20, u32],
      tcpi_unacked: [24, u32],
      tcpi_sacked: [28, u32],
      tcpi_lost: [32, u32],
      tcpi_retrans: [36, u32],
      tcpi_fackets: [40, u32],
      tcpi_last_data_sent: [44, u32],
      tcpi_last_ack_sent: [48, u32],
      tcpi_last_data_recv: [52, u32],
      tcpi_last_ack_recv: [56, u32],
      tcpi_pmtu: [60, u32],
      tcpi_rcv_ssthresh: [64, u32],
      tcpi_rtt: [68, u32],
      tcpi_rttvar: [72, u32],
      tcpi_snd_ssthresh: [76, u32],
      tcpi_snd_cwnd: [80, u32],
      tcpi_advmss: [84, u32],
      tcpi_reordering: [88, u32],
      tcpi_rcv_rtt: [92, u32],
      tcpi_rcv_space: [96, u32],
      tcpi_total_retrans: [100, u32],
      tcpi_pacing_rate: [104, u64],
      tcpi_max_pacing_rate: [112, u64],
      tcpi_bytes_acked: [120, u64],
      tcpi_bytes_received: [128, u64],
      tcpi_segs_out: [136, u32],
      tcpi_segs_in: [140, u32],
      tcpi_notsent_bytes: [144, u32],
      tcpi_min_rtt: [148, u32],
      tcpi_data_segs_in: [152, u32],
      tcpi_data_segs_out: [156, u32],
      tcpi_delivery_rate: [160, u64],
      tcpi_busy_time: [168, u64],
      tcpi_rwnd_limited: [176, u64],
      tcpi_sndbuf_limited: [184, u64],
      tcpi_delivered: [192, u32],
      tcpi_delivered_ce: [196, u32],
      tcpi_bytes_sent: [200, u64],
      tcpi_bytes_retrans: [208, u64],
      tcpi_dsack_dups: [216, u32],
      tcpi_reord_seen: [220, u32],
      tcpi_rcv_ooopack: [224, u32],
      tcpi_snd_wnd: [228, u32],
      tcpi_rcv_wnd: [232, u32],
      tcpi_rehash: [236, u32],
      tcpi_total_rto: [240, u16],
      tcpi_total_rto_recoveries: [242, u16],
      tcpi_total_rto_time: [244, u32],
    },
  }),
);

/** `struct tcp_connection_info` (netinet/tcp.h), without its bit fields about fast open. */
export interface TcpConnectionInfo {
  /** State of the connection: 0 closed, 1 listening, 4 established… */
  tcpi_state: number;
  /** The peer's window is given in units of 2 to the power of this. */
  tcpi_snd_wscale: number;
  /** The own window is given in units of 2 to the power of this. */
  tcpi_rcv_wscale: number;
  /** What was agreed on, as bits: 1 time stamps, 2 SACK, 4 window scaling, 8 ECN. */
  tcpi_options: number;
  /** As bits: 1 recovering from loss, 2 segments arrive out of order. */
  tcpi_flags: number;
  /** The time after which a segment is repeated, in milliseconds. */
  tcpi_rto: number;
  /** The longest segment, in bytes. */
  tcpi_maxseg: number;
  /** The window at which slow start ends, in bytes. */
  tcpi_snd_ssthresh: number;
  /** The congestion window, in bytes. */
  tcpi_snd_cwnd: number;
  /** The peer's window, in bytes. */
  tcpi_snd_wnd: number;
  /** Bytes in the send buffer, those in flight included. */
  tcpi_snd_sbbytes: number;
  /** The own window, in bytes. */
  tcpi_rcv_wnd: number;
  /** The last round-trip time, in milliseconds. */
  tcpi_rttcur: number;
  /** The round-trip time, smoothed, in milliseconds. */
  tcpi_srtt: number;
  /** Its variation, in milliseconds. */
  tcpi_rttvar: number;
  /** Segments sent. */
  tcpi_txpackets: number;
  /** Bytes sent. */
  tcpi_txbytes: number;
  /** Bytes repeated. */
  tcpi_txretransmitbytes: number;
  /** Segments received. */
  tcpi_rxpackets: number;
  /** Bytes received. */
  tcpi_rxbytes: number;
  /** Bytes received out of order. */
  tcpi_rxoutoforderbytes: number;
  /** Segments repeated. */
  tcpi_txretransmitpackets: number;
}

/**
 * The value of TCP_CONNECTION_INFO, `struct tcp_connection_info`. macOS only.
 *
 * @example
 * ```ts ignore
 * import { IPPROTO_TCP, TCP_CONNECTION_INFO, tcp_connection_info } from "@bsd/socket";
 *
 * const value = s.getsockopt(IPPROTO_TCP, TCP_CONNECTION_INFO, tcp_connection_info.size);
 * console.log(tcp_connection_info.decode(value).tcpi_srtt);
 * ```
 */
export const tcp_connection_info: StructCodec<TcpConnectionInfo> = structCodec(
  "tcp_connection_info",
  {
    linux: null,
    darwin: {
      size: 112,
      members: {
        tcpi_state: [0, u8],
        tcpi_snd_wscale: [1, u8],
        tcpi_rcv_wscale: [2, u8],
        tcpi_options: [4, u32],
        tcpi_flags: [8, u32],
        tcpi_rto: [12, u32],
        tcpi_maxseg: [16, u32],
        tcpi_snd_ssthresh: [20, u32],
        tcpi_snd_cwnd: [24, u32],
        tcpi_snd_wnd: [28, u32],
        tcpi_snd_sbbytes: [32, u32],
        tcpi_rcv_wnd: [36, u32],
        tcpi_rttcur: [40, u32],
        tcpi_srtt: [44, u32],
        tcpi_rttvar: [48, u32],
        tcpi_txpackets: [56, u64],
        tcpi_txbytes: [64, u64],
        tcpi_txretransmitbytes: [72, u64],
        tcpi_rxpackets: [80, u64],
        tcpi_rxbytes: [88, u64],
        tcpi_rxoutoforderbytes: [96, u64],
        tcpi_txretransmitpackets: [104, u64],
      },
    },
    windows: null,
  },
);

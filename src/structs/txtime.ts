/** At what time packets are to leave. */
import { onLinux, type StructCodec, structCodec } from "./codec.ts";
import { i32, u32 } from "./struct.ts";

/** `struct sock_txtime` (linux/net_tstamp.h): by which clock, and how strictly. */
export interface SockTxtime {
  /** The clock of the times: 1 CLOCK_MONOTONIC; with privilege 0 CLOCK_REALTIME, 11 CLOCK_TAI. */
  clockid: number;
  /** SOF_TXTIME_DEADLINE_MODE and SOF_TXTIME_REPORT_ERRORS. */
  flags: number;
}

/**
 * The value of SO_TXTIME, `struct sock_txtime`: from then on ancillary data SCM_TXTIME says when a
 * packet is to leave, where the interface has a queueing discipline that heeds it, as tc-etf(8).
 * Linux only.
 *
 * @example A packet that leaves in 10 milliseconds, by the clock that tc-etf(8) goes by.
 * ```ts ignore
 * import { control_message, SO_TXTIME, SOCK_DGRAM, sock_txtime, socket, SOL_SOCKET } from "@bsd/socket";
 *
 * const CLOCK_TAI = 11; // 37 seconds ahead of UTC
 * using s = socket({ type: SOCK_DGRAM });
 * s.setsockopt(SOL_SOCKET, SO_TXTIME, sock_txtime.encode({ clockid: CLOCK_TAI, flags: 0 }));
 * const then = BigInt(Date.now() + 37_000 + 10) * 1_000_000n;
 * s.sendmsg([data], [control_message("SCM_TXTIME", then)], 0, address);
 * ```
 */
export const sock_txtime: StructCodec<SockTxtime> = structCodec(
  "sock_txtime",
  onLinux({ size: 8, members: { clockid: [0, i32], flags: [4, u32] } }),
);

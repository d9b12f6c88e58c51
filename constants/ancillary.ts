/**
 * Types of ancillary data (SCM_ and its relatives), the second member of what `recvmsg` returns for
 * each item. See cmsg(3) and unix(7).
 */
import { table } from "./table.ts";

/** Open descriptors, passed to another process over an `AF_UNIX` socket. Linux and macOS. */
export const SCM_RIGHTS: number | undefined = table.SCM_RIGHTS;
/**
 * The sender's process, user and group ids, as struct ucred; ask for it with `SO_PASSCRED`. Linux
 * only.
 */
export const SCM_CREDENTIALS: number | undefined = table.SCM_CREDENTIALS;
/** The sender's security label (SELinux); ask for it with `SO_PASSSEC`. Linux only. */
export const SCM_SECURITY: number | undefined = table.SCM_SECURITY;
/**
 * A descriptor that stands for the sender's process; ask for it with `SO_PASSPIDFD`. Linux only.
 */
export const SCM_PIDFD: number | undefined = table.SCM_PIDFD;
/** The sender's credentials, as struct cmsgcred. macOS only. */
export const SCM_CREDS: number | undefined = table.SCM_CREDS;
/** The sender's credentials, as struct sockcred2; FreeBSD. None of the three OSes has it. */
export const SCM_CREDS2: number | undefined = undefined;
/** When the packet arrived, in microseconds; ask for it with `SO_TIMESTAMP`. Linux and macOS. */
export const SCM_TIMESTAMP: number | undefined = table.SCM_TIMESTAMP;
/** When the packet arrived, in nanoseconds; ask for it with `SO_TIMESTAMPNS`. Linux only. */
export const SCM_TIMESTAMPNS: number | undefined = table.SCM_TIMESTAMPNS;
/** Time stamps by software and hardware; ask for them with `SO_TIMESTAMPING`. Linux only. */
export const SCM_TIMESTAMPING: number | undefined = table.SCM_TIMESTAMPING;
/**
 * Figures of the connection that come with a time stamp, as netlink attributes; ask for them with
 * `SOF_TIMESTAMPING_OPT_STATS`. Linux only.
 */
export const SCM_TIMESTAMPING_OPT_STATS: number | undefined = table.SCM_TIMESTAMPING_OPT_STATS;
/**
 * The interface and the length of a stamped packet; ask for them with
 * `SOF_TIMESTAMPING_OPT_PKTINFO`. Linux only.
 */
export const SCM_TIMESTAMPING_PKTINFO: number | undefined = table.SCM_TIMESTAMPING_PKTINFO;
/**
 * 64 bits, to send: the nanosecond at which the packet is to leave, by the clock of `SO_TXTIME`.
 * Linux only.
 */
export const SCM_TXTIME: number | undefined = table.SCM_TXTIME;
/**
 * Which time stamp an error of origin `SO_EE_ORIGIN_TIMESTAMPING` tells of, in `ee_info`: when the
 * packet left. Linux only.
 */
export const SCM_TSTAMP_SND: number | undefined = table.SCM_TSTAMP_SND;
/** Which time stamp: when the packet came to the scheduler. Linux only. */
export const SCM_TSTAMP_SCHED: number | undefined = table.SCM_TSTAMP_SCHED;
/** Which time stamp: when the peer acknowledged the data. Linux only. */
export const SCM_TSTAMP_ACK: number | undefined = table.SCM_TSTAMP_ACK;
/**
 * When the packet arrived, by the clock that counts from boot; ask for it with
 * `SO_TIMESTAMP_MONOTONIC`. macOS only.
 */
export const SCM_TIMESTAMP_MONOTONIC: number | undefined = table.SCM_TIMESTAMP_MONOTONIC;
/** Option at level `SOL_LOCAL`: the peer's user and groups, as struct xucred. macOS only. */
export const LOCAL_PEERCRED: number | undefined = table.LOCAL_PEERCRED;
/** Option at level `SOL_LOCAL`: the peer's process id. macOS only. */
export const LOCAL_PEERPID: number | undefined = table.LOCAL_PEERPID;
/**
 * Option at level `SOL_LOCAL`: the effective process id of the peer, where a helper acts for
 * another. macOS only.
 */
export const LOCAL_PEEREPID: number | undefined = table.LOCAL_PEEREPID;
/** Option at level `SOL_LOCAL`: the UUID of the peer's executable. macOS only. */
export const LOCAL_PEERUUID: number | undefined = table.LOCAL_PEERUUID;
/** Option at level `SOL_LOCAL`: the UUID of the executable of the effective peer. macOS only. */
export const LOCAL_PEEREUUID: number | undefined = table.LOCAL_PEEREUUID;
/** Option at level `SOL_LOCAL`: the peer's audit token. macOS only. */
export const LOCAL_PEERTOKEN: number | undefined = table.LOCAL_PEERTOKEN;
/**
 * Option: receive the sender's credentials with the next message; FreeBSD and NetBSD. None of the
 * three OSes has it.
 */
export const LOCAL_CREDS: number | undefined = undefined;
/**
 * Option: receive the sender's credentials with every message; FreeBSD. None of the three OSes has
 * it.
 */
export const LOCAL_CREDS_PERSISTENT: number | undefined = undefined;

/**
 * Flags of send and receive calls (MSG_), to be OR'ed. See send(2) and recv(2).
 */
import type { MsgFlag } from "./enums.ts";
import { table } from "./table.ts";

/** Send or receive TCP's urgent byte. */
export const MSG_OOB: MsgFlag = table.MSG_OOB;
/** Receive without removing: the next call returns the same data. */
export const MSG_PEEK: MsgFlag = table.MSG_PEEK;
/** Send only to hosts of the directly attached network. */
export const MSG_DONTROUTE: MsgFlag = table.MSG_DONTROUTE;
/** Returned: ancillary data were cut off for lack of space. */
export const MSG_CTRUNC: MsgFlag = table.MSG_CTRUNC;
/**
 * Returned: the datagram was longer than the buffer. As an argument on Linux: return the real
 * length even so.
 */
export const MSG_TRUNC: MsgFlag = table.MSG_TRUNC;
/** Only this call does not block. Linux and macOS. */
export const MSG_DONTWAIT: MsgFlag | undefined = table.MSG_DONTWAIT;
/** The end of a record, for protocols that have records such as SOCK_SEQPACKET. Linux and macOS. */
export const MSG_EOR: MsgFlag | undefined = table.MSG_EOR;
/**
 * Block until the whole buffer is filled, unless an error, a signal or the end of the stream comes
 * first.
 */
export const MSG_WAITALL: MsgFlag = table.MSG_WAITALL;
/**
 * Tell the link layer that the peer has answered, so it need not ask for its address again. Linux
 * only.
 */
export const MSG_CONFIRM: MsgFlag | undefined = table.MSG_CONFIRM;
/**
 * Receive from the queue of errors: the error is in the ancillary data, the payload is the packet
 * that failed. Linux and Windows.
 */
export const MSG_ERRQUEUE: MsgFlag | undefined = table.MSG_ERRQUEUE;
/**
 * No SIGPIPE when the peer has closed. The library sees to that on every OS anyway. Linux and
 * macOS.
 */
export const MSG_NOSIGNAL: MsgFlag | undefined = table.MSG_NOSIGNAL;
/**
 * More data follow: hold this back, as with `TCP_CORK`, or for UDP, join it to the next into one
 * datagram. Linux only.
 */
export const MSG_MORE: MsgFlag | undefined = table.MSG_MORE;
/** For `recvmmsg`: block for the first message only. Linux only. */
export const MSG_WAITFORONE: MsgFlag | undefined = table.MSG_WAITFORONE;
/**
 * Send without copying; completion is reported by `MSG_ERRQUEUE`. Needs `SO_ZEROCOPY`. Linux only.
 */
export const MSG_ZEROCOPY: MsgFlag | undefined = table.MSG_ZEROCOPY;
/** Send data in the packet that opens the TCP connection; see `TCP_FASTOPEN`. Linux only. */
export const MSG_FASTOPEN: MsgFlag | undefined = table.MSG_FASTOPEN;
/**
 * Descriptors received by `SCM_RIGHTS` are closed in programs that are started by exec. Linux only.
 */
export const MSG_CMSG_CLOEXEC: MsgFlag | undefined = table.MSG_CMSG_CLOEXEC;
/** The data end here and the connection closes for writing; for TCP. macOS only. */
export const MSG_EOF: MsgFlag | undefined = table.MSG_EOF;
/** Begin to send what `MSG_HOLD` has held, with this. macOS only. */
export const MSG_FLUSH: MsgFlag | undefined = table.MSG_FLUSH;
/** Hold these data back until `MSG_SEND` or `MSG_FLUSH`. macOS only. */
export const MSG_HOLD: MsgFlag | undefined = table.MSG_HOLD;
/** Send what `MSG_HOLD` has held, as one packet. macOS only. */
export const MSG_SEND: MsgFlag | undefined = table.MSG_SEND;
/** Returned: more data are ready to be received. macOS only. */
export const MSG_HAVEMORE: MsgFlag | undefined = table.MSG_HAVEMORE;
/** Returned: more data remain in the current packet. macOS only. */
export const MSG_RCVMORE: MsgFlag | undefined = table.MSG_RCVMORE;
/** Fail a receive that cannot give the sender's address. macOS only. */
export const MSG_NEEDSA: MsgFlag | undefined = table.MSG_NEEDSA;
/** Returned: the datagram was sent to a broadcast address. Windows only. */
export const MSG_BCAST: MsgFlag | undefined = table.MSG_BCAST;
/** Returned: the datagram was sent to a multicast address. Windows only. */
export const MSG_MCAST: MsgFlag | undefined = table.MSG_MCAST;
/** The message is incomplete: more of it follows, for message-oriented protocols. Windows only. */
export const MSG_PARTIAL: MsgFlag | undefined = table.MSG_PARTIAL;
/**
 * Complete a receive as soon as data arrive, without waiting for a full buffer or TCP's push flag.
 * Windows only.
 */
export const MSG_PUSH_IMMEDIATE: MsgFlag | undefined = table.MSG_PUSH_IMMEDIATE;
/** Returned by SCTP: this is an event, not data; the number of `MSG_MORE`. Linux only. */
export const MSG_NOTIFICATION: MsgFlag | undefined = table.MSG_NOTIFICATION;
/**
 * XTI: begins a tagged record; a name some systems have, none of these. None of the three OSes has
 * it.
 */
export const MSG_BTAG: MsgFlag | undefined = undefined;
/**
 * XTI: ends a tagged record; a name some systems have, none of these. None of the three OSes has
 * it.
 */
export const MSG_ETAG: MsgFlag | undefined = undefined;

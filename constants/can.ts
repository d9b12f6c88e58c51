/**
 * Controller area network (`AF_CAN`): protocols, identifier flags, and options. See the kernel's
 * networking/can.
 */
import type { CanAddress, IsotpAddress, J1939Address } from "../src/addresses.ts";
import type { Protocol } from "./enums.ts";
import { carrying } from "./protocol.ts";
import { table } from "./table.ts";

/** Protocol: single frames. Linux only. */
export const CAN_RAW: Protocol<CanAddress> | undefined = carrying(table.CAN_RAW);
/** Protocol: the broadcast manager, which sends and watches frames in the kernel. Linux only. */
export const CAN_BCM: Protocol<CanAddress> | undefined = carrying(table.CAN_BCM);
/** Protocol: ISO 15765-2 transport, long messages in many frames. Linux only. */
export const CAN_ISOTP: Protocol<IsotpAddress> | undefined = carrying(table.CAN_ISOTP);
/** Protocol: SAE J1939, of heavy vehicles. Linux only. */
export const CAN_J1939: Protocol<J1939Address> | undefined = carrying(table.CAN_J1939);
/**
 * Flag of an identifier: extended, 29 bits. What `|` makes with it is negative in JavaScript, and
 * unsigned again after `>>> 0`. Linux only.
 */
export const CAN_EFF_FLAG: number | undefined = table.CAN_EFF_FLAG;
/** Flag of an identifier: a request for data. Linux only. */
export const CAN_RTR_FLAG: number | undefined = table.CAN_RTR_FLAG;
/** Flag of an identifier: an error report. Linux only. */
export const CAN_ERR_FLAG: number | undefined = table.CAN_ERR_FLAG;
/** The 11 bits of a standard identifier. Linux only. */
export const CAN_SFF_MASK: number | undefined = table.CAN_SFF_MASK;
/** The 29 bits of an extended identifier. Linux only. */
export const CAN_EFF_MASK: number | undefined = table.CAN_EFF_MASK;
/** The bits of an error report. Linux only. */
export const CAN_ERR_MASK: number | undefined = table.CAN_ERR_MASK;
/** Flag of a filter's identifier: invert the match. Linux only. */
export const CAN_INV_FILTER: number | undefined = table.CAN_INV_FILTER;
/** Bits of a standard identifier. Linux only. */
export const CAN_SFF_ID_BITS: number | undefined = table.CAN_SFF_ID_BITS;
/** Bits of an extended identifier. Linux only. */
export const CAN_EFF_ID_BITS: number | undefined = table.CAN_EFF_ID_BITS;
/** The highest length code that is the number of bytes, 8. Linux only. */
export const CAN_MAX_DLC: number | undefined = table.CAN_MAX_DLC;
/** The highest length code on the bus, which `len8_dlc` of a frame of 8 bytes tells. Linux only. */
export const CAN_MAX_RAW_DLC: number | undefined = table.CAN_MAX_RAW_DLC;
/** The most bytes of data in a frame. Linux only. */
export const CAN_MAX_DLEN: number | undefined = table.CAN_MAX_DLEN;
/** The highest length code of a CAN FD frame. Linux only. */
export const CANFD_MAX_DLC: number | undefined = table.CANFD_MAX_DLC;
/** The most bytes of data in a CAN FD frame. Linux only. */
export const CANFD_MAX_DLEN: number | undefined = table.CANFD_MAX_DLEN;
/** Flag of a CAN FD frame: the data at a higher bit rate. Linux only. */
export const CANFD_BRS: number | undefined = table.CANFD_BRS;
/** Flag of a CAN FD frame: the sender has met with errors. Linux only. */
export const CANFD_ESI: number | undefined = table.CANFD_ESI;
/** Flag of a CAN FD frame: that it is one; newer kernels set it in what they give. Linux only. */
export const CANFD_FDF: number | undefined = table.CANFD_FDF;
/** The 11 bits of a CAN XL frame's priority. Linux only. */
export const CANXL_PRIO_MASK: number | undefined = table.CANXL_PRIO_MASK;
/** Bits of a CAN XL frame's priority. Linux only. */
export const CANXL_PRIO_BITS: number | undefined = table.CANXL_PRIO_BITS;
/** The lowest length code of a CAN XL frame. Linux only. */
export const CANXL_MIN_DLC: number | undefined = table.CANXL_MIN_DLC;
/** The highest length code of a CAN XL frame. Linux only. */
export const CANXL_MAX_DLC: number | undefined = table.CANXL_MAX_DLC;
/** The bits of a CAN XL frame's length code. Linux only. */
export const CANXL_MAX_DLC_MASK: number | undefined = table.CANXL_MAX_DLC_MASK;
/** The fewest bytes of data in a CAN XL frame. Linux only. */
export const CANXL_MIN_DLEN: number | undefined = table.CANXL_MIN_DLEN;
/** The most bytes of data in a CAN XL frame. Linux only. */
export const CANXL_MAX_DLEN: number | undefined = table.CANXL_MAX_DLEN;
/** Flag of a CAN XL frame: that it is one; it must be set. Linux only. */
export const CANXL_XLF: number | undefined = table.CANXL_XLF;
/** Flag of a CAN XL frame: simple extended content, for security or segmentation. Linux only. */
export const CANXL_SEC: number | undefined = table.CANXL_SEC;
/** Bytes of struct can_frame. Linux only. */
export const CAN_MTU: number | undefined = table.CAN_MTU;
/** Bytes of struct canfd_frame. Linux only. */
export const CANFD_MTU: number | undefined = table.CANFD_MTU;
/** Bytes of struct canxl_frame. Linux only. */
export const CANXL_MTU: number | undefined = table.CANXL_MTU;
/** Bytes of struct canxl_frame before the data. Linux only. */
export const CANXL_HDR_SIZE: number | undefined = table.CANXL_HDR_SIZE;
/** The least MTU of an interface for CAN XL. Linux only. */
export const CANXL_MIN_MTU: number | undefined = table.CANXL_MIN_MTU;
/** The highest MTU of an interface for CAN XL. Linux only. */
export const CANXL_MAX_MTU: number | undefined = table.CANXL_MAX_MTU;
/** Base of the levels of CAN options. Linux only. */
export const SOL_CAN_BASE: number | undefined = table.SOL_CAN_BASE;
/** Level of the options of `CAN_RAW`. Linux only. */
export const SOL_CAN_RAW: number | undefined = table.SOL_CAN_RAW;
/** Level of the options of `CAN_ISOTP`. Linux only. */
export const SOL_CAN_ISOTP: number | undefined = table.SOL_CAN_ISOTP;
/** Level of the options and the ancillary data of `CAN_J1939`. Linux only. */
export const SOL_CAN_J1939: number | undefined = table.SOL_CAN_J1939;
/** Option, array of struct can_filter: which frames to receive. Linux only. */
export const CAN_RAW_FILTER: number | undefined = table.CAN_RAW_FILTER;
/** How many filters `CAN_RAW_FILTER` takes. Linux only. */
export const CAN_RAW_FILTER_MAX: number | undefined = table.CAN_RAW_FILTER_MAX;
/** Option, int: which error reports to receive. Linux only. */
export const CAN_RAW_ERR_FILTER: number | undefined = table.CAN_RAW_ERR_FILTER;
/**
 * Option, int: other sockets of this machine receive what this one sends, 1 by default. Linux only.
 */
export const CAN_RAW_LOOPBACK: number | undefined = table.CAN_RAW_LOOPBACK;
/** Option, int: this socket receives what it sends. Linux only. */
export const CAN_RAW_RECV_OWN_MSGS: number | undefined = table.CAN_RAW_RECV_OWN_MSGS;
/** Option, int: CAN FD frames too. Linux only. */
export const CAN_RAW_FD_FRAMES: number | undefined = table.CAN_RAW_FD_FRAMES;
/** Option, int: a frame must pass all filters, not one. Linux only. */
export const CAN_RAW_JOIN_FILTERS: number | undefined = table.CAN_RAW_JOIN_FILTERS;
/** Option, int: CAN XL frames too. Linux only. */
export const CAN_RAW_XL_FRAMES: number | undefined = table.CAN_RAW_XL_FRAMES;
/** Ancillary data: the error queue of `CAN_RAW`. Linux only. */
export const SCM_CAN_RAW_ERRQUEUE: number | undefined = table.SCM_CAN_RAW_ERRQUEUE;
/** Broadcast manager, to it: start sending cyclically. Linux only. */
export const CAN_BCM_TX_SETUP: number | undefined = table.CAN_BCM_TX_SETUP;
/** Broadcast manager, to it: stop sending. Linux only. */
export const CAN_BCM_TX_DELETE: number | undefined = table.CAN_BCM_TX_DELETE;
/** Broadcast manager, to it: tell the properties of a sending task. Linux only. */
export const CAN_BCM_TX_READ: number | undefined = table.CAN_BCM_TX_READ;
/** Broadcast manager, to it: send one frame. Linux only. */
export const CAN_BCM_TX_SEND: number | undefined = table.CAN_BCM_TX_SEND;
/** Broadcast manager, to it: watch for a frame. Linux only. */
export const CAN_BCM_RX_SETUP: number | undefined = table.CAN_BCM_RX_SETUP;
/** Broadcast manager, to it: stop watching. Linux only. */
export const CAN_BCM_RX_DELETE: number | undefined = table.CAN_BCM_RX_DELETE;
/** Broadcast manager, to it: tell the properties of a watch. Linux only. */
export const CAN_BCM_RX_READ: number | undefined = table.CAN_BCM_RX_READ;
/** Broadcast manager, from it: the answer to `CAN_BCM_TX_READ`. Linux only. */
export const CAN_BCM_TX_STATUS: number | undefined = table.CAN_BCM_TX_STATUS;
/** Broadcast manager, from it: the counted sendings are done. Linux only. */
export const CAN_BCM_TX_EXPIRED: number | undefined = table.CAN_BCM_TX_EXPIRED;
/** Broadcast manager, from it: the answer to `CAN_BCM_RX_READ`. Linux only. */
export const CAN_BCM_RX_STATUS: number | undefined = table.CAN_BCM_RX_STATUS;
/** Broadcast manager, from it: the cyclic frame is missing. Linux only. */
export const CAN_BCM_RX_TIMEOUT: number | undefined = table.CAN_BCM_RX_TIMEOUT;
/** Broadcast manager, from it: the frame is new or changed. Linux only. */
export const CAN_BCM_RX_CHANGED: number | undefined = table.CAN_BCM_RX_CHANGED;
/** Broadcast manager flag: set the intervals. Linux only. */
export const CAN_BCM_SETTIMER: number | undefined = table.CAN_BCM_SETTIMER;
/** Broadcast manager flag: start the timer. Linux only. */
export const CAN_BCM_STARTTIMER: number | undefined = table.CAN_BCM_STARTTIMER;
/** Broadcast manager flag: report when the count is done. Linux only. */
export const CAN_BCM_TX_COUNTEVT: number | undefined = table.CAN_BCM_TX_COUNTEVT;
/** Broadcast manager flag: send a change at once. Linux only. */
export const CAN_BCM_TX_ANNOUNCE: number | undefined = table.CAN_BCM_TX_ANNOUNCE;
/** Broadcast manager flag: copy the identifier of the header into the frames. Linux only. */
export const CAN_BCM_TX_CP_CAN_ID: number | undefined = table.CAN_BCM_TX_CP_CAN_ID;
/** Broadcast manager flag: watch the identifier only, not the content. Linux only. */
export const CAN_BCM_RX_FILTER_ID: number | undefined = table.CAN_BCM_RX_FILTER_ID;
/** Broadcast manager flag: a changed length counts as a change. Linux only. */
export const CAN_BCM_RX_CHECK_DLC: number | undefined = table.CAN_BCM_RX_CHECK_DLC;
/** Broadcast manager flag: do not start the timer by itself. Linux only. */
export const CAN_BCM_RX_NO_AUTOTIMER: number | undefined = table.CAN_BCM_RX_NO_AUTOTIMER;
/** Broadcast manager flag: report the first frame after a time-out, changed or not. Linux only. */
export const CAN_BCM_RX_ANNOUNCE_RESUME: number | undefined = table.CAN_BCM_RX_ANNOUNCE_RESUME;
/** Broadcast manager flag: begin the sequence of frames again. Linux only. */
export const CAN_BCM_TX_RESET_MULTI_IDX: number | undefined = table.CAN_BCM_TX_RESET_MULTI_IDX;
/** Broadcast manager flag: answer a request for data. Linux only. */
export const CAN_BCM_RX_RTR_FRAME: number | undefined = table.CAN_BCM_RX_RTR_FRAME;
/** Broadcast manager flag: the frames are CAN FD. Linux only. */
export const CAN_BCM_CAN_FD_FRAME: number | undefined = table.CAN_BCM_CAN_FD_FRAME;
/** Option, struct can_isotp_options: how the transport works. Linux only. */
export const CAN_ISOTP_OPTS: number | undefined = table.CAN_ISOTP_OPTS;
/** Option, struct can_isotp_fc_options: flow control as receiver. Linux only. */
export const CAN_ISOTP_RECV_FC: number | undefined = table.CAN_ISOTP_RECV_FC;
/**
 * Option, int: nanoseconds between frames as sender, in place of the receiver's wish. Linux only.
 */
export const CAN_ISOTP_TX_STMIN: number | undefined = table.CAN_ISOTP_TX_STMIN;
/** Option, int: nanoseconds below which arriving frames are ignored. Linux only. */
export const CAN_ISOTP_RX_STMIN: number | undefined = table.CAN_ISOTP_RX_STMIN;
/** Option, struct can_isotp_ll_options: frame type and length of the link layer. Linux only. */
export const CAN_ISOTP_LL_OPTS: number | undefined = table.CAN_ISOTP_LL_OPTS;
/** Flag of `CAN_ISOTP_OPTS`: listen only, send no flow control. Linux only. */
export const CAN_ISOTP_LISTEN_MODE: number | undefined = table.CAN_ISOTP_LISTEN_MODE;
/** Flag of `CAN_ISOTP_OPTS`: extended addressing. Linux only. */
export const CAN_ISOTP_EXTEND_ADDR: number | undefined = table.CAN_ISOTP_EXTEND_ADDR;
/** Flag of `CAN_ISOTP_OPTS`: pad what is sent. Linux only. */
export const CAN_ISOTP_TX_PADDING: number | undefined = table.CAN_ISOTP_TX_PADDING;
/** Flag of `CAN_ISOTP_OPTS`: pad the flow control sent as receiver. Linux only. */
export const CAN_ISOTP_RX_PADDING: number | undefined = table.CAN_ISOTP_RX_PADDING;
/** Flag of `CAN_ISOTP_OPTS`: check the length of received padding. Linux only. */
export const CAN_ISOTP_CHK_PAD_LEN: number | undefined = table.CAN_ISOTP_CHK_PAD_LEN;
/** Flag of `CAN_ISOTP_OPTS`: check the content of received padding. Linux only. */
export const CAN_ISOTP_CHK_PAD_DATA: number | undefined = table.CAN_ISOTP_CHK_PAD_DATA;
/** Flag of `CAN_ISOTP_OPTS`: no sending while receiving. Linux only. */
export const CAN_ISOTP_HALF_DUPLEX: number | undefined = table.CAN_ISOTP_HALF_DUPLEX;
/** Flag of `CAN_ISOTP_OPTS`: use `CAN_ISOTP_TX_STMIN`. Linux only. */
export const CAN_ISOTP_FORCE_TXSTMIN: number | undefined = table.CAN_ISOTP_FORCE_TXSTMIN;
/** Flag of `CAN_ISOTP_OPTS`: use `CAN_ISOTP_RX_STMIN`. Linux only. */
export const CAN_ISOTP_FORCE_RXSTMIN: number | undefined = table.CAN_ISOTP_FORCE_RXSTMIN;
/** Flag of `CAN_ISOTP_OPTS`: another extended address for receiving. Linux only. */
export const CAN_ISOTP_RX_EXT_ADDR: number | undefined = table.CAN_ISOTP_RX_EXT_ADDR;
/** Flag of `CAN_ISOTP_OPTS`: a send waits until the message is out. Linux only. */
export const CAN_ISOTP_WAIT_TX_DONE: number | undefined = table.CAN_ISOTP_WAIT_TX_DONE;
/** Flag of `CAN_ISOTP_OPTS`: send only, single frames to many. Linux only. */
export const CAN_ISOTP_SF_BROADCAST: number | undefined = table.CAN_ISOTP_SF_BROADCAST;
/**
 * Flag of `CAN_ISOTP_OPTS`: send only, longer messages to many, without flow control. Linux only.
 */
export const CAN_ISOTP_CF_BROADCAST: number | undefined = table.CAN_ISOTP_CF_BROADCAST;
/** Default of `CAN_ISOTP_OPTS`: flags. Linux only. */
export const CAN_ISOTP_DEFAULT_FLAGS: number | undefined = table.CAN_ISOTP_DEFAULT_FLAGS;
/** Default of `CAN_ISOTP_OPTS`: extended address. Linux only. */
export const CAN_ISOTP_DEFAULT_EXT_ADDRESS: number | undefined =
  table.CAN_ISOTP_DEFAULT_EXT_ADDRESS;
/** Default of `CAN_ISOTP_OPTS`: the padding byte. Linux only. */
export const CAN_ISOTP_DEFAULT_PAD_CONTENT: number | undefined =
  table.CAN_ISOTP_DEFAULT_PAD_CONTENT;
/** Default of `CAN_ISOTP_OPTS`: nanoseconds a frame takes. Linux only. */
export const CAN_ISOTP_DEFAULT_FRAME_TXTIME: number | undefined =
  table.CAN_ISOTP_DEFAULT_FRAME_TXTIME;
/**
 * `frame_txtime` of `CAN_ISOTP_OPTS`: no time at all, where 0 stands for the default. Linux only.
 */
export const CAN_ISOTP_FRAME_TXTIME_ZERO: number | undefined = table.CAN_ISOTP_FRAME_TXTIME_ZERO;
/** Default of `CAN_ISOTP_RECV_FC`: frames between flow controls, 0 for no more. Linux only. */
export const CAN_ISOTP_DEFAULT_RECV_BS: number | undefined = table.CAN_ISOTP_DEFAULT_RECV_BS;
/** Default of `CAN_ISOTP_RECV_FC`: least time between frames. Linux only. */
export const CAN_ISOTP_DEFAULT_RECV_STMIN: number | undefined = table.CAN_ISOTP_DEFAULT_RECV_STMIN;
/** Default of `CAN_ISOTP_RECV_FC`: wait frames allowed. Linux only. */
export const CAN_ISOTP_DEFAULT_RECV_WFTMAX: number | undefined =
  table.CAN_ISOTP_DEFAULT_RECV_WFTMAX;
/** Default of `CAN_ISOTP_LL_OPTS`: frame type, as its size. Linux only. */
export const CAN_ISOTP_DEFAULT_LL_MTU: number | undefined = table.CAN_ISOTP_DEFAULT_LL_MTU;
/** Default of `CAN_ISOTP_LL_OPTS`: bytes of data a frame. Linux only. */
export const CAN_ISOTP_DEFAULT_LL_TX_DL: number | undefined = table.CAN_ISOTP_DEFAULT_LL_TX_DL;
/** Default of `CAN_ISOTP_LL_OPTS`: flags of CAN FD frames. Linux only. */
export const CAN_ISOTP_DEFAULT_LL_TX_FLAGS: number | undefined =
  table.CAN_ISOTP_DEFAULT_LL_TX_FLAGS;

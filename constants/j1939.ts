/**
 * SAE J1939 over CAN (`CAN_J1939`): addresses, parameter group numbers (PGN), options at its level,
 * and ancillary data. See the kernel's networking/j1939.
 */
import { table } from "./table.ts";

/** The highest address of one node. Linux only. */
export const J1939_MAX_UNICAST_ADDR: number | undefined = table.J1939_MAX_UNICAST_ADDR;
/** The address of a node that has none yet. Linux only. */
export const J1939_IDLE_ADDR: number | undefined = table.J1939_IDLE_ADDR;
/** No address, or every node. Linux only. */
export const J1939_NO_ADDR: number | undefined = table.J1939_NO_ADDR;
/** No name: address by number. Linux only. */
export const J1939_NO_NAME: number | undefined = table.J1939_NO_NAME;
/** No parameter group. Linux only. */
export const J1939_NO_PGN: number | undefined = table.J1939_NO_PGN;
/** Parameter group: a request for another one. Linux only. */
export const J1939_PGN_REQUEST: number | undefined = table.J1939_PGN_REQUEST;
/** Parameter group: a node claims an address. Linux only. */
export const J1939_PGN_ADDRESS_CLAIMED: number | undefined = table.J1939_PGN_ADDRESS_CLAIMED;
/** Parameter group: a node is told its address. Linux only. */
export const J1939_PGN_ADDRESS_COMMANDED: number | undefined = table.J1939_PGN_ADDRESS_COMMANDED;
/** The highest parameter group of the form that has a destination. Linux only. */
export const J1939_PGN_PDU1_MAX: number | undefined = table.J1939_PGN_PDU1_MAX;
/** The highest parameter group. Linux only. */
export const J1939_PGN_MAX: number | undefined = table.J1939_PGN_MAX;
/** How many filters `SO_J1939_FILTER` takes. Linux only. */
export const J1939_FILTER_MAX: number | undefined = table.J1939_FILTER_MAX;
/** Option, array of struct j1939_filter: what to receive. Linux only. */
export const SO_J1939_FILTER: number | undefined = table.SO_J1939_FILTER;
/** Option, int: receive everything on the bus. Linux only. */
export const SO_J1939_PROMISC: number | undefined = table.SO_J1939_PROMISC;
/** Option, int: priority of what is sent, 0 (first) to 7. Linux only. */
export const SO_J1939_SEND_PRIO: number | undefined = table.SO_J1939_SEND_PRIO;
/** Option, int: report the progress of sending in the error queue. Linux only. */
export const SO_J1939_ERRQUEUE: number | undefined = table.SO_J1939_ERRQUEUE;
/** Ancillary data: the destination's address. Linux only. */
export const SCM_J1939_DEST_ADDR: number | undefined = table.SCM_J1939_DEST_ADDR;
/** Ancillary data: the destination's name. Linux only. */
export const SCM_J1939_DEST_NAME: number | undefined = table.SCM_J1939_DEST_NAME;
/** Ancillary data: the priority. Linux only. */
export const SCM_J1939_PRIO: number | undefined = table.SCM_J1939_PRIO;
/** Ancillary data: a report of `SO_J1939_ERRQUEUE`. Linux only. */
export const SCM_J1939_ERRQUEUE: number | undefined = table.SCM_J1939_ERRQUEUE;
/** Attribute of a report: padding. Linux only. */
export const J1939_NLA_PAD: number | undefined = table.J1939_NLA_PAD;
/** Attribute of a report: bytes acknowledged so far. Linux only. */
export const J1939_NLA_BYTES_ACKED: number | undefined = table.J1939_NLA_BYTES_ACKED;
/** Attribute of a report: bytes of the whole message. Linux only. */
export const J1939_NLA_TOTAL_SIZE: number | undefined = table.J1939_NLA_TOTAL_SIZE;
/** Attribute of a report: the parameter group. Linux only. */
export const J1939_NLA_PGN: number | undefined = table.J1939_NLA_PGN;
/** Attribute of a report: the sender's name. Linux only. */
export const J1939_NLA_SRC_NAME: number | undefined = table.J1939_NLA_SRC_NAME;
/** Attribute of a report: the destination's name. Linux only. */
export const J1939_NLA_DEST_NAME: number | undefined = table.J1939_NLA_DEST_NAME;
/** Attribute of a report: the sender's address. Linux only. */
export const J1939_NLA_SRC_ADDR: number | undefined = table.J1939_NLA_SRC_ADDR;
/** Attribute of a report: the destination's address. Linux only. */
export const J1939_NLA_DEST_ADDR: number | undefined = table.J1939_NLA_DEST_ADDR;
/** Report: nothing in particular. Linux only. */
export const J1939_EE_INFO_NONE: number | undefined = table.J1939_EE_INFO_NONE;
/** Report: sending was broken off. Linux only. */
export const J1939_EE_INFO_TX_ABORT: number | undefined = table.J1939_EE_INFO_TX_ABORT;
/** Report: somebody asks to send a message of several packets. Linux only. */
export const J1939_EE_INFO_RX_RTS: number | undefined = table.J1939_EE_INFO_RX_RTS;
/** Report: a part of a message received has come. Linux only. */
export const J1939_EE_INFO_RX_DPO: number | undefined = table.J1939_EE_INFO_RX_DPO;
/** Report: receiving was broken off. Linux only. */
export const J1939_EE_INFO_RX_ABORT: number | undefined = table.J1939_EE_INFO_RX_ABORT;

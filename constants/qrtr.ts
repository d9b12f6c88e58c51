/**
 * Qualcomm's IPC router (`AF_QIPCRTR`): its special addresses, and the kinds of packet, by which
 * struct qrtr_ctrl_pkt begins. See linux/qrtr.h.
 */
import { table } from "./table.ts";

/** Node: all of them. Linux only. */
export const QRTR_NODE_BCAST: number | undefined = table.QRTR_NODE_BCAST;
/** Port: the name service, which takes and sends control packets. Linux only. */
export const QRTR_PORT_CTRL: number | undefined = table.QRTR_PORT_CTRL;
/** Kind of packet: data. Linux only. */
export const QRTR_TYPE_DATA: number | undefined = table.QRTR_TYPE_DATA;
/** Control packet: a node is there. Linux only. */
export const QRTR_TYPE_HELLO: number | undefined = table.QRTR_TYPE_HELLO;
/** Control packet: a node goes. Linux only. */
export const QRTR_TYPE_BYE: number | undefined = table.QRTR_TYPE_BYE;
/** Control packet: a service came; to the name service, it is offered. Linux only. */
export const QRTR_TYPE_NEW_SERVER: number | undefined = table.QRTR_TYPE_NEW_SERVER;
/** Control packet: a service went; to the name service, it is withdrawn. Linux only. */
export const QRTR_TYPE_DEL_SERVER: number | undefined = table.QRTR_TYPE_DEL_SERVER;
/** Control packet: a socket went. Linux only. */
export const QRTR_TYPE_DEL_CLIENT: number | undefined = table.QRTR_TYPE_DEL_CLIENT;
/** Control packet: there is room to send again. Linux only. */
export const QRTR_TYPE_RESUME_TX: number | undefined = table.QRTR_TYPE_RESUME_TX;
/** Control packet that Linux's name service ignores. Linux only. */
export const QRTR_TYPE_EXIT: number | undefined = table.QRTR_TYPE_EXIT;
/** Control packet that Linux's name service ignores. Linux only. */
export const QRTR_TYPE_PING: number | undefined = table.QRTR_TYPE_PING;
/** Control packet to the name service: tell of a service from now on. Linux only. */
export const QRTR_TYPE_NEW_LOOKUP: number | undefined = table.QRTR_TYPE_NEW_LOOKUP;
/** Control packet to the name service: tell no more of it. Linux only. */
export const QRTR_TYPE_DEL_LOOKUP: number | undefined = table.QRTR_TYPE_DEL_LOOKUP;

/**
 * TIPC (`AF_TIPC`), messages between services of a cluster. See tipc(7) and the TIPC programmer's
 * guide.
 */
import { table } from "./table.ts";

/** Address type: a range of service instances. Linux only. */
export const TIPC_ADDR_NAMESEQ: number | undefined = table.TIPC_ADDR_NAMESEQ;
/** Address type: one service instance. Linux only. */
export const TIPC_ADDR_NAME: number | undefined = table.TIPC_ADDR_NAME;
/** Address type: one socket. Linux only. */
export const TIPC_ADDR_ID: number | undefined = table.TIPC_ADDR_ID;
/** Scope: the zone. Linux only. */
export const TIPC_ZONE_SCOPE: number | undefined = table.TIPC_ZONE_SCOPE;
/** Scope: the cluster. Linux only. */
export const TIPC_CLUSTER_SCOPE: number | undefined = table.TIPC_CLUSTER_SCOPE;
/** Scope: this node. Linux only. */
export const TIPC_NODE_SCOPE: number | undefined = table.TIPC_NODE_SCOPE;
/** Option, int: how important messages are when there is congestion. Linux only. */
export const TIPC_IMPORTANCE: number | undefined = table.TIPC_IMPORTANCE;
/** `TIPC_IMPORTANCE`: low, the default. Linux only. */
export const TIPC_LOW_IMPORTANCE: number | undefined = table.TIPC_LOW_IMPORTANCE;
/** `TIPC_IMPORTANCE`: medium. Linux only. */
export const TIPC_MEDIUM_IMPORTANCE: number | undefined = table.TIPC_MEDIUM_IMPORTANCE;
/** `TIPC_IMPORTANCE`: high. Linux only. */
export const TIPC_HIGH_IMPORTANCE: number | undefined = table.TIPC_HIGH_IMPORTANCE;
/** `TIPC_IMPORTANCE`: critical. Linux only. */
export const TIPC_CRITICAL_IMPORTANCE: number | undefined = table.TIPC_CRITICAL_IMPORTANCE;
/** Option, int: messages may be dropped at the sender when there is congestion. Linux only. */
export const TIPC_SRC_DROPPABLE: number | undefined = table.TIPC_SRC_DROPPABLE;
/** Option, int: messages that cannot be delivered are dropped, not returned. Linux only. */
export const TIPC_DEST_DROPPABLE: number | undefined = table.TIPC_DEST_DROPPABLE;
/** Option, int: milliseconds `connect` waits. Linux only. */
export const TIPC_CONN_TIMEOUT: number | undefined = table.TIPC_CONN_TIMEOUT;
/** Service type: configuration. Linux only. */
export const TIPC_CFG_SRV: number | undefined = table.TIPC_CFG_SRV;
/** Service type: the topology service, which tells what comes and goes. Linux only. */
export const TIPC_TOP_SRV: number | undefined = table.TIPC_TOP_SRV;
/** Subscription flag: an event for each socket. Linux only. */
export const TIPC_SUB_PORTS: number | undefined = table.TIPC_SUB_PORTS;
/** Subscription flag: an event for each service. Linux only. */
export const TIPC_SUB_SERVICE: number | undefined = table.TIPC_SUB_SERVICE;
/** Subscription flag: cancel the subscription. Linux only. */
export const TIPC_SUB_CANCEL: number | undefined = table.TIPC_SUB_CANCEL;
/** Time-out of a subscription: none. Linux only. */
export const TIPC_WAIT_FOREVER: number | undefined = table.TIPC_WAIT_FOREVER;
/** Event: a service came. Linux only. */
export const TIPC_PUBLISHED: number | undefined = table.TIPC_PUBLISHED;
/** Event: a service went. Linux only. */
export const TIPC_WITHDRAWN: number | undefined = table.TIPC_WITHDRAWN;
/** Event: the subscription ended. Linux only. */
export const TIPC_SUBSCR_TIMEOUT: number | undefined = table.TIPC_SUBSCR_TIMEOUT;

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
/** Address type: the newer name of `TIPC_ADDR_NAMESEQ`. Linux only. */
export const TIPC_SERVICE_RANGE: number | undefined = table.TIPC_SERVICE_RANGE;
/** Address type: the newer name of `TIPC_ADDR_NAME`. Linux only. */
export const TIPC_SERVICE_ADDR: number | undefined = table.TIPC_SERVICE_ADDR;
/** Address type: the newer name of `TIPC_ADDR_ID`. Linux only. */
export const TIPC_SOCKET_ADDR: number | undefined = table.TIPC_SOCKET_ADDR;
/**
 * Address type: all who have a part of the range; the number of `TIPC_ADDR_NAMESEQ`. Linux only.
 */
export const TIPC_ADDR_MCAST: number | undefined = table.TIPC_ADDR_MCAST;
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
/** Option, int, read only: 0, once the messages in the receive queues of the node. Linux only. */
export const TIPC_NODE_RECVQ_DEPTH: number | undefined = table.TIPC_NODE_RECVQ_DEPTH;
/** Option, int, read only: messages in the socket's receive queue. Linux only. */
export const TIPC_SOCK_RECVQ_DEPTH: number | undefined = table.TIPC_SOCK_RECVQ_DEPTH;
/** Option, int, read only: bytes of the socket's receive queue in use. Linux only. */
export const TIPC_SOCK_RECVQ_USED: number | undefined = table.TIPC_SOCK_RECVQ_USED;
/** Option without a value (null, 0): multicast is sent once, by broadcast. Linux only. */
export const TIPC_MCAST_BROADCAST: number | undefined = table.TIPC_MCAST_BROADCAST;
/** Option without a value (null, 0): multicast is sent to each node in turn. Linux only. */
export const TIPC_MCAST_REPLICAST: number | undefined = table.TIPC_MCAST_REPLICAST;
/** Option, struct tipc_group_req: join a communication group. Linux only. */
export const TIPC_GROUP_JOIN: number | undefined = table.TIPC_GROUP_JOIN;
/** Option without a value (null, 0): leave the group. Linux only. */
export const TIPC_GROUP_LEAVE: number | undefined = table.TIPC_GROUP_LEAVE;
/** Option, int, write only: a connection's small messages are sent at once. Linux only. */
export const TIPC_NODELAY: number | undefined = table.TIPC_NODELAY;
/** Flag of `TIPC_GROUP_JOIN`: receive what one sends to the group oneself. Linux only. */
export const TIPC_GROUP_LOOPBACK: number | undefined = table.TIPC_GROUP_LOOPBACK;
/**
 * Flag of `TIPC_GROUP_JOIN`: receive an empty message with `MSG_OOB` when a member comes, with
 * `MSG_EOR` besides when it goes. Linux only.
 */
export const TIPC_GROUP_MEMBER_EVTS: number | undefined = table.TIPC_GROUP_MEMBER_EVTS;
/** The most bytes of a message. Linux only. */
export const TIPC_MAX_USER_MSG_SIZE: number | undefined = table.TIPC_MAX_USER_MSG_SIZE;
/**
 * Ancillary data, two words: why a message came back, a `TIPC_ERR_` number, and how long it is.
 * Linux only.
 */
export const TIPC_ERRINFO: number | undefined = table.TIPC_ERRINFO;
/** Ancillary data: the message that came back. Linux only. */
export const TIPC_RETDATA: number | undefined = table.TIPC_RETDATA;
/**
 * Ancillary data, three words: type, lower and upper instance that a message was sent to. Linux
 * only.
 */
export const TIPC_DESTNAME: number | undefined = table.TIPC_DESTNAME;
/** Why a message came back: no error. Linux only. */
export const TIPC_OK: number | undefined = table.TIPC_OK;
/** Why a message came back: nobody has the name. Linux only. */
export const TIPC_ERR_NO_NAME: number | undefined = table.TIPC_ERR_NO_NAME;
/** Why a message came back: nobody has the id. Linux only. */
export const TIPC_ERR_NO_PORT: number | undefined = table.TIPC_ERR_NO_PORT;
/** Why a message came back: the node cannot be reached. Linux only. */
export const TIPC_ERR_NO_NODE: number | undefined = table.TIPC_ERR_NO_NODE;
/** Why a message came back: the destination had no room. Linux only. */
export const TIPC_ERR_OVERLOAD: number | undefined = table.TIPC_ERR_OVERLOAD;
/** Why a connection ended: the peer shut it down. Linux only. */
export const TIPC_CONN_SHUTDOWN: number | undefined = table.TIPC_CONN_SHUTDOWN;
/** Service type: configuration. Linux only. */
export const TIPC_CFG_SRV: number | undefined = table.TIPC_CFG_SRV;
/** Service type: the topology service, which tells what comes and goes. Linux only. */
export const TIPC_TOP_SRV: number | undefined = table.TIPC_TOP_SRV;
/** Service type: the nodes of the cluster, which the topology service tells of. Linux only. */
export const TIPC_NODE_STATE: number | undefined = table.TIPC_NODE_STATE;
/** Service type: the links of this node, which the topology service tells of. Linux only. */
export const TIPC_LINK_STATE: number | undefined = table.TIPC_LINK_STATE;
/** The lowest service type for programs. Linux only. */
export const TIPC_RESERVED_TYPES: number | undefined = table.TIPC_RESERVED_TYPES;
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

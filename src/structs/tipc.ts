/** What is said to TIPC's topology service, and what it tells. */
import { onLinux, type StructCodec, structCodec } from "./codec.ts";
import { i32, nested, octets, type Struct, u32 } from "./struct.ts";

/** `struct tipc_service_range` (linux/tipc.h): some instances of a service. */
export interface TipcServiceRange {
  /** The service's type. */
  type: number;
  /** The first instance. */
  lower: number;
  /** The last instance. */
  upper: number;
}

/** `struct tipc_socket_addr` (linux/tipc.h): one socket. */
export interface TipcSocketAddr {
  /** The socket's number in its node. */
  ref: number;
  /** The node. */
  node: number;
}

/** `struct tipc_subscr` (linux/tipc.h): what to be told of. */
export interface TipcSubscr {
  /** The instances of interest. */
  seq: TipcServiceRange;
  /** For how many milliseconds; TIPC_WAIT_FOREVER: until the connection is closed. */
  timeout: number;
  /** TIPC_SUB_PORTS or TIPC_SUB_SERVICE; TIPC_SUB_CANCEL with it takes the same subscription back. */
  filter: number;
  /** Eight bytes that come back in each event. */
  usr_handle: Uint8Array<ArrayBuffer>;
}

/** `struct tipc_event` (linux/tipc.h): what happened. */
export interface TipcEvent {
  /** TIPC_PUBLISHED, TIPC_WITHDRAWN or TIPC_SUBSCR_TIMEOUT. */
  event: number;
  /** The first instance that came or went. */
  found_lower: number;
  /** The last one. */
  found_upper: number;
  /** Whose they are. */
  port: TipcSocketAddr;
  /** The subscription. */
  s: TipcSubscr;
}

const range: Struct<TipcServiceRange> = {
  size: 12,
  members: { type: [0, u32], lower: [4, u32], upper: [8, u32] },
};

const socketAddr: Struct<TipcSocketAddr> = {
  size: 8,
  members: { ref: [0, u32], node: [4, u32] },
};

const subscr: Struct<TipcSubscr> = {
  size: 28,
  members: {
    seq: [0, nested(range)],
    // Unsigned in C; as a signed one, TIPC_WAIT_FOREVER is the constant that it is in Python, -1.
    timeout: [12, i32],
    filter: [16, u32],
    usr_handle: [20, octets(8)],
  },
};

/**
 * What is sent to the topology service of AF_TIPC, `struct tipc_subscr` of linux/tipc.h: a wish to be
 * told of services that come and go. Linux only.
 *
 * @example
 * ```ts
 * import { tipc_subscr, TIPC_SUB_SERVICE, TIPC_WAIT_FOREVER } from "@bsd/socket";
 *
 * if (TIPC_SUB_SERVICE !== undefined && TIPC_WAIT_FOREVER !== undefined) {
 *   const wish = tipc_subscr.encode({
 *     seq: { type: 18888, lower: 0, upper: 99 },
 *     timeout: TIPC_WAIT_FOREVER,
 *     filter: TIPC_SUB_SERVICE,
 *     usr_handle: new Uint8Array(8),
 *   });
 *   console.log(wish.length); // 28
 * }
 * ```
 */
export const tipc_subscr: StructCodec<TipcSubscr> = structCodec("tipc_subscr", onLinux(subscr));

/**
 * What the topology service of AF_TIPC sends, `struct tipc_event` of linux/tipc.h. Linux only.
 *
 * @example
 * ```ts ignore
 * import {
 *   AF_TIPC,
 *   SOCK_SEQPACKET,
 *   socket,
 *   TIPC_ADDR_NAME,
 *   tipc_event,
 *   TIPC_PUBLISHED,
 *   TIPC_TOP_SRV,
 * } from "@bsd/socket";
 *
 * using s = socket(AF_TIPC, SOCK_SEQPACKET);
 * s.connect([TIPC_ADDR_NAME, TIPC_TOP_SRV, TIPC_TOP_SRV, 0]);
 * s.send(subscription); // of tipc_subscr
 * const { event, found_lower } = tipc_event.decode(s.recv(tipc_event.size));
 * console.log(event === TIPC_PUBLISHED, found_lower);
 * ```
 */
export const tipc_event: StructCodec<TipcEvent> = structCodec(
  "tipc_event",
  onLinux({
    size: 48,
    members: {
      event: [0, u32],
      found_lower: [4, u32],
      found_upper: [8, u32],
      port: [12, nested(socketAddr)],
      s: [20, nested(subscr)],
    },
  }),
);

/** `struct tipc_group_req` (linux/tipc.h): a communication group, and oneself in it. */
export interface TipcGroupReq {
  /** The group. */
  type: number;
  /** The own instance, which messages to some members name; several may have the same. */
  instance: number;
  /** TIPC_CLUSTER_SCOPE or TIPC_NODE_SCOPE. */
  scope: number;
  /** TIPC_GROUP_LOOPBACK and TIPC_GROUP_MEMBER_EVTS. */
  flags: number;
}

/**
 * The value of TIPC_GROUP_JOIN, `struct tipc_group_req` of linux/tipc.h. What is sent without an
 * address goes to all members. Linux only.
 *
 * @example
 * ```ts ignore
 * import { AF_TIPC, SOCK_RDM, socket, SOL_TIPC, TIPC_CLUSTER_SCOPE } from "@bsd/socket";
 * import { TIPC_GROUP_JOIN, tipc_group_req } from "@bsd/socket";
 *
 * using s = socket(AF_TIPC, SOCK_RDM);
 * const member = { type: 18888, instance: 1, scope: TIPC_CLUSTER_SCOPE, flags: 0 };
 * s.setsockopt(SOL_TIPC, TIPC_GROUP_JOIN, tipc_group_req.encode(member));
 * s.send(new TextEncoder().encode("to all"));
 * ```
 */
export const tipc_group_req: StructCodec<TipcGroupReq> = structCodec(
  "tipc_group_req",
  onLinux({
    size: 16,
    members: { type: [0, u32], instance: [4, u32], scope: [8, u32], flags: [12, u32] },
  }),
);

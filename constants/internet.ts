/**
 * Numbers that belong to Internet addresses: well-known IPv4 addresses (INADDR_, as 32-bit
 * integers) and port bounds. Python gives the addresses above 0x7fffffff as negative on Windows,
 * and so does this library.
 */
import { table } from "./table.ts";

/** 0.0.0.0: every address of this machine. */
export const INADDR_ANY: number = table.INADDR_ANY;
/** 255.255.255.255: every host of the local network. */
export const INADDR_BROADCAST: number = table.INADDR_BROADCAST;
/** 127.0.0.1: this machine. */
export const INADDR_LOOPBACK: number = table.INADDR_LOOPBACK;
/** 255.255.255.255 as the answer of functions that found no valid address. */
export const INADDR_NONE: number = table.INADDR_NONE;
/** 224.0.0.0: no multicast group in particular. */
export const INADDR_UNSPEC_GROUP: number = table.INADDR_UNSPEC_GROUP;
/** 224.0.0.1: the multicast group of all hosts of the local network. */
export const INADDR_ALLHOSTS_GROUP: number = table.INADDR_ALLHOSTS_GROUP;
/** 224.0.0.255: the last multicast group that stays in the local network. */
export const INADDR_MAX_LOCAL_GROUP: number = table.INADDR_MAX_LOCAL_GROUP;
/** Ports below this one need privilege on Unix. */
export const IPPORT_RESERVED: number = table.IPPORT_RESERVED;
/** Ports from this one on were meant for servers without privilege. */
export const IPPORT_USERRESERVED: number = table.IPPORT_USERRESERVED;

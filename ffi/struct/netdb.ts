/**
 * The structures of the name service's older calls, and of if_nameindex(3).
 *
 * Pointers are addresses in memory, 0n is null; names are NUL-terminated, lists end with a null
 * pointer.
 */
import type { Layout } from "../layout.ts";
import { getPointer, getSigned, getUnsigned } from "./fields.ts";

/** `struct hostent`, gethostbyname(3). */
export interface Hostent {
  /** Where the official name is. */
  readonly name: bigint;
  /** Where the list of pointers to other names is. */
  readonly aliases: bigint;
  /** The family of the addresses. */
  readonly addrtype: number;
  /** The length of one address in bytes. */
  readonly length: number;
  /** Where the list of pointers to addresses is. */
  readonly addr_list: bigint;
}

/** `struct servent`, getservbyname(3). */
export interface Servent {
  /** Where the official name is. */
  readonly name: bigint;
  /** Where the list of pointers to other names is. */
  readonly aliases: bigint;
  /** The port, in host byte order. */
  readonly port: number;
  /** Where the protocol's name is. */
  readonly proto: bigint;
}

/** `struct protoent`, getprotobyname(3). */
export interface Protoent {
  /** Where the official name is. */
  readonly name: bigint;
  /** Where the list of pointers to other names is. */
  readonly aliases: bigint;
  /** The protocol's number. */
  readonly proto: number;
}

/** `struct if_nameindex`, if_nameindex(3); the list ends with index 0. */
export interface IfNameindex {
  /** The interface's number, from 1. */
  readonly index: number;
  /** Where the interface's name is. */
  readonly name: bigint;
}

/** Reads a host from the start of `view`. */
export function readHostent(view: DataView, layout: Layout): Hostent {
  const struct = layout.hostent;
  return {
    name: getPointer(view, 0, struct.h_name),
    aliases: getPointer(view, 0, struct.h_aliases),
    addrtype: getSigned(view, 0, struct.h_addrtype),
    length: getSigned(view, 0, struct.h_length),
    addr_list: getPointer(view, 0, struct.h_addr_list),
  };
}

/** Reads a service from the start of `view`. */
export function readServent(view: DataView, layout: Layout): Servent {
  const struct = layout.servent;
  return {
    name: getPointer(view, 0, struct.s_name),
    aliases: getPointer(view, 0, struct.s_aliases),
    // In network byte order in the first two bytes, whether the member is an int or a short.
    port: view.getUint16(struct.s_port[0]),
    proto: getPointer(view, 0, struct.s_proto),
  };
}

/** Reads a protocol from the start of `view`. */
export function readProtoent(view: DataView, layout: Layout): Protoent {
  const struct = layout.protoent;
  return {
    name: getPointer(view, 0, struct.p_name),
    aliases: getPointer(view, 0, struct.p_aliases),
    proto: getSigned(view, 0, struct.p_proto),
  };
}

/**
 * Reads one entry of the array that if_nameindex returns.
 *
 * @param view The array, from its start.
 * @param index Which entry, from 0.
 * @param layout The OS's layout.
 * @throws {TypeError} The OS has no such structure (windows).
 */
export function readIfNameindex(view: DataView, index: number, layout: Layout): IfNameindex {
  const struct = layout.if_nameindex;
  if (struct === null) throw new TypeError(`${layout.os} has no struct if_nameindex`);
  const base = index * struct.size;
  return {
    index: getUnsigned(view, base, struct.if_index),
    name: getPointer(view, base, struct.if_name),
  };
}

/** Addresses that are passed in, packed: a host name is looked up, which blocks. */
import { backend } from "../../ffi/backend/mod.ts";
import type { AnyArgument } from "../addresses.ts";
import { hooked } from "../audit.ts";
import { encodeAddress, lendAddress } from "../sockaddr/mod.ts";
import type { SocketDescriptor } from "./descriptor.ts";
import { lookups } from "./lookups.ts";

/** An address with its sockaddr, once names are resolved. */
export interface Destination {
  readonly address: AnyArgument;
  readonly packed: Uint8Array<ArrayBuffer>;
}

/** An address of a socket's family with its sockaddr. */
export function destinationOf(socket: SocketDescriptor, address: AnyArgument): Destination {
  const { layout } = backend();
  return { address, packed: encodeAddress(socket.family, address, layout, lookups, socket) };
}

/**
 * The same for an operation that is over before anybody else can make an address, in whose memory
 * it is: nothing of the caller's may run in between, so that with hooks it has memory of its own.
 */
export function passingDestination(socket: SocketDescriptor, address: AnyArgument): Destination {
  if (hooked()) return destinationOf(socket, address);
  const { layout } = backend();
  return { address, packed: lendAddress(socket.family, address, layout, lookups, socket) };
}

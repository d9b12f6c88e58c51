/** Addresses that are passed in, packed: a host name is looked up, which blocks. */
import { backend } from "../../ffi/backend/mod.ts";
import type { AnyArgument } from "../addresses.ts";
import { encodeAddress } from "../sockaddr/mod.ts";
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

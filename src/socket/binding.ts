/** Binding, once the address is packed. */
import { backend } from "../../ffi/backend/mod.ts";
import { audit } from "../audit.ts";
import { check } from "../failure.ts";
import type { SocketDescriptor } from "./descriptor.ts";
import type { Destination } from "./destination.ts";

/** bind(2): gives a socket its own address. */
export function bindTo(socket: SocketDescriptor, { address, packed }: Destination): void {
  audit("socket.bind", socket, address);
  check(backend().bind(socket.fileno(), packed), "bind", address);
}

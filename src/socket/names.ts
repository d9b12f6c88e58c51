/** A socket's own address and its peer's, read through one shared buffer. */
import { backend, type Result } from "../../ffi/backend/mod.ts";
import { sockaddr_storage } from "../../ffi/layout.ts";
import type { Address } from "../addresses.ts";
import { type Bearer, decodeAddress } from "../sockaddr/mod.ts";
import { lookups } from "./lookups.ts";

/** The room for one address. Calls are synchronous: it is read before anybody else can write it. */
export const room: Uint8Array<ArrayBuffer> = new Uint8Array(sockaddr_storage);

/** How much of the room is in use; a call takes the room's size from here and puts the length here. */
export const roomLength: Uint32Array<ArrayBuffer> = new Uint32Array(1);

/** The address that a call about a socket has just put into the room; null where it put none. */
export function addressInRoom(socket: Bearer): Address | null {
  return decodeAddress(room, roomLength[0] ?? 0, backend().layout, lookups, socket);
}

/** The local address, or minus the error number: an address that is a number is not negative. */
export function localName(socket: Bearer): Address | null | Result {
  roomLength[0] = room.length;
  const result = backend().getsockname(socket.fileno(), room, roomLength);
  return result < 0 ? result : addressInRoom(socket);
}

/** The peer's address, or minus the error number. */
export function peerName(socket: Bearer): Address | null | Result {
  roomLength[0] = room.length;
  const result = backend().getpeername(socket.fileno(), room, roomLength);
  return result < 0 ? result : addressInRoom(socket);
}

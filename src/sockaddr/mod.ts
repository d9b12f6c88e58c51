/**
 * Turns addresses into what C calls a sockaddr and back, for every OS's layout on any OS.
 *
 * Nothing here calls C: what only the OS knows is asked by the functions that the caller passes.
 */
import type { Layout } from "../../ffi/layout.ts";
import type { Address } from "../addresses.ts";
import { type Bearer, type Codec, familyOf, type Lookups } from "./codec.ts";
import { families } from "./families.ts";
import { inet } from "./inet.ts";
import { inet6 } from "./inet6.ts";
import { raw } from "./raw.ts";
import { unix } from "./unix.ts";

export { sockaddr_storage } from "../../ffi/layout.ts";
export type { Bearer, Lookups, Resolve } from "./codec.ts";

/** Each family's codec: the three of every datagram first, the others by their OS's table. */
function codecOf(family: number, layout: Layout, proto: number): Codec<Address> {
  switch (family) {
    case layout.AF_INET:
      return inet;
    case layout.AF_INET6:
      return inet6;
    case layout.AF_UNIX:
      return unix;
    default:
      return families[layout.os].get(family)?.(proto) ?? raw;
  }
}

/** Stands for the socket where there is none, as for the address of a host. */
const nobody: Bearer = { proto: 0, fileno: () => -1 };

/**
 * Makes the sockaddr of an address, to be kept.
 *
 * @param family The socket's family, by the layout's number.
 * @param address The address, in the family's shape.
 * @param layout The OS's layout.
 * @param lookups What the OS can be asked.
 * @param socket The socket it is for.
 * @throws {TypeError} The address does not have the family's shape.
 * @throws {RangeError} A member of it is out of range, or needs a look-up that was not passed.
 * @throws {OSError} An AF_UNIX path is too long; an interface does not exist.
 */
export function encodeAddress(
  family: number,
  address: unknown,
  layout: Layout,
  lookups: Lookups = {},
  socket: Bearer = nobody,
): Uint8Array<ArrayBuffer> {
  return new Uint8Array(lendAddress(family, address, layout, lookups, socket));
}

/**
 * The same for a call of C that is made at once, before anything else can make an address: the
 * memory is used again for the next one. That spares a datagram an allocation, which is most of
 * what the address costs.
 */
export function lendAddress(
  family: number,
  address: unknown,
  layout: Layout,
  lookups: Lookups,
  socket: Bearer,
): Uint8Array<ArrayBuffer> {
  return codecOf(family, layout, socket.proto).encode(address, layout, lookups, socket);
}

/**
 * Reads the address in a sockaddr, whose header tells the family.
 *
 * @param bytes The sockaddr.
 * @param length How many bytes of it the OS says there are; it may say more than the room it had.
 * @param layout The OS's layout.
 * @param lookups What the OS can be asked.
 * @param socket The socket it is of.
 * @returns The address; as raw bytes if it is too short for its family; null if there is none.
 */
export function decodeAddress(
  bytes: Uint8Array,
  length: number,
  layout: Layout,
  lookups: Lookups = {},
  socket: Bearer = nobody,
): Address | null {
  const available = Math.min(length, bytes.length);
  if (available < raw.shortest) return null;
  const codec = codecOf(familyOf(bytes, layout), layout, socket.proto);
  return (available < codec.shortest ? raw : codec)
    .decode(bytes, available, layout, lookups, socket);
}

/**
 * Turns addresses into what C calls a sockaddr and back, for every OS's layout on any OS.
 *
 * Nothing here calls C: a host that is not numeric goes to the `resolve` that the caller passes.
 */
import type { Layout } from "../../ffi/layout.ts";
import type { Address } from "../addresses.ts";
import { type Codec, familyOf, type Resolve } from "./codec.ts";
import { inet } from "./inet.ts";
import { inet6 } from "./inet6.ts";
import { raw } from "./raw.ts";
import { unix } from "./unix.ts";

export { sockaddr_storage } from "../../ffi/layout.ts";
export type { Resolve } from "./codec.ts";

/** Each family's codec. A family that the layout lacks is undefined there and never matches. */
function codecOf(family: number, layout: Layout): Codec<Address> {
  switch (family) {
    case layout.AF_INET:
      return inet;
    case layout.AF_INET6:
      return inet6;
    case layout.AF_UNIX:
      return unix;
    default:
      return raw;
  }
}

/**
 * Makes the sockaddr of an address.
 *
 * @param family The socket's family, by the layout's number.
 * @param address The address, in the family's shape.
 * @param layout The OS's layout.
 * @param resolve Called for a host that is not numeric, and only then.
 * @throws {TypeError} The address does not have the family's shape.
 * @throws {RangeError} A member of it is out of range, or a host not numeric without `resolve`.
 * @throws {OSError} An AF_UNIX path is too long.
 */
export function encodeAddress(
  family: number,
  address: unknown,
  layout: Layout,
  resolve?: Resolve,
): Uint8Array<ArrayBuffer> {
  return codecOf(family, layout).encode(address, layout, resolve);
}

/**
 * Reads the address in a sockaddr, whose header tells the family.
 *
 * @param bytes The sockaddr.
 * @param length How many bytes of it the OS says there are; it may say more than the room it had.
 * @param layout The OS's layout.
 * @returns The address; as raw bytes if it is too short for its family; null if there is none.
 */
export function decodeAddress(bytes: Uint8Array, length: number, layout: Layout): Address | null {
  const available = Math.min(length, bytes.length);
  if (available < raw.shortest) return null;
  const codec = codecOf(familyOf(bytes, layout), layout);
  return (available < codec.shortest ? raw : codec).decode(bytes, available, layout);
}

/** `sockaddr_alg` (linux/if_alg.h): `[type, name, feat, mask]`. */
import { linux } from "../../constants/linux.ts";
import type { Layout } from "../../ffi/layout.ts";
import { viewOf } from "../../ffi/struct/fields.ts";
import { kind } from "../../ffi/struct/values.ts";
import type { AlgAddress, RawAddress } from "../addresses.ts";
import { name as nameOf, uint32 } from "../arguments.ts";
import { type Bearer, type Codec, type Lookups, newSockaddr, utf8 } from "./codec.ts";
import { raw } from "./raw.ts";

/** A text in memory: where it begins and its room, NUL included. */
type Place = readonly [at: number, room: number];

const TYPE: Place = [2, 14];
const FEAT = 16;
const MASK = 20;
const NAME: Place = [24, 64];
const SIZE = 88;

/** The codec of AF_ALG; an address whose texts are not UTF-8 is raw. */
export const alg: Codec<AlgAddress | RawAddress> = { encode, decode, shortest: SIZE };

function encode(address: unknown, layout: Layout): Uint8Array<ArrayBuffer> {
  if (!Array.isArray(address) || address.length < 2 || address.length > 4) {
    throw new TypeError(`AF_ALG address must be [type, name, feat?, mask?], not ${kind(address)}`);
  }
  const [type, name, feat = 0, mask = 0]: unknown[] = address;
  const bytes = newSockaddr(linux.AF_ALG, SIZE, layout);
  write(bytes, TYPE, type, "AF_ALG type");
  write(bytes, NAME, name, "AF_ALG name");
  const view = viewOf(bytes);
  view.setUint32(FEAT, uint32(feat, "feat"), true);
  view.setUint32(MASK, uint32(mask, "mask"), true);
  return bytes;
}

/** The kernel wants a NUL behind each text. */
function write(bytes: Uint8Array, [at, room]: Place, text: unknown, what: string): void {
  if (typeof text !== "string") throw new TypeError(`${what} must be a string, not ${kind(text)}`);
  const encoded = nameOf(text, what);
  if (encoded.length >= room) {
    throw new RangeError(`${what} must be at most ${room - 1} bytes, not ${encoded.length}`);
  }
  bytes.set(encoded, at);
}

function read(bytes: Uint8Array, [at, room]: Place): string | undefined {
  const text = bytes.subarray(at, at + room);
  const end = text.indexOf(0);
  return utf8(end < 0 ? text : text.subarray(0, end));
}

function decode(
  bytes: Uint8Array,
  length: number,
  layout: Layout,
  lookups: Lookups,
  socket: Bearer,
): AlgAddress | RawAddress {
  const [type, name] = [read(bytes, TYPE), read(bytes, NAME)];
  if (type === undefined || name === undefined) {
    return raw.decode(bytes, length, layout, lookups, socket);
  }
  const view = viewOf(bytes);
  return [type, name, view.getUint32(FEAT, true), view.getUint32(MASK, true)];
}

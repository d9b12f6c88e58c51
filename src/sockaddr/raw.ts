/** Addresses of a family without a codec: `[family, data]`, or the bytes of the whole sockaddr. */
import type { Layout } from "../../ffi/layout.ts";
import { kind } from "../../ffi/struct/values.ts";
import type { RawAddress } from "../addresses.ts";
import { integer } from "../arguments.ts";
import { type Codec, familyOf, newSockaddr } from "./codec.ts";

/** The size of a sockaddr's header on every OS. */
const HEADER = 2;

/** The codec of every other family. */
export const raw: Codec<RawAddress> = { encode, decode, shortest: HEADER };

function encode(address: unknown, layout: Layout): Uint8Array<ArrayBuffer> {
  if (address instanceof Uint8Array) return new Uint8Array(address);
  if (!Array.isArray(address) || address.length !== 2 || !(address[1] instanceof Uint8Array)) {
    throw new TypeError(
      `an address of a family without a codec must be a Uint8Array or [family, data], not ${
        kind(address)
      }`,
    );
  }
  const [, data] = address;
  const family = integer(address[0], "family", 0, layout.lengthByte ? 0xff : 0xffff);
  const length = HEADER + data.length;
  if (layout.lengthByte) integer(length, "length of the address", HEADER, 0xff);
  const bytes = newSockaddr(family, length, layout);
  bytes.set(data, HEADER);
  return bytes;
}

function decode(bytes: Uint8Array, length: number, layout: Layout): RawAddress {
  return [familyOf(bytes, layout), new Uint8Array(bytes.subarray(HEADER, length))];
}

/**
 * The families whose addresses are two unsigned numbers of 32 bits: AF_NETLINK, AF_QIPCRTR and
 * AF_VSOCK.
 */
import { linux } from "../../constants/linux.ts";
import type { Layout } from "../../ffi/layout.ts";
import { viewOf } from "../../ffi/struct/fields.ts";
import { kind } from "../../ffi/struct/values.ts";
import { uint32 } from "../arguments.ts";
import { type Codec, newSockaddr } from "./codec.ts";

/** A number of the pair: what it is called and where it is. */
type Member = readonly [name: string, offset: number];

function pair(
  name: string,
  family: number,
  sizeIn: (layout: Layout) => number,
  members: readonly [Member, Member],
): Codec<[number, number]> {
  const [[first, firstAt], [second, secondAt]] = members;
  return {
    // All of them end with the later number, but for padding.
    shortest: Math.max(firstAt, secondAt) + 4,
    encode(address, layout) {
      if (!Array.isArray(address) || address.length !== 2) {
        throw new TypeError(`${name} address must be [${first}, ${second}], not ${kind(address)}`);
      }
      const bytes = newSockaddr(family, sizeIn(layout), layout);
      const view = viewOf(bytes);
      view.setUint32(firstAt, uint32(address[0], first), true);
      view.setUint32(secondAt, uint32(address[1], second), true);
      return bytes;
    },
    decode(bytes) {
      const view = viewOf(bytes);
      return [view.getUint32(firstAt, true), view.getUint32(secondAt, true)];
    },
  };
}

/** `sockaddr_nl`, netlink(7): `[pid, groups]`. */
export const netlink = pair("AF_NETLINK", linux.AF_NETLINK, () => 12, [["pid", 4], ["groups", 8]]);

/** `sockaddr_qrtr` (linux/qrtr.h): `[node, port]`. */
export const qipcrtr = pair("AF_QIPCRTR", linux.AF_QIPCRTR, () => 12, [["node", 4], ["port", 8]]);

/**
 * `sockaddr_vm`, vsock(7): `[cid, port]`, the port first in memory. The same number and offsets on
 * macOS, which has no padding at the end.
 */
export const vsock = pair(
  "AF_VSOCK",
  linux.AF_VSOCK,
  (layout) => layout.lengthByte ? 12 : 16,
  [["cid", 8], ["port", 4]],
);

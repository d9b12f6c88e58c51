/** `sockaddr_ll`, packet(7): `[ifname, proto, pkttype, hatype, addr]`. */
import { linux } from "../../constants/linux.ts";
import type { Layout } from "../../ffi/layout.ts";
import { viewOf } from "../../ffi/struct/fields.ts";
import { kind } from "../../ffi/struct/values.ts";
import type { PacketAddress } from "../addresses.ts";
import { integer } from "../arguments.ts";
import {
  type Bearer,
  type Codec,
  interfaceIndex,
  interfaceName,
  type Lookups,
  newSockaddr,
} from "./codec.ts";

const SIZE = 20;
const PROTOCOL = 2; // in network order
const IFINDEX = 4;
const HATYPE = 8;
const PKTTYPE = 10;
const HALEN = 11;
const ADDR = 12;

/** The codec of AF_PACKET. The kernel's own addresses end with the hardware address, however short. */
export const packet: Codec<PacketAddress> = { encode, decode, shortest: ADDR };

function encode(
  address: unknown,
  layout: Layout,
  lookups: Lookups,
  socket: Bearer,
): Uint8Array<ArrayBuffer> {
  if (!Array.isArray(address) || address.length < 2 || address.length > 5) {
    throw new TypeError(
      `AF_PACKET address must be [ifname, proto, pkttype?, hatype?, addr?], not ${kind(address)}`,
    );
  }
  const [ifname, proto, pkttype = 0, hatype = 0, addr = new Uint8Array(0)]: unknown[] = address;
  if (!(addr instanceof Uint8Array)) {
    throw new TypeError(`hardware address must be a Uint8Array, not ${kind(addr)}`);
  }
  if (addr.length > SIZE - ADDR) {
    throw new RangeError(`hardware address must be at most 8 bytes, not ${addr.length}`);
  }
  const bytes = newSockaddr(linux.AF_PACKET, SIZE, layout);
  const view = viewOf(bytes);
  view.setUint16(PROTOCOL, integer(proto, "proto", 0, 0xffff));
  view.setUint16(HATYPE, integer(hatype, "hatype", 0, 0xffff), true);
  view.setUint8(PKTTYPE, integer(pkttype, "pkttype", 0, 0xff));
  view.setUint8(HALEN, addr.length);
  bytes.set(addr, ADDR);
  // Last, since it asks the OS.
  view.setInt32(IFINDEX, interfaceIndex(ifname, lookups, socket), true);
  return bytes;
}

function decode(
  bytes: Uint8Array,
  length: number,
  _layout: Layout,
  lookups: Lookups,
  socket: Bearer,
): PacketAddress {
  const view = viewOf(bytes);
  // An address of InfiniBand has 20 bytes, for which the kernel makes the sockaddr longer.
  const end = Math.min(ADDR + view.getUint8(HALEN), length);
  return [
    interfaceName(view.getInt32(IFINDEX, true), lookups, socket),
    view.getUint16(PROTOCOL),
    view.getUint8(PKTTYPE),
    view.getUint16(HATYPE, true),
    new Uint8Array(bytes.subarray(ADDR, end)),
  ];
}

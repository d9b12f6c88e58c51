/**
 * `sockaddr_can` (linux/can.h): the interface, and what each protocol keeps in the union after it.
 */
import { linux } from "../../constants/linux.ts";
import { viewOf } from "../../ffi/struct/fields.ts";
import { kind } from "../../ffi/struct/values.ts";
import type { Address, CanAddress, IsotpAddress, J1939Address } from "../addresses.ts";
import { bits64, type Kind, u32, u8 } from "../structs/struct.ts";
import { type Codec, interfaceIndex, interfaceName, newSockaddr } from "./codec.ts";

const SIZE = 24;
const IFINDEX = 4;
const UNION = 8;

/** A member of the union: what it is called, where it is and what it holds. */
type Member = readonly [name: string, offset: number, kind: Kind<number> | Kind<bigint>];

/** The codec of addresses that are the interface and then the members. */
function canCodec<A extends Address>(
  protocols: string,
  shortest: number,
  members: readonly Member[],
): Codec<A> {
  const form = ["interface", ...members.map(([name]) => name)].join(", ");
  return {
    shortest,
    encode(address, layout, lookups, socket) {
      if (!Array.isArray(address) || address.length !== 1 + members.length) {
        throw new TypeError(`${protocols} address must be [${form}], not ${kind(address)}`);
      }
      const [ifname, ...rest]: unknown[] = address;
      const bytes = newSockaddr(linux.AF_CAN, SIZE, layout);
      const view = viewOf(bytes);
      members.forEach(([name, offset, { write }], i) => write(view, offset, rest[i], name));
      view.setInt32(IFINDEX, interfaceIndex(ifname, lookups, socket), true);
      return bytes;
    },
    decode(bytes, _length, _layout, lookups, socket) {
      const view = viewOf(bytes);
      const ifname = interfaceName(view.getInt32(IFINDEX, true), lookups, socket);
      return [ifname, ...members.map(([, offset, { read }]) => read(view, offset))] as A;
    },
  };
}

/** CAN_RAW and CAN_BCM, `[interface]`; the kernel tells no more of their sockaddr than the index. */
export const can: Codec<CanAddress> = canCodec("CAN_RAW and CAN_BCM", UNION, []);

/** CAN_ISOTP: `[interface, rx_addr, tx_addr]`. */
export const isotp: Codec<IsotpAddress> = canCodec("CAN_ISOTP", UNION + 8, [
  ["rx_addr", UNION, u32],
  ["tx_addr", UNION + 4, u32],
]);

/** CAN_J1939: `[interface, name, pgn, addr]`. */
export const j1939: Codec<J1939Address> = canCodec("CAN_J1939", SIZE, [
  ["name", UNION, bits64],
  ["pgn", UNION + 8, u32],
  ["addr", UNION + 12, u8],
]);

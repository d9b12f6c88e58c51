/** Values as the data of control messages. Everything is pure; the layout is the OS's. */
import type { Layout } from "../../ffi/layout.ts";
import { viewOf } from "../../ffi/struct/fields.ts";
import { int as toInt, items } from "../arguments.ts";
import type { Ucred } from "../structs/credentials.ts";
import type { In6Pktinfo, InPktinfo } from "../structs/packet_info.ts";
import { bits64, encodeStruct, i32, type Kind, u16, u32 } from "../structs/struct.ts";
import { structOf } from "./structs.ts";

/**
 * Makes the data of a message.
 *
 * @throws {TypeError} The value is of another type.
 * @throws {RangeError} It does not fit.
 */
export type Write = (value: unknown, name: string, layout: Layout) => Uint8Array<ArrayBuffer>;

function number({ size, write }: Kind<number | bigint>): Write {
  return (value, name) => {
    const data = new Uint8Array(size);
    write(viewOf(data), 0, value, name);
    return data;
  };
}

/** int. */
export const int: Write = number(i32);
/** uint16_t. */
export const short: Write = number(u16);
/** uint32_t. */
export const unsigned: Write = number(u32);
/** uint64_t. */
export const long: Write = number(bits64);

/** The structure; members that are not given have the values of `missing`. */
function struct<T extends object>(struct: string, missing: Partial<T> = {}): Write {
  return (value, name, layout) => {
    const whole = typeof value === "object" && value !== null ? { ...missing, ...value } : value;
    return encodeStruct(name, structOf<T>(struct, layout), whole as T);
  };
}

/** struct ucred. */
export const credentials: Write = struct<Ucred>("ucred");
/** struct in_pktinfo, where zeros leave the choice to the OS. */
export const inPktinfo: Write = struct<InPktinfo>("in_pktinfo", {
  ipi_ifindex: 0,
  ipi_spec_dst: "0.0.0.0",
  ipi_addr: "0.0.0.0",
});
/** struct in6_pktinfo, where zeros leave the choice to the OS. */
export const in6Pktinfo: Write = struct<In6Pktinfo>("in6_pktinfo", {
  ipi6_ifindex: 0,
  ipi6_addr: "::",
});

/** Descriptors. */
export function descriptors(value: unknown, name: string): Uint8Array<ArrayBuffer> {
  const fds = items(value as Iterable<unknown>, name).map((fd, i) => toInt(fd, `${name}[${i}]`));
  return new Uint8Array(Int32Array.from(fds).buffer);
}

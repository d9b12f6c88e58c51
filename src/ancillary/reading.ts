/** The data of control messages as values. Everything is pure; the layout is the OS's. */
import type { Layout } from "../../ffi/layout.ts";
import { viewOf } from "../../ffi/struct/fields.ts";
import type { Address, Inet6Address, InetAddress } from "../addresses.ts";
import { familyOf } from "../sockaddr/codec.ts";
import { decodeAddress } from "../sockaddr/mod.ts";
import type { Ucred } from "../structs/credentials.ts";
import type { SockExtendedErr } from "../structs/extended_error.ts";
import type { TpacketAuxdata } from "../structs/packet.ts";
import type { In6Pktinfo, InPktinfo } from "../structs/packet_info.ts";
import { decodeStruct, i32, type Kind, u32, u8 } from "../structs/struct.ts";
import type { Timespec, Timeval } from "../structs/time.ts";
import { descriptorsOf, OwnedDescriptors } from "./descriptors.ts";
import type { ExtendedError, ScmTimestamping } from "./kinds.ts";
import { structOf } from "./structs.ts";

/** Reads the value in the data of a message; null where they are too few. */
export type Read<V> = (data: Uint8Array<ArrayBuffer>, layout: Layout) => V | null;

function number({ size, read }: Kind<number>): Read<number> {
  return (data) => data.length < size ? null : read(viewOf(data), 0);
}

/** uint8_t. */
export const byte: Read<number> = number(u8);
/** int. */
export const int: Read<number> = number(i32);
/** uint32_t. */
export const unsigned: Read<number> = number(u32);

function struct<T extends object>(name: string): Read<T> {
  return (data, layout) => {
    const found = structOf<T>(name, layout);
    return data.length < found.size ? null : decodeStruct(name, found, data);
  };
}

/** struct ucred. */
export const credentials: Read<Ucred> = struct("ucred");
/** struct timeval. */
export const microseconds: Read<Timeval> = struct("timeval");
/** struct timespec. */
export const nanoseconds: Read<Timespec> = struct("timespec");
/** struct in_pktinfo. */
export const inPktinfo: Read<InPktinfo> = struct("in_pktinfo");
/** struct in6_pktinfo. */
export const in6Pktinfo: Read<In6Pktinfo> = struct("in6_pktinfo");
/** struct tpacket_auxdata. */
export const auxdata: Read<TpacketAuxdata> = struct("tpacket_auxdata");

/** struct scm_timestamping. */
export function stamps(data: Uint8Array<ArrayBuffer>, layout: Layout): ScmTimestamping | null {
  const { size } = structOf("timespec", layout);
  const [software, legacy, hardware] = [0, 1, 2].map((i) =>
    nanoseconds(data.subarray(i * size), layout)
  );
  return software && legacy && hardware ? { ts: [software, legacy, hardware] } : null;
}

/** A sockaddr of the family; null for any other. */
function address<A extends Address>(family: "AF_INET" | "AF_INET6", shortest: number): Read<A> {
  return (data, layout) =>
    data.length < shortest || familyOf(data, layout) !== layout[family]
      ? null
      : decodeAddress(data, data.length, layout) as A;
}

/** struct sockaddr_in. */
export const inetAddress: Read<InetAddress> = address("AF_INET", 16);
/** struct sockaddr_in6. */
export const inet6Address: Read<Inet6Address> = address("AF_INET6", 28);

/** struct sock_extended_err, and the sockaddr of the offender after it, which has no family where there is none. */
function extendedError<A>(offender: Read<A>): Read<ExtendedError<A>> {
  const error = struct<SockExtendedErr>("sock_extended_err");
  return (data, layout) => {
    const { size } = structOf("sock_extended_err", layout);
    const found = error(data, layout);
    return found && { ...found, offender: offender(data.subarray(size), layout) };
  };
}

/** What IP_RECVERR gives. */
export const inetError: Read<ExtendedError<InetAddress>> = extendedError(inetAddress);
/** What IPV6_RECVERR gives. */
export const inet6Error: Read<ExtendedError<Inet6Address>> = extendedError(inet6Address);

/**
 * Who owns the descriptors of a message, by its data: there must not be two who would close them.
 */
const owners = new WeakMap<Uint8Array<ArrayBuffer>, OwnedDescriptors>();

/** Descriptors; for the same data always the same object. */
export function descriptors(data: Uint8Array<ArrayBuffer>): OwnedDescriptors {
  let owner = owners.get(data);
  if (owner === undefined) owners.set(data, owner = new OwnedDescriptors(descriptorsOf(data)));
  return owner;
}

/**
 * Protocol families: PF_ names for the AF_ numbers. Historically distinct, the same on every OS
 * there is.
 */
import type {
  CanAddress,
  Inet6Address,
  InetAddress,
  IsotpAddress,
  J1939Address,
  NetlinkAddress,
  PacketAddress,
  RawAddress,
  SystemAddress,
  UnixAddress,
} from "../src/addresses.ts";
import type { AddressFamily } from "./enums.ts";
import { table } from "./table.ts";

/** The same as `AF_CAN`. Linux only. */
export const PF_CAN: AddressFamily<CanAddress | IsotpAddress | J1939Address> | undefined =
  table.PF_CAN;
/** The same as `AF_DIVERT`; FreeBSD. None of the three OSes has it. */
export const PF_DIVERT: AddressFamily<RawAddress> | undefined = undefined;
/** The same as `AF_INET`. */
export const PF_INET: AddressFamily<InetAddress> = table.PF_INET;
/** The same as `AF_INET6`. */
export const PF_INET6: AddressFamily<Inet6Address> = table.PF_INET6;
/**
 * The same number as AF_KEY: key management for IPsec; on macOS only the PF_ name is there. Linux
 * and macOS.
 */
export const PF_KEY: AddressFamily<RawAddress> | undefined = table.PF_KEY;
/** The same as `AF_LINK`. macOS only. */
export const PF_LINK: AddressFamily<RawAddress> | undefined = table.PF_LINK;
/** The same as `AF_LOCAL`, which is `AF_UNIX`. Linux and macOS. */
export const PF_LOCAL: AddressFamily<UnixAddress> | undefined = table.PF_LOCAL;
/** The same as `AF_PACKET`. Linux only. */
export const PF_PACKET: AddressFamily<PacketAddress> | undefined = table.PF_PACKET;
/** The same as `AF_RDS`. Linux only. */
export const PF_RDS: AddressFamily<InetAddress> | undefined = table.PF_RDS;
/** The same as `AF_ROUTE`. Linux and macOS. */
export const PF_ROUTE: AddressFamily<NetlinkAddress | RawAddress> | undefined = table.PF_ROUTE;
/** The same as `AF_SYSTEM`. macOS only. */
export const PF_SYSTEM: AddressFamily<SystemAddress> | undefined = table.PF_SYSTEM;
/** The same as `AF_UNIX`. */
export const PF_UNIX: AddressFamily<UnixAddress> = table.PF_UNIX;
/** The same as `AF_UNSPEC`. */
export const PF_UNSPEC: AddressFamily<RawAddress> = table.PF_UNSPEC;

/**
 * The public constants: what Python's `socket` module has, and more of the same kind. A constant the
 * running OS lacks is undefined, and its type says so.
 */
export * from "./address_info.ts";
export * from "./ancillary.ts";
export * from "./bluetooth.ts";
export * from "./can.ts";
export * from "./can_errors.ts";
export * from "./crypto.ts";
export * from "./families.ts";
export * from "./interfaces.ts";
export * from "./internet.ts";
export * from "./ip_options.ts";
export * from "./ipv6_options.ts";
export * from "./j1939.ts";
export * from "./kinds.ts";
export * from "./levels.ts";
export * from "./lookup_errors.ts";
export * from "./messages.ts";
export * from "./name_info.ts";
export * from "./netlink.ts";
export * from "./others.ts";
export * from "./packet.ts";
export * from "./poll.ts";
export * from "./protocol_families.ts";
export * from "./protocols.ts";
export * from "./qrtr.ts";
export * from "./rds.ts";
export * from "./sctp.ts";
export * from "./shutdown.ts";
export * from "./socket_options.ts";
export * from "./tcp.ts";
export * from "./tipc.ts";
export * from "./virtual_machines.ts";
export {
  AddressFamily,
  AddressInfo,
  type BothWays,
  MsgFlag,
  type Protocol,
  SocketKind,
} from "./enums.ts";
export * from "./errno.ts";
export type {
  Address,
  AlgAddress,
  BluetoothAddress,
  CanAddress,
  HciAddress,
  HypervAddress,
  Inet6Address,
  InetAddress,
  IsotpAddress,
  J1939Address,
  L2capAddress,
  NetlinkAddress,
  PacketAddress,
  QipcrtrAddress,
  RawAddress,
  RfcommAddress,
  ScoAddress,
  SystemAddress,
  TipcAddress,
  UnixAddress,
  VsockAddress,
} from "../src/addresses.ts";

/** The codecs of the families that only some OSes have, by the number that each OS gives them. */
import { darwin } from "../../constants/darwin.ts";
import { linux } from "../../constants/linux.ts";
import { windows } from "../../constants/windows.ts";
import type { Layout } from "../../ffi/layout.ts";
import type { Address } from "../addresses.ts";
import { alg } from "./alg.ts";
import { bluetooth } from "./bluetooth.ts";
import { rfcomm as windowsBluetooth } from "./bluetooth_windows.ts";
import { can, isotp, j1939 } from "./can.ts";
import type { Codec } from "./codec.ts";
import { hyperv } from "./hyperv.ts";
import { inet } from "./inet.ts";
import { netlink, qipcrtr, vsock } from "./pairs.ts";
import { packet } from "./packet.ts";
import { system } from "./system.ts";
import { tipc } from "./tipc.ts";

/** The codec of a family for sockets of a protocol. */
type Chosen = (proto: number) => Codec<Address>;

/** CAN_RAW and CAN_BCM, and whatever protocol is yet to come, name an interface and nothing else. */
function canOf(proto: number): Codec<Address> {
  return proto === linux.CAN_ISOTP ? isotp : proto === linux.CAN_J1939 ? j1939 : can;
}

/** For each OS, its families. AF_INET, AF_INET6 and AF_UNIX are not among them. */
export const families: Readonly<Record<Layout["os"], ReadonlyMap<number, Chosen>>> = {
  linux: new Map<number, Chosen>([
    [linux.AF_ALG, () => alg],
    [linux.AF_BLUETOOTH, bluetooth],
    [linux.AF_CAN, canOf],
    [linux.AF_NETLINK, () => netlink],
    [linux.AF_PACKET, () => packet],
    [linux.AF_QIPCRTR, () => qipcrtr],
    // RDS sockets are addressed by sockaddr_in.
    [linux.AF_RDS, () => inet],
    [linux.AF_TIPC, () => tipc],
    [linux.AF_VSOCK, () => vsock],
  ]),
  darwin: new Map<number, Chosen>([
    [darwin.AF_SYSTEM, () => system],
    [darwin.AF_VSOCK, () => vsock],
  ]),
  windows: new Map<number, Chosen>([
    [windows.AF_BLUETOOTH, () => windowsBluetooth],
    [windows.AF_HYPERV, () => hyperv],
  ]),
};

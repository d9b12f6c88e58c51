/** What the tests of AF_CAN share: sockets on the two buses, and constants that are there by then. */
import {
  AF_CAN,
  can_filter,
  can_frame,
  CAN_RAW,
  CAN_RAW_FD_FRAMES,
  CAN_RAW_FILTER,
  type CanAddress,
  type Constant,
  SOCK_RAW,
  type Socket,
  socket,
  SOL_CAN_RAW,
} from "@bsd/socket";
import { assert } from "@std/assert";
import { pythonSocket } from "../socket/helpers.ts";
import type { Peer } from "../support/peer.ts";

/** A bus of CAN frames, of 16 bytes. */
export const VCAN = "vcan0";
/** A bus of CAN FD frames too, of 72 bytes. */
export const VCANFD = "vcan1";

/** The constant, in tests that run only where there is one. */
export function present<T>(constant: T | undefined): T {
  assert(constant !== undefined);
  return constant;
}

/** The constants or-ed, as an unsigned number. */
export function or(...constants: readonly Constant[]): number {
  return constants.reduce<number>((all, one) => (all | present(one)) >>> 0, 0);
}

/** A CAN_RAW socket on a bus that hears of these identifiers alone, and of FD frames. */
export function listener(bus: string, ...ids: readonly number[]): Socket<CanAddress> {
  const s = socket(AF_CAN, SOCK_RAW, CAN_RAW);
  // What hangs is a failure, and a frame on these buses takes no time.
  s.settimeout(10);
  s.setsockopt(SOL_CAN_RAW, CAN_RAW_FD_FRAMES, 1);
  if (ids.length > 0) {
    const filters = ids.map((can_id) => ({ can_id, can_mask: 0x9fffffff }));
    s.setsockopt(SOL_CAN_RAW, CAN_RAW_FILTER, can_filter.encode(filters));
  }
  s.bind([bus]);
  return s;
}

/** The next frame's identifier and data. */
export function next(s: Socket<CanAddress>): [can_id: number, data: string] {
  const { can_id, data } = can_frame.decode(s.recv(can_frame.size));
  return [can_id, data.toHex()];
}

/** Starts a Python as `pythonSocket` does, which has functions to pack and to print a frame. */
export function pythonCan(code: string): Peer {
  const indent = /^\n*( *)/.exec(code)?.[1] ?? "";
  const prelude = `
def frame(can_id, data):
    return struct.pack("=IB3x8s", can_id, len(data), data)
def parse(data):
    can_id, length, content = struct.unpack("=IB3x8s", data)
    return f"{can_id:x} {length} {content[:length].hex()}"
`;
  return pythonSocket(prelude.replaceAll("\n", `\n${indent}`) + code);
}

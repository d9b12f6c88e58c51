/** `sockaddr_ctl` (sys/kern_control.h), AF_SYSTEM on macOS: `[id, unit]`, or a control's name. */
import { darwin } from "../../constants/darwin.ts";
import { viewOf } from "../../ffi/struct/fields.ts";
import { kind } from "../../ffi/struct/values.ts";
import type { SystemAddress } from "../addresses.ts";
import { uint32 } from "../arguments.ts";
import { type Bearer, type Codec, type Lookups, newSockaddr } from "./codec.ts";

const SIZE = 32;
const SYSADDR = 2;
const ID = 4;
const UNIT = 8;

/** The codec of AF_SYSTEM. */
export const system: Codec<SystemAddress> = {
  shortest: UNIT + 4,
  encode(address, layout, lookups, socket) {
    const [id, unit] = members(address, lookups, socket);
    const bytes = newSockaddr(darwin.AF_SYSTEM, SIZE, layout);
    const view = viewOf(bytes);
    view.setUint16(SYSADDR, darwin.AF_SYS_CONTROL, true);
    view.setUint32(ID, uint32(id, "id"), true);
    view.setUint32(UNIT, uint32(unit, "unit"), true);
    return bytes;
  },
  decode(bytes) {
    const view = viewOf(bytes);
    return [view.getUint32(ID, true), view.getUint32(UNIT, true)];
  },
};

/** The control and its unit; a control that is named gets the next free unit, which 0 asks for. */
function members(address: unknown, lookups: Lookups, socket: Bearer): unknown[] {
  if (typeof address === "string") {
    if (lookups.controlId === undefined) {
      throw new RangeError(`the kernel control "${address}" cannot be looked up here`);
    }
    return [lookups.controlId(socket.fileno(), address), 0];
  }
  if (Array.isArray(address) && address.length === 2) return address;
  throw new TypeError(`AF_SYSTEM address must be a name or [id, unit], not ${kind(address)}`);
}

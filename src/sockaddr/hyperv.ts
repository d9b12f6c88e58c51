/** `SOCKADDR_HV` (hvsocket.h), AF_HYPERV on Windows: `[vm_id, service_id]`, two GUIDs. */
import { windows } from "../../constants/windows.ts";
import { viewOf } from "../../ffi/struct/fields.ts";
import { kind } from "../../ffi/struct/values.ts";
import type { HypervAddress } from "../addresses.ts";
import { type Codec, newSockaddr } from "./codec.ts";

const SIZE = 36;
const VM_ID = 4;
const SERVICE_ID = 20;

const TEXT = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i;

/** The codec of AF_HYPERV. */
export const hyperv: Codec<HypervAddress> = {
  shortest: SIZE,
  encode(address, layout) {
    if (!Array.isArray(address) || address.length !== 2) {
      throw new TypeError(`AF_HYPERV address must be [vm_id, service_id], not ${kind(address)}`);
    }
    const bytes = newSockaddr(windows.AF_HYPERV, SIZE, layout);
    const view = viewOf(bytes);
    writeGuid(view, VM_ID, address[0], "vm_id");
    writeGuid(view, SERVICE_ID, address[1], "service_id");
    return bytes;
  },
  decode(bytes) {
    const view = viewOf(bytes);
    return [readGuid(view, VM_ID), readGuid(view, SERVICE_ID)];
  },
};

// A GUID is a number of 4 bytes and two of 2, in the machine's order, and 8 bytes in the text's.

function writeGuid(view: DataView, at: number, text: unknown, name: string): void {
  if (typeof text !== "string") throw new TypeError(`${name} must be a string, not ${kind(text)}`);
  const match = TEXT.exec(text);
  if (match === null) {
    throw new RangeError(`${name} must be a GUID, 8-4-4-4-12 hexadecimal digits, not "${text}"`);
  }
  const [, first = "", second = "", third = "", fourth = "", fifth = ""] = match;
  view.setUint32(at, parseInt(first, 16), true);
  view.setUint16(at + 4, parseInt(second, 16), true);
  view.setUint16(at + 6, parseInt(third, 16), true);
  view.setBigUint64(at + 8, BigInt(`0x${fourth}${fifth}`));
}

/** In lower case, as Windows writes it. */
function readGuid(view: DataView, at: number): string {
  const hex = (value: number | bigint, digits: number) => value.toString(16).padStart(digits, "0");
  const last = hex(view.getBigUint64(at + 8), 16);
  return [
    hex(view.getUint32(at, true), 8),
    hex(view.getUint16(at + 4, true), 4),
    hex(view.getUint16(at + 6, true), 4),
    last.slice(0, 4),
    last.slice(4),
  ].join("-");
}

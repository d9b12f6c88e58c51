/**
 * AF_BLUETOOTH on Linux: the four forms of address that Python 3.14 has, one for each protocol. See
 * l2cap(7), rfcomm(7), hci(7) and sco(7) of BlueZ.
 */
import { linux } from "../../constants/linux.ts";
import { viewOf } from "../../ffi/struct/fields.ts";
import { kind } from "../../ffi/struct/values.ts";
import type { Address, HciAddress, L2capAddress, RfcommAddress, ScoAddress } from "../addresses.ts";
import { integer } from "../arguments.ts";
import { readBdaddr, writeBdaddr } from "./bdaddr.ts";
import { type Codec, newSockaddr, utf8 } from "./codec.ts";
import { raw } from "./raw.ts";

const FAMILY = linux.AF_BLUETOOTH;

/** The codec for sockets of a protocol; BTPROTO_ISO and its like have the one of raw bytes. */
export function bluetooth(proto: number): Codec<Address> {
  switch (proto) {
    case linux.BTPROTO_L2CAP:
      return l2cap;
    case linux.BTPROTO_RFCOMM:
      return rfcomm;
    case linux.BTPROTO_HCI:
      return hci;
    case linux.BTPROTO_SCO:
      return sco;
    default:
      return raw;
  }
}

/** `sockaddr_l2`: `[bdaddr, psm, cid?, bdaddr_type?]`, its numbers least significant byte first. */
const l2cap: Codec<L2capAddress> = {
  shortest: 13, // one byte of padding ends the structure
  encode(address, layout) {
    if (!Array.isArray(address) || address.length < 2 || address.length > 4) {
      throw new TypeError(
        `BTPROTO_L2CAP address must be [bdaddr, psm, cid?, bdaddr_type?], not ${kind(address)}`,
      );
    }
    const [bdaddr, psm] = address;
    const cid = address.length > 2 ? address[2] : 0;
    const bdaddr_type = address.length > 3 ? address[3] : linux.BDADDR_BREDR;
    const bytes = newSockaddr(FAMILY, 14, layout);
    const view = viewOf(bytes);
    view.setUint16(2, integer(psm, "psm", 0, 0xffff), true);
    writeBdaddr(bytes, 4, bdaddr, address);
    view.setUint16(10, integer(cid, "cid", 0, 0xffff), true);
    view.setUint8(12, integer(bdaddr_type, "bdaddr_type", 0, 0xff));
    return bytes;
  },
  decode(bytes) {
    const view = viewOf(bytes);
    const bdaddr = readBdaddr(bytes, 4);
    const psm = view.getUint16(2, true);
    const cid = view.getUint16(10, true);
    const bdaddr_type = view.getUint8(12);
    if (bdaddr_type !== linux.BDADDR_BREDR) return [bdaddr, psm, cid, bdaddr_type];
    return cid === 0 ? [bdaddr, psm] : [bdaddr, psm, cid];
  },
};

/** `sockaddr_rc`: `[bdaddr, channel]`. */
const rfcomm: Codec<RfcommAddress> = {
  shortest: 9, // one byte of padding ends the structure
  encode(address, layout) {
    if (!Array.isArray(address) || address.length !== 2) {
      throw new TypeError(`BTPROTO_RFCOMM address must be [bdaddr, channel], not ${kind(address)}`);
    }
    const bytes = newSockaddr(FAMILY, 10, layout);
    writeBdaddr(bytes, 2, address[0], address);
    bytes[8] = integer(address[1], "channel", 0, 0xff);
    return bytes;
  },
  decode: (bytes) => [readBdaddr(bytes, 2), viewOf(bytes).getUint8(8)],
};

/** `sockaddr_hci`: `device_id`, or `[device_id, channel]` where that is not HCI_CHANNEL_RAW. */
const hci: Codec<HciAddress> = {
  shortest: 6,
  encode(address, layout) {
    const members: unknown[] = Array.isArray(address) ? address : [address];
    if (members.length < 1 || members.length > 2 || typeof members[0] !== "number") {
      throw new TypeError(
        `BTPROTO_HCI address must be device_id or [device_id, channel?], not ${kind(address)}`,
      );
    }
    const [device_id] = members;
    const channel = members.length > 1 ? members[1] : linux.HCI_CHANNEL_RAW;
    const bytes = newSockaddr(FAMILY, 6, layout);
    const view = viewOf(bytes);
    view.setUint16(2, integer(device_id, "device_id", 0, 0xffff), true);
    view.setUint16(4, integer(channel, "channel", 0, 0xffff), true);
    return bytes;
  },
  decode(bytes) {
    const view = viewOf(bytes);
    const device_id = view.getUint16(2, true);
    const channel = view.getUint16(4, true);
    return channel === linux.HCI_CHANNEL_RAW ? device_id : [device_id, channel];
  },
};

/** `sockaddr_sco`: `bdaddr`, as a string or the bytes of its text. */
const sco: Codec<ScoAddress> = {
  shortest: 8,
  encode(address, layout) {
    const bytes = newSockaddr(FAMILY, 8, layout);
    const bdaddr = address instanceof Uint8Array ? utf8(address) ?? "" : address;
    writeBdaddr(bytes, 2, bdaddr, address);
    return bytes;
  },
  decode: (bytes) => readBdaddr(bytes, 2),
};

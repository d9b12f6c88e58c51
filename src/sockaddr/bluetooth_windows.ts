/** AF_BLUETOOTH on Windows, which has RFCOMM alone: `[bdaddr, channel]`. See ws2bth.h. */
import { windows } from "../../constants/windows.ts";
import { viewOf } from "../../ffi/struct/fields.ts";
import { kind } from "../../ffi/struct/values.ts";
import type { RfcommAddress } from "../addresses.ts";
import { uint32 } from "../arguments.ts";
import { readBdaddr, writeBdaddr } from "./bdaddr.ts";
import { type Codec, newSockaddr } from "./codec.ts";

// `SOCKADDR_BTH` is packed. Its device is the low 6 bytes of a number of 8, and the GUID of a service
// is between that and the channel; Python leaves it zero, as is due where there is a channel.
const SIZE = 30;
const BDADDR = 2;
const CHANNEL = 26;

/** The codec of AF_BLUETOOTH on Windows. */
export const rfcomm: Codec<RfcommAddress> = {
  shortest: SIZE,
  encode(address, layout) {
    if (!Array.isArray(address) || address.length !== 2) {
      throw new TypeError(`AF_BLUETOOTH address must be [bdaddr, channel], not ${kind(address)}`);
    }
    const bytes = newSockaddr(windows.AF_BLUETOOTH, SIZE, layout);
    writeBdaddr(bytes, BDADDR, address[0], address);
    viewOf(bytes).setUint32(CHANNEL, uint32(address[1], "channel"), true);
    return bytes;
  },
  decode: (bytes) => [readBdaddr(bytes, BDADDR), viewOf(bytes).getUint32(CHANNEL, true)],
};

/** Addresses inside structures. */
import { type Layout, sockaddr_storage } from "../../ffi/layout.ts";
import type { Inet6Address, InetAddress } from "../addresses.ts";
import { familyOf } from "../sockaddr/codec.ts";
import { decodeAddress, encodeAddress } from "../sockaddr/mod.ts";
import type { Kind } from "./struct.ts";

/** An address of either IP version; one of IPv6 may leave its last members out. */
export type IpAddress = InetAddress | Inet6Address;

/** struct sockaddr_storage that holds an IP address: numeric, since nothing is looked up. */
export function sockaddr(layout: Layout): Kind<IpAddress> {
  return {
    size: sockaddr_storage,
    write(view, at, value) {
      const family = isIPv6(value) ? layout.AF_INET6 : layout.AF_INET;
      storageAt(view, at).set(encodeAddress(family, value, layout));
    },
    read(view, at) {
      const bytes = storageAt(view, at);
      const family = familyOf(bytes, layout);
      if (family !== layout.AF_INET && family !== layout.AF_INET6) {
        throw new RangeError(`an IP address is due, not one of family ${family}`);
      }
      return decodeAddress(bytes, sockaddr_storage, layout) as IpAddress;
    },
  };
}

function isIPv6(address: unknown): boolean {
  return Array.isArray(address) && (address.length > 2 || String(address[0]).includes(":"));
}

function storageAt(view: DataView, at: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + at, sockaddr_storage);
}

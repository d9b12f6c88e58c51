/** The addresses of interfaces, getifaddrs(3): the list is copied, and given back at once. */
import { linux as constants } from "../../constants/linux.ts";
import type { Layout } from "../layout.ts";
import type { Memory } from "../memory.ts";
import { getPointer, getUnsigned, viewOf } from "../struct/fields.ts";
import type { PosixSymbols } from "../symbols/posix.ts";
import type { Bytes, InterfaceCalls, InterfaceEntry, Result } from "./contract.ts";

/** The header of a sockaddr: the family, and on BSDs the length. */
const HEADER = 2;

// struct sockaddr_ll (linux/if_packet.h): where the length of the hardware address is, and it itself.
const SLL_HALEN = 11;
const SLL_ADDR = 12;

/** struct sockaddr, and struct sockaddr_in. */
const SHORT = 16;
/** struct sockaddr_in6. */
const INET6 = 28;

/** Makes the call of an open C library of a POSIX system. */
export function makeInterfaceAddresses(
  c: Pick<PosixSymbols, "getifaddrs" | "freeifaddrs">,
  memory: Memory,
  layout: Layout,
  done: (result: number) => Result,
): Pick<InterfaceCalls, "getifaddrs"> {
  const struct = layout.ifaddrs;
  if (struct === null) throw new TypeError(`${layout.os} has no struct ifaddrs`);

  /** How long the sockaddr at an address is: Linux does not write that into it. */
  function length(at: bigint): number {
    const header = viewOf(memory.read(at, HEADER));
    if (layout.lengthByte) return header.getUint8(0);
    switch (header.getUint16(0, true)) {
      case layout.AF_INET6:
        return INET6;
      case constants.AF_PACKET:
        return SLL_ADDR + viewOf(memory.read(at, SLL_ADDR)).getUint8(SLL_HALEN);
      default:
        return SHORT;
    }
  }

  const sockaddr = (at: bigint): Bytes | null => at === 0n ? null : memory.read(at, length(at));

  return {
    getifaddrs() {
      const list = new BigUint64Array(1);
      const result = done(c.getifaddrs(list));
      if (result < 0) return result;
      const [first = 0n] = list;
      try {
        const entries: InterfaceEntry[] = [];
        for (let at = first; at !== 0n;) {
          const node = viewOf(memory.read(at, struct.size));
          entries.push({
            name: memory.cstring(getPointer(node, 0, struct.ifa_name)),
            flags: getUnsigned(node, 0, struct.ifa_flags),
            address: sockaddr(getPointer(node, 0, struct.ifa_addr)),
            netmask: sockaddr(getPointer(node, 0, struct.ifa_netmask)),
            destination: sockaddr(getPointer(node, 0, struct.ifa_dstaddr)),
          });
          at = getPointer(node, 0, struct.ifa_next);
        }
        return entries;
      } finally {
        c.freeifaddrs(first);
      }
    },
  };
}

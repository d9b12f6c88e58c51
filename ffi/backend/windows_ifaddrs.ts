/** What getifaddrs(3) tells elsewhere, of Windows' own list of adapters and their addresses. */
import { windows as constants } from "../../constants/windows.ts";
import { windows as layout } from "../layout.ts";
import type { Memory } from "../memory.ts";
import { viewOf } from "../struct/fields.ts";
import type { Bytes, InterfaceCalls, InterfaceEntry, Result } from "./contract.ts";
import { errnoOf } from "./windows_errors.ts";
import type { WindowsSymbols } from "./windows_libraries.ts";

const { AF_INET, AF_UNSPEC, IFF_BROADCAST, IFF_LOOPBACK, IFF_MULTICAST, IFF_POINTOPOINT, IFF_UP } =
  constants;

// GetAdaptersAddresses (iptypes.h): nothing but unicast addresses; and its "more room".
const GAA_FLAG_SKIP_ANYCAST = 0x2;
const GAA_FLAG_SKIP_MULTICAST = 0x4;
const GAA_FLAG_SKIP_DNS_SERVER = 0x8;
const SKIP = GAA_FLAG_SKIP_ANYCAST | GAA_FLAG_SKIP_MULTICAST | GAA_FLAG_SKIP_DNS_SERVER;
const ERROR_BUFFER_OVERFLOW = 111;
const ERROR_NO_DATA = 232;
/** What Microsoft advises to begin with. */
const ROOM = 15_000;

// IP_ADAPTER_ADDRESSES_LH: where the members are, and how much of it has them all.
const ADAPTER = 232;
const NEXT = 8;
const UNICAST = 24;
const FLAGS = 92;
const IF_TYPE = 100;
const OPER_STATUS = 104;
const LUID = 224;
// IP_ADAPTER_UNICAST_ADDRESS_LH likewise; the next one is where an adapter has it.
const ADDRESS = 64;
const SOCKADDR = 16;
const SOCKADDR_LENGTH = 24;
const PREFIX_LENGTH = 56;

// Values of these members (iptypes.h, ipifcons.h, ifdef.h).
const IP_ADAPTER_NO_MULTICAST = 0x10;
const IF_TYPE_PPP = 23;
const IF_TYPE_SOFTWARE_LOOPBACK = 24;
const IF_OPER_STATUS_UP = 1;

function flagsOf(adapter: DataView): number {
  const type = adapter.getUint32(IF_TYPE, true);
  const kind = type === IF_TYPE_SOFTWARE_LOOPBACK
    ? IFF_LOOPBACK
    : type === IF_TYPE_PPP
    ? IFF_POINTOPOINT
    : IFF_BROADCAST;
  const up = adapter.getUint32(OPER_STATUS, true) === IF_OPER_STATUS_UP ? IFF_UP : 0;
  const multicast = (adapter.getUint32(FLAGS, true) & IP_ADAPTER_NO_MULTICAST) === 0;
  return kind | up | (multicast ? IFF_MULTICAST : 0);
}

/** Where a sockaddr has its IP address. */
function octets(sockaddr: Bytes): Bytes {
  return sockaddr[0] === AF_INET ? sockaddr.subarray(4, 8) : sockaddr.subarray(8, 24);
}

/** A sockaddr of the same family, its address made octet by octet. */
function like(sockaddr: Bytes, octet: (index: number) => number): Bytes {
  const made = new Uint8Array(sockaddr.length);
  made.set(sockaddr.subarray(0, 2));
  octets(made).forEach((_, index, all) => all[index] = octet(index));
  return made;
}

/** The netmask of a prefix of so many bits. */
function netmask(sockaddr: Bytes, bits: number): Bytes {
  return like(sockaddr, (index) => 0xff00 >> Math.min(8, Math.max(0, bits - index * 8)) & 0xff);
}

function broadcast(sockaddr: Bytes, mask: Bytes): Bytes {
  const [own, kept] = [octets(sockaddr), octets(mask)];
  return like(sockaddr, (index) => (own[index] ?? 0) | ~(kept[index] ?? 0) & 0xff);
}

/** Makes the call; `nameOf` names an interface by its LUID. */
export function makeInterfaceAddresses(
  c: Pick<WindowsSymbols, "GetAdaptersAddresses">,
  memory: Memory,
  nameOf: (luid: Bytes) => Bytes | Result,
): InterfaceCalls["getifaddrs"] {
  /** The entries of one adapter: one for each address, or one without. */
  function entriesOf(adapter: DataView, name: Bytes): InterfaceEntry[] {
    const flags = flagsOf(adapter);
    const entries: InterfaceEntry[] = [];
    for (let at = adapter.getBigUint64(UNICAST, true); at !== 0n;) {
      const node = viewOf(memory.read(at, ADDRESS));
      const address = memory.read(
        node.getBigUint64(SOCKADDR, true),
        node.getInt32(SOCKADDR_LENGTH, true),
      );
      const mask = netmask(address, node.getUint8(PREFIX_LENGTH));
      const hasBroadcast = (flags & IFF_BROADCAST) !== 0 && address[0] === layout.AF_INET;
      const destination = hasBroadcast ? broadcast(address, mask) : null;
      entries.push({ name, flags, address, netmask: mask, destination });
      at = node.getBigUint64(NEXT, true);
    }
    return entries.length > 0
      ? entries
      : [{ name, flags, address: null, netmask: null, destination: null }];
  }

  /** The entries of the adapters from the one at an address on. */
  function listed(first: bigint): InterfaceEntry[] | Result {
    const entries: InterfaceEntry[] = [];
    for (let at = first; at !== 0n;) {
      const adapter = memory.read(at, ADAPTER);
      const name = nameOf(adapter.slice(LUID, LUID + 8));
      if (typeof name === "number") return name;
      entries.push(...entriesOf(viewOf(adapter), name));
      at = viewOf(adapter).getBigUint64(NEXT, true);
    }
    return entries;
  }

  return () => {
    const length = new Uint32Array([ROOM]);
    for (;;) {
      // Of C's, since it is full of pointers into itself.
      const list = memory.allocate(length[0] ?? 0);
      try {
        const code = c.GetAdaptersAddresses(AF_UNSPEC, SKIP, 0n, list, length);
        if (code === 0) return listed(list);
        if (code === ERROR_NO_DATA) return [];
        if (code !== ERROR_BUFFER_OVERFLOW) return -errnoOf(code);
      } finally {
        memory.free(list);
      }
    }
  };
}

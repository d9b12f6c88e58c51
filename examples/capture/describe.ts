/** One line about a packet. */
import {
  AF_INET,
  AF_INET6,
  ETH_P_ARP,
  ETH_P_IP,
  ETH_P_IPV6,
  inet_ntop,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_TCP,
  IPPROTO_UDP,
} from "@bsd/socket";

const NAMES: Readonly<Record<number, string>> = {
  [IPPROTO_ICMP]: "ICMP",
  [IPPROTO_ICMPV6]: "ICMPv6",
  [IPPROTO_TCP]: "TCP",
  [IPPROTO_UDP]: "UDP",
};

/** The headers of IP, at the least, and of ARP over Ethernet. */
const IPV4_HEADER = 20;
const IPV6_HEADER = 40;
const ARP = 28;

/**
 * Says what a packet is.
 *
 * @param proto Its EtherType.
 * @param packet It, from the network's header on.
 */
export function describe(proto: number, packet: Uint8Array<ArrayBuffer>): string {
  if (proto === ETH_P_IP && packet.length >= IPV4_HEADER) return describeIPv4(packet);
  if (proto === ETH_P_IPV6 && packet.length >= IPV6_HEADER) {
    const from = inet_ntop(AF_INET6, packet.subarray(8, 24));
    const to = inet_ntop(AF_INET6, packet.subarray(24, 40));
    return transport(packet[6] ?? 0, packet.subarray(IPV6_HEADER), from, to);
  }
  if (proto === ETH_P_ARP && packet.length >= ARP) {
    const from = inet_ntop(AF_INET, packet.subarray(14, 18));
    const to = inet_ntop(AF_INET, packet.subarray(24, 28));
    return packet[7] === 1 ? `ARP who has ${to}? asks ${from}` : `ARP ${from} answers ${to}`;
  }
  return `protocol 0x${proto.toString(16).padStart(4, "0")}`;
}

/** Says what an IPv4 packet is, of which the header at least is there. */
export function describeIPv4(packet: Uint8Array<ArrayBuffer>): string {
  const [first = 0] = packet;
  const from = inet_ntop(AF_INET, packet.subarray(12, 16));
  const to = inet_ntop(AF_INET, packet.subarray(16, 20));
  return transport(packet[9] ?? 0, packet.subarray((first & 15) * 4), from, to);
}

function transport(proto: number, bytes: Uint8Array, from: string, to: string): string {
  const name = NAMES[proto] ?? `IP protocol ${proto}`;
  if ((proto !== IPPROTO_TCP && proto !== IPPROTO_UDP) || bytes.length < 4) {
    return `${name} ${from} > ${to}`;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const end = (host: string, port: number) =>
    host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  return `${name} ${end(from, view.getUint16(0))} > ${end(to, view.getUint16(2))}`;
}

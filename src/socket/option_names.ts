/** The names of options, for messages: looked up when a call has failed, not before. */
import { SOL_PACKET, SOL_SOCKET } from "../../constants/levels.ts";
import {
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPPROTO_UDP,
  IPPROTO_UDPLITE,
} from "../../constants/protocols.ts";
import { table } from "../../constants/table.ts";

/** A level, and the names of its options: not those of their values, nor of other levels' options. */
type Level = readonly [name: string, number: number | undefined, options: RegExp];

const LEVELS: readonly Level[] = [
  ["SOL_SOCKET", SOL_SOCKET, /^SO_(?!BTH_|EE_|J1939_|ORIGINAL_DST|VM_SOCKETS_)/],
  ["IPPROTO_IP", IPPROTO_IP, /^(IP_(?!DEFAULT_|MAX_|PMTUDISC_)|MCAST_(?!EXCLUDE|INCLUDE))/],
  ["IPPROTO_IPV6", IPPROTO_IPV6, /^(IPV6_(?!PMTUDISC_)|MCAST_(?!EXCLUDE|INCLUDE))/],
  ["IPPROTO_TCP", IPPROTO_TCP, /^TCP_(?!CLOSE$|ESTABLISHED$|LISTEN$)/],
  ["IPPROTO_UDP", IPPROTO_UDP, /^UDP_/],
  ["IPPROTO_UDPLITE", IPPROTO_UDPLITE, /^UDPLITE_/],
  [
    "SOL_PACKET",
    SOL_PACKET,
    /^PACKET_(?!BROADCAST|FANOUT_(?!DATA)|FASTROUTE|HOST|LOOPBACK|MR_|MULTICAST|OTHERHOST|OUTGOING)/,
  ],
];

/**
 * An option as a program writes it: `SOL_SOCKET, SO_LINGER`. Names that share a number are all
 * told; what has no name here stays a number.
 */
export function optionName(level: number, option: number): string {
  const found = LEVELS.find(([, number]) => number === level);
  if (found === undefined) return `${level}, ${option}`;
  const [name, , options] = found;
  const names = Object.entries(table)
    .filter(([name, value]) => value === option && options.test(name))
    .map(([name]) => name)
    .sort();
  return `${name}, ${names.length === 0 ? option : names.join(" or ")}`;
}

/** The names of options, for messages: looked up when a call has failed, not before. */
import * as ip from "../../constants/ip_options.ts";
import * as ipv6 from "../../constants/ipv6_options.ts";
import { SOL_PACKET, SOL_SOCKET } from "../../constants/levels.ts";
import * as packet from "../../constants/packet.ts";
import {
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPPROTO_UDP,
  IPPROTO_UDPLITE,
} from "../../constants/protocols.ts";
import * as socket from "../../constants/socket_options.ts";
import * as tcp from "../../constants/tcp.ts";

/** A level, the constants that its options are among, and how those begin that are options. */
type Level = readonly [
  name: string,
  number: number | undefined,
  among: readonly Readonly<Record<string, unknown>>[],
  options: RegExp,
];

const LEVELS: readonly Level[] = [
  ["SOL_SOCKET", SOL_SOCKET, [socket], /^SO_(?!EE_|ORIGINAL_DST)/],
  ["IPPROTO_IP", IPPROTO_IP, [ip], /^(IP_(?!DEFAULT_|MAX_|PMTUDISC_)|MCAST_)/],
  ["IPPROTO_IPV6", IPPROTO_IPV6, [ipv6, ip], /^(IPV6_(?!PMTUDISC_)|MCAST_)/],
  ["IPPROTO_TCP", IPPROTO_TCP, [tcp], /^TCP_(?!CLOSE$|ESTABLISHED$|LISTEN$)/],
  ["IPPROTO_UDP", IPPROTO_UDP, [tcp], /^UDP_/],
  ["IPPROTO_UDPLITE", IPPROTO_UDPLITE, [tcp], /^UDPLITE_/],
  [
    "SOL_PACKET",
    SOL_PACKET,
    [packet],
    /^PACKET_(?!BROADCAST|FASTROUTE|HOST|LOOPBACK|MR_|MULTICAST|OTHERHOST|OUTGOING)/,
  ],
];

/**
 * An option as a program writes it: `SOL_SOCKET, SO_LINGER`. Names that share a number are all
 * told; what has no name here stays a number.
 */
export function optionName(level: number, option: number): string {
  const found = LEVELS.find(([, number]) => number === level);
  if (found === undefined) return `${level}, ${option}`;
  const [name, , among, options] = found;
  const names = among.flatMap((constants) => Object.entries(constants))
    .filter(([name, value]) => value === option && options.test(name))
    .map(([name]) => name);
  return `${name}, ${names.length === 0 ? option : names.join(" or ")}`;
}

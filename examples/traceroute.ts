/**
 * The way of a datagram through the network: each router on it is made to say who it is. Nothing but
 * UDP is needed, and no privilege: the kernel keeps what ICMP says in the queue of errors.
 *
 *     deno run --allow-ffi examples/traceroute.ts example.org
 */
import {
  AF_INET,
  control_message,
  control_messages,
  type ControlValues,
  errno,
  getaddrinfo,
  IP_RECVERR,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_RECVERR,
  MSG_ERRQUEUE,
  OSError,
  SOCK_DGRAM,
  socket,
  TimeoutError,
} from "@bsd/socket";
import { print, program, UsageError, whole } from "./support/program.ts";

/** The first port that probes go to; nobody is expected there. */
const PORT = 33434;

/** "Time exceeded" among the types of ICMP and ICMPv6: on the way, where the TTL is over. */
const TIME_EXCEEDED = { ipv4: 11, ipv6: 3 };

type Answer = ControlValues["IP_RECVERR"] | ControlValues["IPV6_RECVERR"];

/** Sends a datagram that no more than `hops` machines pass on; what is said of it, null for nothing. */
function probe(family: number, host: string, hops: number, wait: number): Answer | null {
  // One for each: what is said too late of an earlier one is not mistaken for this one's.
  using sock = socket(family, SOCK_DGRAM);
  sock.settimeout(wait);
  const ipv4 = family === AF_INET;
  if (ipv4) sock.setsockopt(IPPROTO_IP, IP_RECVERR, 1);
  else sock.setsockopt(IPPROTO_IPV6, IPV6_RECVERR, 1);
  const limit = control_message(ipv4 ? "IP_TTL" : "IPV6_HOPLIMIT", hops);
  sock.sendmsg([new Uint8Array(32)], [limit], 0, [host, PORT + hops]);
  try {
    const [, ancdata] = sock.recvmsg(512, 512, MSG_ERRQUEUE);
    for (const { name, value } of control_messages(ancdata)) {
      if (name === "IP_RECVERR" || name === "IPV6_RECVERR") return value;
    }
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
  }
  return null;
}

await program({
  usage: "traceroute [-m HOPS] [-w SECONDS] HOST",
  about: `Prints the routers on the way to a host, each with the time its answer took.

  HOST                a name or an address, of IPv4 or IPv6
  -m, --max HOPS      how far to go, 30 unless given
  -w, --wait SECONDS  for each answer, 3 unless given; a * stands for none`,
  uses: { MSG_ERRQUEUE },
  options: { max: { type: "string", short: "m" }, wait: { type: "string", short: "w" } },
  most: 1,
}, ({ max = "30", wait = "3" }, host) => {
  if (host === undefined) throw new UsageError("there is no host");
  const most = whole(max, "--max", 1, 255);
  const seconds = whole(wait, "--wait", 1, 3600);
  const [found] = getaddrinfo(host, PORT, { type: SOCK_DGRAM });
  if (found === undefined) throw new OSError(null, `${host} has no address`);
  const [family, , , , [address]] = found;
  print(`to ${host} (${address}), ${most} hops at most`);
  const exceeded = family === AF_INET ? TIME_EXCEEDED.ipv4 : TIME_EXCEEDED.ipv6;
  for (let hops = 1; hops <= most; hops++) {
    const begin = performance.now();
    const answer = probe(family, address, hops, seconds);
    const time = (performance.now() - begin).toFixed(3);
    if (answer === null) {
      print(`${hops}  *`);
      continue;
    }
    const { ee_errno, ee_type, offender } = answer;
    const arrived = ee_errno === errno.ECONNREFUSED;
    const lost = !arrived && ee_type !== exceeded;
    print(`${hops}  ${offender?.[0] ?? "here"}  ${time} ms${lost ? "  unreachable" : ""}`);
    if (arrived || lost) break;
  }
});

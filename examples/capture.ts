/**
 * Captures packets as tcpdump does, and prints them or writes them to a file for Wireshark. Linux
 * only, and root's: AF_PACKET sockets, packet(7).
 *
 *     deno run --allow-ffi examples/capture.ts --interface lo --count 10
 */
import {
  AF_PACKET,
  CMSG_SPACE,
  control_messages,
  ETH_P_ALL,
  ETH_P_ARP,
  ETH_P_IP,
  ETH_P_IPV6,
  PACKET_OUTGOING,
  PACKET_STATISTICS,
  type PacketAddress,
  SO_TIMESTAMP,
  SOCK_DGRAM,
  SOCK_RAW,
  type Socket,
  socket,
  type SocketKind,
  SOL_PACKET,
  SOL_SOCKET,
  type Timeval,
  timeval,
  tpacket_stats,
} from "@bsd/socket";
import { describe } from "./capture/describe.ts";
import {
  cooked,
  fileHeader,
  LINKTYPE_ETHERNET,
  LINKTYPE_LINUX_SLL,
  record,
} from "./capture/pcap.ts";
import { interrupted } from "./support/interrupted.ts";
import { print, program, UsageError, whole } from "./support/program.ts";

/** More than any packet has, also those that the kernel puts together of several. */
const ROOM = 262144;

/** The header of Ethernet: two addresses, and the EtherType. */
const ETHERNET = 14;
// linux/if_arp.h: the interfaces whose frames have it.
const ARPHRD_ETHER = 1;
const ARPHRD_LOOPBACK = 772;

const PROTOCOLS: Readonly<Record<string, number | undefined>> = {
  arp: ETH_P_ARP,
  ip: ETH_P_IP,
  ipv6: ETH_P_IPV6,
};

function protocol(text: string): number {
  const number = PROTOCOLS[text] ?? Number(text);
  if (number >= 0 && number <= 0xffff) return number;
  throw new UsageError(`--protocol must be ip, ipv6, arp or a number, not "${text}"`);
}

function bound(type: SocketKind, ifname: string): Socket<PacketAddress> {
  using unfinished = new DisposableStack();
  const sock = unfinished.use(socket(AF_PACKET, type));
  // Of one protocol alone there would be none of what goes out.
  sock.bind([ifname, ETH_P_ALL ?? 0]);
  unfinished.move();
  return sock;
}

/** A socket for whole frames of an interface; for packets alone where the frames are not Ethernet's. */
function open(ifname: string): Socket<PacketAddress> {
  const raw = bound(SOCK_RAW, ifname);
  const [, , , hatype] = raw.getsockname();
  if (hatype === ARPHRD_ETHER || hatype === ARPHRD_LOOPBACK) return raw;
  raw.close();
  return bound(SOCK_DGRAM, ifname);
}

/** When the kernel got a packet. */
function arrival(ancdata: Parameters<typeof control_messages>[0]): Timeval {
  using messages = control_messages(ancdata);
  for (const { name, value } of messages) if (name === "SCM_TIMESTAMP") return value;
  const now = Date.now();
  return { tv_sec: Math.floor(now / 1000), tv_usec: (now % 1000) * 1000 };
}

function clock({ tv_sec, tv_usec }: Timeval): string {
  return `${new Date(tv_sec * 1000).toISOString().slice(11, 19)}.${
    String(tv_usec).padStart(6, "0")
  }`;
}

await program({
  usage: "capture [--interface NAME] [--protocol P] [--count N] [--write FILE]",
  about: `Captures the packets that come in and go out, and prints a line about each. Linux
only: "sniffer" is for Windows.

  --interface NAME  of this network interface only
  --protocol P      only ip, ipv6, arp or what has this EtherType (a number: 0x88cc)
  --count N         end after N packets; goes on until Ctrl-C unless given
  --write FILE      write them to a file for tcpdump or Wireshark, and do not print them; it needs
                    --allow-write`,
  needs: "Linux, and root or the capability CAP_NET_RAW",
  uses: { AF_PACKET },
  options: {
    interface: { type: "string" },
    protocol: { type: "string" },
    count: { type: "string" },
    write: { type: "string" },
  },
}, async ({ interface: ifname = "", protocol: proto, count, write }) => {
  const last = count === undefined ? Infinity : whole(count, "--count", 1, 2 ** 31);
  const wanted = proto === undefined ? undefined : protocol(proto);
  using sock = open(ifname);
  sock.setsockopt(SOL_SOCKET, SO_TIMESTAMP, 1);
  const isRaw = sock.type === SOCK_RAW;
  using file = write === undefined
    ? null
    : await Deno.open(write, { write: true, create: true, truncate: true });
  const writer = file?.writable.getWriter();
  await writer?.write(fileHeader(isRaw ? LINKTYPE_ETHERNET : LINKTYPE_LINUX_SLL, ROOM));
  print(`Listening on ${ifname === "" ? "all interfaces" : ifname}`);

  const signal = interrupted();
  const room = CMSG_SPACE(timeval.size);
  let captured = 0;
  try {
    while (captured < last) {
      const [packet, ancdata, , address] = await sock.promises.recvmsg(ROOM, room, 0, { signal });
      const [from, type, pkttype, hatype] = address;
      if (wanted !== undefined && type !== wanted) continue;
      // What goes out by the loopback comes in again.
      if (hatype === ARPHRD_LOOPBACK && pkttype === PACKET_OUTGOING) continue;
      captured++;
      const time = arrival(ancdata);
      await writer?.write(record(time, isRaw ? packet : cooked(address, packet)));
      if (writer !== undefined) continue;
      const way = pkttype === PACKET_OUTGOING ? "out" : "in ";
      const text = describe(type, isRaw ? packet.subarray(ETHERNET) : packet);
      print(`${clock(time)} ${from} ${way} ${text}, ${packet.length} bytes`);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  await writer?.close();
  const value = sock.getsockopt(SOL_PACKET, PACKET_STATISTICS, tpacket_stats.size);
  const { tp_drops } = tpacket_stats.decode(value);
  print(`${captured} packets captured, ${tp_drops} dropped by the kernel`);
});

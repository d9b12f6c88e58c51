/** AF_PACKET: frames between two machines on a link, ours and Python's. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  AF_PACKET,
  BlockingIOError,
  ETH_P_ALL,
  htons,
  MSG_TRUNC,
  OSError,
  PACKET_ADD_MEMBERSHIP,
  PACKET_AUXDATA,
  PACKET_BROADCAST,
  PACKET_HOST,
  PACKET_IGNORE_OUTGOING,
  PACKET_MR_PROMISC,
  packet_mreq,
  PACKET_MULTICAST,
  PACKET_OTHERHOST,
  PACKET_OUTGOING,
  PACKET_STATISTICS,
  type PacketAddress,
  SOCK_DGRAM,
  SOCK_RAW,
  type Socket,
  socket,
  SOL_PACKET,
  tpacket_auxdata,
  tpacket_stats,
} from "@bsd/socket";
import { encode, pythonSocket } from "../socket/helpers.ts";
import { type Host, namespace, namespaceTest, twoHosts } from "../support/netns.ts";
import { FACES } from "./faces.ts";

const test = namespaceTest("AF_PACKET", AF_PACKET, SOCK_RAW, 0);

/** An EtherType for experiments (IEEE 802), which nobody else here sends. */
const PROTO = 0x88b5;
/** ARPHRD_ETHER of linux/if_arp.h, what hardware the link is. */
const ETHER = 1;

const EVERYBODY = new Uint8Array(6).fill(0xff);
const GROUP = Uint8Array.of(1, 0, 0x5e, 0, 0, 7);
const SOMEBODY = Uint8Array.of(2, 0, 0, 0, 7, 99);

/** A socket of a machine, bound to its end of the link. */
function packets(
  { inside, ifname }: Host,
  type: typeof SOCK_RAW | typeof SOCK_DGRAM,
  proto: number = PROTO,
): Socket<PacketAddress> {
  const s = inside(() => socket(AF_PACKET, type));
  s.bind([ifname, proto]);
  s.settimeout(20);
  return s;
}

function frame(to: Uint8Array, from: Uint8Array, text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(...to, ...from, PROTO >> 8, PROTO & 0xff, ...encode(text));
}

test("AF_PACKET: a bound socket's name is the interface's", () => {
  using hosts = twoHosts();
  const { left } = hosts;
  using s = left.inside(() => socket(AF_PACKET, SOCK_RAW));
  assertEquals(s.getsockname(), ["", 0, 0, 0, new Uint8Array(0)]);
  s.bind([left.ifname, PROTO]);
  assertEquals(s.getsockname(), [left.ifname, PROTO, 0, ETHER, left.mac]);
  s.bind(["lo", ETH_P_ALL ?? 0]);
  assertEquals(s.getsockname(), ["lo", ETH_P_ALL ?? 0, 0, 772, new Uint8Array(6)]);
  s.bind(["", 0x0800]);
  assertEquals(s.getsockname(), ["", 0x0800, 0, 0, new Uint8Array(0)], "of every interface");
  using made = left.inside(() => socket(AF_PACKET, SOCK_RAW, htons(PROTO)));
  assertEquals(made.getsockname(), ["", PROTO, 0, 0, new Uint8Array(0)]);
});

test("AF_PACKET: interfaces are those of the socket's own namespace", () => {
  using hosts = twoHosts();
  const { left, right } = hosts;
  using s = left.inside(() => socket(AF_PACKET, SOCK_RAW));
  const e = assertThrows(() => s.bind([right.ifname, PROTO]), OSError);
  assertEquals([e.code, e.address], ["ENODEV", right.ifname]);
  s.bind([left.ifname, PROTO]);
  left.ip(`link set ${left.ifname} down`, `link set ${left.ifname} name other up`);
  assertEquals(s.getsockname()[0], "other");
  left.ip("link delete other");
  assertEquals(s.getsockname()[0], "");
});

test("AF_PACKET, SOCK_RAW: whole frames, to Python and back", async () => {
  using hosts = twoHosts();
  const { left, right } = hosts;
  using s = packets(left, SOCK_RAW);
  await using peer = right.inside(() =>
    pythonSocket(
      `
      s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
      s.bind((sys.argv[1], int(sys.argv[2])))
      print("ready")
      for _ in range(6):
          data, address = s.recvfrom(2000)
          print(data.hex(), address)
          s.send(data[6:12] + s.getsockname()[4] + data[12:14] + data[:13:-1])
      `,
      right.ifname,
      PROTO,
    )
  );
  await peer.line();
  const { mac } = left;
  const seen =
    `('${right.ifname}', ${PROTO}, ${PACKET_HOST}, ${ETHER}, b'\\x02\\x00\\x00\\x00\\x07\\x01')`;
  const from: PacketAddress = [left.ifname, PROTO, PACKET_HOST ?? -1, ETHER, right.mac];
  for (const [, on] of FACES) {
    const ways: ((bytes: Uint8Array<ArrayBuffer>) => unknown)[] = [
      (bytes) => on(s).send(bytes),
      (bytes) => on(s).sendto(bytes, [left.ifname, PROTO]),
      (bytes) => on(s).sendmsg([bytes.subarray(0, 14), bytes.subarray(14)]),
    ];
    for (const [i, send] of ways.entries()) {
      const sent = frame(right.mac, mac, `number ${i}`);
      await send(sent);
      assertEquals(await peer.line(), `${sent.toHex()} ${seen}`);
      const back = frame(mac, right.mac, `${i} rebmun`);
      if (i === 0) assertEquals(await on(s).recvfrom(2000), [back, from]);
      else assertEquals(await on(s).recvmsg(20), [back.slice(0, 20), [], MSG_TRUNC ?? 0, from]);
    }
  }
  await peer.end();
});

test("AF_PACKET, SOCK_DGRAM: the kernel makes the headers", async () => {
  using hosts = twoHosts();
  const { left, right } = hosts;
  using s = packets(left, SOCK_DGRAM);
  await using peer = right.inside(() =>
    pythonSocket(
      `
      s = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM)
      s.bind((sys.argv[1], int(sys.argv[2])))
      print("ready")
      for _ in range(6):
          data, address = s.recvfrom(2000)
          print(data.decode(), address[2])
          s.sendto(data[::-1], (sys.argv[1], int(sys.argv[2]), 0, 0, address[4]))
      `,
      right.ifname,
      PROTO,
    )
  );
  await peer.line();
  const from: PacketAddress = [left.ifname, PROTO, PACKET_HOST ?? -1, ETHER, right.mac];
  const kinds = [
    [right.mac, PACKET_HOST],
    [EVERYBODY, PACKET_BROADCAST],
    [GROUP, PACKET_MULTICAST],
  ] as const;
  for (const [, on] of FACES) {
    for (const [to, kind] of kinds) {
      await on(s).sendto(encode("hello"), [left.ifname, PROTO, 0, 0, to]);
      assertEquals(await peer.line(), `hello ${kind}`);
      const room = new Uint8Array(5);
      assertEquals(await on(s).recvfrom_into(room), [5, from]);
      assertEquals(room, encode("olleh"));
    }
  }
  await peer.end();
});

test("AF_PACKET: what goes out is seen too, of every protocol", () => {
  using hosts = twoHosts();
  const { left, right } = hosts;
  using sender = packets(left, SOCK_RAW);
  using watcher = packets(left, SOCK_RAW, ETH_P_ALL);
  using quiet = packets(left, SOCK_RAW, ETH_P_ALL);
  quiet.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
  const sent = frame(right.mac, left.mac, "going");
  sender.send(sent);
  for (;;) {
    const [data, address] = watcher.recvfrom(2000);
    if (address[1] !== PROTO) continue; // something of the kernel's own
    assertEquals([data, address], [
      sent,
      [left.ifname, PROTO, PACKET_OUTGOING ?? -1, ETHER, left.mac],
    ]);
    break;
  }
  for (const s of [quiet, sender]) s.settimeout(0);
  const isOurs = () => quiet.recvfrom(2000)[1][1] === PROTO;
  assertThrows(() => {
    while (!isOurs());
  }, BlockingIOError);
  assertThrows(() => sender.recv(1), BlockingIOError);
});

test("AF_PACKET: frames for others in promiscuous mode", () => {
  using hosts = twoHosts();
  const { left, right } = hosts;
  using s = packets(left, SOCK_RAW);
  using receiver = packets(right, SOCK_RAW);
  const membership = packet_mreq.encode({
    mr_ifindex: right.index,
    mr_type: PACKET_MR_PROMISC ?? -1,
    mr_alen: 0,
    mr_address: new Uint8Array(0),
  });
  receiver.setsockopt(SOL_PACKET, PACKET_ADD_MEMBERSHIP, membership);
  const sent = frame(SOMEBODY, left.mac, "not for you");
  s.send(sent);
  assertEquals(receiver.recvfrom(2000), [
    sent,
    [right.ifname, PROTO, PACKET_OTHERHOST ?? -1, ETHER, left.mac],
  ]);
});

test("AF_PACKET: auxiliary data and statistics", () => {
  using hosts = twoHosts();
  const { left, right } = hosts;
  using s = packets(left, SOCK_RAW);
  using receiver = packets(right, SOCK_RAW);
  receiver.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1);
  const sent = frame(right.mac, left.mac, "x".repeat(100));
  s.send(sent);
  const [data, ancillary, flags] = receiver.recvmsg(50, 100);
  assertEquals([data, flags], [sent.slice(0, 50), MSG_TRUNC ?? 0]);
  const [[level, type, bytes] = [0, 0, new Uint8Array(0)], ...more] = ancillary;
  assertEquals([level, type, more], [SOL_PACKET ?? 0, PACKET_AUXDATA ?? 0, []]);
  const { tp_len, tp_net } = tpacket_auxdata.decode(bytes);
  assertEquals([tp_len, tp_net], [sent.length, 14]);

  s.send(sent);
  assertEquals(receiver.recv(2000), sent);
  const statistics = () =>
    tpacket_stats.decode(receiver.getsockopt(SOL_PACKET, PACKET_STATISTICS, tpacket_stats.size));
  assertEquals(statistics(), { tp_packets: 2, tp_drops: 0 });
  assertEquals(statistics(), { tp_packets: 0, tp_drops: 0 }, "reading resets them");
});

for (
  const [face, on] of [["blocking", (s: Socket<PacketAddress>) => s], [
    "awaited",
    (s: Socket<PacketAddress>) => s.promises,
  ]] as const
) {
  test(`AF_PACKET: batches of frames (${face})`, async () => {
    using hosts = twoHosts();
    const { left, right } = hosts;
    using s = packets(left, SOCK_RAW);
    using receiver = packets(right, SOCK_RAW);
    receiver.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1);
    const frames = ["one", "two", "three"].map((text) => frame(right.mac, left.mac, text));
    assertEquals(await on(s).sendmmsg(frames.map((frame) => [[frame]])), 3);
    const from = [right.ifname, PROTO, PACKET_HOST ?? -1, ETHER, left.mac];
    const received = await on(receiver).recvmmsg(10, 2000, 100);
    assertEquals(
      received.map(([data, , flags, address]) => [data, flags, address]),
      frames.map((frame) => [frame, 0, from]),
    );
    assertEquals(received.map(([, ancillary]) => ancillary.length), [1, 1, 1]);
  });
}

test("AF_PACKET: frames that cannot be sent", () => {
  using hosts = twoHosts();
  const { left } = hosts;
  using s = packets(left, SOCK_RAW);
  const code = (fn: () => unknown) => assertThrows(fn, OSError).code;
  assertEquals(code(() => s.send(frame(SOMEBODY, left.mac, "x".repeat(2000)))), "EMSGSIZE");
  assertEquals(code(() => s.send(new Uint8Array(5))), "EINVAL");
  assertEquals(code(() => s.sendto(encode("x"), ["nobody0", PROTO])), "ENODEV");
  using unbound = left.inside(() => socket(AF_PACKET, SOCK_RAW));
  assertEquals(code(() => unbound.sendto(new Uint8Array(20), ["", PROTO])), "ENXIO");
  using place = namespace();
  using elsewhere = place.inside(() => socket(AF_PACKET, SOCK_RAW));
  assertEquals(code(() => elsewhere.sendto(new Uint8Array(20), [left.ifname, PROTO])), "ENODEV");
});

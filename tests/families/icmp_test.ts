/** ICMP by datagram and raw sockets, and IP headers of one's own; all on the loopback of a namespace. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  AF_INET,
  AF_INET6,
  ICMP6_FILTER,
  ICMP_FILTER,
  IP_HDRINCL,
  IP_RECVTTL,
  IP_TTL,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_RAW,
  IPPROTO_UDP,
  IPV6_CHECKSUM,
  IPV6_HOPLIMIT,
  IPV6_RECVHOPLIMIT,
  OSError,
  PermissionError,
  SOCK_DGRAM,
  SOCK_RAW,
  type Socket,
  socket,
  SOL_RAW,
} from "@bsd/socket";
import { checksum, ECHO, echo } from "../../examples/ping/echo.ts";
import { concat, encode, type IpAddress, LOOPBACK, pythonSocket } from "../socket/helpers.ts";
import { type Namespace, namespace, namespaceTest } from "../support/netns.ts";
import { FACES } from "./faces.ts";

const test = namespaceTest("raw sockets", AF_INET, SOCK_RAW, IPPROTO_ICMP);

/** The length of an IPv4 header without options. */
const IP_HEADER = 20;

/** A namespace in which everybody may make ICMP datagram sockets: ping_group_range of icmp(7). */
function pinging(): Namespace {
  const place = namespace();
  place.inside(() => Deno.writeTextFileSync("/proc/sys/net/ipv4/ping_group_range", "0 2147483647"));
  return place;
}

const protocols = { IPv4: IPPROTO_ICMP, IPv6: IPPROTO_ICMPV6 } as const;
const kinds = { IPv4: ECHO.ipv4, IPv6: ECHO.ipv6 } as const;

/** A socket of ICMP in a namespace. */
function icmp(
  place: Namespace,
  version: string,
  type: typeof SOCK_RAW | typeof SOCK_DGRAM,
): Socket<IpAddress> {
  const { family } = loopback(version);
  const proto = version === "IPv4" ? protocols.IPv4 : protocols.IPv6;
  const s = place.inside(() => socket<IpAddress>(family, type, proto));
  s.settimeout(20);
  return s;
}

function loopback(version: string) {
  const found = LOOPBACK.find(({ name }) => name === version);
  assert(found !== undefined);
  return found;
}

const versions = ["IPv4", "IPv6"] as const;

for (const version of versions) {
  const { host } = loopback(version);
  const from = version === "IPv4" ? [host, 0] : [host, 0, 0, 0];
  const { request, reply } = kinds[version];

  for (const [face, on] of FACES) {
    test(`ICMP datagrams over ${version}: an echo is answered (${face})`, async () => {
      using place = pinging();
      using s = icmp(place, version, SOCK_DGRAM);
      for (const seq of [1, 65535]) {
        const payload = encode(`payload ${seq}`);
        await on(s).sendto(echo(request, 0, seq, payload), [host, 0]);
        const [data, address] = await on(s).recvfrom(100);
        assertEquals(address, from);
        // The kernel puts the socket's number into the message, as if it were a port.
        const [, id] = s.getsockname();
        assert(typeof id === "number" && id > 0);
        const expected = echo(reply, id, seq, payload);
        if (version === "IPv6") expected.set(data.subarray(2, 4), 2); // over addresses, too
        assertEquals(data, expected);
      }
    });

    test(`raw ICMP over ${version}: requests and replies (${face})`, async () => {
      using place = namespace();
      using s = icmp(place, version, SOCK_RAW);
      const sent = echo(request, 0x1234, 7, encode("raw"));
      await on(s).sendto(sent, [host, 0]);
      const types: number[] = [];
      for (let i = 0; i < 2; i++) {
        const [packet, address] = await on(s).recvfrom(100);
        assertEquals(address, from);
        const message = version === "IPv4" ? withoutHeader(packet) : packet;
        types.push(message[0] ?? -1);
        assertEquals(message.subarray(4), sent.subarray(4), "id, number and payload");
      }
      assertEquals(types, [request, reply], "both cross the loopback");
    });

    test(`raw ICMP over ${version}: a filter (${face})`, async () => {
      using place = namespace();
      using s = icmp(place, version, SOCK_RAW);
      const [level, name, filter] = version === "IPv4"
        ? [SOL_RAW, ICMP_FILTER, new Uint8Array(Uint32Array.of(~(1 << reply)).buffer)]
        : [IPPROTO_ICMPV6, ICMP6_FILTER, allBut(reply)];
      s.setsockopt(level, name, filter);
      assertEquals(s.getsockopt(level, name, 100), filter);
      await on(s).sendto(echo(request, 1, 2, encode("x")), [host, 0]);
      const [packet] = await on(s).recvfrom(100);
      const message = version === "IPv4" ? withoutHeader(packet) : packet;
      assertEquals(message[0], reply, "the request before it does not come");
    });
  }

  test(`ICMP datagrams over ${version}: with the time to live`, () => {
    using place = pinging();
    using s = icmp(place, version, SOCK_DGRAM);
    const [level, ask, told] = version === "IPv4"
      ? [IPPROTO_IP, IP_RECVTTL, IP_TTL]
      : [IPPROTO_IPV6, IPV6_RECVHOPLIMIT, IPV6_HOPLIMIT];
    s.setsockopt(level, ask, 1);
    s.connect([host, 0]);
    s.send(echo(request, 0, 1, encode("ttl")));
    const [, ancillary] = s.recvmsg(100, 100);
    assertEquals(ancillary, [[level, told ?? -1, new Uint8Array(Int32Array.of(64).buffer)]]);
  });

  test(`ICMP datagrams over ${version}: what is no echo is refused`, () => {
    using place = pinging();
    using s = icmp(place, version, SOCK_DGRAM);
    const e = assertThrows(() => s.sendto(echo(reply, 0, 1, encode("x")), [host, 0]), OSError);
    assertEquals(e.code, "EINVAL");
  });

  test(`raw ICMP over ${version}: Python hears our echoes and we hear Python's`, async () => {
    using place = namespace();
    using s = icmp(place, version, SOCK_RAW);
    await using peer = place.inside(() =>
      pythonSocket(
        `
        version, host, request = sys.argv[1], sys.argv[2], int(sys.argv[3])
        if version == "IPv4":
            s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
        else:
            s = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
        def message():
            data, address = s.recvfrom(1000)
            return (data[20:] if version == "IPv4" else data), address
        print("ready")
        data, address = message()
        print(data[4:].hex(), *address)
        message()
        # The same again, as if it were Python's.
        ours = data[:4] + b"\\0\\2" + data[6:]
        s.sendto(data[:2] + bytes(2) + ours[4:] if version == "IPv6" else
                 data[:2] + struct.pack(">H", struct.unpack(">H", data[2:4])[0] - 1) + ours[4:],
                 (host, 0))
        `,
        version,
        host,
        request,
      )
    );
    await peer.line();
    const payload = encode("to Python");
    const sent = echo(request, 1, 3, payload);
    s.sendto(sent, [host, 0]);
    assertEquals(await peer.line(), `${sent.subarray(4).toHex()} ${from.join(" ")}`);
    await peer.end();
    const ids: number[][] = [];
    for (let i = 0; i < 4; i++) {
      const packet = s.recv(100);
      const message = version === "IPv4" ? withoutHeader(packet) : packet;
      ids.push([message[0] ?? -1, message[5] ?? -1]);
    }
    assertEquals(ids, [[request, 1], [reply, 1], [request, 2], [reply, 2]]);
  });
}

test("ICMP datagram sockets are for the groups of ping_group_range", () => {
  using place = namespace();
  place.inside(() => {
    Deno.writeTextFileSync("/proc/sys/net/ipv4/ping_group_range", "1 0");
    assertThrows(() => socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP), PermissionError);
    assertThrows(() => socket(AF_INET6, SOCK_DGRAM, IPPROTO_ICMPV6), PermissionError);
  });
});

/** The message in a packet of IPv4, whose header is checked. */
function withoutHeader(packet: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const header = packet.subarray(0, IP_HEADER);
  assertEquals([header[0], header[9]], [0x45, IPPROTO_ICMP]);
  assertEquals(checksum(header), 0);
  assertEquals([...header.subarray(12)], [127, 0, 0, 1, 127, 0, 0, 1]);
  assertEquals(checksum(packet.subarray(IP_HEADER)), 0);
  return packet.subarray(IP_HEADER);
}

/** A filter of ICMPv6 that lets one type through. */
function allBut(type: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(8).fill(0xffff_ffff);
  words[type >> 5] = ~(1 << (type & 31));
  return new Uint8Array(words.buffer);
}

/** An IPv4 packet with a UDP datagram in it; the kernel fills in its length, checksum and number. */
function udpPacket(
  from: readonly [host: readonly number[], port: number],
  to: readonly [host: readonly number[], port: number],
  payload: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const udp = new Uint8Array(8);
  const ports = new DataView(udp.buffer);
  ports.setUint16(0, from[1]);
  ports.setUint16(2, to[1]);
  ports.setUint16(4, 8 + payload.length);
  const ip = Uint8Array.of(0x45, 0, 0, 0, 0, 0, 0, 0, 9, IPPROTO_UDP, 0, 0, ...from[0], ...to[0]);
  return concat([ip, udp, payload]);
}

test("packets with IP headers of our own are datagrams for Python", async () => {
  using place = namespace();
  await using peer = place.inside(() =>
    pythonSocket(`
      IP_RECVTTL = 12
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      s.bind(("127.0.0.2", 0))
      s.setsockopt(socket.IPPROTO_IP, IP_RECVTTL, 1)
      print(s.getsockname()[1])
      for _ in range(4):
          data, ancillary, flags, address = s.recvmsg(100, 100)
          print(data.decode(), *address, int.from_bytes(ancillary[0][2], sys.byteorder))
    `)
  );
  const port = Number(await peer.line());
  const packet = udpPacket([[127, 9, 8, 7], 4321], [[127, 0, 0, 2], port], encode("forged"));
  using asked = place.inside(() => socket(AF_INET, SOCK_RAW, IPPROTO_UDP));
  asked.setsockopt(IPPROTO_IP, IP_HDRINCL, 1);
  using implied = place.inside(() => socket(AF_INET, SOCK_RAW, IPPROTO_RAW));
  for (const raw of [asked, implied]) {
    assertEquals(raw.getsockopt(IPPROTO_IP, IP_HDRINCL), 1);
    for (const [, on] of FACES) {
      assertEquals(await on(raw).sendto(packet, ["127.0.0.2", 0]), packet.length);
      assertEquals(await peer.line(), "forged 127.9.8.7 4321 9");
    }
  }
  await peer.end();
});

test("a raw socket gets the packets of its protocol, headers and all", () => {
  using place = namespace();
  using raw = place.inside(() => socket(AF_INET, SOCK_RAW, IPPROTO_UDP));
  raw.settimeout(20);
  using sender = place.inside(() => socket(AF_INET, SOCK_DGRAM));
  sender.bind(["127.0.0.1", 0]);
  using receiver = place.inside(() => socket(AF_INET, SOCK_DGRAM));
  receiver.bind(["127.0.0.3", 0]);
  sender.sendto(encode("seen"), receiver.getsockname());
  const [packet, address] = raw.recvfrom(100);
  assertEquals(address, ["127.0.0.1", 0]);
  assertEquals([...packet.subarray(12, 20)], [127, 0, 0, 1, 127, 0, 0, 3]);
  const ports = new DataView(packet.buffer, packet.byteOffset + IP_HEADER);
  assertEquals(
    [ports.getUint16(0), ports.getUint16(2), ports.getUint16(4)],
    [sender.getsockname()[1], receiver.getsockname()[1], 12],
  );
  assertEquals(packet.subarray(IP_HEADER + 8), encode("seen"));
});

test("a raw socket of IPv6 computes and checks the checksum where it is told to", () => {
  using place = namespace();
  const proto = 253; // for experiments (RFC 3692)
  using s = place.inside(() => socket(AF_INET6, SOCK_RAW, proto));
  s.settimeout(20);
  s.setsockopt(IPPROTO_IPV6, IPV6_CHECKSUM, 2);
  assertEquals(s.getsockopt(IPPROTO_IPV6, IPV6_CHECKSUM), 2);
  s.sendto(Uint8Array.of(1, 2, 0, 0, 5, 6), ["::1", 0]);
  const [data, address] = s.recvfrom(100);
  assertEquals(address, ["::1", 0, 0, 0]);
  // Over the addresses, the length and the protocol as well (RFC 8200, 8.1).
  const pseudo = new Uint8Array(40);
  pseudo[15] = pseudo[31] = 1;
  pseudo[35] = data.length;
  pseudo[39] = proto;
  assertEquals(checksum(concat([pseudo, data])), 0);
  assertEquals(data.with(2, 0).with(3, 0), Uint8Array.of(1, 2, 0, 0, 5, 6));
});

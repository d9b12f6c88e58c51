/** The control messages of UDP, typed, both ways, over both IP versions and in both faces. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  AF_INET,
  AF_INET6,
  type AncillaryData,
  type Constant,
  control_message,
  control_messages,
  type ControlMessage,
  type ControlValues,
  errno,
  getifaddrs,
  if_nametoindex,
  IP_PKTINFO,
  IP_RECVORIGDSTADDR,
  IP_RECVTOS,
  IP_RECVTTL,
  IP_TOS,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_UDP,
  IPV6_HOPLIMIT,
  IPV6_PKTINFO,
  IPV6_RECVHOPLIMIT,
  IPV6_RECVORIGDSTADDR,
  IPV6_RECVPKTINFO,
  IPV6_RECVTCLASS,
  IPV6_UNICAST_HOPS,
  MSG_CTRUNC,
  MSG_ERRQUEUE,
  OSError,
  SO_EE_ORIGIN_TIMESTAMPING,
  SO_RCVBUF,
  SO_RXQ_OVFL,
  SO_TIMESTAMP,
  SO_TIMESTAMPING,
  SO_TIMESTAMPNS,
  SOCK_DGRAM,
  type Socket,
  socket,
  SOF_TIMESTAMPING_RX_SOFTWARE,
  SOF_TIMESTAMPING_SOFTWARE,
  SOL_SOCKET,
  UDP_GRO,
} from "@bsd/socket";
import { test } from "../awaited/idle.ts";
import { decode, encode, type IpAddress, LOOPBACK, pythonSocket } from "../socket/helpers.ts";

const ROOM = 1024;

/** The flags as one number; each must be there on the OS that these tests run on. */
function flags(...constants: Constant[]): number {
  return constants.reduce<number>((all, constant) => {
    if (constant === undefined) throw new TypeError("this OS lacks a flag");
    return all | constant;
  }, 0);
}

/** The value of the message of that name. */
function valueOf<N extends keyof ControlValues>(
  messages: readonly ControlMessage[],
  name: N,
): ControlValues[N] {
  const found = messages.filter((message) => message.name === name);
  assertEquals(found.length, 1, name);
  return found[0]?.value as ControlValues[N];
}

function typed(ancdata: AncillaryData[], msg_flags: number): readonly ControlMessage[] {
  assertEquals(msg_flags & MSG_CTRUNC, 0);
  const messages = control_messages(ancdata);
  assertEquals(messages.map(({ raw }) => raw), ancdata);
  return messages;
}

function bound(family: number, host: string): Socket<IpAddress> {
  const sock = socket(family, SOCK_DGRAM) as Socket<IpAddress>;
  sock.bind([host, 0]);
  return sock;
}

/** Asks for all that IPv4, or IPv6, tells of a datagram. */
function askForAll(sock: Socket<IpAddress>): void {
  const options: [number, Constant][] = sock.family === AF_INET
    ? [
      [IPPROTO_IP, IP_PKTINFO],
      [IPPROTO_IP, IP_RECVTTL],
      [IPPROTO_IP, IP_RECVTOS],
      [IPPROTO_IP, IP_RECVORIGDSTADDR],
    ]
    : [
      [IPPROTO_IPV6, IPV6_RECVPKTINFO],
      [IPPROTO_IPV6, IPV6_RECVHOPLIMIT],
      [IPPROTO_IPV6, IPV6_RECVTCLASS],
      [IPPROTO_IPV6, IPV6_RECVORIGDSTADDR],
    ];
  for (const [level, option] of [...options, [SOL_SOCKET, SO_TIMESTAMP] as const]) {
    sock.setsockopt(level, option, 1);
  }
}

/** What is to be seen of a datagram by all that was asked for. */
function seen(messages: readonly ControlMessage[]): Record<string, unknown> {
  return Object.fromEntries(messages.map(({ name, value }) => [name, value]));
}

function isNow(seconds: number): boolean {
  return Math.abs(seconds - Date.now() / 1000) < 60;
}

test("IPv4: all at once of what Python sends, as Python reads the same", async () => {
  await using peer = pythonSocket(`
    IP = socket.IPPROTO_IP
    s = socket.socket(type=socket.SOCK_DGRAM)
    s.bind(("127.0.0.2", 0))
    for option in 8, 12, 13, 20: s.setsockopt(IP, option, 1)  # PKTINFO, RECVTTL, RECVTOS, RECVORIGDSTADDR
    print(s.getsockname()[1])
    port = int(sys.stdin.readline())
    for ttl, tos in (33, 0xb8), (255, 0):
        s.sendmsg(
            [b"hello"],
            [
                (IP, socket.IP_TTL, struct.pack("i", ttl)),
                (IP, socket.IP_TOS, struct.pack("i", tos)),
                (IP, 8, socket.inet_aton("0.0.0.0") + socket.inet_aton("127.0.0.3") + bytes(4)),
            ],
            0,
            ("127.0.0.4", port),
        )
        data, ancdata, flags, address = s.recvmsg(100, 512)
        print(data, flags, address[0])
        print(*(f"{kind}={value.hex()}" for level, kind, value in sorted(ancdata)))
  `);
  const port = Number(await peer.line());
  using sock = bound(AF_INET, "");
  askForAll(sock);
  const own = sock.getsockname()[1];
  await peer.send(`${own}\n`);
  const lo = if_nametoindex("lo");
  const index = new Uint8Array(Int32Array.of(lo).buffer).toHex();
  for (const [i, [ttl, tos]] of ([[33, 0xb8], [255, 0]] as const).entries()) {
    const face = [sock, sock.promises][i] ?? sock;
    const [data, ancdata, msg_flags, address] = await face.recvmsg(100, ROOM);
    assertEquals([decode(data), address], ["hello", ["127.0.0.3", port]]);
    const { SCM_TIMESTAMP: stamp, ...rest } = seen(typed(ancdata, msg_flags));
    assert(isNow((stamp as ControlValues["SCM_TIMESTAMP"]).tv_sec));
    assertEquals(rest, {
      IP_PKTINFO: { ipi_ifindex: lo, ipi_spec_dst: "127.0.0.4", ipi_addr: "127.0.0.4" },
      IP_TTL: ttl,
      IP_TOS: tos,
      IP_ORIGDSTADDR: ["127.0.0.4", own],
    });
    // The other way: Python sees what we sent, byte for byte.
    const along = [
      control_message("IP_TTL", ttl - 1),
      control_message("IP_TOS", tos),
      control_message("IP_PKTINFO", { ipi_spec_dst: "127.0.0.9", ipi_ifindex: lo }),
    ];
    assertEquals(
      await face.sendmsg([encode("and "), encode("back")], along, 0, ["127.0.0.2", port]),
      8,
    );
    assertEquals(await peer.line(), "b'and back' 0 127.0.0.9");
    const hex = (n: number) => n.toString(16).padStart(2, "0");
    assertEquals(
      await peer.line(),
      `1=${hex(tos)} 2=${hex(ttl - 1)}000000 8=${index}7f0000027f000002 ` +
        `20=0200${port.toString(16).padStart(4, "0")}7f0000020000000000000000`,
    );
  }
  await peer.end();
});

test("IPv6: all at once of what Python sends, as Python reads the same", async () => {
  await using peer = pythonSocket(`
    V6 = socket.IPPROTO_IPV6
    s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    s.bind(("::1", 0))
    for option in socket.IPV6_RECVPKTINFO, socket.IPV6_RECVHOPLIMIT, socket.IPV6_RECVTCLASS, 74:
        s.setsockopt(V6, option, 1)
    print(s.getsockname()[1])
    port = int(sys.stdin.readline())
    for hops, tclass in (33, 0xb8), (255, 0):
        s.sendmsg(
            [b"hello"],
            [
                (V6, socket.IPV6_HOPLIMIT, struct.pack("i", hops)),
                (V6, socket.IPV6_TCLASS, struct.pack("i", tclass)),
            ],
            0,
            ("::1", port),
        )
        data, ancdata, flags, address = s.recvmsg(100, 512)
        print(data, flags, address[0])
        print(*(f"{kind}={value.hex()}" for level, kind, value in sorted(ancdata)))
  `);
  const port = Number(await peer.line());
  using sock = bound(AF_INET6, "::");
  askForAll(sock);
  const own = sock.getsockname()[1];
  await peer.send(`${own}\n`);
  const lo = if_nametoindex("lo");
  const index = new Uint8Array(Int32Array.of(lo).buffer).toHex();
  for (const [i, [hops, tclass]] of ([[33, 0xb8], [255, 0]] as const).entries()) {
    const face = [sock.promises, sock][i] ?? sock;
    const [data, ancdata, msg_flags, address] = await face.recvmsg(100, ROOM);
    assertEquals([decode(data), address], ["hello", ["::1", port, 0, 0]]);
    const { SCM_TIMESTAMP: stamp, ...rest } = seen(typed(ancdata, msg_flags));
    assert(isNow((stamp as ControlValues["SCM_TIMESTAMP"]).tv_sec));
    assertEquals(rest, {
      IPV6_PKTINFO: { ipi6_ifindex: lo, ipi6_addr: "::1" },
      IPV6_HOPLIMIT: hops,
      IPV6_TCLASS: tclass,
      IPV6_ORIGDSTADDR: ["::1", own, 0, 0],
    });
    const along = [
      control_message("IPV6_HOPLIMIT", hops - 1),
      control_message("IPV6_TCLASS", tclass),
      control_message("IPV6_PKTINFO", { ipi6_addr: "::1" }),
    ];
    assertEquals(await face.sendmsg([encode("back")], along, 0, ["::1", port]), 4);
    assertEquals(await peer.line(), "b'back' 0 ::1");
    const hex = (n: number) => n.toString(16).padStart(2, "0");
    const one = `${"00".repeat(15)}01`;
    assertEquals(
      await peer.line(),
      `50=${one}${index} 52=${hex(hops - 1)}000000 67=${hex(tclass)}000000 ` +
        `74=0a00${port.toString(16).padStart(4, "0")}00000000${one}00000000`,
    );
  }
  await peer.end();
});

test("IPv4 datagrams on an IPv6 socket bring the messages of both", () => {
  using sock = bound(AF_INET6, "::");
  askForAll(sock);
  sock.setsockopt(IPPROTO_IP, IP_RECVTTL, 1);
  sock.setsockopt(IPPROTO_IP, IP_RECVTOS, 1);
  using sender = bound(AF_INET, "127.0.0.1");
  const along = [control_message("IP_TTL", 9), control_message("IP_TOS", 16)];
  sender.sendmsg([encode("x")], along, 0, ["127.0.0.1", sock.getsockname()[1]]);
  const [, ancdata, msg_flags] = sock.recvmsg(100, ROOM);
  const messages = typed(ancdata, msg_flags);
  assertEquals(valueOf(messages, "IP_TTL"), 9);
  assertEquals(valueOf(messages, "IP_TOS"), 16);
  assertEquals(valueOf(messages, "IPV6_PKTINFO"), {
    ipi6_ifindex: if_nametoindex("lo"),
    ipi6_addr: "::ffff:127.0.0.1",
  });
});

test("IP_PKTINFO: a datagram leaves from the address that is asked for, in single calls and batches", async () => {
  using receiver = bound(AF_INET, "127.0.0.1");
  const to = receiver.getsockname() as [string, number];
  using sender = socket(AF_INET, SOCK_DGRAM);
  const from = (host: string) => [control_message("IP_PKTINFO", { ipi_spec_dst: host })];
  const hosts = ["127.0.0.1", "127.0.0.5", "127.255.255.254", "127.1.2.3"];
  for (const face of [sender, sender.promises]) {
    for (const host of hosts) {
      await face.sendmsg([encode(host)], from(host), 0, to);
      assertEquals(receiver.recvfrom(100)[1][0], host);
    }
    assertEquals(
      await face.sendmmsg(hosts.map((host) => [encode(host), to, from(host)])),
      hosts.length,
    );
    const batch = receiver.recvmmsg(10, 100);
    assertEquals(batch.map(([, , , [host]]) => host), hosts);
  }
  const error = assertThrows(() => sender.sendmsg([encode("x")], from("8.8.8.8"), 0, to), OSError);
  assertEquals(error.syscall, "sendmsg");
});

/** The number of the loopback interface, which has another name on each OS. */
function loopbackIndex(): number {
  const found = getifaddrs().find(({ ifa_addr }) => ifa_addr?.[0] === "127.0.0.1");
  assert(found !== undefined);
  return if_nametoindex(found.ifa_name);
}

for (const { name, family, host } of LOOPBACK) {
  test(`${name}: where a datagram arrived and how many hops it had, in single calls and batches`, async () => {
    using receiver = bound(family, family === AF_INET ? "" : "::");
    using sender = bound(family, host);
    if (family === AF_INET) {
      receiver.setsockopt(IPPROTO_IP, IP_PKTINFO, 1);
      receiver.setsockopt(IPPROTO_IP, IP_RECVTTL, 1);
      sender.setsockopt(IPPROTO_IP, IP_TTL, 9);
    } else {
      // Windows asks by the name of the message.
      receiver.setsockopt(IPPROTO_IPV6, IPV6_RECVPKTINFO ?? IPV6_PKTINFO, 1);
      receiver.setsockopt(IPPROTO_IPV6, IPV6_RECVHOPLIMIT ?? IPV6_HOPLIMIT, 1);
      sender.setsockopt(IPPROTO_IPV6, IPV6_UNICAST_HOPS, 9);
    }
    const to = [host, receiver.getsockname()[1]] as const;
    const lo = loopbackIndex();
    const expected = family === AF_INET
      ? { IP_PKTINFO: { ipi_ifindex: lo, ipi_spec_dst: host, ipi_addr: host }, IP_TTL: 9 }
      : { IPV6_PKTINFO: { ipi6_ifindex: lo, ipi6_addr: host }, IPV6_HOPLIMIT: 9 };
    for (const face of [receiver, receiver.promises]) {
      for (const data of ["one", "two", "three"]) sender.sendto(encode(data), to);
      const [data, ancdata, msg_flags, address] = await face.recvmsg(100, ROOM);
      assertEquals([decode(data), address], ["one", sender.getsockname()]);
      assertEquals<unknown>(seen(typed(ancdata, msg_flags)), expected);
      for (const [i, [data, ancdata, msg_flags]] of (await face.recvmmsg(2, 100, ROOM)).entries()) {
        assertEquals(decode(data), ["two", "three"][i]);
        assertEquals<unknown>(seen(typed(ancdata, msg_flags)), expected);
      }
      sender.sendto(encode("cut"), to);
      assertEquals((await face.recvmsg(100, 1))[2] & MSG_CTRUNC, MSG_CTRUNC);
    }
  });

  test(`${name}: sendmmsg and recvmmsg carry the messages of each datagram`, async () => {
    using receiver = bound(family, host);
    askForAll(receiver);
    using sender = bound(family, host);
    const to = receiver.getsockname();
    const along = (n: number) =>
      family === AF_INET
        ? [control_message("IP_TTL", n), control_message("IP_TOS", n * 4)]
        : [control_message("IPV6_HOPLIMIT", n), control_message("IPV6_TCLASS", n * 4)];
    for (const [sending, receiving] of [[sender, receiver], [sender.promises, receiver.promises]]) {
      const numbers = [1, 2, 3, 63];
      const sent = await sending?.sendmmsg(
        numbers.map((n) => [encode(String(n)), to, along(n)]),
      );
      assertEquals(sent, numbers.length);
      const batch = await receiving?.recvmmsg(10, 100, ROOM) ?? [];
      assertEquals(batch.map(([data]) => decode(data)), numbers.map(String));
      for (const [i, [, ancdata, msg_flags]] of batch.entries()) {
        const messages = typed(ancdata, msg_flags);
        const n = numbers[i] ?? -1;
        assertEquals(valueOf(messages, family === AF_INET ? "IP_TTL" : "IPV6_HOPLIMIT"), n);
        assertEquals(valueOf(messages, family === AF_INET ? "IP_TOS" : "IPV6_TCLASS"), n * 4);
      }
    }
  });

  test(`${name}: UDP_SEGMENT splits what is sent, UDP_GRO joins it again`, async () => {
    const data = Uint8Array.from({ length: 3500 }, (_, i) => i * 7);
    using plain = bound(family, host);
    using joining = bound(family, host);
    joining.setsockopt(IPPROTO_UDP, UDP_GRO, 1);
    using sender = bound(family, host);
    for (const face of [sender, sender.promises]) {
      const along = [control_message("UDP_SEGMENT", 1000)];
      assertEquals(await face.sendmsg([data], along, 0, plain.getsockname()), 3500);
      const batch = plain.recvmmsg(10, 2000, ROOM);
      assertEquals(batch.map(([part]) => part.length), [1000, 1000, 1000, 500]);
      assertEquals(Uint8Array.from(batch.flatMap(([part]) => [...part])), data);
      assertEquals(batch.map(([, ancdata]) => ancdata), [[], [], [], []]);
    }
    for (const face of [joining, joining.promises]) {
      const along = [control_message("UDP_SEGMENT", 1000)];
      sender.sendmmsg([[data, joining.getsockname(), along]]);
      const [joined, ancdata, msg_flags] = await face.recvmsg(65536, ROOM);
      assertEquals(joined, data);
      assertEquals(valueOf(typed(ancdata, msg_flags), "UDP_GRO"), 1000);
    }
    const error = assertThrows(
      () => sender.sendmsg([data], [control_message("UDP_SEGMENT", 1)], 0, plain.getsockname()),
      OSError,
    );
    assertEquals(error.errno, errno.EINVAL);
  });

  test(`${name}: SO_TIMESTAMPNS and SO_TIMESTAMPING tell when a datagram arrived`, async () => {
    using sock = bound(family, host);
    const software = flags(SOF_TIMESTAMPING_RX_SOFTWARE, SOF_TIMESTAMPING_SOFTWARE);
    sock.setsockopt(SOL_SOCKET, SO_TIMESTAMPNS, 1);
    sock.setsockopt(SOL_SOCKET, SO_TIMESTAMPING, software);
    for (const face of [sock, sock.promises]) {
      sock.sendto(encode("x"), sock.getsockname());
      const [, ancdata, msg_flags] = await face.recvmsg(100, ROOM);
      const messages = typed(ancdata, msg_flags);
      const when = valueOf(messages, "SCM_TIMESTAMPNS");
      assert(isNow(when.tv_sec) && when.tv_nsec >= 0 && when.tv_nsec < 1e9);
      const none = { tv_sec: 0, tv_nsec: 0 };
      assertEquals(valueOf(messages, "SCM_TIMESTAMPING"), { ts: [when, none, none] });
    }
  });

  test(`${name}: SO_TIMESTAMPING tells when a datagram was sent, through the queue of errors`, async () => {
    using receiver = bound(family, host);
    using sock = bound(family, host);
    sock.setsockopt(SOL_SOCKET, SO_TIMESTAMPING, flags(SOF_TIMESTAMPING_SOFTWARE));
    for (const face of [sock, sock.promises]) {
      // SOF_TIMESTAMPING_TX_SOFTWARE, for this datagram and not for the one before it.
      sock.sendto(encode("not stamped"), receiver.getsockname());
      const along = [control_message("SO_TIMESTAMPING", 2)];
      await face.sendmsg([encode("stamped")], along, 0, receiver.getsockname());
      const [data, ancdata, msg_flags] = await face.recvmsg(200, ROOM, flags(MSG_ERRQUEUE));
      assert(decode(data).endsWith("stamped") && !decode(data).endsWith("not stamped"));
      const messages = typed(ancdata, msg_flags);
      const { ts: [software] } = valueOf(messages, "SCM_TIMESTAMPING");
      assert(isNow(software.tv_sec));
      const error = valueOf(messages, family === AF_INET ? "IP_RECVERR" : "IPV6_RECVERR");
      assertEquals([error.ee_errno, error.ee_origin], [errno.ENOMSG, SO_EE_ORIGIN_TIMESTAMPING]);
    }
  });
}

test("SO_RXQ_OVFL: how many datagrams there was no room for", () => {
  using sock = bound(AF_INET, "127.0.0.1");
  sock.setsockopt(SOL_SOCKET, SO_RXQ_OVFL, 1);
  sock.setsockopt(SOL_SOCKET, SO_RCVBUF, 0);
  for (let i = 0; i < 20; i++) sock.sendto(new Uint8Array(1000), sock.getsockname());
  sock.setblocking(false);
  let came = 0;
  for (;;) {
    try {
      sock.recv(10);
      came++;
    } catch {
      break;
    }
  }
  // The count goes with the datagrams that come after it.
  sock.sendto(encode("x"), sock.getsockname());
  const [, ancdata, msg_flags] = sock.recvmsg(10, ROOM);
  assertEquals(valueOf(typed(ancdata, msg_flags), "SO_RXQ_OVFL"), 20 - came);
  assert(came > 0 && came < 20);
});

test("an option that is set stays what it is without a message", () => {
  using receiver = bound(AF_INET, "127.0.0.1");
  receiver.setsockopt(IPPROTO_IP, IP_RECVTTL, 1);
  receiver.setsockopt(IPPROTO_IP, IP_RECVTOS, 1);
  using sender = bound(AF_INET, "127.0.0.1");
  sender.setsockopt(IPPROTO_IP, IP_TTL, 77);
  sender.setsockopt(IPPROTO_IP, IP_TOS, 4);
  const to = receiver.getsockname();
  sender.sendmsg([encode("x")], [control_message("IP_TTL", 5)], 0, to);
  sender.sendmsg([encode("x")], [control_message("IP_TOS", 8)], 0, to);
  sender.sendmsg([encode("x")], [], 0, to);
  const all = receiver.recvmmsg(3, 10, ROOM).map(([, ancdata]) => seen(control_messages(ancdata)));
  assertEquals(all, [
    { IP_TTL: 5, IP_TOS: 4 },
    { IP_TTL: 77, IP_TOS: 8 },
    { IP_TTL: 77, IP_TOS: 4 },
  ]);
  for (const ttl of [0, 256]) {
    const refused = () => sender.sendmsg([encode("x")], [control_message("IP_TTL", ttl)], 0, to);
    assertEquals(assertThrows(refused, OSError).errno, errno.EINVAL);
  }
});

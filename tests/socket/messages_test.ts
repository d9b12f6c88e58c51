/** sendmsg, recvmsg and recvmsg_into: several buffers, control messages, flags. */
import { assert, assertEquals, assertGreater, assertThrows } from "@std/assert";
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  type AncillaryData,
  BlockingIOError,
  CMSG_LEN,
  CMSG_SPACE,
  errno,
  if_nameindex,
  inet_ntop,
  IP_PKTINFO,
  IP_RECVTTL,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_HOPLIMIT,
  IPV6_PKTINFO,
  IPV6_RECVHOPLIMIT,
  IPV6_RECVPKTINFO,
  MSG_CTRUNC,
  MSG_EOR,
  MSG_PEEK,
  MSG_TRUNC,
  OSError,
  SCM_CREDENTIALS,
  SCM_TIMESTAMP,
  SO_PASSCRED,
  SO_TIMESTAMP,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  socket,
  socketpair,
  SOL_SOCKET,
} from "@bsd/socket";
import { test } from "../support/census.ts";
import { seeded } from "../support/seed.ts";
import {
  concat,
  datagramPair,
  decode,
  encode,
  pythonSocket,
  receiveAll,
  sha256,
  unix,
  winsock,
} from "./helpers.ts";

/** The number of the loopback interface. */
function loopbackIndex(): number {
  const [index = 0] = if_nameindex().find(([, name]) => /^lo/.test(name)) ?? [];
  return index;
}

/** The bytes as C ints. */
function ints(data: Uint8Array<ArrayBuffer>): number[] {
  return [...new Int32Array(data.slice().buffer)];
}

/** The data of the first message of a kind; none is no bytes. */
function find(
  ancdata: readonly AncillaryData[],
  level: number,
  type: number | undefined,
): Uint8Array<ArrayBuffer> {
  return ancdata.find((item) => item[0] === level && item[1] === type)?.[2] ?? new Uint8Array(0);
}

test(
  "sendmsg: Python gets the buffers in turn; its own arrive in ours",
  seeded(async (random) => {
    await using peer = pythonSocket(`
      server = socket.create_server(("127.0.0.1", 0))
      print(server.getsockname()[1])
      s, _ = server.accept()
      data = s.recv(600_000, socket.MSG_WAITALL)
      print(sha256(data))
      s.sendmsg([b"one", b"", b"two", bytearray(b"three"), b"." * 1000])
      s.close()
    `);
    using s = socket();
    s.connect(["127.0.0.1", Number(await peer.line())]);
    const parts = Array.from({ length: 600 }, () => random.bytes(1000));
    let sent = 0;
    const whole = concat(parts);
    // What a call does not take of 600 buffers, the next ones get.
    while (sent < whole.length) {
      const left = whole.subarray(sent);
      const buffers = sent === 0 ? parts : [left.subarray(0, 10), left.subarray(10)];
      sent += s.sendmsg(buffers);
    }
    assertEquals(await peer.line(), sha256(whole));

    const room = new Uint8Array(20).fill(0x2e);
    const buffers = [
      room.subarray(0, 4),
      new Uint8Array(0),
      new DataView(room.buffer, 10, 2),
      new Uint16Array(room.buffer, 14, 2),
    ];
    // A stream may give the first bytes alone.
    let peeked = 0;
    while (peeked < 10) [peeked] = s.recvmsg_into(buffers, 0, MSG_PEEK);
    const [length, ancdata, flags] = s.recvmsg_into(buffers);
    assertEquals([length, ancdata, flags], [10, [], 0]);
    assertEquals(decode(room), "onet......wo..thre..");
    const [e] = s.recvmsg(1);
    assertEquals(decode(e), "e");
    assertEquals(receiveAll(s).length, 1000);
    assertEquals(s.recvmsg(10).slice(0, 3), [new Uint8Array(0), [], 0]);
    await peer.end();
  }),
);

test("recvmsg_into: a short message fills the first buffers only", () => {
  const [a, b] = unix ? socketpair(AF_UNIX, SOCK_SEQPACKET) : datagramPair();
  using _a = a, _b = b;
  a.sendmsg([encode("abc"), encode("de")], [], MSG_EOR ?? 0);
  const buffers = ["....", "....", "...."].map(encode);
  const [length, , flags] = b.recvmsg_into(new Set(buffers));
  assertEquals([length, flags & MSG_TRUNC], [5, 0]);
  assertEquals(buffers.map(decode), ["abcd", "e...", "...."]);
  a.send(encode("0123456789"));
  assertEquals(b.recvmsg_into([new Uint8Array(3), new Uint8Array(3)])[2] & MSG_TRUNC, MSG_TRUNC);
});

test("recvmsg_into: what comes into no buffers is gone", () => {
  const [a, b] = unix ? socketpair(AF_UNIX, SOCK_SEQPACKET) : datagramPair();
  using _a = a, _b = b;
  a.send(encode("0123456789"));
  assertEquals(b.recvmsg_into([])[0], 0);
  b.setblocking(false);
  assertThrows(() => b.recvmsg_into([new Uint8Array(1)]), BlockingIOError);
});

test("sendmsg: many buffers", () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const parts = Array.from({ length: 1024 }, (_, i) => new Uint8Array([i]));
  assertEquals(a.sendmsg(parts), 1024);
  const rooms = Array.from({ length: 1024 }, () => new Uint8Array(1));
  assertEquals(b.recvmsg_into(rooms)[0], 1024);
  assertEquals(rooms, parts);
  assertThrows(() => a.sendmsg([encode("fine"), "text" as never]), TypeError, "buffers[1]");
  assertThrows(() => a.sendmsg([], [["no", 1, encode("")] as never]), TypeError, "cmsg_level");
});

test("sendmsg: as many buffers as the OS takes, and one more", () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const parts = Array.from({ length: 1024 }, (_, i) => new Uint8Array([i]));
  assertEquals(a.sendmsg(parts), 1024);
  assertEquals(b.recv(2000), concat(parts));
  const more = [...parts, new Uint8Array(1)];
  const error = assertThrows(() => a.sendmsg(more), OSError);
  assertEquals([error.errno, error.syscall], [errno.EMSGSIZE, "sendmsg"]);
  assertThrows(() => b.recvmsg_into(more), OSError);
});

test("recvmsg: where an IPv4 datagram came in, and how far it came", async () => {
  using s = socket(AF_INET, SOCK_DGRAM);
  s.bind(["", 0]);
  s.setsockopt(IPPROTO_IP, IP_PKTINFO, 1);
  s.setsockopt(IPPROTO_IP, IP_RECVTTL, 1);
  await using peer = pythonSocket(
    `
    s = socket.socket(type=socket.SOCK_DGRAM)
    s.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 77)
    s.bind(("127.0.0.2", 0))
    print(s.getsockname()[1])
    s.sendto(b"hello", ("127.0.0.3", int(sys.argv[1])))
    `,
    s.getsockname()[1],
  );
  const [data, ancdata, flags, address] = s.recvmsg(100, CMSG_SPACE(12) + CMSG_SPACE(4));
  assertEquals([decode(data), flags], ["hello", 0]);
  assertEquals(address, ["127.0.0.2", Number(await peer.line())]);
  assertEquals(ancdata.length, 2);
  // struct in_pktinfo: the interface, the local address, the destination of the header; Winsock's
  // has the last and the first alone.
  const info = find(ancdata, IPPROTO_IP, IP_PKTINFO);
  const [index, to] = winsock
    ? [info.subarray(4), info.subarray(0, 4)]
    : [info.subarray(0, 4), info.subarray(8)];
  assertEquals(info.length, winsock ? 8 : 12);
  assertEquals(ints(index), [loopbackIndex()]);
  assertEquals([...to], [127, 0, 0, 3]);
  assertEquals(ints(find(ancdata, IPPROTO_IP, IP_TTL)), [77]);
  await peer.end();
});

test("recvmsg: when a datagram came", () => {
  using s = socket(AF_INET, SOCK_DGRAM);
  s.bind(["127.0.0.1", 0]);
  s.setsockopt(SOL_SOCKET, SO_TIMESTAMP, 1);
  const before = Math.floor(Date.now() / 1000);
  s.sendto(encode("hello"), s.getsockname());
  const [data, ancdata, flags] = s.recvmsg(100, CMSG_SPACE(16));
  const after = Math.floor(Date.now() / 1000);
  assertEquals([decode(data), flags], ["hello", 0]);
  const [seconds = 0n, microseconds = -1n] = new BigInt64Array(
    find(ancdata, SOL_SOCKET, SCM_TIMESTAMP).buffer,
  );
  assert(before <= Number(seconds) && Number(seconds) <= after, String(seconds));
  assert(0n <= microseconds && microseconds < 1_000_000n);
});

test("recvmsg: where an IPv6 datagram came in, and how far it came", async () => {
  using s = socket(AF_INET6, SOCK_DGRAM);
  s.bind(["::1", 0]);
  // Winsock asks by the name of the message.
  s.setsockopt(IPPROTO_IPV6, IPV6_RECVPKTINFO ?? IPV6_PKTINFO, 1);
  s.setsockopt(IPPROTO_IPV6, IPV6_RECVHOPLIMIT ?? IPV6_HOPLIMIT, 1);
  await using peer = pythonSocket(
    `
    s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    s.sendmsg(
        [b"hello"],
        [(socket.IPPROTO_IPV6, socket.IPV6_HOPLIMIT, struct.pack("i", 33))],
        0,
        ("::1", int(sys.argv[1])),
    )
    `,
    s.getsockname()[1],
  );
  const [data, ancdata, flags] = s.recvmsg(100, 200);
  assertEquals([decode(data), flags], ["hello", 0]);
  assertEquals(ancdata.length, 2);
  const info = find(ancdata, IPPROTO_IPV6, IPV6_PKTINFO);
  assertEquals(inet_ntop(AF_INET6, info.subarray(0, 16)), "::1");
  assertEquals(ints(info.subarray(16)), [loopbackIndex()]);
  assertEquals(ints(find(ancdata, IPPROTO_IPV6, IPV6_HOPLIMIT)), [33]);
  await peer.end();
});

test("sendmsg: how far an IPv6 datagram goes", async () => {
  await using peer = pythonSocket(`
    s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVHOPLIMIT, 1)
    s.bind(("::1", 0))
    print(s.getsockname()[1])
    data, ancdata, flags, address = s.recvmsg(100, socket.CMSG_SPACE(4))
    for level, kind, value in ancdata:
        print(level == socket.IPPROTO_IPV6, kind == socket.IPV6_HOPLIMIT, *struct.unpack("i", value))
  `);
  const to = ["::1", Number(await peer.line())] as const;
  using s = socket(AF_INET6, SOCK_DGRAM);
  const hops = new Int32Array([44]);
  assertEquals(s.sendmsg([encode("x")], [[IPPROTO_IPV6, IPV6_HOPLIMIT, hops]], 0, to), 1);
  assertEquals(await peer.end(), "True True 44\n");
});

/** A socket to which each `receive` sends ten bytes, of which it receives four, and control data. */
function cutting() {
  const s = socket(AF_INET, SOCK_DGRAM);
  s.bind(["127.0.0.1", 0]);
  s.setsockopt(IPPROTO_IP, IP_PKTINFO, 1);
  s.setsockopt(IPPROTO_IP, IP_RECVTTL, 1);
  return {
    receive(room: number) {
      s.sendto(encode("0123456789"), s.getsockname());
      return s.recvmsg(4, room);
    },
    [Symbol.dispose]: () => s.close(),
  };
}

test("recvmsg: too little room for control data sets MSG_CTRUNC", () => {
  using s = cutting();
  // No room at all: the kernel drops the messages and says so. Winsock has another call then, which
  // knows of no messages.
  for (const room of winsock ? [1, CMSG_LEN(0) - 1] : [0, 1, CMSG_LEN(0) - 1]) {
    const [data, ancdata, flags] = s.receive(room);
    assertEquals([decode(data), ancdata], ["0123", []]);
    assertEquals(flags, MSG_TRUNC | MSG_CTRUNC);
  }
  const [, all, none] = s.receive(CMSG_SPACE(12) + CMSG_SPACE(4));
  assertEquals([all.length, none], [2, MSG_TRUNC]);
});

test("recvmsg: room for one control message and a half", () => {
  using s = cutting();
  const [, ancdata, flags] = s.receive(CMSG_SPACE(12) + CMSG_LEN(2));
  assertEquals(ancdata.map(([, type, value]) => [type, value.length]), [[IP_PKTINFO, 12], [
    IP_TTL,
    2,
  ]]);
  assertEquals(flags & MSG_CTRUNC, MSG_CTRUNC);
});

test("recvmsg: the credentials that the kernel vouches for, and those that Python gives", async () => {
  using s = socket(AF_UNIX, SOCK_DGRAM);
  s.bind("");
  s.setsockopt(SOL_SOCKET, SO_PASSCRED, true);
  await using peer = pythonSocket(
    `
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    s.connect(bytes.fromhex(sys.argv[1]))
    s.send(b"plain")
    credentials = struct.pack("iII", os.getpid(), os.getuid(), os.getgid())
    s.sendmsg([b"given"], [(socket.SOL_SOCKET, socket.SCM_CREDENTIALS, credentials)])
    `,
    (s.getsockname() as Uint8Array).toHex(),
  );
  for (const text of ["plain", "given"]) {
    const [data, ancdata, flags, address] = s.recvmsg(100, CMSG_SPACE(12));
    assertEquals([decode(data), flags, address], [text, 0, null]);
    assertEquals(ancdata.map(([level, type]) => [level, type]), [[SOL_SOCKET, SCM_CREDENTIALS]]);
    const [[, , value] = [0, 0, new Uint8Array(0)]] = ancdata;
    assertEquals(ints(value), [peer.pid, Deno.uid(), Deno.gid()]);
  }
  await peer.end();
});

test("sendmsg: our credentials and a descriptor in one message", async () => {
  await using peer = pythonSocket(`
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    s.bind(b"")
    s.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    print(s.getsockname().hex())
    data, ancdata, flags, address = s.recvmsg(100, 200)
    print(data)
    for level, kind, value in ancdata:
        if kind == socket.SCM_CREDENTIALS: print(*struct.unpack("iII", value))
        if kind == socket.SCM_RIGHTS: os.write(*struct.unpack("i", value), b"works")
  `);
  const address = Uint8Array.fromHex(await peer.line());
  using s = socket(AF_UNIX, SOCK_DGRAM);
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const mine = new Int32Array([Deno.pid, Deno.uid() ?? -1, Deno.gid() ?? -1]);
  const sent = s.sendmsg(
    [encode("who"), encode("ami")],
    [
      [SOL_SOCKET, SCM_CREDENTIALS, mine],
      [SOL_SOCKET, 1, new Int32Array([a.fileno()]).buffer],
    ],
    0,
    address,
  );
  assertEquals(sent, 6);
  assertEquals(await peer.line(), "b'whoami'");
  assertEquals(await peer.line(), mine.join(" "));
  await peer.end();
  assertEquals(decode(b.recv(10)), "works");
  assertGreater(mine[0], 0);
});

test("sendmsg: control data that the OS does not know", () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const error = assertThrows(
    () => a.sendmsg([encode("x")], [[SOL_SOCKET, 12345, new Uint8Array(4)]]),
    OSError,
  );
  assertEquals(error.errno, errno.EINVAL);
});

/** sendmmsg and recvmmsg: the memory of what comes, and what comes along with it. */
import { assert, assertEquals } from "@std/assert";
import {
  AF_INET,
  AF_UNIX,
  type AncillaryArgument,
  close,
  CMSG_LEN,
  CMSG_SPACE,
  create_server,
  inet_aton,
  IP_PKTINFO,
  IP_RECVERR,
  IPPROTO_IP,
  MSG_CTRUNC,
  MSG_ERRQUEUE,
  MSG_TRUNC,
  MSG_ZEROCOPY,
  type ReceivedMessage,
  SCM_RIGHTS,
  SO_EE_ORIGIN_ZEROCOPY,
  SO_ZEROCOPY,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  socket,
  socketpair,
  SOL_SOCKET,
  type UnixAddress,
} from "@bsd/socket";
import { backend } from "../../ffi/backend/mod.ts";
import { seeded } from "../support/seed.ts";
import { batchOf, everyWay, source, texts } from "./batches.ts";
import { concat, datagramPair, decode, encode, pythonSocket, target, winsock } from "./helpers.ts";

everyWay(
  "what was received stays as it was",
  seeded((random) => {
    const [a, b] = datagramPair();
    using _a = a, _b = b;
    const expected: Uint8Array[] = [];
    const got: Uint8Array[] = [];
    // More sizes than memory is kept for, each of them again and again.
    for (const bufsize of [10, 100, 1000, 3000, 5000, 8000, 10, 100, 1000, 3000, 5000, 8000]) {
      const batch = [1, 0.5, 0, 0.1].map((part) => random.bytes(bufsize * part));
      assertEquals(a.sendmmsg(batch.map((data) => [data])), 4);
      expected.push(...batch);
      got.push(...b.recvmmsg(4, bufsize).map(([data]) => data));
      // Neither the memory that was sent nor that which was received is looked at any more.
      for (const data of batch) data.slice().fill(0);
    }
    assertEquals(got, expected);
    // What is large has memory of its own.
    a.sendmmsg([[random.bytes(5000)], [random.bytes(5000)]]);
    const [[one], [other]] = b.recvmmsg(2, 8000) as [
      ReceivedMessage<UnixAddress>,
      ReceivedMessage<UnixAddress>,
    ];
    assert(one.buffer !== other.buffer);
    assertEquals(one.buffer.byteLength, 5000);
  }),
);

everyWay("a datagram that is too long is cut off, and shows no older bytes", () => {
  const [a, b] = datagramPair();
  using _a = a, _b = b;
  const from = source(a);
  a.sendmmsg(batchOf("secret".repeat(10), "secret".repeat(10)));
  b.recvmmsg(2, 100);
  a.sendmmsg(batchOf("0123456789", "abc"));
  assertEquals<unknown>(b.recvmmsg(2, 4), [
    [encode("0123"), [], MSG_TRUNC, from],
    [encode("abc"), [], 0, from],
  ]);
  a.sendmmsg(batchOf("0123456789"));
  assertEquals<unknown>(b.recvmmsg(1, 0), [[new Uint8Array(0), [], MSG_TRUNC, from]]);
});

everyWay("MSG_TRUNC, which tells the whole length, does not make more of a datagram", () => {
  const [a, b] = datagramPair();
  using _a = a, _b = b;
  a.sendmmsg(batchOf("0123456789", "abc"));
  assertEquals(texts(b.recvmmsg(2, 4, 0, MSG_TRUNC)), ["0123", "abc"]);
});

everyWay("MSG_TRUNC on TCP, which then writes nothing", () => {
  using server = create_server(["127.0.0.1", 0]);
  using client = socket();
  client.connect(server.getsockname());
  const [connection] = server.accept();
  using s = connection;
  client.send(encode("secret"));
  assertEquals(texts(s.recvmmsg(1, 6)), ["secret"]);
  client.send(encode("public"));
  assertEquals(s.recvmmsg(1, 6, 0, MSG_TRUNC)[0]?.[0], new Uint8Array(6));
});

everyWay("the end of a connection is a message without data", () => {
  const [a, b] = socketpair(AF_UNIX, SOCK_SEQPACKET);
  using _b = b;
  a.sendmmsg(batchOf("one", "two"));
  assertEquals(texts(b.recvmmsg(2, 10)), ["one", "two"]);
  a.close();
  assertEquals(texts(b.recvmmsg(1, 10)), [""]);
});

everyWay("descriptors travel with each message, and are nobody else's", () => {
  const [a, b] = datagramPair();
  using _a = a, _b = b;
  const rights = (...fds: number[]): AncillaryArgument[] => [
    [SOL_SOCKET, SCM_RIGHTS, new Int32Array(fds)],
  ];
  const many = Array.from({ length: 100 }, () => a.fileno());
  assertEquals(
    a.sendmmsg([
      [encode("one"), null, rights(a.fileno())],
      [encode("none")],
      [encode("two"), null, new Set(rights(b.fileno(), a.fileno()))],
      [encode("many"), null, rights(...many)],
    ]),
    4,
  );
  const batch = b.recvmmsg(10, 10, CMSG_SPACE(400));
  const fds = batch.map(([, ancdata]) =>
    ancdata.flatMap(([level, type, data]) => {
      assertEquals([level, type], [SOL_SOCKET, SCM_RIGHTS]);
      return [...new Int32Array(data.slice().buffer)];
    })
  );
  try {
    assertEquals(texts(batch), ["one", "none", "two", "many"]);
    assertEquals(batch.map(([, , flags]) => flags), [0, 0, 0, 0]);
    const [ours, others] = [target(a.fileno()), target(b.fileno())];
    assertEquals(fds.map((each) => each.map(target)), [
      [ours],
      [],
      [others, ours],
      many.map(() => ours),
    ]);
    for (const fd of fds.flat()) assertEquals(backend().get_inheritable(fd), 0);
  } finally {
    fds.flat().forEach(close);
  }
  // They went once: what is sent next has nothing of them.
  assertEquals(a.sendmmsg(batchOf("1", "2", "3", "4")), 4);
  for (const [, ancdata] of b.recvmmsg(4, 10, CMSG_SPACE(400))) assertEquals(ancdata, []);
  // Without room for them, and where there is room for one: the kernel closes the others.
  const two = rights(a.fileno(), b.fileno());
  a.sendmmsg([[encode("x"), null, two], [encode("y"), null, two]]);
  assertEquals(b.recvmmsg(1, 10), [[encode("x"), [], MSG_CTRUNC, null]]);
  const [[, ancdata, flags]] = b.recvmmsg(1, 10, CMSG_LEN(4)) as [ReceivedMessage<UnixAddress>];
  assertEquals(flags, MSG_CTRUNC);
  const [fd = -1, ...rest] = new Int32Array(ancdata[0]?.[2].slice().buffer ?? []);
  close(fd);
  assertEquals(rest, []);
});

everyWay("each datagram says where it came in, and leaves from where it is told", async () => {
  using s = socket(AF_INET, SOCK_DGRAM);
  s.bind(["", 0]);
  s.setsockopt(IPPROTO_IP, IP_PKTINFO, 1);
  await using peer = pythonSocket(
    `
    s = socket.socket(type=socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 0))
    for i in range(2, 6):
        s.sendto(b"to %d" % i, (f"127.0.0.{i}", int(sys.argv[1])))
    for i in range(4):
        data, address = s.recvfrom(100)
        print(data.decode(), "from", address[0])
    `,
    s.getsockname()[1],
  );
  const came: ReceivedMessage<readonly [string, number]>[] = [];
  while (came.length < 4) came.push(...s.recvmmsg(4, 100, CMSG_SPACE(12)));
  const arrived = came.map(([data, [info]]) => {
    assertEquals(info?.slice(0, 2), [IPPROTO_IP, IP_PKTINFO]);
    const destination = winsock ? info?.[2].subarray(0, 4) : info?.[2].subarray(8);
    return `${decode(data)}: ${destination?.join(".")}`;
  });
  assertEquals(arrived, [2, 3, 4, 5].map((i) => `to ${i}: 127.0.0.${i}`));
  // struct in_pktinfo: no interface, the source, and a member that does not matter here; Winsock's
  // has no such member, and the source before the interface.
  const answers = came.map(([data, , , [host, port]], i) => {
    const [none, from] = [new Uint8Array(4), inet_aton(`127.0.0.${i + 2}`)];
    const info = concat(winsock ? [from, none] : [none, from, none]);
    return [[encode("Re: "), data], [host, port], [[IPPROTO_IP, IP_PKTINFO, info]]] as const;
  });
  assertEquals(s.sendmmsg(answers), 4);
  for (const i of [2, 3, 4, 5]) assertEquals(await peer.line(), `Re: to ${i} from 127.0.0.${i}`);
  await peer.end();
});

everyWay("memory that the kernel goes on reading is the caller's own", () => {
  using receiver = socket(AF_INET, SOCK_DGRAM);
  receiver.bind(["127.0.0.1", 0]);
  using s = socket(AF_INET, SOCK_DGRAM);
  s.connect(receiver.getsockname());
  assert(SO_ZEROCOPY !== undefined && IP_RECVERR !== undefined);
  s.setsockopt(SOL_SOCKET, SO_ZEROCOPY, 1);
  assertEquals(s.sendmmsg(batchOf("one", "two", "three"), MSG_ZEROCOPY), 3);
  assertEquals(texts(receiver.recvmmsg(3, 10)), ["one", "two", "three"]);
  // struct sock_extended_err: the origin in byte 4, the first and last number of a send at 8 and 12.
  const done = s.recvmmsg(10, 0, 512, MSG_ERRQUEUE).flatMap(([, ancdata]) => ancdata);
  const numbers = done.flatMap(([, type, data]) => {
    assertEquals([type, data[4]], [IP_RECVERR, SO_EE_ORIGIN_ZEROCOPY]);
    const [, , first = 0, last = -1] = new Uint32Array(data.slice().buffer);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
  assertEquals(numbers, [0, 1, 2]);
});

/** sendmmsg and recvmmsg: who gets what, and when they wait. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  addaudithook,
  AF_INET,
  AF_UNIX,
  BlockingIOError,
  errno,
  gaierror,
  type MessageArgument,
  MSG_DONTWAIT,
  MSG_PEEK,
  OSError,
  type ReceivedMessage,
  SOCK_DGRAM,
  socket,
  TimeoutError,
  type UnixAddress,
} from "@bsd/socket";
import { type Backend, backend } from "../../ffi/backend/mod.ts";
import { test } from "../support/census.ts";
import { scaled } from "../support/scale.ts";
import { seeded } from "../support/seed.ts";
import { assertNothing, batchOf, everyWay, texts, withCalls } from "./batches.ts";
import {
  CLOSED,
  concat,
  datagramPair,
  encode,
  type IpAddress,
  LOOPBACK,
  pythonSocket,
  sha256,
  unix,
} from "./helpers.ts";

/** About what has room in a place of a batch, what shares memory, and what is a datagram at all. */
const LENGTHS = [1, 100, 7, 2047, 2048, 2049, 4095, 4096, 9000, 30_000, 3, 20];

for (const { name, family, af, host } of LOOPBACK) {
  everyWay(
    `over ${name}, Python receives and answers`,
    seeded(async (random) => {
      await using peer = pythonSocket(
        `
        family, host, count = getattr(socket, sys.argv[1]), sys.argv[2], int(sys.argv[3])
        s, other = (socket.socket(family, socket.SOCK_DGRAM) for _ in range(2))
        for each in s, other:
            each.bind((host, 0))
            print(each.getsockname()[1])
        for i in range(count):
            data, address = s.recvfrom(65536)
            print(len(data), sha256(data), address[1])
            (other if i % 3 == 0 else s).sendto(data[::-1], address)
        `,
        af,
        host,
        LENGTHS.length,
      );
      const [port, otherPort] = [Number(await peer.line()), Number(await peer.line())];
      using s = socket<IpAddress>(family, SOCK_DGRAM);
      s.bind([host, 0]);
      const datagrams = LENGTHS.map((length) => random.bytes(length));
      const to = [host, port] as const;
      // One buffer, a view of another kind, several buffers; an address of its own, or the same.
      const messages = datagrams.map((data, i): MessageArgument<typeof to> => {
        const [half, rest] = [data.subarray(0, i), data.subarray(i)];
        const parts = i % 3 === 1 ? [half, new Uint8Array(0), rest] : [rest];
        return i % 3 === 1
          ? [new Set(parts), [...to]]
          : [i % 3 === 2 ? new DataView(data.buffer) : data, to, []];
      });
      assertEquals(s.sendmmsg(new Set(messages)), messages.length);
      for (const data of datagrams) {
        assertEquals(await peer.line(), `${data.length} ${sha256(data)} ${s.getsockname()[1]}`);
      }
      const came: ReceivedMessage<IpAddress>[] = [];
      while (came.length < messages.length) came.push(...s.recvmmsg(1000, 65_536));
      const tail = host === "::1" ? [0, 0] : [];
      assertEquals(
        came,
        datagrams.map((data, i) => [
          data.toReversed(),
          [],
          0,
          [host, i % 3 === 0 ? otherPort : port, ...tail] as IpAddress,
        ]),
      );
      await peer.end();
    }),
  );
}

everyWay("an address of AF_UNIX is a path, bytes or nobody's", async () => {
  using s = socket(AF_UNIX, SOCK_DGRAM);
  s.bind("");
  const name = s.getsockname();
  assert(name instanceof Uint8Array);
  await using peer = pythonSocket(
    `
    unnamed, named = (socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) for _ in range(2))
    named.bind("")
    print(named.getsockname().hex())
    to = bytes.fromhex(sys.argv[1])
    unnamed.sendto(b"who", to)
    named.sendto(b"me", to)
    print(named.recvfrom(100) == (b"answer", to))
    `,
    name.toHex(),
  );
  const other = Uint8Array.fromHex(await peer.line());
  const came: ReceivedMessage<UnixAddress>[] = [];
  while (came.length < 2) came.push(...s.recvmmsg(10, 10));
  assertEquals(came, [[encode("who"), [], 0, null], [encode("me"), [], 0, other]]);
  assertEquals(s.sendmmsg([[encode("answer"), other]]), 1);
  assertEquals(await peer.end(), "True\n");
});

everyWay("each message goes to its own address, and without one to the connected peer", () => {
  const receivers = [1, 2, 3].map((i) => {
    const receiver = socket(AF_INET, SOCK_DGRAM);
    receiver.bind([`127.0.0.${i}`, 0]);
    return receiver;
  });
  const [one, two, three] = receivers.map((receiver) => receiver.getsockname());
  using s = socket(AF_INET, SOCK_DGRAM);
  try {
    assert(one !== undefined && two !== undefined && three !== undefined);
    s.connect(two);
    const [host, port] = one;
    s.sendmmsg([
      [encode("a"), one],
      [encode("b")],
      [encode("c"), one],
      [encode("d"), three],
      [encode("e"), null],
      [encode("f"), [host, port]],
      [encode("g"), [three[0], port]],
    ]);
    const came = receivers.map((receiver) => texts(receiver.recvmmsg(10, 10)).join(""));
    // The port of the first is nobody's at the address of the third, which the kernel finds out later.
    assertEquals(came, ["acf", "be", "d"]);
  } finally {
    for (const receiver of receivers) receiver.close();
  }
});

everyWay(
  "a blocking socket sends them all, however many",
  seeded(async (random) => {
    const count = scaled(3000, 1000);
    using s = socket(AF_UNIX, SOCK_DGRAM);
    await using peer = pythonSocket(
      `
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind("")
      print(s.getsockname().hex())
      digest = hashlib.sha256()
      for i in range(int(sys.argv[1])):
          digest.update(s.recv(100))
      print(digest.hexdigest())
      `,
      count,
    );
    s.connect(Uint8Array.fromHex(await peer.line()));
    const datagrams = Array.from({ length: count }, (_, i) => random.bytes(1 + i % 90));
    // The queue has room for a few of them.
    assertEquals(s.sendmmsg(datagrams.map((data) => [data])), count);
    assertEquals(await peer.line(), sha256(concat(datagrams)));
    await peer.end();
  }),
);

everyWay("what the queue has no room for is for the next call", () => {
  const [a, b] = datagramPair();
  using _a = a, _b = b;
  const all = Array.from({ length: 500 }, (_, i) => String(i));
  const messages = batchOf(...all);
  a.setblocking(false);
  const came: string[] = [];
  for (let sent = 0; sent < all.length;) {
    const now = a.sendmmsg(messages.slice(sent));
    sent += now;
    assert(now > 0);
    if (sent < all.length) {
      const full = () => a.sendmmsg(messages.slice(sent));
      assertEquals(assertThrows(full, BlockingIOError).syscall, "sendmmsg");
      a.settimeout(0.01);
      assertThrows(full, TimeoutError, "timed out");
      a.settimeout(null);
      assertThrows(() => a.sendmmsg(messages.slice(sent), MSG_DONTWAIT), BlockingIOError);
      a.settimeout(60);
    }
    came.push(...texts(b.recvmmsg(1000, 10)));
  }
  assertEquals(came, all);
});

everyWay("a message that the OS refuses ends the batch, and is the next call's error", () => {
  using s = socket(AF_INET, SOCK_DGRAM);
  s.bind(["127.0.0.1", 0]);
  const to = s.getsockname();
  const [host, port] = to;
  const messages: MessageArgument<typeof to>[] = [
    [encode("a"), to],
    [encode("b"), to],
    [new Uint8Array(70_000), ["127.0.0.1", port]],
    [encode("c"), to],
  ];
  assertEquals(s.sendmmsg(messages), 2);
  const error = assertThrows(() => s.sendmmsg(messages.slice(2)), OSError);
  assertEquals([error.errno, error.syscall], [errno.EMSGSIZE, "sendmmsg"]);
  assertEquals(error.address, [host, port]);
  assertEquals(s.sendmmsg(messages.slice(3)), 1);
  assertEquals(texts(s.recvmmsg(10, 10)), ["a", "b", "c"]);
  const buffers = Array.from({ length: 1025 }, () => new Uint8Array(1));
  assertEquals(s.sendmmsg([[buffers.slice(1), to]]), 1);
  assertEquals(s.recvmmsg(10, 2000)[0]?.[0], new Uint8Array(1024));
});

everyWay("only the first datagram is waited for", async () => {
  using s = socket(AF_INET, SOCK_DGRAM);
  s.bind(["127.0.0.1", 0]);
  await using peer = pythonSocket(
    `
    s = socket.socket(type=socket.SOCK_DGRAM)
    s.connect(("127.0.0.1", int(sys.argv[1])))
    for line in sys.stdin:
        # The other side waits by now, or will find it there: the same to it.
        s.send(line.encode())
    `,
    s.getsockname()[1],
  );
  for (const timeout of [null, 60]) {
    s.settimeout(timeout);
    await peer.send("one\n");
    assertEquals(texts(s.recvmmsg(100, 100)), ["one\n"]);
  }
  s.settimeout(0.01);
  const error = assertThrows(() => s.recvmmsg(100, 100), TimeoutError, "timed out");
  assertEquals(error.syscall, "recvmmsg");
  s.setblocking(false);
  assertThrows(() => s.recvmmsg(100, 100), BlockingIOError);
  s.setblocking(true);
  if (MSG_DONTWAIT !== undefined) {
    assertThrows(() => s.recvmmsg(100, 100, 0, MSG_DONTWAIT), BlockingIOError);
  }
  await peer.end();
});

everyWay("no more come than are asked for, in the order in which they were sent", () => {
  const [a, b] = datagramPair();
  using _a = a, _b = b;
  a.sendmmsg(batchOf("1", "2", "3", "4", "5", "6"));
  assertEquals(texts(b.recvmmsg(2, 10)), ["1", "2"]);
  assertEquals(texts(b.recvmmsg(1, 10)), ["3"]);
  // The largest number is no reason for as much memory.
  assertEquals(texts(b.recvmmsg(0xffffffff, 10)), ["4", "5", "6"]);
});

everyWay("with little memory for each datagram many come, with much few do", () => {
  const [a, b] = datagramPair();
  using _a = a, _b = b;
  a.setblocking(false);
  const count = a.sendmmsg(batchOf(..."abcdefghijklmnopqrstuvwxyz"));
  assert(count > 4);
  // More than 8 MiB are never taken, but for one datagram alone.
  for (const [bufsize, most] of [[1 << 24, 1], [3 << 20, 2], [100, 100]] as const) {
    const waiting = texts(b.recvmmsg(100, bufsize, 0, MSG_PEEK)).length;
    assertEquals(waiting === 1 ? 1 : Math.min(most, waiting), waiting);
  }
  assertEquals(texts(b.recvmmsg(100, 1 << 24)), ["a"]);
  assertEquals(texts(b.recvmmsg(100, 3 << 20)), ["b", "c"]);
  assertEquals(b.recvmmsg(100, 100).length, count - 3);
});

everyWay("names are resolved, before anything is sent", () => {
  using s = socket(AF_INET, SOCK_DGRAM);
  s.bind(["127.0.0.1", 0]);
  const [, port] = s.getsockname();
  assertEquals(s.sendmmsg([[encode("a"), ["localhost", port]], [encode("b"), ["127.1", port]]]), 2);
  assertEquals(texts(s.recvmmsg(10, 10)), ["a", "b"]);
  assertThrows(
    () =>
      s.sendmmsg([[encode("a"), ["127.0.0.1", port]], [encode("b"), ["no.such.invalid", port]]]),
    gaierror,
  );
  assertNothing(s);
});

test("batches: arguments that are refused, when nothing is sent", () => {
  const [a, b] = datagramPair();
  using _a = a, _b = b;
  const good: MessageArgument<never> = [encode("x")];
  const send = (...messages: unknown[]) => () => a.sendmmsg([good, ...messages] as [typeof good]);
  assertThrows(send(encode("x")), TypeError, "messages[1] must be [data, address?, ancdata?]");
  assertThrows(
    send([]),
    TypeError,
    "messages[1] must be [data, address?, ancdata?], not an array of 0",
  );
  assertThrows(send([encode("x"), null, [], 0]), TypeError, "not an array of 4");
  assertThrows(
    send(["text"]),
    TypeError,
    "messages[1][0] must be bytes, not a string: pass new Text",
  );
  assertThrows(send([[encode("x"), "text"]]), TypeError, "messages[1][0][1] must be bytes");
  assertThrows(send([null]), TypeError, "messages[1][0]");
  assertThrows(send([encode("x"), 5]), TypeError, `${unix ? "AF_UNIX" : "AF_INET"} address`);
  assertThrows(send([encode("x"), null, 5]), TypeError, "ancdata");
  assertThrows(send([encode("x"), null, [[1, 2]]]), TypeError, "ancillary message");
  assertThrows(() => a.sendmmsg([good], undefined), TypeError, "flags is undefined");
  assertThrows(() => a.sendmmsg(5 as never), TypeError, "messages must be an array");
  assertNothing(b);

  for (const count of [0, -1, 2 ** 32]) {
    assertThrows(() => b.recvmmsg(count, 10), RangeError, "count must be from 1 to 4294967295");
  }
  assertThrows(() => b.recvmmsg(1.5, 10), TypeError, "count must be an integer");
  assertThrows(() => b.recvmmsg(1, -1), RangeError, "bufsize");
  assertThrows(() => b.recvmmsg(1, 1, -1), RangeError, "ancbufsize");
  assertThrows(() => b.recvmmsg(1, 1, undefined), TypeError, "ancbufsize is undefined");
  assertThrows(() => b.recvmmsg(1, 1, 0, undefined), TypeError, "flags is undefined");
});

everyWay("nothing is sent of nothing; a closed socket has nothing", () => {
  const [a, b] = datagramPair();
  using _b = b;
  assertEquals(a.sendmmsg([]), 0);
  a.close();
  for (const call of [() => a.sendmmsg(batchOf("x")), () => a.recvmmsg(1, 1)]) {
    assertEquals(assertThrows(call, OSError).errno, CLOSED);
  }
});

everyWay(
  "a signal in between is nobody's business",
  () =>
    withCalls(interrupting(backend()), () => {
      const [a, b] = datagramPair();
      using _a = a, _b = b;
      assertEquals(a.sendmmsg(batchOf("1", "2", "3", "4")), 4);
      assertEquals(texts(b.recvmmsg(10, 10)), ["1", "2", "3", "4"]);
    }),
);

/** A backend whose calls are interrupted at first, and a batch that is sent after its first message. */
function interrupting({ sendmmsg, recvmmsg }: Backend): Partial<Backend> {
  let turn = 0;
  return {
    sendmmsg: (fd, messages, first, flags) =>
      turn++ % 2 === 0 ? -errno.EINTR : sendmmsg(fd, messages.slice(0, first + 1), first, flags),
    recvmmsg: (fd, messages, flags) =>
      turn++ % 3 !== 2 ? -errno.EINTR : recvmmsg(fd, messages, flags),
  };
}

test("batches: each message is an audit event, and none is sent if a hook forbids one", () => {
  const seen: unknown[] = [];
  let listening = true;
  addaudithook((event, args) => {
    if (!listening || event !== "socket.sendmsg") return;
    seen.push(args[1]);
    if (seen.length === 5) throw new Error("forbidden");
  });
  using s = socket(AF_INET, SOCK_DGRAM);
  s.bind(["127.0.0.1", 0]);
  const to = s.getsockname();
  const other = [...to] as typeof to;
  s.sendmmsg([[encode("a"), to], [encode("b"), other]]);
  assertEquals(s.recvmmsg(5, 5).length, 2);
  assertThrows(
    () => s.sendmmsg(["c", "d", "e"].map((text) => [encode(text), to])),
    Error,
    "forbidden",
  );
  listening = false;
  assertEquals(seen, [to, to, to, to, to]);
  assertNothing(s);
});

/** sendmmsg and recvmmsg, awaited; what they send and receive is in `tests/socket/batches_test.ts`. */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  AF_INET,
  AF_UNIX,
  BlockingIOError,
  close,
  CMSG_SPACE,
  errno,
  gaierror,
  MSG_DONTWAIT,
  OSError,
  type ReceivedMessage,
  SCM_RIGHTS,
  SOCK_DGRAM,
  socket,
  SOL_SOCKET,
  TimeoutError,
} from "@bsd/socket";
import { batchOf, texts } from "../socket/batches.ts";
import {
  concat,
  datagramPair,
  decode,
  encode,
  pythonSocket,
  sha256,
  target,
} from "../socket/helpers.ts";
import { seeded } from "../support/seed.ts";
import { CLOSED } from "./faces.ts";
import { test } from "./idle.ts";
import { alsoOnPoll, settledNow, turns, unix } from "./support.ts";

/** More messages than the queue of a socket has room for. */
const MANY = Array.from({ length: 1000 }, (_, i) => String(i));

test("awaited batches: what is there comes at once", async () => {
  const [a, b] = datagramPair();
  using _a = a, _b = b;
  const sent = a.promises.sendmmsg(batchOf("1", "2", "3"));
  const received = b.promises.recvmmsg(10, 10);
  assert(await settledNow([sent, received]));
  assertEquals([await sent, texts(await received)], [3, ["1", "2", "3"]]);
});

test("awaited batches: the first datagram is waited for, and brings those behind it", async () => {
  const [a, b] = datagramPair();
  using _a = a, _b = b;
  const first = b.promises.recvmmsg(2, 10);
  const second = b.promises.recv(10);
  const third = b.promises.recvmmsg(10, 10);
  await turns(3);
  a.sendmmsg(batchOf("1", "2", "3", "4", "5"));
  // They are served in the order in which they came.
  assertEquals(texts(await first), ["1", "2"]);
  assertEquals(decode(await second), "3");
  assertEquals(texts(await third), ["4", "5"]);
});

test(
  "awaited batches: Python takes them at its leisure and sends them back",
  seeded(async (random) => {
    await using peer = pythonSocket(
      `
      s = socket.socket(type=socket.SOCK_DGRAM)
      s.bind(("127.0.0.1", 0))
      print(s.getsockname()[1])
      while True:
          data, address = s.recvfrom(100)
          s.sendto(data[::-1], address)
          if not data: break
      `,
    );
    using s = socket(AF_INET, SOCK_DGRAM);
    const to = ["127.0.0.1", Number(await peer.line())] as const;
    for (let round = 0; round < 20; round++) {
      const batch = Array.from({ length: 30 }, (_, i) => random.bytes(1 + i));
      assertEquals(await s.promises.sendmmsg(batch.map((data) => [data, to])), 30);
      const came: ReceivedMessage<unknown>[] = [];
      while (came.length < 30) came.push(...await s.promises.recvmmsg(64, 100));
      assertEquals(came, batch.map((data) => [data.toReversed(), [], 0, [...to]]));
    }
    s.sendto(new Uint8Array(0), to);
    await peer.end();
  }),
);

test("awaited batches: with no room a batch waits, and then goes as far as there is room", async () => {
  await using peer = pythonSocket(`
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    s.bind("")
    print(s.getsockname().hex())
    sys.stdin.readline()
    data = b""
    for i in range(1000):
        data += s.recv(10)
    print(sha256(data))
  `);
  using s = socket(AF_UNIX, SOCK_DGRAM);
  const to = Uint8Array.fromHex(await peer.line());
  const messages = MANY.map((text) => [encode(text), to] as const);
  let sent = await s.promises.sendmmsg(messages);
  assert(0 < sent && sent < messages.length);
  const waiting = s.promises.sendmmsg(messages.slice(sent));
  await turns(3);
  await peer.send("go\n");
  for (let now = await waiting; sent + now < messages.length;) {
    assert(now > 0);
    sent += now;
    now = await s.promises.sendmmsg(messages.slice(sent));
  }
  assertEquals(await peer.line(), sha256(concat(MANY.map(encode))));
  await peer.end();
});

test("awaited batches: what is given up receives nothing", async () => {
  const [a, b] = datagramPair();
  using _a = a, _b = b;
  const nothing = new AbortController();
  const receiving = b.promises.recvmmsg(10, 10, 0, 0, { signal: nothing.signal });
  await turns(3);
  nothing.abort(new Error("enough"));
  await assertRejects(() => receiving, Error, "enough");
  a.sendmmsg(batchOf("1", "2"));
  assertEquals(texts(await b.promises.recvmmsg(10, 10)), ["1", "2"]);
});

test("awaited batches: what is given up sends nothing", async () => {
  const [a, b] = datagramPair();
  using _a = a, _b = b;
  const room = await a.promises.sendmmsg(batchOf(...MANY));
  assert(room < MANY.length);
  const more = new AbortController();
  const sending = a.promises.sendmmsg(batchOf("more"), 0, { signal: more.signal });
  await turns(3);
  more.abort();
  await assertRejects(() => sending, DOMException);
  await assertRejects(
    () => a.promises.sendmmsg(batchOf("none"), 0, { signal: AbortSignal.abort() }),
    DOMException,
  );
  assertEquals(texts(await b.promises.recvmmsg(1000, 10)), MANY.slice(0, room));
  if (MSG_DONTWAIT !== undefined) {
    assertThrows(() => b.recvmmsg(1, 10, 0, MSG_DONTWAIT), BlockingIOError);
  }
});

test("awaited batches: time-outs, and the end of the socket", async () => {
  const [a, b] = datagramPair();
  using _a = a;
  // There is always room for UDP.
  if (unix) {
    const room = await a.promises.sendmmsg(batchOf(...MANY));
    a.settimeout(0.01);
    const full = await assertRejects(() => a.promises.sendmmsg(batchOf("x")), TimeoutError);
    assertEquals([full.message.includes("timed out"), full.syscall], [true, "sendmmsg"]);
    assertEquals(b.recvmmsg(1000, 10).length, room);
  }
  b.settimeout(0.01);
  await assertRejects(() => b.promises.recvmmsg(10, 10), TimeoutError, "timed out");
  b.settimeout(null);
  if (MSG_DONTWAIT !== undefined) {
    await assertRejects(() => b.promises.recvmmsg(10, 10, 0, MSG_DONTWAIT), BlockingIOError);
  }
  const waiting = b.promises.recvmmsg(10, 10);
  await turns(2);
  b.close();
  const late = [b.promises.recvmmsg(1, 1), b.promises.sendmmsg(batchOf("x"))];
  for (const promise of [waiting, ...late]) {
    const error = await assertRejects<OSError>(() => promise as Promise<unknown>, OSError);
    assertEquals(error.errno, promise === waiting ? errno.EBADF : errno[CLOSED]);
  }
});

test("awaited batches: names are looked up, and nothing is sent before all are", async () => {
  using s = socket(AF_INET, SOCK_DGRAM);
  s.bind(["127.0.0.1", 0]);
  const [, port] = s.getsockname();
  const messages = ["127.0.0.1", "localhost", "localhost", "127.0.0.1"].map((host, i) =>
    [encode(`${i}`), [host, port]] as const
  );
  assertEquals(await s.promises.sendmmsg(messages), 4);
  assertEquals(texts(await s.promises.recvmmsg(10, 10)), ["0", "1", "2", "3"]);
  await assertRejects(
    () => s.promises.sendmmsg([...messages, [encode("x"), ["no.such.invalid", port]]]),
    gaierror,
  );
  // The address that is none comes behind a name that nobody waits for any more.
  await assertRejects(
    () => s.promises.sendmmsg([[encode("x"), ["localhost", port]], [encode("x"), 5 as never]]),
    TypeError,
    "AF_INET address",
  );
  if (MSG_DONTWAIT !== undefined) {
    await assertRejects(() => s.promises.recvmmsg(1, 10, 0, MSG_DONTWAIT), BlockingIOError);
  }
});

test("awaited batches: refused arguments reject the promise", async () => {
  const [a, b] = datagramPair();
  using _a = a, _b = b;
  for (
    const [promise, message] of [
      [a.promises.sendmmsg([encode("x") as never]), "messages[0] must be"],
      [a.promises.sendmmsg([["x" as never]]), "messages[0][0] must be bytes"],
      [a.promises.sendmmsg([], undefined), "flags is undefined"],
      [a.promises.sendmmsg(5 as never), "messages must be an array"],
      [b.promises.recvmmsg(1.5, 10), "count must be an integer"],
      [b.promises.recvmmsg(1, 10, 0, undefined), "flags is undefined"],
    ] as const
  ) {
    await assertRejects(() => promise as Promise<unknown>, TypeError, message);
  }
  await assertRejects(() => b.promises.recvmmsg(0, 10), RangeError, "count must be from 1");
  assertEquals(await a.promises.sendmmsg([]), 0);
});

test("awaited batches: descriptors come with their message", async () => {
  const [a, b] = datagramPair();
  using _a = a, _b = b;
  const received = b.promises.recvmmsg(10, 10, CMSG_SPACE(4));
  await turns(2);
  const rights = [[SOL_SOCKET, SCM_RIGHTS, new Int32Array([a.fileno()])]] as const;
  await a.promises.sendmmsg([[encode("none")], [encode("one"), null, rights]]);
  const [none, one] = await received;
  assertEquals(none, [encode("none"), [], 0, null]);
  const [fd = -1] = new Int32Array(one?.[1][0]?.[2].slice().buffer ?? []);
  try {
    assertEquals(target(fd), target(a.fileno()));
  } finally {
    close(fd);
  }
});

alsoOnPoll(import.meta.url);

/** `socket.readable`. */
import { assert, assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import {
  BrokenPipeError,
  ConnectionResetError,
  OSError,
  type Socket,
  socket,
  socketpair,
  TimeoutError,
} from "@bsd/socket";
import { concat, decode, encode, sha256 } from "../socket/helpers.ts";
import { seeded } from "../support/seed.ts";
import { CLOSED, winsock } from "./faces.ts";
import { test } from "./idle.ts";
import { alsoOnPoll, reset, tcpPair, turns, unix, until } from "./support.ts";
import {
  type Bytes,
  chunks,
  isReadable,
  isSettled,
  listener,
  pythonSender,
} from "./support_streams.ts";

alsoOnPoll(import.meta.filename ?? "");

test(
  "readable: everything that Python sends, in chunks of at most 64 KiB, then the end",
  seeded(async (random) => {
    using server = listener();
    await using peer = pythonSender(server, random, 3_000_000);
    const [conn] = await server.promises.accept();
    using _ = conn;
    const parts = await chunks(conn.readable);
    conn.close();
    assert(parts.every((part) => part.length > 0 && part.length <= 65536));
    assertEquals((await peer.end()).split(" ")[0], sha256(concat(parts)));
  }),
);

test(
  "readable: a BYOB reader gets everything into its own buffer",
  seeded(async (random) => {
    using server = listener();
    await using peer = pythonSender(server, random, 3_000_000);
    const [conn] = await server.promises.accept();
    using _ = conn;
    const reader = conn.readable.getReader({ mode: "byob" });
    let buffer = new ArrayBuffer(3_000_100);
    let filled = 0;
    for (;;) {
      const view = new Uint8Array(buffer, filled, random.int(1, buffer.byteLength - filled));
      const { done, value } = await reader.read(view);
      assert(value !== undefined);
      assertStrictEquals(value.byteOffset, filled);
      ({ buffer } = value);
      filled += value.length;
      if (done) break;
    }
    assertEquals(buffer.byteLength, 3_000_100);
    conn.close();
    assertEquals((await peer.end()).split(" ")[0], sha256(new Uint8Array(buffer, 0, filled)));
  }),
);

test("readable: what is there already goes into a BYOB buffer by one receive", async () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  b.sendall(new Uint8Array(100_000).fill(7));
  const reader = a.readable.getReader({ mode: "byob" });
  const { value } = await reader.read(new Uint8Array(150_000));
  assertEquals(value, new Uint8Array(100_000).fill(7));
});

test("readable: nothing is received that nobody asked for", async () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  b.sendall(encode("abcdefgh"));
  const reader = a.readable.getReader({ mode: "byob" });
  await turns(20);
  assertEquals(decode(a.recv(1)), "a");
  assertEquals(decode((await reader.read(new Uint8Array(2))).value ?? new Uint8Array()), "bc");
  assertEquals(decode(await a.promises.recv(1)), "d");
  reader.releaseLock();
  const [one, two] = [a.readable.getReader(), a.readable];
  assertStrictEquals(a.readable, two);
  assertEquals(decode((await one.read()).value ?? new Uint8Array()), "efgh");
  one.releaseLock();
  b.sendall(encode("ij"));
  await turns(20);
  assertEquals(decode(a.recv(10)), "ij");
});

test("readable: reads wait for data", async () => {
  const [a, b] = tcpPair();
  using _a = a, _b = b;
  const reader = a.readable.getReader();
  const reads = [reader.read(), reader.read()];
  assertEquals(await isSettled(Promise.race(reads)), false);
  b.send(encode("one"));
  assertEquals(await reads[0], { done: false, value: encode("one") });
  assertEquals(await isSettled(Promise.race(reads.slice(1))), false);
  b.send(encode("two"));
  assertEquals(await reads[1], { done: false, value: encode("two") });
});

test("readable: a BYOB read that waits takes no more than its buffer holds", async () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const read = a.readable.getReader({ mode: "byob" }).read(new Uint8Array(2));
  await turns(20);
  b.send(encode("abcde"));
  assertEquals((await read).value, encode("ab"));
  assertEquals(a.recv(10), encode("cde"));
});

test("readable: reads and the methods' receives take turns as they come", async () => {
  const [a, b] = tcpPair();
  using _a = a, _b = b;
  const reader = a.readable.getReader();
  const first = reader.read();
  await turns(1);
  const second = a.promises.recv(2);
  b.send(encode("one"));
  assertEquals((await first).value, encode("one"));
  const third = reader.read();
  b.send(encode("tw"));
  assertEquals(await second, encode("tw"));
  b.send(encode("three"));
  assertEquals((await third).value, encode("three"));
});

for (const first of ["default", "byob"] as const) {
  for (const second of ["default", "byob"] as const) {
    test(`readable: a ${first} read that was released leaves its bytes to a ${second} reader`, async () => {
      const [a, b] = socketpair();
      using _a = a;
      const read = async (reader: ReadableStreamDefaultReader<Bytes> | ReadableStreamBYOBReader) =>
        reader instanceof ReadableStreamBYOBReader
          ? await reader.read(new Uint8Array(100))
          : await reader.read();
      const reader = (mode: typeof first) =>
        mode === "byob" ? a.readable.getReader({ mode }) : a.readable.getReader();

      for (const waitsAgain of [false, true]) {
        const early = reader(first);
        const given_up = assertRejects(() => read(early), TypeError);
        await turns(20);
        early.releaseLock();
        await given_up;
        const late = reader(second);
        const reading = waitsAgain ? read(late) : undefined;
        await turns(20);
        b.send(encode("abc"));
        // It was asked for: the stream receives it, reader or not.
        await until(() => !isReadable(a));
        const { value } = await (reading ?? read(late));
        assertEquals(decode(value ?? new Uint8Array()), "abc");
        late.releaseLock();
      }
      const last = reader(second);
      const end = read(last);
      b.close();
      assertEquals((await end).done, true);
    });
  }
}

test("readable: the end closes it, for all readers", async () => {
  for (const waits of [false, true]) {
    const [a, b] = socketpair();
    using _a = a;
    b.send(encode("abc"));
    if (!waits) b.close();
    const reader = a.readable.getReader({ mode: "byob" });
    // The last bytes come before "min" is there.
    const read = reader.read(new Uint8Array(10), { min: 5 });
    if (waits) {
      await turns(20);
      b.close();
    }
    assertEquals(await read, { done: true, value: encode("abc") });
    const { done, value } = await reader.read(new Uint8Array(10));
    assertEquals([done, value?.length, value?.buffer.byteLength], [true, 0, 10]);
    await reader.closed;
    reader.releaseLock();
    assertEquals(await chunks(a.readable), []);
    assertEquals(a.recv(10).length, 0);
  }
});

test("readable: a half element at the end is an error", async () => {
  const [a, b] = socketpair();
  using _a = a;
  b.send(encode("abc"));
  b.close();
  const reader = a.readable.getReader({ mode: "byob" });
  assertEquals((await reader.read(new Uint16Array(10))).value?.length, 1);
  await assertRejects(() => reader.read(new Uint16Array(10)), TypeError);
});

test("readable: an error ends it", async () => {
  for (const waits of [false, true]) {
    const [a, b] = tcpPair();
    using _a = a;
    if (!waits) reset(b);
    const reader = a.readable.getReader();
    const read = reader.read();
    if (waits) {
      await turns(20);
      reset(b);
    }
    const error = await assertRejects(() => read, ConnectionResetError);
    assertEquals(error.syscall, "recv");
    assertStrictEquals(await assertRejects(() => reader.read(), ConnectionResetError), error);
    assertStrictEquals(await assertRejects(() => reader.closed), error);
  }
});

test("readable: a socket that is not connected, a time-out, a closed socket", async () => {
  using lonely = socket();
  assertEquals((await assertRejects(() => chunks(lonely.readable), OSError)).code, "ENOTCONN");

  const [a, b] = socketpair();
  using _b = b;
  a.settimeout(0.01);
  const late = await assertRejects(() => a.readable.getReader().read(), TimeoutError);
  assertEquals([late.errno, late.syscall], [null, "recv"]);
  b.send(encode("abc"));
  assertEquals(decode(a.recv(10)), "abc");
  const read = b.readable.getReader().read();
  // A stream that is new receives a moment later.
  b.close();
  assertEquals((await assertRejects(() => read, OSError)).code, CLOSED);
  a.close();
  const never = socket();
  never.close();
  assertEquals((await assertRejects(() => chunks(never.readable), OSError)).code, CLOSED);
});

test("readable: cancel gives up waiting and shuts down reading", async () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  b.send(encode("abc"));
  const reader = a.readable.getReader();
  await reader.read();
  const read = reader.read();
  await turns(20);
  await reader.cancel("enough");
  assertEquals((await read).done, true);
  // Winsock receives nothing after that; TCP does not tell the peer.
  if (winsock) assertThrows(() => a.recv(10), BrokenPipeError);
  else assertEquals(a.recv(10).length, 0);
  if (unix) assertThrows(() => b.send(encode("x")), BrokenPipeError);
  a.sendall(encode("still"));
  assertEquals(decode(b.recv(10)), "still");
});

test("readable: a read that cancel ends has received nothing", async () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const reader = a.readable.getReader();
  const read = reader.read();
  await turns(20);
  b.send(encode("abc"));
  await reader.cancel();
  assertEquals((await read).done, true);
  await turns(20);
  assertEquals(a.recv(10), encode("abc"));
});

test("readable: after cancel the methods receive what had come", async () => {
  for (const pair of [socketpair, tcpPair]) {
    const [a, b]: [Socket, Socket] = pair();
    using _a = a, _b = b;
    b.sendall(encode("abcdef"));
    const reader = a.readable.getReader({ mode: "byob" });
    assertEquals((await reader.read(new Uint8Array(2))).value, encode("ab"));
    await reader.cancel();
    assertEquals(decode(a.recv(10)), "cdef");
    assertEquals(decode(await a.promises.recv(10)), "");
  }
});

test("readable: cancel of a socket that is closed or was never connected is fine", async () => {
  const [a, b] = tcpPair();
  await Promise.all([a.readable.cancel(), a.readable.cancel()]);
  a.close();
  reset(b);
  await b.readable.cancel();
  using lonely = socket();
  await lonely.readable.cancel();
});

test("readable: cancel after the error of a reset is fine", async () => {
  const [c, d] = tcpPair();
  using _c = c;
  reset(d);
  assertThrows(() => c.recv(1), ConnectionResetError);
  await c.readable.cancel();
});

test("readable: break shuts down reading, preventCancel does not", async () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  b.send(encode("abc"));
  for await (const chunk of a.readable.values({ preventCancel: true })) {
    assertEquals(decode(chunk), "abc");
    break;
  }
  b.send(encode("def"));
  assertEquals(decode(a.recv(1)), "d");
  for await (const chunk of a.readable) {
    assertEquals(decode(chunk), "ef");
    break;
  }
  if (winsock) assertThrows(() => a.recv(1), BrokenPipeError);
  else assertEquals(a.recv(1).length, 0);
  if (unix) assertThrows(() => b.send(encode("x")), BrokenPipeError);
});

test("readable: tee, and a Response's body", async () => {
  const [a, b] = socketpair();
  using _a = a;
  b.sendall(encode('{"one": 1}'));
  b.close();
  const [left, right] = a.readable.tee();
  assertEquals(await new Response(left).json(), { one: 1 });
  assertEquals(await new Response(right).text(), '{"one": 1}');
});

/** `socket.readable` and `socket.writable`. */
import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import {
  AF_INET,
  AF_UNIX,
  BrokenPipeError,
  type BytesLike,
  ConnectionResetError,
  errno,
  OSError,
  SHUT_WR,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  type Socket,
  socket,
  socketpair,
  TimeoutError,
} from "@bsd/socket";
import { backend } from "../../ffi/backend/mod.ts";
import { concat, decode, encode, pythonSocket, receiveAll, sha256 } from "../socket/helpers.ts";
import { deno } from "../support/peer.ts";
import { type Random, seeded } from "../support/seed.ts";
import { CLOSED, winsock } from "./faces.ts";
import { test } from "./idle.ts";
import { alsoOnPoll, reset, smallPair, tcpPair, turns, unix, until } from "./support.ts";
import { denoPath } from "../support/runtime.ts";

alsoOnPoll(import.meta.filename ?? "");

type Bytes = Uint8Array<ArrayBuffer>;

/** Whether a promise is settled after the event loop had some turns. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.then(() => settled = true, () => settled = true);
  await turns(20);
  return settled;
}

/** Whether there is something to receive. */
function isReadable(sock: Socket): boolean {
  return backend().wait(sock.fileno(), true, false, 0) > 0;
}

/** All chunks of a stream. */
function chunks<T>(stream: ReadableStream<T>): Promise<T[]> {
  return Array.fromAsync(stream);
}

/** Sends from another process what was made of a seed. */
function pythonSender(sock: Socket, random: Random, length: number) {
  const [, port] = sock.getsockname() as [string, number];
  return pythonSocket(
    `
    import random
    data = random.Random(int(sys.argv[2])).randbytes(int(sys.argv[3]))
    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s:
        s.sendall(data)
        s.shutdown(socket.SHUT_WR)
        print(sha256(data), sha256(read_all(s)))
    `,
    port,
    random.int(0, 1e9),
    length,
  );
}

/** A listening TCP socket of this process. */
function listener(): Socket {
  const server = socket();
  server.bind(["127.0.0.1", 0]);
  server.listen();
  return server;
}

// ---- reading ----

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

// ---- writing ----

test(
  "writable: everything gets to Python, in order, then the end; its answer comes back",
  seeded(async (random) => {
    using server = listener();
    await using peer = pythonSocket(
      `
      with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s:
          data = read_all(s)
          print(sha256(data))
          s.sendall(data[::-1])
      `,
      (server.getsockname() as [string, number])[1],
    );
    const [conn] = await server.promises.accept();
    using _ = conn;
    const parts = Array.from({ length: 200 }, () => random.bytes(random.int(0, 20_000)));
    const data = concat(parts);
    await ReadableStream.from(parts).pipeTo(conn.writable);
    assertEquals(await peer.line(), sha256(data));
    assertEquals(sha256(await new Response(conn.readable).bytes()), sha256(data.reverse()));
    await peer.end();
  }),
);

test("writable: takes what bytes there are, one after the other, beside the methods", async () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const writer = a.writable.getWriter();
  const shared = new Uint8Array(new SharedArrayBuffer(2));
  shared.set(encode("gh"));
  const data: BytesLike[] = [
    encode("ab"),
    encode("cd").buffer,
    new DataView(encode("xefx").buffer, 1, 2),
    new Uint8Array(),
    shared,
    new Uint16Array(encode("ij").buffer),
  ];
  await Promise.all(data.map((chunk) => writer.write(chunk)));
  a.sendall(encode("kl"));
  await writer.write(encode("mn"));
  await a.promises.sendall(encode("op"));
  assertEquals(decode(b.recv(100)), "abcdefghijklmnop");
  assertStrictEquals(a.writable.locked, true);
});

test("writable: back-pressure lasts until the kernel has taken the chunk", async () => {
  const [a, b] = smallPair();
  using _a = a, _b = b;
  const writer = a.writable.getWriter();
  assertEquals(writer.desiredSize, 1);
  const data = new Uint8Array(1_000_000).fill(3);
  const written = writer.write(data);
  assertEquals(writer.desiredSize, 0);
  assertEquals(await isSettled(Promise.race([written, writer.ready])), false);
  const closed = writer.close();
  assertEquals(await isSettled(closed), false);
  assertEquals(concat(await chunks(b.readable)), data);
  await Promise.all([written, closed]);
});

test("pipeTo: a fast sender is held up by a slow reader", async () => {
  const [from, to] = smallPair();
  const [next, last] = smallPair();
  using _from = from, _to = to, _next = next, _last = last;
  const piped = to.readable.pipeTo(next.writable);
  const data = new Uint8Array(5_000_000).fill(1);
  const sent = from.promises.sendall(data);
  assertEquals(await isSettled(sent), false);
  const received = new Response(last.readable).bytes();
  await sent;
  from.close();
  assertEquals((await received).length, data.length);
  await piped;
});

test("writable: close ends sending, not receiving", async () => {
  const [a, b] = tcpPair();
  using _a = a, _b = b;
  const writer = a.writable.getWriter();
  writer.write(encode("question"));
  await writer.close();
  assertEquals(decode(receiveAll(b)), "question");
  assertThrows(() => a.send(encode("x")), BrokenPipeError);
  b.sendall(encode("answer"));
  b.shutdown(SHUT_WR);
  assertEquals(await new Response(a.readable).text(), "answer");
});

test("writable: a string is a TypeError that says what to do", async () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const writer = (a.writable as WritableStream<unknown>).getWriter();
  const error = await assertRejects(() => writer.write("text"), TypeError);
  assertEquals(
    error.message,
    'data must be bytes, not a string: pass new TextEncoder().encode("text")',
  );
  assertStrictEquals(await assertRejects(() => writer.closed), error);
  a.sendall(encode("the socket is as it was"));
  assertEquals(decode(b.recv(100)), "the socket is as it was");
});

test("writable: abort drops what waits and resets the connection", async () => {
  const [a, b] = tcpPair();
  using _a = a, _b = b;
  const writer = a.writable.getWriter();
  const reason = new Error("enough");
  const writes = [new Uint8Array(50_000_000), encode("never")].map((chunk) =>
    assertRejects(() => writer.write(chunk))
  );
  assertEquals(await isSettled(Promise.race(writes)), false);
  await writer.abort(reason);
  for (const error of await Promise.all(writes)) assertStrictEquals(error, reason);
  assertStrictEquals(await assertRejects(() => writer.closed), reason);
  assertEquals(a.fileno(), -1);
  // The reset may find bytes on their way, which may be read before it.
  await assertRejects(() => chunks(b.readable), ConnectionResetError);
});

test("writable: abort closes where there is nothing to reset", async () => {
  const [a, b] = socketpair();
  using _b = b;
  await a.writable.abort();
  assertEquals(a.fileno(), -1);
  if (unix) assertEquals(b.recv(1).length, 0);
  else assertThrows(() => b.recv(1), ConnectionResetError);
  await a.writable.abort();
  const lonely = socket();
  await lonely.writable.abort();
  assertEquals(lonely.fileno(), -1);
  b.close();
  await b.writable.abort();
  const gone = socket();
  // As macOS has it of a connection whose ends are both shut down.
  gone.setsockopt = () => {
    throw new OSError(errno.EINVAL, "Invalid argument");
  };
  await gone.writable.abort();
  assertEquals(gone.fileno(), -1);
});

test("writable: nobody reads any more", async () => {
  const [a, b] = socketpair();
  using _a = a;
  b.close();
  const writer = a.writable.getWriter();
  const error = await assertRejects(() => writer.write(encode("x")), BrokenPipeError);
  assertEquals(error.syscall, "send");
  assertStrictEquals(await assertRejects(() => writer.closed), error);
  assert(a.fileno() >= 0);
});

test("writable: what is closed, times out, or is not connected", async () => {
  const [c, d] = smallPair();
  using _d = d;
  const waiting = c.writable.getWriter().write(new Uint8Array(1_000_000));
  assertEquals(await isSettled(waiting), false);
  c.close();
  assertEquals((await assertRejects(() => waiting, OSError)).code, "EBADF");

  const [e, f] = smallPair();
  using _e = e, _f = f;
  e.settimeout(0.01);
  const late = e.writable.getWriter().write(new Uint8Array(1_000_000));
  assertInstanceOf(await assertRejects(() => late), TimeoutError);

  using lonely = socket();
  assertEquals((await assertRejects(() => lonely.writable.close(), OSError)).code, "ENOTCONN");
});

test("pipeTo: a reset gets to the other side", async () => {
  const [peer, from] = tcpPair();
  const [to, last] = tcpPair();
  using _from = from, _to = to, _last = last;
  const piped = assertRejects(() => from.readable.pipeTo(to.writable), ConnectionResetError);
  peer.sendall(encode("a part"));
  assertEquals(decode(await last.promises.recv(100)), "a part");
  reset(peer);
  await piped;
  assertEquals(to.fileno(), -1);
  assertThrows(() => last.recv(1), ConnectionResetError);
});

test("pipeTo: that nobody reads any more gets to the other side", async () => {
  const [source, middle] = socketpair();
  const [gone, end] = socketpair();
  using _source = source, _middle = middle, _gone = gone;
  end.close();
  const broken = assertRejects(() => middle.readable.pipeTo(gone.writable), BrokenPipeError);
  source.sendall(encode("for nobody"));
  await broken;
  assertThrows(() => source.sendall(encode("x")), BrokenPipeError);
});

test("pipeThrough: a socket is a pair of streams", async () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const echoed = b.readable.pipeTo(b.writable);
  const through = ReadableStream.from(["Hello, ", "world"])
    .pipeThrough(new TextEncoderStream())
    .pipeThrough(a)
    .pipeThrough(new TextDecoderStream());
  assertEquals((await chunks(through)).join(""), "Hello, world");
  await echoed;
});

// ---- both ----

test("streams: the same each time, and none where there are messages", () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  assertStrictEquals(a.readable, a.readable);
  assertStrictEquals(a.writable, a.writable);
  using datagrams = socket(AF_INET, SOCK_DGRAM);
  const error = assertThrows(() => datagrams.readable, TypeError);
  assertEquals(
    error.message,
    "readable is for SOCK_STREAM; a SOCK_DGRAM has messages, which promises.recvfrom() keeps apart",
  );
  assertThrows(() => datagrams.writable, TypeError, "writable is for SOCK_STREAM; a SOCK_DGRAM");
  if (!unix) return;
  using records = socket(AF_UNIX, SOCK_SEQPACKET);
  assertThrows(() => records.readable, TypeError, "SOCK_SEQPACKET");
  assertThrows(() => records.writable, TypeError, "SOCK_SEQPACKET");
});

test("streams: what waits for an unref'd socket does not keep the process alive", async () => {
  await using peer = deno(`
    import { socketpair } from "@bsd/socket";
    const [a, b] = socketpair();
    b.send(new Uint8Array(3));
    const reader = a.readable.getReader();
    console.log((await reader.read()).value.length);
    b.writable.getWriter().write(new Uint8Array(5));
    a.unref();
    reader.read().then(() => reader.read());
  `);
  assertEquals(await peer.end(), "3\n");
});

test("streams: keep their socket while they are in use", async () => {
  const peer = new Deno.Command(denoPath, {
    args: [
      "eval",
      "--v8-flags=--expose-gc",
      `import { socketpair } from ${JSON.stringify(import.meta.resolve("../../mod.ts"))};
       const ends = () => { const [a, b] = socketpair(); return [a.writable, b.readable]; };
       const [writable, readable] = ends();
       const writer = writable.getWriter(), reader = readable.getReader();
       for (let i = 0; i < 5; i++) {
         const read = reader.read();
         gc();
         await new Promise((resolve) => setTimeout(resolve, 1));
         gc();
         writer.write(new Uint8Array([i]));
         console.log((await read).value[0]);
       }`,
    ],
  });
  const { stdout } = await peer.output();
  assertEquals(decode(stdout), "0\n1\n2\n3\n4\n");
});

test("streams: a waiting read receives nothing once the socket is detached", async () => {
  const [a, b] = socketpair();
  using _b = b;
  const read = a.readable.getReader().read();
  await turns(5);
  using again = socket({ fileno: a.detach() });
  assertEquals((await assertRejects(() => read, OSError)).code, "EBADF");
  b.send(encode("abc"));
  await turns(20);
  assertEquals(again.recv(10), encode("abc"));
});

/** `socket.writable`, and pipes from one stream to another. */
import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import {
  BrokenPipeError,
  type BytesLike,
  ConnectionResetError,
  errno,
  OSError,
  SHUT_WR,
  socket,
  socketpair,
  TimeoutError,
} from "@bsd/socket";
import { concat, decode, encode, pythonSocket, receiveAll, sha256 } from "../socket/helpers.ts";
import { seeded } from "../support/seed.ts";
import { test } from "./idle.ts";
import { alsoOnPoll, reset, smallPair, tcpPair, unix } from "./support.ts";
import { chunks, isSettled, listener } from "./support_streams.ts";

alsoOnPoll(import.meta.filename ?? "");

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

/** Blocking and awaited operations on one socket, in turns and at the same time. */
import { assert, assertEquals, assertGreater, assertThrows } from "@std/assert";
import {
  AF_UNIX,
  BlockingIOError,
  create_server,
  FileNotFoundError,
  MSG_DONTWAIT,
  socket,
  socketpair,
  TimeoutError,
} from "@bsd/socket";
import {
  concat,
  decode,
  encode,
  pythonSocket,
  receiveExactly,
  sha256,
  statusFlags,
} from "../socket/helpers.ts";
import { seeded } from "../support/seed.ts";
import { backend } from "../../ffi/backend/mod.ts";
import { awaited, blocking } from "./faces.ts";
import { test } from "./idle.ts";
import { alsoOnPoll, fillOnce, tellsDescriptors, turns, until, withEcho } from "./support.ts";

alsoOnPoll(import.meta.url);

const O_NONBLOCK = 0o4000;

/** A time-out that runs out soon, and one that does not, in seconds. */
const SOON = 0.02, LONG = 20;

test(
  "any sequence of operations of both faces, with time-outs set in between",
  seeded(async (random) => {
    await withEcho(async (conn) => {
      const sent: Uint8Array[] = [];
      const received: Uint8Array[] = [];
      let under = 0;
      for (let step = 0; step < 1500; step++) {
        conn.settimeout(random.pick([null, LONG]));
        const on = random.pick([blocking, awaited])(conn);
        if (under < 20_000 && random.int(0, 1) === 0) {
          const data = random.bytes(random.int(1, 2000));
          const [send] = random.pick([
            [() => on.sendall(data)],
            [() => on.sendmsg([data.subarray(0, 10), data.subarray(10)])],
          ]);
          const taken = await send() ?? data.length;
          sent.push(data.subarray(0, taken));
          under += taken;
        } else if (under > 0) {
          const room = new Uint8Array(random.int(1, 2000));
          const [receive] = random.pick([
            [async () => await on.recv(room.length)],
            [async () => room.subarray(0, await on.recv_into(room))],
            [async () => room.subarray(0, (await on.recvmsg_into([room]))[0])],
          ]);
          const data = await receive();
          assertGreater(data.length, 0);
          received.push(data);
          under -= data.length;
        } else {
          conn.settimeout(0);
          assertThrows(() => conn.recv(1), BlockingIOError);
        }
        assertEquals(conn.getblocking(), conn.gettimeout() !== 0);
      }
      conn.settimeout(null);
      received.push(receiveExactly(conn, under));
      assertEquals(sha256(concat(received)), sha256(concat(sent)));
    });
  }),
);

test("what awaiting does to the descriptor does not show", async () => {
  await withEcho(async (conn) => {
    for (const timeout of [null, 0, LONG]) {
      conn.settimeout(timeout);
      const mode = [conn.gettimeout(), conn.getblocking()];
      await conn.promises.sendall(encode("awaited"));
      assertEquals(decode(await conn.promises.recv(7)), "awaited");
      assertEquals([conn.gettimeout(), conn.getblocking()], mode);
      if (tellsDescriptors) assert((statusFlags(conn.fileno()) & O_NONBLOCK) !== 0);
    }
    // Blocking calls wait, for data and for room, as if nothing had been.
    conn.settimeout(null);
    conn.sendall(encode("blocking"));
    assertEquals(decode(conn.recv(8)), "blocking");
    conn.settimeout(SOON);
    assertThrows(() => conn.recv(1), TimeoutError);
    conn.settimeout(0);
    assertThrows(() => conn.recv(1), BlockingIOError);
    conn.setblocking(true);
    if (MSG_DONTWAIT !== undefined) {
      assertThrows(() => conn.recv(1, MSG_DONTWAIT), BlockingIOError);
    }
    assertEquals([conn.gettimeout(), conn.getblocking()], [null, true]);
    if (tellsDescriptors) {
      assertEquals(statusFlags(conn.fileno()) & O_NONBLOCK, O_NONBLOCK, "for good");
    }
    await conn.promises.sendall(encode("awaited"));
    assertEquals(decode(conn.recv(7)), "awaited");
  });
});

test("blocking operations wait for a Python after awaited ones", async () => {
  using server = create_server(["127.0.0.1", 0]);
  const controller = new AbortController();
  const aborted = server.promises.accept(controller);
  controller.abort("enough");
  assertEquals(await aborted.catch((e) => e), "enough");
  for (const timeout of [null, LONG]) {
    await using peer = pythonSocket(
      `
      s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
      print(len(s.recv(int(sys.stdin.readline()), socket.MSG_WAITALL)))
      `,
      server.getsockname()[1],
    );
    const [conn] = server.accept();
    using _ = conn;
    await conn.promises.writable();
    conn.settimeout(timeout);
    const filled = fillOnce(conn);
    await peer.send(`${filled + 100_000}\n`);
    conn.sendall(new Uint8Array(100_000));
    assertEquals(await peer.end(), `${filled + 100_000}\n`);
  }
});

test("a blocking connect after an awaited one that failed", async () => {
  await using peer = pythonSocket(`
    server = socket.socket(socket.AF_UNIX)
    server.bind(b"")
    server.listen(0)
    print(server.getsockname().hex())
    sys.stdin.readline()
    for i in range(2):
        conn, _ = server.accept()
        print(conn.recv(10))
  `);
  const address = Uint8Array.fromHex(await peer.line());
  using first = socket(AF_UNIX);
  first.connect(address);
  using s = socket(AF_UNIX);
  const error = await s.promises.connect("/nobody/here").catch((e) => e);
  assert(error instanceof FileNotFoundError);
  // There is no room: the kernel waits of itself on a blocking descriptor alone.
  first.sendall(encode("first"));
  await peer.send("go\n");
  s.connect(address);
  s.sendall(encode("second"));
  assertEquals(await peer.end(), "b'first'\nb'second'\n");
});

test("a blocking call takes what somebody awaits, who then gets the next", async () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  for (const patience of [0, 1, 100]) {
    const waiting = a.promises.recv(10);
    await turns(patience);
    b.send(encode("first"));
    assertEquals(decode(a.recv(10)), "first");
    await turns(patience);
    a.settimeout(0);
    assertThrows(() => a.recv(10), BlockingIOError);
    a.settimeout(null);
    b.send(encode("second"));
    assertEquals(decode(await waiting), "second");
  }
});

test("a time-out is that of the moment when an operation began", async () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  a.settimeout(SOON);
  const soon = a.promises.recv(10).then(() => "received", (error) => error.name);
  a.settimeout(null);
  const never = a.promises.recv(10);
  a.settimeout(0);
  const behind = a.promises.recv(10);
  assertEquals(await soon, "TimeoutError");
  assertEquals(a.gettimeout(), 0);
  b.send(encode("x"));
  assertEquals(decode(await never), "x");
  b.send(encode("y"));
  assertEquals(decode(await behind), "y");
});

test("files over a socket that was awaited", async () => {
  await withEcho(async (conn) => {
    await conn.promises.sendall(encode("begin\n"));
    using file = conn.makefile("rw");
    assertEquals(file.readline(), "begin\n");
    for (const timeout of [null, LONG]) {
      conn.settimeout(timeout);
      file.write("from a file\nand another line\n");
      file.flush();
      assertEquals(file.readline(), "from a file\n");
      assertEquals(file.readline(), "and another line\n");
      await conn.promises.sendall(encode("awaited"));
      assertEquals(decode(await conn.promises.recv(100)), "awaited");
    }
    using raw = conn.makefile("rwb", { buffering: 0 });
    conn.settimeout(0);
    assertEquals(raw.read(1), null, "nothing there, and no waiting");
    await conn.promises.sendall(encode("raw"));
    await conn.promises.readable();
    assertEquals(decode(raw.read(10) ?? new Uint8Array(0)), "raw");
  });
});

test("a socket that files are sent from can be awaited meanwhile and afterwards", async () => {
  if (!backend().knows_files) return;
  const [from, writer] = socketpair();
  using _from = from, _writer = writer;
  const ends = Array.from({ length: 4 }, () => socketpair());
  using stack = new DisposableStack();
  ends.flat().forEach((end) => stack.use(end));
  let moved = 0;
  const add = (count: number) => moved += count;
  const received = () => from.promises.recv(1).then(({ length }) => add(length));
  const all = [
    received(),
    ...ends.map(([out]) => out.promises.sendfile(from.fileno(), 0, 1).then(add)),
  ];
  for (let sent = 1; sent <= all.length; sent++) {
    await turns(3);
    writer.sendall(encode("x"));
    await until(() => moved === sent);
  }
  all.push(received());
  await turns(3);
  writer.sendall(encode("y"));
  await Promise.all(all);
});

for (const when of ["before", "after"]) {
  test(`duplicates of a socket are as non-blocking as it is, made ${when} it was awaited`, async () => {
    await withEcho(async (conn) => {
      if (when === "after") await conn.promises.writable();
      using copy = conn.dup();
      if (when === "before") await conn.promises.writable();
      assertEquals([copy.gettimeout(), copy.getblocking()], [null, true]);
      for (const change of [() => {}, () => copy.settimeout(1), () => copy.settimeout(null)]) {
        change();
        if (tellsDescriptors) assertEquals(statusFlags(conn.fileno()) & O_NONBLOCK, O_NONBLOCK);
      }
      // Blocking calls wait for what is under way.
      copy.sendall(encode("two"));
      assertEquals(decode(copy.recv(3)), "two");
      conn.sendall(encode("six"));
      assertEquals(decode(conn.recv(3)), "six");
      // Neither holds up the event loop, and both wait.
      const waiting = [conn.promises.recv(3), copy.promises.recv(3)];
      await turns(3);
      await copy.promises.sendall(encode("oneone"));
      assertEquals((await Promise.all(waiting)).map(decode), ["one", "one"]);
    });
  });
}

test("connecting, and at once what comes after it", async () => {
  using server = create_server(["127.0.0.1", 0]);
  const accepted = server.promises.accept();
  using client = socket();
  const steps = [
    client.promises.connect(server.getsockname()),
    client.promises.sendall(encode("hello")),
    client.promises.writable(),
  ];
  const [conn] = await accepted;
  using _ = conn;
  await Promise.all(steps);
  assertEquals(decode(await conn.promises.recv(10)), "hello");
});

/** Blocking and awaited operations on one socket, in turns and at the same time. */
import { assert, assertEquals, assertGreater, assertRejects, assertThrows } from "@std/assert";
import {
  AF_INET,
  AF_UNIX,
  BlockingIOError,
  create_server,
  FileNotFoundError,
  MSG_DONTWAIT,
  SHUT_WR,
  SOCK_DGRAM,
  type Socket,
  socket,
  socketpair,
  TimeoutError,
} from "@bsd/socket";
import {
  concat,
  decode,
  encode,
  pythonSocket,
  receiveAll,
  receiveExactly,
  sha256,
  statusFlags,
} from "../socket/helpers.ts";
import { seeded } from "../support/seed.ts";
import { awaited, blocking } from "./faces.ts";
import { test } from "./idle.ts";
import { alsoOnPoll, drain, exhaust, fill, smallPair, turns } from "./support.ts";

alsoOnPoll(import.meta.url);

const O_NONBLOCK = 0o4000;

/** A time-out that runs out soon, and one that does not, in seconds. */
const SOON = 0.02, LONG = 20;

type Pair = ReturnType<typeof smallPair>;

/** Starts a Python that sends back what it gets. */
async function withEcho(fn: (sock: Socket) => Promise<void>): Promise<void> {
  using server = create_server(["127.0.0.1", 0]);
  await using peer = pythonSocket(
    `
    s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
    while data := s.recv(65536): s.sendall(data)
    `,
    server.getsockname()[1],
  );
  const [conn] = await server.promises.accept();
  using _ = conn;
  await fn(conn);
  conn.close();
  await peer.end();
}

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
      assert((statusFlags(conn.fileno()) & O_NONBLOCK) !== 0);
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
    assertThrows(() => conn.recv(1, MSG_DONTWAIT), BlockingIOError);
    assertEquals([conn.gettimeout(), conn.getblocking()], [null, true]);
    assertEquals(statusFlags(conn.fileno()) & O_NONBLOCK, O_NONBLOCK, "for good");
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
  await using peer = pythonSocket(
    `
    s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
    for line in sys.stdin: print(len(s.recv(int(line), socket.MSG_WAITALL)))
    `,
    server.getsockname()[1],
  );
  const [conn] = server.accept();
  using _ = conn;
  await conn.promises.writable();
  for (const timeout of [null, LONG]) {
    conn.settimeout(timeout);
    const filled = fill(conn);
    await peer.send(`${filled + 100_000}\n`);
    conn.sendall(new Uint8Array(100_000));
    assertEquals(await peer.line(), String(filled + 100_000));
  }
  await peer.end();
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

test("duplicates of a socket that was awaited are as non-blocking as it is", async () => {
  await withEcho(async (conn) => {
    await conn.promises.writable();
    using copy = conn.dup();
    assertEquals([copy.gettimeout(), copy.getblocking()], [null, true]);
    for (const change of [() => {}, () => copy.settimeout(1), () => copy.settimeout(null)]) {
      change();
      assertEquals(statusFlags(conn.fileno()) & O_NONBLOCK, O_NONBLOCK);
    }
    // Neither holds up the event loop, and both wait.
    const waiting = [conn.promises.recv(3), copy.promises.recv(3)];
    await turns(3);
    await copy.promises.sendall(encode("oneone"));
    assertEquals((await Promise.all(waiting)).map(decode), ["one", "one"]);
    copy.sendall(encode("two"));
    assertEquals(decode(copy.recv(3)), "two");
    conn.sendall(encode("six"));
    assertEquals(decode(conn.recv(3)), "six");
  });
});

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

test(
  "several readers and writers: each direction is served in the order of asking",
  seeded(async (random) => {
    const [a, b] = smallPair();
    using _a = a, _b = b;
    const data = random.bytes(60_000);
    const served: number[] = [];
    const writers: Promise<void>[] = [];
    for (let at = 0; at < data.length;) {
      const piece = data.subarray(at, at += random.int(1, 3000));
      const index = writers.length;
      writers.push(a.promises.sendall(piece).then(() => void served.push(index)));
    }
    const readers = Array.from({ length: 1000 }, () => b.promises.recv(1));
    const parts = await Promise.all(readers);
    const closing = Promise.all(writers).then(() => a.close());
    for (let part = new Uint8Array(1); part.length > 0;) {
      const some = Array.from({ length: 5 }, () => b.promises.recv(random.int(1, 5000)));
      for (part of await Promise.all(some)) parts.push(part);
    }
    await closing;
    assertEquals(sha256(concat(parts)), sha256(data));
    assertEquals(served, writers.map((_, index) => index));
  }),
);

test("who comes later does not overtake, though all is there that he needs", async () => {
  const [a, b] = smallPair();
  using _a = a, _b = b;
  for (const patience of [0, 1, 3]) {
    const first = b.promises.recv(1);
    await turns(patience);
    a.send(encode("12"));
    // The reactor has not looked yet.
    const second = b.promises.recv(1);
    assertEquals([decode(await first), decode(await second)], ["1", "2"]);

    fill(a, 0x2e);
    const big = a.promises.sendall(new Uint8Array(30_000).fill(0x41));
    await turns(patience);
    drain(b);
    const small = a.promises.sendall(encode("B"));
    let text = "";
    while (!text.includes("B")) text += decode(await b.promises.recv(100_000));
    await Promise.all([big, small]);
    assertEquals(text.replaceAll(".", ""), "A".repeat(30_000) + "B");
  }
});

test("a datagram waits behind one that has no room, though it would have", async () => {
  const receivers = [socket(AF_UNIX, SOCK_DGRAM), socket(AF_UNIX, SOCK_DGRAM)] as const;
  const [full, free] = receivers;
  using _full = full, _free = free;
  for (const receiver of receivers) receiver.bind("");
  using other = socket(AF_UNIX, SOCK_DGRAM);
  exhaust(other, () => other.sendto(encode("."), full.getsockname()));
  using sender = socket(AF_UNIX, SOCK_DGRAM);
  const order: string[] = [];
  const sent = [
    sender.promises.sendto(encode("first"), full.getsockname()).then(() => order.push("first")),
    sender.promises.sendto(encode("second"), free.getsockname()).then(() => order.push("second")),
  ];
  await turns(300);
  assertEquals(order, []);
  drain(full);
  await Promise.all(sent);
  assertEquals(order, ["first", "second"]);
  assertEquals([drain(full), drain(free)].map(decode), ["first", "second"]);
});

test("new waiters while the reactor's call is parked", async () => {
  const pairs = Array.from({ length: 4 }, () => smallPair());
  const [[a, b], [c, d], [e, f], [g, h]] = pairs as [Pair, Pair, Pair, Pair];
  try {
    const filled = fill(g);
    const idle = a.promises.recv(10);
    // So many that nothing has come for longer than the reactor goes on asking.
    await turns(2000);
    const another = c.promises.recv(10);
    d.send(encode("another"));
    assertEquals(decode(await another), "another");
    await turns(2000);
    // The other direction of one that is waited for already.
    const reading = g.promises.recv(10);
    await turns(2000);
    const writing = g.promises.sendall(encode("x"));
    await turns(2000);
    assertEquals(drain(h).length, filled);
    await writing;
    h.send(encode("read"));
    assertEquals(decode(await reading), "read");
    // One that goes away meanwhile.
    const gone = e.promises.recv(10).catch((error) => error.code);
    await turns(2000);
    e.close();
    assertEquals(await gone, "EBADF");
    b.send(encode("idle"));
    assertEquals(decode(await idle), "idle");
    f.close();
  } finally {
    for (const s of pairs.flat()) s.close();
  }
});

test("callers of sendall never mix their bytes", async () => {
  await withEcho(async (conn) => {
    const pieces = Array.from({ length: 8 }, (_, i) => new Uint8Array(300_000 + i).fill(i));
    const sending = Promise.all(pieces.map((piece, i) => {
      return i % 3 === 2
        ? conn.promises.sendmsg([piece.subarray(0, 100)]).then(async (sent) => {
          assertEquals(sent, 100);
          await conn.promises.sendall(piece.subarray(100));
        })
        : conn.promises.sendall(piece);
    })).then(() => conn.shutdown(SHUT_WR));
    const parts: Uint8Array[] = [];
    for (let part = await conn.promises.recv(65536); part.length > 0;) {
      parts.push(part);
      part = await conn.promises.recv(65536);
    }
    await sending;
    const runs: [byte: number, length: number][] = [];
    for (const byte of concat(parts)) {
      const last = runs.at(-1);
      if (last?.[0] === byte) last[1]++;
      else runs.push([byte, 1]);
    }
    assertEquals(runs.length, pieces.length + 2, "those of sendmsg came apart, no others");
    for (const [i, piece] of pieces.entries()) {
      const lengths = runs.filter(([byte]) => byte === i).map(([, length]) => length);
      const expected = i % 3 === 2 ? [100, piece.length - 100] : [piece.length];
      assertEquals(lengths, expected, String(i));
    }
  });
});

test("datagrams go to those who wait in the order of asking", async () => {
  using receiver = socket(AF_INET, SOCK_DGRAM);
  receiver.bind(["127.0.0.1", 0]);
  using sender = socket(AF_INET, SOCK_DGRAM);
  sender.connect(receiver.getsockname());
  const waiting = Array.from(
    { length: 50 },
    (_, i) =>
      i % 2 === 0
        ? receiver.promises.recv(10)
        : receiver.promises.recvmsg(10).then(([data]) => data),
  );
  for (let i = 0; i < 50; i++) await sender.promises.send(encode(String(i)));
  assertEquals((await Promise.all(waiting)).map(decode), waiting.map((_, i) => String(i)));
});

test("readers do not wait for writers, nor writers for readers", async () => {
  const [a, b] = smallPair();
  using _a = a, _b = b;
  const filled = fill(a);
  const writing = a.promises.sendall(encode("written"));
  const reading = a.promises.recv(10);
  b.send(encode("read"));
  assertEquals(decode(await reading), "read");
  const again = a.promises.recv(10);
  assertEquals((await b.promises.recv(1)).length, 1);
  let came = 1;
  while (came < filled + 7) came += (await b.promises.recv(100_000)).length;
  await writing;
  b.send(encode("again"));
  assertEquals(decode(await again), "again");
  assertEquals(drain(b).length, 0);
});

test("both ends awaited in one thread: megabytes to and fro", async () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const data = crypto.getRandomValues(new Uint8Array(65536));
  const sending = (async () => {
    for (let i = 0; i < 64; i++) await a.promises.sendall(data);
    a.shutdown(SHUT_WR);
  })();
  const echoing = (async () => {
    for (let part = await b.promises.recv(50_000); part.length > 0;) {
      await b.promises.sendall(part);
      part = await b.promises.recv(50_000);
    }
    b.shutdown(SHUT_WR);
  })();
  const parts: Uint8Array[] = [];
  for (let part = await a.promises.recv(70_000); part.length > 0;) {
    parts.push(part);
    part = await a.promises.recv(70_000);
  }
  await Promise.all([sending, echoing]);
  assertEquals(sha256(concat(parts)), sha256(concat(Array.from({ length: 64 }, () => data))));
  assertEquals(receiveAll(a).length, 0);
  await assertRejects(() => a.promises.send(data));
});

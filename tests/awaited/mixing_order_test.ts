/** Several who wait for one socket: in which order they are served, and that their bytes do not mix. */
import { assertEquals, assertRejects } from "@std/assert";
import { AF_INET, AF_UNIX, SHUT_WR, SOCK_DGRAM, socket, socketpair } from "@bsd/socket";
import { concat, decode, encode, receiveAll, receiveExactly, sha256 } from "../socket/helpers.ts";
import { seeded } from "../support/seed.ts";
import { test } from "./idle.ts";
import { alsoOnPoll, drain, exhaust, fill, smallPair, turns, withEcho } from "./support.ts";

alsoOnPoll(import.meta.url);

type Pair = ReturnType<typeof smallPair>;

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

test("results come in the order of asking, though some let the event loop have a turn", async () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  // The reactor's turn comes before those that begin later.
  const other = a.promises.recv(1);
  const text = "0123456789".repeat(30);
  let came = "";
  const ask = (count: number) =>
    Array.from(
      { length: count },
      () => b.promises.recv(1).then((byte) => came += byte.length === 0 ? "." : decode(byte)),
    );
  a.sendall(encode(text));
  const asked = ask(text.length + 5);
  a.sendall(encode("waits"));
  a.shutdown(SHUT_WR);
  await Promise.all(asked.concat(ask(2)));
  await Promise.all(ask(300));
  b.sendall(encode("x"));
  await other;
  assertEquals(came, `${text}waits${".".repeat(302)}`);
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
    // Over TCP a part of it is still on its way.
    assertEquals(receiveExactly(h, filled).length, filled);
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

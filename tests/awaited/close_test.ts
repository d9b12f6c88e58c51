/** The end of a socket that others wait for: closed, disposed of, detached, collected. */
import { closeSync, openSync } from "node:fs";
import { fromFileUrl } from "@std/path";
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import {
  close,
  create_server,
  OSError,
  type Socket,
  socket,
  socketpair,
  type UnixAddress,
} from "@bsd/socket";
import { backend } from "../../ffi/backend/mod.ts";
import { decode, encode } from "../socket/helpers.ts";
import { scaled } from "../support/scale.ts";
import { seeded } from "../support/seed.ts";
import { tempDir } from "../support/temp.ts";
import { CLOSED } from "./faces.ts";
import { test } from "./idle.ts";
import {
  alsoOnPoll,
  drain,
  exhaust,
  fill,
  onPoll,
  reset,
  settledNow,
  smallPair,
  tcpPair,
  turns,
} from "./support.ts";
import { denoPath } from "../support/runtime.ts";

alsoOnPoll(import.meta.url);

const CONFIG = fromFileUrl(new URL("../../deno.json", import.meta.url));

/** So many turns that the reactor has parked its call. */
const MANY = 300;

/** An awaited operation's outcome: its value, or the code of its error. */
function outcome(promise: Promise<unknown>): Promise<unknown> {
  return promise.then((value) => value, (error) => error instanceof OSError ? error.code : error);
}

/** Everything that can wait for a full and empty stream, for a listener, and for a connection. */
function waitAll(stream: Socket, listener: Socket, client: Socket, to: never, path: string) {
  const room = new Uint8Array(10);
  const data = new Uint8Array(100_000);
  return [
    stream.promises.recv(1),
    stream.promises.recv_into(room),
    stream.promises.recvfrom(1),
    stream.promises.recvfrom_into(room),
    stream.promises.recvmsg(1),
    stream.promises.recvmsg_into([room]),
    stream.promises.readable(),
    stream.promises.send(data),
    stream.promises.sendall(data),
    stream.promises.sendmsg([data]),
    // Where C does not know files the runtime reads them, which nothing can end.
    ...backend().knows_files ? [stream.promises.sendfile(path)] : [],
    stream.promises.writable(),
    listener.promises.accept(),
    listener.promises.readable(),
    client.promises.connect(to),
    client.promises.writable(),
  ];
}

test("closing rejects all who wait, at once, with EBADF", async () => {
  using directory = tempDir();
  const path = `${directory.path}/file`;
  Deno.writeFileSync(path, new Uint8Array(100_000));
  const ends: Record<string, (s: Socket) => void> = {
    close: (s) => s.close(),
    dispose: (s) => s[Symbol.dispose](),
    detach: (s) => close(s.detach()),
  };
  for (const [name, end] of Object.entries(ends)) {
    for (const patience of [0, 1, MANY]) {
      const [a, b] = smallPair();
      using _ = b;
      fill(a);
      const listener = socket();
      listener.bind(["127.0.0.1", 0]);
      listener.listen(0);
      const queue = [socket(), socket(), socket()];
      for (const one of queue) {
        one.setblocking(false);
        one.connect_ex(listener.getsockname());
      }
      using quiet = create_server(["127.0.0.1", 0]);
      const client = socket();
      // Nobody who waits may keep a time-out behind.
      for (const s of [a, quiet, client]) s.settimeout(3600);
      const waiting = waitAll(a, quiet, client, listener.getsockname() as never, path);
      const errors = waiting.map((promise) => promise.catch((error) => error));
      await turns(patience);
      for (const s of [a, quiet, client]) end(s);
      assert(await settledNow(errors), `${name} after ${patience} turns`);
      for (const [index, error] of (await Promise.all(errors)).entries()) {
        assert(error instanceof OSError, `${index}: ${error}`);
        assertEquals([error.code, error.syscall], ["EBADF", "close"], String(index));
      }
      for (const s of [listener, ...queue]) s.close();
    }
  }
});

test("closing twice, and awaiting what is closed", async () => {
  const [a, b] = socketpair();
  using _ = b;
  const waiting = outcome(a.promises.recv(1));
  a.close();
  a.close();
  assertEquals(a.detach(), -1);
  assertEquals(await waiting, "EBADF");
  assertEquals(await outcome(a.promises.recv(1)), CLOSED);
  assertEquals(await outcome(a.promises.readable()), CLOSED);
});

/** Makes pairs until one end gets a descriptor's number; the other end is its peer. */
function pairAt(fd: number): { ours: Socket<UnixAddress>; peer: Socket<UnixAddress> } {
  const others: Socket[] = [];
  try {
    for (let i = 0; i < 100; i++) {
      const [a, b] = socketpair();
      if (a.fileno() === fd) return { ours: a, peer: b };
      if (b.fileno() === fd) return { ours: b, peer: a };
      others.push(a, b);
    }
  } finally {
    for (const s of others) s.close();
  }
  throw new Error(`no socket got the number ${fd}`);
}

test("no waiter survives its descriptor's number", async () => {
  for (const patience of [0, 1, MANY]) {
    const [a, b] = socketpair();
    using _ = b;
    const fd = a.fileno();
    const old = [a.promises.recv(10), a.promises.recv(10), a.promises.readable()].map(outcome);
    await turns(patience);
    a.close();
    const { ours, peer } = pairAt(fd);
    using _o = ours, _p = peer;
    const waiting = ours.promises.recv(10);
    await turns(patience);
    peer.send(encode("for the new"));
    assertEquals(decode(await waiting), "for the ne");
    assertEquals(await Promise.all(old), ["EBADF", "EBADF", "EBADF"]);
    // The old one's operations do not reach the new one either.
    assertEquals(await outcome(a.promises.recv(10)), CLOSED);
    assertEquals(await outcome(a.promises.send(encode("x"))), CLOSED);
    assertEquals(decode(drain(ours)), "w");
    assertEquals(drain(peer).length, 0);
  }
});

test("what happened to a closed socket is not told to the next with its number", async () => {
  const [a, b] = socketpair();
  const fd = a.fileno();
  const old = outcome(a.promises.recv(10));
  await turns(2);
  // Ready, hung up and closed before the reactor looks.
  b.send(encode("too late"));
  b.close();
  a.close();
  const { ours, peer } = pairAt(fd);
  using _o = ours, _p = peer;
  let settled = false;
  const waiting = ours.promises.recv(10).finally(() => settled = true);
  await turns(20);
  assert(!settled);
  peer.send(encode("in time"));
  assertEquals(decode(await waiting), "in time");
  assertEquals(await old, "EBADF");
});

test(
  "sockets come and go under the same few numbers: each message reaches its own",
  seeded(async (random) => {
    const rounds = scaled(200);
    let served = 0;
    for (let round = 0; round < rounds; round++) {
      const pairs = Array.from({ length: random.int(1, 5) }, () => socketpair());
      await Promise.all(pairs.map(async ([a, b], index) => {
        using _a = a, _b = b;
        const text = `${round}/${index}`;
        const waiting = Array.from(
          { length: random.int(1, 3) },
          () => outcome(a.promises.recv(100)),
        );
        await turns(random.int(0, 3));
        if (random.int(0, 2) === 0) {
          if (random.int(0, 1) === 0) b.send(encode("never read"));
          a.close();
          for (const one of await Promise.all(waiting)) assertEquals(one, "EBADF");
          return;
        }
        b.send(encode(text));
        const [first, ...others] = waiting;
        assertEquals(decode(await first as Uint8Array), text);
        served++;
        await turns(random.int(0, 2));
        b.close();
        for (const one of await Promise.all(others)) assertEquals(one, new Uint8Array(0));
      }));
    }
    assert(served > rounds / 4);
  }),
);

test("a detached descriptor goes on without those who waited", async () => {
  const [a, b] = socketpair();
  using _ = b;
  const old = [outcome(a.promises.recv(10)), outcome(a.promises.readable())];
  await turns(2);
  const fd = a.detach();
  assertEquals(await Promise.all(old), ["EBADF", "EBADF"]);
  b.send(encode("not for the old"));
  await turns(5);
  using adopted = socket({ fileno: fd });
  assertStrictEquals(adopted.fileno(), fd);
  assertEquals(decode(await adopted.promises.recv(100)), "not for the old");
  const waiting = adopted.promises.recv(100);
  b.send(encode("for the new"));
  assertEquals(decode(await waiting), "for the new");
});

test("a duplicate's waiters stay when the original is closed", async () => {
  const [a, b] = socketpair();
  using _ = b;
  const waiting = outcome(a.promises.recv(10));
  using copy = a.dup();
  const stays = copy.promises.recv(10);
  await turns(2);
  a.close();
  assertEquals(await waiting, "EBADF");
  await turns(2);
  b.send(encode("copy"));
  assertEquals(decode(await stays), "copy");
});

test("a socket whose file is open closes with the file", async () => {
  const [a, b] = socketpair();
  using _ = b;
  const file = a.makefile("rwb");
  const waiting = [a.promises.recv(10), a.promises.recv(10)];
  const [first, second] = waiting.map(outcome);
  a.close();
  await turns(3);
  b.send(encode("still open"));
  assertEquals(decode(await first as Uint8Array), "still open");
  file.close();
  assert(await settledNow(waiting));
  assertEquals(await second, "EBADF");
});

test("one of the waiters closes the socket: the others are rejected, or had theirs", async () => {
  const [a, b] = socketpair();
  using _ = b;
  const all = Array.from({ length: 10 }, (_, index) =>
    outcome(
      a.promises.recv(1).then(([byte]) => {
        if (index === 0) a.close();
        return byte;
      }),
    ));
  b.send(new Uint8Array([1, 2, 3]));
  const served = [1, 2, 3, ...Array(7).fill("EBADF")];
  assertEquals(await Promise.all(all), served);
});

test("a reset wakes readers and writers alike", async () => {
  const [a, b] = tcpPair();
  using _ = a;
  fill(a);
  const waiting = [
    a.promises.recv(10),
    a.promises.recv(10),
    a.promises.sendall(new Uint8Array(10)),
    a.promises.send(new Uint8Array(10)),
  ].map(outcome);
  await turns(3);
  reset(b);
  const outcomes = await Promise.all(waiting);
  // The first to be tried is told; then reading is at its end, and writing in vain.
  assertEquals(outcomes.slice(0, 2), ["ECONNRESET", new Uint8Array(0)]);
  assertEquals(outcomes.slice(2), ["EPIPE", "EPIPE"]);
});

test("a sendfile that is closed under its feet leaves the file alone", async () => {
  using directory = tempDir();
  const path = `${directory.path}/file`;
  Deno.writeFileSync(path, new Uint8Array(1_000_000));
  const fd = openSync(path, "r");
  try {
    for (const source of [path, fd]) {
      const [a, b] = smallPair();
      using _ = b;
      const sent = outcome(a.promises.sendfile(source));
      await b.promises.recv(1000);
      a.close();
      // Where C does not know files, the next piece may be read meanwhile, and not be sent.
      assert(["EBADF", CLOSED].includes(String(await sent)));
      drain(b);
    }
  } finally {
    closeSync(fd);
  }
});

test("a sendfile that waits for its file is rejected when the socket ends", async () => {
  if (!backend().knows_files) return;
  for (const end of [(s: Socket) => s.close(), (s: Socket) => close(s.detach())]) {
    const [a, b] = socketpair(), [pipe, writer] = socketpair();
    using _b = b, _pipe = pipe, _writer = writer;
    const outcomes: unknown[] = [];
    const sent = [a.promises.sendfile(pipe.fileno()), a.promises.sendfile(pipe.fileno())]
      .map((promise) => outcome(promise).then((what) => outcomes.push(what)));
    await turns(3);
    end(a);
    await turns(3);
    assertEquals(outcomes, ["EBADF", "EBADF"]);
    await Promise.all(sent);
    // Nothing was taken from the file.
    writer.sendall(encode("x"));
    assertEquals(decode(pipe.recv(1)), "x");
  }
});

test("accepting goes on for others when one of the listeners closes", async () => {
  using server = create_server(["127.0.0.1", 0]);
  const copies = Array.from({ length: 3 }, () => server.dup());
  const accepted = copies.map((copy) => copy.promises.accept());
  const gone = outcome(accepted[0] ?? Promise.reject());
  await turns(2);
  copies[0]?.close();
  assertEquals(await gone, "EBADF");
  const clients = [socket(), socket()];
  for (const client of clients) await client.promises.connect(server.getsockname());
  const connections = await Promise.all(accepted.slice(1));
  for (const s of [...clients, ...copies, ...connections.map(([conn]) => conn)]) s.close();
  exhaust(server, () => {
    server.accept()[0].close();
    throw new Error("one connection too many");
  });
});

test("a socket that is collected is forgotten by the poller", async () => {
  const script = `
    import { socketpair } from "@bsd/socket";
    ${
    onPoll
      ? `import { useFallbackPoller } from "${new URL(
        "../../src/awaited/engine.ts",
        import.meta.url,
      )}"; useFallbackPoller();`
      : ""
  }
    const fds = await (async () => {
      const [a, b] = socketpair();
      const waiting = a.promises.recv(1);
      b.send(new Uint8Array(1));
      await waiting;
      return [a.fileno(), b.fileno()];
    })();
    const closed = () => fds.every((fd) => {
      try { return !Deno.readLinkSync("/proc/self/fd/" + fd).startsWith("socket:"); } catch { return true; }
    });
    while (!closed()) {
      globalThis.gc();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const [a, b] = socketpair();
    console.log(fds.includes(a.fileno()) && fds.includes(b.fileno()));
    const waiting = a.promises.recv(10);
    b.send(new Uint8Array(3));
    console.log((await waiting).length);
    a.close();
    b.close();
  `;
  const { success, stdout, stderr } = await new Deno.Command(denoPath, {
    args: [
      "run",
      "--allow-all",
      "--quiet",
      "--config",
      CONFIG,
      "--v8-flags=--expose-gc",
      `data:application/typescript,${encodeURIComponent(script)}`,
    ],
    env: { NO_COLOR: "1" },
  }).output();
  const warnings = decode(stderr);
  assert(success, warnings);
  assertEquals(decode(stdout), "true\n3\n");
  assertEquals(warnings.match(/ResourceWarning: unclosed <Socket/g)?.length, 2, warnings);
});

test("a rejection that nobody handles is not swallowed", async () => {
  const script = `
    import { socketpair } from "@bsd/socket";
    const [a, b] = socketpair();
    a.promises.recv(1);
    setTimeout(() => a.close(), 1);
  `;
  const { success, stderr } = await new Deno.Command(denoPath, {
    args: [
      "run",
      "--allow-all",
      "--quiet",
      "--config",
      CONFIG,
      `data:application/typescript,${encodeURIComponent(script)}`,
    ],
    env: { NO_COLOR: "1" },
  }).output();
  assert(!success);
  assert(decode(stderr).includes("[Errno 9] close: Bad file descriptor"), decode(stderr));
});

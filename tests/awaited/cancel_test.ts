/** Giving up: by a signal, by a time-out. Whatever has not happened by then does not happen. */
import {
  assert,
  assertEquals,
  assertGreater,
  assertLess,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import {
  AF_INET,
  create_server,
  OSError,
  SOCK_DGRAM,
  type Socket,
  socket,
  socketpair,
  TimeoutError,
} from "@bsd/socket";
import { backend } from "../../ffi/backend/mod.ts";
import { concat, decode, encode, pythonSocket, receiveExactly, sha256 } from "../socket/helpers.ts";
import { type Random, seeded } from "../support/seed.ts";
import { winsock } from "./faces.ts";
import { test } from "./lookups_idle.ts";
import { alsoOnPoll, drain, exhaust, fill, settledNow, smallPair, turns } from "./support.ts";

alsoOnPoll(import.meta.url);

type Options = { readonly signal: AbortSignal };

/** Every way to receive, with a signal; what comes into a caller's memory, and that memory. */
const receiving: Record<
  string,
  (s: Socket, room: Uint8Array<ArrayBuffer>, options: Options) => Promise<Uint8Array>
> = {
  recv: (s, room, options) => s.promises.recv(room.length, 0, options),
  recv_into: async (s, room, options) =>
    room.subarray(0, await s.promises.recv_into(room, 0, 0, options)),
  recvfrom: async (s, room, options) => (await s.promises.recvfrom(room.length, 0, options))[0],
  recvfrom_into: async (s, room, options) =>
    room.subarray(0, (await s.promises.recvfrom_into(room, 0, 0, options))[0]),
  recvmsg: async (s, room, options) => (await s.promises.recvmsg(room.length, 0, 0, options))[0],
  recvmsg_into: async (s, room, options) =>
    room.subarray(0, (await s.promises.recvmsg_into([room], 0, 0, options))[0]),
};

/** Every other operation, with a signal, on a stream that is connected and full. */
const others: Record<string, (s: Socket, options: Options) => Promise<unknown>> = {
  send: (s, options) => s.promises.send(encode("x"), 0, options),
  sendall: (s, options) => s.promises.sendall(encode("x"), 0, options),
  sendmsg: (s, options) => s.promises.sendmsg([encode("x")], [], 0, null, options),
  sendfile: (s, options) => s.promises.sendfile(new URL(import.meta.url), 0, null, options),
  readable: (s, options) => s.promises.readable(options),
  writable: (s, options) => s.promises.writable(options),
};

/** Aborts at a random moment around an operation's start; rejects if it is rejected for another reason. */
async function interrupted<T>(
  random: Random,
  start: (options: Options) => Promise<T>,
): Promise<T | undefined> {
  const controller = new AbortController();
  const { signal } = controller;
  const reason = new Error("given up");
  const plan = random.pick(["never", "before", "at once", "microtasks", "turns", "turns"]);
  if (plan === "before") controller.abort(reason);
  const result = start({ signal });
  if (plan === "at once") controller.abort(reason);
  const outcome = result.then((value) => ({ value }), (error: unknown) => ({ error }));
  if (plan === "microtasks") { for (let i = random.int(0, 4); i > 0; i--) await undefined; }
  if (plan === "turns") await turns(random.int(1, 6));
  if (plan !== "never") controller.abort(reason);
  const settled = await outcome;
  if ("value" in settled) return settled.value;
  assertStrictEquals(settled.error, reason);
  return undefined;
}

/** A Python that sends as many bytes as it is asked for, in pieces. */
function source(port: number, seed: number) {
  return pythonSocket(
    `
    import random
    random.seed(int(sys.argv[2]))
    s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    digest = hashlib.sha256()
    while wanted := s.recv(4, socket.MSG_WAITALL):
        data = random.randbytes(*struct.unpack("<I", wanted))
        digest.update(data)
        while data:
            n = random.randrange(1, 1000)
            s.send(data[:n])
            data = data[n:]
    print(digest.hexdigest())
    `,
    port,
    seed,
  );
}

test(
  "aborted receives lose no byte and get none twice, whenever they are aborted",
  seeded(async (random) => {
    using server = create_server(["127.0.0.1", 0]);
    await using peer = source(server.getsockname()[1], random.seed);
    const [conn] = await server.promises.accept();
    using _ = conn;
    const parts: Uint8Array[] = [];
    let aborted = 0;
    for (let round = 0; round < 300; round++) {
      const wanted = random.int(1, 3000);
      await conn.promises.sendall(new Uint8Array(new Uint32Array([wanted]).buffer));
      for (let left = wanted; left > 0;) {
        const [name, receive] = random.pick(Object.entries(receiving));
        const room = new Uint8Array(random.int(1, 1500)).fill(0xee);
        const part = await interrupted(random, (options) => receive(conn, room, options));
        if (part === undefined) {
          aborted++;
          assert(room.every((byte) => byte === 0xee), `${name} was aborted and received`);
          continue;
        }
        assertGreater(part.length, 0, name);
        // Memory of the caller's is his again.
        parts.push(part.slice());
        left -= part.length;
        assert(left >= 0);
      }
    }
    assertEquals(drain(conn).length, 0);
    assertGreater(aborted, 50);
    conn.close();
    assertEquals(await peer.end(), `${sha256(concat(parts))}\n`);
  }),
);

test(
  "receives that time out lose no byte either",
  seeded(async (random) => {
    using server = create_server(["127.0.0.1", 0]);
    await using peer = source(server.getsockname()[1], random.seed);
    const [conn] = await server.promises.accept();
    using _ = conn;
    const parts: Uint8Array[] = [];
    for (let round = 0; round < 100; round++) {
      const wanted = random.int(1, 3000);
      conn.settimeout(null);
      await conn.promises.sendall(new Uint8Array(new Uint32Array([wanted]).buffer));
      for (let left = wanted; left > 0;) {
        conn.settimeout(random.pick([null, 1e-9, 0.0005, 20]));
        try {
          const part = await conn.promises.recv(random.int(1, 1500));
          parts.push(part);
          left -= part.length;
        } catch (error) {
          if (!(error instanceof TimeoutError)) throw error;
        }
      }
    }
    conn.close();
    assertEquals(await peer.end(), `${sha256(concat(parts))}\n`);
  }),
);

test(
  "aborted accepts lose no connection",
  seeded(async (random) => {
    using server = create_server(["127.0.0.1", 0]);
    await using peer = pythonSocket(
      `
      for i in range(200):
          with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s:
              s.sendall(bytes([i]))
              assert s.recv(1) == b""
      `,
      server.getsockname()[1],
    );
    for (let i = 0; i < 200;) {
      const accepted = await interrupted(random, (options) => server.promises.accept(options));
      if (accepted === undefined) continue;
      const [conn] = accepted;
      using _ = conn;
      assertEquals(await conn.promises.recv(10), new Uint8Array([i++]));
    }
    await peer.end();
  }),
);

test("aborted before: nothing happens, and the reason is whatever was given", async () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  b.send(encode("data"));
  for (const reason of [new Error("why"), "because", 0, null]) {
    const options = { signal: AbortSignal.abort(reason) };
    const room = new Uint8Array(10);
    for (const receive of Object.values(receiving)) {
      assertStrictEquals(await receive(a, room, options).catch((e) => e), reason);
    }
    for (const fn of Object.values(others)) {
      assertStrictEquals(await fn(a, options).catch((e) => e), reason);
    }
  }
  const error = await assertRejects(() => a.promises.recv(1, 0, { signal: AbortSignal.abort() }));
  assertEquals((error as Error).name, "AbortError");
  assertEquals(decode(drain(a)), "data");
  assertEquals(drain(b).length, 0);

  using server = create_server(["127.0.0.1", 0]);
  server.setblocking(false);
  const options = { signal: AbortSignal.abort() };
  for (const host of ["127.0.0.1", "localhost"]) {
    using client = socket();
    const address = [host, server.getsockname()[1]] as const;
    assertEquals(
      (await client.promises.connect(address, options).catch((e) => e)).name,
      "AbortError",
    );
    using datagram = socket(AF_INET, SOCK_DGRAM);
    const sent = datagram.promises.sendto(encode("x"), address, options);
    assertEquals((await sent.catch((e) => e)).name, "AbortError");
    // Winsock has no name for a socket that was never bound, nor sent from.
    if (winsock) assertThrows(() => datagram.getsockname(), OSError);
    else assertEquals(datagram.getsockname(), ["0.0.0.0", 0], "it was never sent from");
  }
  await turns(5);
  assertEquals((await server.promises.accept(options).catch((e) => e)).name, "AbortError");
  exhaust(server, () => {
    server.accept()[0].close();
    throw new Error("somebody connected");
  });
});

test("aborted while waiting: at once, and what comes is for the next one", async () => {
  const [a, b] = smallPair();
  using _a = a, _b = b;
  for (const [name, receive] of Object.entries(receiving)) {
    const room = new Uint8Array(10).fill(0xee);
    const controller = new AbortController();
    const received = receive(a, room, controller);
    await turns(2);
    controller.abort(name);
    assert(await settledNow([received]), name);
    assertStrictEquals(await received.catch((e) => e), name);
    b.send(encode(name));
    await turns(3);
    assert(room.every((byte) => byte === 0xee), name);
    assertEquals(decode(await a.promises.recv(100)), name);
  }
  const filled = fill(a);
  for (const [name, fn] of Object.entries(others)) {
    // These do not wait for room.
    if (name === "readable") continue;
    const controller = new AbortController();
    const result = fn(a, controller);
    await turns(2);
    controller.abort(name);
    // Where C does not know files, the runtime is reading one, which has to end first.
    if (name !== "sendfile" || backend().knows_files) assert(await settledNow([result]), name);
    assertStrictEquals(await result.catch((e) => e), name);
  }
  assertEquals(receiveExactly(b, filled).length, filled);
  assertEquals(drain(b).length, 0, "none of them sent a byte");
  const controller = new AbortController();
  const readable = a.promises.readable(controller);
  controller.abort("readable");
  assertStrictEquals(await readable.catch((e) => e), "readable");
});

test("aborted afterwards: nothing, and nobody listens to the signal any more", async () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const controller = new AbortController();
  const { signal } = controller;
  let listeners = 0;
  const [add, remove] = [signal.addEventListener, signal.removeEventListener];
  signal.addEventListener = (...args: unknown[]) => {
    listeners++;
    Reflect.apply(add, signal, args);
  };
  signal.removeEventListener = (...args: unknown[]) => {
    listeners--;
    Reflect.apply(remove, signal, args);
  };
  const values: Uint8Array[] = [];
  for (let i = 0; i < 100; i++) {
    for (const receive of Object.values(receiving)) {
      const waiting = receive(a, new Uint8Array(1), { signal });
      assertEquals(listeners, 1);
      b.send(new Uint8Array([i]));
      values.push(await waiting);
      b.send(new Uint8Array([i]));
      values.push(await receive(a, new Uint8Array(1), { signal }));
      assertEquals(listeners, 0);
    }
  }
  a.settimeout(0.001);
  await assertRejects(() => a.promises.recv(1, 0, { signal }), TimeoutError);
  a.settimeout(null);
  const waiting = a.promises.recv(1, 0, { signal });
  a.close();
  await assertRejects(() => waiting, OSError);
  assertEquals(listeners, 0);
  controller.abort();
  assertEquals(values.map((value) => value[0]), Array.from({ length: 1200 }, (_, i) => i / 12 | 0));
});

test("signals of every kind", async () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const late = await assertRejects(() => a.promises.recv(1, 0, { signal: AbortSignal.timeout(1) }));
  assertEquals((late as Error).name, "TimeoutError");
  assert(!(late instanceof OSError));
  const controller = new AbortController();
  const signal = AbortSignal.any([controller.signal, AbortSignal.timeout(60_000)]);
  const received = a.promises.recv(1, 0, { signal });
  controller.abort("any");
  assertEquals(await received.catch((e) => e), "any");
  // One signal for many.
  const another = new AbortController();
  const all = Array.from({ length: 50 }, () => a.promises.recv(1, 0, another).catch((e) => e));
  another.abort("all");
  assertEquals(await Promise.all(all), all.map(() => "all"));
  b.send(encode("x"));
  assertEquals(decode(await a.promises.recv(1)), "x");
});

test(
  "some of a queue of readers are aborted: the others are served in their order",
  seeded(async (random) => {
    const [a, b] = socketpair();
    using _a = a, _b = b;
    for (let round = 0; round < 100; round++) {
      const queue = Array.from({ length: random.int(1, 12) }, (_, index) => {
        const controller = new AbortController();
        const received = a.promises.recv(1, 0, controller).then(([byte]) => byte, (e) => ({ e }));
        return { index, controller, received };
      });
      const order = [...queue];
      const gone: typeof queue = [];
      while (order.length > 0 && random.int(0, 4) > 0) {
        const [one] = order.splice(random.int(0, order.length - 1), 1);
        if (one === undefined) break;
        gone.push(one);
        one.controller.abort(one.index);
        if (random.int(0, 3) === 0) await turns(1);
      }
      b.send(Uint8Array.from(order, ({ index }) => index));
      for (const { index, received } of order) assertEquals(await received, index);
      for (const { index, received } of gone) assertEquals(await received, { e: index });
    }
    assertEquals(drain(a).length, 0);
  }),
);

test("some of a queue of writers are aborted: who has not begun sends nothing", async () => {
  const [a, b] = smallPair();
  using _a = a, _b = b;
  const filled = fill(a, 0x2e);
  const controllers = Array.from({ length: 5 }, () => new AbortController());
  const data = controllers.map((_, i) => new Uint8Array(100_000).fill(i));
  const sent = controllers.map((controller, i) =>
    a.promises.sendall(data[i] ?? new Uint8Array(0), 0, controller).then(() => i, () => "aborted")
  );
  // Room for a part of the first.
  let came = receiveExactly(b, filled);
  assert(came.every((byte) => byte === 0x2e));
  came = concat([await b.promises.recv(100_000)]);
  for (const i of [3, 1, 0]) controllers[i]?.abort();
  // The first has sent a part, the other two nothing; those that are left go on.
  const closing = Promise.all(sent).finally(() => a.close());
  const parts: Uint8Array[] = [came];
  for (let part = came; part.length > 0; parts.push(part)) part = await b.promises.recv(100_000);
  assertEquals(await closing, ["aborted", "aborted", 2, "aborted", 4]);
  const stream = concat(parts);
  const begun = stream.length - 200_000;
  assertGreater(begun, 0);
  assertLess(begun, 100_000);
  const expected = [new Uint8Array(begun), data[2], data[4]].filter((part) => part !== undefined);
  assertEquals(sha256(stream), sha256(concat(expected)));
});

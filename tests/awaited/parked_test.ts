/** What a parked call does to its process: it keeps it alive as long as somebody waits, and no longer. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  AF_INET,
  AF_UNIX,
  MSG_ERRQUEUE,
  SOCK_DGRAM,
  type Socket,
  socket,
  socketpair,
  TimeoutError,
} from "@bsd/socket";
import { errno } from "../../constants/errno.ts";
import { linux } from "../../ffi/layout.ts";
import { backend } from "../../ffi/backend/mod.ts";
import { start } from "../../src/awaited/start.ts";
import { encodeAddress } from "../../src/sockaddr/mod.ts";
import { deno } from "../support/peer.ts";
import { test } from "./idle.ts";
import { alsoOnPoll, exhaust, onPoll, tellsDescriptors, turn } from "./support.ts";

alsoOnPoll(import.meta.url);

const ENGINE = new URL("../../src/awaited/engine.ts", import.meta.url).href;
const REACTOR = new URL("../../src/awaited/reactor.ts", import.meta.url).href;

const byte = new Uint8Array([1]);

/** What each script begins with: a pair of sockets, and a while that is long enough to park. */
const prelude = `
  import { socketpair } from "@bsd/socket";
  ${onPoll ? `import { useFallbackPoller } from "${ENGINE}"; useFallbackPoller();` : ""}
  const [a, b] = socketpair();
  globalThis.sockets = [a, b];
  const parked = () => new Promise((resolve) => setTimeout(resolve, 5));
  const threads = () => [...Deno.readDirSync("/proc/self/task")].length;
  const ignore = () => {};
`;

/** Runs a script to its end; it is killed, which fails the test, if it does not come to one. */
async function run(script: string, ...flags: string[]): Promise<string> {
  await using peer = deno(prelude + script, [], ["--allow-all", ...flags]);
  const killer = setTimeout(() => peer.kill("SIGKILL"), 30_000);
  try {
    return await peer.end();
  } finally {
    clearTimeout(killer);
  }
}

const ends = {
  "when all are served": `const done = a.promises.recv(1);
    await parked();
    b.send(new Uint8Array(1));
    console.log((await done).length);`,
  "when all have given up": `const abort = new AbortController();
    const { signal } = abort;
    const done = [a.promises.recv(1, 0, { signal }), a.promises.readable({ signal })];
    await parked();
    abort.abort();
    console.log((await Promise.allSettled(done)).length - 1);`,
  "when the time is over": `a.settimeout(0.01);
    await a.promises.recv(1).catch((error) => console.log(error.errno ?? 1));`,
  "when all are closed": `const done = a.promises.recv(1).catch(ignore);
    await parked();
    a.close();
    await done;
    console.log(1);`,
  "when one is served whose socket is unref'd": `a.unref();
    const alive = setTimeout(ignore, 3_600_000);
    const done = a.promises.recv(1);
    b.send(new Uint8Array(1));
    console.log((await done).length);
    clearTimeout(alive);`,
  "though one waits for a socket that is unref'd": `a.unref();
    a.promises.recv(1).catch(ignore);
    console.log(1);`,
  "though one waits for a socket that is unref'd meanwhile": `a.promises.recv(1).catch(ignore);
    await parked();
    a.unref();
    console.log(1);`,
  "though one waits with a time-out for a socket that is unref'd meanwhile": `a.settimeout(3600);
    a.promises.recv(1).catch(ignore);
    await parked();
    a.unref();
    console.log(1);`,
  "though a sendfile of a socket that is unref'd meanwhile waits for its file":
    `const [pipe] = globalThis.others = socketpair();
    a.promises.sendfile(pipe.fileno()).catch(ignore);
    await parked();
    a.unref();
    console.log(1);`,
  "though a Worker was terminated that waited": `const worker = new Worker(
      "data:application/typescript," + encodeURIComponent(\`
        import { socketpair } from "@bsd/socket";
        ${onPoll ? `import { useFallbackPoller } from "${ENGINE}"; useFallbackPoller();` : ""}
        const [a, b] = socketpair();
        globalThis.sockets = [a, b];
        a.promises.recv(1).catch(() => {});
        setTimeout(() => self.postMessage("parked"), 5);
      \`),
      { type: "module" },
    );
    await new Promise((resolve) => worker.onmessage = resolve);
    const done = a.promises.recv(1);
    await parked();
    worker.terminate();
    b.send(new Uint8Array(1));
    console.log((await done).length);`,
};

for (const [when, script] of Object.entries(ends)) {
  test(`a process ends by itself ${when}`, async () => {
    assertEquals(await run(script), "1\n");
  });
}

test("a process exits at once, whatever is parked", async () => {
  const error = await assertRejects(
    () => run(`a.promises.recv(1).catch(ignore); await parked(); Deno.exit(3);`),
    Error,
  );
  assert(error.message.includes("exited with 3"), error.message);
});

test("a process fails at once, whatever is parked", async () => {
  const error = await assertRejects(
    () =>
      run(`a.promises.recv(1).catch(ignore);
        await parked();
        setTimeout(() => { throw new Error("uncaught"); }, 0);`),
    Error,
  );
  assert(error.message.includes("exited with 1"), error.message);
  assert(error.message.includes("uncaught"), error.message);
});

test("a socket is as before when no descriptor is left for the reactor", async () => {
  if (!tellsDescriptors) return;
  const output = await run(`
    const { symbols } = Deno.dlopen("libc.so.6", {
      setrlimit: { parameters: ["i32", "buffer"], result: "i32" },
    });
    const RLIMIT_NOFILE = 7;
    symbols.setrlimit(RLIMIT_NOFILE, new BigUint64Array([100n, 100n]));
    const all = [];
    try {
      for (;;) all.push(a.dup());
    } catch (error) {
      console.log(error.code);
    }
    await a.promises.recv(1).catch((error) => console.log(error.code));
    all.forEach((copy) => copy.close());
    const status = Deno.readTextFileSync("/proc/self/fdinfo/" + a.fileno());
    console.log(parseInt(/flags:\\s*(\\d+)/.exec(status)[1], 8) & 0o4000);
    const received = a.promises.recv(1);
    b.send(new Uint8Array(1));
    console.log((await received).length);
  `);
  assertEquals(output, "EMFILE\nEMFILE\n0\n1\n");
});

test("one call is parked, however many sockets are waited for", async () => {
  const output = await run(`
    const served = a.promises.recv(1);
    await parked();
    const before = threads();
    const pairs = Array.from({ length: 100 }, () => socketpair());
    const waiting = pairs.flatMap(([a, b]) => [a.promises.recv(1), b.promises.recv(1)]);
    await parked();
    console.log(threads() - before);
    b.send(new Uint8Array(1));
    await served;
    for (const [a, b] of pairs) { a.close(); b.close(); }
    await Promise.allSettled(waiting);`);
  assert(Number(output) <= 1, `${output} more threads`);
});

test("what the reactor keeps of a socket goes with it", async () => {
  const output = await run(
    `import { loop } from "${ENGINE}";
    import { makeReactor } from "${REACTOR}";
    const poller = { reports: "changes", watch: () => 0, forget: () => 0, poll: () => 0 };
    const reactor = makeReactor({ ...poller, park: async () => {}, wake() {} }, loop, ignore);
    function use() {
      const watch = reactor.watch(0);
      reactor.wait(watch, "read", { attempt: () => false, fail() {} });
      reactor.forget(watch, ignore);
      return new WeakRef(watch);
    }
    const watch = use();
    // A WeakRef holds what it refers to until the job that made it is over.
    await parked();
    gc();
    console.log(watch.deref());`,
    "--v8-flags=--expose-gc",
  );
  assertEquals(output, "undefined\n");
});

test("who was behind one that gave up is served with what had come already", async () => {
  using sock = socket(AF_INET, SOCK_DGRAM);
  sock.bind(["127.0.0.1", 0]);
  const abort = new AbortController();
  const errors = sock.promises.recvmsg(10, 0, MSG_ERRQUEUE, { signal: abort.signal });
  const received = sock.promises.recv(10);
  sock.sendto(byte, sock.getsockname());
  for (let i = 0; i < 10; i++) await turn();
  abort.abort("enough");
  assertEquals(await errors.catch((error) => error), "enough");
  assertEquals(await received, byte);
});

test("sending to somebody who has no room is tried again, and not all the time", async () => {
  using receiver = socket(AF_UNIX, SOCK_DGRAM);
  receiver.bind("");
  const address = receiver.getsockname();
  using other: Socket = socket(AF_UNIX, SOCK_DGRAM);
  exhaust(other, () => other.sendto(byte, address));
  using sender = socket(AF_UNIX, SOCK_DGRAM);
  const packed = encodeAddress(AF_UNIX, address, linux);
  let attempts = 0;
  const begun = performance.now();
  const sent = start(sender, {
    direction: "write",
    syscall: "sendto",
    flags: 0,
    attempt() {
      attempts++;
      return backend().sendto(sender.fileno(), byte, 1, 0, packed);
    },
    finish: (count) => count,
  });
  for (let i = 0; i < 300; i++) await turn();
  // Twice in two milliseconds, and twice at the beginning.
  assert(attempts <= performance.now() - begun + 5, `${attempts} attempts`);
  receiver.recv(1);
  assertEquals(await sent, 1);

  // Who gives up in between leaves no timer behind.
  const abort = new AbortController();
  const again = sender.promises.sendto(byte, address, { signal: abort.signal });
  for (let i = 0; i < 10; i++) await turn();
  abort.abort("enough");
  assertEquals(await again.catch((error) => error), "enough");
});

/** The delays of the timers that are set meanwhile. */
async function timersOf(fn: () => Promise<unknown>): Promise<unknown[]> {
  const { setTimeout } = globalThis;
  const delays: unknown[] = [];
  globalThis.setTimeout = new Proxy(setTimeout, {
    apply(target, self, args) {
      delays.push(args[1]);
      return Reflect.apply(target, self, args);
    },
  });
  try {
    await fn();
  } finally {
    globalThis.setTimeout = setTimeout;
  }
  return delays;
}

test("sending that finds room a moment later does not wait for a timer", async () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const results = [-errno.EAGAIN, -errno.EAGAIN, 1];
  const delays = await timersOf(async () => {
    const operation = { direction: "write", syscall: "send", flags: 0 } as const;
    const attempt = () => results.shift() ?? -errno.EIO;
    assertEquals(await start(a, { ...operation, attempt, finish: (value) => value }), 1);
  });
  assertEquals(delays, []);
});

test("a time-out is not over early: timers count whole milliseconds", async () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  a.settimeout(0.0019);
  const delays = await timersOf(() => assertRejects(() => a.promises.recv(1), TimeoutError));
  assertEquals(delays, [2]);
});

test("who is served before the time is over leaves no timer behind", async () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  a.settimeout(3600);
  const received = a.promises.recv(1);
  await turn();
  b.send(byte);
  assertEquals(await received, byte);
});

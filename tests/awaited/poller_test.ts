import { assert, assertEquals, assertGreater, assertThrows } from "@std/assert";
import { errno } from "../../constants/errno.ts";
import { AF_INET, AF_UNIX, SHUT_WR, SOCK_DGRAM, SOCK_STREAM } from "../../constants/mod.ts";
import { makeBackend as makeDarwin } from "../../ffi/backend/darwin.ts";
import { backend, type Poller, type Report } from "../../ffi/backend/mod.ts";
import { loop } from "../../src/awaited/engine.ts";
import { makeReactor } from "../../src/awaited/reactor.ts";
import { OSError } from "../../src/errors.ts";
import { check, failure } from "../../src/failure.ts";
import { socket } from "../../src/socket/create.ts";
import { darwinOnLinux } from "../ffi/darwin_on_linux.ts";
import { record, type Recording } from "../ffi/recording.ts";
import { census, test } from "../support/census.ts";
import { tempDir } from "../support/temp.ts";

const os = backend();

/** Pollers are for the life of an isolate: theirs are the only descriptors that stay open. */
function made(poller: Poller | number): Poller {
  if (typeof poller === "number") throw failure(-poller, "makePoller");
  return poller;
}

const epoll = made(os.makePoller());
const poll = made(os.makeFallbackPoller());
const ignore = Deno.build.os !== "linux";

/** The poller of macOS, whose calls are translated to Linux's. */
function translated(): Poller {
  const recording: Recording = record(
    "aarch64",
    darwinOnLinux((number) => recording.fail(number)),
  );
  return made(makeDarwin(recording.library).makePoller());
}

const pollers: [name: string, poller: Poller][] = [["epoll", epoll], ["poll", poll]];
if (!ignore) pollers.push(["kqueue", translated()]);

let tokens = 2 ** 32;

type Event = [token: number, readable: boolean, writable: boolean];

/** One poll's events, by token: each direction may have one of its own. */
function eventsOf(poller: Poller): Event[] {
  const events = new Map<number, Event>();
  const report = (token: number, readable: boolean, writable: boolean) => {
    const [, read = false, write = false] = events.get(token) ?? [];
    events.set(token, [token, read || readable, write || writable]);
  };
  check(poller.poll(report), "poll");
  return [...events.values()];
}

/** All events that are there. */
function drain(poller: Poller): Event[] {
  for (const all: Event[] = [];;) {
    const events = eventsOf(poller);
    all.push(...events);
    if (events.length === 0 || poller.reports === "states") return all;
  }
}

/** Which of the events are of a token. */
function of(token: number, events: readonly Event[]): Event[] {
  return events.filter(([each]) => each === token);
}

const byte = new Uint8Array([1]);

function send(fd: number): void {
  assertEquals(os.send(fd, byte, 1, 0), 1);
}

function recv(fd: number): void {
  assertEquals(os.recv(fd, new Uint8Array(1), 1, 0), 1);
}

/** Descriptors that are closed with the scope, unless they were closed before. */
class Descriptors implements Disposable {
  readonly open = new Set<number>();

  add(fd: number): number {
    this.open.add(check(fd, "open"));
    return fd;
  }

  pair(type = SOCK_STREAM): [number, number] {
    const pair = new Int32Array(2);
    check(os.socketpair(AF_UNIX, type, 0, pair), "socketpair");
    const [a = -1, b = -1] = pair;
    for (const fd of pair) check(os.set_nonblocking(this.add(fd), true), "ioctl");
    return [a, b];
  }

  close(fd: number): void {
    this.open.delete(fd);
    check(os.close(fd), "close");
  }

  [Symbol.dispose](): void {
    for (const fd of this.open) os.close(fd);
  }
}

/** A watch that ends with the scope. */
function watch(poller: Poller, fd: number, readable: boolean, writable: boolean) {
  const token = ++tokens;
  assertEquals(poller.watch(fd, token, readable, writable), 0);
  return { token, [Symbol.dispose]: () => void poller.forget(fd, token) };
}

/** A few turns of the event loop: what is parked for good is still parked afterwards. */
async function turns(): Promise<void> {
  for (let i = 0; i < 200; i++) await new Promise<void>((resolve) => loop.soon(resolve));
}

/** Parks, and tells whether the call has returned. */
function park(poller: Poller): { readonly returned: Promise<void>; has: boolean } {
  const state = { returned: Promise.resolve(), has: false };
  state.returned = poller.park().then(() => void (state.has = true));
  return state;
}

for (const [name, poller] of pollers) {
  const changes = poller.reports === "changes";
  const promise = (what: string, fn: (open: Descriptors) => void | Promise<void>) =>
    test({
      name: `poller ${name}: ${what}`,
      ignore,
      async fn() {
        using open = new Descriptors();
        drain(poller);
        await fn(open);
      },
    });

  promise("a socket that can be read", (open) => {
    const [a, b] = open.pair();
    using watched = watch(poller, a, true, false);
    assert(drain(poller).every(([, readable]) => !readable));
    send(b);
    const events = eventsOf(poller);
    assertEquals(events.map(([token, readable]) => [token, readable]), [[watched.token, true]]);
    // Changes are told once each, a state as long as it is so.
    assertEquals(eventsOf(poller).length, changes ? 0 : 1);
    send(b);
    assertEquals(eventsOf(poller).length, 1);
    recv(a);
    assertEquals(eventsOf(poller).length, changes ? 0 : 1);
    recv(a);
    assertEquals(eventsOf(poller), []);
    send(b);
    assertEquals(eventsOf(poller).length, 1);
  });

  promise("a socket that can be written", (open) => {
    const [a, b] = open.pair();
    const block = new Uint8Array(1 << 16);
    while (os.send(a, block, block.length, 0) > 0);
    using watched = watch(poller, a, false, true);
    assertEquals(drain(poller), []);
    while (os.recv(b, block, block.length, 0) > 0);
    assertEquals(eventsOf(poller), [[watched.token, false, true]]);
    assertEquals(eventsOf(poller).length, changes ? 0 : 1);
  });

  promise("a hang-up is ready in both directions", (open) => {
    for (const [readable, writable] of [[true, false], [false, true]] as const) {
      const [a, b] = open.pair();
      using watched = watch(poller, a, readable, writable);
      drain(poller);
      open.close(b);
      assertEquals(eventsOf(poller), [[watched.token, true, true]]);
    }
  });

  promise("the end of a stream can be read", (open) => {
    const [a, b] = open.pair();
    using watched = watch(poller, a, true, false);
    drain(poller);
    os.send(b, byte, byte.length, 0);
    const reports: Parameters<Report>[] = [];
    const ask = () => {
      reports.length = 0;
      check(poller.poll((...report) => void reports.push(report)), "poll");
      return reports.filter(([, readable]) => readable).map(([token]) => token);
    };
    assertEquals(ask(), [watched.token]);
    assert(reports.every(([, , , ended]) => !ended));
    os.shutdown(b, SHUT_WR);
    assertEquals(ask(), [watched.token]);
    // Whoever reports it but once says so.
    assertEquals(reports.some(([, , , ended]) => ended), changes);
  });

  promise("an error is ready in both directions", (open) => {
    using nobody = socket(AF_INET, SOCK_DGRAM);
    nobody.bind(["127.0.0.1", 0]);
    using sender = socket(AF_INET, SOCK_DGRAM);
    sender.connect(nobody.getsockname());
    nobody.close();
    using watched = watch(poller, sender.fileno(), true, false);
    drain(poller);
    sender.send(byte);
    assertEquals(eventsOf(poller), [[watched.token, true, true]]);
    assertEquals(open.open.size, 0);
  });

  promise("nothing of a direction nobody asks for, where states are reported", (open) => {
    const [a, b] = open.pair();
    using watched = watch(poller, a, true, false);
    drain(poller);
    if (changes) return;
    send(b);
    assertEquals(eventsOf(poller), [[watched.token, true, false]]);
    poller.watch(a, watched.token, false, true);
    assertEquals(eventsOf(poller), [[watched.token, false, true]]);
    poller.watch(a, watched.token, true, true);
    assertEquals(eventsOf(poller), [[watched.token, true, true]]);
    poller.watch(a, watched.token, false, false);
    open.close(b);
    assertEquals(eventsOf(poller), []);
    poller.watch(a, watched.token, true, false);
    assertEquals(eventsOf(poller), [[watched.token, true, true]]);
  });

  promise("nothing of a watch that has ended", (open) => {
    const [a, b] = open.pair();
    const { token } = watch(poller, a, true, true);
    drain(poller);
    assertEquals(poller.forget(a, token), 0);
    send(b);
    open.close(b);
    assertEquals(eventsOf(poller), []);
  });

  promise("a number that is used again, with an event under way", (open) => {
    const [a, b] = open.pair();
    const old = watch(poller, a, true, true);
    drain(poller);
    send(b);
    old[Symbol.dispose]();
    open.close(a);
    const [c, d] = open.pair();
    assertEquals(c, a);
    using watched = watch(poller, c, true, false);
    assert(of(watched.token, drain(poller)).every(([, readable]) => !readable));
    // What happens to the old one's peer is none of its business.
    open.close(b);
    assertEquals(of(watched.token, drain(poller)), []);
    send(d);
    const events = of(watched.token, drain(poller));
    assertEquals(events.map(([, readable]) => readable), [true]);
  });

  promise("the same socket under the same number, from before it was closed elsewhere", (open) => {
    const [a, b] = open.pair();
    using _old = watch(poller, a, true, false);
    const copy = open.add(os.dup(a));
    open.close(a);
    assertEquals(open.add(os.dup(copy)), a);
    using watched = watch(poller, a, true, false);
    drain(poller);
    send(b);
    const events = of(watched.token, drain(poller));
    assertEquals(events.map(([, readable]) => readable), [true]);
  });

  promise("two descriptors of one socket", (open) => {
    const [a, b] = open.pair();
    const copy = open.add(os.dup(a));
    using first = watch(poller, a, true, false);
    const second = watch(poller, copy, true, false);
    drain(poller);
    send(b);
    const events = drain(poller).filter(([, readable]) => readable).map(([token]) => token);
    assertEquals(events.sort(), [first.token, second.token]);
    second[Symbol.dispose]();
    open.close(copy);
    send(b);
    assertEquals(drain(poller).map(([token]) => token), [first.token]);
  });

  promise("tokens of any size", (open) => {
    const sizes = [1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 1, Number.MAX_SAFE_INTEGER];
    for (const token of sizes) {
      const [a, b] = open.pair();
      assertEquals(poller.watch(a, token, true, false), 0);
      drain(poller);
      send(b);
      assertEquals(drain(poller).map(([token]) => token), [token]);
      assertEquals(poller.forget(a, token), 0);
    }
  });

  promise("two thousand descriptors, a thousand of them ready at once", (open) => {
    const watches = Array.from({ length: 1000 }, () => {
      const [a, b] = open.pair();
      return { ...watch(poller, a, true, false), a, b };
    });
    drain(poller);
    for (const { b } of watches) send(b);
    // Who is ready again in the meantime does not go before the others.
    const first = eventsOf(poller);
    assertGreater(first.length, 50);
    for (const { b } of watches.slice(0, first.length)) send(b);
    const seen = new Set([...first, ...drain(poller)].map(([token]) => token));
    assertEquals(seen.size, watches.length);
    assert(watches.every(({ token }) => seen.has(token)));
    for (const { a, token } of watches) poller.forget(a, token);
  });

  promise("counts what it reports", (open) => {
    using _first = watch(poller, open.pair()[0], false, true);
    using _second = watch(poller, open.pair()[0], false, true);
    assertEquals(poller.poll(() => {}), 2);
  });

  promise("a wake ends the waiting", async () => {
    const parked = park(poller);
    await turns();
    assert(!parked.has);
    poller.wake();
    await parked.returned;
    assertEquals(eventsOf(poller), []);
  });

  promise("a wake ends the waiting that is begun later, once", async () => {
    for (let i = 0; i < 100; i++) poller.wake();
    await poller.park();
    assertEquals(eventsOf(poller), []);
    const parked = park(poller);
    await turns();
    assert(!parked.has);
    poller.wake();
    await parked.returned;
    drain(poller);
  });

  promise("a socket ends the waiting", async (open) => {
    const [a, b] = open.pair();
    using watched = watch(poller, a, true, false);
    drain(poller);
    const parked = park(poller);
    await turns();
    assert(!parked.has);
    send(b);
    await parked.returned;
    assertEquals(of(watched.token, drain(poller)).map(([, readable]) => readable), [true]);
  });

  promise("a socket that was ready already ends the waiting at once", async (open) => {
    const [a, b] = open.pair();
    using watched = watch(poller, a, true, false);
    drain(poller);
    send(b);
    await poller.park();
    assertEquals(of(watched.token, drain(poller)).map(([, readable]) => readable), [true]);
  });

  promise("a socket that is watched meanwhile ends the waiting", async (open) => {
    const [a, b] = open.pair();
    send(b);
    const parked = park(poller);
    await turns();
    assert(!parked.has);
    using watched = watch(poller, a, true, false);
    await parked.returned;
    assertEquals(of(watched.token, drain(poller)).map(([, readable]) => readable), [true]);
  });

  promise(
    "a socket that is forgotten and closed meanwhile is closed for its peer",
    async (open) => {
      const [a, b] = open.pair();
      const { token } = watch(poller, a, true, false);
      drain(poller);
      const parked = park(poller);
      await turns();
      poller.forget(a, token);
      open.close(a);
      // A call of poll(2) holds what it waits for: it must not go on.
      if (changes) poller.wake();
      await parked.returned;
      assertEquals(os.recv(b, new Uint8Array(1), 1, 0), 0);
      assertEquals(eventsOf(poller), []);
    },
  );

  promise("a descriptor that is not open", (open) => {
    const [a] = open.pair();
    open.close(a);
    const token = ++tokens;
    // poll(2) tells when it is asked, and then in both directions.
    assertEquals(poller.watch(a, token, true, false), changes ? -errno.EBADF : 0);
    assertEquals(eventsOf(poller), changes ? [] : [[token, true, true]]);
    poller.forget(a, token);
  });

  promise("a pipe that has lost its other end", () => {
    using dir = tempDir();
    const path = `${dir.path}/pipe`;
    assert(new Deno.Command("mkfifo", { args: [path] }).outputSync().success);
    for (const kept of ["read", "write"] as const) {
      // To open one end is to wait for the other one, which is there already.
      using both = Deno.openSync(path, { read: true, write: true });
      const others = descriptorsOf(path);
      using end = Deno.openSync(path, { [kept]: true });
      const fd = descriptorsOf(path).find((each) => !others.includes(each)) ?? -1;
      check(os.set_nonblocking(fd, true), "ioctl");
      if (kept === "write") {
        assertThrows(() => {
          while (end.writeSync(new Uint8Array(1 << 16)));
        });
      }
      using watched = watch(poller, fd, kept === "read", kept === "write");
      assertEquals(drain(poller), []);
      both.close();
      assertEquals(eventsOf(poller), [[watched.token, true, true]]);
    }
  });

  promise("a file, which is always ready and cannot be waited for", (open) => {
    using dir = tempDir();
    const path = `${dir.path}/file`;
    using file = Deno.openSync(path, { create: true, write: true, read: true });
    assert(file.statSync().isFile);
    const [fd = -1] = descriptorsOf(path);
    const token = ++tokens;
    assertEquals(poller.watch(fd, token, true, true), changes ? -errno.EPERM : 0);
    assertEquals(eventsOf(poller), changes ? [] : [[token, true, true]]);
    poller.forget(fd, token);
    if (!changes) return;

    const reactor = makeReactor(poller, loop, (error) => failure(error, "epoll_ctl"));
    const waiter = { attempt: () => false, fail: () => {} };
    // Twice: who failed once is not taken for watched.
    for (let i = 0; i < 2; i++) {
      const watch = reactor.watch(fd);
      const error = assertThrows(() => reactor.wait(watch, "read", waiter), OSError);
      assertEquals([error.code, watch.read.size, watch.token], ["EPERM", 0, 0]);
      assertThrows(() => reactor.wait(watch, "read", waiter), OSError);
    }
    assertEquals(open.open.size, 0);
  });
}

/** The numbers under which this process has a path open. */
function descriptorsOf(path: string): number[] {
  return [...census()].filter(([, target]) => target === path).map(([fd]) => fd);
}

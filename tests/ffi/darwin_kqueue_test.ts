/** The poller of macOS: which kevents it registers, and what it makes of those that come. */
import { assertEquals } from "@std/assert";
import { darwin as errno } from "../../constants/errno/darwin.ts";
import type { Poller, Report } from "../../ffi/backend/contract.ts";
import { makeBackend } from "../../ffi/backend/darwin.ts";
import { viewOf } from "../../ffi/struct/fields.ts";
import { type Kevent, makeKevents, readKevent, writeKevent } from "../../ffi/struct/kevent.ts";
import type { DarwinSymbols } from "../../ffi/symbols/darwin.ts";
import { type Call, memoryOf, record, type Recording } from "./recording.ts";

// The numbers of sys/event.h.
const READ = -1, WRITE = -2, USER = -10;
const ADD = 1, DELETE = 2, CLEAR = 0x20, RECEIPT = 0x40, ERROR = 0x4000, EOF = 0x8000;
const TRIGGER = 0x01000000;

const KQ = 30;

function bytesOf(...events: Partial<Kevent>[]): Uint8Array<ArrayBuffer> {
  const bytes = makeKevents(events.length);
  const none: Kevent = { ident: 0, filter: 0, flags: 0, fflags: 0, data: 0, udata: 0 };
  events.forEach((event, index) => writeKevent(viewOf(bytes), index, { ...none, ...event }));
  return bytes;
}

/** A kqueue: answers changes with the errors of `refused`, and gives out the events of `ready`. */
function kqueue(recording: () => Recording) {
  const ready: Partial<Kevent>[] = [];
  const refused = new Map<string, number>();
  const parked: Uint8Array<ArrayBuffer>[] = [];
  let failure = 0;
  const symbols: Partial<DarwinSymbols> = {
    kqueue: () => KQ,
    kevent(_kq, changes, count, events, room) {
      if (failure !== 0) return recording().fail(failure);
      if (!(events instanceof Uint8Array)) return 0;
      if (count === 0) {
        const given = ready.splice(0, room);
        events.set(bytesOf(...given));
        return given.length;
      }
      const view = viewOf(changes as Uint8Array);
      events.set(bytesOf(...Array.from({ length: count }, (_, index) => {
        const change = readKevent(view, index);
        const { filter, flags } = change;
        const error = refused.get(`${(flags & ADD) !== 0 ? "add" : "delete"} ${filter}`) ?? 0;
        return { ...change, flags: ERROR, data: error };
      })));
      return count;
    },
    kevent_parked(_kq, _changes, _count, events) {
      const [bytes = new Uint8Array(0)] = parked.splice(0, 1);
      memoryOf?.write_memory(BigInt(events), bytes, bytes.length);
      return Promise.resolve(bytes.length === 0 ? -1 : bytes.length / 32);
    },
  };
  return { symbols, ready, refused, parked, fail: (number: number) => failure = number };
}

interface Context extends Recording, ReturnType<typeof kqueue> {
  readonly poller: Poller;
  events(): Parameters<Report>[];
  readonly fail: (number: number) => never;
}

function test(name: string, fn: (context: Context) => void | Promise<void>): void {
  Deno.test({
    name: `darwin kqueue: ${name}`,
    ignore: memoryOf === null, // no POSIX C library to take memory from
    fn() {
      const queue = kqueue(() => recording);
      const recording: Recording = record("x86_64", queue.symbols);
      const poller = makeBackend(recording.library).makePoller();
      if (typeof poller === "number") throw new Error(`${poller}`);
      return fn({
        ...recording,
        ...queue,
        fail: queue.fail as Context["fail"],
        poller,
        events() {
          const found: Parameters<Report>[] = [];
          poller.poll((...event) => void found.push(event));
          return found;
        },
      });
    },
  });
}

const ATONCE = [0n, 0n];

/** A call that makes changes, with a receipt for each. */
function changing(...changes: Partial<Kevent>[]): Call {
  const hex = bytesOf(...changes).toHex();
  return ["kevent", KQ, hex, changes.length, undefined, changes.length, ATONCE];
}

/** Calls without what was in the memory for answers, and changes without what was behind them. */
function cleaned(calls: Call[]): Call[] {
  return calls.map(([name, ...args]) => {
    if (name !== "kevent") return [name, ...args];
    const [kq, changes, count, events, ...rest] = args;
    const made = typeof changes === "string" ? changes.slice(0, Number(count) * 64) : changes;
    return [name, kq, made, count, typeof events === "string" ? undefined : events, ...rest];
  });
}

const waking: Call = [
  "kevent",
  KQ,
  bytesOf({ filter: USER, fflags: TRIGGER }).toHex(),
  1,
  null,
  0,
  null,
];

Deno.test({
  name: "darwin kqueue: it is made not inheritable, with an event to wake it",
  ignore: memoryOf === null,
  fn() {
    const queue = kqueue(() => recording);
    const recording: Recording = record("aarch64", queue.symbols);
    const poller = makeBackend(recording.library).makePoller();
    assertEquals(typeof poller === "object" && poller.reports, "changes");
    assertEquals(cleaned(recording.since()), [
      ["kqueue"],
      ["fcntl", KQ, 2, ...Array(6).fill(0n), 1],
      changing({ filter: USER, flags: ADD | CLEAR | RECEIPT }),
    ]);
  },
});

Deno.test({
  name: "darwin kqueue: what fails in its making leaves nothing open",
  ignore: memoryOf === null,
  fn() {
    const outcomes = (["kqueue", "fcntl", "kevent", "receipt"] as const).map((failing) => {
      const queue = kqueue(() => recording);
      if (failing === "receipt") queue.refused.set(`add ${USER}`, errno.ENOMEM);
      const recording: Recording = record("x86_64", {
        ...queue.symbols,
        close: () => recording.fail(errno.EIO),
        ...(failing === "receipt" ? {} : { [failing]: () => recording.fail(errno.EMFILE) }),
      });
      const result = makeBackend(recording.library).makePoller();
      return [result, recording.since().filter(([name]) => name === "close")];
    });
    assertEquals(outcomes, [
      [-errno.EMFILE, []],
      [-errno.EMFILE, [["close", KQ]]],
      [-errno.EMFILE, [["close", KQ]]],
      [-errno.ENOMEM, [["close", KQ]]],
    ]);
  },
});

test("a descriptor is watched in both directions, once for all", ({ poller, since }) => {
  since();
  const token = 2 ** 40 + 5;
  assertEquals(poller.watch(7, token, true, false), 0);
  const flags = ADD | CLEAR | RECEIPT;
  assertEquals(cleaned(since()), [
    changing({ ident: 7, filter: READ, flags, udata: token }, {
      ident: 7,
      filter: WRITE,
      flags,
      udata: token,
    }),
  ]);
});

const ending = changing({ ident: 7, filter: READ, flags: DELETE | RECEIPT }, {
  ident: 7,
  filter: WRITE,
  flags: DELETE | RECEIPT,
});

test("a watch ends in both directions, whichever the kernel still knows", (context) => {
  const { poller, since, refused } = context;
  since();
  assertEquals(poller.forget(7, 1), 0);
  assertEquals(cleaned(since()), [ending]);
  refused.set(`delete ${READ}`, errno.ENOENT);
  assertEquals(poller.forget(7, 1), 0);
  refused.set(`delete ${WRITE}`, errno.EBADF);
  assertEquals(poller.forget(7, 1), -errno.EBADF);
});

test("a descriptor that cannot be watched is not watched by half", (context) => {
  const { poller, since, refused } = context;
  for (const filter of [READ, WRITE]) {
    since();
    refused.clear();
    refused.set(`add ${filter}`, errno.EBADF);
    assertEquals(poller.watch(7, 1, true, true), -errno.EBADF);
    assertEquals(cleaned(since()).slice(1), [ending]);
  }
});

test("a pipe that has lost its other end is ready, and ends a waiting that is under way", (context) => {
  const { poller, since, refused, events } = context;
  since();
  refused.set(`add ${WRITE}`, errno.EPIPE);
  assertEquals(poller.watch(7, 4, false, true), 0);
  assertEquals(cleaned(since()).slice(1), [waking]);
  assertEquals(events(), [[4, false, true, true]]);
  assertEquals(events(), []);
});

test("each event is of its direction, an error of both", ({ events, ready, poller }) => {
  const all: [Partial<Kevent>, boolean, boolean, boolean][] = [
    [{ filter: READ, data: 10 }, true, false, false],
    [{ filter: WRITE, data: 1000 }, false, true, false],
    [{ filter: READ, flags: CLEAR | EOF }, true, false, true],
    [{ filter: WRITE, flags: CLEAR | EOF }, false, true, false],
    [{ filter: READ, flags: CLEAR | EOF, fflags: errno.ECONNRESET }, true, true, true],
    [{ filter: WRITE, flags: CLEAR | EOF, fflags: errno.ECONNREFUSED }, true, true, true],
    [{ filter: READ, flags: ERROR, data: errno.EBADF }, true, true, true],
  ];
  all.forEach(([event], index) => ready.push({ ...event, udata: index + 1 }));
  assertEquals(events(), all.map(([, ...directions], index) => [index + 1, ...directions]));
  ready.push({ filter: READ, udata: 9 }, { filter: WRITE, udata: 9 });
  assertEquals(poller.poll(() => {}), 2);
});

test("asking waits for nothing and changes nothing", ({ since, poller }) => {
  since();
  assertEquals(poller.poll(() => {}), 0);
  assertEquals(cleaned(since()), [["kevent", KQ, null, 0, undefined, 256, ATONCE]]);
});

test("an interrupted question finds nothing, another failure is told", ({ poller, fail }) => {
  fail(errno.EINTR);
  assertEquals(poller.poll(() => {}), 0);
  fail(errno.EBADF);
  assertEquals([poller.poll(() => {}), poller.watch(7, 1, true, true)], [
    -errno.EBADF,
    -errno.EBADF,
  ]);
});

test("waking is an event of no socket", ({ poller, since, ready, events }) => {
  since();
  poller.wake();
  assertEquals(cleaned(since()), [waking]);
  ready.push({ filter: USER, udata: 0 }, { filter: READ, udata: 3 });
  assertEquals(events(), [[3, true, false, false]]);
});

test("a parked call writes to C's memory; what it takes is reported next", async (context) => {
  const { poller, since, parked, events, ready } = context;
  since();
  parked.push(bytesOf({ filter: USER }, { filter: READ, udata: 3 }, { filter: WRITE, udata: 4 }));
  await poller.park();
  const [[name, kq, changes, count, address, room, timeout] = [""]] = since();
  assertEquals([name, kq, changes, count, room, timeout], ["kevent_parked", KQ, 0n, 0, 32, 0n]);
  assertEquals(typeof address === "bigint" && address !== 0n, true);
  // Not again, while there is something to report.
  await poller.park();
  assertEquals(since(), []);
  ready.push({ filter: READ, udata: 5 });
  assertEquals(events(), [
    [3, true, false, false],
    [4, false, true, false],
    [5, true, false, false],
  ]);
  assertEquals(events(), []);
});

test("a parked call that fails has taken nothing", async ({ poller, events }) => {
  await poller.park();
  assertEquals(events(), []);
});

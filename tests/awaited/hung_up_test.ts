/**
 * A poller of states, and a socket that reports its hang-up again and again while a writer waits for
 * room, as WSAPoll does when the peer has ended its half: nobody may ask all the time.
 */
import { assert, assertEquals } from "@std/assert";
import { SHUT_WR } from "@bsd/socket";
import { linux as constants } from "../../constants/linux.ts";
import { backend, type Poller } from "../../ffi/backend/mod.ts";
import { makePollPoller } from "../../ffi/backend/posix_poll.ts";
import { type Layout, linux, windows } from "../../ffi/layout.ts";
import type { Memory } from "../../ffi/memory.ts";
import { viewOf } from "../../ffi/struct/fields.ts";
import { loop } from "../../src/awaited/engine.ts";
import { makeReactor } from "../../src/awaited/reactor.ts";
import { failure } from "../../src/failure.ts";
import { test } from "./idle.ts";
import { drain, fill, smallPair, tcpPair } from "./support.ts";

function made(poller: Poller | number): Poller {
  if (typeof poller === "number") throw failure(-poller, "poll");
  return poller;
}

/** Its descriptors stay open, so that they must be there before the first census. */
const real = made(backend().makeFallbackPoller());

/** A poller of which it is counted how often it was asked, and whose parked calls are known. */
function counted(poller: Poller) {
  const parked: Promise<void>[] = [];
  let asked = 0;
  return {
    asked: () => asked,
    rest: () => Promise.all(parked),
    poller: {
      ...poller,
      poll(report: Parameters<Poller["poll"]>[0]) {
        asked++;
        return poller.poll(report);
      },
      park() {
        const call = poller.park();
        parked.push(call);
        return call;
      },
    },
  };
}

/** Watches a writer that waits, for a while; how often the poller was asked, and in how many ms. */
async function whileWaiting(
  { asked }: ReturnType<typeof counted>,
): Promise<[count: number, milliseconds: number]> {
  const [before, begun] = [asked(), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, 100));
  return [asked() - before, performance.now() - begun];
}

for (const [name, pair] of [["TCP", tcpPair], ["a pair", smallPair]] as const) {
  test(`hung up: ${name} whose peer has ended its half does not keep a writer's loop busy`, async () => {
    const [a, b] = pair();
    using _a = a, _b = b;
    a.setblocking(false);
    b.shutdown(SHUT_WR);
    fill(a);
    const observed = counted(real);
    const reactor = makeReactor(observed.poller, loop, (error) => failure(error, "poll"));
    const watch = reactor.watch(a.fileno());
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    try {
      reactor.wait(watch, "write", {
        attempt() {
          if (backend().send(a.fileno(), new Uint8Array(1), 1, 0) < 0) return false;
          resolve();
          return true;
        },
        fail: reject,
      });
      const [count, milliseconds] = await whileWaiting(observed);
      // Each parked call may be followed by a few questions; without one there are many a millisecond.
      assert(count <= milliseconds + 50, `asked ${count} times in ${milliseconds} ms`);
      const made = setInterval(() => drain(b), 1);
      await promise.finally(() => clearInterval(made));
    } finally {
      reactor.forget(watch, () => new Error("over"));
      await observed.rest();
    }
  });
}

/** Memory of C's as the poller needs it. */
function makeHeap(): Pick<Memory, "allocate" | "free" | "write"> & {
  at(address: bigint): DataView;
} {
  const blocks = new Map<bigint, Uint8Array<ArrayBuffer>>();
  let next = 0n;
  const at = (address: bigint) => blocks.get(address) ?? new Uint8Array();
  return {
    at: (address) => viewOf(at(address)),
    allocate(length) {
      blocks.set(++next, new Uint8Array(length));
      return next;
    },
    free: (address) => void blocks.delete(address),
    write: (address, bytes) => at(address).set(bytes),
  };
}

/** A poller on calls that report what they are told to, and what its parked calls were given. */
function scripted(layout: Layout) {
  const heap = makeHeap();
  const { pollfd } = layout;
  const revents = new Map<number, number>();
  const parked: { fds: number[]; timeout: number }[] = [];
  const fdsOf = (view: DataView, count: number) =>
    Array.from({ length: count }, (_, i) => view.getInt32(i * pollfd.size + pollfd.fd[0], true));
  const poller = made(makePollPoller({
    ...constants,
    layout,
    poll(fds, count) {
      const view = viewOf(fds);
      const found = fdsOf(view, count).map((fd) => revents.get(fd) ?? 0);
      found.forEach((flags, i) => view.setUint16(i * pollfd.size + pollfd.revents[0], flags, true));
      return found.filter((flags) => flags !== 0).length;
    },
    park(fds, count, timeout) {
      parked.push({ fds: fdsOf(heap.at(fds), count), timeout });
      return Promise.resolve();
    },
    makeWaker: () => ({ fd: 100, signal() {}, clear() {} }),
  }, heap));
  return { poller, revents, parked };
}

for (const [name, layout] of Object.entries({ linux, windows })) {
  test(`hung up: what reports nothing else is left out of the parked call (${name})`, async () => {
    const { POLLERR, POLLHUP, POLLIN } = constants;
    const { poller, revents, parked } = scripted(layout);
    const reports: unknown[][] = [];
    const ask = async () => {
      reports.length = 0;
      const found = poller.poll((...event) => void reports.push(event));
      await poller.park();
      return [found, [...reports], parked.at(-1)];
    };
    poller.watch(1, 11, false, true);
    poller.watch(2, 12, true, false);
    assertEquals(await ask(), [0, [], { fds: [100, 1, 2], timeout: -1 }]);
    revents.set(1, POLLHUP);
    // It is tried, and counts for nothing: the next call is parked, for a while and without it.
    const tried = [11, true, true, false];
    assertEquals(await ask(), [0, [tried], { fds: [100, 2], timeout: 10 }]);
    revents.set(2, POLLIN);
    assertEquals(await ask(), [1, [tried, [12, true, false, false]], {
      fds: [100, 2],
      timeout: 10,
    }]);
    // An error with it is news.
    revents.set(1, POLLHUP | POLLERR);
    revents.delete(2);
    assertEquals(await ask(), [1, [tried], { fds: [100, 1, 2], timeout: -1 }]);
    revents.set(1, POLLHUP);
    await ask();
    poller.forget(1, 11);
    assertEquals(await ask(), [0, [], { fds: [100, 2], timeout: -1 }]);
  });
}

/** A poller on poll(2): slower with many sockets, and there on every POSIX system. */
import { errno } from "../../constants/errno.ts";
import type { Layout } from "../layout.ts";
import type { Memory } from "../memory.ts";
import { viewOf } from "../struct/fields.ts";
import { makePollfds, readRevents, writePollfd } from "../struct/pollfd.ts";
import type { Bytes, Poller, Result } from "./contract.ts";

/** What poll(2) needs of an OS. */
export interface PollSystem {
  readonly layout: Layout;
  readonly POLLIN: number;
  readonly POLLOUT: number;
  readonly POLLERR: number;
  readonly POLLHUP: number;
  readonly POLLNVAL: number;
  /** poll(2) without waiting. */
  poll(fds: Bytes, count: number): Result;
  /** poll(2) without end on another thread, over memory of C's. */
  park(fds: bigint, count: number): Promise<unknown>;
  /** Makes what `wake` ends the parked call with. */
  makeWaker(): Waker | Result;
}

/** A descriptor that can be made readable from this thread, and unreadable again. */
export interface Waker {
  readonly fd: number;
  signal(): void;
  clear(): void;
}

interface Entry {
  readonly fd: number;
  readonly token: number;
  readonly events: number;
}

/** Makes the poller; its waker stays open as long as the process. */
export function makePollPoller(system: PollSystem, memory: Memory): Poller | Result {
  const { layout, POLLIN, POLLOUT, POLLERR, POLLHUP, POLLNVAL } = system;
  const made = system.makeWaker();
  if (typeof made === "number") return made;
  const waker: Waker = made;
  const entries = new Map<number, Entry>();
  let parked = false;

  function array(): Bytes {
    const fds = makePollfds(entries.size + 1, layout);
    const view = viewOf(fds);
    writePollfd(view, 0, waker.fd, POLLIN, layout);
    let index = 1;
    for (const { fd, events } of entries.values()) writePollfd(view, index++, fd, events, layout);
    return fds;
  }

  /** A parked call waits for what there was when it was parked: it must start over. */
  function changed(): void {
    if (parked) waker.signal();
  }

  return {
    reports: "states",
    watch(fd, token, readable, writable) {
      const events = (readable ? POLLIN : 0) | (writable ? POLLOUT : 0);
      // With no direction left, poll would still report every hang-up, again and again.
      if (events === 0) entries.delete(token);
      else entries.set(token, { fd, token, events });
      changed();
      return 0;
    },
    forget(_fd, token) {
      entries.delete(token);
      changed();
      return 0;
    },
    poll(report) {
      const fds = array();
      const asked = [...entries.values()];
      const count = system.poll(fds, asked.length + 1);
      if (count <= 0) return count === -errno.EINTR ? 0 : count;
      const view = viewOf(fds);
      let found = 0;
      asked.forEach(({ token }, index) => {
        const revents = readRevents(view, index + 1, layout);
        if (revents === 0) return;
        found++;
        const broken = (revents & (POLLERR | POLLHUP | POLLNVAL)) !== 0;
        report(token, broken || (revents & POLLIN) !== 0, broken || (revents & POLLOUT) !== 0);
      });
      if (readRevents(view, 0, layout) !== 0) waker.clear();
      return found;
    },
    async park() {
      const fds = array();
      const memoryOfC = memory.allocate(fds.length);
      memory.write(memoryOfC, fds);
      parked = true;
      try {
        await system.park(memoryOfC, entries.size + 1);
      } finally {
        parked = false;
        memory.free(memoryOfC);
      }
    },
    wake: () => waker.signal(),
  };
}

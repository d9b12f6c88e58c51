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
  /** poll(2) on another thread, over memory of C's; a timeout of -1 is no end. */
  park(fds: bigint, count: number, timeout: number): Promise<unknown>;
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

/**
 * How often, in milliseconds, a socket is tried that reports nothing but a hang-up. WSAPoll does so
 * when the peer alone has ended its half, of a socket that waits for room: neither may the writer be
 * tried all the time, nor is there any call that waits for more.
 */
const HUNG_UP = 10;

/** Makes the poller; its waker stays open as long as the process. */
export function makePollPoller(
  system: PollSystem,
  memory: Pick<Memory, "allocate" | "free" | "write">,
): Poller | Result {
  const { layout, POLLIN, POLLOUT, POLLERR, POLLHUP, POLLNVAL } = system;
  const made = system.makeWaker();
  if (typeof made === "number") return made;
  const waker: Waker = made;
  const entries = new Map<number, Entry>();
  /** The tokens of those that reported nothing but a hang-up when they were last asked. */
  const hungUp = new Set<number>();
  let parked = false;

  function array(asked: readonly Entry[]): Bytes {
    const fds = makePollfds(asked.length + 1, layout);
    const view = viewOf(fds);
    writePollfd(view, 0, waker.fd, POLLIN, layout);
    asked.forEach(({ fd, events }, index) => writePollfd(view, index + 1, fd, events, layout));
    return fds;
  }

  function forget(token: number): void {
    entries.delete(token);
    hungUp.delete(token);
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
      forget(token);
      if (events !== 0) entries.set(token, { fd, token, events });
      changed();
      return 0;
    },
    forget(_fd, token) {
      forget(token);
      changed();
      return 0;
    },
    poll(report) {
      const asked = [...entries.values()];
      const fds = array(asked);
      const count = system.poll(fds, asked.length + 1);
      if (count <= 0) return count === -errno.EINTR ? 0 : count;
      const view = viewOf(fds);
      let found = 0;
      asked.forEach(({ token }, index) => {
        const revents = readRevents(view, index + 1, layout);
        const nothingElse = revents === POLLHUP;
        if (nothingElse) hungUp.add(token);
        else hungUp.delete(token);
        if (revents === 0) return;
        if (!nothingElse) found++;
        const broken = (revents & (POLLERR | POLLHUP | POLLNVAL)) !== 0;
        const [readable, writable] = [(revents & POLLIN) !== 0, (revents & POLLOUT) !== 0];
        // A state is reported as long as it lasts: no end is told but once.
        report(token, broken || readable, broken || writable, false);
      });
      if (readRevents(view, 0, layout) !== 0) waker.clear();
      return found;
    },
    async park() {
      const asked = [...entries.values()].filter(({ token }) => !hungUp.has(token));
      const fds = array(asked);
      const memoryOfC = memory.allocate(fds.length);
      memory.write(memoryOfC, fds);
      parked = true;
      try {
        await system.park(memoryOfC, asked.length + 1, hungUp.size === 0 ? -1 : HUNG_UP);
      } finally {
        parked = false;
        memory.free(memoryOfC);
      }
    },
    wake: () => waker.signal(),
  };
}

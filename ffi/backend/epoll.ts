/** The poller of Linux: epoll(7), edge-triggered, so that a socket is registered once in its life. */
import { errno } from "../../constants/errno.ts";
import { linux as constants } from "../../constants/linux.ts";
import type { Memory } from "../memory.ts";
import { linux as layout } from "../layout.ts";
import { viewOf } from "../struct/fields.ts";
import { makePollfds, writePollfd } from "../struct/pollfd.ts";
import type { LinuxSymbols } from "../symbols/linux.ts";
import type { Poller, Result } from "./contract.ts";

const {
  EFD_CLOEXEC,
  EFD_NONBLOCK,
  EPOLL_CLOEXEC,
  EPOLL_CTL_ADD,
  EPOLL_CTL_DEL,
  EPOLL_CTL_MOD,
  EPOLLERR,
  EPOLLET,
  EPOLLHUP,
  EPOLLIN,
  EPOLLOUT,
  EPOLLRDHUP,
  POLLIN,
} = constants;

/** Nothing comes any more but an error or the end, which a read returns. */
const ENDED = EPOLLRDHUP | EPOLLHUP | EPOLLERR;
/** Ready to be read, if only for that; likewise written. */
const READABLE = EPOLLIN | ENDED;
const WRITABLE = EPOLLOUT | EPOLLHUP | EPOLLERR;
const EVERYTHING = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;

/**
 * How many events are taken at once; more wait for the next call. What the kernel keeps of so many
 * sockets stays in the processor's cache until what was received from them is answered.
 */
const BATCH = 64;

/** The token of the eventfd that ends the waiting; those of sockets begin with 1. */
const WAKE = 0;

/**
 * struct epoll_event: uint32_t events, then the token as epoll_data_t. The kernel packs it on
 * x86_64 alone (bits of 32-bit compatibility), so that the token is 4 bytes further on elsewhere.
 */
const packed = Deno.build.arch === "x86_64";
const EVENT_SIZE = packed ? 12 : 16;
const DATA = packed ? 4 : 8;

/** Makes the poller; its two descriptors stay open as long as the process. */
export function makeEpoll(
  c: LinuxSymbols,
  memory: Memory,
  done: (result: number) => Result,
): Poller | Result {
  const epoll = done(c.epoll_create1(EPOLL_CLOEXEC));
  if (epoll < 0) return epoll;
  const waker = done(c.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (waker < 0) {
    c.close(epoll);
    return waker;
  }
  const one = new Uint8Array(new BigUint64Array([1n]).buffer);
  const size = BigInt(one.length);
  const events = new Uint8Array(BATCH * EVENT_SIZE);
  const view = viewOf(events);
  const event = new Uint8Array(EVENT_SIZE);
  const eventView = viewOf(event);

  // An epoll descriptor can be polled itself: the parked call then takes no event, and writes only
  // to memory that stays when the isolate goes.
  const pollfds = makePollfds(1, layout);
  writePollfd(viewOf(pollfds), 0, epoll, POLLIN, layout);
  const parked = memory.allocate(pollfds.length);
  memory.write(parked, pollfds);

  function control(operation: number, fd: number, token: number, mask: number): Result {
    eventView.setUint32(0, mask >>> 0, true);
    eventView.setUint32(DATA, token, true);
    eventView.setUint32(DATA + 4, Math.floor(token / 2 ** 32), true);
    return done(c.epoll_ctl(epoll, operation, fd, event));
  }

  const added = control(EPOLL_CTL_ADD, waker, WAKE, EPOLLIN | EPOLLET);
  if (added < 0) {
    c.close(waker);
    c.close(epoll);
    return added;
  }

  return {
    reports: "changes",
    watch(fd, token) {
      const result = control(EPOLL_CTL_ADD, fd, token, EVERYTHING);
      // The same socket under the same number, from before its descriptor was closed elsewhere.
      return result === -errno.EEXIST ? control(EPOLL_CTL_MOD, fd, token, EVERYTHING) : result;
    },
    forget: (fd) => control(EPOLL_CTL_DEL, fd, 0, 0),
    poll(report) {
      const count = done(c.epoll_wait(epoll, events, BATCH, 0));
      for (let at = 0; at < count * EVENT_SIZE; at += EVENT_SIZE) {
        const mask = view.getUint32(at, true);
        const token = view.getUint32(at + DATA, true) +
          view.getUint32(at + DATA + 4, true) * 2 ** 32;
        if (token === WAKE) continue;
        report(token, (mask & READABLE) !== 0, (mask & WRITABLE) !== 0, (mask & ENDED) !== 0);
      }
      return count === -errno.EINTR ? 0 : count;
    },
    async park() {
      await c.poll_parked(parked, 1, -1);
    },
    wake() {
      // Edge-triggered: each write is an event, whether or not the count is ever read.
      c.write(waker, one, size);
    },
  };
}

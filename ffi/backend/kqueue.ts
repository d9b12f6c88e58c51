/**
 * The poller of macOS: kqueue(2), with EV_CLEAR, so that a socket is registered once in its life and
 * reported each time that it becomes ready.
 */
import { darwin as constants } from "../../constants/darwin.ts";
import { darwin as errno } from "../../constants/errno/darwin.ts";
import type { Memory } from "../memory.ts";
import { viewOf } from "../struct/fields.ts";
import { kevent, makeKevents, readKevent, writeKevent } from "../struct/kevent.ts";
import type { DarwinSymbols } from "../symbols/darwin.ts";
import type { Poller, Report, Result } from "./contract.ts";

const {
  EV_ADD,
  EV_CLEAR,
  EV_DELETE,
  EV_EOF,
  EV_ERROR,
  EV_RECEIPT,
  EVFILT_READ,
  EVFILT_USER,
  EVFILT_WRITE,
  F_SETFD,
  FD_CLOEXEC,
  NOTE_TRIGGER,
} = constants;

/** How many events are taken at once; more wait for the next call. */
const BATCH = 256;
/** How many a parked call takes: it ends with the first, so that there are seldom more. */
const PARKED_BATCH = 32;

/** The event that ends the waiting: the token and the number of EVFILT_USER; sockets begin with 1. */
const WAKE = 0;

/** `struct timespec` (time.h) of no time at all: tv_sec and tv_nsec. */
const atOnce = new BigInt64Array(2);

/** A change, for each of which the kernel has to answer in the events. */
type Change = readonly [ident: number, filter: number, flags: number, udata: number];

/** What is reported. */
type Event = Parameters<Report>;

/** Makes the poller; its descriptor stays open as long as the process. */
export function makeKqueue(
  c: DarwinSymbols,
  memory: Memory,
  done: (result: number) => Result,
): Poller | Result {
  const kqueue = done(c.kqueue());
  if (kqueue < 0) return kqueue;

  const events = makeKevents(BATCH);
  const view = viewOf(events);
  const changes = makeKevents(2);
  const changesView = viewOf(changes);
  const receipts = makeKevents(2);
  const receiptsView = viewOf(receipts);
  const trigger = makeKevents(1);
  writeKevent(viewOf(trigger), 0, {
    ident: WAKE,
    filter: EVFILT_USER,
    flags: 0,
    fflags: NOTE_TRIGGER,
    data: 0,
    udata: WAKE,
  });

  /** What was found ready while nobody asked. */
  let early: Event[] = [];

  /** Where a parked call writes its events: memory of C's, which stays when the isolate goes. */
  const parked = memory.allocate(PARKED_BATCH * kevent.size);

  /** Makes changes; the first error that is not tolerated is the result. */
  function apply(
    list: readonly Change[],
    tolerated: (error: number, change: Change) => boolean,
  ): Result {
    list.forEach(([ident, filter, flags, udata], index) => {
      // A receipt for each change fills the room for events, so that none is taken out here.
      const change = { ident, filter, flags: flags | EV_RECEIPT, fflags: 0, data: 0, udata };
      writeKevent(changesView, index, change);
    });
    const { length } = list;
    const result = done(c.kevent(kqueue, changes, length, receipts, length, atOnce));
    if (result < 0) return result;
    let failed = 0;
    list.forEach((change, index) => {
      const { data: error } = readKevent(receiptsView, index);
      if (error !== 0 && !tolerated(error, change)) failed ||= -error;
    });
    return failed;
  }

  function forget(fd: number): Result {
    const changes: Change[] = [
      [fd, EVFILT_READ, EV_DELETE, WAKE],
      [fd, EVFILT_WRITE, EV_DELETE, WAKE],
    ];
    // ENOENT: a descriptor of one direction, or a watch that the kernel has ended by itself.
    return apply(changes, (error) => error === errno.ENOENT);
  }

  function wake(): void {
    c.kevent(kqueue, trigger, 1, null, 0, null);
  }

  function report(
    view: DataView,
    count: number,
    to: (...event: Event) => void,
  ): void {
    for (let index = 0; index < count; index++) {
      const { filter, flags, fflags, udata } = readKevent(view, index);
      if (udata === WAKE) continue;
      const end = (flags & EV_EOF) !== 0;
      const broken = (flags & EV_ERROR) !== 0 || (end && fflags !== 0);
      const readable = broken || filter === EVFILT_READ;
      to(udata, readable, broken || filter === EVFILT_WRITE, readable && (broken || end));
    }
  }

  // A child of fork(2) has no kqueue of its parent's, but exec(3) alone would keep it.
  let failed = done(c.fcntl(kqueue, F_SETFD, FD_CLOEXEC));
  if (failed >= 0) failed = apply([[WAKE, EVFILT_USER, EV_ADD | EV_CLEAR, WAKE]], () => false);
  if (failed < 0) {
    memory.free(parked);
    c.close(kqueue);
    return failed;
  }

  return {
    reports: "changes",
    watch(fd, token) {
      const changes: Change[] = [
        [fd, EVFILT_READ, EV_ADD | EV_CLEAR, token],
        [fd, EVFILT_WRITE, EV_ADD | EV_CLEAR, token],
      ];
      const failed = apply(changes, (error, [, filter]) => {
        // A pipe that has lost its other end: as ready as can be, and not to be watched.
        if (error !== errno.EPIPE) return false;
        early.push([token, filter === EVFILT_READ, filter === EVFILT_WRITE, true]);
        wake();
        return true;
      });
      if (failed < 0) forget(fd);
      return failed;
    },
    forget,
    poll(to) {
      const ready = early;
      early = [];
      for (const event of ready) to(...event);
      const count = done(c.kevent(kqueue, null, 0, events, BATCH, atOnce));
      report(view, count, to);
      return count < 0 && count !== -errno.EINTR ? count : ready.length + Math.max(0, count);
    },
    async park() {
      if (early.length > 0) return;
      const count = await c.kevent_parked(kqueue, 0n, 0, parked, PARKED_BATCH, 0n);
      if (count <= 0) return;
      const taken = viewOf(memory.read(parked, count * kevent.size));
      report(taken, count, (...event) => void early.push(event));
    },
    wake,
  };
}

/**
 * The engine of everything awaited: one per isolate, on one poller.
 *
 * An operation is tried first and comes here only when it would block. From then on it is one of
 * the waiters of its socket, in the order in which they came; when the socket is ready the reactor
 * tries them again itself, so that data goes from the kernel to the promise in one step.
 *
 * While somebody waits, the poller is asked without blocking between the turns of the event loop,
 * and a few times in a row as long as something comes; when nothing came for a while, one call is
 * parked off the thread until something does. Parked it keeps the process alive, so that it is woken
 * as soon as nobody waits any more. Waiters of an unref'd socket do not count: for them alone nothing
 * is parked, and a timer that does not keep the process alive asks the poller now and then.
 */
import type { Poller, Result } from "../../ffi/backend/mod.ts";
import type { Direction } from "../socket/waiting.ts";
import { Queue } from "./queue.ts";

/** An operation that waits for its socket. */
export interface Waiter {
  /** Tries the operation again; true once it has settled its promise, false while it would block. */
  attempt(): boolean;
  /** The socket is gone: fails the operation. */
  fail(error: unknown): void;
}

/** What the reactor knows of one socket. A new socket is a new watch, even with the old descriptor. */
export interface Watch {
  readonly fd: number;
  /** The waiters of each direction, first come first. */
  readonly read: Queue<Waiter>;
  readonly write: Queue<Waiter>;
  /** Whether its waiters keep the process alive. */
  referenced: boolean;
  /** What comes back with the poller's events; 0 while the poller does not know the socket. */
  token: number;
  /**
   * Whether nothing is there to be read, for all that is known: the last of it was received, and the
   * poller has reported nothing since.
   */
  drained: boolean;
  /** Whether an end or an error was reported, of which there will be no more news. */
  ended: boolean;
  /** The round in which its first reader was left untried; 0: it was tried. */
  untried: number;
  /** Whether it is among those that are looked through for that. */
  listed: boolean;
  /** The watches of other descriptors that an operation of this socket waits for; they end with it. */
  apart: Set<Watch> | null;
}

/** The event loop, as far as the reactor needs it; tests bring their own. */
export interface Loop {
  /** Calls back when what was resolved has been gone on from, before timers and I/O have their turn. */
  next(callback: () => void): void;
  /** Calls back in the next turn, timers and I/O having had theirs. */
  soon(callback: () => void): void;
  /** Calls back after some milliseconds, if anything else keeps the process alive that long. */
  later(callback: () => void, milliseconds: number): void;
  /** Milliseconds on a clock that only goes forward. */
  now(): number;
}

/** For how long, in milliseconds, the poller is asked every turn before a call is parked. */
const SPIN = 0.05;
/** For how long, in milliseconds, it is asked again and again before the event loop has a turn. */
const BURST = 0.1;
/** How often, in milliseconds, it is asked for unref'd sockets alone. */
const UNREFERENCED = 10;
/** How long, in milliseconds, a round takes after which the untried of the one before are tried. */
const ROUND = 1000;

/** The reactor. */
export interface Reactor {
  /** Makes what the reactor keeps of a socket; the poller is told when somebody waits. */
  watch(fd: number): Watch;
  /** Adds a waiter behind those that are there. */
  wait(watch: Watch, direction: Direction, waiter: Waiter): void;
  /**
   * Adds a reader that was not tried, to a watch that is drained and has not ended. The next news of
   * the socket serves it, and an attempt in vain is saved. Should there be something of which the
   * poller has no news, such as what comes after an urgent byte, then it is tried when there is no
   * news of anybody, and after two rounds at the latest. Sooner would be unfair: who is tried before
   * its turn comes twice.
   */
  expect(watch: Watch, reader: Waiter): void;
  /** Takes a waiter out; it is not called any more. The one behind the first is tried instead. */
  cancel(watch: Watch, direction: Direction, waiter: Waiter): void;
  /** Tries the waiters again, as when the socket is ready. */
  retry(watch: Watch, direction: Direction): void;
  /** Ends a watch before its descriptor is closed or given away: all waiters fail at once. */
  forget(watch: Watch, error: () => unknown): void;
  /** Decides whether the waiters of a socket keep the process alive. */
  reference(watch: Watch, referenced: boolean): void;
}

/**
 * Makes a reactor.
 *
 * @param poller Tells what is ready.
 * @param loop The event loop to take turns in.
 * @param failure Makes an exception of an error number of the poller's.
 */
export function makeReactor(
  poller: Poller,
  loop: Loop,
  failure: (error: number) => unknown,
): Reactor {
  const watches = new Map<number, Watch>();
  let tokens = 0;
  /** How many waiters keep the process alive, and how many do not. */
  const waiting = { referenced: 0, unreferenced: 0 };
  /** Idle: nothing is under way. Turning: the next turn asks. Parked: a call waits off the thread. */
  let state: "idle" | "turning" | "parked" = "idle";
  /** Whether the timer for unref'd sockets is under way. */
  let dozing = false;
  let lastEvent = 0;
  let lastRound = 0;
  let lastTurn = 0;
  let round = 1;
  /** The watches that were left untried. */
  let listed: Watch[] = [];

  function count(watch: Watch, change: number): void {
    waiting[watch.referenced ? "referenced" : "unreferenced"] += change;
    if (waiting.referenced === 0 && state === "parked") poller.wake();
  }

  /** Tells the poller which directions have waiters; one that reports changes is told once. */
  function tell(watch: Watch): Result {
    const known = watch.token !== 0;
    if (known && poller.reports === "changes") return 0;
    const token = known ? watch.token : ++tokens;
    const result = poller.watch(watch.fd, token, watch.read.size > 0, watch.write.size > 0);
    if (!known && result >= 0) {
      watch.token = token;
      watches.set(token, watch);
    }
    return result;
  }

  function remove(watch: Watch, direction: Direction, waiter: Waiter): void {
    if (!watch[direction].delete(waiter)) return;
    count(watch, -1);
    if (watch[direction].size === 0 && watch.token !== 0) tell(watch);
  }

  function dispatch(token: number, readable: boolean, writable: boolean, ended: boolean): void {
    const watch = watches.get(token);
    // An event of a socket that was closed after it happened.
    if (watch === undefined) return;
    if (readable) {
      watch.drained = false;
      if (ended) watch.ended = true;
      retry(watch, "read");
    }
    if (writable) retry(watch, "write");
  }

  function retry(watch: Watch, direction: Direction): void {
    if (direction === "read") watch.untried = 0;
    for (let first = watch[direction].first; first !== null; first = watch[direction].first) {
      if (!first.attempt()) return;
      remove(watch, direction, first);
    }
  }

  /** Begins a round, and tries who was untried all through the last one, or everybody untried. */
  function makeUp(everybody: boolean): void {
    round++;
    if (listed.length === 0) return;
    const before = listed;
    listed = [];
    for (const watch of before) {
      const { untried } = watch;
      watch.listed = untried !== 0 && untried === round - 1 && !everybody;
      if (watch.listed) listed.push(watch);
      else if (untried !== 0) retry(watch, "read");
    }
  }

  function turn(): void {
    // Whoever begins to wait while the events are dispatched finds this turn under way.
    state = "turning";
    const found = waiting.referenced === 0 ? 0 : poller.poll(dispatch);
    if (found < 0) {
      for (const watch of [...watches.values()]) forget(watch, () => failure(-found));
    }
    const now = loop.now();
    if (found > 0) lastEvent = now;
    if (found <= 0 || now - lastRound >= ROUND) {
      lastRound = now;
      makeUp(found <= 0);
    }
    if (waiting.referenced === 0) {
      state = "idle";
      doze();
    } else if (found > 0 && now - lastTurn < BURST) {
      loop.next(turn);
    } else if (now - lastEvent < SPIN) {
      lastTurn = now;
      loop.soon(turn);
    } else {
      state = "parked";
      poller.park().then(() => {
        lastEvent = loop.now();
        turn();
      });
    }
  }

  /** Serves unref'd sockets while something else keeps the process alive. */
  function doze(): void {
    if (dozing || waiting.unreferenced === 0) return;
    dozing = true;
    loop.later(() => {
      dozing = false;
      if (state !== "idle") return;
      poller.poll(dispatch);
      doze();
    }, UNREFERENCED);
  }

  function start(): void {
    if (state !== "idle") return;
    if (waiting.referenced === 0) {
      doze();
      return;
    }
    state = "turning";
    lastEvent = loop.now();
    loop.soon(turn);
  }

  function forget(watch: Watch, error: () => unknown): void {
    for (const other of watch.apart ?? []) forget(other, error);
    if (watch.token !== 0) {
      poller.forget(watch.fd, watch.token);
      watches.delete(watch.token);
      watch.token = 0;
    }
    for (const direction of ["read", "write"] as const) {
      for (let first = watch[direction].first; first !== null; first = watch[direction].first) {
        remove(watch, direction, first);
        first.fail(error());
      }
    }
  }

  function reference(watch: Watch, referenced: boolean): void {
    for (const other of watch.apart ?? []) reference(other, referenced);
    if (watch.referenced === referenced) return;
    const waiters = watch.read.size + watch.write.size;
    count(watch, -waiters);
    watch.referenced = referenced;
    count(watch, waiters);
    if (waiters > 0) start();
  }

  function wait(watch: Watch, direction: Direction, waiter: Waiter): void {
    watch[direction].add(waiter);
    count(watch, 1);
    const result = watch[direction].first === waiter ? tell(watch) : 0;
    if (result < 0) {
      remove(watch, direction, waiter);
      throw failure(-result);
    }
    start();
  }

  return {
    watch: (fd) => ({
      fd,
      read: new Queue(),
      write: new Queue(),
      referenced: true,
      token: 0,
      drained: false,
      ended: false,
      untried: 0,
      listed: false,
      apart: null,
    }),
    wait,
    expect(watch, reader) {
      wait(watch, "read", reader);
      if (state !== "turning") {
        retry(watch, "read");
        return;
      }
      watch.untried = round;
      if (watch.listed) return;
      watch.listed = true;
      listed.push(watch);
    },
    cancel(watch, direction, waiter) {
      const { first } = watch[direction];
      remove(watch, direction, waiter);
      // The next one may want less, or something else, which came meanwhile and is not told again.
      if (first === waiter) retry(watch, direction);
    },
    retry,
    forget,
    reference,
  };
}

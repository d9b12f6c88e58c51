/** Seeing a prepared operation through without blocking: tried at once, then whenever it may succeed. */
import { errno } from "../../constants/errno.ts";
import { MSG_DONTWAIT } from "../../constants/mod.ts";
import { backend, type Result } from "../../ffi/backend/mod.ts";
import { check, failure } from "../failure.ts";
import { awaitable, type SocketDescriptor } from "../socket/descriptor.ts";
import type { Operation } from "../socket/operation.ts";
import { timedOut, wouldBlock } from "../socket/waiting.ts";
import { loop, reactor } from "./engine.ts";
import type { Waiter, Watch } from "./reactor.ts";

/** What each awaited operation can be given besides its arguments. */
export interface AwaitOptions {
  /** Gives the operation up when it aborts: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * How many operations in a row may be over at once before one of them lets the event loop have a
 * turn: a promise that is resolved already never does, so that a peer who keeps sending could keep
 * timers and everybody else from running.
 */
const STREAK = 128;

/** The longest delay of a timer; a longer time-out is a row of them. */
const LONGEST = 0x7fffffff;

/** How long an operation waits that failed although its socket was ready. */
const IN_VAIN = 2;

let streak = 0;

/**
 * The turn that the event loop is having, if an operation that is over lets it. Those that are over
 * meanwhile wait for it too: a socket's bytes must come in order, and what goes out must be done
 * before more comes in.
 */
let pause: Promise<void> | undefined;

/** The turn to wait for, if there is one: every so often the operation at hand begins one. */
function pauseIfDue(): Promise<void> | undefined {
  if (pause === undefined && ++streak >= STREAK) {
    streak = 0;
    pause = new Promise((resolve) =>
      loop.soon(() => {
        pause = undefined;
        resolve();
      })
    );
  }
  return pause;
}

function settled<T>(value: T): Promise<T> {
  return pauseIfDue()?.then(() => value) ?? Promise.resolve(value);
}

/** The same for one that fails: who tries again and again must not keep others from running either. */
function refused(error: unknown): Promise<never> {
  return pauseIfDue()?.then(() => {
    throw error;
  }) ?? Promise.reject(error);
}

/** Settles one that had to wait. */
function inOrder<T>(settle: (value: T) => void, value: T): void {
  if (pause === undefined) settle(value);
  else pause.then(() => settle(value));
}

/** Calls C until no signal interrupts. */
function uninterrupted(operation: Operation<unknown>): Result {
  for (;;) {
    const result = operation.attempt();
    if (result !== -errno.EINTR) return result;
  }
}

/**
 * A timer that does not keep the process alive: the reactor does, while the socket is referenced,
 * which may change before the timer's time.
 */
function timer(callback: () => void, milliseconds: number): ReturnType<typeof setTimeout> {
  const id = setTimeout(callback, milliseconds);
  Deno.unrefTimer(id);
  return id;
}

/** An operation that has to wait: a waiter of its socket, with what ends the waiting. */
class Pending<T> implements Waiter {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #signal: AbortSignal | undefined;
  #abort: (() => void) | undefined;

  constructor(
    readonly watch: Watch,
    readonly operation: Operation<T>,
    readonly resolve: (value: T) => void,
    readonly reject: (error: unknown) => void,
  ) {}

  /** Begins to wait; an operation that was not tried may be over when this returns. */
  begin(timeout: number | null, signal: AbortSignal | undefined, tried: boolean): void {
    // Awaiting blocks nobody: a non-blocking socket's operations wait like any other's.
    // Rounded up, since a timer drops what is less than a millisecond.
    if (timeout !== null && timeout > 0) this.#countDown(Math.ceil(timeout * 1000));
    if (signal !== undefined) {
      this.#signal = signal;
      this.#abort = () => this.#giveUp(signal.reason);
      signal.addEventListener("abort", this.#abort);
    }
    try {
      if (tried) reactor().wait(this.watch, this.operation.direction, this);
      else reactor().expect(this.watch, this);
    } catch (error) {
      this.fail(error);
    }
  }

  attempt(): boolean {
    // Sending in vain may itself be what makes the poller report the socket again.
    if (this.#retry !== undefined) return false;
    const { operation } = this;
    try {
      let result = uninterrupted(operation);
      let inVain = this.#isInVain(result);
      if (inVain) {
        // There may be room just now.
        result = uninterrupted(operation);
        inVain = this.#isInVain(result);
      }
      if (result >= 0) {
        this.#done();
        note(this.watch, operation, result);
        inOrder(this.resolve, operation.finish(result));
        return true;
      }
      if (!wouldBlock(result)) throw failure(-result, operation.syscall, operation.address);
      if (inVain) this.#retryLater();
      return false;
    } catch (error) {
      this.#done();
      inOrder(this.reject, error);
      return true;
    }
  }

  fail(error: unknown): void {
    this.#done();
    this.reject(error);
  }

  #done(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    if (this.#retry !== undefined) clearTimeout(this.#retry);
    if (this.#abort !== undefined) this.#signal?.removeEventListener("abort", this.#abort);
  }

  /** Whether sending would block although the poller calls the socket writable. */
  #isInVain(result: Result): boolean {
    return wouldBlock(result) && this.operation.direction === "write" &&
      backend().wait(this.watch.fd, false, true, 0) > 0;
  }

  /**
   * Tries again in a while, since the poller will not say when: it calls an AF_UNIX datagram socket
   * writable whose destination has no room.
   */
  #retryLater(): void {
    this.#retry = timer(() => {
      this.#retry = undefined;
      reactor().retry(this.watch, "write");
    }, IN_VAIN);
  }

  /** Gives up: whatever comes is for the next one who waits. */
  #giveUp(error: unknown): void {
    reactor().cancel(this.watch, this.operation.direction, this);
    this.fail(error);
  }

  #countDown(milliseconds: number): void {
    this.#timer = timer(() => {
      if (milliseconds > LONGEST) this.#countDown(milliseconds - LONGEST);
      else this.#giveUp(timedOut(this.operation.syscall, this.operation.address));
    }, Math.min(milliseconds, LONGEST));
  }
}

/** Notes whether an operation that is over took all that there was to be read. */
function note(watch: Watch, { room }: Operation<unknown>, result: number): void {
  if (room !== undefined) watch.drained = !watch.ended && result > 0 && result < room;
}

/** What the reactor knows of a socket that an operation is begun on. */
function watchOf(socket: SocketDescriptor, { syscall, address }: Operation<unknown>): Watch {
  // What C says of no descriptor: EBADF, or Winsock's ENOTSOCK.
  if (socket.fileno() < 0) throw failure(-backend().set_nonblocking(-1, true), syscall, address);
  return awaitable(socket);
}

/**
 * Sees an operation through without blocking the thread.
 *
 * It is tried before this returns; the socket's time-out and the signal end the waiting, and what
 * has not happened by then does not happen any more: no byte is received and lost.
 */
export function start<T>(
  socket: SocketDescriptor,
  operation: Operation<T>,
  { signal }: AwaitOptions = {},
): Promise<T> {
  try {
    signal?.throwIfAborted();
    const { direction, syscall, address } = operation;
    const watch = watchOf(socket, operation);
    const timeout = socket.gettimeout();
    // Whoever waits already comes first.
    const alone = watch[direction].first === null;
    if (alone && watch.drained && operation.room !== undefined) {
      return wait(watch, operation, timeout, signal, false);
    }
    const result = alone ? uninterrupted(operation) : -errno.EAGAIN;
    if (result >= 0) {
      note(watch, operation, result);
      return settled(operation.finish(result));
    }
    // As in the blocking face, a time-out goes before MSG_DONTWAIT.
    const waits = (operation.flags & (MSG_DONTWAIT ?? 0)) === 0 || (timeout ?? 0) > 0;
    if (!wouldBlock(result) || !waits) throw failure(-result, syscall, address);
    return wait(watch, operation, timeout, signal, true);
  } catch (error) {
    return refused(error);
  }
}

/** Starts what `prepare` makes; arguments that it refuses reject the promise. */
export function startPrepared<T>(
  socket: SocketDescriptor,
  prepare: () => Operation<T>,
  options: AwaitOptions | undefined,
): Promise<T> {
  let operation: Operation<T>;
  try {
    operation = prepare();
  } catch (error) {
    return Promise.reject(error);
  }
  return start(socket, operation, options);
}

/** Sees an operation of a socket through on another descriptor, without a time-out. */
export async function startApart<T>(
  socket: SocketDescriptor,
  fd: number,
  operation: Operation<T>,
  { signal }: AwaitOptions,
): Promise<T> {
  signal?.throwIfAborted();
  const watch = watchOf(socket, operation);
  const result = uninterrupted(operation);
  if (result >= 0) return operation.finish(result);
  if (!wouldBlock(result)) throw failure(-result, operation.syscall, operation.address);
  // A number of its own: the poller may know this one already, as a socket's or of another sendfile.
  const own = check(backend().dup(fd), "dup");
  const apart = reactor().watch(own);
  reactor().reference(apart, watch.referenced);
  const others = watch.apart ??= new Set();
  others.add(apart);
  try {
    return await wait(apart, operation, null, signal, true);
  } finally {
    others.delete(apart);
    reactor().forget(apart, () => undefined);
    backend().close(own);
  }
}

function wait<T>(
  watch: Watch,
  operation: Operation<T>,
  timeout: number | null,
  signal: AbortSignal | undefined,
  tried: boolean,
): Promise<T> {
  return new Promise((resolve, reject) => {
    new Pending(watch, operation, resolve, reject).begin(timeout, signal, tried);
  });
}

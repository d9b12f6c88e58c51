/** Waiting for a descriptor with a deadline, and the choice between waiting, retrying and failing. */
import { errno } from "../../constants/errno.ts";
import { backend, type Result } from "../../ffi/backend/mod.ts";
import { TimeoutError } from "../errors.ts";
import { failure } from "../failure.ts";

/** poll(2) takes an int of milliseconds: a longer wait is a row of these. */
const LONGEST = 0x7fffffff;

/** When a time-out of so many seconds is over, on the clock of `performance.now()`; null: never. */
export function deadlineOf(timeout: number | null): number {
  return timeout === null ? Infinity : performance.now() + timeout * 1000;
}

/** The error of a time-out set by `settimeout`. */
export function timedOut(): TimeoutError {
  return new TimeoutError(null, "timed out");
}

/** Whether a failed call says "not now" of a non-blocking descriptor. */
export function wouldBlock(result: Result): boolean {
  return result === -errno.EAGAIN || result === -errno.EWOULDBLOCK;
}

/**
 * Waits until the descriptor is ready, starting over with the time that remains when a signal
 * interrupts (PEP 475).
 *
 * @returns false when the deadline passed first.
 */
export function ready(fd: number, direction: "read" | "write", deadline: number): boolean {
  for (;;) {
    // Rounded up: waking before the deadline would only mean another round.
    const remaining = Math.ceil(deadline - performance.now());
    // Whatever poll(2) would say: it calls an AF_UNIX datagram socket writable whose peer has no room.
    if (remaining <= 0) return false;
    const timeout = deadline === Infinity ? -1 : Math.min(remaining, LONGEST);
    const result = backend().wait(fd, direction === "read", direction === "write", timeout);
    if (result > 0) return true;
    if (result === 0 && remaining <= LONGEST) return false;
    if (result < 0 && result !== -errno.EINTR) throw failure(-result, "poll");
  }
}

/**
 * Sees a call through whose first attempt failed: an interrupted one is repeated (PEP 475), one
 * that would block is repeated when the descriptor is ready, anything else is the call's error.
 *
 * @param deadline When the socket's time-out ends; null on a socket without one, where "would
 *   block" is an error as well: it is non-blocking, or the caller passed MSG_DONTWAIT.
 */
export function persist(
  first: Result,
  attempt: () => Result,
  fd: number,
  direction: "read" | "write",
  deadline: number | null,
  syscall: string,
  address?: unknown,
): number {
  let result = first;
  while (result < 0) {
    if (wouldBlock(result) && deadline !== null) {
      if (!ready(fd, direction, deadline)) throw timedOut();
    } else if (result !== -errno.EINTR) {
      throw failure(-result, syscall, address);
    }
    result = attempt();
  }
  return result;
}

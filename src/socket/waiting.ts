/** Waiting for a descriptor with a deadline, and the choice between waiting, retrying and failing. */
import { errno } from "../../constants/errno.ts";
import { backend, type Result } from "../../ffi/backend/mod.ts";
import { TimeoutError } from "../errors.ts";
import { failure } from "../failure.ts";

/** What a descriptor is waited for. */
export type Direction = "read" | "write";

/** poll(2) takes an int of milliseconds: a longer wait is a row of these. */
const LONGEST = 0x7fffffff;

/** When a time-out of so many seconds is over, on the clock of `performance.now()`; null: never. */
export function deadlineOf(timeout: number | null): number {
  return timeout === null ? Infinity : performance.now() + timeout * 1000;
}

/** The error of a time-out set by `settimeout`. */
export function timedOut(syscall: string, address?: unknown): TimeoutError {
  return new TimeoutError(null, "timed out", { syscall, address });
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
export function ready(fd: number, direction: Direction, deadline: number): boolean {
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

/** Lets a millisecond pass: between attempts that fail although the descriptor is ready. */
export function pause(): void {
  // poll(2) ignores a negative descriptor.
  backend().wait(-1, false, false, 1);
}

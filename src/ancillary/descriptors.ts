/** Descriptors that came in ancillary data: somebody must close each of them. */
import { SCM_PIDFD, SCM_RIGHTS, SOL_SOCKET } from "../../constants/mod.ts";
import { backend, type Result } from "../../ffi/backend/mod.ts";
import { integer, items } from "../arguments.ts";
import { check } from "../failure.ts";
import type { AncillaryData } from "./data.ts";

/**
 * Descriptors that this process received and that are nobody else's yet: those that are not taken
 * are closed with this object, so that none is lost whatever goes wrong. What `control_messages()`
 * gives for SCM_RIGHTS and SCM_PIDFD, unix(7).
 *
 * @example
 * ```ts
 * import { close, OwnedDescriptors, socket } from "@bsd/socket";
 *
 * function keepFirst(): number {
 *   using fds = new OwnedDescriptors([socket().detach(), socket().detach()]);
 *   return fds.take(); // The other one is closed.
 * }
 * close(keepFirst());
 * ```
 */
export class OwnedDescriptors implements Disposable, Iterable<number> {
  readonly #fds: number[];

  /**
   * Takes over descriptors, which nobody else may close from now on.
   *
   * @throws {TypeError} One is not a whole number; none is taken over.
   * @throws {RangeError} One is negative, or beyond a C int; none is taken over.
   */
  constructor(fds: Iterable<number>) {
    this.#fds = items(fds, "fds").map((fd, i) => integer(fd, `fds[${i}]`, 0, 0x7fff_ffff));
  }

  /** How many there are that were neither taken nor closed. */
  get length(): number {
    return this.#fds.length;
  }

  /** The descriptors that were neither taken nor closed; they stay this object's. */
  [Symbol.iterator](): ArrayIterator<number> {
    return [...this.#fds].values();
  }

  /**
   * Hands a descriptor over: it is the caller's to close from now on, and those behind it move up.
   *
   * @param index Which of them: the first unless given.
   * @throws {RangeError} There is none (any more).
   */
  take(index: number = 0): number {
    const [fd] = this.#fds.splice(integer(index, "index", 0, Math.max(this.length - 1, 0)), 1);
    if (fd === undefined) throw new RangeError("no descriptor is left");
    return fd;
  }

  /** Hands all of them over: they are the caller's to close from now on. */
  detach(): number[] {
    return this.#fds.splice(0);
  }

  /**
   * Closes those that were not taken; doing so twice is harmless.
   *
   * @throws {OSError} EBADF: one was closed behind this object's back; the others are closed.
   */
  close(): void {
    check(closeAll(this.detach()), "close");
  }

  /** Closes those that were not taken, as `close()`. */
  [Symbol.dispose](): void {
    this.close();
  }
}

/** Closes each of the descriptors; minus an error number if that failed for any. */
function closeAll(fds: readonly number[]): Result {
  return fds.reduce((worst, fd) => Math.min(worst, backend().close(fd)), 0);
}

/** The whole descriptors in the data of a message; the kernel says with a negative one that it has none. */
export function descriptorsOf(data: Uint8Array<ArrayBuffer>): number[] {
  const whole = data.length - data.length % Int32Array.BYTES_PER_ELEMENT;
  return [...new Int32Array(data.slice(0, whole).buffer)].filter((fd) => fd >= 0);
}

/** Makes something of a message that came, whose descriptors nobody gets where that fails. */
export function orClose<T>(ancdata: () => Iterable<AncillaryData>, make: () => T): T {
  try {
    return make();
  } catch (error) {
    closeDescriptors(ancdata());
    throw error;
  }
}

/** Closes all descriptors that came with messages nobody gets to see. */
export function closeDescriptors(ancdata: Iterable<AncillaryData>): void {
  for (const [level, type, data] of ancdata) {
    if (level !== SOL_SOCKET || (type !== SCM_RIGHTS && type !== SCM_PIDFD)) continue;
    closeAll(descriptorsOf(data));
  }
}

/**
 * An operation that may have to wait, prepared once and seen through in either face: blocking here,
 * awaited in `src/awaited/`. Its arguments are checked and the audit hooks asked when it is
 * prepared, so that an attempt is a call of C and nothing else.
 */
import { errno } from "../../constants/errno.ts";
import type { Result } from "../../ffi/backend/mod.ts";
import { failure } from "../failure.ts";
import { limitOf, type SocketDescriptor } from "./descriptor.ts";
import { type Direction, pause, ready, timedOut, wouldBlock } from "./waiting.ts";

/** A prepared operation. */
export interface Operation<T> {
  /** What the descriptor must be ready for. */
  readonly direction: Direction;
  /** The descriptor to wait for, and no time-out with it, where it is not the socket's. */
  readonly fd?: number;
  /** The C function, for errors. */
  readonly syscall: string;
  /** The address it is about, for errors. */
  readonly address?: unknown;
  /** The MSG_ flags it was given. */
  readonly flags: number;
  /**
   * The room for the bytes of a stream, where fewer of them are all that there were. Only a hint: an
   * urgent byte and kernel TLS end a receive early as well.
   */
  readonly room?: number | undefined;
  /** Calls C: 0 or more when that finished the operation, else minus the error number. */
  attempt(): Result;
  /** What the caller gets, for the value of the attempt that finished it. */
  finish(value: number): T;
}

/**
 * Sees an operation through, blocking the thread as far as the socket's mode allows.
 *
 * @param first What the first attempt said. The methods that cost little more than their call of C
 *   make it themselves and prepare an operation only if it failed: for V8, which cannot look through
 *   `attempt()` here, where it is a different function each time, that is a tenth of the time.
 */
export function perform<T>(
  socket: SocketDescriptor,
  operation: Operation<T>,
  first: Result = operation.attempt(),
): T {
  return operation.finish(first >= 0 ? first : persist(socket, operation, first));
}

/**
 * Sees an operation through whose first attempt failed: an interrupted one is repeated (PEP 475),
 * one that would block is repeated when the descriptor is ready, anything else is its error.
 */
function persist(
  socket: SocketDescriptor,
  operation: Operation<unknown>,
  first: Result,
): number {
  const { direction, syscall, address } = operation;
  const fd = operation.fd ?? socket.fileno();
  const deadline = operation.fd === undefined ? limitOf(socket, operation.flags) : Infinity;
  let result = first;
  let inVain = false;
  while (result < 0) {
    if (wouldBlock(result) && deadline !== null) {
      // Ready, and not: poll(2) calls an AF_UNIX datagram socket writable whose peer has no room.
      if (inVain) pause();
      if (!ready(fd, direction, deadline)) throw timedOut(syscall, address);
      inVain = true;
    } else if (result !== -errno.EINTR) {
      throw failure(-result, syscall, address);
    }
    result = operation.attempt();
  }
  return result;
}

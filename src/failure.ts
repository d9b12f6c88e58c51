/** The one place where a failed call of the backend becomes an exception. */
import { backend, type Result } from "../ffi/backend/mod.ts";
import { type OSError, osError } from "./errors.ts";

/** The exception for an error number, with the OS's own text for it. */
export function failure(
  number: number,
  syscall: string,
  address?: unknown,
  about?: string,
): OSError {
  return osError(number, backend().strerror(number), { syscall, address, about });
}

/**
 * The value of a call that succeeded.
 *
 * @throws {OSError} The call failed: the result is minus an error number.
 */
export function check(result: Result, syscall: string, address?: unknown): number {
  if (result < 0) throw failure(-result, syscall, address);
  return result;
}

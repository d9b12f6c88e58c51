/** The exceptions of look-ups that failed, with the names of their codes. */
import * as codes from "../../constants/lookup_errors.ts";
import type { LookupFailure } from "../../ffi/backend/mod.ts";
import { gaierror, herror, OSError, type OSErrorDetails } from "../errors.ts";
import { failure } from "../failure.ts";

/**
 * A code's name, of getaddrinfo (EAI_) or of the older calls: on Windows the two share numbers. Of
 * names for one number it is the last: EAI_NONAME over EAI_NODATA, NO_DATA over NO_ADDRESS.
 */
function nameOf(code: number, eai: boolean): string | undefined {
  const found = Object.entries(codes).findLast(([name, number]) =>
    number === code && name.startsWith("EAI_") === eai
  );
  return found?.[0];
}

function details(syscall: string, address: unknown, code: string | undefined): OSErrorDetails {
  return { syscall, address, ...(code !== undefined && { code }) };
}

/**
 * The exception for an EAI_ code of getaddrinfo or getnameinfo: a gaierror, or where the code says
 * that the reason is in errno, the OSError for that. Of a look-up on another thread errno does not
 * come back, so that EAI_SYSTEM itself is all there is to tell.
 */
export function addrinfoFailure(
  { failure: code, text, errno }: LookupFailure,
  syscall: string,
  address: unknown,
): OSError {
  if (code === codes.EAI_SYSTEM && errno !== 0) return failure(errno, syscall, address);
  return new gaierror(code, text, details(syscall, address, nameOf(code, true)));
}

/** The exception for an h_errno of gethostbyname or gethostbyaddr. */
export function hostFailure(
  { failure: code, text }: LookupFailure,
  syscall: string,
  address: unknown,
): OSError {
  return new herror(code, text, details(syscall, address, nameOf(code, false)));
}

/** The exception for a name or number that a table does not have; no error number goes with it. */
export function unknown(strerror: string, syscall: string, what: unknown): OSError {
  return new OSError(null, strerror, { syscall, address: what });
}

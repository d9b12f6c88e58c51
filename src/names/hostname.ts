/** This machine's own name. */
import { backend } from "../../ffi/backend/mod.ts";
import { name as encode } from "../arguments.ts";
import { audit } from "../audit.ts";
import { check, failure } from "../failure.ts";

const text = new TextDecoder();

/**
 * This machine's name, which need not be a full domain name (see `getfqdn`) and need not be found
 * by a look-up: Python's `socket.gethostname`, gethostname(2).
 *
 * @throws {OSError} The OS cannot tell.
 *
 * @example
 * ```ts
 * import { gethostname } from "@bsd/socket";
 *
 * console.log(gethostname());
 * ```
 */
export function gethostname(): string {
  audit("socket.gethostname");
  const found = backend().gethostname();
  if (typeof found === "number") throw failure(-found, "gethostname");
  return text.decode(found);
}

/**
 * Sets this machine's name until it starts again: Python's `socket.sethostname`, sethostname(2).
 *
 * @param name The name; bytes are taken as they are. Linux takes up to 64 bytes.
 * @throws {TypeError} Neither a string nor bytes.
 * @throws {RangeError} There is a NUL in it.
 * @throws {PermissionError} EPERM: it takes privilege (CAP_SYS_ADMIN on Linux).
 * @throws {OSError} EINVAL: too long.
 *
 * @example
 * ```ts
 * import { gethostname, PermissionError, sethostname } from "@bsd/socket";
 *
 * try {
 *   sethostname(gethostname()); // the name it has already
 * } catch (e) {
 *   if (e instanceof PermissionError) console.log(e.code); // EPERM, unless root runs it
 * }
 * ```
 */
export function sethostname(name: string | Uint8Array): void {
  const encoded = encode(name, "name");
  // As bytes whatever was given, as Python's hooks see it.
  audit("socket.sethostname", encoded);
  check(backend().sethostname(encoded), "sethostname", name);
}

/** Network interfaces: their names and numbers. */
import { backend } from "../../ffi/backend/mod.ts";
import { name, uint32 } from "../arguments.ts";
import { check, failure } from "../failure.ts";
import { unknown } from "./failures.ts";

const text = new TextDecoder();

/**
 * The network interfaces: Python's `socket.if_nameindex`, if_nameindex(3).
 *
 * @returns Their numbers, from 1, and names.
 * @throws {OSError} The OS cannot tell.
 *
 * @example
 * ```ts
 * import { if_nameindex } from "@bsd/socket";
 *
 * for (const [index, name] of if_nameindex()) console.log(index, name); // 1 lo …
 * ```
 */
export function if_nameindex(): [index: number, name: string][] {
  const found = backend().if_nameindex();
  if (typeof found === "number") throw failure(-found, "if_nameindex");
  return found.map(({ index, name }) => [index, text.decode(name)]);
}

/**
 * The number of an interface: Python's `socket.if_nametoindex`, if_nametoindex(3).
 *
 * @param if_name The interface's name; bytes are taken as they are.
 * @returns Its number, from 1.
 * @throws {TypeError} Neither a string nor bytes.
 * @throws {RangeError} There is a NUL in it.
 * @throws {OSError} There is no interface of that name.
 *
 * @example
 * ```ts
 * import { if_nameindex, if_nametoindex } from "@bsd/socket";
 *
 * const [[index, name] = [0, ""]] = if_nameindex();
 * console.log(if_nametoindex(name) === index); // true
 * ```
 */
export function if_nametoindex(if_name: string | Uint8Array): number {
  const index = backend().if_nametoindex(name(if_name, "if_name"));
  if (index <= 0) throw unknown("no interface with this name", "if_nametoindex", if_name);
  return index;
}

/**
 * The name of an interface: Python's `socket.if_indextoname`, if_indextoname(3).
 *
 * @param if_index The interface's number, 0 to 4294967295.
 * @throws {TypeError} Not an integer.
 * @throws {RangeError} Out of range.
 * @throws {OSError} ENXIO: there is no interface of that number.
 *
 * @example
 * ```ts
 * import { if_indextoname } from "@bsd/socket";
 *
 * console.log(if_indextoname(1)); // lo on Linux, lo0 on macOS
 * ```
 */
export function if_indextoname(if_index: number): string {
  const found = backend().if_indextoname(uint32(if_index, "if_index"));
  return typeof found === "number"
    ? `${check(found, "if_indextoname", if_index)}`
    : text.decode(found);
}

/**
 * Reading C's `errno` after a failed call.
 *
 * The location is constant per thread, and an isolate never leaves its thread, so one view over it
 * turns each read into a plain load. Where `Deno.Unsafe*` is forbidden (a path-scoped grant),
 * `memcpy` copies it: slower, and as right, since nothing allocates between the call and the copy.
 */
import type { MemorySymbols } from "./memory.ts";

/** Makes the reader of the `int` at `location`; call it right after the failure. */
export function makeErrnoReader(c: MemorySymbols, location: bigint): () => number {
  try {
    const pointer = Deno.UnsafePointer.create(location);
    if (pointer !== null) {
      const view = new Int32Array(Deno.UnsafePointerView.getArrayBuffer(pointer, 4));
      return () => view[0] ?? 0;
    }
  } catch (refused) {
    if (!(refused instanceof Deno.errors.NotCapable)) throw refused;
  }
  const copy = new Int32Array(1);
  // Opened here, since opening it after the failure would leave another number.
  const { read_memory } = c;
  return () => {
    read_memory(copy, location, 4n);
    return copy[0] ?? 0;
  };
}

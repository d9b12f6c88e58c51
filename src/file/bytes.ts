/** Small helpers for bytes and sizes that the file objects share. */

/** All parts, one after another, in new memory. */
export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The optional size of a read: -1 for "all", which is also what a missing or null size means. */
export function toSize(size: number | null | undefined): number {
  if (size === null || size === undefined) return -1;
  if (!Number.isSafeInteger(size)) {
    throw new TypeError(`a size is an integer of -1 (no limit), 0 or more, not ${size}`);
  }
  return size;
}

/** The error of a file that is closed. */
export function closedError(what = "I/O operation on"): RangeError {
  return new RangeError(`${what} closed file${what === "I/O operation on" ? "." : ""}`);
}

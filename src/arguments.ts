/**
 * Checks of what callers pass in: only what would corrupt memory or be silently changed on its way
 * to C. What the kernel can refuse by itself is left to the kernel.
 */

/** A constant that may be missing on the running OS; passing a missing one is an error. */
export type Constant = number | undefined;

/** Bytes to read from: an ArrayBuffer or a view of one. */
export type BytesLike = ArrayBufferView | ArrayBufferLike;

/** A value in a message. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  // The text of an array of one number is that number, and a function's all of its source.
  const isTelling = !Array.isArray(value) && !ArrayBuffer.isView(value) &&
    typeof value !== "function";
  return isTelling ? String(value) : Object.prototype.toString.call(value);
}

/**
 * `value` as an integer within a range.
 *
 * @throws {TypeError} Not a number, or not a whole one. `undefined` gets a message of its own, since it
 *   is what a constant is that the OS lacks.
 * @throws {RangeError} Outside the range.
 */
export function integer(value: unknown, name: string, least: number, most: number): number {
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw new TypeError(
      value === undefined
        ? `${name} is undefined: a constant that this OS lacks, or a forgotten argument`
        : `${name} must be an integer, not ${shown(value)}`,
    );
  }
  if (value < least || value > most) {
    throw new RangeError(`${name} must be from ${least} to ${most}, not ${value}`);
  }
  return value;
}

/** `value` as a C int. */
export function int(value: unknown, name: string): number {
  // The bitwise test passes exactly the 32-bit integers, and is what the hot path pays.
  return typeof value === "number" && (value | 0) === value
    ? value
    : integer(value, name, -0x80000000, 0x7fffffff);
}

/**
 * An optional argument that is a C int: 0 where it is missing, an error where it is undefined, so
 * that a constant which the OS lacks never turns into a default.
 */
export function optionalInt(rest: readonly unknown[], index: number, name: string): number {
  return rest.length > index ? int(rest[index], name) : 0;
}

/**
 * The items of an array, or of anything else that can be iterated over.
 *
 * @throws {TypeError} It cannot.
 */
export function items<T>(value: Iterable<T>, name: string): T[] {
  if (typeof value !== "object" || value === null || !(Symbol.iterator in value)) {
    throw new TypeError(`${name} must be an array or another iterable, not ${shown(value)}`);
  }
  return Array.from(value);
}

/**
 * `value` as yes or no.
 *
 * @throws {TypeError} Neither a boolean nor, as Python takes it, a number, of which 0 is no.
 */
export function flag(value: unknown, name: string): boolean {
  if (typeof value !== "boolean" && typeof value !== "number") {
    throw new TypeError(`${name} must be a boolean, not ${shown(value)}`);
  }
  return Boolean(value);
}

/** Whether an argument is an object of Python's keyword arguments, and not an array or bytes. */
export function isKeywords(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !ArrayBuffer.isView(value);
}

/**
 * The object of Python's keyword arguments that ends a call.
 *
 * @throws {TypeError} It is something else: an argument that Python takes by its position too.
 */
export function keywords<T extends object>(value: T, name: string): T {
  if (isKeywords(value)) return value;
  throw new TypeError(`${name}() takes its options as an object, not ${shown(value)}`);
}

/** `value` as an unsigned C int of 32 bits. */
export function uint32(value: unknown, name: string): number {
  return integer(value, name, 0, 0xffffffff);
}

/**
 * `value` as an unsigned C integer of 64 bits.
 *
 * @throws {TypeError} Neither a bigint nor a whole number.
 * @throws {RangeError} Outside the range; a number may be beyond what it holds exactly.
 */
export function uint64(value: unknown, name: string): bigint {
  if (typeof value !== "bigint") return BigInt(integer(value, name, 0, Number.MAX_SAFE_INTEGER));
  if (BigInt.asUintN(64, value) === value) return value;
  throw new RangeError(`${name} must be from 0 to 18446744073709551615, not ${value}`);
}

/** `value` as a byte count: 0 or more. */
export function size(value: unknown, name: string): number {
  return integer(value, name, 0, Number.MAX_SAFE_INTEGER);
}

/**
 * The bytes of a buffer or view, not copied.
 *
 * @throws {TypeError} Neither; for a string the message says how to make bytes of it.
 */
export function bytes(value: unknown, name: string): Uint8Array<ArrayBuffer> {
  if (value instanceof Uint8Array) return value as Uint8Array<ArrayBuffer>;
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength);
  }
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) {
    return new Uint8Array(value as ArrayBuffer);
  }
  throw new TypeError(
    typeof value === "string"
      ? `${name} must be bytes, not a string: pass new TextEncoder().encode(${
        shown(value.slice(0, 20))
      })`
      : `${name} must be an ArrayBuffer or a view of one, not ${shown(value)}`,
  );
}

/**
 * Bytes of a caller's, at an attempt of an operation that may have waited since it got them.
 *
 * @throws {TypeError} Their buffer was transferred or shrunk meanwhile.
 */
export function intact(
  buffer: Uint8Array<ArrayBuffer>,
  length: number,
  name: string,
): Uint8Array<ArrayBuffer> {
  undiminished(buffer.length, length, name);
  return buffer;
}

/** The same of several buffers as they are now: a function that checks all of them together. */
export function allIntact(buffers: readonly Uint8Array[], name: string): () => void {
  const length = lengthOf(buffers);
  return () => undiminished(lengthOf(buffers), length, name);
}

function undiminished(left: number, length: number, name: string): void {
  if (left >= length) return;
  throw new TypeError(`${name} was transferred or shrunk: ${left} of ${length} bytes left`);
}

function lengthOf(buffers: readonly Uint8Array[]): number {
  let length = 0;
  for (const buffer of buffers) length += buffer.length;
  return length;
}

/**
 * A name for C: a string as UTF-8, or bytes as they are.
 *
 * @throws {TypeError} Neither.
 * @throws {RangeError} It has a NUL, at which C would end it, or half of a surrogate pair.
 */
export function name(value: unknown, what: string): Uint8Array {
  if (typeof value !== "string" && !(value instanceof Uint8Array)) {
    throw new TypeError(
      value === undefined
        ? `${what} is undefined`
        : `${what} must be a string or a Uint8Array, not ${shown(value)}`,
    );
  }
  if (typeof value === "string" && !value.isWellFormed()) {
    throw new RangeError(`${what} has half of a surrogate pair, which UTF-8 cannot carry`);
  }
  const encoded = typeof value === "string" ? new TextEncoder().encode(value) : value;
  if (encoded.includes(0)) throw new RangeError(`${what} must not contain a NUL: ${shown(value)}`);
  return encoded;
}

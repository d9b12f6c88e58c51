/**
 * The errors of file objects: an operation the file is not open for, a write that would block, and
 * text that an encoding cannot express.
 */
import { errno } from "../../constants/errno.ts";
import { BlockingIOError, OSError } from "../errors.ts";

/**
 * The operation does not fit the file, such as `write` on one opened for reading: Python's
 * `io.UnsupportedOperation`.
 *
 * @example
 * ```ts
 * import { socketpair, UnsupportedOperation } from "@bsd/socket";
 *
 * const [a, b] = socketpair();
 * using file = a.makefile("rb");
 * try {
 *   file.write(new Uint8Array(1));
 * } catch (e) {
 *   console.log(e instanceof UnsupportedOperation); // true
 * }
 * a.close();
 * b.close();
 * ```
 */
export class UnsupportedOperation extends OSError {
  /**
   * Makes one.
   *
   * @param message The operation, or what the file is not: `"write"`, `"not readable"`.
   */
  constructor(message: string) {
    super(null, message);
  }
}

/**
 * A buffered write on a non-blocking socket found the buffer full: Python's `BlockingIOError` where
 * it carries `characters_written`. It is a {@linkcode BlockingIOError} and prints as one.
 *
 * @example
 * ```ts
 * import { BlockingWriteError, socketpair } from "@bsd/socket";
 *
 * const [a, b] = socketpair();
 * a.setblocking(false);
 * const file = a.makefile("wb");
 * try {
 *   file.write(new Uint8Array(100_000_000));
 * } catch (e) {
 *   if (e instanceof BlockingWriteError) console.log(e.characters_written);
 * }
 * file.raw.close(); // without a flush, which would block as well
 * b.close();
 * a.close();
 * ```
 */
export class BlockingWriteError extends BlockingIOError {
  /** How many bytes of the failed call's data were sent or buffered; the rest is still the caller's. */
  readonly characters_written: number;

  /**
   * Makes one.
   *
   * @param characters_written How many bytes were sent or buffered.
   */
  constructor(characters_written: number) {
    super(errno.EAGAIN, "write could not complete without blocking");
    this.name = "BlockingIOError";
    this.characters_written = characters_written;
  }
}

/** What is wrong and where: one item by itself, several by their range. */
function describe(one: string | null, many: string, start: number, end: number): string {
  return one === null ? `${many} in position ${start}-${end - 1}` : `${one} in position ${start}`;
}

/**
 * Bytes that are not text in the file's encoding: Python's `UnicodeDecodeError`, and as there a
 * kind of ValueError, here `RangeError`.
 *
 * @example
 * ```ts
 * import { socketpair, UnicodeDecodeError } from "@bsd/socket";
 *
 * const [a, b] = socketpair();
 * using file = a.makefile("r");
 * b.sendall(new Uint8Array([0xff]));
 * try {
 *   file.read(1);
 * } catch (e) {
 *   if (e instanceof UnicodeDecodeError) console.log(e.reason); // invalid start byte
 * }
 * a.close();
 * b.close();
 * ```
 */
export class UnicodeDecodeError extends RangeError {
  /** The name of the encoding. */
  readonly encoding: string;
  /** The bytes that were being decoded. */
  readonly object: Uint8Array;
  /** Where the bad bytes start in `object`. */
  readonly start: number;
  /** Where they end, exclusive. */
  readonly end: number;
  /** What is wrong with them: `"invalid start byte"`. */
  readonly reason: string;

  /**
   * Makes one, with a message out of its parts.
   *
   * @param encoding The name of the encoding.
   * @param object The bytes that were being decoded.
   * @param start Where the bad bytes start.
   * @param end Where they end, exclusive.
   * @param reason What is wrong with them.
   */
  constructor(encoding: string, object: Uint8Array, start: number, end: number, reason: string) {
    const byte = end - start === 1 ? object[start] : undefined;
    const one = byte === undefined ? null : `byte 0x${byte.toString(16).padStart(2, "0")}`;
    super(`'${encoding}' codec can't decode ${describe(one, "bytes", start, end)}: ${reason}`);
    this.name = "UnicodeDecodeError";
    this.encoding = encoding;
    this.object = object;
    this.start = start;
    this.end = end;
    this.reason = reason;
  }
}

/**
 * Text that the file's encoding cannot express: Python's `UnicodeEncodeError`, and as there a kind
 * of ValueError, here `RangeError`.
 *
 * Positions are indices of the JavaScript string, so a character beyond U+FFFF takes two.
 *
 * @example
 * ```ts
 * import { socketpair, UnicodeEncodeError } from "@bsd/socket";
 *
 * const [a, b] = socketpair();
 * using file = a.makefile("w", { encoding: "ascii" });
 * try {
 *   file.write("café");
 * } catch (e) {
 *   if (e instanceof UnicodeEncodeError) console.log(e.start, e.end); // 3 4
 * }
 * a.close();
 * b.close();
 * ```
 */
export class UnicodeEncodeError extends RangeError {
  /** The name of the encoding. */
  readonly encoding: string;
  /** The text that was being encoded. */
  readonly object: string;
  /** Where the characters that cannot be encoded start in `object`. */
  readonly start: number;
  /** Where they end, exclusive. */
  readonly end: number;
  /** What is wrong with them: `"surrogates not allowed"`. */
  readonly reason: string;

  /**
   * Makes one, with a message out of its parts.
   *
   * @param encoding The name of the encoding.
   * @param object The text that was being encoded.
   * @param start Where the characters that cannot be encoded start.
   * @param end Where they end, exclusive.
   * @param reason What is wrong with them.
   */
  constructor(encoding: string, object: string, start: number, end: number, reason: string) {
    const code = object.codePointAt(start) ?? 0;
    const one = end - start === (code > 0xffff ? 2 : 1)
      ? `character U+${code.toString(16).toUpperCase().padStart(4, "0")}`
      : null;
    super(`'${encoding}' codec can't encode ${describe(one, "characters", start, end)}: ${reason}`);
    this.name = "UnicodeEncodeError";
    this.encoding = encoding;
    this.object = object;
    this.start = start;
    this.end = end;
    this.reason = reason;
  }
}

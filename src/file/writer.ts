/** The buffered binary writer: Python's `io.BufferedWriter`. */
import { BufferedIOBase } from "./base.ts";
import { bytes as bytesOf, type BytesLike } from "../arguments.ts";
import { closedError } from "./bytes.ts";
import { BlockingWriteError } from "./errors.ts";
import { DEFAULT_BUFFER_SIZE, type SocketIO } from "./raw.ts";

/**
 * A buffered binary file for writing, made by `makefile("wb")`: what is written is sent when the
 * buffer is full, and by `flush` and `close`. Python's `io.BufferedWriter`.
 *
 * @example
 * ```ts
 * import { socketpair } from "@bsd/socket";
 *
 * const [a, b] = socketpair();
 * {
 *   using file = a.makefile("wb");
 *   file.write(new TextEncoder().encode("hello"));
 * }
 * console.log(new TextDecoder().decode(b.recv(100))); // hello
 * a.close();
 * b.close();
 * ```
 */
export class BufferedWriter extends BufferedIOBase {
  readonly #buffer: Uint8Array<ArrayBuffer>;
  /** What is buffered and not yet sent is `#buffer` from `#at` to `#end`. */
  #at = 0;
  #end = 0;

  /**
   * Puts a buffer over an unbuffered file; `makefile` does it.
   *
   * @param raw The unbuffered file to write to.
   * @param buffer_size The size of the buffer in bytes, 1 or more.
   */
  constructor(raw: SocketIO, buffer_size: number = DEFAULT_BUFFER_SIZE) {
    super(raw);
    this.#buffer = new Uint8Array(buffer_size);
  }

  /**
   * Whether the file is open for writing: true.
   *
   * @throws {RangeError} The file is closed.
   */
  override writable(): boolean {
    return this.raw.writable();
  }

  /**
   * Writes into the buffer, and to the socket when that is full.
   *
   * @param data The bytes.
   * @returns Their number: all are sent or buffered.
   * @throws {BlockingWriteError} The socket is non-blocking and the buffer is full; its
   * `characters_written` says how many bytes were taken.
   * @throws {OSError} Sending failed.
   * @throws {RangeError} The file is closed.
   */
  override write(data: BytesLike): number {
    const bytes = bytesOf(data, "data");
    if (this.closed) throw closedError("write to");
    const capacity = this.#buffer.length;
    if (bytes.length < capacity && bytes.length <= capacity - this.#end) {
      return this.#store(bytes);
    }
    if (!this.#drain()) {
      this.#compact();
      const stored = this.#store(bytes.subarray(0, capacity - this.#end));
      if (stored < bytes.length) throw new BlockingWriteError(stored);
      return stored;
    }
    let sent = 0;
    while (bytes.length - sent >= capacity) {
      const count = this.raw.write(bytes.subarray(sent));
      if (count === null) {
        if (bytes.length - sent === capacity) break;
        throw new BlockingWriteError(sent + this.#store(bytes.subarray(sent, sent + capacity)));
      }
      sent += count;
    }
    return sent + this.#store(bytes.subarray(sent));
  }

  /**
   * Sends what is buffered.
   *
   * @throws {BlockingWriteError} The socket is non-blocking and cannot take it all now.
   * @throws {OSError} Sending failed; what was not sent is still buffered.
   * @throws {RangeError} The file is closed.
   */
  override flush(): void {
    if (this.closed) throw closedError("flush of");
    if (!this.#drain()) throw new BlockingWriteError(0);
  }

  /**
   * Flushes and closes the file; the socket itself is closed once it and all its files are. Where
   * the flush fails the file is closed all the same.
   *
   * @throws {OSError} What was buffered could not be sent.
   */
  override close(): void {
    if (this.closed) return;
    try {
      this.flush();
    } finally {
      this.raw.close();
    }
  }

  /** Appends to the buffer, where there must be room. */
  #store(bytes: Uint8Array): number {
    this.#buffer.set(bytes, this.#end);
    this.#end += bytes.length;
    return bytes.length;
  }

  /** Sends all that is buffered; false where that would block. */
  #drain(): boolean {
    while (this.#at < this.#end) {
      const count = this.raw.write(this.#buffer.subarray(this.#at, this.#end));
      if (count === null) return false;
      this.#at += count;
    }
    this.#at = 0;
    this.#end = 0;
    return true;
  }

  #compact(): void {
    this.#buffer.copyWithin(0, this.#at, this.#end);
    this.#end -= this.#at;
    this.#at = 0;
  }
}

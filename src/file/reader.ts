/** The buffered binary reader: Python's `io.BufferedReader`. */
import { BufferedIOBase } from "./base.ts";
import { bytes as bytesOf, type BytesLike } from "../arguments.ts";
import { closedError, concat, toSize } from "./bytes.ts";
import { DEFAULT_BUFFER_SIZE, type SocketIO } from "./raw.ts";

/**
 * A buffered binary file for reading, made by `makefile("rb")`. Python's `io.BufferedReader`.
 *
 * Where the socket has a timeout and it runs out in the middle of a call, what that call had read
 * is lost and later reads beyond the buffer throw, as in Python: use the file on a blocking socket.
 *
 * @example
 * ```ts
 * import { socketpair } from "@bsd/socket";
 *
 * const [a, b] = socketpair();
 * b.sendall(new TextEncoder().encode("HTTP/1.0 200 OK\r\n\r\nbody"));
 * b.close();
 * using file = a.makefile("rb");
 * const status = new TextDecoder().decode(file.readline());
 * file.readline();
 * console.log(status.trimEnd(), file.read());
 * a.close();
 * ```
 */
export class BufferedReader extends BufferedIOBase {
  readonly #buffer: Uint8Array<ArrayBuffer>;
  /** What is buffered and not yet read is `#buffer` from `#at` to `#end`. */
  #at = 0;
  #end = 0;

  /**
   * Puts a buffer over an unbuffered file; `makefile` does it.
   *
   * @param raw The unbuffered file to read from.
   * @param buffer_size The size of the buffer in bytes, 1 or more.
   */
  constructor(raw: SocketIO, buffer_size: number = DEFAULT_BUFFER_SIZE) {
    super(raw);
    this.#buffer = new Uint8Array(buffer_size);
  }

  /**
   * Whether the file is open for reading: true.
   *
   * @throws {RangeError} The file is closed.
   */
  override readable(): boolean {
    return this.raw.readable();
  }

  /**
   * Reads, waiting until `size` bytes are there or the stream ends.
   *
   * @param size How many bytes; -1, null or nothing reads to the end of the stream.
   * @returns Fewer bytes at the end of the stream, and where a non-blocking socket has no more now;
   * null where a non-blocking socket has none at all.
   * @throws {TimeoutError} The socket's timeout ran out; what this call had already read is lost.
   * @throws {RangeError} The size is below -1, or the file is closed.
   */
  override read(size?: number | null): Uint8Array<ArrayBuffer> | null {
    const wanted = toSize(size);
    if (wanted < -1) {
      throw new RangeError(`read length must be non-negative or -1, not ${wanted}`);
    }
    this.#check("read of");
    if (wanted === -1) return this.#readAll();
    const ready = this.#take(wanted);
    if (ready.length === wanted) return ready;
    this.#reset();
    const out = new Uint8Array(wanted);
    out.set(ready);
    const capacity = this.#buffer.length;
    let written = ready.length;
    while (written < wanted) {
      const left = wanted - written;
      // Whole buffers go straight to the result, so that only the last part is copied twice.
      const direct = left >= capacity;
      const count = direct
        ? this.raw.readinto(out.subarray(written, written + left - left % capacity))
        : this.#fill();
      if (count === 0 || count === null) {
        return count === null && written === 0 ? null : out.slice(0, written);
      }
      written += direct ? count : this.#moveTo(out.subarray(written));
    }
    return out;
  }

  /**
   * Reads what is buffered, or else what a single receive gives.
   *
   * @param size At most so many bytes; -1, null or nothing for as many as the buffer holds.
   * @returns Empty at the end of the stream, and where a non-blocking socket has nothing now.
   * @throws {TimeoutError} The socket's timeout ran out.
   * @throws {RangeError} The file is closed.
   */
  override read1(size?: number | null): Uint8Array<ArrayBuffer> {
    const most = toSize(size);
    this.#check("read of");
    const wanted = most < 0 ? this.#buffer.length : most;
    if (wanted === 0 || this.#at < this.#end) return this.#take(wanted);
    return this.raw.read(wanted) ?? new Uint8Array(0);
  }

  /**
   * Fills `buffer`, waiting until it is full or the stream ends.
   *
   * @param buffer Where the bytes go.
   * @returns How many bytes it got; null where a non-blocking socket has none now.
   * @throws {TimeoutError} The socket's timeout ran out; what this call had already read is in
   * `buffer`, but how much is not known.
   * @throws {RangeError} The file is closed.
   */
  override readinto(buffer: BytesLike): number | null {
    return this.#readInto(bytesOf(buffer, "buffer"), false);
  }

  /**
   * Puts into `buffer` what is buffered and at most one receive gives.
   *
   * @param buffer Where the bytes go.
   * @returns How many bytes it got; null where a non-blocking socket has none now.
   * @throws {TimeoutError} The socket's timeout ran out.
   * @throws {RangeError} The file is closed.
   */
  override readinto1(buffer: BytesLike): number | null {
    return this.#readInto(bytesOf(buffer, "buffer"), true);
  }

  /**
   * What is buffered, without reading past it; where nothing is, one receive fills the buffer.
   *
   * @param _size Accepted and without effect, as in Python.
   * @returns A copy of the buffered bytes; empty at the end of the stream, and where a non-blocking
   * socket has nothing now.
   * @throws {TimeoutError} The socket's timeout ran out.
   * @throws {RangeError} The file is closed.
   */
  peek(_size?: number): Uint8Array<ArrayBuffer> {
    this.#check("peek of");
    if (this.#at === this.#end) this.#refill();
    return this.#buffer.slice(this.#at, this.#end);
  }

  /**
   * Reads to the end of a line.
   *
   * @param limit At most so many bytes; -1, null or nothing for no limit.
   * @returns The line with its `\n`; without one where the limit or the end of the stream came
   * first, or a non-blocking socket has no more now; empty where there was nothing.
   * @throws {TimeoutError} The socket's timeout ran out; the part that was read is lost.
   * @throws {RangeError} The file is closed.
   */
  override readline(limit?: number | null): Uint8Array<ArrayBuffer> {
    let left = toSize(limit);
    this.#check("readline of");
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (;;) {
      const available = this.#end - this.#at;
      const room = left < 0 ? available : Math.min(left, available);
      const newline = this.#buffer.indexOf(0x0a, this.#at) - this.#at;
      // What lies further on is beyond the limit, or left over from earlier reads.
      const found = newline >= 0 && newline < room;
      const part = this.#take(found ? newline + 1 : room);
      if (left >= 0) left -= part.length;
      const done = found || left === 0;
      if (done && parts.length === 0) return part;
      parts.push(part);
      if (done || !this.#refill()) return concat(parts);
    }
  }

  /**
   * Does nothing: this file only reads.
   *
   * @throws {RangeError} The file is closed.
   */
  override flush(): void {
    this.raw.flush();
  }

  /** Closes the file; the socket itself is closed once it and all its files are. */
  override close(): void {
    this.raw.close();
  }

  #check(what: string): void {
    if (this.closed) throw closedError(what);
  }

  /** Takes up to `size` of the buffered bytes. */
  #take(size: number): Uint8Array<ArrayBuffer> {
    const part = this.#buffer.slice(this.#at, Math.min(this.#end, this.#at + size));
    this.#at += part.length;
    return part;
  }

  /** Moves buffered bytes to `target`, as many as fit. */
  #moveTo(target: Uint8Array): number {
    const count = Math.min(target.length, this.#end - this.#at);
    target.set(this.#buffer.subarray(this.#at, this.#at + count));
    this.#at += count;
    return count;
  }

  /** One receive into the room behind what was read before; what is read through stays in place. */
  #fill(): number | null {
    const count = this.raw.readinto(this.#buffer.subarray(this.#end));
    this.#end += count ?? 0;
    return count;
  }

  #reset(): void {
    this.#at = 0;
    this.#end = 0;
  }

  /** One receive into the emptied buffer; whether anything came. */
  #refill(): boolean {
    this.#reset();
    return Boolean(this.#fill());
  }

  #readAll(): Uint8Array<ArrayBuffer> | null {
    const ready = this.#take(this.#end - this.#at);
    this.#reset();
    const rest = this.raw.readall();
    if (rest === null) return ready.length === 0 ? null : ready;
    return ready.length === 0 ? rest : concat([ready, rest]);
  }

  #readInto(out: Uint8Array, once: boolean): number | null {
    this.#check("readinto of");
    let written = this.#moveTo(out);
    if (written === out.length) return written;
    this.#reset();
    while (written < out.length) {
      const direct = out.length - written > this.#buffer.length;
      // The rest may be worth a receive of its own, but not one into the buffer.
      if (once && written > 0 && !direct) break;
      const count = direct ? this.raw.readinto(out.subarray(written)) : this.#fill();
      if (count === null && written === 0) return null;
      if (count === 0 || count === null) break;
      written += direct ? count : this.#moveTo(out.subarray(written));
      if (once) break;
    }
    return written;
  }
}

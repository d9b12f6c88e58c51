/**
 * What every file object has: Python's `io.IOBase`, and `io.BufferedIOBase`, whose methods refuse
 * until a class supports them.
 */
import { length as characters } from "./characters.ts";
import type { BytesLike } from "../arguments.ts";
import { closedError, toSize } from "./bytes.ts";
import { UnsupportedOperation } from "./errors.ts";
import type { SocketIO } from "./raw.ts";

/**
 * The part that all file objects of `Socket.makefile` share: lines, closing, and what the file is
 * open for. Python's `io.IOBase`.
 *
 * `Line` is what a line is read as (bytes or a string), `Data` what can be written.
 *
 * @example
 * ```ts
 * import { socketpair } from "@bsd/socket";
 *
 * const [a, b] = socketpair();
 * b.sendall(new TextEncoder().encode("one\ntwo\n"));
 * b.close();
 * using file = a.makefile("r");
 * for (const line of file) console.log(line.trimEnd());
 * a.close();
 * ```
 */
export abstract class IOBase<Line extends { readonly length: number }, Data>
  implements Iterable<Line>, Disposable {
  /** Whether the file has been closed. */
  abstract readonly closed: boolean;
  /** The mode the file was opened in. */
  abstract readonly mode: string;
  /** The descriptor of the socket, -1 once the file is closed. */
  abstract readonly name: number;

  /**
   * Flushes what was written and closes the file; the socket itself is closed once it and all its
   * files are. Closing again does nothing. Where the flush fails the file is closed all the same.
   *
   * @throws {OSError} What was buffered could not be sent.
   */
  abstract close(): void;

  /**
   * Sends what is buffered; does nothing on a file that is not open for writing.
   *
   * @throws {BlockingIOError} The socket is non-blocking and cannot take it all now.
   * @throws {OSError} Sending failed; what was not sent is still buffered.
   * @throws {RangeError} The file is closed.
   */
  abstract flush(): void;

  /**
   * The descriptor of the socket.
   *
   * @throws {RangeError} The file is closed.
   */
  abstract fileno(): number;

  /**
   * Whether the file is open for reading.
   *
   * @throws {RangeError} The file is closed.
   */
  abstract readable(): boolean;

  /**
   * Whether the file is open for writing.
   *
   * @throws {RangeError} The file is closed.
   */
  abstract writable(): boolean;

  /**
   * Reads to the end of a line.
   *
   * @param limit At most so many bytes or characters; -1 or nothing for no limit.
   * @returns The line with its end, without one where the limit or the end of the stream came
   * first, and empty at the end of the stream.
   */
  abstract readline(limit?: number | null): Line;

  /**
   * Writes.
   *
   * @param data What to write.
   * @returns How much was taken.
   */
  abstract write(data: Data): number | null;

  /**
   * Always false: a socket cannot be repositioned.
   *
   * @throws {RangeError} The file is closed.
   */
  seekable(): boolean {
    this.checkClosed();
    return false;
  }

  /**
   * Reads all lines up to the end of the stream.
   *
   * @param hint Stop once the lines together are longer than this; null, 0, a negative number or
   * nothing reads all.
   */
  readlines(hint?: number | null): Line[] {
    const enough = toSize(hint);
    const lines: Line[] = [];
    let length = 0;
    for (const line of this) {
      lines.push(line);
      length += typeof line === "string" ? characters(line) : line.length;
      if (enough > 0 && length > enough) break;
    }
    return lines;
  }

  /**
   * Writes each item; no line ends are added. What a single `write` could not take is not written
   * again, which matters only for unbuffered files.
   *
   * @param lines What to write.
   * @throws {RangeError} The file is closed.
   */
  writelines(lines: Iterable<Data>): void {
    this.checkClosed();
    for (const line of lines) this.write(line);
  }

  /** The lines that are left, read as they are asked for; leaving the loop does not close the file. */
  *[Symbol.iterator](): Generator<Line, void, undefined> {
    for (;;) {
      this.checkClosed();
      const line = this.readline();
      if (line.length === 0) return;
      yield line;
    }
  }

  /** Closes the file, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** Throws the RangeError of a closed file. */
  protected checkClosed(): void {
    if (this.closed) throw closedError();
  }
}

/**
 * The part that the buffered binary files share. A method that the file is not open for throws
 * {@linkcode UnsupportedOperation}. Python's `io.BufferedIOBase`.
 *
 * @example
 * ```ts
 * import { socketpair } from "@bsd/socket";
 *
 * const [a, b] = socketpair();
 * using file = a.makefile("wb");
 * console.log(file.readable(), file.writable()); // false true
 * a.close();
 * b.close();
 * ```
 */
export abstract class BufferedIOBase extends IOBase<Uint8Array<ArrayBuffer>, BytesLike> {
  /** The unbuffered file beneath. */
  readonly raw: SocketIO;

  /**
   * Puts a buffer over an unbuffered file.
   *
   * @param raw The unbuffered file beneath.
   */
  constructor(raw: SocketIO) {
    super();
    this.raw = raw;
  }

  /** Whether the file has been closed. */
  override get closed(): boolean {
    return this.raw.closed;
  }

  /** The mode: `"rb"`, `"wb"` or `"rwb"`. */
  override get mode(): string {
    return this.raw.mode;
  }

  /** The descriptor of the socket, -1 once the file is closed. */
  override get name(): number {
    return this.raw.name;
  }

  /**
   * The descriptor of the socket.
   *
   * @throws {RangeError} The file is closed.
   */
  override fileno(): number {
    return this.raw.fileno();
  }

  /**
   * Whether the file is open for reading.
   *
   * @throws {RangeError} The file is closed.
   */
  override readable(): boolean {
    this.checkClosed();
    return false;
  }

  /**
   * Whether the file is open for writing.
   *
   * @throws {RangeError} The file is closed.
   */
  override writable(): boolean {
    this.checkClosed();
    return false;
  }

  /**
   * Reads, waiting until `size` bytes are there or the stream ends.
   *
   * @param size How many bytes; -1, null or nothing reads to the end of the stream.
   * @returns Fewer bytes at the end of the stream, and where a non-blocking socket has no more now;
   * null where a non-blocking socket has none at all.
   * @throws {TimeoutError} The socket's timeout ran out; what this call had already read is lost.
   */
  read(_size?: number | null): Uint8Array<ArrayBuffer> | null {
    throw new UnsupportedOperation("read");
  }

  /**
   * Reads what is buffered, or else what a single receive gives.
   *
   * @param size At most so many bytes; -1, null or nothing for as many as the buffer holds.
   * @returns Empty at the end of the stream, and where a non-blocking socket has nothing now.
   */
  read1(_size?: number | null): Uint8Array<ArrayBuffer> {
    throw new UnsupportedOperation("read1");
  }

  /**
   * Fills `buffer`, waiting until it is full or the stream ends.
   *
   * @param buffer Where the bytes go.
   * @returns How many bytes it got; null where a non-blocking socket has none now.
   */
  readinto(_buffer: BytesLike): number | null {
    throw new UnsupportedOperation("readinto");
  }

  /**
   * Puts into `buffer` what is buffered and at most one receive gives.
   *
   * @param buffer Where the bytes go.
   * @returns How many bytes it got; null where a non-blocking socket has none now.
   */
  readinto1(_buffer: BytesLike): number | null {
    throw new UnsupportedOperation("readinto1");
  }

  /**
   * Reads to the end of a line.
   *
   * @param limit At most so many bytes; -1, null or nothing for no limit.
   * @returns The line with its `\n`; without one where the limit or the end of the stream came
   * first; empty at the end of the stream.
   */
  override readline(_limit?: number | null): Uint8Array<ArrayBuffer> {
    throw new UnsupportedOperation("readline");
  }

  /**
   * Writes into the buffer, and to the socket when that is full.
   *
   * @param data The bytes.
   * @returns Their number: all are sent or buffered.
   * @throws {BlockingWriteError} The socket is non-blocking and the buffer is full.
   * @throws {OSError} Sending failed.
   */
  override write(_data: BytesLike): number {
    throw new UnsupportedOperation("write");
  }
}

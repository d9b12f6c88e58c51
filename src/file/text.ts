/** The text file over a buffered one: Python's `io.TextIOWrapper`. */
import { BlockingIOError } from "../errors.ts";
import { errno } from "../../constants/errno.ts";
import { type BufferedIOBase, IOBase } from "./base.ts";
import { closedError, concat, toSize } from "./bytes.ts";
import { advance, length } from "./characters.ts";
import type { Decode, Encode } from "./codec/charset.ts";
import { handlersFor } from "./codec/handlers.ts";
import { lookup } from "./codec/lookup.ts";
import { UnsupportedOperation } from "./errors.ts";
import {
  lineEnd,
  type Newline,
  NewlineDecoder,
  type NewlineMode,
  toNewlineMode,
} from "./newlines.ts";

/** How many bytes are read at a time, and how many encoded ones wait for the buffer: as Python. */
const chunkSize = 8192;

/** How a {@linkcode TextIOWrapper} turns bytes into text and back. */
export interface TextOptions {
  /** The encoding in any of Python's spellings; null or nothing for UTF-8. */
  readonly encoding?: string | null | undefined;
  /**
   * What to do with what cannot be decoded or encoded: `"strict"` (the default) throws, `"ignore"`
   * leaves it out, `"replace"` puts U+FFFD or `?`, `"backslashreplace"` puts escapes,
   * `"surrogateescape"` keeps bytes as U+DC80 to U+DCFF (PEP 383), and for writing
   * `"xmlcharrefreplace"` puts `&#…;`.
   */
  readonly errors?: string | null | undefined;
  /**
   * Reading: null (the default) takes `\n`, `\r` and `\r\n` for line ends and gives each as `\n`;
   * `""` takes all three and keeps them; one of them is the only line end and is kept. Writing: each
   * `\n` becomes `linesep` with null, and the given line end otherwise; `""` changes nothing.
   */
  readonly newline?: string | null | undefined;
}

/** {@linkcode TextOptions}, and what the platform and the buffering add. */
export interface TextIOWrapperOptions extends TextOptions {
  /** The platform's line end, Python's `os.linesep`, which a written `\n` becomes; `"\n"` by default. */
  readonly linesep?: string | undefined;
  /** Whether writing a line end flushes; false by default. */
  readonly line_buffering?: boolean;
}

/**
 * A text file over a socket, made by `makefile` in a mode without `b`. Python's `io.TextIOWrapper`.
 *
 * Sizes count code points, as in Python: a character beyond U+FFFF is one, though it takes two of
 * a JavaScript string's units. In mode `"rw"` reading does not flush what was written: call `flush`
 * before waiting for an answer.
 *
 * On a non-blocking socket a read that finds nothing looks like the end of the stream, as in
 * Python; use binary files there.
 *
 * @example
 * ```ts
 * import { socketpair } from "@bsd/socket";
 *
 * const [a, b] = socketpair();
 * using file = a.makefile("rw", { encoding: "utf-8", newline: "\r\n" });
 * file.write("NOOP\n");
 * file.flush();
 * b.sendall(b.recv(100));
 * console.log(file.readline()); // "NOOP\r\n"
 * a.close();
 * b.close();
 * ```
 */
export class TextIOWrapper extends IOBase<string, string> {
  /** The buffered binary file beneath. */
  readonly buffer: BufferedIOBase;
  /** The mode as it was asked for. */
  override readonly mode: string;
  /** The encoding as it was asked for. */
  readonly encoding: string;
  /** The name of the error handler. */
  readonly errors: string;
  /** Whether writing a line end flushes: true with `buffering: 1`. */
  readonly line_buffering: boolean;
  readonly #newline: NewlineMode;
  readonly #linesep: string;
  readonly #newlines: NewlineDecoder | null;
  readonly #decode: Decode | null;
  readonly #encode: Encode | null;
  /** What is decoded and not yet read is `#text` from `#at`. */
  #text = "";
  #at = 0;
  /** What is encoded and not yet in the buffer. */
  #pending: Uint8Array[] = [];
  #pendingSize = 0;

  /**
   * Makes a text file; `makefile` does it.
   *
   * @param buffer The buffered binary file beneath.
   * @param mode The mode as it was asked for.
   * @param options The encoding, the treatment of errors and line ends.
   * @throws {RangeError} The encoding, the errors or the newline is unknown.
   */
  constructor(buffer: BufferedIOBase, mode: string, options: TextIOWrapperOptions = {}) {
    super();
    this.buffer = buffer;
    this.mode = mode;
    this.encoding = options.encoding ?? "utf-8";
    this.errors = options.errors ?? "strict";
    this.line_buffering = options.line_buffering ?? false;
    const newline = toNewlineMode(options.newline);
    this.#newline = newline;
    this.#linesep = newline === null ? options.linesep ?? "\n" : newline === "" ? "\n" : newline;
    const encoding = lookup(this.encoding);
    const handlers = handlersFor(this.errors);
    const decode = buffer.readable() ? encoding.decoder(handlers.decode) : null;
    const universal = newline === null || newline === "";
    const newlines = decode !== null && universal
      ? new NewlineDecoder(decode, newline === null)
      : null;
    this.#newlines = newlines;
    this.#decode = newlines === null ? decode : (data, final) => newlines.decode(data, final);
    this.#encode = buffer.writable() ? encoding.encoder(handlers.encode) : null;
  }

  /**
   * The kinds of line ends read so far, one or several, where `newline` is null or `""`; else, and
   * before the first, null.
   */
  get newlines(): Newline | readonly Newline[] | null {
    return this.#newlines?.newlines ?? null;
  }

  /** Whether the file has been closed. */
  override get closed(): boolean {
    return this.buffer.closed;
  }

  /** The descriptor of the socket, -1 once the file is closed. */
  override get name(): number {
    return this.buffer.name;
  }

  /**
   * The descriptor of the socket.
   *
   * @throws {RangeError} The file is closed.
   */
  override fileno(): number {
    return this.buffer.fileno();
  }

  /**
   * Whether the file is open for reading.
   *
   * @throws {RangeError} The file is closed.
   */
  override readable(): boolean {
    return this.buffer.readable();
  }

  /**
   * Whether the file is open for writing.
   *
   * @throws {RangeError} The file is closed.
   */
  override writable(): boolean {
    return this.buffer.writable();
  }

  /**
   * Reads, waiting until `size` characters are there or the stream ends.
   *
   * @param size How many code points; a negative number, null or nothing reads to the end.
   * @returns Fewer characters, or none, at the end of the stream.
   * @throws {UnicodeDecodeError} The bytes are not text in this encoding, with `errors` strict.
   * @throws {TimeoutError} The socket's timeout ran out; what this call had already read is lost.
   * @throws {BlockingIOError} All was asked for, and a non-blocking socket has nothing now.
   * @throws {UnsupportedOperation} The file is not open for reading.
   * @throws {RangeError} The file is closed.
   */
  read(size?: number | null): string {
    let left = toSize(size);
    const decode = this.#startReading();
    if (left < 0) return this.#readAll(decode);
    let text = "";
    while (left > 0) {
      if (this.#at === this.#text.length) {
        if (!this.#fill(decode, left)) break;
        continue;
      }
      const [end, passed] = advance(this.#text, this.#at, left);
      text += this.#text.slice(this.#at, end);
      this.#at = end;
      left -= passed;
    }
    return text;
  }

  /**
   * Reads to the end of a line.
   *
   * @param limit At most so many code points; a negative number, null or nothing for no limit.
   * @returns The line with its end; without one where the limit or the end of the stream came
   * first; empty at the end of the stream.
   * @throws {UnicodeDecodeError} The bytes are not text in this encoding, with `errors` strict.
   * @throws {TimeoutError} The socket's timeout ran out; the part that was read is lost.
   * @throws {UnsupportedOperation} The file is not open for reading.
   * @throws {RangeError} The file is closed.
   */
  override readline(limit?: number | null): string {
    let left = toSize(limit);
    const decode = this.#startReading();
    if (left === 0) return "";
    const newline = this.#newline;
    let line = "";
    let held = "";
    for (;;) {
      while (this.#at === this.#text.length) {
        if (!this.#fill(decode, 0)) return line + held;
      }
      if (held !== "") {
        this.#text = held + this.#text.slice(this.#at);
        this.#at = 0;
        held = "";
      }
      const text = this.#text;
      const found = lineEnd(text, this.#at, newline);
      let end = found < 0 ? text.length : found;
      let done = found >= 0;
      if (left >= 0) {
        const [cut, passed] = advance(text.slice(0, end), this.#at, left);
        left -= passed;
        end = cut;
        done ||= left === 0;
      }
      // The "\n" of a "\r\n" may be in the next chunk.
      if (!done && newline === "\r\n" && text.endsWith("\r")) {
        held = "\r";
        if (left >= 0) left++;
        end--;
      }
      line += text.slice(this.#at, end);
      this.#at = done ? end : text.length;
      if (done) return line;
    }
  }

  /**
   * Writes; the text goes to the buffer beneath in larger pieces.
   *
   * @param text What to write.
   * @returns Its number of code points.
   * @throws {TypeError} It is not a string.
   * @throws {UnicodeEncodeError} The encoding cannot express it, with `errors` strict; nothing of
   * it is written.
   * @throws {BlockingIOError} The socket is non-blocking and the buffer is full; text is lost.
   * @throws {OSError} Sending failed.
   * @throws {UnsupportedOperation} The file is not open for writing.
   * @throws {RangeError} The file is closed.
   */
  override write(text: string): number {
    if (typeof text !== "string") {
      throw new TypeError("a text file writes strings: open it with a mode that has b for bytes");
    }
    this.checkClosed();
    if (this.#encode === null) throw new UnsupportedOperation("not writable");
    const bytes = this.#encode(
      this.#linesep === "\n" ? text : text.replaceAll("\n", this.#linesep),
    );
    // What is large goes alone, lest it be copied to be joined.
    if (bytes.length >= chunkSize) this.#flushPending();
    this.#pending.push(bytes);
    this.#pendingSize += bytes.length;
    const flush = this.line_buffering && /[\n\r]/.test(text);
    if (flush || this.#pendingSize >= chunkSize) this.#flushPending();
    if (flush) this.buffer.flush();
    return length(text);
  }

  /**
   * Sends what is buffered; does nothing on a file that is not open for writing.
   *
   * @throws {BlockingIOError} The socket is non-blocking and cannot take it all now.
   * @throws {OSError} Sending failed; what was not sent is still buffered.
   * @throws {RangeError} The file is closed.
   */
  override flush(): void {
    this.checkClosed();
    this.#flushPending();
    this.buffer.flush();
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
      this.buffer.close();
    }
  }

  #startReading(): Decode {
    if (this.closed) throw closedError();
    if (this.#decode === null) throw new UnsupportedOperation("not readable");
    this.#flushPending();
    return this.#decode;
  }

  #readAll(decode: Decode): string {
    const data = this.buffer.read();
    if (data === null) {
      throw new BlockingIOError(errno.EAGAIN, "read found nothing on a non-blocking socket");
    }
    const rest = decode(data, true);
    const text = this.#text.slice(this.#at) + rest;
    this.#text = "";
    this.#at = 0;
    return text;
  }

  /** Decodes the next chunk, in place of text that has been read; false at the end of the stream. */
  #fill(decode: Decode, wanted: number): boolean {
    this.#text = "";
    this.#at = 0;
    const data = this.buffer.read1(Math.max(chunkSize, wanted));
    this.#text = decode(data, data.length === 0);
    return data.length > 0 || this.#text !== "";
  }

  #flushPending(): void {
    if (this.#pendingSize === 0) return;
    const bytes = concat(this.#pending);
    this.#pending = [];
    this.#pendingSize = 0;
    this.buffer.write(bytes);
  }
}

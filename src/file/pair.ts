/** The buffered binary file for both directions: Python's `io.BufferedRWPair`. */
import { BufferedIOBase } from "./base.ts";
import type { BytesLike } from "../arguments.ts";
import { DEFAULT_BUFFER_SIZE, type SocketIO } from "./raw.ts";
import { BufferedReader } from "./reader.ts";
import { BufferedWriter } from "./writer.ts";

/**
 * A buffered binary file for reading and writing, made by `makefile("rwb")`: a
 * {@linkcode BufferedReader} and a {@linkcode BufferedWriter} over one socket. Reading does not
 * flush what was written: call `flush` before waiting for an answer. Python's `io.BufferedRWPair`.
 *
 * Beyond Python it has `raw`, `mode`, `name` and `fileno`, and `readline` on a non-blocking socket
 * returns what there is, as a BufferedReader's does.
 *
 * @example
 * ```ts
 * import { socketpair } from "@bsd/socket";
 *
 * const [a, b] = socketpair();
 * using file = a.makefile("rwb");
 * file.write(new TextEncoder().encode("ping\n"));
 * file.flush();
 * b.sendall(b.recv(100));
 * console.log(new TextDecoder().decode(file.readline())); // ping
 * a.close();
 * b.close();
 * ```
 */
export class BufferedRWPair extends BufferedIOBase {
  readonly #reader: BufferedReader;
  readonly #writer: BufferedWriter;

  /**
   * Makes both over one unbuffered file; `makefile` does it.
   *
   * @param raw The unbuffered file to read from and write to.
   * @param buffer_size The size of each of the two buffers in bytes, 1 or more.
   */
  constructor(raw: SocketIO, buffer_size: number = DEFAULT_BUFFER_SIZE) {
    super(raw);
    this.#reader = new BufferedReader(raw, buffer_size);
    this.#writer = new BufferedWriter(raw, buffer_size);
  }

  /**
   * Whether the file is open for reading: true.
   *
   * @throws {RangeError} The file is closed.
   */
  override readable(): boolean {
    return this.#reader.readable();
  }

  /**
   * Whether the file is open for writing: true.
   *
   * @throws {RangeError} The file is closed.
   */
  override writable(): boolean {
    return this.#writer.writable();
  }

  /**
   * Reads, as {@linkcode BufferedReader.read}.
   *
   * @param size How many bytes; -1, null or nothing reads to the end of the stream.
   */
  override read(size?: number | null): Uint8Array<ArrayBuffer> | null {
    return this.#reader.read(size);
  }

  /**
   * Reads with at most one receive, as {@linkcode BufferedReader.read1}.
   *
   * @param size At most so many bytes; -1, null or nothing for as many as the buffer holds.
   */
  override read1(size?: number | null): Uint8Array<ArrayBuffer> {
    return this.#reader.read1(size);
  }

  /**
   * Fills `buffer`, as {@linkcode BufferedReader.readinto}.
   *
   * @param buffer Where the bytes go.
   */
  override readinto(buffer: BytesLike): number | null {
    return this.#reader.readinto(buffer);
  }

  /**
   * Reads into `buffer` with at most one receive, as {@linkcode BufferedReader.readinto1}.
   *
   * @param buffer Where the bytes go.
   */
  override readinto1(buffer: BytesLike): number | null {
    return this.#reader.readinto1(buffer);
  }

  /**
   * What is buffered, without reading past it, as {@linkcode BufferedReader.peek}.
   *
   * @param size Accepted and without effect, as in Python.
   */
  peek(size?: number): Uint8Array<ArrayBuffer> {
    return this.#reader.peek(size);
  }

  /**
   * Reads a line, as {@linkcode BufferedReader.readline}.
   *
   * @param limit At most so many bytes; -1, null or nothing for no limit.
   */
  override readline(limit?: number | null): Uint8Array<ArrayBuffer> {
    return this.#reader.readline(limit);
  }

  /**
   * Writes, as {@linkcode BufferedWriter.write}.
   *
   * @param data The bytes.
   * @returns Their number.
   */
  override write(data: BytesLike): number {
    return this.#writer.write(data);
  }

  /**
   * Sends what is buffered, as {@linkcode BufferedWriter.flush}.
   */
  override flush(): void {
    this.#writer.flush();
  }

  /** Flushes and closes the file, as {@linkcode BufferedWriter.close}. */
  override close(): void {
    this.#writer.close();
  }
}

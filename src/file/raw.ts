/** The unbuffered file over a socket: Python's `socket.SocketIO`. */
import { BlockingIOError, OSError, TimeoutError } from "../errors.ts";
import { IOBase } from "./base.ts";
import { bytes as bytesOf, type BytesLike } from "../arguments.ts";
import { closedError, concat, toSize } from "./bytes.ts";
import { UnsupportedOperation } from "./errors.ts";

/** What a file needs of the socket beneath it. */
export interface FileSocket {
  /** The descriptor. */
  fileno(): number;
  /** The timeout in seconds: null to wait for ever, 0 for a non-blocking socket. */
  gettimeout(): number | null;
  /**
   * Receives into `buffer`.
   *
   * @param buffer Where the bytes go.
   * @returns How many bytes it got, 0 at the end of the stream.
   * @throws {TimeoutError} The timeout ran out.
   * @throws {BlockingIOError} The socket is non-blocking and has nothing.
   */
  recv_into(buffer: Uint8Array): number;
  /**
   * Sends what it can of `data`.
   *
   * @param data The bytes.
   * @returns How many bytes it sent.
   * @throws {TimeoutError} The timeout ran out.
   * @throws {BlockingIOError} The socket is non-blocking and takes nothing now.
   */
  send(data: Uint8Array): number;
}

/** The size of a file's buffer unless another is asked for, in bytes: Python's `io.DEFAULT_BUFFER_SIZE`. */
export const DEFAULT_BUFFER_SIZE: number = 8192;

/** What `call` gives, or null where it would block. */
function unlessBlocking(call: () => number): number | null {
  try {
    return call();
  } catch (e) {
    if (e instanceof BlockingIOError) return null;
    throw e;
  }
}

/**
 * An unbuffered binary file over a socket, made by `makefile` with `buffering: 0`: each call is at
 * most one receive or send, save `readall` and `readline`. Python's `socket.SocketIO`.
 *
 * Once a read has timed out, every later read throws an OSError, since what was read until then may
 * be lost.
 *
 * @example
 * ```ts
 * import { socketpair } from "@bsd/socket";
 *
 * const [a, b] = socketpair();
 * using file = a.makefile("rwb", { buffering: 0 });
 * file.write(new TextEncoder().encode("ping"));
 * b.sendall(b.recv(4));
 * console.log(file.read(4));
 * a.close();
 * b.close();
 * ```
 */
export class SocketIO extends IOBase<Uint8Array<ArrayBuffer>, BytesLike> {
  /** The mode: `"rb"`, `"wb"` or `"rwb"`. */
  override readonly mode: "rb" | "wb" | "rwb";
  readonly #reading: boolean;
  readonly #writing: boolean;
  readonly #release: () => void;
  #socket: FileSocket | null;
  #timedOut = false;

  /**
   * Makes a file over a socket; `makefile` does it.
   *
   * @param socket The socket to read from and write to.
   * @param mode What the file is open for.
   * @param release Called once, when the file is closed.
   */
  constructor(socket: FileSocket, mode: "rb" | "wb" | "rwb", release: () => void) {
    super();
    this.#socket = socket;
    this.mode = mode;
    this.#reading = mode !== "wb";
    this.#writing = mode !== "rb";
    this.#release = release;
  }

  /** Whether the file has been closed. */
  override get closed(): boolean {
    return this.#socket === null;
  }

  /** The descriptor of the socket, -1 once the file is closed. */
  override get name(): number {
    return this.#socket === null ? -1 : this.#socket.fileno();
  }

  /**
   * The descriptor of the socket.
   *
   * @throws {RangeError} The file is closed.
   */
  override fileno(): number {
    return this.#open().fileno();
  }

  /**
   * Whether the file is open for reading.
   *
   * @throws {RangeError} The file is closed.
   */
  override readable(): boolean {
    this.checkClosed();
    return this.#reading;
  }

  /**
   * Whether the file is open for writing.
   *
   * @throws {RangeError} The file is closed.
   */
  override writable(): boolean {
    this.checkClosed();
    return this.#writing;
  }

  /**
   * Receives once.
   *
   * @param size At most so many bytes; -1, null or nothing reads to the end of the stream.
   * @returns Empty at the end of the stream; null where a non-blocking socket has nothing now.
   * @throws {TimeoutError} The socket's timeout ran out.
   * @throws {UnsupportedOperation} The file is not open for reading.
   */
  read(size?: number | null): Uint8Array<ArrayBuffer> | null {
    const most = toSize(size);
    if (most < 0) return this.readall();
    const buffer = new Uint8Array(most);
    const count = this.readinto(buffer);
    return count === null ? null : count === most ? buffer : buffer.slice(0, count);
  }

  /**
   * Receives to the end of the stream, or until a non-blocking socket has no more now.
   *
   * @returns What came; null where a non-blocking socket has nothing.
   * @throws {TimeoutError} The socket's timeout ran out; what this call had already read is lost.
   * @throws {UnsupportedOperation} The file is not open for reading.
   */
  readall(): Uint8Array<ArrayBuffer> | null {
    const parts: Uint8Array[] = [];
    for (;;) {
      const part = this.read(DEFAULT_BUFFER_SIZE);
      if (part === null && parts.length === 0) return null;
      if (part === null || part.length === 0) return concat(parts);
      parts.push(part);
    }
  }

  /**
   * Receives once into `buffer`.
   *
   * @param buffer Where the bytes go.
   * @returns How many bytes it got, 0 at the end of the stream; null where a non-blocking socket
   * has nothing now.
   * @throws {TimeoutError} The socket's timeout ran out.
   * @throws {OSError} An earlier read timed out, or receiving failed.
   * @throws {UnsupportedOperation} The file is not open for reading.
   * @throws {RangeError} The file is closed.
   */
  readinto(buffer: BytesLike): number | null {
    const socket = this.#open();
    if (!this.#reading) throw new UnsupportedOperation("File or stream is not readable.");
    if (this.#timedOut) throw new OSError(null, "cannot read from timed out object");
    try {
      return unlessBlocking(() => socket.recv_into(bytesOf(buffer, "buffer")));
    } catch (e) {
      if (e instanceof TimeoutError) this.#timedOut = true;
      throw e;
    }
  }

  /**
   * Reads to the end of a line, a byte at a time, since it may not take more from the socket.
   *
   * @param limit At most so many bytes; -1, null or nothing for no limit.
   * @returns The line with its `\n`, or what comes before the limit or the end of the stream, and
   * where a non-blocking socket has no more now, what it had.
   */
  override readline(limit?: number | null): Uint8Array<ArrayBuffer> {
    const most = toSize(limit);
    this.checkClosed();
    const line: number[] = [];
    while (most < 0 || line.length < most) {
      const byte = this.read(1)?.[0];
      if (byte === undefined) break;
      line.push(byte);
      if (byte === 0x0a) break;
    }
    return new Uint8Array(line);
  }

  /**
   * Sends once.
   *
   * @param data The bytes.
   * @returns How many were sent, perhaps not all; null where a non-blocking socket takes none now.
   * @throws {TimeoutError} The socket's timeout ran out.
   * @throws {OSError} Sending failed.
   * @throws {UnsupportedOperation} The file is not open for writing.
   * @throws {RangeError} The file is closed.
   */
  override write(data: BytesLike): number | null {
    const socket = this.#open();
    if (!this.#writing) throw new UnsupportedOperation("File or stream is not writable.");
    return unlessBlocking(() => socket.send(bytesOf(data, "data")));
  }

  /**
   * Does nothing: nothing is buffered.
   *
   * @throws {RangeError} The file is closed.
   */
  override flush(): void {
    this.checkClosed();
  }

  /** Closes the file; the socket itself is closed once it and all its files are. */
  override close(): void {
    if (this.#socket === null) return;
    this.#socket = null;
    this.#release();
  }

  #open(): FileSocket {
    if (this.#socket === null) throw closedError();
    return this.#socket;
  }
}

/** Class Socket, on top of its layers, and the function that makes one. */
import { AF_ALG } from "../../constants/mod.ts";
import { backend } from "../../ffi/backend/mod.ts";
import type { Address, AddressArgument, AnyArgument } from "../addresses.ts";
import { type BytesLike, type Constant, integer, keywords } from "../arguments.ts";
import { connections } from "../awaited/iteration.ts";
import { SocketPromises } from "../awaited/promises.ts";
import { readableOf, writableOf } from "../awaited/streams.ts";
import { check } from "../failure.ts";
import {
  type Buffering,
  type FileMode,
  type FileOf,
  type MakefileOptions,
  openFile,
} from "../file/mod.ts";
import { duplicated, Known, type SocketArguments } from "./descriptor.ts";
import { addressInRoom, room, roomLength } from "./names.ts";
import { type Operation, perform } from "./operation.ts";
import { SocketSender } from "./sender.ts";
import { control as controlled, type ControlOption, describeFor } from "./sharing.ts";

/**
 * A socket: Python's `socket.socket`, method for method. `A` is the form of its addresses, which
 * follows from the family it was made with.
 *
 * It owns its descriptor: close it, or let `using` do that. One that is garbage-collected unclosed
 * is closed then, with a warning.
 *
 * @example
 * ```ts
 * import { AF_INET, SOCK_DGRAM, socket } from "@bsd/socket";
 *
 * using receiver = socket(AF_INET, SOCK_DGRAM);
 * receiver.bind(["127.0.0.1", 0]);
 * using sender = socket(AF_INET, SOCK_DGRAM);
 * sender.sendto(new TextEncoder().encode("hello"), receiver.getsockname());
 * const [data, [host]] = receiver.recvfrom(100);
 * console.log(new TextDecoder().decode(data), host); // hello 127.0.0.1
 * ```
 */
export class Socket<
  A extends Address = Address,
  In extends AnyArgument = AddressArgument<A>,
> extends SocketSender<A, In> {
  #promises: SocketPromises<A, In> | undefined;
  #readable: ReadableStream<Uint8Array<ArrayBuffer>> | undefined;
  #writable: WritableStream<BytesLike> | undefined;

  /**
   * Makes a socket or adopts a descriptor; takes what `socket()` takes.
   *
   * @param args Family, type, protocol and descriptor, or one object of them.
   */
  constructor(...args: SocketArguments<A>) {
    super(args);
  }

  /**
   * Takes the next connection, waiting for one. Python's `socket.accept()`, accept(2).
   *
   * @returns The new socket, blocking or with the default time-out and not inheritable, and the peer's address.
   * @throws {TimeoutError} The time-out ran out.
   * @throws {BlockingIOError} The socket is non-blocking and nobody is there.
   * @throws {OSError} EINVAL: the socket does not listen; EMFILE…
   *
   * @example
   * ```ts
   * import { create_connection, create_server } from "@bsd/socket";
   *
   * using server = create_server(["127.0.0.1", 0]);
   * using client = create_connection(server.getsockname());
   * const [connection, address] = server.accept();
   * console.log(address[0], client.fileno() !== connection.fileno()); // 127.0.0.1 true
   * connection.close();
   * ```
   */
  accept(): [connection: Socket<A, In>, address: A] {
    return perform(this, Socket.#accepting<A, In>(this));
  }

  static #accepting<A extends Address, In extends AnyArgument>(
    socket: Socket<A, In>,
  ): Operation<[connection: Socket<A, In>, address: A]> {
    return {
      direction: "read",
      syscall: "accept",
      flags: 0,
      attempt() {
        // AF_ALG has no addresses of peers, and refuses to be asked for one.
        const into = socket.family === AF_ALG ? null : room;
        roomLength[0] = into === null ? 0 : room.length;
        return backend().accept(socket.fileno(), into, roomLength);
      },
      finish(fd) {
        const address = addressInRoom(socket) as A;
        return [socket.#adopt(fd), address];
      },
    };
  }

  /** The operations that can wait, awaited: `await socket.promises.recv(1024)`. */
  get promises(): SocketPromises<A, In> {
    return this.#promises ??= new SocketPromises<A, In>(this, Socket.#accepting<A, In>);
  }

  /**
   * What the socket receives, as a stream of bytes: the same stream each time, for SOCK_STREAM.
   *
   * - A chunk is what one recv(2) gave, at most 65536 bytes. A BYOB reader's buffer is received into
   *   directly when data is there already, and filled by a copy after waiting.
   * - Nothing is received before somebody reads. So the socket's own methods can receive before,
   *   after and between reads, and the bytes come in order. A read that waits when its reader
   *   releases the lock has asked already: its bytes are the stream's, for the next reader.
   * - The peer's end closes the stream. An error ends it for good, a time-out of the socket and
   *   closing the socket (EBADF) too; the socket's methods are not concerned.
   * - `cancel()` gives up waiting and shuts down the receiving half (SHUT_RD) of a connection, as do
   *   `break` in a `for await` over it and `pipeTo` to a destination that fails; `preventCancel`
   *   keeps them from it. What the kernel holds by then can still be received by the methods.
   * - The stream never closes the socket.
   *
   * @throws {TypeError} The socket is of another type, whose messages a stream would run together.
   *
   * @example
   * ```ts
   * import { socketpair } from "@bsd/socket";
   *
   * const [a, b] = socketpair();
   * using _b = b;
   * a.sendall(new TextEncoder().encode("one\ntwo\n"));
   * a.close();
   * for await (const text of b.readable.pipeThrough(new TextDecoderStream())) {
   *   console.log(text.split("\n")); // [ "one", "two", "" ]
   * }
   * ```
   */
  get readable(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return this.#readable ??= readableOf(this);
  }

  /**
   * What the socket is to send, as a stream: the same stream each time, for SOCK_STREAM.
   *
   * - A chunk is any ArrayBuffer or view, which must not change until its `write()` is done. It is
   *   sent whole before the next one, as by `sendall()`; the stream wants more (`writer.ready`) when
   *   the kernel has taken it.
   * - `close()` shuts down the sending half (SHUT_WR) when everything is sent: the peer sees the end,
   *   and receiving goes on.
   * - `abort()` gives up what is not sent and closes the socket. Over TCP it resets the connection,
   *   so that the peer does not take what it got for everything.
   * - An error ends the stream for good; so do a time-out of the socket, and a chunk that is not
   *   bytes, with a TypeError. Only `abort()` closes the socket.
   *
   * @throws {TypeError} The socket is of another type, whose messages a stream would not show.
   *
   * @example
   * ```ts
   * import { socketpair } from "@bsd/socket";
   *
   * const [a, b] = socketpair();
   * using _a = a, _b = b;
   * await ReadableStream.from(["Hello, ", "world"])
   *   .pipeThrough(new TextEncoderStream())
   *   .pipeTo(a.writable);
   * console.log(await new Response(b.readable).text()); // Hello, world
   * ```
   */
  get writable(): WritableStream<BytesLike> {
    return this.#writable ??= writableOf(this);
  }

  /**
   * The connections that come to a listening socket, as `promises.accept()` gives them:
   * `for await (const [connection, address] of server)`.
   *
   * The loop ends when the socket is closed, while it waits as well. Leaving it stops accepting, and
   * who has not been accepted stays in the kernel's queue for a later loop or `accept()`. Each
   * connection is the loop's body's to close. One that ended before it was accepted, which makes
   * `accept()` fail on macOS and Windows (ECONNABORTED, ECONNRESET), is passed over.
   *
   * @returns An iterator that rejects with what `accept()` throws: EINVAL where the socket does not
   *   listen, EMFILE, `TimeoutError` when the time-out ran out.
   *
   * @example
   * ```ts
   * import { create_connection, create_server } from "@bsd/socket";
   *
   * using server = create_server(["127.0.0.1", 0]);
   * using client = create_connection(server.getsockname());
   * client.sendall(new TextEncoder().encode("the only client"));
   * for await (const [connection] of server) {
   *   using _ = connection;
   *   console.log(new TextDecoder().decode(await connection.promises.recv(100))); // the only client
   *   server.close();
   * }
   * ```
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<[connection: Socket<A, In>, address: A]> {
    return connections(this);
  }

  /** `await using s = socket()` closes it at the end of the block, as `using` does. */
  [Symbol.asyncDispose](): Promise<void> {
    return Promise.try(() => this.close());
  }

  /**
   * A second socket object for the same socket, with a descriptor of its own that is not
   * inheritable. Python's `socket.dup()`.
   *
   * @returns A socket of the same kind and time-out.
   * @throws {OSError} EBADF: the socket is closed; EMFILE.
   */
  dup(): Socket<A, In> {
    const copy = this.#adopt(check(backend().dup(this.fileno()), "dup"));
    duplicated(this, copy);
    copy.settimeout(this.gettimeout());
    return copy;
  }

  /**
   * Describes the socket for another process, whose `fromshare()` makes a socket of it. Windows
   * only. Python's `socket.share()`, WSADuplicateSocketW.
   *
   * @param process_id The number of the process. It can use the description once, and must have
   *   done so before this socket is closed.
   * @returns The description, 628 bytes, to be sent to that process.
   * @throws {OSError} EINVAL: no such process. ENOSYS: not on this OS.
   *
   * @example
   * ```ts
   * import { fromshare, OSError, socket } from "@bsd/socket";
   *
   * using s = socket();
   * try {
   *   using same = fromshare(s.share(Deno.pid));
   *   console.log(same.type === s.type); // true, on Windows
   * } catch (e) {
   *   if (e instanceof OSError) console.log(e.code); // ENOSYS elsewhere
   * }
   * ```
   */
  share(process_id: number): Uint8Array<ArrayBuffer> {
    return describeFor(this.fileno(), process_id);
  }

  /**
   * Sets a mode of the socket by a control code. Windows only. Python's `socket.ioctl()`, WSAIoctl.
   *
   * @param control The code: SIO_RCVALL, SIO_KEEPALIVE_VALS, SIO_LOOPBACK_FAST_PATH, and any other.
   * @param option What the code takes: a number of 0 to 4294967295, a row of those (for
   *   SIO_KEEPALIVE_VALS `[onoff, idle time, interval]`, in milliseconds), or the bytes of a struct.
   * @throws {OSError} EINVAL, EOPNOTSUPP, EACCES… ENOSYS: not on this OS.
   * @throws {TypeError} The control is undefined: a code that this OS lacks.
   * @throws {RangeError} A number is out of range.
   *
   * @example
   * ```ts
   * import { SIO_KEEPALIVE_VALS, socket } from "@bsd/socket";
   *
   * using s = socket();
   * // The first probe after 10 seconds of silence, then one each second.
   * if (SIO_KEEPALIVE_VALS !== undefined) s.ioctl(SIO_KEEPALIVE_VALS, [1, 10_000, 1_000]);
   * ```
   */
  ioctl(control: Constant, option: ControlOption, buflen?: 0): number;
  /**
   * Asks by a control code. Beyond Python, which passes no room for an answer.
   *
   * @param buflen The room for the answer in bytes.
   * @returns The bytes that the OS wrote.
   */
  ioctl(control: Constant, option: ControlOption, buflen: number): Uint8Array<ArrayBuffer>;
  ioctl(
    control: Constant,
    option: ControlOption,
    buflen: number = 0,
  ): number | Uint8Array<ArrayBuffer> {
    const output = new Uint8Array(integer(buflen, "buflen", 0, 0x7fffffff));
    const length = controlled(this.fileno(), control, option, output);
    return buflen === 0 ? length : output.subarray(0, length);
  }

  /** A socket like this one around a descriptor that is ours; it is closed if that fails. */
  #adopt(fd: number): Socket<A, In> {
    try {
      return new Socket<A, In>(new Known(this.family, this.type, this.proto, fd));
    } catch (error) {
      backend().close(fd);
      throw error;
    }
  }

  /**
   * A file object over the socket, as `open()` gives one over a file. Python's
   * `socket.makefile()`: the descriptor stays open until the file is closed as well. The socket
   * must be blocking or have a time-out; after a time-out a file cannot be read any more.
   *
   * @param mode The letters `r`, `w` and `b`: read (the default), write, bytes instead of text.
   * @param options `buffering`: 0 none (bytes only), 1 by lines (text), more: the buffer's size,
   *   8192 unless given; and for text `encoding` (UTF-8 unless given), `errors` and `newline`.
   * @returns A `TextIOWrapper` for text; for bytes a `BufferedReader`, `BufferedWriter` or
   *   `BufferedRWPair`, or without a buffer a `SocketIO`.
   * @throws {RangeError} A mode, an encoding or a combination that does not exist.
   * @throws {OSError} EBADF: the socket is closed.
   *
   * @example
   * ```ts
   * import { socketpair } from "@bsd/socket";
   *
   * const [a, b] = socketpair();
   * using _a = a, _b = b, writer = a.makefile("w"), reader = b.makefile();
   * writer.write("one\ntwo\n");
   * writer.flush();
   * console.log(reader.readline()); // one
   * ```
   */
  makefile<M extends FileMode = "r", B extends Buffering = undefined>(
    mode: M = "r" as M,
    options: MakefileOptions<B> = {},
  ): FileOf<M, B> {
    const release = this.hold();
    try {
      return openFile(
        this,
        mode,
        { ...keywords(options, "makefile"), linesep: backend().linesep },
        release,
      );
    } catch (error) {
      release();
      throw error;
    }
  }
}

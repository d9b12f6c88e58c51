/** `socket.promises`: every operation that can wait, awaited. */
import { errno } from "../../constants/errno.ts";
import { backend } from "../../ffi/backend/mod.ts";
import type { Address, AddressArgument, AnyArgument } from "../addresses.ts";
import type { AncillaryArgument } from "../ancillary/data.ts";
import { type BytesLike, type Constant, optionalInt } from "../arguments.ts";
import { type AfalgOptions, sendAfalg } from "../socket/afalg.ts";
import { type MessageArgument, messageList, sendMessages } from "../socket/batches.ts";
import type { Operation } from "../socket/operation.ts";
import { sendFile, type SendfileSource } from "../socket/sendfile.ts";
import type { Destination } from "../socket/destination.ts";
import { sendAll, sendMessage, sendSome, sendTo } from "../socket/sending.ts";
import type { Socket } from "../socket/socket.ts";
import type { Direction } from "../socket/waiting.ts";
import { connect } from "./connect.ts";
import { destinationOf } from "./destination.ts";
import { destinationsOf } from "./destinations.ts";
import { SocketReceivingPromises } from "./promises_receiving.ts";
import { type AwaitOptions, start, startApart, startPrepared } from "./start.ts";

/** Prepares to accept a connection. */
type Accepting<A extends Address, In extends AnyArgument> = (
  socket: Socket<A, In>,
) => Operation<[connection: Socket<A, In>, address: A]>;

/**
 * The operations of a {@link Socket} that can wait, awaited instead of blocking: the same names and
 * arguments, with an object of options behind them. `socket.promises` is one of these.
 *
 * They work on the same descriptor as the blocking methods, which can be used in between. The first
 * one makes the descriptor non-blocking for good, which the blocking methods do not show: they wait
 * all the same, and those of duplicates by `dup()` too. Who has the socket otherwise, by `fromfd()`,
 * in a Worker or another process, must not expect it to block, nor make it. A time-out of the socket
 * holds for each operation, but for one of 0: awaiting blocks nobody, so that it waits on a
 * non-blocking socket too.
 *
 * Several operations may wait for one socket, readers and writers; they are served in the order in
 * which they came. Closing the socket rejects them at once with EBADF. An aborted operation has
 * received nothing: no byte is lost.
 *
 * While nothing comes, one thread of the runtime's pool waits for all sockets. A program whose other
 * operations hold all 32 threads, blocking reads or look-ups of the runtime's own, holds these up too.
 *
 * @example
 * ```ts
 * import { socketpair } from "@bsd/socket";
 *
 * const [a, b] = socketpair();
 * using _a = a, _b = b;
 * const received = b.promises.recv(100);
 * await a.promises.sendall(new TextEncoder().encode("hello"));
 * console.log(new TextDecoder().decode(await received)); // hello
 * ```
 */
export class SocketPromises<
  A extends Address = Address,
  In extends AnyArgument = AddressArgument<A>,
> extends SocketReceivingPromises<A> {
  readonly #socket: Socket<A, In>;
  readonly #accepting: Accepting<A, In>;

  /** Made by the socket itself; use `socket.promises`. */
  constructor(
    socket: Socket<A, In>,
    accepting: Accepting<A, In>,
  ) {
    super(socket);
    this.#socket = socket;
    this.#accepting = accepting;
  }

  /** Starts what needs an address first, which may have to be looked up. */
  #startTo<T>(
    address: In,
    prepare: (destination: Destination) => Operation<T>,
    options: AwaitOptions | undefined,
  ): Promise<T> {
    try {
      const destination = destinationOf(this.#socket, address, options);
      return destination instanceof Promise
        ? destination.then((found) => startPrepared(this.#socket, () => prepare(found), options))
        : startPrepared(this.#socket, () => prepare(destination), options);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * Takes the next connection, as {@link Socket.accept}.
   *
   * @param options `signal` gives up.
   * @returns The new socket, and the peer's address.
   * @throws {TimeoutError} The time-out ran out.
   * @throws {OSError} EINVAL: the socket does not listen; EBADF: it was closed meanwhile; EMFILE…
   *
   * @example
   * ```ts
   * import { create_server } from "@bsd/socket";
   * import { create_connection } from "@bsd/socket/promises";
   *
   * using server = create_server(["127.0.0.1", 0]);
   * const accepted = server.promises.accept();
   * using client = await create_connection(server.getsockname());
   * const [connection] = await accepted;
   * connection.close();
   * ```
   */
  accept(options?: AwaitOptions): Promise<[connection: Socket<A, In>, address: A]> {
    return startPrepared(this.#socket, () => this.#accepting(this.#socket), options);
  }

  /**
   * Connects, as {@link Socket.connect}; host names are looked up off the event loop.
   *
   * @param address The peer's address.
   * @param options `signal` gives up.
   * @throws {ConnectionRefusedError | OSError | gaierror} As `connect()`.
   * @throws {TimeoutError} The time-out ran out. As after an abort, the socket is closed then: an
   *   attempt that nobody waits for must not come about later.
   */
  connect(address: In, options?: AwaitOptions): Promise<void> {
    return connect(this.#socket, address, options);
  }

  /**
   * Sends what the OS takes at once, as {@link Socket.send}.
   *
   * @param data An ArrayBuffer or any view.
   * @param rest MSG_ flags, and options: `signal` gives up.
   * @returns How many bytes were taken.
   * @throws {TimeoutError | BrokenPipeError | ConnectionResetError | OSError} As `send()`.
   */
  send(
    data: BytesLike,
    ...rest: [flags?: Constant, options?: AwaitOptions]
  ): Promise<number> {
    return startPrepared(
      this.#socket,
      () => sendSome(this.#socket, data, optionalInt(rest, 0, "flags")),
      rest[1],
    );
  }

  /**
   * Sends everything, as {@link Socket.sendall}; nobody else's data comes in between.
   *
   * @param data An ArrayBuffer or any view; it must not change until the promise is settled.
   * @param rest MSG_ flags, and options: `signal` gives up, when a part may have been sent.
   * @throws {TimeoutError | BrokenPipeError | ConnectionResetError | OSError} As `sendall()`.
   */
  sendall(
    data: BytesLike,
    ...rest: [flags?: Constant, options?: AwaitOptions]
  ): Promise<void> {
    return startPrepared(
      this.#socket,
      () => sendAll(this.#socket, data, optionalInt(rest, 0, "flags")),
      rest[1],
    );
  }

  /**
   * Sends a datagram to an address, as {@link Socket.sendto}; host names are looked up off the event
   * loop.
   *
   * @param data An ArrayBuffer or any view.
   * @param address The destination.
   * @param options `signal` gives up.
   * @returns How many bytes were taken.
   * @throws {TimeoutError | OSError | gaierror} As `sendto()`.
   */
  sendto(data: BytesLike, address: In, options?: AwaitOptions): Promise<number>;
  /**
   * Sends a datagram to an address, with flags.
   *
   * @param flags MSG_ flags.
   */
  sendto(
    data: BytesLike,
    flags: Constant,
    address: In,
    options?: AwaitOptions,
  ): Promise<number>;
  sendto(
    data: BytesLike,
    ...rest: [first: In | Constant, second?: In | AwaitOptions, third?: AwaitOptions]
  ): Promise<number> {
    // No address is a number, nor undefined, which is a constant that this OS lacks.
    const withFlags = typeof rest[0] === "number" || rest[0] === undefined;
    const [address, options] = (withFlags ? rest.slice(1) : rest) as [In, AwaitOptions?];
    return this.#startTo(
      address,
      (to) => sendTo(this.#socket, data, withFlags ? optionalInt(rest, 0, "flags") : 0, to),
      options,
    );
  }

  /**
   * Sends several buffers as one message, with ancillary data, as {@link Socket.sendmsg}.
   *
   * @param buffers ArrayBuffers or views, sent in turn.
   * @param rest Ancillary messages, MSG_ flags, the destination (null: the connected peer), and
   *   options: `signal` gives up.
   * @returns How many bytes of data were taken.
   * @throws {TimeoutError | OSError | gaierror} As `sendmsg()`.
   */
  sendmsg(
    buffers: Iterable<BytesLike>,
    ...rest: [
      ancdata?: Iterable<AncillaryArgument>,
      flags?: Constant,
      address?: In | null,
      options?: AwaitOptions,
    ]
  ): Promise<number> {
    const [ancdata = [], , address = null, options] = rest;
    const prepare = (to: Destination | null) =>
      sendMessage(this.#socket, buffers, ancdata, optionalInt(rest, 1, "flags"), to);
    return address === null
      ? startPrepared(this.#socket, () => prepare(null), options)
      : this.#startTo(address, prepare, options);
  }

  /**
   * Sends data to an algorithm of the kernel, as {@link Socket.sendmsg_afalg}.
   *
   * @param buffers ArrayBuffers or views: the text, and for type `"aead"` what goes with it.
   * @param options What to do and how, and `signal`, which gives up.
   * @returns How many bytes of data were taken.
   * @throws {TypeError | TimeoutError | OSError} As `sendmsg_afalg()`.
   */
  sendmsg_afalg(
    buffers: Iterable<BytesLike>,
    options: AfalgOptions & AwaitOptions,
  ): Promise<number> {
    return startPrepared(this.#socket, () => sendAfalg(this.#socket, buffers, options), options);
  }

  /**
   * Sends those messages of a batch that the OS takes at once, as {@link Socket.sendmmsg}; host names
   * are looked up off the event loop.
   *
   * @param messages For each message `[data, address, ancdata]`, of which the last two may be left out.
   * @param rest MSG_ flags, and options: `signal` gives up.
   * @returns How many messages were sent, from the first on: at least one if there are any.
   * @throws {TimeoutError | OSError | gaierror} As `sendmmsg()`.
   */
  sendmmsg(
    messages: Iterable<MessageArgument<In>>,
    ...rest: [flags?: Constant, options?: AwaitOptions]
  ): Promise<number> {
    const options = rest[1];
    try {
      const flags = optionalInt(rest, 0, "flags");
      const list = messageList(messages);
      const begin = (to: readonly (Destination | null)[]) =>
        startPrepared(this.#socket, () => sendMessages(this.#socket, list, flags, to), options);
      const destinations = destinationsOf(this.#socket, list, options);
      return destinations instanceof Promise ? destinations.then(begin) : begin(destinations);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * Sends a file until its end, as {@link Socket.sendfile}.
   *
   * @param file A path, a file URL, a descriptor's number, or a `Deno.FsFile`.
   * @param offset Where in the file to begin, in bytes.
   * @param count The most bytes to send; null: all there are.
   * @param options `signal` gives up, when a part may have been sent.
   * @returns How many bytes were sent.
   * @throws {RangeError | TimeoutError | BrokenPipeError | OSError} As `sendfile()`.
   */
  async sendfile(
    file: SendfileSource,
    offset: number = 0,
    count: number | null = null,
    options: AwaitOptions = {},
  ): Promise<number> {
    const steps = sendFile(this.#socket, file, offset, count);
    let state = steps.next();
    while (!state.done) {
      const step = state.value;
      try {
        const moved = "file" in step
          ? await step.file.read(step.into)
          : step.fd === undefined
          ? await start<number | void>(this.#socket, step, options)
          : await startApart<number | void>(this.#socket, step.fd, step, options);
        state = steps.next(moved ?? 0);
      } catch (error) {
        state = steps.throw(error);
      }
    }
    return state.value;
  }

  /**
   * Waits until the socket can be read: there is data, a connection, an end or an error.
   *
   * @param options `signal` gives up.
   * @throws {TimeoutError} The time-out ran out.
   */
  readable(options?: AwaitOptions): Promise<void> {
    return start(this.#socket, this.#readiness("read"), options);
  }

  /**
   * Waits until the socket can be written: there is room, or an error.
   *
   * @param options `signal` gives up.
   * @throws {TimeoutError} The time-out ran out.
   */
  writable(options?: AwaitOptions): Promise<void> {
    return start(this.#socket, this.#readiness("write"), options);
  }

  #readiness(direction: Direction): Operation<void> {
    return {
      direction,
      syscall: "poll",
      flags: 0,
      attempt: () => {
        const fd = this.#socket.fileno();
        const ready = backend().wait(fd, direction === "read", direction === "write", 0);
        return ready === 0 ? -errno.EAGAIN : ready;
      },
      finish: () => {},
    };
  }
}

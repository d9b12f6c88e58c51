/** The part of `socket.promises` that receives. */
import type { Address, SourceAddress } from "../addresses.ts";
import type { AncillaryData } from "../ancillary/data.ts";
import { type BytesLike, type Constant, optionalInt } from "../arguments.ts";
import { type ReceivedMessage, receiveMessages } from "../socket/batches.ts";
import type { SocketDescriptor } from "../socket/descriptor.ts";
import {
  receive,
  receiveFrom,
  receiveFromInto,
  receiveInto,
  receiveMessage,
  receiveMessageInto,
} from "../socket/receiving.ts";
import { type AwaitOptions, startPrepared } from "./start.ts";

/** The part of {@link SocketPromises} that receives. Not made by itself. */
export abstract class SocketReceivingPromises<A extends Address = Address> {
  readonly #socket: SocketDescriptor;

  /** Made by the socket itself; use `socket.promises`. */
  constructor(socket: SocketDescriptor) {
    this.#socket = socket;
  }

  /**
   * Receives what is there, as {@link Socket.recv}.
   *
   * @param bufsize The most bytes to receive.
   * @param rest MSG_ flags, and options: `signal` gives up.
   * @returns The bytes; none at the end of a stream.
   * @throws {TimeoutError | OSError} As `recv()`.
   *
   * @example
   * ```ts
   * import { socketpair } from "@bsd/socket";
   *
   * const [a, b] = socketpair();
   * using _a = a, _b = b;
   * try {
   *   await a.promises.recv(10, 0, { signal: AbortSignal.timeout(10) });
   * } catch (e) {
   *   console.log((e as Error).name); // TimeoutError
   * }
   * ```
   */
  recv(
    bufsize: number,
    ...rest: [flags?: Constant, options?: AwaitOptions]
  ): Promise<Uint8Array<ArrayBuffer>> {
    const prepare = () => receive(this.#socket, bufsize, optionalInt(rest, 0, "flags"));
    return startPrepared(this.#socket, prepare, rest[1]);
  }

  /**
   * Receives into memory of the caller's, as {@link Socket.recv_into}. Until the promise is settled
   * the memory must not be used for anything else.
   *
   * @param buffer An ArrayBuffer or any view.
   * @param rest The most bytes to receive (0: as many as fit), MSG_ flags, and options: `signal` gives up.
   * @returns How many bytes came; 0 at the end of a stream.
   * @throws {RangeError} The buffer is smaller than that.
   * @throws {TimeoutError | OSError} As `recv()`.
   */
  recv_into(
    buffer: BytesLike,
    ...rest: [nbytes?: number, flags?: Constant, options?: AwaitOptions]
  ): Promise<number> {
    const prepare = () => {
      const nbytes = optionalInt(rest, 0, "nbytes");
      return receiveInto(this.#socket, buffer, nbytes, optionalInt(rest, 1, "flags"));
    };
    return startPrepared(this.#socket, prepare, rest[2]);
  }

  /**
   * Receives and tells from whom, as {@link Socket.recvfrom}.
   *
   * @param bufsize The most bytes to receive.
   * @param rest MSG_ flags, and options: `signal` gives up.
   * @returns The bytes, and the sender's address.
   * @throws {TimeoutError | OSError} As `recv()`.
   */
  recvfrom(
    bufsize: number,
    ...rest: [flags?: Constant, options?: AwaitOptions]
  ): Promise<[data: Uint8Array<ArrayBuffer>, address: SourceAddress<A>]> {
    const prepare = () => receiveFrom<A>(this.#socket, bufsize, optionalInt(rest, 0, "flags"));
    return startPrepared(this.#socket, prepare, rest[1]);
  }

  /**
   * Receives into memory of the caller's and tells from whom, as {@link Socket.recvfrom_into}.
   *
   * @param buffer An ArrayBuffer or any view.
   * @param rest The most bytes to receive (0: as many as fit), MSG_ flags, and options: `signal` gives up.
   * @returns How many bytes came, and the sender's address.
   * @throws {TimeoutError | OSError | RangeError} As `recv_into()`.
   */
  recvfrom_into(
    buffer: BytesLike,
    ...rest: [nbytes?: number, flags?: Constant, options?: AwaitOptions]
  ): Promise<[nbytes: number, address: SourceAddress<A>]> {
    const prepare = () => {
      const nbytes = optionalInt(rest, 0, "nbytes");
      return receiveFromInto<A>(this.#socket, buffer, nbytes, optionalInt(rest, 1, "flags"));
    };
    return startPrepared(this.#socket, prepare, rest[2]);
  }

  /**
   * Receives a message with its ancillary data, as {@link Socket.recvmsg}.
   *
   * @param bufsize The most bytes of data to receive.
   * @param rest The room for ancillary data in bytes, MSG_ flags, and options: `signal` gives up.
   * @returns The data, the ancillary messages, the message's flags, the sender's address.
   * @throws {TimeoutError | OSError} As `recv()`.
   */
  recvmsg(
    bufsize: number,
    ...rest: [ancbufsize?: number, flags?: Constant, options?: AwaitOptions]
  ): Promise<
    [
      data: Uint8Array<ArrayBuffer>,
      ancdata: AncillaryData[],
      msg_flags: number,
      address: SourceAddress<A>,
    ]
  > {
    const prepare = () => {
      const room = optionalInt(rest, 0, "ancbufsize");
      return receiveMessage<A>(this.#socket, bufsize, room, optionalInt(rest, 1, "flags"));
    };
    return startPrepared(this.#socket, prepare, rest[2]);
  }

  /**
   * Receives a message into several buffers in turn, as {@link Socket.recvmsg_into}.
   *
   * @param buffers ArrayBuffers or views.
   * @param rest The room for ancillary data in bytes, MSG_ flags, and options: `signal` gives up.
   * @returns How many bytes came, and the rest as `recvmsg()`.
   * @throws {TimeoutError | OSError} As `recv()`.
   */
  recvmsg_into(
    buffers: Iterable<BytesLike>,
    ...rest: [ancbufsize?: number, flags?: Constant, options?: AwaitOptions]
  ): Promise<
    [
      nbytes: number,
      ancdata: AncillaryData[],
      msg_flags: number,
      address: SourceAddress<A>,
    ]
  > {
    const prepare = () => {
      const room = optionalInt(rest, 0, "ancbufsize");
      return receiveMessageInto<A>(this.#socket, buffers, room, optionalInt(rest, 1, "flags"));
    };
    return startPrepared(this.#socket, prepare, rest[2]);
  }

  /**
   * Receives a batch of datagrams that are there, at least one, as {@link Socket.recvmmsg}.
   *
   * @param count The most datagrams to receive.
   * @param bufsize The most bytes of data to receive of each.
   * @param rest The room for ancillary data of each in bytes, MSG_ flags, and options: `signal` gives up.
   * @returns For each datagram what `recvmsg()` returns.
   * @throws {TimeoutError | OSError} As `recvmmsg()`.
   */
  recvmmsg(
    count: number,
    bufsize: number,
    ...rest: [ancbufsize?: number, flags?: Constant, options?: AwaitOptions]
  ): Promise<ReceivedMessage<A>[]> {
    const prepare = () => {
      const [room, flags] = [optionalInt(rest, 0, "ancbufsize"), optionalInt(rest, 1, "flags")];
      return receiveMessages<A>(this.#socket, count, bufsize, room, flags);
    };
    return startPrepared(this.#socket, prepare, rest[2]);
  }
}

/** The third layer of a socket: receiving. */
import type { Address, AddressArgument, AnyArgument, SourceAddress } from "../addresses.ts";
import type { AncillaryData } from "../ancillary/data.ts";
import { bytes, type BytesLike, type Constant, optionalInt, size } from "../arguments.ts";
import { type ReceivedMessage, receiveMessages } from "./batches.ts";
import { SocketEndpoint } from "./endpoint.ts";
import { addressInRoom } from "./names.ts";
import { perform } from "./operation.ts";
import {
  landed,
  landing,
  receive,
  receiveFrom,
  receiveFromInto,
  receiveInto,
  receiveMessage,
  receiveMessageInto,
  recv,
  recvfrom,
  wantedLength,
} from "./receiving.ts";

/** The part of a {@link Socket} that receives. Not made by itself. */
export abstract class SocketReceiver<
  A extends Address = Address,
  In extends AnyArgument = AddressArgument<A>,
> extends SocketEndpoint<A, In> {
  /**
   * Receives what is there, waiting for the first byte. Python's `socket.recv()`, recv(2).
   *
   * @param bufsize The most bytes to receive.
   * @param flags MSG_ flags.
   * @returns The bytes; none at the end of a stream. A datagram longer than `bufsize` is cut off.
   * @throws {TimeoutError} The time-out ran out.
   * @throws {BlockingIOError} The socket is non-blocking and nothing is there.
   * @throws {OSError} ECONNRESET, ENOTCONN…
   */
  recv(bufsize: number, ...rest: [flags?: Constant]): Uint8Array<ArrayBuffer> {
    const flags = optionalInt(rest, 0, "flags");
    const buffer = landing(size(bufsize, "bufsize"), flags);
    const came = recv(this, buffer, bufsize, flags);
    return came < 0
      ? perform(this, receive(this, bufsize, flags, buffer), came)
      : landed(buffer, bufsize, came);
  }

  /**
   * Receives into memory of the caller's. Python's `socket.recv_into()`, recv(2).
   *
   * @param buffer An ArrayBuffer or any view.
   * @param nbytes The most bytes to receive; 0: as many as the buffer holds.
   * @param flags MSG_ flags.
   * @returns How many bytes came; 0 at the end of a stream.
   * @throws {RangeError} The buffer is smaller than `nbytes`.
   * @throws {TimeoutError | BlockingIOError | OSError} As `recv()`.
   */
  recv_into(
    buffer: BytesLike,
    ...rest: [nbytes?: number, flags?: Constant]
  ): number {
    const nbytes = optionalInt(rest, 0, "nbytes");
    const flags = optionalInt(rest, 1, "flags");
    const into = bytes(buffer, "buffer");
    const length = wantedLength(into, nbytes);
    const came = recv(this, into, length, flags);
    return came < 0 ? perform(this, receiveInto(this, into, length, flags), came) : came;
  }

  /**
   * Receives and tells from whom. Python's `socket.recvfrom()`, recvfrom(2).
   *
   * @param bufsize The most bytes to receive.
   * @param flags MSG_ flags.
   * @returns The bytes, and the sender's address; on a connected stream the OS gives none: null.
   * @throws {TimeoutError | BlockingIOError | OSError} As `recv()`.
   */
  recvfrom(
    bufsize: number,
    ...rest: [flags?: Constant]
  ): [data: Uint8Array<ArrayBuffer>, address: SourceAddress<A>] {
    const flags = optionalInt(rest, 0, "flags");
    const buffer = landing(size(bufsize, "bufsize"), flags);
    const came = recvfrom(this, buffer, bufsize, flags);
    return came < 0
      ? perform(this, receiveFrom<A>(this, bufsize, flags, buffer), came)
      : [landed(buffer, bufsize, came), addressInRoom(this) as SourceAddress<A>];
  }

  /**
   * Receives into memory of the caller's and tells from whom. Python's `socket.recvfrom_into()`.
   *
   * @param buffer An ArrayBuffer or any view.
   * @param nbytes The most bytes to receive; 0: as many as the buffer holds.
   * @param flags MSG_ flags.
   * @returns How many bytes came, and the sender's address.
   * @throws {RangeError} The buffer is smaller than `nbytes`.
   * @throws {TimeoutError | BlockingIOError | OSError} As `recv()`.
   */
  recvfrom_into(
    buffer: BytesLike,
    ...rest: [nbytes?: number, flags?: Constant]
  ): [nbytes: number, address: SourceAddress<A>] {
    const nbytes = optionalInt(rest, 0, "nbytes");
    const flags = optionalInt(rest, 1, "flags");
    const into = bytes(buffer, "buffer");
    const length = wantedLength(into, nbytes);
    const came = recvfrom(this, into, length, flags);
    return came < 0
      ? perform(this, receiveFromInto<A>(this, into, length, flags), came)
      : [came, addressInRoom(this) as SourceAddress<A>];
  }

  /**
   * Receives a message with its ancillary data. Python's `socket.recvmsg()`, recvmsg(2).
   *
   * @param bufsize The most bytes of data to receive.
   * @param ancbufsize The room for ancillary data in bytes: a sum of `CMSG_SPACE()`.
   * @param flags MSG_ flags.
   * @returns The data; the ancillary messages as `[level, type, data]`; the message's flags
   *   (MSG_TRUNC: data was cut off, MSG_CTRUNC: ancillary data was); the sender's address.
   *   Descriptors that arrive (SCM_RIGHTS) are not inheritable, and are the caller's to close.
   * @throws {TimeoutError | BlockingIOError | OSError} As `recv()`. On Windows EOPNOTSUPP, if there is
   *   room for ancillary data and only the paths of libraries were granted (`--allow-ffi=`).
   */
  recvmsg(
    bufsize: number,
    ...rest: [ancbufsize?: number, flags?: Constant]
  ): [
    data: Uint8Array<ArrayBuffer>,
    ancdata: AncillaryData[],
    msg_flags: number,
    address: SourceAddress<A>,
  ] {
    const room = optionalInt(rest, 0, "ancbufsize");
    const flags = optionalInt(rest, 1, "flags");
    return perform(this, receiveMessage<A>(this, bufsize, room, flags));
  }

  /**
   * Receives a message into several buffers in turn. Python's `socket.recvmsg_into()`, recvmsg(2).
   *
   * @param buffers ArrayBuffers or views; the OS takes no more than 1024.
   * @param ancbufsize The room for ancillary data in bytes.
   * @param flags MSG_ flags.
   * @returns How many bytes came, and the rest as `recvmsg()`.
   * @throws {TimeoutError | BlockingIOError | OSError} As `recv()`.
   */
  recvmsg_into(
    buffers: Iterable<BytesLike>,
    ...rest: [ancbufsize?: number, flags?: Constant]
  ): [
    nbytes: number,
    ancdata: AncillaryData[],
    msg_flags: number,
    address: SourceAddress<A>,
  ] {
    const room = optionalInt(rest, 0, "ancbufsize");
    const flags = optionalInt(rest, 1, "flags");
    return perform(this, receiveMessageInto<A>(this, buffers, room, flags));
  }

  /**
   * Receives a batch of datagrams that are there, waiting for the first one alone. Beyond Python;
   * recvmmsg(2) on Linux, where this is one call, and a row of recvmsg(2) elsewhere.
   *
   * Small datagrams of a batch share one ArrayBuffer: copy with `slice()` what is to be kept for
   * long or transferred to a Worker.
   *
   * @param count The most datagrams to receive. Fewer is no sign that there are no more: one call
   *   takes 1024 of them, and no more than fit into 8 MiB with all the room that they are given.
   * @param bufsize The most bytes of data to receive of each.
   * @param ancbufsize The room for ancillary data of each in bytes: a sum of `CMSG_SPACE()`.
   * @param flags MSG_ flags; MSG_WAITFORONE is always one of them, and with MSG_PEEK each datagram is
   *   the first.
   * @returns For each datagram what `recvmsg()` returns. On a connection, a stream's or SOCK_SEQPACKET's,
   *   its end is a message without data, and may come several times.
   * @throws {RangeError} `count` is not positive.
   * @throws {TimeoutError | BlockingIOError | OSError} As `recv()`; what goes wrong after the first
   *   datagram the next call says.
   *
   * @example
   * ```ts
   * import { AF_INET, SOCK_DGRAM, socket } from "@bsd/socket";
   *
   * using server = socket(AF_INET, SOCK_DGRAM);
   * server.bind(["127.0.0.1", 0]);
   * using client = socket(AF_INET, SOCK_DGRAM);
   * client.connect(server.getsockname());
   * client.sendmmsg(["one", "two"].map((text) => [new TextEncoder().encode(text)]));
   * // All of them go back to where they came from.
   * const batch = server.recvmmsg(64, 2048);
   * server.sendmmsg(batch.map(([data, , , address]) => [data, address]));
   * console.log(batch.length); // 2
   * ```
   */
  recvmmsg(
    count: number,
    bufsize: number,
    ...rest: [ancbufsize?: number, flags?: Constant]
  ): ReceivedMessage<A>[] {
    const room = optionalInt(rest, 0, "ancbufsize");
    const flags = optionalInt(rest, 1, "flags");
    return perform(this, receiveMessages<A>(this, count, bufsize, room, flags));
  }
}

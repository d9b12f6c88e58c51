/** The third layer of a socket: receiving. */
import { MSG_TRUNC } from "../../constants/mod.ts";
import { backend, type Bytes, type Message } from "../../ffi/backend/mod.ts";
import { sockaddr_storage } from "../../ffi/layout.ts";
import { decodeControl } from "../../ffi/struct/cmsg.ts";
import type { Address, AddressArgument, AnyArgument, SourceAddress } from "../addresses.ts";
import type { AncillaryData } from "../ancillary.ts";
import {
  bytes,
  type BytesLike,
  type Constant,
  integer,
  items,
  optionalInt,
  size,
} from "../arguments.ts";
import { decodeAddress } from "../sockaddr/mod.ts";
import { SocketEndpoint } from "./endpoint.ts";
import { addressInRoom, room, roomLength } from "./names.ts";
import { persist } from "./waiting.ts";

/**
 * Where small receives land before the bytes that came are copied out: `recv(65536)` that gets 20
 * bytes then costs an allocation of 20. Calls are synchronous, so that one buffer serves all.
 */
const scratch = new Uint8Array(65536);

/**
 * The room for a receive of at most `length` bytes. With MSG_TRUNC the OS may count bytes that it
 * does not write, which must not show what was received before.
 */
function landing(length: number, flags: number): Bytes {
  return length <= scratch.length && (flags & MSG_TRUNC) === 0 ? scratch : new Uint8Array(length);
}

/** The bytes that came, in memory of their own that is not much larger than they are. */
function landed(buffer: Bytes, room: number, came: number): Bytes {
  const length = Math.min(came, room);
  return buffer === scratch || length < buffer.length / 2
    ? buffer.slice(0, length)
    : buffer.subarray(0, length);
}

/** How many bytes to receive into a buffer: all of it where the caller says 0 or nothing. */
function wantedLength(buffer: Bytes, rest: readonly unknown[]): number {
  const nbytes = rest.length > 0 ? integer(rest[0], "nbytes", 0, buffer.length) : 0;
  return nbytes === 0 ? buffer.length : nbytes;
}

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
    return landed(buffer, bufsize, this.#recv(buffer, bufsize, flags));
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
    const into = bytes(buffer, "buffer");
    return this.#recv(into, wantedLength(into, rest), optionalInt(rest, 1, "flags"));
  }

  #recv(into: Bytes, length: number, flags: number): number {
    // As in Python, nothing is asked for nothing: on an idle stream recv(2) would wait.
    if (length === 0) return 0;
    const result = backend().recv(this.fileno(), into, length, flags);
    return result >= 0
      ? result
      : this.#again(result, () => backend().recv(this.fileno(), into, length, flags), "recv");
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
    const length = this.#recvfrom(buffer, bufsize, flags);
    return [landed(buffer, bufsize, length), addressInRoom() as SourceAddress<A>];
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
    const into = bytes(buffer, "buffer");
    const length = this.#recvfrom(into, wantedLength(into, rest), optionalInt(rest, 1, "flags"));
    return [length, addressInRoom() as SourceAddress<A>];
  }

  #recvfrom(into: Bytes, length: number, flags: number): number {
    const attempt = () => {
      roomLength[0] = room.length;
      return backend().recvfrom(this.fileno(), into, length, flags, room, roomLength);
    };
    const result = attempt();
    return result >= 0 ? result : this.#again(result, attempt, "recvfrom");
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
   * @throws {TimeoutError | BlockingIOError | OSError} As `recv()`.
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
    const flags = optionalInt(rest, 1, "flags");
    const buffer = landing(size(bufsize, "bufsize"), flags);
    const [length, ...more] = this.#recvmsg([buffer.subarray(0, bufsize)], rest, flags);
    return [landed(buffer, bufsize, length), ...more];
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
    const into = items(buffers, "buffers").map((buffer, index) =>
      bytes(buffer, `buffers[${index}]`)
    );
    return this.#recvmsg(into, rest, optionalInt(rest, 1, "flags"));
  }

  #recvmsg(
    buffers: readonly Bytes[],
    rest: readonly unknown[],
    flags: number,
  ): [number, AncillaryData[], number, SourceAddress<A>] {
    const room = rest.length > 0 ? integer(rest[0], "ancbufsize", 0, 0x7fffffff) : 0;
    const control = room === 0 ? null : new Uint8Array(room);
    const address = new Uint8Array(sockaddr_storage);
    const message: Message = {
      buffers,
      control,
      address,
      controlLength: 0,
      addressLength: 0,
      flags: 0,
    };
    const attempt = () => {
      message.controlLength = room;
      message.addressLength = address.length;
      return backend().recvmsg(this.fileno(), message, flags);
    };
    const result = attempt();
    const length = result >= 0 ? result : this.#again(result, attempt, "recvmsg");
    const { layout } = backend();
    return [
      length,
      control === null ? [] : decodeControl(control, message.controlLength, layout),
      message.flags,
      decodeAddress(address, message.addressLength, layout) as SourceAddress<A>,
    ];
  }

  #again(first: number, attempt: () => number, syscall: string): number {
    return persist(first, attempt, this.fileno(), "read", this.limit(), syscall);
  }
}

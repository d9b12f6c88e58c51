/** The fourth layer of a socket: sending. */
import { backend, type Bytes, type Message } from "../../ffi/backend/mod.ts";
import { type Cmsg, encodeControl } from "../../ffi/struct/cmsg.ts";
import type { Address, AddressArgument, AnyArgument } from "../addresses.ts";
import type { AncillaryArgument } from "../ancillary.ts";
import { bytes, type BytesLike, type Constant, int, items, optionalInt } from "../arguments.ts";
import { audit } from "../audit.ts";
import { SocketReceiver } from "./receiver.ts";
import { sendFile, type SendfileSource } from "./sendfile.ts";
import { persist, timedOut } from "./waiting.ts";

/** The part of a {@link Socket} that sends. Not made by itself. */
export abstract class SocketSender<
  A extends Address = Address,
  In extends AnyArgument = AddressArgument<A>,
> extends SocketReceiver<A, In> {
  /**
   * Sends what the OS takes at once. Python's `socket.send()`, send(2).
   *
   * @param data An ArrayBuffer or any view.
   * @param flags MSG_ flags.
   * @returns How many bytes were taken; fewer than there are is no error.
   * @throws {TimeoutError} The time-out ran out before any was taken.
   * @throws {BlockingIOError} The socket is non-blocking and has no room.
   * @throws {BrokenPipeError | ConnectionResetError | OSError} The connection is gone.
   */
  send(data: BytesLike, ...rest: [flags?: Constant]): number {
    const from = bytes(data, "data");
    return this.#send(from, optionalInt(rest, 0, "flags"), null);
  }

  /**
   * Sends everything, however often that takes. Python's `socket.sendall()`.
   *
   * @param data An ArrayBuffer or any view.
   * @param flags MSG_ flags.
   * @throws {TimeoutError} The time-out, which is for the whole, ran out; nobody knows how much was sent.
   * @throws {BlockingIOError | BrokenPipeError | ConnectionResetError | OSError} As `send()`.
   */
  sendall(data: BytesLike, ...rest: [flags?: Constant]): void {
    let left = bytes(data, "data");
    const flags = optionalInt(rest, 0, "flags");
    const deadline = this.limit();
    for (;;) {
      const sent = this.#send(left, flags, deadline);
      if (sent === left.length) return;
      left = left.subarray(sent);
      if (deadline !== null && performance.now() >= deadline) throw timedOut();
    }
  }

  #send(from: Bytes, flags: number, deadline: number | null): number {
    const result = backend().send(this.fileno(), from, from.length, flags);
    return result >= 0 ? result : persist(
      result,
      () => backend().send(this.fileno(), from, from.length, flags),
      this.fileno(),
      "write",
      deadline ?? this.limit(),
      "send",
    );
  }

  /**
   * Sends a datagram to an address. Python's `socket.sendto()`, sendto(2).
   *
   * @param data An ArrayBuffer or any view.
   * @param address The destination; host names are resolved.
   * @returns How many bytes were taken.
   * @throws {TimeoutError | BlockingIOError | OSError} As `send()`, and EMSGSIZE, ENETUNREACH…
   * @throws {gaierror} The host name does not resolve.
   */
  sendto(data: BytesLike, address: In): number;
  /**
   * Sends a datagram to an address, with flags.
   *
   * @param flags MSG_ flags.
   */
  sendto(data: BytesLike, flags: Constant, address: In): number;
  sendto(
    data: BytesLike,
    ...rest: [address: In] | [flags: Constant, address: In]
  ): number {
    if (rest.length !== 1 && rest.length !== 2) {
      throw new TypeError("sendto() takes data and an address, or data, flags and an address");
    }
    const flags = rest.length === 2 ? int(rest[0], "flags") : 0;
    const address = rest.length === 2 ? rest[1] : rest[0];
    const from = bytes(data, "data");
    const packed = this.sockaddr(address);
    audit("socket.sendto", this, address);
    const attempt = () => backend().sendto(this.fileno(), from, from.length, flags, packed);
    const result = attempt();
    return result >= 0
      ? result
      : persist(result, attempt, this.fileno(), "write", this.limit(), "sendto", address);
  }

  /**
   * Sends several buffers as one message, with ancillary data. Python's `socket.sendmsg()`, sendmsg(2).
   *
   * @param buffers ArrayBuffers or views, sent in turn; the OS takes no more than 1024.
   * @param ancdata Ancillary messages `[level, type, data]`: descriptors by SCM_RIGHTS, and others.
   * @param flags MSG_ flags.
   * @param address The destination; null: the connected peer.
   * @returns How many bytes of data were taken.
   * @throws {TimeoutError | BlockingIOError | OSError} As `sendto()`.
   */
  sendmsg(
    buffers: Iterable<BytesLike>,
    ...rest: [
      ancdata?: Iterable<AncillaryArgument>,
      flags?: Constant,
      address?: In | null,
    ]
  ): number {
    const parts = items(buffers, "buffers").map((buffer, index) =>
      bytes(buffer, `buffers[${index}]`)
    );
    const [ancdata = [], , address = null] = rest;
    const flags = optionalInt(rest, 1, "flags");
    const control = encodeControl(
      items(ancdata, "ancdata") as Cmsg<ArrayBuffer | ArrayBufferView>[],
      backend().layout,
    );
    const packed = address === null ? null : this.sockaddr(address);
    audit("socket.sendmsg", this, address);
    const message: Message = {
      buffers: parts,
      control: control.length === 0 ? null : control,
      address: packed,
      controlLength: control.length,
      addressLength: packed?.length ?? 0,
      flags: 0,
    };
    const attempt = () => backend().sendmsg(this.fileno(), message, flags);
    const result = attempt();
    return result >= 0 ? result : persist(
      result,
      attempt,
      this.fileno(),
      "write",
      this.limit(),
      "sendmsg",
      address ?? undefined,
    );
  }

  /**
   * Sends a file until its end, by sendfile(2) where that is possible. Python's `socket.sendfile()`.
   *
   * @param file A path or a file URL (needs `--allow-read`), the number of an open descriptor, or a
   *   `Deno.FsFile`, which is read and sent in pieces. The position of the last two is moved to
   *   behind what was sent.
   * @param offset Where in the file to begin, in bytes.
   * @param count The most bytes to send; null: all there are.
   * @returns How many bytes were sent.
   * @throws {RangeError} A non-blocking socket, a socket that is not SOCK_STREAM, a negative offset, a
   *   count that is not positive.
   * @throws {TimeoutError | BrokenPipeError | OSError} As `send()`; the time-out is for each piece.
   */
  sendfile(file: SendfileSource, offset: number = 0, count: number | null = null): number {
    return sendFile(
      {
        fd: this.fileno(),
        type: this.type,
        blocking: this.getblocking(),
        limit: () => this.limit(),
        sendall: (data) => this.sendall(data),
      },
      file,
      offset,
      count,
    );
  }
}

/** The fourth layer of a socket: sending. */
import type { Address, AddressArgument, AnyArgument } from "../addresses.ts";
import type { AncillaryArgument } from "../ancillary/data.ts";
import { bytes, type BytesLike, type Constant, int, optionalInt } from "../arguments.ts";
import { audit } from "../audit.ts";
import { type AfalgOptions, sendAfalg } from "./afalg.ts";
import { type MessageArgument, messageList, packing, sendMessages } from "./batches.ts";
import { destinationOf, passingDestination } from "./destination.ts";
import { perform } from "./operation.ts";
import { SocketReceiver } from "./receiver.ts";
import { sendFile, type SendfileSource } from "./sendfile.ts";
import { send, sendAll, sendMessage, sendSome, sendto, sendToUnaudited } from "./sending.ts";

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
    const flags = optionalInt(rest, 0, "flags");
    const from = bytes(data, "data");
    const sent = send(this, from, from.length, flags);
    return sent < 0 ? perform(this, sendSome(this, from, flags), sent) : sent;
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
    const flags = optionalInt(rest, 0, "flags");
    const from = bytes(data, "data");
    const sent = send(this, from, from.length, flags);
    if (sent < 0) perform(this, sendAll(this, from, flags), sent);
    else if (sent < from.length) perform(this, sendAll(this, from.subarray(sent), flags));
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
    const destination = passingDestination(this, address);
    audit("socket.sendto", this, address);
    const sent = sendto(this, from, from.length, flags, destination.packed);
    return sent < 0 ? perform(this, sendToUnaudited(this, from, flags, destination), sent) : sent;
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
    const [ancdata = [], , address = null] = rest;
    const flags = optionalInt(rest, 1, "flags");
    const destination = address === null ? null : destinationOf(this, address);
    return perform(this, sendMessage(this, buffers, ancdata, flags, destination));
  }

  /**
   * Sends data to an algorithm of the kernel. Python's `socket.sendmsg_afalg()`, for AF_ALG sockets
   * that `accept()` made. Linux only.
   *
   * The result is received: by type `"skcipher"` as many bytes as were sent; by type `"aead"` the
   * associated data first, then the text, and the tag after it when encrypting. Ask for exactly so
   * many, since a blocking socket waits for the rest.
   *
   * @param buffers ArrayBuffers or views: the text, and for type `"aead"` the associated data before
   *   it and the tag behind it; the OS takes no more than 1024. `[]`: what to do, and no data yet.
   * @param options What to do (`op`), the initialisation vector (`iv`), how many bytes are associated
   *   data (`assoclen`), MSG_ flags (`flags`).
   * @returns How many bytes of data were taken.
   * @throws {TypeError} `op` is missing or negative; `assoclen` is negative.
   * @throws {OSError} The socket is not of AF_ALG; EINVAL: the algorithm does not take that. EBADMSG,
   *   that the data is not authentic, comes from the call that receives.
   *
   * @example Encrypt with AES
   * ```ts ignore
   * import { AF_ALG, ALG_OP_ENCRYPT, ALG_SET_KEY, SOCK_SEQPACKET, socket, SOL_ALG } from "@bsd/socket";
   *
   * const key = crypto.getRandomValues(new Uint8Array(32));
   * const iv = crypto.getRandomValues(new Uint8Array(16));
   * using algorithm = socket(AF_ALG, SOCK_SEQPACKET);
   * algorithm.bind(["skcipher", "cbc(aes)"]);
   * algorithm.setsockopt(SOL_ALG, ALG_SET_KEY, key);
   * const [cipher] = algorithm.accept();
   * using _ = cipher;
   * cipher.sendmsg_afalg([new TextEncoder().encode("sixteen letters!")], { op: ALG_OP_ENCRYPT, iv });
   * console.log(cipher.recv(16).toHex());
   * ```
   */
  sendmsg_afalg(buffers: Iterable<BytesLike>, options: AfalgOptions): number {
    return perform(this, sendAfalg(this, buffers, options));
  }

  /**
   * Sends a batch of messages, each to an address of its own. Beyond Python; sendmmsg(2) on Linux,
   * where this is few calls, and a row of sendmsg(2) elsewhere.
   *
   * @param messages For each message `[data, address, ancdata]`: the data, one buffer or several;
   *   the destination, null or missing for the connected peer; ancillary messages. The last two may
   *   be left out.
   * @param flags MSG_ flags.
   * @returns How many messages were sent, from the first on. A blocking socket sends all of them,
   *   unless the OS refuses one; with a time-out, or non-blocking, those that there is room for.
   *   `sendmmsg(messages.slice(sent))` goes on with the rest, and throws what is wrong with the next
   *   one; an error of the moment, as ECONNREFUSED for an earlier datagram, is lost (sendmmsg(2)).
   * @throws {TimeoutError | BlockingIOError | OSError} As `sendmsg()`, about the first message.
   * @throws {gaierror} A host name does not resolve; nothing was sent then.
   *
   * @example
   * ```ts
   * import { AF_INET, SOCK_DGRAM, socket } from "@bsd/socket";
   *
   * using receiver = socket(AF_INET, SOCK_DGRAM);
   * receiver.bind(["127.0.0.1", 0]);
   * const address = receiver.getsockname();
   * using sender = socket(AF_INET, SOCK_DGRAM);
   * const [head, body] = [new Uint8Array(4), new TextEncoder().encode("body")];
   * console.log(sender.sendmmsg([[body, address], [[head, body], address]])); // 2
   * console.log(receiver.recvmmsg(64, 2048).map(([data]) => data.length)); // [ 4, 8 ]
   * ```
   */
  sendmmsg(messages: Iterable<MessageArgument<In>>, ...rest: [flags?: Constant]): number {
    const list = messageList(messages);
    const flags = optionalInt(rest, 0, "flags");
    const steps = packing(list);
    let state = steps.next();
    while (!state.done) state = steps.next(destinationOf(this, state.value));
    return perform(this, sendMessages(this, list, flags, state.value));
  }

  /**
   * Sends a file until its end, by sendfile(2) where that is possible. Python's `socket.sendfile()`.
   *
   * @param file A path or a file URL (needs `--allow-read`), the number of an open descriptor, or a
   *   `Deno.FsFile`, which is read and sent in pieces. The position of the last two is moved to
   *   behind what was sent; on Windows, where a number is one of node:fs, that of a number stays.
   * @param offset Where in the file to begin, in bytes.
   * @param count The most bytes to send; null: all there are.
   * @returns How many bytes were sent.
   * @throws {RangeError} A non-blocking socket, a socket that is not SOCK_STREAM, a negative offset, a
   *   count that is not positive.
   * @throws {TimeoutError | BrokenPipeError | OSError} As `send()`; the time-out is for each piece.
   * @throws {Error} A path that cannot be opened: the runtime's own error, with a `code` ("ENOENT").
   */
  sendfile(file: SendfileSource, offset: number = 0, count: number | null = null): number {
    if (!this.getblocking()) throw new RangeError("non-blocking sockets cannot send files");
    const steps = sendFile(this, file, offset, count);
    let state = steps.next();
    while (!state.done) {
      const step = state.value;
      try {
        const moved = "file" in step
          ? step.file.readSync(step.into) ?? 0
          : perform<number | void>(this, step);
        state = steps.next(moved ?? 0);
      } catch (error) {
        state = steps.throw(error);
      }
    }
    return state.value;
  }
}

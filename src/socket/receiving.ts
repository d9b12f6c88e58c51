/** The operations that receive. */
import { MSG_TRUNC, SOCK_STREAM } from "../../constants/mod.ts";
import { backend, type Bytes, type Message, type Result } from "../../ffi/backend/mod.ts";
import { sockaddr_storage } from "../../ffi/layout.ts";
import { decodeControl } from "../../ffi/struct/cmsg.ts";
import type { SourceAddress } from "../addresses.ts";
import type { AncillaryData } from "../ancillary/data.ts";
import { orClose } from "../ancillary/descriptors.ts";
import { allIntact, bytes, type BytesLike, intact, integer, items, size } from "../arguments.ts";
import { decodeAddress } from "../sockaddr/mod.ts";
import type { SocketDescriptor } from "./descriptor.ts";
import { lookups } from "./lookups.ts";
import { addressInRoom, room, roomLength } from "./names.ts";
import type { Operation } from "./operation.ts";

/**
 * Where small receives land before the bytes that came are copied out: `recv(65536)` that gets 20
 * bytes then costs an allocation of 20, and one that waits holds no memory at all. An attempt and
 * its finish follow each other at once, so that one buffer serves all.
 */
const scratch = new Uint8Array(65536);

/**
 * The room for a receive of at most `length` bytes. With MSG_TRUNC the OS may count bytes that it
 * does not write, which must not show what was received before.
 */
export function landing(length: number, flags: number): Bytes {
  return length <= scratch.length && (flags & MSG_TRUNC) === 0 ? scratch : new Uint8Array(length);
}

/** The bytes that came, in memory of their own that is not much larger than they are. */
export function landed(buffer: Bytes, room: number, came: number): Bytes {
  const length = Math.min(came, room);
  return buffer === scratch || length < buffer.length / 2
    ? buffer.slice(0, length)
    : buffer.subarray(0, length);
}

/** How many bytes of a caller's buffer are to be filled: all of them where he says 0. */
export function wantedLength(into: Bytes, nbytes: number): number {
  const length = integer(nbytes, "nbytes", 0, into.length);
  return length === 0 ? into.length : length;
}

/** One recv(2). As in Python, nothing is asked for nothing: on an idle stream it would wait. */
export function recv(socket: SocketDescriptor, into: Bytes, length: number, flags: number): Result {
  return length === 0 ? 0 : backend().recv(socket.fileno(), into, length, flags);
}

/**
 * A recv(2). It is a class, as the other operations are not, because this is what an idle connection
 * holds while it is awaited: with closures it would take three times the memory.
 */
class Recv<T> implements Operation<T> {
  readonly room: number | undefined;

  constructor(
    readonly socket: SocketDescriptor,
    readonly into: Bytes,
    readonly length: number,
    readonly flags: number,
    readonly take: (into: Bytes, length: number, came: number) => T,
  ) {
    this.room = socket.type === SOCK_STREAM && flags === 0 ? length : undefined;
  }

  get direction(): "read" {
    return "read";
  }

  get syscall(): string {
    return "recv";
  }

  attempt(): Result {
    const { socket, into, length, flags } = this;
    return recv(socket, intact(into, length, "buffer"), length, flags);
  }

  finish(came: number): T {
    return this.take(this.into, this.length, came);
  }
}

/** recv(2): the bytes that came. */
export function receive(
  socket: SocketDescriptor,
  bufsize: number,
  flags: number,
  buffer: Bytes = landing(size(bufsize, "bufsize"), flags),
): Operation<Bytes> {
  return new Recv(socket, buffer, bufsize, flags, landed);
}

function counted(_into: Bytes, _length: number, came: number): number {
  return came;
}

/** recv(2) into a caller's buffer: how many bytes came. */
export function receiveInto(
  socket: SocketDescriptor,
  buffer: BytesLike,
  nbytes: number,
  flags: number,
): Operation<number> {
  const into = bytes(buffer, "buffer");
  return new Recv(socket, into, wantedLength(into, nbytes), flags, counted);
}

/** One recvfrom(2), the address into the room. */
export function recvfrom(
  socket: SocketDescriptor,
  into: Bytes,
  length: number,
  flags: number,
): Result {
  roomLength[0] = room.length;
  return backend().recvfrom(socket.fileno(), into, length, flags, room, roomLength);
}

/** recvfrom(2): the bytes that came, and from whom. */
export function receiveFrom<A>(
  socket: SocketDescriptor,
  bufsize: number,
  flags: number,
  buffer: Bytes = landing(size(bufsize, "bufsize"), flags),
): Operation<[data: Bytes, address: SourceAddress<A>]> {
  return {
    direction: "read",
    syscall: "recvfrom",
    flags,
    attempt: () => recvfrom(socket, buffer, bufsize, flags),
    finish: (came) => [landed(buffer, bufsize, came), addressInRoom(socket) as SourceAddress<A>],
  };
}

/** recvfrom(2) into a caller's buffer: how many bytes came, and from whom. */
export function receiveFromInto<A>(
  socket: SocketDescriptor,
  buffer: BytesLike,
  nbytes: number,
  flags: number,
): Operation<[nbytes: number, address: SourceAddress<A>]> {
  const into = bytes(buffer, "buffer");
  const length = wantedLength(into, nbytes);
  return {
    direction: "read",
    syscall: "recvfrom",
    flags,
    attempt: () => recvfrom(socket, intact(into, length, "buffer"), length, flags),
    finish: (came) => [came, addressInRoom(socket) as SourceAddress<A>],
  };
}

/** What came with a message besides its data. */
type MessageRest<A> = [ancdata: AncillaryData[], msg_flags: number, address: SourceAddress<A>];

/** recvmsg(2), its data as `finish` makes it of the number of bytes. */
function receiveParts<A, D>(
  socket: SocketDescriptor,
  buffers: readonly Bytes[],
  ancbufsize: number,
  flags: number,
  finish: (came: number) => D,
): Operation<[data: D, ...MessageRest<A>]> {
  const control = integer(ancbufsize, "ancbufsize", 0, 0x7fffffff) === 0
    ? null
    : new Uint8Array(ancbufsize);
  const address = new Uint8Array(sockaddr_storage);
  const check = allIntact(buffers, "room");
  const message: Message = {
    buffers,
    control,
    address,
    controlLength: 0,
    addressLength: 0,
    flags: 0,
  };
  return {
    direction: "read",
    syscall: "recvmsg",
    flags,
    attempt() {
      check();
      message.controlLength = ancbufsize;
      message.addressLength = address.length;
      return backend().recvmsg(socket.fileno(), message, flags);
    },
    finish(came) {
      const { layout } = backend();
      const ancdata = control === null ? [] : decodeControl(control, message.controlLength, layout);
      const { addressLength } = message;
      return orClose(() => ancdata, () => [
        finish(came),
        ancdata,
        message.flags,
        decodeAddress(address, addressLength, layout, lookups, socket) as SourceAddress<A>,
      ]);
    },
  };
}

/** recvmsg(2): the data that came, and everything with it. */
export function receiveMessage<A>(
  socket: SocketDescriptor,
  bufsize: number,
  ancbufsize: number,
  flags: number,
): Operation<[data: Bytes, ...MessageRest<A>]> {
  const buffer = landing(size(bufsize, "bufsize"), flags);
  const parts = [buffer.subarray(0, bufsize)];
  return receiveParts(
    socket,
    parts,
    ancbufsize,
    flags,
    (came) => landed(buffer, bufsize, came),
  );
}

/** recvmsg(2) into callers' buffers: how many bytes came, and everything with them. */
export function receiveMessageInto<A>(
  socket: SocketDescriptor,
  buffers: Iterable<BytesLike>,
  ancbufsize: number,
  flags: number,
): Operation<[nbytes: number, ...MessageRest<A>]> {
  const into = items(buffers, "buffers").map((buffer, i) => bytes(buffer, `buffers[${i}]`));
  return receiveParts(socket, into, ancbufsize, flags, (came) => came);
}

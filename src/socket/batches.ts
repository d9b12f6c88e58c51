/** The operations that move several messages at once. */
import { MSG_TRUNC } from "../../constants/mod.ts";
import { errno } from "../../constants/errno.ts";
import { backend, type BatchMessage, type Bytes, type Message } from "../../ffi/backend/mod.ts";
import { sockaddr_storage } from "../../ffi/layout.ts";
import { type Cmsg, decodeControl, encodeControl } from "../../ffi/struct/cmsg.ts";
import { kind } from "../../ffi/struct/values.ts";
import type { AnyArgument, SourceAddress } from "../addresses.ts";
import type { AncillaryArgument, AncillaryData } from "../ancillary/data.ts";
import { orClose } from "../ancillary/descriptors.ts";
import { allIntact, bytes, type BytesLike, integer, items, size } from "../arguments.ts";
import { audit } from "../audit.ts";
import { decodeAddress } from "../sockaddr/mod.ts";
import type { SocketDescriptor } from "./descriptor.ts";
import { lookups } from "./lookups.ts";
import type { Operation } from "./operation.ts";
import type { Destination } from "./destination.ts";

/**
 * A message of a batch for `sendmmsg()`: the data, one buffer or several that are sent in turn; the
 * destination, null or missing for the connected peer; ancillary messages.
 */
export type MessageArgument<In extends AnyArgument = AnyArgument> = readonly [
  data: BytesLike | Iterable<BytesLike>,
  address?: In | null,
  ancdata?: Iterable<AncillaryArgument>,
];

/** A message of a batch from `recvmmsg()`: what `recvmsg()` returns of one. */
export type ReceivedMessage<A> = [
  data: Uint8Array<ArrayBuffer>,
  ancdata: AncillaryData[],
  msg_flags: number,
  address: SourceAddress<A>,
];

/** The messages as an array of their own, whatever else they are; each has its shape. */
export function messageList<In extends AnyArgument>(
  messages: Iterable<MessageArgument<In>>,
): MessageArgument<In>[] {
  const list = items(messages, "messages");
  list.forEach((message: unknown, i) => {
    if (Array.isArray(message) && message.length >= 1 && message.length <= 3) return;
    throw new TypeError(
      `messages[${i}] must be [data, address?, ancdata?], not ${kind(message)}`,
    );
  });
  return list;
}

/** Whether two addresses are the same beyond doubt. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  return Array.isArray(one) && Array.isArray(other) && one.length === other.length &&
    one.every((member, i) => member === other[i]);
}

/**
 * The destination of each message: yields the addresses and is given them packed. One that is the
 * same as the last is not asked for again.
 */
export function* packing<In extends AnyArgument>(
  list: readonly MessageArgument<In>[],
): Generator<In, (Destination | null)[], Destination> {
  const destinations: (Destination | null)[] = [];
  let last: Destination | null = null;
  for (const [, address = null] of list) {
    if (address !== null && (last === null || !isSame(address, last.address))) last = yield address;
    destinations.push(address === null ? null : last);
  }
  return destinations;
}

function buffersOf(data: unknown, i: number): Bytes[] {
  if (data instanceof Uint8Array) return [data as Bytes];
  const several = typeof data === "object" && data !== null && !ArrayBuffer.isView(data) &&
    Symbol.iterator in data;
  return several
    ? items(data as Iterable<unknown>, "data").map((part, j) =>
      bytes(part, `messages[${i}][0][${j}]`)
    )
    : [bytes(data, `messages[${i}][0]`)];
}

function controlOf(ancdata: Iterable<AncillaryArgument>): Bytes | null {
  const control = encodeControl(
    items(ancdata, "ancdata") as Cmsg<ArrayBuffer | ArrayBufferView>[],
    backend().layout,
  );
  return control.length === 0 ? null : control;
}

/**
 * sendmmsg(2): how many messages were sent.
 *
 * @param list From `messageList`.
 * @param destinations One for each message.
 */
export function sendMessages(
  socket: SocketDescriptor,
  list: readonly MessageArgument[],
  flags: number,
  destinations: readonly (Destination | null)[],
): Operation<number> {
  const messages = list.map(([data, , ancdata], i): Message => {
    const control = ancdata === undefined ? null : controlOf(ancdata);
    const address = destinations[i]?.packed ?? null;
    return {
      buffers: buffersOf(data, i),
      control,
      address,
      controlLength: control?.length ?? 0,
      addressLength: address?.length ?? 0,
      flags: 0,
    };
  });
  const check = allIntact(messages.flatMap(({ buffers }) => buffers), "data of the messages");
  for (const destination of destinations) {
    audit("socket.sendmsg", socket, destination?.address ?? null);
  }
  return {
    direction: "write",
    syscall: "sendmmsg",
    // Where nothing was sent at all, it is the first message that failed.
    address: destinations[0]?.address,
    flags,
    attempt() {
      check();
      let sent = 0;
      do {
        const result = backend().sendmmsg(socket.fileno(), messages, sent, flags);
        if (result >= 0) sent += result;
        else if (sent === 0) return result;
        // Whatever it is, the call for the rest will say it.
        else if (result !== -errno.EINTR) break;
      } while (sent < messages.length);
      return sent;
    },
    finish: (sent) => sent,
  };
}

/** One message's part of a room. */
interface Place extends BatchMessage {
  /** As much of the data's memory as came last: often enough it is as much again. */
  data: Bytes;
  readonly address: Bytes;
}

/** Memory for a batch of received messages. */
interface Room {
  readonly count: number;
  readonly bufsize: number;
  readonly ancbufsize: number;
  readonly places: readonly Place[];
}

/** The most messages that one call takes (UIO_MAXIOV of Linux). */
const MOST = 1024;

/** The most memory for a batch, in bytes; a message that alone needs more gets it. */
const LARGEST = 1 << 23;

function makeRoom(count: number, bufsize: number, ancbufsize: number): Room {
  const fit = Math.floor(LARGEST / (bufsize + ancbufsize + sockaddr_storage));
  const length = Math.min(count, MOST, Math.max(1, fit));
  const parts = (size: number) => {
    const whole = new Uint8Array(length * size);
    return (i: number) => whole.subarray(i * size, (i + 1) * size);
  };
  const [dataOf, roomOf, addressOf] = [parts(bufsize), parts(ancbufsize), parts(sockaddr_storage)];
  const places = Array.from({ length }, (_, i): Place => {
    const data = dataOf(i);
    return {
      data,
      buffers: [data],
      control: ancbufsize === 0 ? null : roomOf(i),
      address: addressOf(i),
      length: 0,
      controlLength: 0,
      addressLength: 0,
      flags: 0,
    };
  });
  return { count, bufsize, ancbufsize, places };
}

/**
 * The rooms of late. Messages land there before what came is copied out: an attempt and its finish
 * follow each other at once, so that they serve all sockets.
 */
const rooms: Room[] = [];
const ROOMS = 4;

/** A room of that size, from before if there is one. */
function roomFor(count: number, bufsize: number, ancbufsize: number): Room {
  const found = rooms.find((room) =>
    room.count === count && room.bufsize === bufsize && room.ancbufsize === ancbufsize
  );
  if (found !== undefined) return found;
  const room = makeRoom(count, bufsize, ancbufsize);
  if (bufsize + ancbufsize > LARGEST) return room;
  if (rooms.push(room) > ROOMS) rooms.shift();
  return room;
}

/**
 * Data of fewer bytes share memory with others of their batch: to allocate some for each would cost
 * more than all the rest.
 */
const LARGE = 4096;

/** The first `count` messages of a room, their data in memory apart from it. */
function taken<A>(
  socket: SocketDescriptor,
  { bufsize, places }: Room,
  count: number,
): ReceivedMessage<A>[] {
  const { layout } = backend();
  const came = places.slice(0, count);
  let total = 0;
  for (const place of came) {
    // The OS counts what it had no room for (MSG_TRUNC).
    place.length = Math.min(place.length, bufsize);
    if (place.length < LARGE) total += place.length;
  }
  const ancdata = came.map(({ control, controlLength }) =>
    control === null ? [] : decodeControl(control, controlLength, layout)
  );
  return orClose(() => ancdata.flat(), () => {
    const shared = new Uint8Array(total);
    let end = 0;
    return came.map((place, i) => {
      const { length, address, addressLength, flags } = place;
      let { data } = place;
      if (data.length !== length) {
        data = place.data = new Uint8Array(data.buffer, data.byteOffset, length);
      }
      if (length < LARGE) {
        const copy = shared.subarray(end, end += length);
        copy.set(data);
        data = copy;
      } else {
        data = data.slice();
      }
      return [
        data,
        ancdata[i] ?? [],
        flags,
        decodeAddress(address, addressLength, layout, lookups, socket) as SourceAddress<A>,
      ];
    });
  });
}

/** recvmmsg(2): the messages that are there, at least one. */
export function receiveMessages<A>(
  socket: SocketDescriptor,
  count: number,
  bufsize: number,
  ancbufsize: number,
  flags: number,
): Operation<ReceivedMessage<A>[]> {
  integer(count, "count", 1, 0xffffffff);
  size(bufsize, "bufsize");
  integer(ancbufsize, "ancbufsize", 0, 0x7fffffff);
  // With MSG_TRUNC the OS may count bytes that it does not write, which must not show older ones.
  const room = (flags & MSG_TRUNC) === 0 ? roomFor : makeRoom;
  let into: Room;
  return {
    direction: "read",
    syscall: "recvmmsg",
    flags,
    attempt() {
      into = room(count, bufsize, ancbufsize);
      return backend().recvmmsg(socket.fileno(), into.places, flags);
    },
    finish: (came) => taken<A>(socket, into, came),
  };
}

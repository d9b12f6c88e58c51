/** Batches of messages by sendmmsg(2) and recvmmsg(2). */
import { errno } from "../../constants/errno.ts";
import type { Layout, Mmsghdr } from "../layout.ts";
import type { Memory } from "../memory.ts";
import { getUnsigned, setInteger, viewOf } from "../struct/fields.ts";
import { encodeIovecs, type Msghdr, writeMsghdr } from "../struct/msghdr.ts";
import type { BatchCalls, BatchMessage, Bytes, Message, Result } from "./contract.ts";
import { refusesFlags } from "./posix_messages.ts";

interface BatchSymbols {
  sendmmsg(fd: number, messages: BufferSource, count: number, flags: number): number;
  recvmmsg(
    fd: number,
    messages: BufferSource,
    count: number,
    flags: number,
    timeout: bigint,
  ): number;
}

/** The OS's flags that matter here. */
interface BatchFlags {
  /** What it needs on every send. */
  readonly send: number;
  /** What it needs on every receive. */
  readonly receive: number;
  /** Which of those it reports back. */
  readonly reported: number;
  /** MSG_ZEROCOPY: it goes on reading the memory after the call. */
  readonly zeroCopy: number;
}

/**
 * What the place of a message to send has room for, in bytes: any address, some control data, and
 * what fits into a packet of Ethernet. To copy so little is cheaper than to learn its address.
 */
const ADDRESS = 128;
const CONTROL = 256;
const DATA = 2048;
const PLACE = ADDRESS + CONTROL + DATA;

/** How many messages one call sends. With more, the share of the call in each is nothing any more. */
const PLACES = 128;

/** Where the parts of a message are. */
interface Parts extends Omit<Msghdr, "iov" | "iovlen" | "flags"> {
  readonly buffers: readonly (readonly [address: bigint, length: number])[];
}

/** Messages as C wants them: a row of headers, and their buffers. */
interface Row {
  readonly headers: Bytes;
  readonly header: DataView;
  readonly iovec: DataView;
}

/** The places, laid out once: from call to call only lengths change. */
interface Places extends Row {
  readonly memory: Bytes;
}

/**
 * Makes the two calls.
 *
 * @param singles What sends a message that goes by itself.
 */
export function makeBatches(
  c: BatchSymbols,
  singles: BatchCalls,
  memory: Memory,
  layout: Layout,
  mmsghdr: Mmsghdr,
  done: (result: number) => Result,
  extra: BatchFlags,
): BatchCalls {
  const { msghdr: { msg_namelen, msg_controllen, msg_flags }, iovec } = layout;

  function address(bytes: Bytes | null): bigint {
    return bytes === null || bytes.length === 0 ? 0n : memory.address(bytes);
  }

  function lay(messages: readonly Parts[]): Row {
    const iovecs = encodeIovecs(messages.flatMap(({ buffers }) => buffers), layout);
    let iov = address(iovecs);
    const headers = new Uint8Array(messages.length * mmsghdr.size);
    const header = viewOf(headers);
    messages.forEach((parts, i) => {
      const iovlen = parts.buffers.length;
      writeMsghdr(header, { ...parts, iov, iovlen, flags: 0 }, layout, i * mmsghdr.size);
      iov += BigInt(iovlen * iovec.size);
    });
    return { headers, header, iovec: viewOf(iovecs) };
  }

  function makePlaces(): Places {
    const bytes = new Uint8Array(PLACES * PLACE);
    const start = address(bytes);
    const parts = Array.from({ length: PLACES }, (_, i): Parts => {
      const name = start + BigInt(i * PLACE);
      const control = name + BigInt(ADDRESS);
      const buffers = [[control + BigInt(CONTROL), 0]] as const;
      return { name, namelen: 0, control, controllen: 0, buffers };
    });
    return { ...lay(parts), memory: bytes };
  }

  /** Puts a message into a place; false if it has no room there. */
  function put({ memory, header, iovec: view }: Places, place: number, message: Message): boolean {
    const { address, control, buffers } = message;
    let length = 0;
    for (const buffer of buffers) length += buffer.length;
    const addressLength = address?.length ?? 0;
    const controlLength = control?.length ?? 0;
    if (length > DATA || addressLength > ADDRESS || controlLength > CONTROL) return false;
    let at = place * PLACE;
    if (address !== null) memory.set(address, at);
    at += ADDRESS;
    if (control !== null) memory.set(control, at);
    at += CONTROL;
    for (const buffer of buffers) {
      // One that was given away before cannot even be copied.
      if (buffer.length > 0) memory.set(buffer, at);
      at += buffer.length;
    }
    const base = place * mmsghdr.size;
    setInteger(header, base, msg_namelen, addressLength);
    setInteger(header, base, msg_controllen, controlLength);
    setInteger(view, place * iovec.size, iovec.iov_len, length);
    return true;
  }

  function layRoom(messages: readonly BatchMessage[]): Row {
    const parts = ({ buffers, control, address: name }: BatchMessage): Parts => ({
      name: address(name),
      namelen: name?.length ?? 0,
      control: address(control),
      controllen: control?.length ?? 0,
      buffers: buffers.map((buffer) => [address(buffer), buffer.length]),
    });
    return lay(messages.map(parts));
  }

  let places: Places | undefined;
  const rooms = new WeakMap<readonly BatchMessage[], Row>();

  return {
    sendmmsg(fd, messages, first, flags) {
      places ??= makePlaces();
      const { headers } = places;
      let count = 0;
      while ((flags & extra.zeroCopy) === 0 && count < PLACES) {
        const message = messages[first + count];
        if (message === undefined || !put(places, count, message)) break;
        count++;
      }
      if (count === 0) return singles.sendmmsg(fd, messages, first, flags);
      const sent = done(c.sendmmsg(fd, headers, count, flags | extra.send));
      // By itself, since Linux gives all of a batch but the last another flag, MSG_BATCH.
      return refusesFlags(sent) ? singles.sendmmsg(fd, messages, first, flags) : sent;
    },
    recvmmsg(fd, messages, flags) {
      let room = rooms.get(messages);
      if (room === undefined) rooms.set(messages, room = layRoom(messages));
      const { headers, header } = room;
      const receive = (extra: number) =>
        done(c.recvmmsg(fd, headers, messages.length, flags | extra, 0n));
      let came = receive(extra.receive);
      // As recvmsg, see there: what families may refuse is what they would report.
      if (came === -errno.EINVAL) came = receive(extra.receive & ~extra.reported);
      let base = 0;
      for (const message of messages) {
        if (base >= came * mmsghdr.size) break;
        message.addressLength = getUnsigned(header, base, msg_namelen);
        message.controlLength = getUnsigned(header, base, msg_controllen);
        message.flags = getUnsigned(header, base, msg_flags) & ~(extra.reported & ~flags);
        message.length = getUnsigned(header, base, mmsghdr.msg_len);
        // The room for the next one who comes here.
        setInteger(header, base, msg_namelen, message.address?.length ?? 0);
        setInteger(header, base, msg_controllen, message.control?.length ?? 0);
        base += mmsghdr.size;
      }
      return came;
    },
  };
}

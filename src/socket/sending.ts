/** The operations that send. */
import { backend, type Bytes, type Message, type Result } from "../../ffi/backend/mod.ts";
import { type Cmsg, encodeControl } from "../../ffi/struct/cmsg.ts";
import type { AncillaryArgument } from "../ancillary/data.ts";
import { allIntact, bytes, type BytesLike, intact, items } from "../arguments.ts";
import { audit } from "../audit.ts";
import type { SocketDescriptor } from "./descriptor.ts";
import type { Destination } from "./destination.ts";
import type { Operation } from "./operation.ts";

/** One send(2). */
export function send(
  socket: SocketDescriptor,
  from: Bytes,
  length: number,
  flags: number,
): Result {
  return backend().send(socket.fileno(), intact(from, length, "data"), length, flags);
}

/** send(2): how many bytes were taken. */
export function sendSome(
  socket: SocketDescriptor,
  data: BytesLike,
  flags: number,
): Operation<number> {
  const from = bytes(data, "data");
  const { length } = from;
  return {
    direction: "write",
    syscall: "send",
    flags,
    attempt: () => send(socket, from, length, flags),
    finish: (sent) => sent,
  };
}

/** send(2) until everything is sent, however many attempts that takes. */
export function sendAll(socket: SocketDescriptor, data: BytesLike, flags: number): Operation<void> {
  let left = bytes(data, "data");
  let { length } = left;
  return {
    direction: "write",
    syscall: "send",
    flags,
    attempt() {
      for (;;) {
        const sent = send(socket, left, length, flags);
        if (sent < 0 || sent === length) return sent;
        left = left.subarray(sent);
        length -= sent;
      }
    },
    finish: () => {},
  };
}

/** One sendto(2). */
export function sendto(
  socket: SocketDescriptor,
  from: Bytes,
  length: number,
  flags: number,
  packed: Bytes,
): Result {
  return backend().sendto(socket.fileno(), intact(from, length, "data"), length, flags, packed);
}

/** sendto(2): how many bytes were taken. */
export function sendTo(
  socket: SocketDescriptor,
  data: BytesLike,
  flags: number,
  destination: Destination,
): Operation<number> {
  const operation = sendToUnaudited(socket, data, flags, destination);
  audit("socket.sendto", socket, destination.address);
  return operation;
}

/** The same, of which the audit hooks are not told. */
export function sendToUnaudited(
  socket: SocketDescriptor,
  data: BytesLike,
  flags: number,
  { address, packed }: Destination,
): Operation<number> {
  const from = bytes(data, "data");
  const { length } = from;
  return {
    direction: "write",
    syscall: "sendto",
    address,
    flags,
    attempt: () => sendto(socket, from, length, flags, packed),
    finish: (sent) => sent,
  };
}

/** sendmsg(2): how many bytes of data were taken. */
export function sendMessage(
  socket: SocketDescriptor,
  buffers: Iterable<BytesLike>,
  ancdata: Iterable<AncillaryArgument>,
  flags: number,
  destination: Destination | null,
): Operation<number> {
  const operation = sendUnaudited(socket, buffers, ancdata, flags, destination);
  audit("socket.sendmsg", socket, destination?.address ?? null);
  return operation;
}

/** The same, of which the audit hooks are not told. */
export function sendUnaudited(
  socket: SocketDescriptor,
  buffers: Iterable<BytesLike>,
  ancdata: Iterable<AncillaryArgument>,
  flags: number,
  destination: Destination | null,
): Operation<number> {
  const parts = items(buffers, "buffers").map((buffer, i) => bytes(buffer, `buffers[${i}]`));
  const check = allIntact(parts, "data");
  const control = encodeControl(
    items(ancdata, "ancdata") as Cmsg<ArrayBuffer | ArrayBufferView>[],
    backend().layout,
  );
  const message: Message = {
    buffers: parts,
    control: control.length === 0 ? null : control,
    address: destination?.packed ?? null,
    controlLength: control.length,
    addressLength: destination?.packed.length ?? 0,
    flags: 0,
  };
  return {
    direction: "write",
    syscall: "sendmsg",
    address: destination?.address,
    flags,
    attempt() {
      check();
      return backend().sendmsg(socket.fileno(), message, flags);
    },
    finish: (sent) => sent,
  };
}

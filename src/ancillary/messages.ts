/** Control messages as values: a typed layer over Python's triples. */
import { backend } from "../../ffi/backend/mod.ts";
import type { Layout } from "../../ffi/layout.ts";
import { kind } from "../../ffi/struct/values.ts";
import { items } from "../arguments.ts";
import type { AncillaryData } from "./data.ts";
import { OwnedDescriptors } from "./descriptors.ts";
import { type ControlArguments, type ControlValues, kinds } from "./kinds.ts";

/**
 * A control message that was received: its name in C, its value, and the triple it was made of.
 *
 * One that is not known by this OS's numbers, or was cut off, has the name null and its bytes as
 * value.
 */
export type ControlMessage =
  | {
    readonly [N in keyof ControlValues]: {
      readonly name: N;
      readonly value: ControlValues[N];
      readonly raw: AncillaryData;
    };
  }[keyof ControlValues]
  | {
    readonly name: null;
    readonly value: Uint8Array<ArrayBuffer>;
    readonly raw: AncillaryData;
  };

/**
 * Control messages, in the order they came. Disposing of them, as `using` does, closes the
 * descriptors among them that were not taken.
 */
export type ControlMessages = readonly ControlMessage[] & Disposable;

/**
 * Makes values of the ancillary data that `recvmsg`, `recvmsg_into` or `recvmmsg` returned, with
 * the names of cmsg(3), unix(7), socket(7), ip(7), ipv6(7) and udp(7).
 *
 * Descriptors (SCM_RIGHTS, SCM_PIDFD) are owned by what this returns: hold it with `using`, and
 * take those that are to stay open. Asked again about the same triples it gives the same owner.
 *
 * @param ancdata What the call returned; the triples stay as they are, and are each message's `raw`.
 *
 * @example
 * ```ts
 * import {
 *   AF_INET,
 *   control_messages,
 *   IP_PKTINFO,
 *   IP_RECVTTL,
 *   IPPROTO_IP,
 *   SOCK_DGRAM,
 *   socket,
 * } from "@bsd/socket";
 *
 * using s = socket(AF_INET, SOCK_DGRAM);
 * s.bind(["127.0.0.1", 0]);
 * s.setsockopt(IPPROTO_IP, IP_PKTINFO, 1);
 * s.setsockopt(IPPROTO_IP, IP_RECVTTL, 1);
 * s.sendto(new Uint8Array(1), s.getsockname());
 * const [, ancdata] = s.recvmsg(100, 512);
 * using messages = control_messages(ancdata);
 * for (const message of messages) {
 *   switch (message.name) {
 *     case "IP_PKTINFO":
 *       console.log("to", message.value.ipi_addr); // to 127.0.0.1
 *       break;
 *     case "IP_TTL":
 *       console.log("hops left", message.value); // hops left 64
 *   }
 * }
 * ```
 */
export function control_messages(ancdata: Iterable<AncillaryData>): ControlMessages {
  return readMessages(ancdata, backend().layout);
}

/** The same for any OS's layout. */
export function readMessages(ancdata: Iterable<AncillaryData>, layout: Layout): ControlMessages {
  const messages = items(ancdata, "ancdata").map((raw) => readMessage(raw, layout));
  return Object.defineProperty(messages, Symbol.dispose, { value: dispose }) as
    & ControlMessage[]
    & Disposable;
}

function readMessage(raw: AncillaryData, layout: Layout): ControlMessage {
  const [level, type, data] = raw;
  for (const [name, row] of Object.entries(kinds[layout.os].received)) {
    if (row[0] !== level || row[1] !== type) continue;
    const value = row[2](data, layout);
    if (value !== null) return { name, value, raw } as ControlMessage;
  }
  return { name: null, value: data, raw };
}

function dispose(this: readonly ControlMessage[]): void {
  using stack = new DisposableStack();
  for (const { value } of this) if (value instanceof OwnedDescriptors) stack.use(value);
}

/**
 * Makes a control message to send: a triple for `sendmsg` and `sendmmsg`.
 *
 * @param name Its name in C.
 * @param value What it holds.
 * @throws {TypeError} The value is not of that kind; the running OS has no such message.
 * @throws {RangeError} A member of it does not fit.
 *
 * @example
 * ```ts
 * import { AF_INET, control_message, SOCK_DGRAM, socket } from "@bsd/socket";
 *
 * using receiver = socket(AF_INET, SOCK_DGRAM);
 * receiver.bind(["127.0.0.1", 0]);
 * using sender = socket(AF_INET, SOCK_DGRAM);
 * const from = control_message("IP_PKTINFO", { ipi_spec_dst: "127.0.0.7" });
 * sender.sendmsg([new Uint8Array(1)], [from], 0, receiver.getsockname());
 * console.log(receiver.recvfrom(1)[1][0]); // 127.0.0.7
 * ```
 */
export function control_message<N extends keyof ControlArguments>(
  name: N,
  value: ControlArguments[N],
): AncillaryData {
  return writeMessage(name, value, backend().layout);
}

/** The same for any OS's layout. */
export function writeMessage(name: unknown, value: unknown, layout: Layout): AncillaryData {
  const { sendable } = kinds[layout.os];
  for (const [known, [level, type, write]] of Object.entries(sendable)) {
    if (known === name) return [level, type, write(value, known, layout)];
  }
  throw new TypeError(
    typeof name === "string"
      ? `${layout.os} has no control message ${name} to send`
      : `name must be a string, not ${kind(name)}`,
  );
}

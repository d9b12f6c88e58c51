/** What the tests of batches share: every way to move one, and short texts as messages. */
import { assertThrows } from "@std/assert";
import {
  type Address,
  BlockingIOError,
  type MessageArgument,
  MSG_DONTWAIT,
  type ReceivedMessage,
  type Socket,
} from "@bsd/socket";
import { type Backend, backend } from "../../ffi/backend/mod.ts";
import { makeSingles } from "../../ffi/backend/single_messages.ts";
import { test } from "../support/census.ts";
import { decode, encode, unix, winsock } from "./helpers.ts";

/** Runs `fn` with other calls in the backend. */
export async function withCalls(
  calls: Partial<Backend>,
  fn: () => void | Promise<void>,
): Promise<void> {
  const os = backend();
  const before = { ...os };
  try {
    Object.assign(os, calls);
    await fn();
  } finally {
    Object.assign(os, before);
  }
}

/**
 * The ways to move a batch: the kernel's calls, one by one, and the same without MSG_DONTWAIT, which
 * is the one that Winsock has.
 */
const WAYS: Record<string, Partial<Backend>> = winsock ? { "one by one, polled": {} } : {
  "the kernel's calls": {},
  "one by one": makeSingles(backend(), MSG_DONTWAIT ?? 0),
  "one by one, polled": makeSingles(backend(), 0),
};

/** A test for each way. */
export function everyWay(name: string, fn: () => void | Promise<void>): void {
  for (const [way, calls] of Object.entries(WAYS)) {
    test(`batches (${way}): ${name}`, () => withCalls(calls, fn));
  }
}

/** Who a datagram of one of a `datagramPair` is from: of AF_UNIX, nobody. */
export function source(sender: Socket): Address | null {
  return unix ? null : sender.getsockname();
}

/** Fails with a BlockingIOError unless a socket has nothing to receive. */
export function assertNothing(sock: Socket): void {
  const timeout = sock.gettimeout();
  sock.setblocking(false);
  assertThrows(() => sock.recvmmsg(1, 10), BlockingIOError);
  sock.settimeout(timeout);
}

/** The texts of a batch. */
export function texts(batch: readonly ReceivedMessage<unknown>[]): string[] {
  return batch.map(([data]) => decode(data));
}

/** The texts as a batch to send. */
export function batchOf(...texts: string[]): MessageArgument<never>[] {
  return texts.map((text) => [encode(text)]);
}

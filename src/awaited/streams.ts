/** A socket as Web Streams: what `socket.readable` and `socket.writable` are. */
import {
  SHUT_RD,
  SHUT_WR,
  SO_LINGER,
  SOCK_STREAM,
  SocketKind,
  SOL_SOCKET,
} from "../../constants/mod.ts";
import type { Address, AnyArgument } from "../addresses.ts";
import type { BytesLike } from "../arguments.ts";
import { OSError } from "../errors.ts";
import { linger } from "../structs/linger.ts";
import type { SocketEndpoint } from "../socket/endpoint.ts";
import type { Operation } from "../socket/operation.ts";
import { receive, receiveInto } from "../socket/receiving.ts";
import { sendAll } from "../socket/sending.ts";
import { start } from "./start.ts";

/** The most bytes of one chunk, for a reader that brings no buffer of its own. */
const CHUNK = 65536;

/** What shutdown(2) says of a connection that is not there any more; the last three are Winsock's. */
const GONE: ReadonlySet<unknown> = new Set([
  "ENOTCONN",
  "EBADF",
  "ENOTSOCK",
  "ECONNABORTED",
  "ECONNRESET",
]);

/** A stream of bytes would hide where each message begins and ends. */
function refuseMessages({ type }: { readonly type: number }, name: string, instead: string): void {
  if (type === SOCK_STREAM) return;
  throw new TypeError(
    `${name} is for SOCK_STREAM; a ${SocketKind[type] ?? `socket of type ${type}`} has messages, ` +
      `which promises.${instead}() keeps apart`,
  );
}

/**
 * One recv(2) for whoever reads the stream. What is there at once goes straight into the buffer that
 * a BYOB reader brought. After waiting it is received aside and handed to the stream to put where
 * it is wanted: the reader may have released the lock meanwhile, and bytes put into its buffer would
 * not get to a default reader that came after it.
 */
function receiveChunk<A extends Address, In extends AnyArgument>(
  socket: SocketEndpoint<A, In>,
  controller: ReadableByteStreamController,
  signal: AbortSignal,
): Promise<void> {
  const request = controller.byobRequest;
  const view = request?.view ?? null;
  const aside = receive(socket, Math.min(view?.byteLength ?? CHUNK, CHUNK), 0);
  const straight = view === null ? null : receiveInto(socket, view, 0, 0);
  let receiving: Operation<unknown> = straight ?? aside;
  const received = start(socket, {
    direction: "read",
    syscall: "recv",
    flags: 0,
    attempt: () => receiving.attempt(),
    finish(came) {
      if (came === 0) {
        controller.close();
        // Readers that brought a buffer get it back.
        controller.byobRequest?.respond(0);
      } else if (receiving === straight) {
        request?.respond(came);
      } else {
        controller.enqueue(aside.finish(came));
      }
    },
  }, { signal });
  receiving = aside;
  return received;
}

/** The bytes that a socket receives, as a stream. */
export function readableOf<A extends Address, In extends AnyArgument>(
  socket: SocketEndpoint<A, In>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  refuseMessages(socket, "readable", "recvfrom");
  const cancelled = new AbortController();
  const { signal } = cancelled;
  return new ReadableStream({
    type: "bytes",
    pull: (controller) => receiveChunk(socket, controller, signal),
    cancel(reason) {
      cancelled.abort(reason);
      try {
        socket.shutdown(SHUT_RD);
      } catch (error) {
        // Where nothing can come any more, there is nothing to end.
        if (!(error instanceof OSError && GONE.has(error.code))) throw error;
      }
    },
    // Nothing is received that nobody asked for.
  }, { highWaterMark: 0 });
}

/** A stream of what a socket is to send. */
export function writableOf<A extends Address, In extends AnyArgument>(
  socket: SocketEndpoint<A, In>,
): WritableStream<BytesLike> {
  refuseMessages(socket, "writable", "sendto");
  return new WritableStream({
    write: (chunk, { signal }) => start(socket, sendAll(socket, chunk, 0), { signal }),
    close: () => socket.shutdown(SHUT_WR),
    abort() {
      if (socket.fileno() < 0) return;
      try {
        // An end in good order would say that what was sent is everything.
        socket.setsockopt(SOL_SOCKET, SO_LINGER, linger.encode({ l_onoff: 1, l_linger: 0 }));
      } catch (error) {
        // A connection that is gone has no other end; macOS sets no options of it (EINVAL).
        if (!(error instanceof OSError)) throw error;
      } finally {
        socket.close();
      }
    },
  });
}

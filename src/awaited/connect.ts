/** Connecting, awaited. */
import { errno } from "../../constants/errno.ts";
import { backend } from "../../ffi/backend/mod.ts";
import type { Address, AnyArgument } from "../addresses.ts";
import { TimeoutError } from "../errors.ts";
import { connecting, isUnderWay } from "../socket/connecting.ts";
import type { SocketEndpoint } from "../socket/endpoint.ts";
import type { Destination } from "../socket/destination.ts";
import { destinationOf } from "./destination.ts";
import { type AwaitOptions, start } from "./start.ts";

/** Connects a socket to an address in its family's form. */
export async function connect<A extends Address, In extends AnyArgument>(
  socket: SocketEndpoint<A, In>,
  address: In,
  options: AwaitOptions = {},
): Promise<void> {
  options.signal?.throwIfAborted();
  const destination = destinationOf(socket, address, options);
  // Begun at once where nothing is looked up, so that what is sent right after it waits behind it.
  await connectTo(
    socket,
    destination instanceof Promise ? await destination : destination,
    options,
  );
}

/** Connects a socket to an address that is packed already. */
export async function connectTo<A extends Address, In extends AnyArgument>(
  socket: SocketEndpoint<A, In>,
  destination: Destination,
  options: AwaitOptions,
): Promise<void> {
  const { begin, outcome } = connecting(socket, destination);
  let begun = false;
  try {
    await start(socket, {
      direction: "write",
      syscall: "connect",
      address: destination.address,
      flags: 0,
      attempt() {
        if (!begun) {
          const result = begin();
          begun = isUnderWay(result);
          return begun ? -errno.EAGAIN : result;
        }
        const writable = backend().wait(socket.fileno(), false, true, 0);
        if (writable <= 0) return writable === 0 ? -errno.EAGAIN : writable;
        return outcome();
      },
      finish: () => {},
    }, options);
  } catch (error) {
    // What nobody waits for must not come about later.
    const givenUp = options.signal?.aborted ||
      (error instanceof TimeoutError && error.errno === null);
    if (givenUp) socket.close();
    throw error;
  }
}

/** The addresses of a batch for awaited operations: host names are looked up off the event loop. */
import type { Address, AnyArgument } from "../addresses.ts";
import { type MessageArgument, packing } from "../socket/batches.ts";
import type { SocketEndpoint } from "../socket/endpoint.ts";
import type { Destination } from "../socket/destination.ts";
import { destinationOf } from "./destination.ts";
import type { AwaitOptions } from "./start.ts";

/** The destination of each message, null for the connected peer: at once where no name is in them. */
export function destinationsOf<A extends Address, In extends AnyArgument>(
  socket: SocketEndpoint<A, In>,
  list: readonly MessageArgument<In>[],
  options?: AwaitOptions,
): (Destination | null)[] | Promise<(Destination | null)[]> {
  const steps = packing(list);
  function resume(destination?: Destination): ReturnType<typeof destinationsOf> {
    let state = destination === undefined ? steps.next() : steps.next(destination);
    while (!state.done) {
      const found = destinationOf(socket, state.value, options);
      if (found instanceof Promise) return found.then(resume);
      state = steps.next(found);
    }
    return state.value;
  }
  return resume();
}

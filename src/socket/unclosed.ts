/**
 * Sockets that nobody closed: when the garbage collector takes one, its descriptor is closed and
 * the program is told, as Python does by a ResourceWarning.
 */
import { backend } from "../../ffi/backend/mod.ts";
import { reactor } from "../awaited/engine.ts";
import type { Watch } from "../awaited/reactor.ts";
import { describe, type Described } from "./inspect.ts";

/** What a socket owns, apart from the object, so that it can be given back when that is gone. */
export interface Owned extends Described {
  /** The reactor's view of it, once something was awaited. */
  watch: Watch | null;
}

const registry = new FinalizationRegistry<Owned>((socket) => {
  globalThis.process.emitWarning(`unclosed ${describe(socket)}`, "ResourceWarning");
  // Whoever waits keeps the object alive, so that there is no waiter to fail.
  if (socket.watch !== null) reactor().forget(socket.watch, () => undefined);
  backend().close(socket.fd);
});

/** Makes `owner` the owner, whose end is the end of what it owns. */
export function own(owner: object, owned: Owned): Owned {
  registry.register(owner, owned, owner);
  return owned;
}

/** Ends the ownership: the socket was closed, or gave its descriptor away. */
export function disown(owner: object): void {
  registry.unregister(owner);
}

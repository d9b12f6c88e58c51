/**
 * Sockets that nobody closed: when the garbage collector takes one, its descriptor is closed and
 * the program is told, as Python does by a ResourceWarning.
 */
import process from "node:process";
import { backend } from "../../ffi/backend/mod.ts";
import { describe, type Described } from "./inspect.ts";

const registry = new FinalizationRegistry<Described>((socket) => {
  process.emitWarning(`unclosed ${describe(socket)}`, "ResourceWarning");
  backend().close(socket.fd);
});

/** Watches a socket that owns its descriptor. */
export function watch(owner: object, socket: Described): void {
  registry.register(owner, socket, owner);
}

/** Forgets a socket that was closed or gave its descriptor away. */
export function unwatch(owner: object): void {
  registry.unregister(owner);
}

/** This isolate's reactor, made when the first operation has to wait; a Worker has its own. */
import { backend, type Poller, type Result } from "../../ffi/backend/mod.ts";
import { failure } from "../failure.ts";
import { type Loop, makeReactor, type Reactor } from "./reactor.ts";

/** The event loop of this isolate. */
export const loop: Loop = {
  // A tick that is asked for in a microtask comes after all the microtasks.
  next: (callback) => queueMicrotask(() => globalThis.process.nextTick(callback)),
  soon: (callback) => void globalThis.setImmediate(callback),
  later(callback, milliseconds) {
    Deno.unrefTimer(setTimeout(callback, milliseconds));
  },
  now: () => performance.now(),
};

// In errors the poller is called by what it does, whichever call of the OS it makes.
let make: () => Poller | Result = () => backend().makePoller();
let chosen: Reactor | undefined;

/** The reactor of this isolate. */
export function reactor(): Reactor {
  if (chosen === undefined) {
    const poller = make();
    if (typeof poller === "number") throw failure(-poller, "poll");
    chosen = makeReactor(poller, loop, (error) => failure(error, "poll"));
  }
  return chosen;
}

/** Makes the reactor use poll(2); to be called before anything was awaited. */
export function useFallbackPoller(): void {
  if (chosen !== undefined) throw new Error("the reactor has been made already");
  make = () => backend().makeFallbackPoller();
}

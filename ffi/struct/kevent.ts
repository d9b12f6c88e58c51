/** `struct kevent` (sys/event.h), of macOS on 64 bits: what a kqueue is told, and what it tells. */
import type { Struct } from "../layout.ts";
import { getSigned, getUnsigned, setInteger } from "./fields.ts";

/** Where its members are. */
export const kevent: Struct<"ident" | "filter" | "flags" | "fflags" | "data" | "udata"> = {
  size: 32,
  ident: [0, 8],
  filter: [8, 2],
  flags: [10, 2],
  fflags: [12, 4],
  data: [16, 8],
  udata: [24, 8],
};

/** A change to make, or an event. */
export interface Kevent {
  /** The descriptor, or another number that is the filter's. */
  readonly ident: number;
  /** EVFILT_: what is looked at. */
  readonly filter: number;
  /** EV_ flags. */
  readonly flags: number;
  /** NOTE_ flags; of an end of file, its error number. */
  readonly fflags: number;
  /** The filter's number; of an error, its number. */
  readonly data: number;
  /** The caller's own number, of up to 53 bits. */
  readonly udata: number;
}

/** Makes room for `count` of them. */
export function makeKevents(count: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(count * kevent.size);
}

/** Writes one as entry `index` of an array. */
export function writeKevent(view: DataView, index: number, event: Kevent): void {
  const base = index * kevent.size;
  setInteger(view, base, kevent.ident, event.ident);
  setInteger(view, base, kevent.filter, event.filter);
  setInteger(view, base, kevent.flags, event.flags);
  setInteger(view, base, kevent.fflags, event.fflags);
  setInteger(view, base, kevent.data, event.data);
  setInteger(view, base, kevent.udata, event.udata);
}

/** Reads entry `index` of an array. */
export function readKevent(view: DataView, index: number): Kevent {
  const base = index * kevent.size;
  return {
    ident: getUnsigned(view, base, kevent.ident),
    filter: getSigned(view, base, kevent.filter),
    flags: getUnsigned(view, base, kevent.flags),
    fflags: getUnsigned(view, base, kevent.fflags),
    data: getSigned(view, base, kevent.data),
    udata: getUnsigned(view, base, kevent.udata),
  };
}

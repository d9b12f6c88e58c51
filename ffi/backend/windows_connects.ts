/**
 * Connections under way. Before Windows 10, version 2004, WSAPoll says nothing of one that cannot be
 * made (the note on its page), so that whoever waits for it would do so for ever. Of these sockets
 * select is asked, whose third set is for them.
 */
import { windows as constants } from "../../constants/windows.ts";
import { windows as layout } from "../layout.ts";
import { getUnsigned, setInteger, viewOf } from "../struct/fields.ts";
import type { Bytes, Result } from "./contract.ts";
import type { Errors } from "./windows_errors.ts";
import type { WindowsSymbols } from "./windows_libraries.ts";

const { POLLERR, POLLHUP, POLLOUT } = constants;

/** What WSAPoll says of a connection that cannot be made, where it says so. */
const FAILED = POLLERR | POLLHUP | POLLOUT;

/** How long a parked call may last, in milliseconds, while a connection is under way. */
const PARKED = 50;

// fd_set (winsock2.h): a count, and as many handles, of which select keeps those that are ready.
const HANDLES = 8;
const HANDLE = 8;

/** `struct timeval` (winsock2.h) of no time at all: tv_sec and tv_usec. */
const atOnce = new Int32Array(2);

/** The connections under way. */
export interface Connects {
  /** A connection goes on by itself. */
  begin(fd: number): void;
  /** The socket is gone. */
  end(fd: number): void;
  /** Whether the socket was last seen with its connection under way. */
  has(fd: number): boolean;
  /** Waits until the connection is made, or cannot be: at most `timeout` milliseconds, -1 for ever. */
  wait(fd: number, timeout: number): Result;
  /** Marks what has failed in the array that WSAPoll has seen; returns how many marks there are then. */
  marked(fds: Bytes, found: Result): Result;
  /** The time-out of a parked call, of so many milliseconds or for ever. */
  parking(timeout: number): number;
}

function handles(fds: readonly number[]): Bytes {
  const set = new Uint8Array(HANDLES + fds.length * HANDLE);
  const view = viewOf(set);
  view.setUint32(0, fds.length, true);
  fds.forEach((fd, index) => setInteger(view, HANDLES + index * HANDLE, [0, HANDLE], fd));
  return set;
}

/** Keeps the connections of an isolate. */
export function makeConnects(c: Pick<WindowsSymbols, "select">, { done }: Errors): Connects {
  const underWay = new Set<number>();

  function failed(fds: readonly number[]): ReadonlySet<number> {
    const set = handles(fds);
    if (done(c.select(0, null, null, set, atOnce)) <= 0) return new Set();
    const view = viewOf(set);
    return new Set(
      Array.from(
        { length: view.getUint32(0, true) },
        (_, index) => getUnsigned(view, HANDLES + index * HANDLE, [0, HANDLE]),
      ),
    );
  }

  return {
    begin: (fd) => void underWay.add(fd),
    end: (fd) => void underWay.delete(fd),
    has: (fd) => underWay.has(fd),
    wait(fd, timeout) {
      const time = timeout < 0
        ? null
        : Int32Array.of(Math.floor(timeout / 1000), timeout % 1000 * 1000);
      const result = done(c.select(0, null, handles([fd]), handles([fd]), time));
      if (result > 0) underWay.delete(fd);
      return result;
    },
    marked(fds, found) {
      if (underWay.size === 0 || found < 0) return found;
      const { pollfd } = layout;
      const view = viewOf(fds);
      const silent = new Map<number, number>();
      for (let base = 0; base < fds.length; base += pollfd.size) {
        const fd = getUnsigned(view, base, pollfd.fd);
        if (!underWay.has(fd)) continue;
        if (getUnsigned(view, base, pollfd.revents) === 0) silent.set(fd, base);
        else underWay.delete(fd);
      }
      if (silent.size === 0) return found;
      let marks = found;
      for (const fd of failed([...silent.keys()])) {
        const base = silent.get(fd);
        if (base === undefined) continue;
        setInteger(view, base, pollfd.revents, FAILED);
        marks++;
      }
      return marks;
    },
    parking: (timeout) => underWay.size === 0 || timeout >= 0 ? timeout : PARKED,
  };
}

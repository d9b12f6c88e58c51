/**
 * The kernel of the model: descriptors that refer to sockets, and two small pollers over them that
 * keep to the contract in `ffi/backend/contract.ts` and are otherwise as awkward as it allows: a
 * poll reports one socket at a time, and an event of a watch that has ended still comes.
 */
import { errno } from "../../constants/errno.ts";
import type { Poller, Result } from "../../ffi/backend/mod.ts";
import type { Direction } from "../../src/socket/waiting.ts";

/** What a descriptor refers to: how much can be read and written without waiting. */
export interface Endpoint {
  readonly id: number;
  readonly read: { units: number };
  readonly write: { units: number };
}

/** The two directions. */
export const directions: readonly Direction[] = ["read", "write"];

/** What the poller under test knows, told or is doing. */
export interface KernelState {
  /** What each open descriptor refers to. */
  readonly open: Map<number, Endpoint>;
  /** How many of the next `watch` calls that begin a watch fail. */
  refusals: number;
  /** Whether the next `poll` fails. */
  broken: boolean;
  /** Whether it is a while since something came, or since the asking began. */
  quiet: boolean;
}

/** An event under way to the reactor. */
interface Event {
  readonly token: number;
  readonly endpoint: Endpoint;
  readonly read: boolean;
  readonly write: boolean;
}

/** A poller with what the model has to see of it. */
export interface ModelPoller extends Poller {
  /** The endpoint became ready. */
  arrive(endpoint: Endpoint, which: readonly Direction[]): void;
  /** Whether a parked call would return, a wake apart. */
  hasEvents(): boolean;
  /** What is asked for of a descriptor; null for one that is not watched. */
  interest(fd: number): { token: number; read: boolean; write: boolean } | null;
  /** The event that is being reported. */
  readonly reporting: Event | null;
  /** Whether a call is parked, and whether the next one to return was woken. */
  readonly parked: boolean;
  readonly woken: boolean;
  /** Lets the parked call return. */
  unpark(): void;
  /** How many events are on their way to watches that have ended. */
  stale(): number;
  /** The state in one line; `slots` are the names of the descriptors. */
  describe(slots: readonly string[]): string;
}

/** Makes a poller of either kind; `complain` hears of breaches of the contract by its caller. */
export function makeModelPoller(
  reports: Poller["reports"],
  kernel: KernelState,
  complain: (problem: string) => void,
): ModelPoller {
  const watched = new Map<
    number,
    { token: number; endpoint: Endpoint; read: boolean; write: boolean }
  >();
  const tokens = new Set<number>();
  const queue: Event[] = [];
  let reporting: Event | null = null;
  let unpark: (() => void) | null = null;
  let woken = false;

  function ready(endpoint: Endpoint, direction: Direction): boolean {
    return endpoint[direction].units > 0;
  }

  /** The states that a level poller would report. */
  function states(): Event[] {
    return [...watched.values()]
      .filter(({ endpoint, read, write }) =>
        (read && ready(endpoint, "read")) || (write && ready(endpoint, "write"))
      )
      .map(({ token, endpoint, read, write }) => ({
        token,
        endpoint,
        // A hang-up is reported in both directions, whichever was asked for.
        read: ready(endpoint, "read") && (read || endpoint.read.units === Infinity),
        write: ready(endpoint, "write") && (write || endpoint.write.units === Infinity),
      }));
  }

  function begin(fd: number, token: number, read: boolean, write: boolean): Result {
    if (tokens.has(token)) complain(`token ${token} was used before`);
    if (token <= 0) complain(`token ${token} is no socket's`);
    const endpoint = kernel.open.get(fd);
    if (endpoint === undefined) {
      complain(`watch of descriptor ${fd}, which is closed`);
      return -errno.EBADF;
    }
    if (kernel.refusals > 0) {
      kernel.refusals--;
      return -errno.ENOSPC;
    }
    tokens.add(token);
    watched.set(fd, { token, endpoint, read, write });
    if (reports === "changes" && directions.some((direction) => ready(endpoint, direction))) {
      queue.push({
        token,
        endpoint,
        read: ready(endpoint, "read"),
        write: ready(endpoint, "write"),
      });
    }
    return 0;
  }

  return {
    reports,
    watch(fd, token, read, write) {
      const known = watched.get(fd);
      if (known?.token !== token) {
        if (known !== undefined) complain(`descriptor ${fd} is watched twice`);
        return begin(fd, token, read, write);
      }
      if (reports === "changes") complain(`descriptor ${fd} was watched already`);
      if (known.read === read && known.write === write) complain("told nothing new");
      Object.assign(known, { read, write });
      return 0;
    },
    forget(fd, token) {
      if (watched.get(fd)?.token !== token) complain(`descriptor ${fd} is not watched`);
      if (!kernel.open.has(fd)) complain(`descriptor ${fd} is forgotten after it was closed`);
      watched.delete(fd);
      return 0;
    },
    poll(report) {
      if (reporting !== null) complain("polled while reporting");
      woken = false;
      if (kernel.broken) {
        kernel.broken = false;
        return -errno.ENOMEM;
      }
      const events = reports === "changes" ? queue.splice(0, 1) : states();
      for (const event of events) {
        reporting = event;
        report(event.token, event.read, event.write, false);
      }
      reporting = null;
      if (events.length > 0) kernel.quiet = false;
      return events.length;
    },
    park() {
      if (unpark !== null) complain("parked twice at once");
      if (!kernel.quiet) complain("parked too early");
      return new Promise((resolve) => unpark = resolve);
    },
    wake() {
      if (unpark === null) complain("woken, and not parked");
      woken = true;
    },
    arrive(endpoint, which) {
      for (const watch of watched.values()) {
        if (watch.endpoint !== endpoint || reports === "states") continue;
        const at = queue.findIndex(({ token }) => token === watch.token);
        const [before] = at < 0 ? [] : queue.splice(at, 1);
        const read = which.includes("read") || before?.read === true;
        const write = which.includes("write") || before?.write === true;
        queue.push({ token: watch.token, endpoint, read, write });
      }
    },
    hasEvents: () => (reports === "changes" ? queue : states()).length > 0,
    interest: (fd) => watched.get(fd) ?? null,
    get reporting() {
      return reporting;
    },
    get parked() {
      return unpark !== null;
    },
    get woken() {
      return woken;
    },
    unpark() {
      const resolve = unpark;
      unpark = null;
      resolve?.();
    },
    stale() {
      const live = new Set([...watched.values()].map(({ token }) => token));
      return queue.filter(({ token }) => !live.has(token)).length;
    },
    describe(slots) {
      const name = (token: number) =>
        slots.find((_, fd) => watched.get(fd)?.token === token) ?? "gone";
      const events = queue.map(({ token, read, write }) => `${name(token)}${+read}${+write}`);
      const order = reports === "states"
        ? [...watched.values()].map(({ token }) => name(token))
        : [];
      return `${events};${order};${unpark !== null};${woken};${kernel.refusals};${kernel.broken}`;
    },
  };
}

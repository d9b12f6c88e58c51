/**
 * A world for the reactor to live in: a loop, a poller, sockets and those who wait for them. What
 * is right is told by the queues that the world keeps itself: who waits for what, in which order.
 * A waiter must be tried in its turn only, settled once, and served if its socket has what it needs.
 */
import { makeReactor, type Waiter, type Watch } from "../../src/awaited/reactor.ts";
import type { Poller } from "../../ffi/backend/mod.ts";
import type { Direction } from "../../src/socket/waiting.ts";
import {
  directions,
  type Endpoint,
  type KernelState,
  makeModelPoller,
  type ModelPoller,
} from "./model_kernel.ts";

/** One thing that can happen in a world. */
export interface Action {
  readonly name: string;
  /** Whether it means anything now. */
  can(world: World): boolean;
  /** Does it; a promise where the reactor goes on in a microtask. */
  run(world: World): Promise<void> | void;
}

/** Somebody who waits. */
export interface Waiting extends Waiter {
  /** How much it must get at once. */
  readonly need: number;
  /** What happens in the middle of serving it, as an audit hook might do. */
  readonly then: Action | undefined;
}

/** A descriptor number, with the socket that has it. */
export interface Slot {
  readonly fd: number;
  readonly endpoint: Endpoint;
  readonly watch: Watch;
  readonly referenced: boolean;
  /** Who waits, first come first, by the world's own account. */
  readonly queues: Readonly<Record<Direction, Waiting[]>>;
  /** Whether a reader came untried, so that readers may be tried once though nothing was reported. */
  readonly untried: boolean;
}

/** Longer, in milliseconds, than the reactor keeps asking before it parks. */
const A_WHILE = 1;
/** How many steps of rest without any effect are enough. */
const STEPS = 12;

/** The world. */
export class World {
  readonly problems: string[] = [];
  readonly kernel: KernelState = {
    open: new Map(),
    refusals: 0,
    broken: false,
    quiet: false,
  };
  readonly poller: ModelPoller;
  readonly slots: readonly Slot[];
  /** What the loop has to call. */
  readonly soon: (() => void)[] = [];
  readonly later: (() => void)[] = [];
  readonly #reactor;
  #clock = 1000;
  #endpoints = 0;
  #served = 0;
  #serving: Waiting | null = null;
  /** Whose waiters may be failed now, and whose may be tried though nothing was reported. */
  #failing: readonly Slot[] | "all" = [];
  #trying: Slot | null = null;

  /**
   * Makes a world of so many descriptors, its reactor on a poller of one kind. With `linked` the first
   * one's socket waits for the others, too, which end with it.
   */
  constructor(readonly reports: Poller["reports"], size: number, readonly linked: boolean) {
    const complain = (problem: string) => this.complain(problem);
    this.poller = makeModelPoller(reports, this.kernel, complain);
    const soon = (callback: () => void) => {
      // Whoever is being served counts until that is done.
      if (this.waiters(true) === 0 && this.#serving === null) {
        complain("a turn is scheduled for nobody");
      }
      this.soon.push(callback);
    };
    this.#reactor = makeReactor(this.poller, {
      next: soon,
      soon,
      later: (callback) => void this.later.push(callback),
      now: () => this.#clock,
    }, (error) => new Error(`failed with ${error}`));
    this.slots = Array.from({ length: size }, (_, fd) => this.#open(fd));
    this.#link();
  }

  #link(): void {
    const [first, ...others] = this.slots;
    if (this.linked && first) first.watch.apart = new Set(others.map(({ watch }) => watch));
  }

  /** A socket, and what ends with it. */
  #with(slot: Slot): readonly Slot[] {
    return this.slots.filter((other) => other === slot || slot.watch.apart?.has(other.watch));
  }

  complain(problem: string): void {
    this.problems.push(problem);
  }

  /** How many wait for referenced sockets, or for the others. */
  waiters(referenced: boolean): number {
    let sum = 0;
    for (const slot of this.slots) if (slot.referenced === referenced) sum += this.#left(slot);
    return sum;
  }

  #open(fd: number): Slot {
    const endpoint = { id: ++this.#endpoints, read: { units: 0 }, write: { units: 0 } };
    this.kernel.open.set(fd, endpoint);
    const watch = this.#reactor.watch(fd);
    return {
      fd,
      endpoint,
      watch,
      referenced: true,
      queues: { read: [], write: [] },
      untried: false,
    };
  }

  #waiting(slot: Slot, direction: Direction, need: number, then?: Action): Waiting {
    const { endpoint, watch } = slot;
    const queue = slot.queues[direction];
    const waiting: Waiting = {
      need,
      then,
      attempt: () => {
        const event = this.poller.reporting;
        if (!queue.includes(waiting)) this.complain("tried after its end");
        else if (queue[0] !== waiting) this.complain("tried out of turn");
        else if (
          this.#trying !== slot && !(slot.untried && direction === "read") &&
          (event?.endpoint !== endpoint || !event[direction])
        ) this.complain("tried for no reason, or for the event of another");
        const served = endpoint[direction].units >= need;
        if (served) queue.shift();
        if (direction === "read" && (!served || queue.length === 0)) {
          Object.assign(slot, { untried: false });
        }
        if (!served) return false;
        endpoint[direction].units -= need;
        this.#served++;
        this.#serving = waiting;
        if (then?.can(this)) then.run(this);
        this.#serving = null;
        return true;
      },
      fail: () => {
        // Closing the socket in the middle of serving somebody.
        if (this.#serving === waiting) return;
        if (!queue.includes(waiting)) this.complain("failed after its end");
        if (this.#failing !== "all" && !this.#failing.some((failing) => failing.watch === watch)) {
          this.complain("failed for no reason");
        }
        queue.splice(queue.indexOf(waiting), 1);
      },
    };
    return waiting;
  }

  wait(slot: Slot, direction: Direction, need: number, then?: Action): void {
    const waiting = this.#waiting(slot, direction, need, then);
    const { watch } = slot;
    this.#add(slot, direction, waiting, () => this.#reactor.wait(watch, direction, waiting));
  }

  /** Somebody waits to read who was not tried. */
  expect(slot: Slot, need: number): void {
    Object.assign(slot, { untried: true });
    const waiting = this.#waiting(slot, "read", need);
    this.#add(slot, "read", waiting, () => this.#reactor.expect(slot.watch, waiting));
  }

  #add(slot: Slot, direction: Direction, waiting: Waiting, add: () => void): void {
    const queue = slot.queues[direction];
    const refused = this.kernel.refusals > 0 && this.poller.interest(slot.fd) === null;
    queue.push(waiting);
    try {
      add();
      if (refused) this.complain("a wait went on that the poller refused");
    } catch {
      if (!refused) this.complain("a wait was refused");
      queue.pop();
    }
  }

  cancel(slot: Slot, direction: Direction, waiting: Waiting): void {
    const queue = slot.queues[direction];
    const at = queue.indexOf(waiting);
    queue.splice(at, 1);
    // Whoever is first now may be tried at once.
    this.#try(
      at === 0 ? slot : null,
      () => this.#reactor.cancel(slot.watch, direction, waiting),
    );
  }

  retry(slot: Slot, direction: Direction): void {
    this.#try(slot, () => this.#reactor.retry(slot.watch, direction));
  }

  #try(slot: Slot | null, callback: () => void): void {
    const outer = this.#trying;
    this.#trying = slot;
    callback();
    this.#trying = outer;
  }

  reference(slot: Slot, referenced: boolean): void {
    for (const each of this.#with(slot)) Object.assign(each, { referenced });
    const { woken } = this.poller;
    this.#reactor.reference(slot.watch, referenced);
    if (this.waiters(true) > 0 && this.poller.woken !== woken) this.complain("woken for nothing");
  }

  /** Closes a socket, and opens another one, which gets the same number. */
  reuse(slot: Slot): void {
    this.#failing = this.#with(slot);
    this.#reactor.forget(slot.watch, () => new Error("closed"));
    if (this.#failing.some((each) => this.#left(each) > 0)) {
      this.complain("a waiter survived its watch");
    }
    this.#failing = [];
    this.kernel.open.delete(slot.fd);
    Object.assign(slot, this.#open(slot.fd));
    this.#link();
  }

  #left({ queues }: Slot): number {
    return queues.read.length + queues.write.length;
  }

  arrive({ endpoint }: Slot, direction: Direction): void {
    endpoint[direction].units++;
    this.poller.arrive(endpoint, [direction]);
  }

  hangUp({ endpoint }: Slot): void {
    for (const direction of directions) endpoint[direction].units = Infinity;
    this.poller.arrive(endpoint, directions);
  }

  /** A turn of the loop, at once or after a while. */
  turn(late: boolean): void {
    if (late) this.#clock += A_WHILE;
    this.kernel.quiet = late;
    const fails = this.#expectFailure();
    this.soon.shift()?.();
    this.#failed(fails);
    this.kernel.quiet = false;
  }

  /** The parked call returns; the reactor goes on a few microtasks later. */
  async unpark(): Promise<void> {
    const fails = this.#expectFailure();
    this.poller.unpark();
    for (let i = 0; i < 4; i++) await null;
    this.#failed(fails);
  }

  /** A poller that fails fails everybody, if anybody is worth asking it. */
  #expectFailure(): boolean {
    const fails = this.kernel.broken && this.waiters(true) > 0;
    if (fails) this.#failing = "all";
    return fails;
  }

  #failed(fails: boolean): void {
    this.#failing = [];
    if (fails && this.slots.some((slot) => this.#left(slot) > 0)) {
      this.complain("a waiter survived the poller's failure");
    }
  }

  /** Checks what must hold after every action. */
  check(): void {
    const { soon, later, poller } = this;
    const [referenced, unreferenced] = [this.waiters(true), this.waiters(false)];
    const must = (holds: boolean, rule: string) => {
      if (!holds) this.complain(`not so: ${rule}`);
    };
    must(soon.length <= 1, "one turn is scheduled at most");
    must(later.length <= 1, "one timer is scheduled at most");
    must(soon.length === 0 || !poller.parked, "no turn goes on next to a parked call");
    must(referenced > 0 || !poller.parked || poller.woken, "nothing stays parked for nobody");
    const active = soon.length > 0 || poller.parked;
    must(referenced === 0 || active, "who waits is looked after");
    must(unreferenced === 0 || active || later.length > 0, "unref'd or not, it is looked after");
    for (const { fd, watch, queues } of this.slots) {
      const interest = poller.interest(fd);
      for (const direction of directions) {
        const queue = queues[direction];
        must(watch[direction].size === queue.length, "as many wait as the reactor knows");
        must(watch[direction].first === (queue[0] ?? null), "the reactor knows who is the first");
        must(queue.length === 0 || interest !== null, "the poller is told who waits");
        if (this.reports === "changes" || interest === null) continue;
        must(interest[direction] === queue.length > 0, "the poller watches for whoever waits");
      }
    }
  }

  /** Lets happen what happens by itself, and checks that nobody was forgotten. */
  async rest(): Promise<void> {
    for (let idle = 0; idle < STEPS; idle++) {
      const served = this.#served;
      if (this.soon.length > 0) this.turn(true);
      else if (this.poller.parked && (this.poller.hasEvents() || this.poller.woken)) {
        await this.unpark();
      } else if (this.later.length > 0) this.later.shift()?.();
      else break;
      this.check();
      if (served !== this.#served) idle = 0;
    }
    for (const { endpoint, queues } of this.slots) {
      for (const direction of directions) {
        const [first] = queues[direction];
        if (first !== undefined && endpoint[direction].units >= first.need) {
          this.complain(`a waiter was forgotten: ${direction}`);
        }
      }
    }
    const { poller, soon, later } = this;
    if (this.waiters(true) === 0 && (soon.length > 0 || poller.parked)) {
      this.complain("something goes on for nobody");
    }
    if (this.waiters(true) + this.waiters(false) === 0 && later.length > 0) {
      this.complain("a timer goes on for nobody");
    }
    if (this.waiters(true) > 0 && !poller.hasEvents() && !poller.parked) {
      this.complain("nothing comes, and nothing is parked");
    }
  }

  /** Lets everybody give up, or closes everything. */
  finish(): void {
    for (const slot of this.slots) {
      if (slot.fd % 2 === 0) this.reuse(slot);
      for (const direction of directions) {
        for (const waiting of [...slot.queues[direction]]) this.cancel(slot, direction, waiting);
      }
    }
  }

  /** The state; it is the same for states that differ only in which number a socket has. */
  describe(): string {
    return permutations(this.slots).map((slots) => {
      const names: string[] = [];
      slots.forEach(({ fd }, place) => names[fd] = `${place}`);
      const each = slots.map(({ fd, endpoint, watch, referenced, queues, untried }) => {
        const who = directions.map((direction) =>
          queues[direction].map(({ need, then }) => `${need}${then?.name ?? ""}`)
        );
        const known = `${watch.token !== 0}${this.poller.interest(fd) !== null}`;
        const hints = `${watch.untried}${untried}${watch.apart !== null}`;
        return `${endpoint.read.units},${endpoint.write.units},${referenced},${known},${hints},${
          who.join("/")
        }`;
      });
      const loop = `${this.soon.length},${this.later.length}`;
      return `${each.join("|")};${this.poller.describe(names)};${loop}`;
    }).reduce((least, text) => text < least ? text : least);
  }
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((first, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [first, ...rest])
  );
}

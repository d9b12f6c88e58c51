import { assertGreater } from "@std/assert";
import { test } from "../support/census.ts";
import type { Direction } from "../../src/socket/waiting.ts";
import { type Action, type Slot, World } from "./model_world.ts";
import { explore } from "./model_explore.ts";

/** How much there can be of what happens in one direction. */
interface Bounds {
  /** How much each of those who wait may need at once. */
  readonly needs: readonly number[];
  /** How many wait at once, at most. */
  readonly crowd: number;
  /** How much arrives, at most, before somebody takes it. */
  readonly plenty: number;
}

const few: Bounds = { needs: [1], crowd: 1, plenty: 1 };
const many: Bounds = { needs: [1, 2], crowd: 2, plenty: 2 };

/** MODEL=full explores further, which takes minutes. */
const full = Deno.env.get("MODEL") === "full";

/** How many events may be on their way, at most, to sockets that were closed. */
const STALE = full ? 2 : 1;

function about(
  fd: number,
  name: string,
  can: (slot: Slot, world: World) => boolean,
  run: (world: World, slot: Slot) => void,
): Action {
  const slotOf = ({ slots }: World): Slot => {
    const slot = slots[fd];
    if (slot === undefined) throw new RangeError(`there is no slot ${fd}`);
    return slot;
  };
  return {
    name: `${name} ${fd}`,
    can: (world) => can(slotOf(world), world),
    run: (world) => run(world, slotOf(world)),
  };
}

/** Somebody waits, who was tried in vain or has others before it. */
function wait(
  fd: number,
  direction: Direction,
  crowd: number,
  need: number,
  then?: Action,
): Action {
  return about(
    fd,
    `wait to ${direction} ${need}${then === undefined ? "" : ` and then ${then.name},`} from`,
    ({ queues, endpoint }) => {
      const before = queues[direction].length;
      return before < crowd && (before > 0 || endpoint[direction].units < need);
    },
    (world, slot) => world.wait(slot, direction, need, then),
  );
}

/** Somebody waits to read who was not tried: what is to be read may be there, with or without an event. */
function expect(fd: number, need: number): Action {
  return about(
    fd,
    `expect ${need} from`,
    ({ queues }) => queues.read.length === 0,
    (world, slot) => world.expect(slot, need),
  );
}

function arrive(fd: number, direction: Direction, plenty: number): Action {
  return about(
    fd,
    `${direction} arrives at`,
    ({ endpoint }) => endpoint[direction].units < plenty,
    (world, slot) => world.arrive(slot, direction),
  );
}

/** A blocking call takes everything. */
function drain(fd: number, direction: Direction): Action {
  return about(
    fd,
    `drain ${direction} of`,
    ({ endpoint }) => endpoint[direction].units % Infinity > 0,
    (_, { endpoint }) => endpoint[direction].units = 0,
  );
}

/** By a signal or by a time-out. */
function cancel(fd: number, direction: Direction, which: "first" | "last"): Action {
  const at = which === "first" ? 0 : -1;
  return about(
    fd,
    `cancel the ${which} to ${direction} of`,
    ({ queues }) => queues[direction].length > (which === "first" ? 0 : 1),
    (world, slot) => {
      const waiting = slot.queues[direction].at(at);
      if (waiting !== undefined) world.cancel(slot, direction, waiting);
    },
  );
}

function retry(fd: number, direction: Direction): Action {
  return about(
    fd,
    `retry ${direction} of`,
    ({ queues }) => queues[direction].length > 0,
    (world, slot) => world.retry(slot, direction),
  );
}

function reference(fd: number, referenced: boolean): Action {
  return about(
    fd,
    referenced ? "ref" : "unref",
    () => true,
    (world, slot) => world.reference(slot, referenced),
  );
}

const hangUp = (fd: number): Action =>
  about(
    fd,
    "hang up",
    ({ endpoint }) => endpoint.read.units < Infinity,
    (world, slot) => world.hangUp(slot),
  );

const reuse = (fd: number): Action =>
  about(
    fd,
    "reuse",
    (_, { poller }) => poller.stale() < STALE,
    (world, slot) => world.reuse(slot),
  );

/** What the event loop does. */
const loop: readonly Action[] = [
  { name: "turn", can: ({ soon }) => soon.length > 0, run: (world) => world.turn(false) },
  { name: "late turn", can: ({ soon }) => soon.length > 0, run: (world) => world.turn(true) },
  { name: "unpark", can: ({ poller }) => poller.parked, run: (world) => world.unpark() },
  { name: "timer", can: ({ later }) => later.length > 0, run: ({ later }) => later.shift()?.() },
];

/** The poller refuses the next socket. */
const refuse: Action = {
  name: "refuse",
  can: ({ kernel }) => kernel.refusals === 0,
  run: ({ kernel }) => void kernel.refusals++,
};

/** The poller fails when it is asked next. */
const fail: Action = {
  name: "fail",
  can: ({ kernel, poller }) => !kernel.broken && poller.stale() === 0,
  run: ({ kernel }) => void (kernel.broken = true),
};

/** What can happen to one direction of a socket. */
function inDirection(
  fd: number,
  direction: Direction,
  { needs, crowd, plenty }: Bounds,
): Action[] {
  return [
    ...needs.map((need) => wait(fd, direction, crowd, need)),
    arrive(fd, direction, plenty),
    drain(fd, direction),
    cancel(fd, direction, "first"),
    cancel(fd, direction, "last"),
    retry(fd, direction),
  ];
}

/** What can happen to a socket as a whole. */
function onSocket(fd: number): Action[] {
  return [expect(fd, 1), hangUp(fd), reuse(fd), reference(fd, false), reference(fd, true)];
}

/** What serving somebody may bring about: an audit hook can do anything. */
const consequences: readonly Action[] = [
  wait(0, "read", 2, 1),
  wait(0, "write", 1, 1),
  wait(1, "read", 1, 1),
  expect(1, 1),
  cancel(0, "read", "last"),
  reference(0, false),
  reference(0, true),
  arrive(0, "read", 2),
  reuse(0),
  reuse(1),
];

function exploreBoth(
  name: string,
  size: number,
  actions: readonly Action[],
  depth: number,
  linked = false,
): void {
  for (const kind of ["changes", "states"] as const) {
    test(`reactor, on a poller that reports ${kind}: ${name}`, async () => {
      const explored = await explore(() => new World(kind, size, linked), actions, depth);
      if (full) console.log(explored);
      assertGreater(explored.states, 500);
    });
  }
}

exploreBoth("one socket, in every order there is", 1, [
  ...inDirection(0, "read", many),
  ...inDirection(0, "write", full ? many : few),
  ...onSocket(0),
  ...loop,
], Infinity);

exploreBoth("one socket, and failures", 1, [
  ...inDirection(0, "read", few),
  ...inDirection(0, "write", few),
  ...onSocket(0),
  ...loop,
  refuse,
  fail,
], Infinity);

exploreBoth("two sockets", 2, [
  ...[0, 1].flatMap((fd) => [
    ...inDirection(fd, "read", full ? many : few),
    ...inDirection(fd, "write", few),
    ...onSocket(fd),
  ]),
  ...loop,
  fail,
], full ? 7 : 6);

exploreBoth(
  "a socket that waits for another descriptor",
  2,
  [
    ...inDirection(0, "write", few),
    ...onSocket(0),
    ...inDirection(1, "read", few),
    hangUp(1),
    ...loop,
    fail,
  ],
  full ? 8 : 7,
  true,
);

exploreBoth("what serving somebody brings about", 2, [
  ...consequences.map((then) => wait(0, "read", 2, 1, then)),
  ...consequences,
  ...loop,
], full ? 8 : 6);

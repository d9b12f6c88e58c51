/**
 * Random orders of everything that can happen to awaited operations, on real sockets. Whatever the
 * order: what the readers get, first come first, is what was sent; who gave up has taken nothing;
 * who waits for a socket that is closed is told; every promise is settled.
 */
import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import { OSError, SHUT_WR, type Socket, TimeoutError } from "@bsd/socket";
import { concat } from "../socket/helpers.ts";
import { scaled } from "../support/scale.ts";
import { type Random, random as seed, seeded } from "../support/seed.ts";
import { test } from "./idle.ts";
import { alsoOnPoll, smallPair, tcpPair, turn } from "./support.ts";

alsoOnPoll(import.meta.url);

const SEQUENCES = scaled(1000);
/** So many go on at once, so that descriptor numbers are used again while others wait. */
const AT_ONCE = 8;
const STEPS = 40;
/** What an operation is aborted with. */
const ENOUGH = "enough";

/** An operation that was begun. */
interface Begun {
  /** What may have been sent of it if it fails. */
  readonly part: Uint8Array;
  readonly abort: AbortController;
  /** Under which time-out, in seconds. */
  readonly timeout: number | null;
  readonly settled: Promise<void>;
  /** The bytes that it moved, once it is done. */
  moved: Uint8Array | null;
  /** Why it failed, once it has. */
  error: unknown;
}

/** One end of a connection, with all that was begun there, in order. */
interface Side {
  readonly sock: Socket;
  readonly readers: Begun[];
  readonly writers: Begun[];
  readonly others: Promise<unknown>[];
}

const nothing = new Uint8Array();

function underWay({ moved, error }: Begun): boolean {
  return moved === null && error === null;
}

/** Begins an operation, under a time-out of its own. */
function begin<T>(
  { sock }: Side,
  list: Begun[],
  random: Random,
  operation: (signal: AbortSignal) => Promise<T>,
  movedBy: (value: T) => Uint8Array,
  part: Uint8Array = nothing,
): void {
  const abort = new AbortController();
  // What sends in parts does not tell how many it has sent when it gives up.
  const timeout = part === nothing ? random.pick([null, null, null, 0, 0.001, 0.003]) : null;
  sock.settimeout(timeout);
  const promise = operation(abort.signal);
  sock.settimeout(null);
  const settled = promise.then(
    (value) => void (begun.moved = movedBy(value)),
    (error) => void (begun.error = error),
  );
  const begun: Begun = { part, abort, timeout, settled, moved: null, error: null };
  list.push(begun);
}

function recv(side: Side, random: Random): void {
  const { readers, sock: { promises } } = side;
  const size = random.int(1, 3000);
  if (random.int(0, 1) === 0) {
    begin(side, readers, random, (signal) => promises.recv(size, 0, { signal }), (data) => data);
  } else {
    const into = new Uint8Array(size);
    begin(
      side,
      readers,
      random,
      (signal) => promises.recv_into(into, 0, 0, { signal }),
      (count) => into.slice(0, count),
    );
  }
}

function send(side: Side, random: Random): void {
  const { writers, sock: { promises } } = side;
  const data = random.bytes(random.int(1, random.pick([10, 3000, 20_000])));
  if (random.int(0, 1) === 0) {
    begin(
      side,
      writers,
      random,
      (signal) => promises.send(data, 0, { signal }),
      (count) => data.slice(0, count),
    );
  } else {
    begin(side, writers, random, () => promises.sendall(data), () => data, data);
  }
}

/** Lets one thing more happen. */
async function step(side: Side, random: Random): Promise<void> {
  const { sock, readers, writers, others } = side;
  const choices: (() => void | Promise<void>)[] = [
    () => recv(side, random),
    () => recv(side, random),
    () => send(side, random),
    () => {
      const waiting = [...readers, ...writers].filter(underWay);
      if (waiting.length > 0) random.pick(waiting).abort.abort(ENOUGH);
    },
    () => random.int(0, 1) === 0 ? sock.unref() : sock.ref(),
    () => {
      const { promises } = sock;
      const ready = random.int(0, 1) === 0 ? promises.readable() : promises.writable();
      others.push(ready.catch((error) => void assertInstanceOf(error, OSError)));
    },
    turn,
    // Now and then long enough for the reactor to park.
    () => new Promise((resolve) => setTimeout(resolve, random.int(0, 1))),
  ];
  await random.pick(choices)();
}

/** Everything that was received. */
function received({ readers }: Side): Uint8Array {
  return concat(readers.map(({ moved }) => moved ?? nothing));
}

/** What was sent for sure, and what may have been sent besides. */
function sent({ writers }: Side): { sure: Uint8Array; perhaps: Uint8Array } {
  const failed = writers.find(({ error, part }) => error !== null && part !== nothing);
  const sure = concat(writers.map(({ moved }) => moved ?? nothing));
  return { sure, perhaps: failed?.part ?? nothing };
}

/** All operations of a side are settled: done, aborted, out of time, or failed with one of these. */
async function settle({ readers, writers, others }: Side, errors: readonly string[]) {
  const all = [...readers, ...writers];
  await Promise.all([...all.map(({ settled }) => settled), ...others]);
  for (const { error, abort, timeout } of all) {
    if (error === null || (error === ENOUGH && abort.signal.aborted)) continue;
    assertInstanceOf(error, OSError);
    if (error instanceof TimeoutError) assert(timeout !== null && timeout > 0);
    else assert(errors.includes(error.code ?? ""), `${error}`);
  }
}

/** Both sides send all they have, and receive to the end: nothing is lost. */
async function finish(sides: readonly [Side, Side], random: Random): Promise<void> {
  await Promise.all(sides.map(async (side) => {
    const { sock, readers, writers } = side;
    sock.ref();
    const sending = Promise.all(writers.map(({ settled }) => settled))
      .then(() => sock.shutdown(SHUT_WR));
    while (readers.at(-1)?.moved?.length !== 0) {
      recv(side, random);
      await readers.at(-1)?.settled;
    }
    await sending;
    await settle(side, []);
  }));
  for (const { sock } of sides) sock.close();
  const [a, b] = sides;
  for (const [from, to] of [[a, b], [b, a]] as const) assertEquals(received(to), sent(from).sure);
}

/** One side is closed with everything that goes on. */
async function breakOff(sides: readonly [Side, Side]): Promise<void> {
  const [closed, other] = sides;
  closed.sock.close();
  await settle(closed, ["EBADF"]);
  // The end, or the reset, is for everybody.
  await settle(other, ["ECONNRESET", "EPIPE"]);
  other.sock.close();
  for (const [from, to] of [[closed, other], [other, closed]] as const) {
    const { sure, perhaps } = sent(from);
    const got = received(to);
    assert(got.length <= sure.length + perhaps.length);
    assertEquals(got, concat([sure, perhaps]).slice(0, got.length));
  }
}

async function sequence(random: Random): Promise<void> {
  const pair: [Socket, Socket] = random.int(0, 1) === 0 ? smallPair() : tcpPair();
  const [a, b] = pair;
  using _a = a, _b = b;
  const side = (sock: Socket): Side => ({ sock, readers: [], writers: [], others: [] });
  const sides = [side(a), side(b)] as const;
  for (let i = random.int(0, STEPS); i > 0; i--) await step(random.pick(sides), random);
  if (random.int(0, 1) === 0) await finish(sides, random);
  else await breakOff(random.int(0, 1) === 0 ? sides : [sides[1], sides[0]]);
}

test(
  "sockets: random orders of everything",
  seeded(async (random) => {
    let left = SEQUENCES;
    const inTurn = async () => {
      while (left-- > 0) await sequence(seed(random.int(0, 2 ** 32 - 1)));
    };
    // It fails rather than wait for ever; and it keeps the process alive where all is unref'd.
    const { promise, reject } = Promise.withResolvers<never>();
    const watchdog = setTimeout(() => reject(new Error("some promise is never settled")), 60_000);
    try {
      await Promise.race([promise, Promise.all(Array.from({ length: AT_ONCE }, inTurn))]);
    } finally {
      clearTimeout(watchdog);
      // The timer for unref'd sockets is not under way any more when one like it has come after it.
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }),
);

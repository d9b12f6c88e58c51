/** The course of a Happy Eyeballs race, on a clock of the test's own. */
import { assert, assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { OSError } from "@bsd/socket";
import { interleave, race } from "../../src/awaited/race.ts";
import { test } from "../support/census.ts";
import { turns } from "./support.ts";

const DELAY = 250;

/** What an attempt gets that succeeds. */
class Prize implements Disposable {
  disposed = 0;
  constructor(readonly index: number) {}
  [Symbol.dispose](): void {
    this.disposed++;
  }
}

interface Runner {
  readonly signal: AbortSignal;
  succeed(): Prize;
  fail(error: unknown): void;
}

/** A race of so many attempts, whose outcomes the test decides. */
function start(
  count: number,
  { delay = DELAY, signal, deaf = false }: {
    readonly delay?: number | null;
    readonly signal?: AbortSignal;
    /** The attempts go on when they are aborted. */
    readonly deaf?: boolean;
  } = {},
) {
  const runners: Runner[] = [];
  const timers: { callback: () => void; milliseconds: number; on: boolean }[] = [];
  const attempts = Array.from({ length: count }, (_, index) => (signal: AbortSignal) => {
    const { promise, resolve, reject } = Promise.withResolvers<Prize>();
    if (!deaf) signal.addEventListener("abort", () => reject(signal.reason));
    assertEquals(index, runners.length);
    runners.push({
      signal,
      succeed() {
        const prize = new Prize(index);
        resolve(prize);
        return prize;
      },
      fail: reject,
    });
    return promise;
  });
  const outcome = race(attempts, delay, signal, (callback, milliseconds) => {
    const timer = { callback, milliseconds, on: true };
    timers.push(timer);
    return () => timer.on = false;
  });
  // Which is for the test to see, when it gets to it.
  outcome.catch(() => {});
  const pending = () => timers.filter(({ on }) => on);
  function runner(index: number): Runner {
    const found = runners[index];
    assert(found !== undefined, `attempt ${index} has not begun`);
    return found;
  }
  return {
    outcome,
    runners,
    runner,
    pending,
    /** Which attempts have not been aborted. */
    racing: () => runners.flatMap(({ signal }, index) => signal.aborted ? [] : [index]),
    /** Lets the head start pass. */
    async tick() {
      const [timer] = pending();
      assert(timer !== undefined && pending().length === 1, "one timer at a time");
      assertEquals(timer.milliseconds, delay);
      timer.on = false;
      timer.callback();
      await turns(1);
    },
    async succeed(index: number) {
      const prize = runner(index).succeed();
      await turns(1);
      return prize;
    },
    async fail(index: number, error: unknown = new OSError(index, `attempt ${index}`)) {
      runner(index).fail(error);
      await turns(1);
    },
  };
}

test("interleave: the kinds take turns, the first one's first", () => {
  const cases = {
    "": "",
    a1: "a1",
    "a1 a2": "a1 a2",
    "a1 b1": "a1 b1",
    "a1 a2 b1 b2": "a1 b1 a2 b2",
    "b1 b2 a1": "b1 a1 b2",
    "a1 b1 b2 a2": "a1 b1 a2 b2",
    "a1 a2 a3 a4 b1": "a1 b1 a2 a3 a4",
    "b1 a1 a2 a3": "b1 a1 a2 a3",
    "a1 a2 b1 c1 b2": "a1 b1 c1 a2 b2",
  };
  for (const [given, expected] of Object.entries(cases)) {
    const items = given.split(" ");
    assertEquals(interleave(items, ([kind]) => kind), expected.split(" "), given);
  }
  assertEquals(interleave([], () => 0), []);
});

test("each attempt has its head start, and the first to succeed wins", async () => {
  const { outcome, runners, tick, succeed, racing, pending } = start(4);
  await turns(1);
  assertEquals(racing(), [0]);
  await tick();
  assertEquals(racing(), [0, 1]);
  await tick();
  assertEquals(racing(), [0, 1, 2]);
  const prize = await succeed(1);
  assertEquals(await outcome, { winner: prize });
  assertEquals([racing(), runners.length, pending()], [[], 3, []]);
  assertEquals(prize.disposed, 0);
});

test("the first attempt can still win after the others began; none begins behind the last", async () => {
  const { outcome, tick, succeed, pending } = start(2);
  await tick();
  assertEquals(pending(), []);
  const prize = await succeed(0);
  assertEquals(await outcome, { winner: prize });
});

test("a failure begins the next attempt at once, with a head start of its own", async () => {
  const { outcome, tick, fail, succeed, racing, runners, pending } = start(4);
  await fail(0);
  assertEquals(runners.length, 2);
  assertEquals(pending().length, 1);
  await tick();
  assertEquals(runners.length, 3);
  await fail(1);
  assertEquals([runners.length, pending()], [4, []]);
  assertEquals(racing().slice(-2), [2, 3]);
  const prize = await succeed(3);
  assertEquals(await outcome, { winner: prize });
});

test("without a head start each attempt waits for the failure of the one before", async () => {
  const { outcome, fail, succeed, runners, pending } = start(3, { delay: null });
  for (const index of [0, 1]) {
    await turns(2);
    assertEquals([runners.length, pending()], [index + 1, []]);
    await fail(index);
  }
  const prize = await succeed(2);
  assertEquals(await outcome, { winner: prize });
});

test("when all fail there are all errors, in the order of the attempts", async () => {
  const { outcome, tick, fail } = start(3);
  await tick();
  await tick();
  for (const index of [2, 0, 1]) await fail(index);
  const found = await outcome;
  assert("errors" in found);
  assertEquals(found.errors.map(({ errno }) => errno), [0, 1, 2]);
});

test("no attempts, no errors", async () => {
  assertEquals(await start(0).outcome, { errors: [] });
});

test("what comes too late is disposed of before the race is over", async () => {
  const { outcome, tick, runner } = start(3, { deaf: true });
  await tick();
  await tick();
  let over = false;
  const ended = outcome.then(() => over = true);
  const winner = runner(2).succeed();
  await turns(2);
  const late = runner(0).succeed();
  await turns(2);
  assertEquals([winner.disposed, late.disposed, over], [0, 1, false]);
  runner(1).fail(new OSError(null, "too late as well"));
  await ended;
  assertEquals(await outcome, { winner });
});

test("two that succeed together: the first to do so wins", async () => {
  const { outcome, tick, runner } = start(2, { deaf: true });
  await tick();
  const [second, first] = [runner(1).succeed(), runner(0).succeed()];
  assertEquals(await outcome, { winner: second });
  assertEquals([first.disposed, second.disposed], [1, 0]);
});

test("an error that is no OSError ends the race", async () => {
  const { outcome, tick, fail, racing, pending } = start(3);
  await tick();
  const mistake = new RangeError("timeout must be…");
  await fail(0, mistake);
  assertStrictEquals(await assertRejects(() => outcome), mistake);
  assertEquals([racing(), pending()], [[], []]);
});

test("a signal gives all attempts up, and waits for their end", async () => {
  const controller = new AbortController();
  const { outcome, tick, runners, runner, racing, pending } = start(3, {
    signal: controller.signal,
    deaf: true,
  });
  await tick();
  let over = false;
  const reason = outcome.catch((reason) => reason).finally(() => over = true);
  controller.abort("enough");
  assertEquals([racing(), pending()], [[], []]);
  const late = runner(0).succeed();
  await turns(2);
  assertEquals([late.disposed, over], [1, false]);
  runner(1).fail(new Error("aborted"));
  assertEquals(await reason, "enough");
  assertEquals(runners.length, 2);
});

test("a signal that aborted before lets nothing begin, one that aborts later changes nothing", async () => {
  const none = start(2, { signal: AbortSignal.abort("no") });
  assertEquals(await none.outcome.catch((reason) => reason), "no");
  assertEquals([none.runners, none.pending()], [[], []]);

  const controller = new AbortController();
  const { outcome, succeed, racing } = start(1, { signal: controller.signal });
  const prize = await succeed(0);
  controller.abort("too late");
  assertEquals(await outcome, { winner: prize });
  assertEquals([racing(), prize.disposed], [[], 0]);
});

import { assert, assertEquals, assertNotEquals, assertRejects, assertThrows } from "@std/assert";
import { test } from "./census.ts";
import { deno } from "./peer.ts";
import { random, seeded } from "./seed.ts";

test("random: equal seeds give equal data, others do not", () => {
  assertEquals(random(1).bytes(100), random(1).bytes(100));
  assertNotEquals(random(1).bytes(100), random(2).bytes(100));
});

test("random: int reaches both ends and no further", () => {
  const source = random(3);
  const seen = new Set(Array.from({ length: 1000 }, () => source.int(-2, 2)));
  assertEquals([...seen].sort((a, b) => a - b), [-2, -1, 0, 1, 2]);
  assertEquals(source.int(7, 7), 7);
  for (let i = 0; i < 1000; i++) {
    const n = source.int(0, 2 ** 32 - 1);
    assert(Number.isSafeInteger(n) && n >= 0 && n < 2 ** 32, `${n}`);
  }
});

test("random: bytes takes all values", () => {
  assertEquals(new Set(random(4).bytes(10_000)).size, 256);
  assertEquals(random(4).bytes(0), new Uint8Array(0));
});

test("random: pick takes every item", () => {
  const source = random(5);
  const items = ["a", "b", "c"];
  assertEquals(
    new Set(Array.from({ length: 100 }, () => source.pick(items))),
    new Set(items),
  );
  assertThrows(() => source.pick([]), RangeError);
});

test("seeded: passes what the body throws, and says the seed on stderr", async () => {
  const url = JSON.stringify(new URL("./seed.ts", import.meta.url).href);
  const source = (env: string) => `
    import { seeded } from ${url};
    ${env}
    await seeded((random) => { console.log(random.seed, random.int(0, 99)); throw new TypeError("mine"); })();
  `;
  await using first = deno(source(""));
  const [seed, number] = (await first.line()).split(" ");
  await assertRejects(() => first.end(), Error, `SEED=${seed}`);
  await using again = deno(source(`Deno.env.set("SEED", "${seed}");`));
  assertEquals(await again.line(), `${seed} ${number}`);
  await assertRejects(() => again.end(), Error, "mine");
});

test("seeded: is silent when the body passes", async () => {
  let ran = 0;
  await seeded(() => void ran++)();
  assertEquals(ran, 1);
});

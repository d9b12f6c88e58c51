/** Random test data that can be had again: the seed is printed when a test fails. */

/** A source of random numbers; equal seeds give equal sequences. */
export interface Random {
  /** What it was seeded with. */
  readonly seed: number;
  /** An integer from `min` to `max`, both included; at most 2**32 values apart. */
  int(min: number, max: number): number;
  /** `length` random bytes. */
  bytes(length: number): Uint8Array<ArrayBuffer>;
  /** One of the items; of an empty list, a RangeError. */
  pick<T>(items: readonly T[]): T;
}

/** A source with this seed, an integer from 0 to 2**32 - 1. */
export function random(seed: number): Random {
  // A Weyl sequence whose terms are mixed by xor-shifts and multiplications (mulberry32, public domain).
  let state = seed >>> 0;
  const uint32 = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const int = (min: number, max: number): number =>
    min + Math.floor(uint32() / 2 ** 32 * (max - min + 1));
  return {
    seed,
    int,
    bytes: (length) => {
      // Not Uint8Array.from, whose iteration takes twenty seconds a megabyte under emulation.
      const bytes = new Uint8Array(length);
      for (let i = 0; i < length; i++) bytes[i] = uint32() >>> 24;
      return bytes;
    },
    pick: (items) => {
      for (const item of items.slice(int(0, items.length - 1))) return item;
      throw new RangeError("nothing to pick from");
    },
  };
}

/**
 * A test body that gets a random source: `test("…", seeded((random) => { … }))`. The seed is the
 * environment's SEED, else another one each time; a failure says which it was.
 */
export function seeded(fn: (random: Random) => void | Promise<void>): () => Promise<void> {
  return async () => {
    const given = Deno.env.get("SEED");
    const seed = given === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(given) >>> 0;
    try {
      await fn(random(seed));
    } catch (e) {
      console.error(`failed with random data; run again with SEED=${seed} to get the same`);
      throw e;
    }
  };
}

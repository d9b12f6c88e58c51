/** Random scenarios, and the comparison of what Python and we make of them. */
import { scaled } from "../support/scale.ts";
import { assert } from "@std/assert";
import { ask, type Outcome, pythonIsAtLeast, type Receive, type Scenario } from "./oracle.ts";
import { play } from "./scripted.ts";

const seed = Number(Deno.env.get("FILE_SEED") ?? crypto.getRandomValues(new Uint32Array(1))[0]);
const rounds = Number(Deno.env.get("FILE_ROUNDS") ?? 1);

/** Mulberry32: a small generator of 32 bits of state. */
function randomFrom(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Random choices, the same for the same seed and name. */
export class Dice {
  readonly #random: () => number;

  constructor(name: string) {
    this.#random = randomFrom([...name].reduce((h, c) => Math.imul(h, 31) + c.charCodeAt(0), seed));
  }

  /** An integer of `low` to `high`. */
  int(low: number, high: number): number {
    return low + Math.floor(this.#random() * (high - low + 1));
  }

  pick<T>(items: readonly T[]): T {
    return items[this.int(0, items.length - 1)] as T;
  }

  times<T>(low: number, high: number, make: () => T): T[] {
    return Array.from({ length: this.int(low, high) }, make);
  }

  chance(probability: number): boolean {
    return this.#random() < probability;
  }

  /** Cuts bytes into chunks. */
  cut(bytes: Uint8Array): string[] {
    const longest = this.pick([1, 2, 3, 7, 40, 9000]);
    const chunks: string[] = [];
    for (let at = 0; at < bytes.length;) {
      const size = this.int(1, longest);
      chunks.push(bytes.subarray(at, at + size).toHex());
      at += size;
    }
    return chunks;
  }

  /** Puts events between chunks. */
  mix(chunks: readonly string[], events: readonly Receive[]): Receive[] {
    return chunks.flatMap((chunk) => this.chance(0.25) ? [this.pick(events), chunk] : [chunk]);
  }
}

/** An outcome as JSON, without what is ours to decide. */
function comparable({ mode, options }: Scenario, outcome: Outcome | undefined): unknown {
  const { encoding, errors, newline } = options;
  // Python's BufferedRWPair finds lines by peeking, which asks the socket more often at its end; and
  // where only "\r\n" ends a line, Python waits for what follows a "\r" even if the limit is reached.
  const asksMore = /r.*w|w.*r/.test(mode) || newline === "\r\n";
  // In its table-driven encodings Python counts what it could have escaped as part of the error.
  const elsewhere = errors === "surrogateescape" && /^(cp|iso|koi)/.test(encoding ?? "");
  return JSON.parse(
    JSON.stringify(asksMore ? { ...outcome, asked: [] } : outcome),
    (key, value) => key === "at" && elsewhere ? null : value,
  );
}

/** Compares two JSON values part by part, so that what is reported is the part that differs. */
function assertSame(ours: unknown, theirs: unknown, what: string): void {
  if (typeof ours !== "object" || ours === null || typeof theirs !== "object" || theirs === null) {
    assert(
      ours === theirs,
      `${what}\n  ours: ${JSON.stringify(ours)}\n  Python: ${JSON.stringify(theirs)}`,
    );
    return;
  }
  const [a, b] = [new Map(Object.entries(ours)), new Map(Object.entries(theirs))];
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    assertSame(a.get(key), b.get(key), `${key}, ${what}`);
  }
}

async function compare(name: string, make: (dice: Dice) => Scenario, count: number): Promise<void> {
  const dice = new Dice(name);
  const scenarios = Array.from({ length: count * rounds }, () => make(dice));
  const theirs = await ask(scenarios);
  scenarios.forEach((scenario, i) => {
    assertSame(
      comparable(scenario, play(scenario)),
      comparable(scenario, theirs[i]),
      `seed ${seed}, scenario ${i}: ${JSON.stringify(scenario)}`,
    );
  });
}

/**
 * `since` is the minor version from which Python behaves so: only 3.13 sends a buffer as soon as it
 * is full, and keeps what was decoded when a text file is written.
 */
export function differential(
  name: string,
  count: number,
  make: (dice: Dice) => Scenario,
  since = 11,
): void {
  Deno.test({
    name: `as Python (seed ${seed}): ${name}`,
    ignore: !pythonIsAtLeast(3, since),
    fn: () => compare(name, make, scaled(count)),
  });
}

/** What is measured, and how: medians of interleaved rounds. */

/** What a figure counts: rates are better when they are greater, the others when they are less. */
export type Unit = "/s" | "MiB/s" | "ns" | "µs" | "ms" | "bytes";

/** One figure of a case, as it is shown. */
export interface Figure {
  /** What was done. */
  readonly title: string;
  readonly unit: Unit;
  /** By contender, how many times as fast (or as small) as it ours should be at least. */
  readonly goals?: Readonly<Record<string, number>>;
  /** How much more of the unit than any other's ours may be: for what is a sum on top of theirs. */
  readonly allowance?: number;
}

/** A figure, measured. */
export interface Result extends Figure {
  /** Which case it belongs to. */
  readonly name: string;
  /** The contenders' medians; ours is `ours`. */
  readonly medians: Readonly<Record<string, number>>;
}

/** A case: a name to choose it by, and what measures it. */
export interface Case {
  readonly name: string;
  /** Measures each of its figures so many times, by default as often as the case needs. */
  readonly measure: (rounds?: number) => Promise<Omit<Result, "name">[]>;
}

/** Measures once, and returns the case's figures in their order; NaN where it has no such figure. */
export type Contender = () => Promise<readonly number[]>;

/** The middle value; NaN of nothing. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/**
 * Runs each contender once a round, so that what else the machine does hits all of them alike, and
 * returns the medians. Single figures of a shared machine are noise; ratios within one run are less
 * so.
 *
 * @param contenders By name; those that cannot run here are undefined, and left out. Without
 * `ours`, for want of a load, there is nothing to measure.
 */
export async function interleave(
  rounds: number,
  figures: readonly Figure[],
  contenders: Readonly<Record<string, Contender | undefined>>,
): Promise<Omit<Result, "name">[]> {
  if (contenders.ours === undefined) return [];
  const present = Object.entries(contenders).flatMap(([name, run]) =>
    run === undefined ? [] : [{ name, run, rounds: [] as (readonly number[])[] }]
  );
  for (let round = 0; round < rounds; round++) {
    for (const contender of present) contender.rounds.push(await contender.run());
  }
  return figures.map((figure, i) => {
    const medians = present.map(({ name, rounds }) =>
      [name, median(rounds.map((values) => values[i] ?? NaN))] as const
    );
    return { ...figure, medians: Object.fromEntries(medians.filter(([, value]) => !isNaN(value))) };
  });
}

/** How many times as fast (or as small) ours is as the other contenders, by their names. */
export function ratios(result: Result): Record<string, number> {
  const { ours = NaN, ...others } = result.medians;
  const greaterIsBetter = result.unit.endsWith("/s");
  return Object.fromEntries(
    Object.entries(others).map((
      [name, other],
    ) => [name, greaterIsBetter ? ours / other : other / ours]),
  );
}

/** The goals that were missed, in words. */
export function missed(result: Result): string[] {
  const all = ratios(result);
  const { ours = NaN, ...others } = result.medians;
  const behind = Object.entries(result.goals ?? {}).flatMap(([name, goal]) => {
    const ratio = all[name];
    return ratio === undefined || ratio >= goal
      ? []
      : [`${name} ${ratio.toFixed(2)}× < ${goal.toFixed(2)}×`];
  });
  const { allowance = Infinity } = result;
  const above = Object.entries(others).flatMap(([name, other]) =>
    ours - other <= allowance
      ? []
      : [`${(ours - other).toFixed(1)} ${result.unit} over ${name} > ${allowance}`]
  );
  return [...behind, ...above];
}

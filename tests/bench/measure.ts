/** What the cases share: medians of interleaved rounds, and a table of them. */

/** The middle value; NaN of nothing. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/**
 * Runs each contender once a round, so that what else the machine does hits all of them alike, and
 * returns each one's median. Single figures of a shared machine are noise; ratios within one run
 * are not.
 */
export async function interleave<Name extends string>(
  rounds: number,
  contenders: Record<Name, () => number | Promise<number>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(contenders) as Name[];
  const values = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) values.get(name)?.push(await contenders[name]());
  }
  return Object.fromEntries(
    names.map((name) => [name, median(values.get(name) ?? [])]),
  ) as Record<Name, number>;
}

/** Prints rows in columns. */
export function table(title: string, rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  console.log(`\n${title}`);
  for (const row of rows) {
    const cells = row.map((cell, i) =>
      i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)
    );
    console.log(`  ${cells.join("   ")}`);
  }
}

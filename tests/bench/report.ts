/** The results as a table. */
import { missed, ratios, type Result, type Unit } from "./measure.ts";

/** The order of the columns; a contender that is not named here comes last. */
export const COLUMNS: readonly string[] = [
  "ours",
  "C",
  "Python",
  "Deno",
  "Node",
  "asyncio",
  "uvloop",
];

/** The contenders of all results, in the order in which they are shown. */
export function contenders(results: readonly Result[]): string[] {
  const names = new Set(results.flatMap((result) => Object.keys(result.medians)));
  return [
    ...COLUMNS.filter((name) => names.has(name)),
    ...[...names].filter((name) => !COLUMNS.includes(name)).sort(),
  ];
}

function quantity(value: number, unit: Unit): string {
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  const number = value.toLocaleString("en", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return unit.startsWith("/") ? number + unit : `${number} ${unit}`;
}

/**
 * A line for each figure, the contenders' medians side by side, after each one's how many times as
 * fast (or as small) as it ours is; last the goals that were missed.
 */
export function table(results: readonly Result[]): string {
  const names = contenders(results);
  const rows = results.map((result) => {
    const all = ratios(result);
    const cells = names.map((name) => {
      const value = result.medians[name];
      if (value === undefined) return "";
      const ratio = all[name];
      return quantity(value, result.unit) +
        (ratio === undefined ? "" : `  ${ratio.toFixed(2)}×`.padStart(8));
    });
    return [result.title, ...cells, missed(result).join("; ")];
  });
  const all = [["", ...names, "goals missed"], ...rows];
  const widths = all[0]?.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0))) ?? [];
  const lines = all.map((row) =>
    row.map((cell, i) =>
      i === 0 || i === row.length - 1 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)
    ).join("  ").trimEnd()
  );
  return lines.join("\n");
}

/** What the benchmark makes of its measurements. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { chart } from "./chart.ts";
import { interleave, median, missed, ratios, type Result } from "./measure.ts";
import { table } from "./report.ts";

const result = (more: Partial<Result>): Result => ({
  name: "case",
  title: "a <case>",
  unit: "ns",
  medians: { ours: 100, C: 80, Python: 150 },
  ...more,
});

Deno.test("contenders take turns, and those that are missing are left out", async () => {
  const turns: string[] = [];
  const contender = (name: string, figures: number[][]) => () => {
    turns.push(name);
    return Promise.resolve(figures.shift() ?? []);
  };
  const results = await interleave(3, [{ title: "a", unit: "ns" }, { title: "b", unit: "/s" }], {
    ours: contender("ours", [[1, 10], [3, 30], [2, 20]]),
    C: contender("C", [[5, NaN], [5, NaN], [5, NaN]]),
    Node: undefined,
  });
  assertEquals(turns.join(" "), "ours C ours C ours C");
  assertEquals(results.map(({ medians }) => medians), [{ ours: 2, C: 5 }, { ours: 20 }]);
  assert(isNaN(median([])));
});

Deno.test("nothing is measured where ours cannot be", async () => {
  const contenders = { ours: undefined, C: () => Promise.reject(new Error("ran")) };
  assertEquals(await interleave(1, [{ title: "a", unit: "ns" }], contenders), []);
});

Deno.test("a ratio above one means that ours is better, whatever is counted", () => {
  const times = ratios(result({}));
  assertAlmostEquals(times.C ?? NaN, 0.8);
  assertAlmostEquals(times.Python ?? NaN, 1.5);
  const rates = ratios(result({ unit: "MiB/s" }));
  assertAlmostEquals(rates.C ?? NaN, 1.25);
  assertAlmostEquals(rates.Python ?? NaN, 2 / 3);
});

Deno.test("goals are missed by name, and not for want of a peer", () => {
  const goals = { C: 0.9, Python: 1.5, Node: 2 };
  assertEquals(missed(result({ goals })), ["C 0.80× < 0.90×"]);
  assertEquals(missed(result({ allowance: 15 })), ["20.0 ns over C > 15"]);
  assertEquals(missed(result({ allowance: 20 })), []);
});

Deno.test("the table has a column for each contender, the chart a bar for each peer", () => {
  const results = [result({}), result({ medians: { ours: 1, uvloop: 2 } })];
  const [head = "", first = ""] = table(results).split("\n");
  assertEquals(head.trim().split(/ {2,}/), ["ours", "C", "Python", "uvloop", "goals missed"]);
  assertEquals(first.split(/ {2,}/), ["a <case>", "100 ns", "80.0 ns", "0.80×", "150 ns", "1.50×"]);
  const svg = chart([...results, result({ allowance: 1, title: "not shown" })]);
  assertEquals(svg.match(/<title>a &#60;case&#62;: [\d.]+× as fast as \w+</g)?.length, 3);
  assert(!svg.includes("not shown"));
});

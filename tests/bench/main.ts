/** `deno task bench`: the library beside what people would use instead, in one run. */
import { parseArgs } from "node:util";
import { cases } from "./cases.ts";
import { chart } from "./chart.ts";
import { missed, ratios, type Result } from "./measure.ts";
import { leftOut, versions } from "./programs.ts";
import { table } from "./report.ts";

const USAGE = `deno task bench [options] [case…]

Measures the library and its peers in turn, and prints the medians; after each peer's, how many times
as fast (or as small) as it this library is. Cases: ${cases.map(({ name }) => name).join(", ")};
all of them by default.

  --json        print the results as JSON instead
  --svg FILE    write a bar chart of the ratios
  --rounds N    measure each figure N times, instead of as often as its case asks for
  --help        print this`;

function fail(message: string): never {
  console.error(`${message}\n\n${USAGE}`);
  Deno.exit(2);
}

function options() {
  try {
    return parseArgs({
      args: Deno.args,
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        svg: { type: "string" },
        rounds: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    fail(error instanceof Error ? error.message : `${error}`);
  }
}

const { values, positionals } = options();
if (values.help) {
  console.log(USAGE);
  Deno.exit();
}
const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) {
  fail(`--rounds takes a whole number from 1, not "${values.rounds}"`);
}
for (const name of positionals) {
  if (!cases.some((known) => known.name === name)) fail(`there is no case "${name}"`);
}

const results: Result[] = [];
for (const { name, measure } of cases) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const begin = performance.now();
  try {
    for (const result of await measure(rounds)) results.push({ name, ...result });
    console.error(`${name}: measured in ${((performance.now() - begin) / 1e3).toFixed(0)} s`);
  } catch (error) {
    // The other cases' figures are as good without this one's.
    console.error(`${name}: failed`, error);
    Deno.exitCode = 1;
  }
}

const absent = [...leftOut].map(([name, reason]) => `left out: ${name}: ${reason}`);
if (values.json) {
  const system = { ...Deno.build, processors: navigator.hardwareConcurrency, versions: versions() };
  const all = results.map((result) => ({
    ...result,
    ratios: ratios(result),
    missed: missed(result),
  }));
  console.log(
    JSON.stringify({ system, leftOut: Object.fromEntries(leftOut), results: all }, null, 2),
  );
} else {
  const found = Object.entries(versions()).map(([name, version]) => `${name} ${version}`);
  console.log(["", table(results), "", found.join(", "), ...absent].join("\n"));
}
if (values.svg !== undefined) await Deno.writeTextFile(values.svg, chart(results));

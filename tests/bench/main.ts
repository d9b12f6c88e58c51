/** `deno task bench`: the library beside what people would use instead, in one run. */
import { batchesCase } from "./batches.ts";
import { echoCase, responsivenessCase } from "./echo.ts";
import { socketpairCase } from "./socketpair.ts";

const cases: Record<string, () => Promise<void>> = {
  socketpair: socketpairCase,
  batches: batchesCase,
  echo: echoCase,
  responsiveness: responsivenessCase,
};

const chosen = Deno.args.length === 0 ? Object.keys(cases) : Deno.args;
for (const name of chosen) {
  const run = cases[name];
  if (run === undefined) {
    console.error(`no case "${name}": there are ${Object.keys(cases).join(", ")}`);
    Deno.exit(2);
  }
  await run();
}

/** Runs the tests with Deno for arm64 Linux, under an emulator of the processor. */
import { join } from "@std/path";
import { SCALE } from "../support/scale.ts";
import { DENO } from "../support/runtime.ts";
import { root, runOn } from "./run.ts";

const runner = "arm64/run-on-arm64";

Deno.exit(
  await runOn({
    name: "arm64",
    runner,
    together: true,
    env: { ARM64_TIMEOUT: "900", [SCALE]: "10", [DENO]: join(root, "../shared", runner) },
  }, ["tests"]),
);

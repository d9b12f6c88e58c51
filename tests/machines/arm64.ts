/** Runs the tests with Deno for arm64 Linux, under an emulator of the processor. */
import { join } from "@std/path";
import { DENO } from "../support/runtime.ts";
import { MACHINE } from "../support/skips.ts";
import { root, runOn } from "./run.ts";

const runner = "arm64/run-on-arm64";

Deno.exit(
  await runOn({
    runner,
    env: { ARM64_TIMEOUT: "900", [DENO]: join(root, "../shared", runner), [MACHINE]: "arm64" },
  }, ["tests/ffi", "tests/sockaddr", "tests/structs", "tests/socket", "tests/names"]),
);

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
    env: { ARM64_TIMEOUT: "900", [SCALE]: "10", [DENO]: join(root, "../shared", runner) },
  }, [
    "tests/ffi/batches_test.ts",
    "tests/ffi/struct_cmsg_test.ts",
    "tests/ffi/struct_layout_test.ts",
    "tests/ffi/struct_test.ts",
    "tests/sockaddr",
    "tests/socket/batches_content_test.ts",
    "tests/socket/batches_test.ts",
    "tests/socket/connection_test.ts",
    "tests/socket/default_timeout_test.ts",
    "tests/socket/inheritance_test.ts",
    "tests/socket/inspect_test.ts",
    "tests/socket/lifetime_test.ts",
    "tests/socket/makefile_test.ts",
    "tests/socket/messages_test.ts",
    "tests/socket/tcp_test.ts",
    "tests/ancillary/kinds_test.ts",
    "tests/ancillary/errors_test.ts",
    "tests/ancillary/unix_test.ts",
    "tests/awaited/poller_test.ts",
    "tests/awaited/batches_test.ts",
    "tests/awaited/cancel_test.ts",
    "tests/awaited/connection_test.ts",
    "tests/awaited/connection_race_test.ts",
    "tests/awaited/iteration_test.ts",
    "tests/awaited/lookups_test.ts",
    "tests/awaited/lookups_backend_test.ts",
    "tests/awaited/mixing_test.ts",
    "tests/awaited/mixing_order_test.ts",
  ]),
);

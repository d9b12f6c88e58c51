/** Runs the tests of the socket families under a Linux kernel that has those most kernels leave out. */
import { root, runOn } from "./run.ts";

Deno.exit(
  await runOn({
    name: "kernel",
    runner: "kernel/run-in-kernel",
    args: [root, Deno.execPath()],
    env: { KERNEL_TIMEOUT: "900" },
  }, ["tests/families"]),
);

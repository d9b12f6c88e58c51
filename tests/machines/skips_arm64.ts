/** What the emulator of an arm64 processor cannot run, or takes too long for. */
import type { Skips } from "../support/skips.ts";

export const arm64: Skips = {
  files: {},
  tests: {
    "Each start of Deno costs seconds under emulation; nothing of poll(2) is the processor's own": [
      "all of this file on poll(2)",
    ],
  },
};

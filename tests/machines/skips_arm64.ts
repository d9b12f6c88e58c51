/** What the emulator of an arm64 processor cannot run, or takes too long for. */
import type { Skips } from "../support/skips.ts";

export const arm64: Skips = {
  files: {},
  tests: {},
};

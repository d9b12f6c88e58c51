/** What Windows lacks, and what Wine lacks of Windows. */
import type { Skips } from "../support/skips.ts";

/** Windows itself. */
export const windows: Skips = {
  files: {},
  tests: {},
};

/** Wine, which the Windows build of Deno runs under on Linux. */
export const wine: Skips = {
  files: {},
  tests: {},
};

/** The lists of every kind of machine. */
import { MACHINE, reasonFor, type Skips } from "../support/skips.ts";
import { arm64 } from "./skips_arm64.ts";
import { windows, wine } from "./skips_windows.ts";

/** The lists that hold for a machine; null: where the tests run now. */
export function listsOf(machine: string | null = null): readonly Skips[] {
  const name = machine ?? Deno.env.get(MACHINE);
  if (name === "arm64") return [arm64];
  if (name === "wine") return [windows, wine];
  return Deno.build.os === "windows" ? [windows] : [];
}

/** The repository. */
const root = new URL("../../", import.meta.url).href;

/** Why a test is not run here; null: it is. The file it is in may be what cannot be. */
export function skipReason(test: string): string | null {
  for (const { files, tests } of listsOf()) {
    const reason = reasonFor(Deno.mainModule.replace(root, ""), files) ?? reasonFor(test, tests);
    if (reason !== null) return reason;
  }
  return null;
}

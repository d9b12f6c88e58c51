/**
 * musl, the other C library of Linux: what the symbol table asks for is there, or optional. Deno has
 * no build on musl to run the tests with, so its file is looked into.
 */
import { assertEquals } from "@std/assert";
import { symbols } from "../../ffi/symbols/linux.ts";
import { SKIPPED } from "../support/skips.ts";

const library = `/lib/ld-musl-${Deno.build.arch}.so.1`;

function exported(): Set<string> | null {
  try {
    const { stdout } = new Deno.Command("nm", { args: ["-D", "--defined-only", library] })
      .outputSync();
    const lines = new TextDecoder().decode(stdout).trim().split("\n");
    return lines.length > 1 ? new Set(lines.map((line) => line.split(" ").at(-1) ?? "")) : null;
  } catch {
    return null;
  }
}

const names = exported();
if (names === null) console.warn(`${SKIPPED}musl: no ${library}, or no nm to read it with`);

Deno.test({
  name: "musl has every function of Linux's table but optional ones",
  ignore: names === null,
  fn() {
    const missing = Object.entries(symbols)
      .filter(([key, symbol]) => !names?.has("name" in symbol ? symbol.name : key));
    const optional = missing.filter(([, symbol]) => "optional" in symbol);
    assertEquals(missing, optional);
    assertEquals(missing.map(([key]) => key), ["getprotobyname_r"]);
  },
});

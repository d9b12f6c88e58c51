import { assertEquals, assertThrows } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { gethostname, sethostname } from "../../src/names/hostname.ts";
import { run } from "../support/peer.ts";
import { test } from "../support/census.ts";
import { assertLikePython } from "./oracle.ts";
import { denoPath } from "../support/runtime.ts";

const MODULE = new URL("../../src/names/hostname.ts", import.meta.url);
const CONFIG = fromFileUrl(new URL("../../deno.json", import.meta.url));

test("gethostname is Python's, and what the OS says", async () => {
  await assertLikePython({ gethostname }, [["gethostname"]]);
  assertEquals(gethostname(), Deno.hostname());
});

test("sethostname refuses what is no name, and lets the OS refuse what is too long", async () => {
  const before = gethostname();
  await assertLikePython({ sethostname }, [
    ["sethostname", 3],
    ["sethostname", null],
    ["sethostname", "a".repeat(65)],
    ["sethostname", new Uint8Array(65).fill(0x61)],
  ]);
  assertThrows(() => sethostname("a\0b"), RangeError, "NUL");
  assertEquals(gethostname(), before);
});

/** Where a new user namespace may be made, any user is root in it, and its name is its own. */
const namespaces = canUnshare();

function canUnshare(): boolean {
  try {
    return new Deno.Command("unshare", { args: ["-r", "-u", "true"] }).outputSync().success;
  } catch {
    return false;
  }
}

/** Runs code in new namespaces, with the module's functions in scope. */
function unshared(flags: readonly string[], code: string): Promise<string> {
  const source = `import { gethostname, sethostname } from "${MODULE}"; ${code}`;
  return run("unshare", [...flags, denoPath, "eval", "--config", CONFIG, source]);
}

test({
  name: "sethostname sets the name",
  ignore: !namespaces,
  fn: async () => {
    const before = gethostname();
    const output = await unshared(
      ["-r", "-u"],
      `for (const name of ["a", "b.example", "ü", new Uint8Array([99]), "d".repeat(64), ""]) {
        sethostname(name);
        console.log(gethostname());
      }`,
    );
    assertEquals(output, `a\nb.example\nü\nc\n${"d".repeat(64)}\n\n`);
    assertEquals(gethostname(), before);
  },
});

test({
  name: "sethostname without the privilege is a PermissionError",
  ignore: !namespaces,
  fn: async () => {
    // In a user namespace of its own, with everybody else's name.
    const output = await unshared(
      ["-U"],
      `try {
        sethostname("b");
      } catch (e) {
        console.log(e.name, e.code, e.message);
      }`,
    );
    assertEquals(
      output,
      "PermissionError EPERM [Errno 1] sethostname: Operation not permitted 'b'\n",
    );
  },
});

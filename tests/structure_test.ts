/** The rules of the tree that a search for text can keep. */
import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";

const root = fromFileUrl(new URL("../", import.meta.url));

/** The lines of the library's own modules that match, each as `file: line`; comments alone do not. */
function lines(pattern: RegExp, folders: readonly string[]): string[] {
  const found: string[] = [];
  function look(path: string): void {
    for (const entry of Deno.readDirSync(root + path)) {
      const inside = `${path}/${entry.name}`;
      if (entry.isDirectory) look(inside);
      else if (entry.name.endsWith(".ts")) {
        for (const line of Deno.readTextFileSync(root + inside).split("\n")) {
          if (pattern.test(line) && !/^\s*\/?\*/.test(line)) {
            found.push(`${inside}: ${line.trim()}`);
          }
        }
      }
    }
  }
  folders.forEach(look);
  return found;
}

/** Those that are not in one of the places. */
function outside(found: readonly string[], ...places: string[]): string[] {
  return found.filter((line) => !places.some((place) => line.startsWith(place)));
}

Deno.test("the OS is asked for in the backend and in the constants alone", () => {
  const found = lines(/Deno\.build\b/, ["ffi", "src", "constants"]);
  assertEquals(outside(found, "ffi/backend/", "constants/"), []);
  // Twins are chosen once.
  assertEquals(found.filter((line) => line.startsWith("constants/")).length, 1);
});

Deno.test("raw memory and libraries are the business of ffi/", () => {
  const found = lines(/Deno\.(dlopen|Unsafe)/, ["ffi", "src", "constants", "examples"]);
  assertEquals(outside(found, "ffi/"), []);
});

Deno.test("nothing escapes the type checker", () => {
  const escapes = /deno-lint-ignore|@ts-(ignore|nocheck|expect-error)/;
  assertEquals(lines(escapes, ["ffi", "src", "constants", "examples"]), []);
});

Deno.test("no program pays for a node: module at its start, see src/node.ts", () => {
  assertEquals(lines(/(from|import) "node:/, ["ffi", "src", "constants"]), []);
});

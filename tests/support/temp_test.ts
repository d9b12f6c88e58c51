import { assert, assertEquals, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { test } from "./census.ts";
import { tempDir } from "./temp.ts";

test("tempDir: is empty, and goes with all in it", () => {
  let path = "";
  {
    using dir = tempDir();
    path = dir.path;
    assertEquals([...Deno.readDirSync(path)], []);
    Deno.mkdirSync(join(path, "a"));
    Deno.writeTextFileSync(join(path, "a", "b"), "c");
  }
  assertThrows(() => Deno.statSync(path), Deno.errors.NotFound);
});

test("tempDir: each is another, with room for a socket's name", () => {
  using a = tempDir();
  using b = tempDir();
  assert(a.path !== b.path);
  assert(join(a.path, "a-socket-name").length < 104, a.path);
});

/** The example that passes descriptors to a child process. */
import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { test } from "../support/census.ts";
import { tempDir } from "../support/temp.ts";
import { example, failure } from "./example.ts";

const PERMISSIONS = ["--allow-ffi", "--allow-read", "--allow-write", "--allow-run"];

test("pass-descriptors: the child serves a file that it may not open", async () => {
  using dir = tempDir();
  const path = join(dir.path, "file");
  Deno.writeTextFileSync(path, `the first line\n${"x".repeat(300_000)}\n`);
  await using peer = example("pass-descriptors", [path], PERMISSIONS);
  const lines = (await peer.end()).trimEnd().split("\n");
  const parent = lines.filter((line) => line.startsWith("parent: "));
  const child = lines.filter((line) => line.startsWith("child:  "));
  assertEquals(parent.length + child.length, lines.length);
  assertMatch(parent.join("\n"), /passing descriptors \d+ \(a socket\) and \d+ \(.*\/file\)/);
  assertMatch(child.join("\n"), /received descriptors \d+ and \d+ with the words "serve this"/);
  assertMatch(child.join("\n"), /served 300016 bytes/);
  assertMatch(parent.join("\n"), /the child's answer begins "the first line"/);
});

test("pass-descriptors: a file that is not there is one line and status 1", async () => {
  using dir = tempDir();
  await using peer = example("pass-descriptors", [join(dir.path, "none")], PERMISSIONS);
  assertMatch(await failure(peer, 1), /^pass-descriptors: ENOENT: .*none'$/);
});

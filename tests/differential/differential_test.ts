/**
 * Makes the calls of the scripts in `calls/` here and in Python, and compares what comes of each:
 * what it returns, or the class, number and text of the error.
 */
import { assertEquals, assertNotEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { AF_INET6, OSError, socket } from "@bsd/socket";
import { test } from "../support/census.ts";
import { run as runProcess } from "../support/peer.ts";
import { newestPython } from "../support/pythons.ts";
import { tempDir } from "../support/temp.ts";
import { differences } from "./deliberate.ts";
import { type Outcome, run } from "./run.ts";
import { normalize, type Script, scripts } from "./script.ts";

const PEER = fromFileUrl(new URL("./peer.py", import.meta.url));

// With an older Python too many errors are of another class.
const OLDEST = 11;

/** What Python says of a script that is wrong. */
const meaningless = new Set(["AttributeError", "NameError", "SyntaxError"]);

async function inPython(directory: string, lines: readonly string[]): Promise<Outcome[]> {
  const input = JSON.stringify({ directory, lines });
  return JSON.parse(await runProcess(newestPython().path, ["-I", PEER], input));
}

async function compare(script: Script): Promise<void> {
  using directory = tempDir();
  // Equally long, because an AF_UNIX path may be too long.
  const [theirs, ours] = [`${directory.path}/py`, `${directory.path}/ts`];
  Deno.mkdirSync(theirs);
  Deno.mkdirSync(ours);
  const python = normalize(script, await inPython(theirs, script.lines), theirs);
  const here = normalize(script, run(ours, script.lines), ours);
  const complaints: string[] = [];
  script.lines.forEach((line, i) => {
    const listed = differences.get(`${script.name}: ${line}`);
    const [left, right] = [JSON.stringify(python[i]), JSON.stringify(here[i])];
    const about = `${line}\n    Python: ${left}\n    here:   ${right}\n`;
    if (meaningless.has(python[i]?.error ?? "")) {
      complaints.push(`the script is wrong: ${about}`);
    } else if (listed === undefined) {
      if (left !== right) complaints.push(about);
    } else if (left !== JSON.stringify(listed.python) || right !== JSON.stringify(listed.here)) {
      complaints.push(`not the difference that is listed (${listed.reason}): ${about}`);
    }
  });
  assertEquals(complaints.length, 0, `\n${complaints.join("\n")}`);
}

function hasIPv6(): boolean {
  try {
    using probe = socket(AF_INET6);
    probe.bind(["::1", 0]);
    return true;
  } catch (error) {
    if (error instanceof OSError) return false;
    throw error;
  }
}

const [, minor] = newestPython().version;

for (const script of scripts(minor)) {
  test({
    name: `calls of ${script.name}: ${script.lines.length} come out as in Python`,
    ignore: Deno.build.os !== "linux" || minor < OLDEST ||
      (script.name === "inet6" && !hasIPv6()),
    fn: () => compare(script),
  });
}

test("each difference that is listed is one, of one call", () => {
  const calls = scripts().flatMap(({ name, lines }) => lines.map((line) => `${name}: ${line}`));
  for (const [call, { python, here }] of differences) {
    assertEquals(calls.filter((other) => other === call).length, 1, call);
    assertNotEquals(python, here, call);
  }
});

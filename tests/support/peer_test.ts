import {
  assert,
  assertEquals,
  assertGreaterOrEqual,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { assertNoLeak, test } from "./census.ts";
import { compile } from "./compile.ts";
import { c, deno, python, run, start } from "./peer.ts";
import { newestPython, pythons } from "./pythons.ts";
import { tempDir } from "./temp.ts";
import { denoPath } from "./runtime.ts";

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("pythons: the newest is first, and is a Python 3", () => {
  const all = pythons();
  assertEquals(newestPython(), all[0]);
  for (const { version } of all) assertEquals(version[0], 3);
  if (Deno.env.has("PYTHON")) return;
  const numbers = all.slice(0, -1).map(({ version }) => version[1]);
  assertEquals(numbers, numbers.toSorted((a, b) => b - a));
});

test("python: lines, stdin and arguments", async () => {
  await using peer = python(
    `
    import sys
    print(sys.argv[1:])
    for line in sys.stdin:
        print("got", line.strip())
        print("é")
    print("no end", end="")
    `,
    "a",
    "b c",
  );
  assertEquals(await peer.line(), "['a', 'b c']");
  await peer.send("x\n");
  assertEquals(await peer.line(), "got x");
  assertEquals(await peer.line(), "é");
  await peer.send("y\nz\n");
  assertEquals(await peer.end(), "got y\né\ngot z\né\nno end");
});

test("peer: lines ends with the output, its last line complete or not", async () => {
  await using peer = python(`print("a\\nb\\n\\nc", end="")`);
  const lines: string[] = [];
  for await (const line of peer.lines) lines.push(line);
  assertEquals(lines, ["a", "b", "", "c"]);
  assertEquals(await peer.end(), "");
});

test("peer: a character may come in two parts", async () => {
  await using peer = python(`
    import sys
    sys.stdout.buffer.write(b"ready\\n\\xc3")
    sys.stdin.readline()
    sys.stdout.buffer.write(b"\\xa9\\n")
  `);
  assertEquals(await peer.line(), "ready");
  await peer.send("go on\n");
  assertEquals(await peer.line(), "é");
});

test("peer: end rejects with the peer's stderr if it failed", async () => {
  await using peer = python(`raise SystemExit("sorry")`);
  const error = await assertRejects(() => peer.end(), Error, "exited with 1");
  assert(error.message.includes("sorry"), error.message);
});

test("peer: line rejects with the peer's stderr if there is none", async () => {
  await using peer = python(`
    import sys
    print("sorry", file=sys.stderr)
  `);
  await assertRejects(() => peer.line(), Error, "sorry");
  await peer.end();
});

test("peer: a signal ends it", async () => {
  await using peer = python(`
    import signal
    print("ready")
    signal.pause()
  `);
  assertEquals(await peer.line(), "ready");
  peer.kill();
  await assertRejects(() => peer.end(), Error, "exited with SIGTERM");
});

test("peer: the end of the scope kills it and closes its pipes, even those a child of it holds", async () => {
  let parent = -1;
  let child = -1;
  try {
    await assertNoLeak(async () => {
      await using peer = python(`
        import os, signal
        pid = os.fork()
        if pid: print(pid)
        signal.pause()
      `);
      parent = peer.pid;
      child = Number(await peer.line());
      assert(exists(parent), "it runs");
    });
    assert(!exists(parent), "it was killed");
  } finally {
    if (child > 0) Deno.kill(child, "SIGKILL");
  }
});

test("peer: the end of the scope shows what a peer that was not ended said on stderr", async () => {
  const shown: string[] = [];
  const { error } = console;
  console.error = (text: string) => shown.push(text);
  try {
    await using peer = start("sh", ["-c", "echo sorry >&2"]);
    for await (const line of peer.lines) assertEquals(line, "");
  } finally {
    console.error = error;
  }
  assertEquals(shown, ["sh said on stderr:\nsorry\n"]);
});

test("peer: the end of the scope is fine with one that has exited", async () => {
  await using peer = python(`print("done")`);
  assertEquals(await peer.line(), "done");
  for await (const line of peer.lines) assertEquals(line, "");
});

test("run: passes the input and returns the output", async () => {
  const input = "x".repeat(300_000);
  assertEquals(await run("cat", [], input), input);
  assertEquals(await run("true", [], input), "");
  await assertRejects(() => run("false"), Error, "false exited with 1");
});

test("start: environment and working directory", async () => {
  using dir = tempDir();
  await using peer = start("sh", ["-c", 'echo "$X"; pwd -P'], { env: { X: "y" }, cwd: dir.path });
  assertEquals(await peer.end(), `y\n${Deno.realPathSync(dir.path)}\n`);
});

test("c: compiles once and runs, with arguments and flags", async () => {
  const source = `
    #include <math.h>
    #include <stdio.h>
    int main(int argc, char **argv) {
      printf("%d %s %g\\n", argc, argv[1], cos(argc - 2.0));
      return WANTED;
    }`;
  const flags = ["-DWANTED=0", "-lm"];
  await using peer = c(source, { flags, args: ["x"] });
  assertEquals(await peer.end(), "2 x 1\n");
  const program = compile(source, flags);
  Deno.truncateSync(program);
  assertEquals(compile(source, flags), program);
  assertEquals(Deno.statSync(program).size, 0);
  await using other = c(source, { flags: ["-DWANTED=7", "-lm"], args: ["x"] });
  await assertRejects(() => other.end(), Error, "exited with 7");
});

test("compile: a source with an error throws the compiler's words", () => {
  assertThrows(() => compile("int main(void) { return nothing; }"), Error, "nothing");
});

test("compile: nothing is left when the tests are done", async () => {
  using dir = tempDir();
  const file = `${dir.path}/compile_test.ts`;
  Deno.writeTextFileSync(
    file,
    `import { compile } from ${JSON.stringify(new URL("./compile.ts", import.meta.url).href)};
     Deno.test("x", () => { compile("int main(void) { return 0; }"); throw new Error("fails"); });`,
  );
  Deno.mkdirSync(`${dir.path}/tmp`);
  const config = new URL("../../deno.json", import.meta.url).pathname;
  await using peer = start(
    denoPath,
    ["test", "-A", "--no-check", "--config", config, file],
    { env: { TMPDIR: `${dir.path}/tmp`, NO_COLOR: "1" } },
  );
  for await (const line of peer.lines) if (line.startsWith("FAILED | 0 passed | 1 failed")) break;
  await assertRejects(() => peer.end(), Error, "exited with 1");
  assertEquals([...Deno.readDirSync(`${dir.path}/tmp`)], []);
});

test("deno: source with arguments, stdin and this repository's imports", async () => {
  await using peer = deno(
    `import { basename } from "@std/path";
     const input: string = await new Response(Deno.stdin.readable).text();
     console.log(basename("a/b"), Deno.args, input);`,
    ["x", "y z"],
  );
  await peer.send("in");
  assertEquals(await peer.end(), 'b [ "x", "y z" ] in\n');
});

test("deno: a module by its URL, and permissions", async () => {
  using dir = tempDir();
  const file = `${dir.path}/peer.ts`;
  Deno.writeTextFileSync(file, `console.log(Deno.permissions.querySync({ name: "net" }).state);`);
  await using free = deno(new URL(`file://${file}`));
  assertEquals(await free.end(), "granted\n");
  await using denied = deno(new URL(`file://${file}`), [], ["--deny-net"]);
  assertEquals(await denied.end(), "denied\n");
});

test("pythons: each that is listed runs", async () => {
  for (const { path, version } of pythons()) {
    const output = await run(path, ["-c", "import platform; print(platform.python_version())"]);
    const [major, minor] = output.split(".").map(Number);
    assertEquals([major, minor], [version[0], version[1]]);
    assertGreaterOrEqual(version[2], 0);
  }
});

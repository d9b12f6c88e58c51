import * as fs from "node:fs";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { assertNoLeak, census, test } from "./census.ts";
import { deno, start } from "./peer.ts";
import { tempDir } from "./temp.ts";
import { denoPath } from "./runtime.ts";

const ignore = Deno.build.os !== "linux";

function open(): number {
  return fs.openSync("/dev/null", "r");
}

test({
  name: "census: names the open descriptors",
  ignore,
  fn() {
    const fd = open();
    try {
      assertEquals(census().get(fd), "/dev/null");
    } finally {
      fs.closeSync(fd);
    }
    assert(!census().has(fd), "the descriptor was closed");
  },
});

test({
  name: "census: is the same twice in a row",
  ignore,
  fn() {
    assertEquals(census(), census());
  },
});

test({
  name: "assertNoLeak: returns what the function returns",
  async fn() {
    assertEquals(await assertNoLeak(() => 1), 1);
    assertEquals(await assertNoLeak(() => Promise.resolve(2)), 2);
  },
});

test({
  name: "assertNoLeak: names a descriptor that was left open",
  ignore,
  async fn() {
    let fd = -1;
    const error = await assertRejects(() => assertNoLeak(() => void (fd = open())), Error);
    fs.closeSync(fd);
    assertEquals(error.message, `descriptors changed: ${fd} /dev/null was left open`);
  },
});

test({
  name: "assertNoLeak: names a descriptor that was closed",
  ignore,
  async fn() {
    const fd = open();
    const error = await assertRejects(() => assertNoLeak(() => fs.closeSync(fd)), Error);
    assertEquals(error.message, `descriptors changed: ${fd} /dev/null was closed`);
  },
});

test({
  name: "assertNoLeak: sees another socket under the same number",
  ignore,
  async fn() {
    const before = census();
    let listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const [fd] = [...census().keys()].filter((key) => !before.has(key));
    const error = await assertRejects(
      () =>
        assertNoLeak(() => {
          listener.close();
          listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
        }),
      Error,
    );
    listener.close();
    assertStringIncludes(error.message, `${fd} socket:[`);
    assertStringIncludes(error.message, "was closed");
    assertStringIncludes(error.message, "was left open");
  },
});

test({
  name: "assertNoLeak: the function's own failure goes first",
  ignore,
  async fn() {
    let fd = -1;
    const failure = () => {
      fd = open();
      throw new RangeError("mine");
    };
    await assertRejects(() => assertNoLeak(failure), RangeError, "mine");
    fs.closeSync(fd);
  },
});

test({
  name: "assertNoLeak: what the runtime opens and closes is not a leak",
  ignore,
  async fn() {
    await assertNoLeak(async () => {
      const child = new Deno.Command("cat", { stdin: "piped", stdout: "piped" }).spawn();
      await child.stdin.close();
      await child.output();
    });
    for (let i = 0; i < 3; i++) {
      await assertNoLeak(async () => {
        const worker = new Worker("data:text/javascript,self.postMessage(0)", { type: "module" });
        await new Promise((resolve) => worker.onmessage = resolve);
        worker.terminate();
      });
    }
    await assertNoLeak(async () => {
      using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      using _client = await Deno.connect({ hostname: "localhost", port: listener.addr.port });
      (await listener.accept()).close();
    });
  },
});

test({
  name: "test: fails a test that leaks, in either form, and no other",
  ignore,
  async fn() {
    using dir = tempDir();
    const file = join(dir.path, "leaky_test.ts");
    Deno.writeTextFileSync(
      file,
      `import { openSync } from "node:fs";
       import { test } from ${JSON.stringify(new URL("./census.ts", import.meta.url).href)};
       const open = () => void openSync("/dev/null", "r");
       test("leaks", open);
       test({ name: "is clean", fn() {} });
       test({ name: "leaks too", fn: open });
       test({ name: "is ignored", ignore: true, fn: open });
       test("keeps a timer", () => void setTimeout(() => {}, 100_000));`,
    );
    await using peer = start(denoPath, ["test", "-A", "--no-check", file], {
      env: { NO_COLOR: "1" },
      cwd: dir.path,
    });
    const lines: string[] = [];
    for await (const line of peer.lines) lines.push(line);
    await assertRejects(() => peer.end(), Error, "exited with 1");
    const output = lines.join("\n");
    assertEquals(output.match(/^(leaks|leaks too|is clean|keeps a timer) .*(ok|FAILED)/gm), [
      "leaks ... FAILED",
      "is clean ... ok",
      "leaks too ... FAILED",
      "keeps a timer ... FAILED",
    ]);
    assertEquals(output.match(/descriptors changed: \d+ \/dev\/null was left open/g)?.length, 2);
    assertStringIncludes(output, "1 passed | 3 failed | 1 ignored");
  },
});

test({
  name: "census: says so, once, where there is no /proc to read",
  async fn() {
    const url = new URL("./census.ts", import.meta.url).href;
    await using peer = deno(
      `console.warn = console.log;
       Deno.readDirSync = () => { throw new Deno.errors.NotFound(); };
       const { assertNoLeak, census } = await import(${JSON.stringify(url)});
       console.log(census().size, await assertNoLeak(() => "ran"));`,
    );
    assertEquals(await peer.line(), "no /proc/self/fd here: leaked descriptors go unnoticed");
    assertEquals(await peer.end(), "0 ran\n");
  },
});

/** The package as it is published: what users get runs, and says what its sources say. */
import { existsSync } from "node:fs";
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { join } from "@std/path";
import * as sources from "@bsd/socket";
import * as promises from "@bsd/socket/promises";
import { test } from "./support/census.ts";
import { start } from "./support/peer.ts";
import { openRegistry, type Registry } from "./support/registry.ts";
import { denoPath } from "./support/runtime.ts";

/** Has Deno do something with a program that imports the package. */
async function program(
  { config, env }: Registry,
  source: string,
  command: readonly string[],
): Promise<string> {
  const file = join(config, "..", "program.ts");
  Deno.writeTextFileSync(file, source);
  await using peer = start(denoPath, [...command, "--quiet", "--config", config, file], {
    env: { ...env, NO_COLOR: "1" },
  });
  return await peer.end();
}

const RUN = ["run", "--no-prompt", "--allow-ffi"];

test("package: a program loads what it takes to run and nothing else, from the first start on", async () => {
  await using registry = openRegistry();
  const source = `import { gethostname } from "@bsd/socket"; console.log(gethostname());`;
  assertEquals(await program(registry, source, RUN), `${Deno.hostname()}\n`);
  assertEquals(await program(registry, source, RUN), `${Deno.hostname()}\n`);
  assertEquals(registry.asked, ["/mod.js"]);
});

test("package: its entries share one library", async () => {
  await using registry = openRegistry();
  const source = `
    import { AF_INET, ConnectionRefusedError, create_server, Socket, socket } from "@bsd/socket";
    import { create_connection } from "@bsd/socket/promises";
    using server = create_server(["127.0.0.1", 0]);
    using client = await create_connection(server.getsockname());
    console.log(client instanceof Socket, client.promises.recv.name);
    using none = socket(AF_INET);
    none.bind(["127.0.0.1", 0]);
    try {
      await create_connection(none.getsockname());
    } catch (error) {
      console.log(error instanceof ConnectionRefusedError, Deno.inspect(error).includes("ECONNREFUSED"));
    }`;
  assertEquals(await program(registry, source, RUN), "true recv\ntrue true\n");
});

test("package: it exports what the sources export, and classes by their names", async () => {
  await using registry = openRegistry();
  const source = `
    import * as socket from "@bsd/socket";
    import * as promises from "@bsd/socket/promises";
    const classes = Object.entries(socket).flatMap(([name, value]) =>
      /^class/.test(String(value)) ? [[name, (value as { name: string }).name]] : []
    );
    const names = [Object.keys(socket), Object.keys(promises)];
    console.log(JSON.stringify({ names, classes }));`;
  const made = JSON.parse(await program(registry, source, RUN));
  const [all, awaited] = made.names;
  // What promises.js takes from mod.js.
  assertEquals(all.filter((name: string) => name !== "./promises"), Object.keys(sources));
  assertEquals(awaited, Object.keys(promises));
  assertEquals(
    made.classes,
    Object.entries(sources).flatMap(([name, value]) =>
      /^class/.test(String(value)) ? [[name, (value as { name: string }).name]] : []
    ),
  );
});

test("package: its types are those of the sources", async () => {
  await using registry = openRegistry();
  const right = `
    import { AF_INET6, type Inet6Address, socket } from "@bsd/socket";
    import { create_connection } from "@bsd/socket/promises";
    export const address: Inet6Address = socket(AF_INET6).getsockname();
    export const bytes: Promise<Uint8Array> = create_connection(["::1", 80]).then((s) => s.recv(1));`;
  const check = ["check", "--allow-import"];
  await program(registry, right, check);
  const wrong = right.replace("<Uint8Array>", "<string>");
  const error = await assertRejects(() => program(registry, wrong, check), Error);
  assertStringIncludes(error.message, "TS2322");
});

test("package: what its pages lead to is in it", async () => {
  await using registry = openRegistry();
  for (const page of ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"]) {
    const text = Deno.readTextFileSync(join(registry.folder, page));
    for (const [, link = ""] of text.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
      assert(existsSync(join(registry.folder, link)), `${page} leads to ${link}`);
    }
  }
});

test("package: the programs in it are there to be run", async () => {
  await using registry = openRegistry();
  const { folder, env } = registry;
  const demo = join(folder, "examples", "demo.ts");
  await using peer = start(denoPath, ["run", "--allow-all", "--quiet", demo], {
    env: { ...env, NO_COLOR: "1" },
  });
  assertMatch(await peer.end(), /\d+ steps done/);
});

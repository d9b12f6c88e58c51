/** What all examples do with `--help`, bad command lines and missing permissions. */
import {
  AF_ALG,
  AF_CAN,
  AF_NETLINK,
  AF_PACKET,
  AF_TIPC,
  AF_VSOCK,
  create_server,
  MSG_ERRQUEUE,
  SIO_RCVALL,
} from "@bsd/socket";
import { assertEquals, assertMatch } from "@std/assert";
import { test } from "../support/census.ts";
import { denoPath } from "../support/runtime.ts";
import { scaled } from "../support/scale.ts";
import { example, failure } from "./example.ts";

const names = Array.from(Deno.readDirSync(new URL("../../examples", import.meta.url)))
  .filter(({ isFile, name }) => isFile && name.endsWith(".ts"))
  .map(({ name }) => name.slice(0, -".ts".length))
  .sort();

/**
 * Runs all examples at once: most of their time is the runtime's start. Under an emulator, where a
 * start takes seconds, some of them.
 */
async function all(check: (name: string) => Promise<void>): Promise<void> {
  await Promise.all(names.slice(0, scaled(names.length, 4)).map(check));
}

test("examples: --help needs no permission", () =>
  all(async (name) => {
    await using peer = example(name, ["--help"], []);
    assertMatch(await peer.end(), new RegExp(`^Usage: ${name}\\b.*\n\n[A-Z][^]*[^\n]\n$`));
  }));

test("examples: an unknown option is two lines and status 2", () =>
  all(async (name) => {
    await using peer = example(name, ["--nonsense"]);
    const [problem = "", usage = "", ...more] = (await failure(peer, 2)).split("\n");
    assertMatch(problem, new RegExp(`^${name}: Unknown option '--nonsense'`));
    assertMatch(usage, new RegExp(`^Usage: ${name}\\b`));
    assertEquals(more, []);
  }));

test("examples: bad arguments are told with what is allowed, status 2", async () => {
  const cases: [name: string, args: string[], problem: string][] = [
    [
      "echo-server",
      ["localhost", "65536"],
      'the port must be a number from 0 to 65535, not "65536"',
    ],
    ["echo-client", ["localhost", "http"], 'the port must be a number from 0 to 65535, not "http"'],
    ["echo-client", ["localhost", "1", "2"], "unexpected: 2"],
    ["reuse-address", ["x"], "unexpected: x"],
    ["multicast-sender", [], "there is no message"],
    ["multicast-sender", ["--ttl", "256", "x"], '--ttl must be a number from 0 to 255, not "256"'],
    [
      "multicast-receiver",
      ["--count", "0"],
      '--count must be a number from 1 to 2147483648, not "0"',
    ],
    [
      "logger",
      ["--priority", "user", "x"],
      "no such priority: user (try user.notice, mail.err, local0.debug…)",
    ],
  ];
  await Promise.all(cases.map(async ([name, args, problem]) => {
    await using peer = example(name, args);
    assertEquals((await failure(peer, 2)).split("\n")[0], `${name}: ${problem}`);
  }));
});

test("examples: what the OS lacks is named, status 2", async () => {
  const cases: [name: string, constants: Record<string, number | undefined>][] = [
    ["alg", { AF_ALG }],
    ["can", { AF_CAN }],
    ["can-bcm", { AF_CAN }],
    ["can-fd", { AF_CAN }],
    ["capture", { AF_PACKET }],
    ["isotp", { AF_CAN }],
    ["netlink", { AF_NETLINK }],
    ["sniffer", { SIO_RCVALL }],
    ["tipc", { AF_TIPC }],
    ["traceroute", { MSG_ERRQUEUE }],
    ["vsock-echo", { AF_VSOCK }],
  ];
  for (const [name, constants] of cases) {
    for (const [constant, value] of Object.entries(constants)) {
      if (value !== undefined) continue;
      await using peer = example(name);
      const [problem = ""] = (await failure(peer, 2)).split("\n");
      assertMatch(problem, new RegExp(`^${name}: this OS has no ${constant}$`));
    }
  }
});

test("examples: they end when nobody reads what they print any more", async () => {
  using server = create_server(["127.0.0.1", 0]);
  const url = new URL("../../examples/port-scanner.ts", import.meta.url).href;
  const scanner = new Deno.Command(denoPath, {
    args: ["run", "--no-prompt", "--allow-ffi", url, "127.0.0.1", `${server.getsockname()[1]}`],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  await scanner.stdout.cancel();
  assertEquals(await new Response(scanner.stderr).text(), "");
  assertEquals((await scanner.status).code, 141);
});

test("examples: a missing permission names the flag, status 1", async () => {
  await using peer = example("echo-client", [], []);
  assertMatch(await failure(peer, 1), /^echo-client: .*\n {2}deno run --allow-ffi /);
});

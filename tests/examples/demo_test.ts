/** The demo, as `deno task demo` and with no more permissions than it needs. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { test } from "../support/census.ts";
import { start } from "../support/peer.ts";
import { tempDir } from "../support/temp.ts";
import { SCM_RIGHTS } from "@bsd/socket";
import { example, failure, hasIPv6, osText, PROTO } from "./example.ts";
import { denoPath } from "../support/runtime.ts";

const ROOT = fromFileUrl(new URL("../..", import.meta.url));

const steps = [
  ["this host", /\S/],
  ["localhost", /127\.0\.0\.1|::1/],
  ["127.0.0.1 port 80", /, service (http|80)$/],
  ["interfaces", /^\d+ lo/],
  ["server", /^listens at \S+ port \d+$/],
  ["IPv4 client", /^"hello" came back, the server saw (::ffff:)?127\.0\.0\.1$/],
  ["client by name", /^"hello" came back/],
  ["sendfile", /^mod\.ts, \d+ bytes; SHA-256 [0-9a-f]{8}… on both ends$/],
  ["IPv4", /^ping from port \d+, pong back$/],
  ["sendmsg", /^29 bytes peeked at, read as "one " and "datagram of three buffers"$/],
  ...(SCM_RIGHTS === undefined ? [] : [
    ["path", /^"hello" through /],
    ["descriptor", /^LICENSE came as \d+: "MIT License"$/],
  ] as const),
  ["nobody there", /^ConnectionRefusedError: \[Errno \d+\] connect: /],
  [
    "address in use",
    new RegExp(`^OSError: \\[Errno \\d+\\] bind: ${osText("Address already in use")} `),
  ],
  ["no answer", /^TimeoutError: recv: timed out$/],
  ["no such address", /^gaierror: \[Errno -?\d+\] getaddrinfo: /],
  ["port out of range", /^RangeError: port must be from 0 to 65535, not 65536$/],
  [
    "connected",
    new RegExp(
      `^<Socket fd=\\d+, family=AF_INET, type=SOCK_STREAM, proto=${PROTO}, laddr=.* raddr=.*>$`,
    ),
  ],
  ["closed", /^<Socket \[closed\] fd=-1, /],
] as const;

test("demo: does every step, leaves nothing behind, exits with 0", async () => {
  using dir = tempDir();
  await using peer = start(denoPath, ["task", "--quiet", "demo"], {
    cwd: ROOT,
    env: { TMPDIR: dir.path, TMP: dir.path, NO_COLOR: "1" },
  });
  const output = await peer.end();
  const shown = new Map<string, string>();
  for (const [, label = "", result = ""] of output.matchAll(/^ ✓ (.*?) +\d+\.\d ms {2}(.*)$/gm)) {
    shown.set(label, result);
  }
  for (const [label, result] of steps) assertMatch(shown.get(label) ?? `${label}?`, result);
  if (hasIPv6) {
    assertEquals(shown.get("IPv6 client"), '"hello" came back, the server saw ::1');
    assertMatch(shown.get("IPv6") ?? "", /^ping from port \d+, pong back$/);
  }
  assertMatch(output, /\n\d+ steps done(, \d not possible here)?, in \d+\.\d\d s\n$/);
  assert(!output.includes("✗") && !output.includes("\x1b"), output);
  assertEquals([...Deno.readDirSync(dir.path)], []);
});

test("demo: needs FFI, reading its files and writing a temporary one", async () => {
  const permissions = ["--allow-ffi", `--allow-read=${ROOT}`, "--allow-write"];
  await using peer = example("demo", [], permissions);
  assertMatch(await peer.end(), /\n\d+ steps done(, \d not possible here)?, in /);
});

test("demo: without permissions it says which, once", async () => {
  await using peer = example("demo", [], []);
  for await (const line of peer.lines) assert(!line.includes("--allow"), line);
  assertMatch(await failure(peer, 1), /^demo: .*\n {2}deno run --allow-ffi .*\n.*$/);
});

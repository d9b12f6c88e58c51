/** What the library does under each grant: none, the whole of FFI, or the libraries' paths alone. */
import {
  assert,
  assertEquals,
  assertGreater,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { fromFileUrl } from "@std/path";
import { test } from "./support/census.ts";
import { deno, python, run } from "./support/peer.ts";
import { denoPath } from "./support/runtime.ts";

/** Windows' own folder, where this is Windows. */
const windows = Deno.env.get("SystemRoot");

/** The libraries that are enough: on Linux the C library's path, which a user would look up with ldd. */
async function libraries(): Promise<string> {
  if (windows !== undefined) {
    return ["ws2_32", "iphlpapi", "kernel32", "ucrtbase"]
      .map((name) => `${windows}\\System32\\${name}.dll`).join();
  }
  const maps = await run("ldd", [Deno.execPath()]);
  const [, path] = /libc\.so\.6 => (\S+)/.exec(maps) ?? [];
  if (path === undefined) throw new Error(`ldd names no C library:\n${maps}`);
  return path;
}

/** How the message says what to grant. */
const GRANT = windows === undefined
  ? /deno run --allow-ffi=\/\S+libc\S+ /
  : /deno run --allow-ffi=\S+\\ws2_32\.dll,\S+\\ucrtbase\.dll /;

test("importing needs no permission", async () => {
  await using peer = deno(
    `import { AF_INET, errno } from "@bsd/socket"; console.log(AF_INET, errno.ECONNREFUSED > 0);`,
    [],
    [],
  );
  assertEquals(await peer.end(), "2 true\n");
});

test("the first call without a grant says which flags to use", async () => {
  await using peer = deno(
    `import { socket } from "@bsd/socket";
    try { socket(); } catch (e) { console.log((e as Error).name + ": " + (e as Error).message); }`,
    [],
    [],
  );
  const text = await peer.end();
  assertMatch(text, /^NotCapable: /);
  assertStringIncludes(text, "deno run --allow-ffi ");
  assertMatch(text, GRANT);
});

test({
  name: "in a terminal one question is asked, and a yes is enough",
  ignore: windows !== undefined,
  async fn() {
    await using peer = python(
      `
      import os, pty, select, sys
      pid, fd = pty.fork()
      if pid == 0: os.execv(sys.argv[1], sys.argv[1:])
      shown = b""
      while True:
          # Deno drops what was typed before it listens: so say it until there is an answer.
          if not select.select([fd], [], [], 0.1)[0]:
              os.write(fd, b"y\\n")
              continue
          try: data = os.read(fd, 1000)
          except OSError: break  # how Linux says that nobody has the terminal any more
          if not data: break
          shown += data
      os.waitpid(pid, 0)
      print(shown.count(b"[y/n"), shown.decode())
      `,
      denoPath,
      "run",
      "--quiet",
      "--config",
      fromFileUrl(import.meta.resolve("../deno.json")),
      `data:application/typescript,${
        encodeURIComponent(
          `import { gethostname } from "@bsd/socket"; console.log("host " + gethostname());`,
        )
      }`,
    );
    const text = await peer.end();
    assertMatch(text, /^1 /);
    assertStringIncludes(text, `host ${Deno.hostname()}`);
  },
});

test("a grant of a bare name is explained, since Deno takes it for a file of the current directory", async () => {
  await using peer = deno(
    `import { socket } from "@bsd/socket";
    try { socket(); } catch (e) { console.log((e as Error).message); }`,
    [],
    [`--allow-ffi=${windows === undefined ? "libc.so.6" : "ws2_32.dll"}`],
  );
  assertMatch(await peer.end(), GRANT);
});

test("the libraries' paths are grant enough: the core of the suite passes without any Deno.Unsafe class", async () => {
  // Not among them: what looks at /proc, which Deno shows to --allow-all alone.
  const names = ["addrinfo", "hosts", "services", "interfaces", "hostname", "resolve", "inet_text"]
    .map((name) => `names/${name}_test.ts`);
  // Not among them: what looks at /proc, which Deno shows to --allow-all alone.
  const posix = [
    "differential/",
    ...["inspect", "interrupts", "messages", "options", "server", "tcp_peers", "udp", "unix"]
      .map((name) => `socket/${name}_test.ts`),
  ];
  const core = [
    ...(windows === undefined ? posix : []),
    ...["connection", "tcp"].map((name) => `socket/${name}_test.ts`),
    ...names,
  ];
  const { success, stdout, stderr } = await new Deno.Command(denoPath, {
    args: [
      "test",
      "--no-check",
      "--no-prompt",
      "--quiet",
      "--config",
      fromFileUrl(import.meta.resolve("../deno.json")),
      `--allow-ffi=${await libraries()}`,
      // What the tests themselves need: peers, their files, the census.
      "--allow-run",
      "--allow-read",
      "--allow-write",
      "--allow-env",
      "--allow-net",
      "--allow-sys",
      ...core.map((name) => fromFileUrl(import.meta.resolve(`./${name}`))),
    ],
    env: { NO_COLOR: "1" },
  }).output();
  const output = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  assert(success, output);
  const [, passed] = /ok \| (\d+) passed .*\| 0 failed/.exec(output) ?? [];
  // Fewer where the core is smaller, and Wine lacks some of it.
  assertGreater(Number(passed), windows === undefined ? 99 : 40, output);
});

test("without Deno.Unsafe classes errno is read all the same", async () => {
  await using peer = deno(
    `import { OSError, socket } from "@bsd/socket";
    try {
      Deno.UnsafePointer.create(1n);
    } catch (e) {
      console.log((e as Error).name);
    }
    using s = socket();
    for (let i = 0; i < 1000; i++) {
      try {
        s.getpeername();
      } catch (e) {
        if (!(e instanceof OSError && e.code === "ENOTCONN")) throw e;
      }
    }
    console.log("ENOTCONN");`,
    [],
    [`--allow-ffi=${await libraries()}`],
  );
  assertEquals(await peer.end(), "NotCapable\nENOTCONN\n");
});

test("the libraries' paths are grant enough for what is awaited", async () => {
  await using peer = deno(
    `import { create_server, SOCK_DGRAM, socket } from "@bsd/socket";
    import { create_connection, getnameinfo } from "@bsd/socket/promises";
    using server = create_server(["127.0.0.1", 0]);
    (async () => {
      for await (const [connection] of server) {
        await connection.readable.pipeTo(connection.writable);
        connection.close();
      }
    })();
    using client = await create_connection(["localhost", server.getsockname()[1]]);
    const received = client.promises.recv(100);
    await client.promises.sendall(new TextEncoder().encode("hello"));
    console.log(new TextDecoder().decode(await received));
    using udp = socket({ type: SOCK_DGRAM });
    udp.bind(["127.0.0.1", 0]);
    const batch = udp.promises.recvmmsg(4, 100);
    await udp.promises.sendmmsg([[new Uint8Array(3), udp.getsockname()]]);
    console.log((await batch)[0]?.[0].length, (await getnameinfo(["127.0.0.1", 80], 0))[0]);
    client.close();
    server.close();`,
    [],
    [`--allow-ffi=${await libraries()}`],
  );
  assertEquals(await peer.end(), "hello\n3 localhost\n");
});

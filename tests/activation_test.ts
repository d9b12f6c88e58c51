/** Sockets that a parent opened: a Python that becomes Deno by execve, and systemd's own tool. */
import { assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { AF_UNIX, create_connection, listen_fds, listen_fds_with_names, socket } from "@bsd/socket";
import { fromFileUrl } from "@std/path";
import { test } from "./support/census.ts";
import { type Peer, python, start } from "./support/peer.ts";
import { SKIPPED } from "./support/skips.ts";
import { tempDir } from "./support/temp.ts";
import { example, failure } from "./examples/example.ts";

const ignore = Deno.build.os === "windows"; // no descriptors pass through there
const ENV = "--allow-env=LISTEN_PID,LISTEN_FDS,LISTEN_FDNAMES";
const CONFIG = fromFileUrl(import.meta.resolve("../deno.json"));

/** Runs a module under Deno with what a parent passes: `passed` are Python expressions from 3 on. */
function activated(
  passed: readonly string[],
  variables: Record<string, string>,
  script: string | URL,
  permissions: readonly string[] = ["--allow-ffi", ENV],
): Peer {
  const url = typeof script === "string"
    ? `data:application/typescript,${encodeURIComponent(script)}`
    : script.href;
  return python(
    `
    import fcntl, json, os, socket, sys
    passed, variables, command = map(json.loads, sys.argv[1:])
    def listener(family, address):
        s = socket.socket(family, socket.SOCK_STREAM)
        s.bind(address)
        s.listen()
        return s
    made = [eval(expression) for expression in passed]
    # First out of the way, so that none is overwritten before it is moved.
    high = [fcntl.fcntl(s.fileno(), fcntl.F_DUPFD, 100) for s in made]
    for number, fd in enumerate(high):
        os.dup2(fd, 3 + number, inheritable=True)
        os.close(fd)
    os.environ.update(variables, LISTEN_PID=str(os.getpid()))
    os.execv(command[0], command)
    `,
    JSON.stringify(passed),
    JSON.stringify(variables),
    JSON.stringify([
      Deno.execPath(),
      "run",
      "--quiet",
      "--no-prompt",
      "--config",
      CONFIG,
      ...permissions,
      url,
    ]),
  );
}

const TCP = "listener(socket.AF_INET, ('127.0.0.1', 0))";

test({
  name: "listen_fds_with_names: what the parent passes, typed, named, and ready to accept",
  ignore,
  fn: async () => {
    await using peer = activated(
      [TCP, "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0]", TCP + ".dup()"],
      { LISTEN_FDS: "3", LISTEN_FDNAMES: "http:log:http" },
      `import { AddressFamily, listen_fds, listen_fds_with_names, SocketKind } from "@bsd/socket";
      const found = listen_fds_with_names();
      for (const [s, name] of found) {
        console.log(name, s.fileno(), AddressFamily[s.family], SocketKind[s.type], s.proto,
          s.gettimeout(), s.get_inheritable());
      }
      console.log(["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"].map((name) => Deno.env.get(name)));
      console.log(listen_fds().length);
      const [[server]] = found;
      console.log(server.getsockname()[1]);
      const [connection] = server.accept();
      connection.sendall(connection.recv(100));
      for (const s of [connection, ...found.map(([s]) => s)]) s.close();`,
    );
    assertEquals(await peer.line(), "http 3 AF_INET SOCK_STREAM 6 null false");
    assertEquals(await peer.line(), "log 4 AF_UNIX SOCK_DGRAM 0 null false");
    assertEquals(await peer.line(), "http 5 AF_INET SOCK_STREAM 6 null false");
    assertEquals(await peer.line(), "[ undefined, undefined, undefined ]");
    assertEquals(await peer.line(), "0");
    using client = create_connection(["127.0.0.1", Number(await peer.line())]);
    client.sendall(new TextEncoder().encode("hello"));
    assertEquals(new TextDecoder().decode(client.recv(100)), "hello");
    await peer.end();
  },
});

test({
  name: "listen_fds: a socket that was made non-blocking is as new ones are, and adopted once",
  ignore: Deno.build.os !== "linux", // /proc tells whether it is non-blocking
  fn: async () => {
    await using peer = activated(
      [`(lambda s: (s.setblocking(False), s)[1])(${TCP})`],
      { LISTEN_FDS: "1" },
      `import { listen_fds, listen_fds_with_names } from "@bsd/socket";
      function nonblocking() {
        const [, flags] = /^flags:\\s*(\\d+)/m.exec(Deno.readTextFileSync("/proc/self/fdinfo/3"));
        return (parseInt(flags, 8) & 0o4000) !== 0;
      }
      console.log(nonblocking());
      const [[server, name]] = listen_fds_with_names({ unset_environment: false });
      using _ = server;
      console.log(nonblocking(), name, Deno.env.get("LISTEN_FDS"));
      try {
        listen_fds();
      } catch (error) {
        console.log(String(error), Deno.env.get("LISTEN_FDS"));
      }
      console.log(server.fileno());`,
      ["--allow-all", "--no-check"],
    );
    assertEquals(await peer.line(), "true");
    assertEquals(await peer.line(), "false unknown 1");
    assertMatch(await peer.line(), /^Error: .* were adopted before undefined$/);
    assertEquals(await peer.end(), "3\n");
  },
});

for (const LISTEN_FDS of ["2", "2147483644"]) {
  test({
    name:
      `listen_fds: of ${LISTEN_FDS} the one that is no socket is named, and nothing is adopted or closed`,
    ignore,
    fn: async () => {
      await using peer = activated(
        [TCP, "open('/dev/null')"],
        { LISTEN_FDS },
        `import { listen_fds, OSError, socket } from "@bsd/socket";
      try {
        listen_fds();
      } catch (error) {
        if (error instanceof OSError) console.log(error.code, error.message);
      }
      console.log(Deno.env.get("LISTEN_FDS"));
      await new Promise((done) => setTimeout(done, 0));
      using server = socket({ fileno: 3 });
      console.log(server.getsockname()[0], Deno.readLinkSync("/proc/self/fd/4"));`,
        ["--allow-all"],
      );
      const line = await peer.line();
      assertMatch(line, /^ENOTSOCK \[Errno \d+\] getsockopt: Socket operation on non-socket/);
      assertStringIncludes(line, "(descriptor 4 of LISTEN_FDS)");
      assertEquals(await peer.end(), "undefined\n127.0.0.1 /dev/null\n");
    },
  });
}

test({
  name: "listen_fds: needs permission for the three variables",
  ignore,
  fn: async () => {
    await using peer = activated(
      [TCP],
      { LISTEN_FDS: "1" },
      `import { listen_fds } from "@bsd/socket";
      try {
        listen_fds();
      } catch (error) {
        console.log(String(error));
      }`,
      ["--allow-ffi"],
    );
    assertMatch(await peer.end(), /^NotCapable: .*"LISTEN_PID".*--allow-env/);
  },
});

/** Calls a function with these variables; none of them is set afterwards, unless it left them. */
function withVariables<T>(variables: Record<string, string>, fn: () => T): T {
  for (const [name, value] of Object.entries(variables)) Deno.env.set(name, value);
  try {
    return fn();
  } finally {
    assertEquals(Object.keys(variables).filter((name) => Deno.env.has(name)), []);
  }
}

test("listen_fds: no variables, or another process's, are no sockets", () => {
  const LISTEN_PID = String(Deno.pid);
  assertEquals(listen_fds(), []);
  assertEquals(withVariables({ LISTEN_FDS: "1", LISTEN_PID: "1" }, listen_fds_with_names), []);
  assertEquals(withVariables({ LISTEN_FDS: "1" }, listen_fds), []);
  assertEquals(withVariables({ LISTEN_PID }, listen_fds), []);
});

test("listen_fds: variables that make no sense are told, and gone", () => {
  const LISTEN_PID = String(Deno.pid);
  const cases: [variables: Record<string, string>, message: string][] = [
    [{ LISTEN_PID: "me" }, 'LISTEN_PID must be a number from 1 to 2147483647, not "me"'],
    [{ LISTEN_PID: "" }, "LISTEN_PID must be a number"],
    [{ LISTEN_FDS: "0" }, 'LISTEN_FDS must be a number from 1 to 2147483644, not "0"'],
    [{ LISTEN_FDS: "-1" }, '"-1"'],
    [{ LISTEN_FDS: "1.0" }, '"1.0"'],
    [{ LISTEN_FDS: "2147483645" }, '"2147483645"'],
    [
      { LISTEN_FDS: "2", LISTEN_FDNAMES: "a" },
      'LISTEN_FDNAMES must have as many names as LISTEN_FDS says, 2, not "a"',
    ],
    [{ LISTEN_FDS: "1", LISTEN_FDNAMES: "a:b" }, "LISTEN_FDNAMES"],
  ];
  for (const [variables, message] of cases) {
    assertThrows(
      () => withVariables({ LISTEN_PID, ...variables }, listen_fds),
      RangeError,
      message,
    );
  }
  // What is not asked to be removed stays, also with an error.
  Deno.env.set("LISTEN_PID", "me");
  assertThrows(() => listen_fds({ unset_environment: false }), RangeError);
  assertEquals(Deno.env.get("LISTEN_PID"), "me");
  Deno.env.delete("LISTEN_PID");
});

const tool = (() => {
  try {
    return new Deno.Command("systemd-socket-activate", { args: ["--version"] }).outputSync()
      .success;
  } catch {
    console.warn(`${SKIPPED}systemd-socket-activate: not installed`);
    return false;
  }
})();

test({
  name: "activated-echo: started by systemd-socket-activate at the first connection",
  ignore: !tool,
  fn: async () => {
    using directory = tempDir();
    const path = `${directory.path}/echo`;
    const command = [
      `systemd-socket-activate --listen=${path} --fdname=echo`,
      `${Deno.execPath()} run --quiet --no-prompt --config ${CONFIG} --allow-ffi ${ENV}`,
      fromFileUrl(import.meta.resolve("../examples/activated-echo.ts")),
    ];
    // It tells on its stderr what it does.
    await using peer = start("sh", ["-c", `exec 2>&1; exec ${command.join(" ")}`], {
      env: { NO_COLOR: "1" },
    });
    assertEquals(await peer.line(), `Listening on ${path} as 3.`);
    using client = socket(AF_UNIX);
    client.connect(path);
    client.sendall(new TextEncoder().encode("hello"));
    assertEquals(new TextDecoder().decode(client.recv(100)), "hello");
    client.close();
    const lines: string[] = [];
    while (!lines.at(-1)?.startsWith("Connected")) lines.push(await peer.line());
    assertEquals(lines.slice(-2), [`Serving echo at ${path}`, "Connected by "]);
  },
});

test({
  name: "activated-echo: says what to do where nothing is passed",
  ignore,
  fn: async () => {
    await using peer = example("activated-echo", [], ["--allow-ffi", ENV]);
    assertStringIncludes(await failure(peer, 2), "activated-echo: no socket was passed");
  },
});

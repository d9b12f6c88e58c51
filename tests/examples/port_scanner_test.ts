/** Many connections at once. */
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { create_server, type Socket, socket } from "@bsd/socket";
import { test } from "../awaited/idle.ts";
import { pythonSocket } from "../socket/helpers.ts";
import { example, failure, hasIPv6 } from "./example.ts";
import { LOCAL, refusing } from "./servers.ts";

test("port-scanner: finds the open ports, on both IP versions", async () => {
  for (const host of hasIPv6 ? ["127.0.0.1", "::1"] : ["127.0.0.1"]) {
    await using peer = pythonSocket(
      `
      family = socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET
      servers = [socket.create_server((sys.argv[1], 0), family=family) for _ in range(3)]
      others = [socket.socket(family) for _ in range(3)]
      for s in others: s.bind((sys.argv[1], 0))
      for s in servers + others: print(s.getsockname()[1])
      input()
      `,
      host,
    );
    const ports: string[] = [];
    while (ports.length < 6) ports.push(await peer.line());
    for (const atOnce of [1, 2, 100]) {
      await using scanner = example("port-scanner", ["--at-once", atOnce, host, ports.join(",")]);
      const lines = (await scanner.end()).trimEnd().split("\n");
      assertEquals(lines.pop(), `${host}: 3 open, 3 closed, 0 silent`);
      assertEquals(
        lines.sort(),
        ports.slice(0, 3).map((port) => `${port} unknown`).sort(),
      );
    }
    await peer.send("\n");
    await peer.end();
  }
});

/** A server whose queue is full, so that it does not answer; the sockets are to be closed. */
function silentServer() {
  const server = create_server(LOCAL, { backlog: 0 });
  const waiting: Socket[] = [];
  // What finds room in the queue connects at once on the loopback.
  for (let isFull = false; !isFull;) {
    const client = socket();
    waiting.push(client);
    client.settimeout(0.2);
    isFull = client.connect_ex(server.getsockname()) !== 0;
  }
  return {
    port: server.getsockname()[1],
    [Symbol.dispose]() {
      for (const sock of [server, ...waiting]) sock.close();
    },
  };
}

test("port-scanner: gives up on ports that do not answer", async () => {
  using silent = silentServer();
  using nobody = refusing();
  await using scanner = example("port-scanner", [
    "--timeout",
    "1",
    "127.0.0.1",
    `${silent.port},${nobody.getsockname()[1]}`,
  ]);
  assertEquals(await scanner.end(), "127.0.0.1: 0 open, 1 closed, 1 silent\n");
});

test("port-scanner: an interrupt gives all up", async () => {
  using silent = silentServer();
  using open = create_server(LOCAL);
  await using scanner = example("port-scanner", [
    "--timeout",
    "3600",
    "--at-once",
    "3",
    "127.0.0.1",
    [open.getsockname()[1], silent.port, silent.port, silent.port, silent.port].join(","),
  ]);
  assertEquals(await scanner.line(), `${open.getsockname()[1]} unknown`);
  scanner.kill("SIGINT");
  assertEquals(await scanner.line(), "interrupted");
  assertEquals(await scanner.line(), "127.0.0.1: 1 open, 0 closed, 0 silent");
  await assertRejects(() => scanner.end(), Error, "exited with 130\n");
});

test("port-scanner: bad command lines", async () => {
  const cases: [args: string[], problem: string][] = [
    [[], "there is no host"],
    [["localhost", "0"], 'a port must be a number from 1 to 65535, not "0"'],
    [["localhost", "80-x"], 'a port must be a number from 1 to 65535, not "x"'],
    [["localhost", "80-22"], "no such range of ports: 80-22"],
    [["localhost", "22,80-90-100"], "no such range of ports: 80-90-100"],
    [["--timeout", "0", "localhost"], '--timeout must be a number from 1 to 3600, not "0"'],
    [["--at-once", "x", "localhost"], '--at-once must be a number from 1 to 10000, not "x"'],
  ];
  await Promise.all(cases.map(async ([args, problem]) => {
    await using scanner = example("port-scanner", args);
    assertEquals((await failure(scanner, 2)).split("\n")[0], `port-scanner: ${problem}`);
  }));
  await using scanner = example("port-scanner", ["host.invalid"]);
  assertMatch(await failure(scanner, 1), /^port-scanner: \[Errno -?\d+\] getaddrinfo: /);
});

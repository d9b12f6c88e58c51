/** The echo programs, with Python at the other end. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { create_server, socket } from "@bsd/socket";
import { test } from "../support/census.ts";
import { type Peer, python } from "../support/peer.ts";
import { example, failure, hasIPv6, listening, osText } from "./example.ts";

/** A Python that says something long in two pieces and prints whether it all came back. */
function client(host: string, port: number): Peer {
  return python(
    `
    import socket, sys
    with socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=30) as s:
        sent = b"one" + bytes(range(256)) * 20
        s.sendall(sent[:3])
        got = s.recv(3, socket.MSG_WAITALL)
        s.sendall(sent[3:])
        s.shutdown(socket.SHUT_WR)
        while data := s.recv(4096): got += data
        print(got == sent, s.getsockname()[:2])
    `,
    host,
    `${port}`,
  );
}

/** A Python that accepts one connection, prints what it hears and answers in capitals. */
function server(host: string): Peer {
  return python(
    `
    import socket, sys
    family = socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET
    with socket.create_server((sys.argv[1], 0), family=family) as s:
        print(s.getsockname()[1])
        connection, _ = s.accept()
        with connection:
            heard = connection.recv(100)
            print(heard)
            connection.sendall(heard.upper())
    `,
    host,
  );
}

async function echoes(name: string, args: string[], host: string): Promise<string> {
  await using echo = example(name, args);
  const [, port] = await listening(echo);
  await using peer = client(host, port);
  const address = (await peer.end()).trim();
  const connected = (await echo.end()).trim();
  assertMatch(address, /^True /);
  assertMatch(connected, /^Connected by \[/);
  const [, own] = /, (\d+)\)$/.exec(address) ?? [];
  const [, seen, from] = /"(.*)", (\d+)/.exec(connected) ?? [];
  assertEquals(from, own);
  return seen ?? "";
}

test("echo-server: everything comes back to a Python client", async () => {
  assertEquals(await echoes("echo-server", ["localhost", "0"], "127.0.0.1"), "127.0.0.1");
});

test("dual-stack-echo-server: listens on the first of a name's addresses", async () => {
  assert(["127.0.0.1", "::1"].includes(
    await echoes("dual-stack-echo-server", ["localhost", "0"], "localhost"),
  ));
});

test("dual-stack-echo-server: for all addresses, IPv4", async () => {
  const seen = await echoes("dual-stack-echo-server", ["", "0"], "127.0.0.1");
  assertMatch(seen, /^(::ffff:)?127\.0\.0\.1$/);
});

test({
  name: "dual-stack-echo-server: for all addresses, IPv6",
  ignore: !hasIPv6,
  fn: async () => {
    assertEquals(await echoes("dual-stack-echo-server", ["", "0"], "::1"), "::1");
  },
});

test("echo-client: talks to a Python server", async () => {
  await using peer = server("127.0.0.1");
  await using echo = example("echo-client", ["127.0.0.1", await peer.line()]);
  assertEquals(await echo.end(), "Received HELLO, WORLD\n");
  assertEquals(await peer.end(), "b'Hello, world'\n");
});

test("dual-stack-echo-client: talks to a Python server, by IPv4 and IPv6", async () => {
  for (const host of hasIPv6 ? ["127.0.0.1", "::1"] : ["127.0.0.1"]) {
    await using peer = server(host);
    await using echo = example("dual-stack-echo-client", [host, await peer.line()]);
    const [connected = "", received] = (await echo.end()).split("\n");
    assert(connected.startsWith(`Connected to [ "${host}", `), connected);
    assertEquals(received, "Received HELLO, WORLD");
    await peer.end();
  }
});

test("echo clients: nobody there is one line and status 1", async () => {
  using taken = socket();
  taken.bind(["127.0.0.1", 0]);
  for (const name of ["echo-client", "dual-stack-echo-client"]) {
    await using echo = example(name, taken.getsockname());
    assertMatch(
      await failure(echo, 1),
      new RegExp(
        "^(dual-stack-)?echo-client: \\[Errno \\d+\\] connect: " +
          `${osText("Connection refused")} \\('127\\.0\\.0\\.1', \\d+\\)$`,
      ),
    );
  }
});

test("echo servers: a taken address is one line and status 1", async () => {
  using taken = create_server(["127.0.0.1", 0]);
  for (const name of ["echo-server", "dual-stack-echo-server"]) {
    await using echo = example(name, taken.getsockname());
    assertMatch(
      await failure(echo, 1),
      new RegExp(`^(dual-stack-)?echo-server: \\[Errno \\d+\\] bind: ${osText("Address a")}`),
    );
  }
});

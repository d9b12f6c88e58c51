/** A proxy of TCP connections. */
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { create_connection, create_server, SHUT_WR } from "@bsd/socket";
import { test } from "../awaited/idle.ts";
import { decode, encode, pythonSocket, receiveAll } from "../socket/helpers.ts";
import type { Peer } from "../support/peer.ts";
import { example, failure, hasIPv6, listening, osText } from "./example.ts";
import { closesAll, interrupt, LOCAL, refusing } from "./servers.ts";

/** Starts the proxy to a port of this machine. */
async function proxyTo(port: number): Promise<[proxy: Peer, address: [string, number]]> {
  const proxy = example("tcp-proxy", ["--bind", "127.0.0.1", "127.0.0.1", port]);
  return [proxy, await listening(proxy)];
}

test("tcp-proxy: passes on data and half-closed connections, both ways at once", async () => {
  await using server = pythonSocket(`
    import threading
    def serve(s):
        with s:
            s.sendall(b"welcome\\n")
            data = read_all(s)
            s.sendall(sha256(data).encode() + data[::-1])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(listener.getsockname()[1])
        for _ in range(20):
            threading.Thread(target=serve, args=[listener.accept()[0]]).start()
  `);
  const [proxy, [host, port]] = await proxyTo(Number(await server.line()));
  await using _ = proxy;
  await using clients = pythonSocket(
    `
    import threading
    def run(i):
        with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as s:
            assert s.recv(8, socket.MSG_WAITALL) == b"welcome\\n"
            data = os.urandom(100_000 * i)
            s.sendall(data)
            s.shutdown(socket.SHUT_WR)
            assert read_all(s) == sha256(data).encode() + data[::-1]
            sys.stdout.write("ok\\n")
    for i in range(20):
        threading.Thread(target=run, args=[i]).start()
    `,
    host,
    port,
  );
  assertEquals(await clients.end(), "ok\n".repeat(20));
  await server.end();
  for (let i = 0; i < 20; i++) assertMatch(await proxy.line(), /^127\.0\.0\.1:\d+ done$/);
  await closesAll(proxy);
  assertEquals(await interrupt(proxy), "");
});

test("tcp-proxy: the server may be the first to have said all", async () => {
  await using server = pythonSocket(`
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(listener.getsockname()[1])
        with listener.accept()[0] as s:
            s.sendall(b"that was all")
            s.shutdown(socket.SHUT_WR)
            print(read_all(s))
  `);
  const [proxy, address] = await proxyTo(Number(await server.line()));
  await using _ = proxy;
  using client = create_connection(address);
  assertEquals(decode(receiveAll(client)), "that was all");
  client.sendall(encode("not "));
  client.sendall(encode("yet"));
  client.shutdown(SHUT_WR);
  assertEquals(await server.end(), "b'not yet'\n");
  assertMatch(await proxy.line(), / done$/);
  await interrupt(proxy);
});

test("tcp-proxy: resets get to the other side, from either", async () => {
  await using server = pythonSocket(`
    RESET = struct.pack("ii", 1, 0)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(listener.getsockname()[1])
        with listener.accept()[0] as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            assert s.recv(3) == b"one"
        with listener.accept()[0] as s:
            assert s.recv(3) == b"two"
            print("two")
            try:
                print(s.recv(1))
            except ConnectionResetError:
                print("reset")
  `);
  const [proxy, [host, port]] = await proxyTo(Number(await server.line()));
  await using _ = proxy;
  await using client = pythonSocket(
    `
    RESET = struct.pack("ii", 1, 0)
    with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as s:
        s.sendall(b"one")
        try:
            print(s.recv(1))
        except ConnectionResetError:
            print("reset")
    with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        s.sendall(b"two")
        input()
    `,
    host,
    port,
  );
  assertEquals(await client.line(), "reset");
  assertEquals(await server.line(), "two");
  await client.send("\n");
  assertEquals(await server.line(), "reset");
  for (let i = 0; i < 2; i++) {
    assertMatch(
      await proxy.line(),
      new RegExp(
        `^127\\.0\\.0\\.1:\\d+ \\[Errno \\d+\\] recv: ${osText("Connection reset by peer")}$`,
      ),
    );
  }
  await Promise.all([client.end(), server.end()]);
  await closesAll(proxy);
  await interrupt(proxy);
});

test("tcp-proxy: a target that refuses resets the client", async () => {
  using nobody = refusing();
  const [proxy, [host, port]] = await proxyTo(nobody.getsockname()[1]);
  await using _ = proxy;
  await using client = pythonSocket(
    `
    with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as s:
        try:
            print(s.recv(1))
        except ConnectionResetError:
            print("reset")
    `,
    host,
    port,
  );
  assertEquals(await client.end(), "reset\n");
  const refused = `connect: ${osText("Connection refused")} `;
  assertMatch(
    await proxy.line(),
    new RegExp(`^127\\.0\\.0\\.1:\\d+ \\[Errno \\d+\\] ${refused}`),
  );
  await closesAll(proxy);
  await interrupt(proxy);
});

test("tcp-proxy: an interrupt cuts connections off", async () => {
  using server = create_server(LOCAL);
  const [proxy, address] = await proxyTo(server.getsockname()[1]);
  await using _ = proxy;
  using client = create_connection(address);
  client.sendall(encode("hello"));
  const [connection] = await server.promises.accept();
  using _connection = connection;
  assertEquals(decode(await connection.promises.recv(100)), "hello");
  assertMatch(await interrupt(proxy, "SIGINT"), /^127\.0\.0\.1:\d+ cut off\n$/);
  await assertRejects(() => client.promises.recv(1), Error, "Connection reset");
  await assertRejects(() => connection.promises.recv(1), Error, "Connection reset");
});

test("tcp-proxy: it listens on IPv6 too, and at all addresses of both versions", async () => {
  if (!hasIPv6) return;
  using server = create_server(LOCAL);
  const to = ["127.0.0.1", server.getsockname()[1]];
  const cases = [
    ["::1", "::1", "::1"],
    ["", "::", "::1"],
    ["", "::", "127.0.0.1"],
  ] as const;
  for (const [bind, at, from] of cases) {
    await using proxy = example("tcp-proxy", ["--bind", bind, ...to]);
    const [host, port] = await listening(proxy);
    assertEquals(host, at);
    using client = create_connection([from, port]);
    const [connection] = await server.promises.accept();
    connection.close();
    client.close();
    const name = from === "127.0.0.1" ? "\\[::ffff:127\\.0\\.0\\.1\\]" : "\\[::1\\]";
    assertMatch(await proxy.line(), new RegExp(`^${name}:\\d+ done$`));
    await interrupt(proxy);
  }
});

test("tcp-proxy: a command line without a target", async () => {
  await using proxy = example("tcp-proxy", ["localhost"]);
  assertMatch(await failure(proxy, 2), /^tcp-proxy: there is no target\nUsage: tcp-proxy /);
});

/** `for await (const [connection, address] of server)` and `await using`. */
import { assertEquals, assertInstanceOf, assertRejects, assertStrictEquals } from "@std/assert";
import {
  AF_UNIX,
  ConnectionAbortedError,
  ConnectionResetError,
  create_connection,
  create_server,
  errno,
  OSError,
  type Socket,
  socket,
  socketpair,
  TimeoutError,
} from "@bsd/socket";
import { backend } from "../../ffi/backend/mod.ts";
import { connections } from "../../src/awaited/iteration.ts";
import { decode, encode, pythonSocket } from "../socket/helpers.ts";
import { tempDir } from "../support/temp.ts";
import { CLOSED } from "./faces.ts";
import { test } from "./idle.ts";
import { alsoOnPoll, turns } from "./support.ts";

alsoOnPoll(import.meta.filename ?? "");

const LOOPBACK = ["127.0.0.1", 0] as const;

test("for await: serves Python's clients until the server is closed", async () => {
  using server = create_server(LOOPBACK);
  const [, port] = server.getsockname();
  await using peer = pythonSocket(
    `
    names = []
    for i in range(50):
        with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s:
            s.sendall(b"%d" % i)
            s.shutdown(socket.SHUT_WR)
            assert read_all(s) == b"%d" % (i * i), i
            names.append(s.getsockname()[1])
    print(names)
    `,
    port,
  );
  const ports: number[] = [];
  for await (const [connection, address] of server) {
    using _ = connection;
    const said = Number(decode(await connection.promises.recv(10)));
    assertEquals(said, ports.length);
    assertEquals(address, connection.getpeername());
    ports.push(address[1]);
    await connection.promises.sendall(encode(`${said * said}`));
    if (said === 49) server.close();
  }
  assertEquals(JSON.parse(await peer.end()), ports);
});

test("for await: AF_UNIX", async () => {
  using dir = tempDir();
  using server = socket(AF_UNIX);
  server.bind(`${dir.path}/s`);
  server.listen();
  using client = socket(AF_UNIX);
  client.connect(`${dir.path}/s`);
  for await (const [connection, address] of server) {
    assertEquals([connection.family, address], [AF_UNIX, ""]);
    connection.close();
    break;
  }
  assertEquals(client.recv(1).length, 0);
});

for (const end of ["close", "detach"] as const) {
  test(`for await: ends quietly when the server waits and gets a ${end}()`, async () => {
    const server = create_server(LOOPBACK);
    const loop = (async () => {
      for await (const _ of server) throw new Error("nobody connected");
    })();
    await turns(20);
    const fd = server.fileno();
    server[end]();
    await loop;
    if (end === "detach") backend().close(fd);
    for await (const _ of server) throw new Error("it is closed");
  });
}

test("for await: leaving the loop stops accepting", async () => {
  using server = create_server(LOOPBACK);
  for (const leave of ["break", "throw", "break"]) {
    const clients = [1, 2, 3].map((said) => {
      const client = create_connection(server.getsockname());
      client.send(encode(`${said}`));
      return client;
    });
    const served: string[] = [];
    try {
      for await (const [connection] of server) {
        using _ = connection;
        served.push(decode(await connection.promises.recv(1)));
        if (served.length === 2 && leave === "break") break;
        if (served.length === 2) throw new RangeError("enough");
      }
    } catch (error) {
      assertInstanceOf(error, RangeError);
    }
    await turns(20);
    assertEquals(served, ["1", "2"]);
    const [connection] = server.accept();
    assertEquals(decode(connection.recv(1)), "3");
    connection.close();
    for (const client of clients) client.close();
  }
});

test("for await: return() ends a wait at once, and nothing is accepted after it", async () => {
  using server = create_server(LOOPBACK);
  const iterator = server[Symbol.asyncIterator]();
  assertStrictEquals(iterator[Symbol.asyncIterator](), iterator);
  const waiting = [iterator.next(), iterator.next()];
  await turns(20);
  assertEquals(await iterator.return?.(), { done: true, value: undefined });
  for (const next of await Promise.all(waiting)) assertEquals(next.done, true);
  using _client = create_connection(server.getsockname());
  await turns(20);
  assertEquals((await iterator.next()).done, true);
  const [connection] = server.accept();
  connection.close();
});

test("for await: a connection that came before return() is its caller's", async () => {
  using server = create_server(LOOPBACK);
  using _client = create_connection(server.getsockname());
  const iterator = server[Symbol.asyncIterator]();
  const next = iterator.next();
  iterator.return?.();
  const { done, value } = await next;
  assertEquals(done ?? false, false);
  value?.[0].close();
});

test("for await: two loops share what comes", async () => {
  using server = create_server(LOOPBACK);
  const served = [0, 0];
  const loops = served.map(async (_, i) => {
    for await (const [connection] of server) {
      connection.close();
      served[i] = (served[i] ?? 0) + 1;
      if (served[0] === 10 && served[1] === 10) server.close();
      if (served[i] === 10) break;
    }
  });
  for (let i = 0; i < 20; i++) {
    using client = create_connection(server.getsockname());
    assertEquals((await client.promises.recv(1)).length, 0);
  }
  await Promise.all(loops);
  assertEquals(served, [10, 10]);
});

test("for await: other errors are thrown", async () => {
  const each = async (server: Socket) => {
    for await (const _ of server) throw new Error("nobody connected");
  };
  using connected = socket();
  const error = await assertRejects(() => each(connected), OSError);
  assertEquals([error.code, error.syscall], ["EINVAL", "accept"]);
  using server = create_server(LOOPBACK);
  server.settimeout(0.01);
  await assertRejects(() => each(server), TimeoutError);
});

test("await using: closes the socket, and rejects if that fails", async () => {
  const kept = await (async () => {
    await using server = create_server(LOOPBACK);
    assertStrictEquals(server.fileno() >= 0, true);
    return server;
  })();
  assertEquals(kept.fileno(), -1);
  await kept[Symbol.asyncDispose]();

  const [a, b] = socketpair();
  using _b = b;
  backend().close(a.fileno());
  const error = await assertRejects(() => a[Symbol.asyncDispose](), OSError);
  assertEquals([error.code, error.syscall], [CLOSED, "close"]);
});

test("for await: a connection that ends before it is accepted does not end the loop", async () => {
  using server = create_server(LOOPBACK);
  const clients = [
    create_connection(server.getsockname()),
    create_connection(server.getsockname()),
  ];
  using _first = clients[0], _second = clients[1];
  // As accept(2) fails on macOS and on Windows; Linux hands such a connection out.
  const gone: Error[] = [
    new ConnectionAbortedError(errno.ECONNABORTED, "aborted"),
    new ConnectionResetError(errno.ECONNRESET, "reset"),
  ];
  const fails = (): Promise<never> | null => {
    const error = gone.shift();
    return error === undefined ? null : Promise.reject(error);
  };
  let served = 0;
  const iteration = connections({
    fileno: () => server.fileno(),
    promises: { accept: (options) => fails() ?? server.promises.accept(options) },
  });
  for await (const [connection] of iteration) {
    connection.close();
    if (++served === 2) break;
  }
  assertEquals(gone, []);
});

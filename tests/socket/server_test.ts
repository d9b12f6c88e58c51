/** create_server and has_dualstack_ipv6, with Pythons as clients. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  create_connection,
  create_server,
  errno,
  has_dualstack_ipv6,
  IPPROTO_IPV6,
  IPV6_V6ONLY,
  OSError,
  SO_ACCEPTCONN,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SOCK_STREAM,
  socket,
  SOL_SOCKET,
} from "@bsd/socket";
import { census, test } from "../support/census.ts";
import { decode, type IpAddress, LOOPBACK, pythonSocket, unix, winsock } from "./helpers.ts";

for (const { name, family, host } of LOOPBACK) {
  test(`create_server: serves a Python over ${name}`, async () => {
    using server = create_server<IpAddress>([host, 0], { family });
    assertEquals([server.family, server.type], [family, SOCK_STREAM]);
    assertEquals(server.getsockopt(SOL_SOCKET, SO_ACCEPTCONN), 1);
    // To Winsock it would mean that others may take the address over.
    assertEquals(server.getsockopt(SOL_SOCKET, SO_REUSEADDR), winsock ? 0 : 1);
    if (SO_REUSEPORT !== undefined) {
      assertEquals(server.getsockopt(SOL_SOCKET, SO_REUSEPORT), 0);
    }
    await using peer = pythonSocket(
      `
      with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as s:
          s.sendall(b"hello")
      `,
      host,
      server.getsockname()[1] as number,
    );
    const [conn, address] = server.accept();
    using _ = conn;
    assertEquals(address[0], host);
    assertEquals(decode(conn.recv(100)), "hello");
    await peer.end();
  });
}

test("create_server: one socket for IPv4 and IPv6", async () => {
  assert(has_dualstack_ipv6());
  using server = create_server(["", 0], { family: AF_INET6, dualstack_ipv6: true });
  assertEquals(server.getsockopt(IPPROTO_IPV6, IPV6_V6ONLY), 0);
  const [any, port] = server.getsockname();
  assertEquals(any, "::");
  await using peer = pythonSocket(
    `
    for host in "127.0.0.1", "::1":
        with socket.create_connection((host, int(sys.argv[1]))) as s:
            print(s.recv(100).decode())
    `,
    port,
  );
  for (const seen of ["::ffff:127.0.0.1", "::1"]) {
    const [conn, address] = server.accept();
    using _ = conn;
    assertEquals(address[0], seen);
    conn.sendall(new TextEncoder().encode(address[0]));
    conn.close();
    assertEquals(await peer.line(), seen);
  }
  await peer.end();
});

test("create_server: an IPv6 socket leaves IPv4 alone unless asked", async () => {
  // Holds an IPv4 port that is free, without listening there.
  using four = socket();
  four.bind(["127.0.0.1", 0]);
  const [, port] = four.getsockname();
  using server = create_server(["::", port], { family: AF_INET6 });
  assertEquals(server.getsockopt(IPPROTO_IPV6, IPV6_V6ONLY), 1);
  await using peer = pythonSocket(
    `
    import errno
    print(errno.errorcode[socket.socket().connect_ex(("127.0.0.1", int(sys.argv[1])))])
    `,
    port,
  );
  assertEquals(await peer.end(), "ECONNREFUSED\n");
});

test("create_server: two listeners share a port, and both are reached", async () => {
  using first = create_server(["127.0.0.1", 0], { reuse_port: true });
  const address = first.getsockname();
  using second = create_server(address, { reuse_port: true });
  assertEquals(second.getsockname(), address);
  for (const server of [first, second]) {
    assertEquals(server.getsockopt(SOL_SOCKET, SO_REUSEPORT), 1);
    server.setblocking(false);
  }
  // The kernel spreads connections by their ports: of 64 each listener gets some.
  await using peer = pythonSocket(
    `
    clients = [socket.create_connection(("127.0.0.1", int(sys.argv[1]))) for i in range(64)]
    print("connected")
    sys.stdin.read()
    `,
    address[1],
  );
  assertEquals(await peer.line(), "connected");
  const counts = [first, second].map((server) => {
    let count = 0;
    assertThrows(() => {
      for (;; count++) server.accept()[0].close();
    }, OSError);
    return count;
  });
  const [one = 0, two = 0] = counts;
  assertEquals(one + two, 64);
  assert(one > 0 && two > 0, `${one} and ${two}`);
  await peer.end();
});

test("create_server: a taken port is an error that leaves no descriptor", () => {
  using server = create_server(["127.0.0.1", 0]);
  const address = server.getsockname();
  const before = census().size;
  for (const reuse_port of SO_REUSEPORT === undefined ? [false] : [false, true]) {
    const error = assertThrows(() => create_server(address, { reuse_port }), OSError);
    assertEquals([error.errno, error.syscall], [errno.EADDRINUSE, "bind"]);
    assertEquals(error.address, address);
  }
  assertEquals(
    assertThrows(() => create_server(["198.51.100.1", 0]), OSError).code,
    "EADDRNOTAVAIL",
  );
  assertThrows(() => create_server(["127.0.0.1", 65536]), RangeError);
  assertThrows(() => create_server(["127.0.0.1", 0], { backlog: 2 ** 31 }), RangeError, "backlog");
  assertEquals(census().size, before);
});

test("create_server: the port is free again at once", () => {
  // Whoever closes first keeps the port in TIME_WAIT.
  const server = create_server(["127.0.0.1", 0]);
  const address = server.getsockname();
  using client = create_connection(address);
  server.accept()[0].close();
  server.close();
  assertEquals(client.recv(1).length, 0);
  client.close();
  using again = create_server(address);
  assertEquals(again.getsockname(), address);
});

test("create_server: the backlog is how many may wait", () => {
  for (const backlog of [0, 2]) {
    using server = create_server(["127.0.0.1", 0], { backlog });
    const clients = Array.from({ length: 5 }, () => socket());
    for (const client of clients) {
      client.setblocking(false);
      client.connect_ex(server.getsockname());
    }
    // Linux takes one more than it is told.
    const connected = clients.filter((client) => client.connect_ex(server.getsockname()) === 0);
    for (const client of clients) client.close();
    assertEquals(connected.length, backlog + 1);
  }
});

test("create_server: a backlog of the OS's choice, and one below 0", () => {
  using many = create_server(["127.0.0.1", 0], { backlog: null });
  using negative = create_server(["127.0.0.1", 0], { backlog: -5 });
  for (const server of [many, negative]) {
    using client = create_connection(server.getsockname());
    assertEquals(client.getpeername(), server.getsockname());
  }
});

test("create_server: what it refuses", () => {
  assertThrows(
    () => create_server(["", 0], { dualstack_ipv6: true }),
    RangeError,
    "dualstack_ipv6",
  );
  assertThrows(
    () => create_server(["", 0], { family: AF_INET, dualstack_ipv6: true }),
    RangeError,
    "dualstack_ipv6",
  );
  assertThrows(() => create_server(["", 0], { family: undefined }), TypeError, "family");
  if (unix) assertThrows(() => create_server(["", 0], { family: AF_UNIX as never }), TypeError);
  if (SO_REUSEPORT === undefined) {
    assertThrows(() => create_server(["", 0], { reuse_port: true }), RangeError, "SO_REUSEPORT");
  }
});

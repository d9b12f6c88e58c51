/** create_connection: names, addresses in turn, time-outs, errors. */
import { assert, assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import {
  AF_INET,
  AF_INET6,
  ConnectionRefusedError,
  create_connection,
  create_server,
  errno,
  gaierror,
  getaddrinfo,
  OSError,
  setdefaulttimeout,
  SOCK_STREAM,
  socket,
  TimeoutError,
} from "@bsd/socket";
import { test } from "../support/census.ts";
import { decode, encode, pythonSocket } from "./helpers.ts";

/** A Python that listens at a host, and says who came and what they sent. */
function pythonServer(host: string) {
  return pythonSocket(
    `
    host = sys.argv[1]
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    server = socket.create_server((host, 0), family=family)
    print(server.getsockname()[1])
    conn, address = server.accept()
    print(*address[:2])
    conn.sendall(b"welcome")
    print(conn.recv(100))
    `,
    host,
  );
}

/** A port of 127.0.0.1 and ::1 at which nobody listens, until the sockets are closed. */
function refusing() {
  for (;;) {
    const four = socket(AF_INET, SOCK_STREAM);
    four.bind(["127.0.0.1", 0]);
    const [, port] = four.getsockname();
    const six = socket(AF_INET6, SOCK_STREAM);
    const close = () => [four, six].forEach((each) => each.close());
    try {
      six.bind(["::1", port]);
      return { port, [Symbol.dispose]: close };
    } catch (error) {
      close();
      if (!(error instanceof OSError && error.code === "EADDRINUSE")) throw error;
    }
  }
}

for (const host of ["127.0.0.1", "::1"]) {
  test(`create_connection: to a Python at ${host}, by number, name and whole address`, async () => {
    const name = getaddrinfo("localhost", 0, { type: SOCK_STREAM })
      .some(([, , , , address]) => address[0] === host);
    for (const form of ["number", ...(name ? ["name"] : []), "text", "address"]) {
      await using peer = pythonServer(host);
      const port = Number(await peer.line());
      using s = form === "number"
        ? create_connection([host, port])
        : form === "name"
        ? create_connection(["localhost", port])
        : form === "text"
        ? create_connection([encode(host), String(port)])
        : create_connection([host, port, 0, 0]);
      assertEquals(s.getpeername().slice(0, 2), [host, port]);
      assertEquals([s.family, s.type], [host === "::1" ? AF_INET6 : AF_INET, SOCK_STREAM]);
      assertEquals(s.gettimeout(), null);
      assertEquals(await peer.line(), s.getsockname().slice(0, 2).join(" "));
      assertEquals(decode(s.recv(7)), "welcome");
      s.sendall(encode(form));
      assertEquals(await peer.end(), `b'${form}'\n`);
    }
  });
}

test("create_connection: from an address of the caller's choice", async () => {
  await using peer = pythonServer("127.0.0.1");
  const port = Number(await peer.line());
  using s = create_connection(["127.0.0.1", port], { source_address: ["127.0.0.5", 0] });
  const [host, ours] = s.getsockname();
  assertEquals(host, "127.0.0.5");
  assertEquals(await peer.line(), `127.0.0.5 ${ours}`);
  s.sendall(encode("from there"));
  assertEquals(await peer.end(), "b'from there'\n");

  const elsewhere = ["198.51.100.1", 0] as const;
  const error = assertThrows(
    () => create_connection(["127.0.0.1", port], { source_address: elsewhere }),
    OSError,
  );
  assertEquals([error.errno, error.syscall], [errno.EADDRNOTAVAIL, "bind"]);
  assertEquals(error.address, elsewhere);
});

test("create_connection: an address that refuses is followed by the next", async () => {
  // No host is the loopback addresses of both IP versions.
  const found = getaddrinfo(null, 9, { type: SOCK_STREAM }).map(([, , , , [host]]) => host);
  assertEquals(found.length, 2);
  await using peer = pythonServer(found.at(-1) as string);
  using s = create_connection([null, Number(await peer.line())], { all_errors: true });
  assertEquals(s.getpeername()[0], found.at(-1));
  s.sendall(encode("last"));
  await peer.line();
  assertEquals(await peer.end(), "b'last'\n");
});

test("create_connection: the last error, or all of them", () => {
  using nobody = refusing();
  const address = [null, nobody.port] as const;
  const found = getaddrinfo(...address, { type: SOCK_STREAM }).map(([, , , , each]) => each);
  assertEquals(found.length, 2);
  const last = assertThrows(() => create_connection(address), ConnectionRefusedError);
  assertEquals(last.address, found.at(-1));
  const all = assertThrows(() => create_connection(address, { all_errors: true }), AggregateError);
  assertEquals(all.errors.map((error) => error.address), found);
  for (const error of all.errors) assertInstanceOf(error, ConnectionRefusedError);
});

test("create_connection: the time-out of the attempt is the socket's", () => {
  using server = create_server(["127.0.0.1", 0], { backlog: 0 });
  const address = server.getsockname();
  for (const timeout of [null, 5, 0.5]) {
    using s = create_connection(address, { timeout });
    assertEquals(s.gettimeout(), timeout);
    server.accept()[0].close();
  }
  setdefaulttimeout(4);
  try {
    using fallback = create_connection(address);
    assertEquals(fallback.gettimeout(), 4);
    server.accept()[0].close();
    using blocking = create_connection(address, { timeout: null });
    assertEquals(blocking.gettimeout(), null);
    server.accept()[0].close();
  } finally {
    setdefaulttimeout(null);
  }

  // Once the queue is full the listener ignores those who knock.
  const queue = [socket(), socket(), socket()];
  for (const client of queue) {
    client.setblocking(false);
    client.connect_ex(address);
  }
  const error = assertThrows(() => create_connection(address, { timeout: 0.02 }), TimeoutError);
  assertEquals(error.errno, null);
  const all = assertThrows(
    () => create_connection(address, { timeout: 0.02, all_errors: true }),
    AggregateError,
  );
  assertEquals(all.errors.length, 1);
  assertInstanceOf(all.errors[0], TimeoutError);
  for (const client of queue) client.close();
});

test("create_connection: what is wrong before any attempt", () => {
  const error = assertThrows(() => create_connection(["host.invalid", 80]), gaierror);
  assertEquals(error.syscall, "getaddrinfo");
  assertThrows(() => create_connection(["127.0.0.1", 1], { timeout: -1 }), RangeError, "timeout");
  assertThrows(() => create_connection(["127.0.0.1", 1], { timeout: "1" as never }), TypeError);
  assertThrows(
    () => create_connection(["127.0.0.1", 1], { source_address: ["127.0.0.1", 70000] }),
    RangeError,
  );
  assert(!(error instanceof ConnectionRefusedError));
});

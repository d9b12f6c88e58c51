/** TCP with a Python at the other end. */
import {
  assertEquals,
  assertGreater,
  assertInstanceOf,
  assertLess,
  assertThrows,
} from "@std/assert";
import {
  AF_INET6,
  BlockingIOError,
  BrokenPipeError,
  ConnectionError,
  ConnectionRefusedError,
  ConnectionResetError,
  errno,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_V6ONLY,
  MSG_OOB,
  MSG_PEEK,
  MSG_TRUNC,
  MSG_WAITALL,
  OSError,
  SHUT_RD,
  SHUT_WR,
  SO_LINGER,
  SO_SNDBUF,
  SOCK_STREAM,
  socket,
  SOL_SOCKET,
  TCP_NODELAY,
} from "@bsd/socket";
import { test } from "../support/census.ts";
import { deno } from "../support/peer.ts";
import { seeded } from "../support/seed.ts";
import {
  decode,
  encode,
  type IpAddress,
  LOOPBACK,
  pythonSocket,
  receiveAll,
  receiveExactly,
  sha256,
  winsock,
} from "./helpers.ts";

const MEGABYTE = 1 << 20;

/** What a send meets on a connection that is gone: to Winsock that is still what ended it. */
const GoneError = winsock ? ConnectionError : BrokenPipeError;

/** A Python that listens, prints its port, and goes on with `conn` and `address`. */
function pythonServer(code: string, host = "127.0.0.1") {
  const indent = /^\n*( *)/.exec(code)?.[1] ?? "";
  const accept = `
server = socket.create_server(("${host}", 0), family=${host.includes(":") ? 10 : 2})
print(server.getsockname()[1])
conn, address = server.accept()
`;
  return pythonSocket(accept.replaceAll("\n", `\n${indent}`) + code);
}

for (const { name, family, host } of LOOPBACK) {
  test(
    `TCP over ${name}: Python connects; megabytes in both directions, each ended by shutdown`,
    seeded(async (random) => {
      const ours = random.bytes(2 * MEGABYTE + random.int(0, 1000));
      using server = socket<IpAddress>(family, SOCK_STREAM);
      server.bind([host, 0]);
      server.listen();
      await using peer = pythonSocket(
        `
        s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
        print(*s.getsockname()[:2])
        data = os.urandom(3_000_001)
        s.sendall(data)
        s.shutdown(socket.SHUT_WR)
        print(sha256(data))
        print(sha256(read_all(s)))
        `,
        host,
        server.getsockname()[1],
      );
      const [conn, address] = server.accept();
      using _ = conn;
      assertEquals(conn.getpeername(), address);
      assertEquals(conn.getsockname(), server.getsockname());
      const theirs = receiveAll(conn);
      conn.sendall(ours);
      conn.shutdown(SHUT_WR);
      assertEquals(await peer.line(), `${address[0]} ${address[1]}`);
      assertEquals(theirs.length, 3_000_001);
      assertEquals(await peer.line(), sha256(theirs));
      assertEquals(await peer.line(), sha256(ours));
      await peer.end();
    }),
  );

  test(
    `TCP over ${name}: Python serves; its echo is received into one buffer`,
    seeded(async (random) => {
      await using peer = pythonServer(
        `
        print(address)
        while data := conn.recv(random_size()):
            conn.sendall(data)
        conn.close()
        `.replace("random_size()", String(random.int(10_000, 100_000))),
        host,
      );
      using client = socket<IpAddress>(family, SOCK_STREAM);
      client.connect([host, Number(await peer.line())]);
      const [ours, port] = client.getsockname();
      assertEquals(ours, host);

      const data = random.bytes(MEGABYTE);
      const back = new Uint8Array(data.length + 1);
      let at = 0;
      for (let from = 0; from < data.length;) {
        const piece = data.subarray(from, from + random.int(1, 150_000));
        client.sendall(piece);
        from += piece.length;
        while (at < from) {
          // A view at an offset, and a limit on the bytes.
          const room = new DataView(back.buffer, at);
          at += client.recv_into(room, Math.min(random.int(1, 50_000), room.byteLength));
        }
      }
      client.shutdown(SHUT_WR);
      assertEquals(client.recv_into(back, 0), 0, "the end of the stream");
      assertEquals(at, data.length);
      assertEquals(sha256(back.subarray(0, at)), sha256(data));
      const address = host === "::1" ? `('::1', ${port}, 0, 0)` : `('127.0.0.1', ${port})`;
      assertEquals(await peer.end(), `${address}\n`);
    }),
  );
}

test("TCP: a dual-stack socket takes connections over IPv4 and IPv6", async () => {
  using server = socket(AF_INET6, SOCK_STREAM);
  server.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, false);
  server.bind(["::", 0]);
  server.listen();
  await using peer = pythonSocket(
    `
    for host in "127.0.0.1", "::1":
        with socket.create_connection((host, int(sys.argv[1]))) as s:
            print(s.getsockname()[1])
            s.sendall(host.encode())
            s.recv(1)
    `,
    server.getsockname()[1],
  );
  for (const [host, seen] of [["127.0.0.1", "::ffff:127.0.0.1"], ["::1", "::1"]] as const) {
    const [conn, address] = server.accept();
    using _ = conn;
    assertEquals(address, [seen, Number(await peer.line()), 0, 0]);
    assertEquals(decode(receiveExactly(conn, host.length)), host);
  }
  await peer.end();
});

test("TCP: the end of the stream is told again and again, and does not end sending", async () => {
  await using peer = pythonServer(`
    conn.sendall(b"bye")
    conn.shutdown(socket.SHUT_WR)
    print(read_all(conn))
  `);
  using client = socket();
  client.connect(["127.0.0.1", Number(await peer.line())]);
  assertEquals(decode(receiveAll(client)), "bye");
  assertEquals(client.recv(10), new Uint8Array(0));
  assertEquals(client.recv_into(new Uint8Array(10)), 0);
  client.sendall(encode("still here"));
  client.shutdown(SHUT_WR);
  assertEquals(await peer.end(), "b'still here'\n");
  assertThrows(() => client.send(encode("x")), BrokenPipeError, "send: ");
});

test("TCP: shutdown of the receiving side reads as the end of the stream", async () => {
  await using peer = pythonServer(`conn.recv(1)`);
  using client = socket();
  client.connect(["127.0.0.1", Number(await peer.line())]);
  client.shutdown(SHUT_RD);
  if (winsock) assertThrows(() => client.recv(10), BrokenPipeError, `[Errno ${errno.ESHUTDOWN}]`);
  else assertEquals(client.recv(10).length, 0);
  client.close();
  await peer.end();
});

test("TCP: a reset by Python is a ConnectionResetError, then a BrokenPipeError", async () => {
  await using peer = pythonServer(`
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    conn.close()
  `);
  using client = socket();
  client.connect(["127.0.0.1", Number(await peer.line())]);
  const error = assertThrows(() => client.recv(10), ConnectionResetError, "recv: ");
  assertEquals([error.errno, error.code, error.syscall], [errno.ECONNRESET, "ECONNRESET", "recv"]);
  assertInstanceOf(error, ConnectionError);
  assertInstanceOf(error, OSError);
  assertThrows(() => client.sendall(encode("x")), GoneError);
  await peer.end();
});

test("TCP: our reset is Python's ConnectionResetError", async () => {
  await using peer = pythonServer(`
    try:
        conn.recv(10)
    except ConnectionResetError:
        print("reset")
  `);
  using client = socket();
  client.connect(["127.0.0.1", Number(await peer.line())]);
  client.setsockopt(SOL_SOCKET, SO_LINGER, new Int32Array([1, 0]));
  client.close();
  assertEquals(await peer.end(), "reset\n");
});

test("TCP: sending to a peer that has closed fails and does not end this process", async () => {
  await using peer = pythonServer(`conn.close()`);
  using client = socket();
  client.connect(["127.0.0.1", Number(await peer.line())]);
  await peer.end();
  assertThrows(() => {
    for (;;) client.send(new Uint8Array(1000));
  }, ConnectionError);
  for (const flags of [0, MSG_OOB]) {
    assertThrows(() => client.send(encode("x"), flags), GoneError);
  }
  assertThrows(() => client.sendmsg([encode("x")]), GoneError);
});

test("TCP: no SIGPIPE, even in a process that it would end", async () => {
  // Deno ignores the signal; this one undoes that.
  await using peer = deno(`
    import { create_connection, create_server, MSG_OOB, OSError } from "@bsd/socket";
    const SIGPIPE = 13, SIG_DFL = null;
    const libc = Deno.dlopen("libc.so.6", {
      signal: { parameters: ["i32", "pointer"], result: "pointer" },
    });
    libc.symbols.signal(SIGPIPE, SIG_DFL);
    libc.close();
    using server = create_server(["127.0.0.1", 0]);
    const address = server.getsockname();
    using client = create_connection(address);
    server.accept()[0].close();
    const data = new Uint8Array(1000);
    const sends = [
      () => client.send(data),
      () => client.sendall(data),
      () => client.sendmsg([data]),
      () => client.sendto(data, address),
      () => client.send(data, MSG_OOB),
    ];
    for (const send of sends) {
      try {
        for (;;) send();
      } catch (error) {
        if (!(error instanceof OSError)) throw error;
        console.log(error.code);
      }
    }
  `);
  const codes = (await peer.end()).trimEnd().split("\n");
  assertEquals(codes.slice(1), ["EPIPE", "EPIPE", "EPIPE", "EPIPE"]);
});

test("TCP: bytes that MSG_TRUNC throws away show nothing of earlier ones", async () => {
  await using peer = pythonServer(`
    conn.sendall(b"secret")
    conn.recv(1)
    conn.sendall(b"hidden")
    conn.recv(1)
  `);
  using client = socket();
  client.connect(["127.0.0.1", Number(await peer.line())]);
  assertEquals(decode(receiveExactly(client, 6)), "secret");
  client.sendall(encode("."));
  // tcp(7): they are counted and not copied.
  assertEquals(client.recv(6, MSG_TRUNC), new Uint8Array(6));
  client.close();
  await peer.end();
});

test(
  "TCP: a slow reader makes send partial; sendall goes on until all is there",
  seeded(async (random) => {
    const data = random.bytes(4 * MEGABYTE);
    using server = socket();
    server.bind(["127.0.0.1", 0]);
    server.listen();
    await using peer = pythonSocket(
      `
      s = socket.socket()
      s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 20_000)
      s.connect(("127.0.0.1", int(sys.argv[1])))
      sys.stdin.readline()
      data = bytearray()
      while part := s.recv(50_000):
          data += part
          time.sleep(0.0005)
      print(sha256(data))
      `,
      server.getsockname()[1],
    );
    const [conn] = server.accept();
    using _ = conn;
    conn.setsockopt(SOL_SOCKET, SO_SNDBUF, 20_000);
    conn.setblocking(false);
    const first = conn.send(data);
    assertGreater(first, 0);
    assertLess(first, data.length);
    let sent = first;
    assertThrows(() => {
      for (;;) sent += conn.send(data.subarray(sent));
    }, BlockingIOError);
    await peer.send("go\n");
    // Half with a time-out, which waits by poll(2), half blocking, where the kernel waits.
    conn.settimeout(20);
    conn.sendall(data.subarray(sent, data.length / 2));
    conn.settimeout(null);
    conn.sendall(data.subarray(data.length / 2));
    conn.shutdown(SHUT_WR);
    assertEquals(await peer.end(), `${sha256(data)}\n`);
  }),
);

test("TCP: nobody listens", async () => {
  // Bound and not listening: nobody else gets the port.
  await using peer = pythonSocket(`
    s = socket.socket()
    s.bind(("127.0.0.1", 0))
    print(s.getsockname()[1])
    sys.stdin.read()
  `);
  const address = ["127.0.0.1", Number(await peer.line())] as const;
  for (const timeout of [null, 20]) {
    using client = socket();
    client.settimeout(timeout);
    const error = assertThrows(() => client.connect(address), ConnectionRefusedError);
    assertEquals([error.errno, error.code], [errno.ECONNREFUSED, "ECONNREFUSED"]);
    assertEquals(error.address, address);
    assertEquals(
      error.message,
      `[Errno ${errno.ECONNREFUSED}] connect: Connection refused ('127.0.0.1', ${address[1]})`,
    );
    using another = socket();
    another.settimeout(timeout);
    assertEquals(another.connect_ex(address), errno.ECONNREFUSED);
  }
  await peer.end();
});

test("TCP: peeking", async () => {
  await using peer = pythonServer(`
    conn.sendall(b"one")
    conn.recv(1)
  `);
  using client = socket();
  client.connect(["127.0.0.1", Number(await peer.line())]);
  assertEquals(decode(client.recv(2, MSG_PEEK)), "on");
  const buffer = new Uint8Array(8);
  assertEquals(client.recv_into(buffer, 3, MSG_PEEK), 3);
  assertEquals(decode(buffer), "one\0\0\0\0\0");
  assertEquals(decode(client.recv(8)), "one");
  client.close();
  await peer.end();
});

test("TCP: waiting for all", async () => {
  await using peer = pythonServer(`
    conn.sendall(b"one")
    time.sleep(0.02)
    conn.sendall(b"two")
    conn.recv(1)
  `);
  using client = socket();
  client.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1);
  client.connect(["127.0.0.1", Number(await peer.line())]);
  assertEquals(decode(client.recv(6, MSG_WAITALL)), "onetwo");
  client.close();
  await peer.end();
});

test("TCP: urgent data", async () => {
  await using peer = pythonServer(`
    conn.recv(1)
    conn.send(b"!", socket.MSG_OOB)
    select.select([], [], [conn])
    print(conn.recv(1, socket.MSG_OOB))
  `);
  using client = socket();
  client.connect(["127.0.0.1", Number(await peer.line())]);
  client.sendall(encode("."));
  // The urgent byte is not in the stream, and asking for it does not wait.
  let urgent = new Uint8Array(0);
  while (urgent.length === 0) {
    try {
      urgent = client.recv(1, MSG_OOB);
    } catch (error) {
      assertInstanceOf(error, OSError);
      assertEquals(error.code, "EINVAL");
    }
  }
  assertEquals(decode(urgent), "!");
  client.send(encode("?"), MSG_OOB);
  assertEquals(await peer.end(), "b'?'\n");
});

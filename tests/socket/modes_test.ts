/** The three modes of a socket: blocking, with a time-out, non-blocking. */
import {
  assert,
  assertEquals,
  assertGreater,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  AF_UNIX,
  BlockingIOError,
  errno,
  MSG_DONTWAIT,
  OSError,
  SO_ERROR,
  SO_SNDBUF,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  type Socket,
  socket,
  socketpair,
  SOL_SOCKET,
  timeout as timeoutAlias,
  TimeoutError,
} from "@bsd/socket";
import { test } from "../support/census.ts";
import { drain, fill, pythonListener, smallPair } from "../awaited/support.ts";
import {
  decode,
  encode,
  IN_PROGRESS,
  isNonblocking,
  pythonSocket,
  receiveExactly,
  winsock,
  WOULD_BLOCK,
} from "./helpers.ts";

/** A time-out that runs out soon, in seconds. */
const SOON = 0.02;
/** A time-out that does not run out. */
const LONG = 20;

/** Everything that receives, on a socket to which nothing has come. */
const receiving: Record<string, (sock: Socket) => unknown> = {
  recv: (sock) => sock.recv(10),
  "recv of much": (sock) => sock.recv(100_000),
  recv_into: (sock) => sock.recv_into(new Uint8Array(10)),
  recvfrom: (sock) => sock.recvfrom(10),
  recvfrom_into: (sock) => sock.recvfrom_into(new Uint8Array(10)),
  recvmsg: (sock) => sock.recvmsg(10),
  recvmsg_into: (sock) => sock.recvmsg_into([new Uint8Array(10)]),
};

/** Everything that sends, on a socket that has no room. */
const sending: Record<string, (sock: Socket) => unknown> = {
  send: (sock) => sock.send(encode("x")),
  sendall: (sock) => sock.sendall(encode("x")),
  sendmsg: (sock) => sock.sendmsg([encode("x")]),
};

test("modes: blocking calls wait for a peer that sends later", async () => {
  await using peer = pythonSocket(`
    server = socket.create_server(("127.0.0.1", 0))
    print(server.getsockname()[1])
    s, _ = server.accept()
    for i in range(${Object.keys(receiving).length * 2}):
        s.recv(1)
        time.sleep(0.01)
        s.sendall(b"later")
  `);
  using s = socket();
  s.connect(["127.0.0.1", Number(await peer.line())]);
  for (const timeout of [null, LONG]) {
    s.settimeout(timeout);
    for (const [name, receive] of Object.entries(receiving)) {
      s.sendall(encode("?"));
      const [received = -1] = [receive(s)].flat();
      assertEquals(received instanceof Uint8Array ? received.length : received, 5, name);
    }
  }
  await peer.end();
});

test("modes: accept waits for a Python that connects later, sendall for one that reads later", async () => {
  using server = socket();
  server.bind(["127.0.0.1", 0]);
  server.listen();
  for (const timeout of [null, LONG]) {
    server.settimeout(timeout);
    await using peer = pythonSocket(
      `
      time.sleep(0.02)
      s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
      time.sleep(0.02)
      print(len(s.recv(10_000_000, socket.MSG_WAITALL)))
      s.sendall(b"thanks")
      `,
      server.getsockname()[1],
    );
    const [conn] = server.accept();
    using _ = conn;
    conn.settimeout(timeout);
    conn.sendall(new Uint8Array(10_000_000));
    assertEquals(decode(receiveExactly(conn, 6)), "thanks");
    assertEquals(await peer.end(), "10000000\n");
  }
});

test("modes: what receives times out, and works after that", () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  for (const [name, receive] of Object.entries(receiving)) {
    a.settimeout(SOON);
    const error = assertThrows(() => receive(a), TimeoutError, "timed out", name);
    assertEquals([error.errno, error.code, error.strerror], [null, null, "timed out"]);
    assert(error instanceof OSError);
    b.send(encode("now"));
    assertEquals(a.recv(10), encode("now"));
    // A time-out too short to wait is still one.
    a.settimeout(1e-9);
    assertThrows(() => receive(a), TimeoutError);
  }
  assertStrictEquals(timeoutAlias, TimeoutError);
});

test("modes: what sends times out, and works after that", () => {
  const [a, b] = smallPair();
  using _a = a, _b = b;
  for (const [name, send] of Object.entries(sending)) {
    a.settimeout(null);
    fill(a);
    a.settimeout(SOON);
    assertEquals(assertThrows(() => send(a), TimeoutError, "", name).errno, null);
    drain(b);
    // Of the room TCP may tell later than that.
    a.settimeout(LONG);
    send(a);
    b.recv(10);
  }
});

test("modes: a datagram to a full queue times out", () => {
  using receiver = socket(AF_UNIX, SOCK_DGRAM);
  receiver.bind("");
  using sender = socket(AF_UNIX, SOCK_DGRAM);
  sender.settimeout(SOON);
  const address = receiver.getsockname();
  assertThrows(() => {
    for (;;) sender.sendto(encode("x"), address);
  }, TimeoutError);
  sender.setblocking(false);
  const error = assertThrows(() => sender.sendto(encode("x"), address), BlockingIOError);
  assertEquals(error.address, address);
  receiver.recv(10);
  sender.sendto(encode("x"), address);
});

test("modes: accept times out", () => {
  using server = socket();
  server.bind(["127.0.0.1", 0]);
  server.listen();
  server.settimeout(SOON);
  assertThrows(() => server.accept(), TimeoutError);
  server.setblocking(false);
  const error = assertThrows(() => server.accept(), BlockingIOError);
  assertEquals([error.errno, error.syscall], [WOULD_BLOCK, "accept"]);
});

test("modes: sendall's time-out is for the whole, however much progress there is", async () => {
  const { server, connect } = pythonListener();
  using _server = server;
  // Drains slowly for much longer than the time-out, then all at once: who only ever waited for the
  // next bit of room would be done in the end.
  await using peer = pythonSocket(`
    ${connect}
    for i in range(500):
        s.recv(50_000)
        time.sleep(0.004)
    read_all(s)
  `);
  const [conn] = server.accept();
  using _ = conn;
  conn.settimeout(0.2);
  assertThrows(() => conn.sendall(new Uint8Array(100_000_000)), TimeoutError);
  conn.close();
  peer.kill();
});

test("modes: sendall's time-out begins with the call", () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  fill(a);
  a.settimeout(10);
  const { now } = performance;
  // A clock of the test's own, on which the first wait takes nine of the ten seconds; each look at
  // it makes some room.
  const clock = [0, 9000];
  let time = 0;
  performance.now = () => {
    if (time > 0 || clock.length < 2) drain(b);
    return time = clock.shift() ?? time + 100;
  };
  try {
    assertThrows(() => a.sendall(new Uint8Array(100_000_000)), TimeoutError);
  } finally {
    performance.now = now;
  }
  assertGreater(time, 9000);
  assert(time < 11_000, `timed out at ${time}`);
});

test("modes: sendall's later waits get what is left of its time-out", async () => {
  const { server, connect } = pythonListener();
  using _server = server;
  await using peer = pythonSocket(`
    ${connect}
    s.recv(int(sys.stdin.readline()))
    time.sleep(1.5)
    read_all(s)
  `);
  const [conn] = server.accept();
  using _ = conn;
  conn.setblocking(false);
  const capacity = conn.send(new Uint8Array(3_000_000));
  conn.settimeout(100);
  await peer.send(`${Math.floor(capacity * 0.9)}\n`);
  // Of the hundred seconds all but some hundred milliseconds pass between the first two looks at
  // the clock. A second wait that began anew would last until the peer takes the rest.
  const { now } = performance;
  let looks = 0;
  performance.now = () => now.call(performance) + (looks++ === 0 ? 0 : 99_700);
  try {
    assertThrows(() => conn.sendall(new Uint8Array(capacity * 1.5)), TimeoutError);
  } finally {
    performance.now = now;
  }
  conn.close();
  peer.kill();
});

test("modes: a connection that does not come about times out", () => {
  using server = socket();
  server.bind(["127.0.0.1", 0]);
  server.listen(0);
  const address = server.getsockname();
  // Once the queue is full the listener ignores those who knock.
  const queue = [socket(), socket(), socket()];
  try {
    for (const client of queue) {
      client.setblocking(false);
      const error = assertThrows(() => client.connect(address), BlockingIOError, "connect: ");
      assertEquals(error.errno, IN_PROGRESS);
    }
    using client = socket();
    client.settimeout(SOON);
    const error = assertThrows(() => client.connect(address), TimeoutError, "timed out");
    assertEquals(error.errno, null);
    using another = socket();
    another.settimeout(SOON);
    assertEquals(another.connect_ex(address), errno.EWOULDBLOCK);
    // As in Python, nothing has ended the attempt.
    assertEquals(another.connect_ex(address), errno.EALREADY);
  } finally {
    for (const client of queue) client.close();
  }
});

test("modes: an AF_UNIX connection waits for room in the queue", async () => {
  await using peer = pythonSocket(`
    server = socket.socket(socket.AF_UNIX)
    server.bind(b"")
    server.listen(0)
    print(server.getsockname().hex())
    sys.stdin.readline()
    time.sleep(0.02)
    for i in range(2):
        conn, _ = server.accept()
        print(conn.recv(10))
  `);
  const address = Uint8Array.fromHex(await peer.line());
  using first = socket(AF_UNIX, SOCK_STREAM);
  first.connect(address);
  using second = socket(AF_UNIX, SOCK_STREAM);
  // The kernel has no way to tell of room later: an error at once, as in Python.
  for (const timeout of [0, SOON]) {
    second.settimeout(timeout);
    const error = assertThrows(() => second.connect(address), BlockingIOError);
    assertEquals(error.errno, errno.EAGAIN);
  }
  second.settimeout(null);
  first.sendall(encode("first"));
  await peer.send("go\n");
  second.connect(address);
  second.sendall(encode("second"));
  assertEquals(await peer.end(), "b'first'\nb'second'\n");
});

test("modes: a non-blocking connection is under way, then there", async () => {
  await using peer = pythonSocket(`
    server = socket.create_server(("127.0.0.1", 0))
    print(server.getsockname()[1])
    conn, _ = server.accept()
    print("accepted")
    print(conn.recv(10))
    conn.sendall(b"hello")
    print("sent")
  `);
  const address = ["127.0.0.1", Number(await peer.line())] as const;
  using s = socket();
  s.setblocking(false);
  const error = assertThrows(() => s.connect(address), BlockingIOError);
  assertEquals([error.errno, error.address], [IN_PROGRESS, address]);
  if (!winsock) assertStringIncludes(error.message, "in progress");
  assertEquals(await peer.line(), "accepted");
  assertEquals(s.getsockopt(SOL_SOCKET, SO_ERROR), 0);
  // To Winsock it is done without a call that says so.
  if (!winsock) assertEquals(s.connect_ex(address), 0);
  assertEquals(s.connect_ex(address), errno.EISCONN);
  for (const receive of Object.values(receiving)) {
    const error = assertThrows(() => receive(s), BlockingIOError);
    assertEquals(error.errno, WOULD_BLOCK);
  }
  assertEquals(s.send(encode("hi")), 2);
  assertEquals(await peer.line(), "b'hi'");
  assertEquals(await peer.line(), "sent");
  assertEquals(decode(s.recv(100)), "hello");
  await peer.end();
});

test("modes: a non-blocking socket without room", () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  a.setsockopt(SOL_SOCKET, SO_SNDBUF, 5000);
  a.setblocking(false);
  // Some of it is sent, nobody knows how much.
  assertThrows(() => a.sendall(new Uint8Array(1_000_000)), BlockingIOError);
  assertGreater(b.recv(1).length, 0);
  fill(a);
  for (const send of Object.values(sending)) assertThrows(() => send(a), BlockingIOError);
});

test("modes: MSG_DONTWAIT does not wait on a blocking socket", () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  assertThrows(() => a.recv(1, MSG_DONTWAIT), BlockingIOError);
  assertThrows(() => a.recvmsg(1, 0, MSG_DONTWAIT), BlockingIOError);
  b.send(encode("x"));
  assertEquals(a.recv(1, MSG_DONTWAIT), encode("x"));
});

test("modes: what they are, and what the descriptor's flags say", () => {
  using s = socket();
  const mode = () => [s.gettimeout(), s.getblocking(), isNonblocking(s)];
  assertEquals(mode(), [null, true, false]);
  s.settimeout(1.5);
  assertEquals(mode(), [1.5, true, true]);
  s.settimeout(0);
  assertEquals(mode(), [0, false, true]);
  s.setblocking(true);
  assertEquals(mode(), [null, true, false]);
  s.setblocking(false);
  assertEquals(mode(), [0, false, true]);
  s.settimeout(null);
  assertEquals(mode(), [null, true, false]);
  for (const wrong of [-1, -0.001, NaN, Infinity, 1e10]) {
    assertThrows(() => s.settimeout(wrong), RangeError, "timeout");
  }
  assertThrows(() => s.settimeout("1" as never), TypeError, "timeout");
  assertThrows(() => s.settimeout(undefined as never), TypeError, "timeout");
  assertEquals(mode(), [null, true, false]);
});

test("modes: SOCK_NONBLOCK is among the types", () => {
  using nonblocking = socket({ type: SOCK_STREAM | (SOCK_NONBLOCK ?? 0) });
  assertEquals([nonblocking.gettimeout(), nonblocking.type], [0, SOCK_STREAM]);
  assertThrows(() => nonblocking.recv(1), OSError);
});

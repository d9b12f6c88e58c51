/** getsockopt and setsockopt, compared with what Python says of the same socket. */
import { assert, assertEquals, assertGreater, assertThrows } from "@std/assert";
import {
  AF_INET,
  AF_UNIX,
  type Constant,
  create_connection,
  create_server,
  errno,
  IP_TOS,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_TCP,
  OSError,
  send_fds,
  SO_BINDTODEVICE,
  SO_BROADCAST,
  SO_ERROR,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_PEERCRED,
  SO_RCVBUF,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  SO_SNDBUF,
  SO_TYPE,
  SOCK_DGRAM,
  SOCK_STREAM,
  socket,
  socketpair,
  SOL_SOCKET,
  TCP_CONGESTION,
  TCP_INFO,
  TCP_KEEPCNT,
  TCP_KEEPIDLE,
  TCP_KEEPINTVL,
  TCP_MAXSEG,
  TCP_NODELAY,
} from "@bsd/socket";
import { test } from "../support/census.ts";
import { decode, encode, pythonSocket, winsock } from "./helpers.ts";

test("options: Python sees what is set here, and what it sets is seen here", async () => {
  using channel = socket(AF_UNIX, SOCK_STREAM);
  channel.bind("");
  channel.listen();
  using s = socket();
  s.setsockopt(IPPROTO_TCP, TCP_NODELAY, true);
  s.setsockopt(SOL_SOCKET, SO_KEEPALIVE, 1);
  s.setsockopt(IPPROTO_TCP, TCP_KEEPIDLE, 123);
  s.setsockopt(IPPROTO_IP, IP_TTL, 45);
  s.setsockopt(SOL_SOCKET, SO_LINGER, new Int32Array([1, 6]));
  s.setsockopt(SOL_SOCKET, SO_RCVTIMEO, new BigInt64Array([3n, 500_000n]).buffer);
  s.setsockopt(SOL_SOCKET, SO_RCVBUF, 30_000);
  await using peer = pythonSocket(
    `
    channel = socket.socket(socket.AF_UNIX)
    channel.connect(bytes.fromhex(sys.argv[1]))
    _, fds, _, _ = socket.recv_fds(channel, 1, 1)
    s = socket.socket(fileno=fds[0])
    print(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
    print(s.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE))
    print(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE))
    print(s.getsockopt(socket.IPPROTO_IP, socket.IP_TTL))
    print(*struct.unpack("ii", s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)))
    print(*struct.unpack("ll", s.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, 16)))
    print(s.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF))
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 0)
    s.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, 0x10)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 8))
    print("set")
    `,
    (channel.getsockname() as Uint8Array).toHex(),
  );
  const [conn] = channel.accept();
  using _ = conn;
  send_fds(conn, [encode(".")], [s.fileno()]);
  // Linux doubles the buffer's size for its own needs, socket(7).
  for (const value of ["1", "1", "123", "45", "1 6", "3 500000", "60000"]) {
    assertEquals(await peer.line(), value);
  }
  assertEquals(s.getsockopt(SOL_SOCKET, SO_RCVBUF), 60_000);
  assertEquals(await peer.line(), "set");
  assertEquals(s.getsockopt(IPPROTO_TCP, TCP_NODELAY), 0);
  assertEquals(s.getsockopt(IPPROTO_IP, IP_TOS), 0x10);
  assertEquals(s.getsockopt(SOL_SOCKET, SO_LINGER, 8), new Uint8Array([1, 0, 0, 0, 8, 0, 0, 0]));
  await peer.end();
});

test("options: what is set is what there is", () => {
  using s = socket();
  const options: readonly (readonly [level: number, option: Constant, value: number])[] = [
    [IPPROTO_TCP, TCP_NODELAY, 1],
    [IPPROTO_TCP, TCP_NODELAY, 0],
    [SOL_SOCKET, SO_KEEPALIVE, 1],
    [IPPROTO_IP, IP_TTL, 67],
    [SOL_SOCKET, SO_RCVBUF, 30_000],
    [SOL_SOCKET, SO_SNDBUF, 40_000],
  ];
  for (const [level, option, value] of options) {
    s.setsockopt(level, option, value);
    // Linux doubles the buffer's size for its own needs, socket(7).
    const doubled = level === SOL_SOCKET && value > 1 && !winsock;
    const got = doubled ? value * 2 : value;
    assertEquals(s.getsockopt(level, option), got, `${level} ${option}`);
    // Winsock has options of one byte.
    const bytes = s.getsockopt(level, option, 4);
    assertEquals(bytes, new Uint8Array(Int32Array.of(got).buffer).subarray(0, bytes.length));
  }
});

test("options: how often a connection is kept alive", () => {
  using s = socket();
  s.setsockopt(IPPROTO_TCP, TCP_KEEPIDLE, 123);
  s.setsockopt(IPPROTO_TCP, TCP_KEEPINTVL, 45);
  s.setsockopt(IPPROTO_TCP, TCP_KEEPCNT, 6);
  assertEquals(s.getsockopt(IPPROTO_TCP, TCP_KEEPIDLE), 123);
  assertEquals(s.getsockopt(IPPROTO_TCP, TCP_KEEPINTVL), 45);
  assertEquals(s.getsockopt(IPPROTO_TCP, TCP_KEEPCNT), 6);
});

test("options: who is at the other end", async () => {
  using server = socket(AF_UNIX, SOCK_STREAM);
  server.bind("");
  server.listen();
  await using peer = pythonSocket(
    `
    s = socket.socket(socket.AF_UNIX)
    s.connect(bytes.fromhex(sys.argv[1]))
    print(s.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12).hex())
    s.recv(1)
    `,
    (server.getsockname() as Uint8Array).toHex(),
  );
  const [conn] = server.accept();
  using _ = conn;
  const credentials = conn.getsockopt(SOL_SOCKET, SO_PEERCRED, 12);
  assertEquals([...new Int32Array(credentials.slice().buffer)], [
    peer.pid,
    Deno.uid() ?? -1,
    Deno.gid() ?? -1,
  ]);
  const seen = Uint8Array.fromHex(await peer.line());
  assertEquals(new Int32Array(seen.buffer)[0], Deno.pid);
  conn.close();
  await peer.end();
});

test("options: TCP_INFO is as long as the OS has it", () => {
  using server = create_server(["127.0.0.1", 0]);
  using client = create_connection(server.getsockname());
  const info = client.getsockopt(IPPROTO_TCP, TCP_INFO, 1000);
  assertGreater(info.length, 100);
  assert(info.length < 1000);
  assertEquals(info[0], 1, "TCP_ESTABLISHED");
  assertEquals(client.getsockopt(IPPROTO_TCP, TCP_INFO, 3).length, 3);
});

test("options: values are the length that the OS gives", () => {
  using client = socket();
  assertEquals(client.getsockopt(SOL_SOCKET, SO_TYPE, 100), new Uint8Array([SOCK_STREAM, 0, 0, 0]));
  assertEquals<unknown>(client.getsockopt(SOL_SOCKET, SO_TYPE, 0), SOCK_STREAM);
  // Two results are two arrays.
  const first = client.getsockopt(SOL_SOCKET, SO_TYPE, 4);
  client.getsockopt(SOL_SOCKET, SO_ERROR, 4);
  assertEquals(first[0], SOCK_STREAM);
});

test("options: text, and a null value with a length", () => {
  using s = socket(AF_INET, SOCK_DGRAM);
  s.setsockopt(SOL_SOCKET, SO_BINDTODEVICE, encode("lo\0"));
  assertEquals(decode(s.getsockopt(SOL_SOCKET, SO_BINDTODEVICE, 16)), "lo\0");
  s.setsockopt(SOL_SOCKET, SO_BINDTODEVICE, null, 0);
  assertEquals(s.getsockopt(SOL_SOCKET, SO_BINDTODEVICE, 16).length, 0);
  using stream = socket();
  // The algorithm that every kernel has.
  stream.setsockopt(IPPROTO_TCP, TCP_CONGESTION, encode("reno"));
  const name = decode(stream.getsockopt(IPPROTO_TCP, TCP_CONGESTION, 16));
  assertEquals(name, "reno".padEnd(16, "\0"));
});

test("options: every view of the same bytes is the same value", () => {
  using s = socket();
  // struct linger: two ints, two shorts of Winsock's.
  const [linger, size] = winsock ? [[1, 0, 5, 0], 4] : [[1, 0, 0, 0, 5, 0, 0, 0], 8];
  const bytes = new Uint8Array([9, 9, ...linger, 9, 9]);
  const inner = bytes.slice(2, 2 + size);
  const views = [
    inner,
    inner.buffer,
    new DataView(bytes.buffer, 2, size),
    new Uint16Array(bytes.buffer, 2, size / 2),
  ];
  for (const value of views) {
    s.setsockopt(SOL_SOCKET, SO_LINGER, new Uint8Array(size));
    s.setsockopt(SOL_SOCKET, SO_LINGER, value);
    assertEquals(s.getsockopt(SOL_SOCKET, SO_LINGER, size), inner);
  }
});

test("options: booleans and numbers", () => {
  using s = socket(AF_INET, SOCK_DGRAM);
  for (const [value, got] of [[true, 1], [false, 0], [1, 1], [0, 0], [-1, 1]] as const) {
    s.setsockopt(SOL_SOCKET, SO_BROADCAST, value);
    assertEquals(s.getsockopt(SOL_SOCKET, SO_BROADCAST), got);
  }
});

test("options: what the OS refuses, and what the library does", () => {
  const [s, other] = socketpair();
  using _s = s, _other = other;
  const unknown = assertThrows(() => s.getsockopt(SOL_SOCKET, 9999), OSError);
  assertEquals([unknown.errno, unknown.syscall], [errno.ENOPROTOOPT, "getsockopt"]);
  const unset = assertThrows(() => s.setsockopt(SOL_SOCKET, SO_TYPE, 1), OSError);
  assertEquals([unset.errno, unset.syscall], [errno.ENOPROTOOPT, "setsockopt"]);
  assertEquals(
    assertThrows(() => s.setsockopt(SOL_SOCKET, SO_LINGER, new Uint8Array(3)), OSError).code,
    winsock ? "EFAULT" : "EINVAL",
  );
  assertThrows(() => s.setsockopt(IPPROTO_TCP, TCP_MAXSEG, 1), OSError);
  assertThrows(() => s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 2 ** 31), RangeError, "value");
  assertThrows(() => s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 0.5), TypeError, "value");
  assertThrows(() => s.setsockopt(SOL_SOCKET, SO_REUSEADDR, "1" as never), TypeError);
  assertThrows(() => s.setsockopt(SOL_SOCKET, SO_REUSEADDR, undefined as never), TypeError);
  assertThrows(() => s.setsockopt(SOL_SOCKET, undefined, 1), TypeError, "optname is undefined");
  assertThrows(() => s.getsockopt(undefined, SO_TYPE), TypeError, "level is undefined");
  assertThrows(() => s.getsockopt(SOL_SOCKET, SO_TYPE, -1), RangeError, "buflen");
  assertThrows(() => s.setsockopt(SOL_SOCKET, SO_TYPE, null as never), TypeError, "optlen");
  assertThrows(() => Reflect.apply(s.setsockopt, s, [1, 2, 3, 4]), TypeError, "optlen");
});

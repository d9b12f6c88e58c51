/** How sockets begin and end: using, close, detach, dup, fromfd, adoption. */
import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  close,
  create_connection,
  create_server,
  errno,
  fromfd,
  IPPROTO_TCP,
  IPPROTO_UDP,
  OSError,
  recv_fds,
  SHUT_WR,
  SO_KEEPALIVE,
  SO_LINGER,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  Socket,
  socket,
  socketpair,
  SOL_SOCKET,
} from "@bsd/socket";
import { census, test } from "../support/census.ts";
import {
  CLOSED,
  decode,
  encode,
  pythonSocket,
  receiveAll,
  referent,
  tellsDescriptors,
  unix,
  winsock,
} from "./helpers.ts";

/** Whether a descriptor is open. */
function isOpen(fd: number): boolean {
  return referent(fd) !== undefined;
}

test("lifetime: using closes, also when the block throws", () => {
  let fd = -1;
  {
    using s = socket();
    fd = s.fileno();
    assert(isOpen(fd));
  }
  assert(!isOpen(fd));
  assertThrows(
    () => {
      using s = socket();
      fd = s.fileno();
      throw new Error("out of the block");
    },
    Error,
    "out of the block",
  );
  assert(!isOpen(fd));
});

test("lifetime: closing twice closes once", () => {
  const s = socket();
  const fd = s.fileno();
  s.close();
  // The number is another socket's now.
  using other = socket();
  if (!winsock) assertEquals(other.fileno(), fd);
  s.close();
  s[Symbol.dispose]();
  assertEquals(s.detach(), -1);
  assert(isOpen(other.fileno()));
  assertEquals(s.fileno(), -1);
});

test("lifetime: nothing works on a closed socket", () => {
  const s = socket();
  s.close();
  const calls: Record<string, () => unknown> = {
    accept: () => s.accept(),
    bind: () => s.bind(["", 0]),
    connect: () => s.connect(["127.0.0.1", 9]),
    dup: () => s.dup(),
    getpeername: () => s.getpeername(),
    getsockname: () => s.getsockname(),
    getsockopt: () => s.getsockopt(SOL_SOCKET, SO_LINGER),
    listen: () => s.listen(),
    makefile: () => s.makefile(),
    recv: () => s.recv(1),
    recv_into: () => s.recv_into(new Uint8Array(1)),
    recvfrom: () => s.recvfrom(1),
    recvfrom_into: () => s.recvfrom_into(new Uint8Array(1)),
    recvmsg: () => s.recvmsg(1),
    recvmsg_into: () => s.recvmsg_into([new Uint8Array(1)]),
    send: () => s.send(encode("x")),
    sendall: () => s.sendall(encode("x")),
    sendmsg: () => s.sendmsg([encode("x")]),
    sendto: () => s.sendto(encode("x"), ["127.0.0.1", 9]),
    setblocking: () => s.setblocking(false),
    setsockopt: () => s.setsockopt(SOL_SOCKET, SO_KEEPALIVE, 1),
    settimeout: () => s.settimeout(1),
    shutdown: () => s.shutdown(SHUT_WR),
  };
  for (const [name, call] of Object.entries(calls)) {
    // A file is the library's own.
    const closed = name === "makefile" ? errno.EBADF : CLOSED;
    assertEquals(assertThrows(call, OSError, "", name).errno, closed, name);
  }
  assertEquals(s.connect_ex(["127.0.0.1", 9]), CLOSED);
  assertEquals([s.family, s.type, s.proto, s.gettimeout()], [AF_INET, SOCK_STREAM, 0, null]);
});

test("lifetime: detach gives the descriptor away", () => {
  const s = socket(AF_INET6, SOCK_DGRAM);
  const fd = s.fileno();
  assertEquals(s.detach(), fd);
  assertEquals([s.fileno(), s.detach()], [-1, -1]);
  s.close();
  assert(isOpen(fd));
  close(fd);
  assert(!isOpen(fd));
  assertEquals(assertThrows(() => close(fd), OSError).errno, CLOSED);
});

test("lifetime: what a descriptor is, is found out from it", () => {
  const kinds = [
    [AF_INET, SOCK_STREAM, IPPROTO_TCP],
    [AF_INET, SOCK_DGRAM, IPPROTO_UDP],
    [AF_INET6, SOCK_STREAM, IPPROTO_TCP],
    [AF_INET6, SOCK_DGRAM, IPPROTO_UDP],
  ] as const;
  const unixKinds = [
    [AF_UNIX, SOCK_STREAM, 0],
    [AF_UNIX, SOCK_DGRAM, 0],
    [AF_UNIX, SOCK_SEQPACKET, 0],
  ] as const;
  for (const [family, type, proto] of unix ? [...kinds, ...unixKinds] : kinds) {
    const s = socket(family as number, type);
    assertEquals([s.family, s.type, s.proto], [family, type, 0]);
    const fd = s.detach();
    const describe = (each: Socket) => [each.fileno(), each.family, each.type, each.proto];
    const found = [fd, family, type, proto];
    const made = [
      socket({ fileno: fd }),
      socket(-1, -1, -1, fd),
      new Socket({ fileno: fd, proto: -1 }),
    ];
    for (const each of made) assertEquals(describe(each), found);
    // What is given is believed.
    const told = socket(AF_INET6, SOCK_STREAM, 7, fd);
    assertEquals(describe(told), [fd, AF_INET6, SOCK_STREAM, 7]);
    for (const each of [...made, told]) assertEquals(each.detach(), fd);
    close(fd);
  }
});

test("lifetime: a file cannot be adopted, and stays as it is", () => {
  const before = census();
  using file = Deno.openSync("/dev/null", { write: true });
  const [fd = -1] = [...census().keys()].filter((number) => !before.has(number));
  const error = assertThrows(() => socket({ fileno: fd }), OSError);
  assertEquals(error.errno, errno.ENOTSOCK);
  assertThrows(() => fromfd(fd, AF_INET, SOCK_STREAM), OSError);
  assert(isOpen(fd));
  file.writeSync(encode("it still works"));
});

test("lifetime: what is no descriptor cannot be adopted", () => {
  assertEquals(assertThrows(() => socket({ fileno: 9999 }), OSError).errno, CLOSED);
  assertEquals(assertThrows(() => fromfd(9999, AF_INET, SOCK_STREAM), OSError).errno, CLOSED);
  assertThrows(() => socket({ fileno: -1 }), RangeError, "fileno");
  assertThrows(() => socket({ fileno: 1.5 }), TypeError, "fileno");
});

test("lifetime: dup and fromfd are the same connection under numbers of their own", async () => {
  await using peer = pythonSocket(`
    server = socket.create_server(("127.0.0.1", 0))
    print(server.getsockname()[1])
    conn, _ = server.accept()
    for i in range(3):
        conn.sendall(conn.recv(100).upper())
    print(read_all(conn))
  `);
  const s = create_connection(["127.0.0.1", Number(await peer.line())]);
  const copies = [s, s.dup(), fromfd(s.fileno(), s.family, s.type)];
  assertEquals(new Set(copies.map((each) => each.fileno())).size, 3);
  assertEquals(new Set(copies.map((each) => referent(each.fileno()))).size, 1);
  // Each works, and those that are closed do not end the others.
  for (const each of copies) {
    using copy = each;
    assertEquals(copy.getpeername(), s === copy ? s.getpeername() : copy.getpeername());
    copy.sendall(encode("copy"));
    assertEquals(decode(copy.recv(100)), "COPY");
  }
  assertEquals(await peer.end(), "b''\n");
});

test("lifetime: shutdown ends the connection for all duplicates", () => {
  const [a, b] = socketpair();
  using _a = a, _b = b, copy = a.dup();
  copy.shutdown(SHUT_WR);
  assertEquals(receiveAll(b).length, 0);
  assertThrows(() => a.send(encode("x")), OSError);
});

test("lifetime: a listener that Python made serves here", async () => {
  using channel = socket(AF_UNIX, SOCK_STREAM);
  channel.bind("");
  channel.listen();
  await using peer = pythonSocket(
    `
    server = socket.create_server(("::1", 0), family=socket.AF_INET6)
    s = socket.socket(socket.AF_UNIX)
    s.connect(bytes.fromhex(sys.argv[1]))
    socket.send_fds(s, [b"."], [server.fileno()])
    address = server.getsockname()
    server.close()
    with socket.create_connection(address[:2]) as client:
        client.sendall(b"hello")
        print(client.recv(10))
    `,
    (channel.getsockname() as Uint8Array).toHex(),
  );
  const [conn] = channel.accept();
  using _conn = conn;
  const [, [fd = -1]] = recv_fds(conn, 1, 1);
  using server = socket({ fileno: fd });
  assertEquals([server.family, server.type], [AF_INET6, SOCK_STREAM]);
  const [client, address] = server.accept();
  using _client = client;
  assertEquals(Array.isArray(address) && address[0], "::1");
  assertEquals(decode(client.recv(10)), "hello");
  client.sendall(encode("bye"));
  assertEquals(await peer.end(), "b'bye'\n");
});

test("lifetime: a descriptor that somebody else closed", () => {
  const s = socket();
  close(s.fileno());
  assertEquals(assertThrows(() => s.close(), OSError).errno, CLOSED);
  assertEquals(s.fileno(), -1);
  s.close();
});

test("lifetime: closing after the peer's reset is no error", () => {
  using server = create_server(["127.0.0.1", 0]);
  const client = create_connection(server.getsockname());
  const [conn] = server.accept();
  conn.setsockopt(SOL_SOCKET, SO_LINGER, new Int32Array([1, 0]));
  conn.close();
  client.close();
  assertEquals(client.fileno(), -1);
});

test("lifetime: what cannot be made leaves nothing", () => {
  const before = census().size;
  assertEquals(assertThrows(() => socket(AF_INET, 99), OSError).syscall, "socket");
  assertEquals(assertThrows(() => socket(9999, SOCK_STREAM), OSError).code, "EAFNOSUPPORT");
  assertThrows(() => socket(AF_INET, SOCK_STREAM, IPPROTO_UDP), OSError);
  assertThrows(() => socket(undefined), TypeError, "family is undefined");
  assertThrows(() => socket(AF_INET, undefined), TypeError, "type is undefined");
  assertThrows(() => socket({ proto: undefined }), TypeError, "proto is undefined");
  assertThrows(() => socket(AF_INET, 2 ** 31), RangeError, "type");
  assertEquals(census().size, before);
  if (tellsDescriptors) assertNotEquals(before, 0);
});

/** AF_UNIX with a Python at the other end: each kind of socket, each form of name. */
import { assert, assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import {
  AF_UNIX,
  BlockingIOError,
  ConnectionRefusedError,
  errno,
  FileNotFoundError,
  MSG_DONTWAIT,
  MSG_EOR,
  OSError,
  SHUT_WR,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  socket,
  type SocketKind,
  socketpair,
  SocketType,
  type UnixAddress,
} from "@bsd/socket";
import { test } from "../support/census.ts";
import { seeded } from "../support/seed.ts";
import { tempDir } from "../support/temp.ts";
import { concat, decode, encode, pythonSocket, receiveAll, sha256 } from "./helpers.ts";

/** A name in each of the forms there are, within a directory. */
function names(directory: string): { name: string; address: UnixAddress }[] {
  return [
    { name: "a path", address: `${directory}/sock` },
    { name: "a path of more than ASCII", address: `${directory}/söck €😀` },
    { name: "a path that begins with a byte order mark", address: `\ufeff${"relative".length}` },
    { name: "a path that is not UTF-8", address: concat([encode(directory), latin1("/\xff\xfe")]) },
    { name: "an abstract name", address: latin1(`\0bsd-test-${Deno.pid}\0\xffx`) },
  ];
}

/** One byte per character. */
function latin1(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** The address as a Python program's argument: its bytes in hexadecimal. */
function hex(address: UnixAddress): string {
  return (typeof address === "string" ? encode(address) : address).toHex();
}

/** Runs `fn` with each form of name; the working directory is a temporary one meanwhile. */
async function withNames(fn: (address: UnixAddress, name: string) => Promise<void>): Promise<void> {
  const before = Deno.cwd();
  using directory = tempDir();
  Deno.chdir(directory.path);
  try {
    for (const { name, address } of names(directory.path)) {
      try {
        await fn(address, name);
      } catch (error) {
        throw new Error(`with ${name}`, { cause: error });
      }
    }
  } finally {
    Deno.chdir(before);
  }
}

test("AF_UNIX stream: Python connects to each form of name", async () => {
  await withNames(async (address) => {
    using server = socket(AF_UNIX, SOCK_STREAM);
    server.bind(address);
    server.listen();
    assertEquals(server.getsockname(), address);
    await using peer = pythonSocket(
      `
      s = socket.socket(socket.AF_UNIX)
      s.connect(bytes.fromhex(sys.argv[1]))
      data = os.urandom(500_000)
      s.sendall(data)
      s.shutdown(socket.SHUT_WR)
      print(sha256(data))
      print(read_all(s))
      `,
      hex(address),
    );
    const [conn, from] = server.accept();
    using _ = conn;
    assertEquals(from, "", "a client without a name");
    assertEquals(conn.getpeername(), "");
    assertEquals(conn.getsockname(), address);
    const data = receiveAll(conn);
    conn.sendall(encode("thanks"));
    conn.close();
    assertEquals(await peer.end(), `${sha256(data)}\nb'thanks'\n`);
  });
});

test("AF_UNIX stream: Python serves at each form of name", async () => {
  await withNames(async (address) => {
    await using peer = pythonSocket(
      `
      s = socket.socket(socket.AF_UNIX)
      s.bind(bytes.fromhex(sys.argv[1]))
      s.listen()
      print("ready")
      conn, address = s.accept()
      data = read_all(conn)
      print(sha256(data), repr(address))
      conn.sendall(data)
      `,
      hex(address),
    );
    assertEquals(await peer.line(), "ready");
    using client = socket(AF_UNIX, SOCK_STREAM);
    client.connect(address);
    assertEquals(client.getpeername(), address);
    assertEquals(client.getsockname(), "");
    const data = new Uint8Array(100_000).map((_, index) => index * 7);
    client.sendall(data);
    client.shutdown(SHUT_WR);
    assertEquals(receiveAll(client), data);
    assertEquals(await peer.end(), `${sha256(data)} ''\n`);
  });
});

test("AF_UNIX datagram: Python answers to each form of name", async () => {
  await withNames(async (address) => {
    await using peer = pythonSocket(
      `
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind(b"\\0bsd-answers-" + str(os.getpid()).encode())
      print(s.getsockname().hex())
      data, address = s.recvfrom(100)
      s.sendto(data + b"!", address)
      print((os.fsencode(address) if isinstance(address, str) else address).hex())
      `,
    );
    const theirs = Uint8Array.fromHex(await peer.line());
    using s = socket(AF_UNIX, SOCK_DGRAM);
    s.bind(address);
    s.sendto(encode("echo"), theirs);
    assertEquals(s.recvfrom(100), [encode("echo!"), theirs]);
    assertEquals(await peer.end(), `${hex(address)}\n`);
  });
});

test("AF_UNIX datagram: a sender without a name has the address null", async () => {
  using directory = tempDir();
  const path = `${directory.path}/sock`;
  using s = socket(AF_UNIX, SOCK_DGRAM);
  s.bind(path);
  await using peer = pythonSocket(
    `
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    s.connect(sys.argv[1])
    for i in range(4):
        s.send(b"who")
    `,
    path,
  );
  const who = encode("who");
  assertEquals(s.recvfrom(10), [who, null]);
  assertEquals(s.recvfrom_into(new Uint8Array(10)), [3, null]);
  assertEquals(s.recvmsg(10), [who, [], 0, null]);
  assertEquals(s.recvmsg_into([new Uint8Array(10)]), [3, [], 0, null]);
  await peer.end();
});

test("AF_UNIX seqpacket: messages keep their bounds on a connection", async () => {
  using directory = tempDir();
  const path = `${directory.path}/sock`;
  await using peer = pythonSocket(
    `
    s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    s.bind(sys.argv[1])
    s.listen()
    print("ready")
    conn, _ = s.accept()
    while data := conn.recv(100_000):
        print(len(data), sha256(data))
        conn.send(data[:10])
    `,
    path,
  );
  assertEquals(await peer.line(), "ready");
  using s = socket(AF_UNIX, SOCK_SEQPACKET);
  s.connect(path);
  for (const length of [1, 60_000, 10]) {
    const data = new Uint8Array(length).fill(length);
    s.send(data, MSG_EOR);
    assertEquals(await peer.line(), `${length} ${sha256(data)}`);
    assertEquals(s.recv(100), data.subarray(0, 10));
  }
  s.shutdown(SHUT_WR);
  assertEquals(s.recv(100).length, 0);
  await peer.end();
});

test("AF_UNIX seqpacket: Python connects", async () => {
  using directory = tempDir();
  using server = socket(AF_UNIX, SOCK_SEQPACKET);
  server.bind(`${directory.path}/sock`);
  server.listen(5);
  await using peer = pythonSocket(
    `
    s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    s.bind(sys.argv[1] + "-client")
    s.connect(sys.argv[1])
    for data in b"one", b"two", b"three":
        s.send(data)
    print(s.recv(3))
    `,
    server.getsockname() as string,
  );
  const [conn, address] = server.accept();
  using _ = conn;
  assertEquals(address, `${directory.path}/sock-client`);
  assertEquals(conn.type, SOCK_SEQPACKET);
  assertEquals(["one", "two", "thr"], [100, 100, 3].map((size) => decode(conn.recv(size))));
  conn.send(encode("four"));
  assertEquals(await peer.end(), "b'fou'\n");
});

test("AF_UNIX: the OS chooses an abstract name", () => {
  using s = socket(AF_UNIX, SOCK_DGRAM);
  s.bind("");
  const name = s.getsockname();
  assertInstanceOf(name, Uint8Array);
  assertEquals([name.length, name[0]], [6, 0]);
  using other = socket(AF_UNIX, SOCK_DGRAM);
  other.sendto(encode("found"), name);
  assertEquals(decode(s.recv(10)), "found");
});

test("AF_UNIX: paths that nobody has, that nobody serves, and that are taken", () => {
  using directory = tempDir();
  const path = `${directory.path}/sock`;
  using client = socket(AF_UNIX, SOCK_STREAM);
  const error = assertThrows(() => client.connect(path), FileNotFoundError);
  assertEquals(error.message, `[Errno 2] connect: No such file or directory '${path}'`);
  using server = socket(AF_UNIX, SOCK_STREAM);
  server.bind(path);
  assertThrows(() => client.connect(path), ConnectionRefusedError);
  using second = socket(AF_UNIX, SOCK_STREAM);
  assertEquals(assertThrows(() => second.bind(path), OSError).code, "EADDRINUSE");
  server.listen();
  client.connect(path);
  assertEquals(assertThrows(() => client.connect(path), OSError).code, "EISCONN");
});

test("AF_UNIX: the longest path, and one byte more", async () => {
  using directory = tempDir();
  const longest = `${directory.path}/`.padEnd(107, "x");
  using server = socket(AF_UNIX, SOCK_DGRAM);
  server.bind(longest);
  assertEquals(server.getsockname(), longest);
  await using peer = pythonSocket(
    `
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    s.bind("\\0" + "a" * 107)
    s.sendto(b"x", sys.argv[1])
    `,
    longest,
  );
  assertEquals(server.recvfrom(1), [encode("x"), encode("\0" + "a".repeat(107))]);
  await peer.end();
  using other = socket(AF_UNIX, SOCK_DGRAM);
  const error = assertThrows(() => other.bind(`${longest}x`), OSError);
  assertEquals(error.errno, errno.ENAMETOOLONG);
  assertThrows(() => other.bind("a\0b"), RangeError, "NUL");
});

test(
  "socketpair: each kind carries data both ways",
  seeded((random) => {
    for (const type of [SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET]) {
      const [a, b] = socketpair(AF_UNIX, type);
      using _a = a, _b = b;
      for (const s of [a, b]) {
        assert(s instanceof SocketType);
        assertEquals([s.family, s.type, s.proto, s.gettimeout()], [AF_UNIX, type, 0, null]);
        assert(!s.get_inheritable());
      }
      for (const [from, to] of [[a, b], [b, a]] as const) {
        const data = random.bytes(1000);
        assertEquals(from.send(data), 1000);
        assertEquals(to.recv(2000), data);
        assertThrows(() => to.recv(1, MSG_DONTWAIT), BlockingIOError);
      }
      // What two sends give tells the kinds apart.
      a.send(encode("one"));
      a.send(encode("two"));
      assertEquals(decode(b.recv(100)), type === SOCK_STREAM ? "onetwo" : "one");
    }
    const [a, b] = socketpair();
    using _a = a, _b = b;
    assertEquals([a.family, a.type], [AF_UNIX, SOCK_STREAM] satisfies [number, SocketKind]);
  }),
);

test("socketpair: a kind that has none", () => {
  assertEquals(assertThrows(() => socketpair(AF_UNIX, 77), OSError).syscall, "socketpair");
  assertThrows(() => socketpair(undefined), TypeError, "family is undefined");
});

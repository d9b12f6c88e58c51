/** AF_UNIX, SOCK_SEQPACKET: connections that keep the boundaries of messages. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  AF_UNIX,
  BlockingIOError,
  BrokenPipeError,
  CMSG_SPACE,
  MSG_CTRUNC,
  MSG_EOR,
  MSG_PEEK,
  MSG_TRUNC,
  OSError,
  recv_fds,
  SCM_RIGHTS,
  send_fds,
  SHUT_WR,
  SO_TYPE,
  SOCK_SEQPACKET,
  type Socket,
  socket,
  socketpair,
  SOL_SOCKET,
  type UnixAddress,
} from "@bsd/socket";
import { decode, encode, pythonSocket, target } from "../socket/helpers.ts";
import { familyTest } from "../support/family.ts";
import { seeded } from "../support/seed.ts";
import { tempDir } from "../support/temp.ts";
import { FACES } from "./faces.ts";

const test = familyTest("AF_UNIX, SOCK_SEQPACKET", AF_UNIX, SOCK_SEQPACKET);

const NOTHING = new Uint8Array(0);

function pair(): [Socket<UnixAddress>, Socket<UnixAddress>] {
  const made = socketpair(AF_UNIX, SOCK_SEQPACKET);
  for (const s of made) s.settimeout(20);
  return made;
}

for (const [face, on] of FACES) {
  test(
    `SOCK_SEQPACKET: each message comes by itself (${face})`,
    seeded(async (random) => {
      const [a, b] = pair();
      using _a = a, _b = b;
      assertEquals(b.getsockopt(SOL_SOCKET, SO_TYPE), SOCK_SEQPACKET);
      const messages = [1, 2, 1000, 20_000].map((length) => random.bytes(length));
      for (const message of messages) assertEquals(await on(a).send(message), message.length);
      for (const message of messages) assertEquals(await on(b).recv(65536), message);
      await on(a).sendmsg([encode("gathered "), NOTHING, encode("from parts")]);
      const rooms = [new Uint8Array(3), new Uint8Array(100)];
      assertEquals(await on(b).recvmsg_into(rooms), [19, [], 0, null]);
      assertEquals(rooms.map((room) => decode(room.filter((byte) => byte !== 0))), [
        "gat",
        "hered from parts",
      ]);
      await on(a).sendall(encode("all of it"));
      assertEquals(await on(b).recvfrom(100), [encode("all of it"), null]);
    }),
  );

  test(`SOCK_SEQPACKET: what does not fit is cut off, and told (${face})`, async () => {
    const [a, b] = pair();
    using _a = a, _b = b;
    for (let i = 0; i < 3; i++) await on(a).send(encode("0123456789"));
    await on(a).send(encode("next"));
    assertEquals(await on(b).recv(4), encode("0123"));
    assertEquals(await on(b).recvmsg(4), [encode("0123"), [], MSG_TRUNC ?? -1, null]);
    const room = new Uint8Array(4);
    assertEquals(await on(b).recv_into(room, 0, MSG_TRUNC), 10, "the length it had");
    assertEquals(await on(b).recv(100, MSG_PEEK), encode("next"));
    assertEquals(await on(b).recvmsg(4), [encode("next"), [], 0, null], "it fits");
  });

  test(`SOCK_SEQPACKET: empty messages, and the end (${face})`, async () => {
    const [a, b] = pair();
    using _a = a, _b = b;
    await on(a).send(NOTHING);
    await on(a).send(encode("x"));
    assertEquals(await on(b).recv(10), NOTHING, "a message");
    assertEquals(await on(b).recv(10), encode("x"));
    a.shutdown(SHUT_WR);
    for (let i = 0; i < 2; i++) assertEquals(await on(b).recv(10), NOTHING, "the end");
    a.close();
    const sending = async () => void await on(b).send(encode("nobody"));
    const e = await sending().then(() => null, (e) => e);
    assert(e instanceof BrokenPipeError);
  });

  test(`SOCK_SEQPACKET: MSG_EOR may be sent (${face})`, async () => {
    const [a, b] = pair();
    using _a = a, _b = b;
    await on(a).send(encode("record"), MSG_EOR);
    const [data, , flags] = await on(b).recvmsg(100);
    // Every message is a record here; Linux does not say so again.
    assertEquals([data, flags & ~(MSG_EOR ?? 0)], [encode("record"), 0]);
  });
}

test("SOCK_SEQPACKET: descriptors come with their message", () => {
  const [a, b] = pair();
  using _a = a, _b = b;
  using file = socket(AF_UNIX, SOCK_SEQPACKET);
  send_fds(a, [encode("first")], [file.fileno()]);
  a.send(encode("second"));
  const [data, fds, flags] = recv_fds(b, 100, 4);
  using received = socket({ fileno: fds[0] ?? -1 });
  assertEquals([data, fds.length, flags], [encode("first"), 1, 0]);
  assertEquals(target(received.fileno()), target(file.fileno()));
  assertEquals(b.recvmsg(100, 100), [encode("second"), [], 0, null]);

  // No room for the two: none comes, or the one there is room for.
  send_fds(a, [encode("third")], [file.fileno(), file.fileno()]);
  const [, ancillary, cut] = b.recvmsg(100, CMSG_SPACE(4) - 4);
  assertEquals(cut, MSG_CTRUNC);
  for (const [level, type, bytes] of ancillary) {
    assertEquals([level, type], [SOL_SOCKET, SCM_RIGHTS ?? -1]);
    for (const fd of new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2)) {
      socket({ fileno: fd }).close();
    }
  }
});

test("SOCK_SEQPACKET: what is too long for the buffer is refused whole", () => {
  const [a, b] = pair();
  using _a = a, _b = b;
  const e = assertThrows(() => a.send(new Uint8Array(10_000_000)), OSError);
  assertEquals(e.code, "EMSGSIZE");
  b.settimeout(0);
  assertThrows(() => b.recv(1), BlockingIOError);
});

for (const kind of ["a path", "an abstract name"] as const) {
  test(`SOCK_SEQPACKET: Python at the other end, by ${kind}`, async () => {
    using directory = tempDir();
    const address = kind === "a path"
      ? `${directory.path}/s`
      : Uint8Array.of(0, ...encode(`seqpacket-${crypto.randomUUID()}`));
    using server = socket(AF_UNIX, SOCK_SEQPACKET);
    server.settimeout(20);
    server.bind(address);
    server.listen();
    assertEquals(server.getsockname(), address);
    const name = typeof address === "string" ? address : `@${decode(address.subarray(1))}`;
    await using peer = pythonSocket(
      `
      name = sys.argv[1].replace("@", "\\0", 1)
      client = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
      client.connect(name)
      for message in b"one", b"two" * 1000, b"three":
          client.send(message)
      print([client.recv(4) for _ in range(3)])
      print(client.recvmsg(2)[2] == socket.MSG_TRUNC)
      print(client.recv(10))
      server = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
      server.bind(name + "2")
      server.listen()
      print("listening")
      for _ in range(2):
          conn, address = server.accept()
          for message in iter(lambda: conn.recv(65536), b""):
              conn.send(message[::-1])
          print(repr(address))
      `,
      name,
    );
    {
      const [conn, from] = server.accept();
      using _ = conn;
      assertEquals(from, "");
      assertEquals(conn.getsockname(), address);
      const lengths = [conn.recv(65536), conn.recv(65536), conn.recv(65536)];
      assertEquals(lengths.map(({ length }) => length), [3, 3000, 5]);
      for (const text of ["1", "22", "333 cut", "four"]) conn.send(encode(text));
      assertEquals(await peer.line(), "[b'1', b'22', b'333 ']");
      assertEquals(await peer.line(), "True");
    }
    assertEquals(await peer.line(), "b''");
    assertEquals(await peer.line(), "listening");
    const other = typeof address === "string"
      ? `${address}2`
      : Uint8Array.of(...address, "2".charCodeAt(0));
    for (const [, on] of FACES) {
      using client = socket(AF_UNIX, SOCK_SEQPACKET);
      client.settimeout(20);
      await on(client).connect(other);
      assertEquals(client.getpeername(), other);
      await on(client).send(encode("abc"));
      await on(client).send(encode("defg"));
      assertEquals(decode(await on(client).recv(10)), "cba");
      assertEquals(decode(await on(client).recv(10)), "gfed");
      client.shutdown(SHUT_WR);
      assertEquals(await peer.line(), "''");
    }
    await peer.end();
  });
}

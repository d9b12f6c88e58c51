/** send_fds and recv_fds with a Python at the other end. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  AF_UNIX,
  BlockingIOError,
  close,
  errno,
  MSG_CTRUNC,
  MSG_DONTWAIT,
  MSG_PEEK,
  OSError,
  recv_fds,
  send_fds,
  SOCK_DGRAM,
  SOCK_STREAM,
  type Socket,
  socket,
  socketpair,
  type UnixAddress,
} from "@bsd/socket";
import { test } from "../support/census.ts";
import type { Peer } from "../support/peer.ts";
import { tempDir } from "../support/temp.ts";
import { decode, encode, pythonSocket, receiveAll, statusFlags, target } from "./helpers.ts";

/** Starts a Python that goes on with `s`, connected to the socket that `fn` gets. */
async function withPython(
  code: string,
  fn: (sock: Socket<UnixAddress>, peer: Peer) => void | Promise<void>,
): Promise<string> {
  using server = socket(AF_UNIX, SOCK_STREAM);
  server.bind("");
  server.listen();
  const name = server.getsockname() as Uint8Array;
  const indent = /^\n*( *)/.exec(code)?.[1] ?? "";
  await using peer = pythonSocket(
    `
${indent}s = socket.socket(socket.AF_UNIX)
${indent}s.connect(bytes.fromhex(sys.argv[1]))
${code}`,
    name.toHex(),
  );
  const [conn] = server.accept();
  using _ = conn;
  await fn(conn, peer);
  conn.close();
  return await peer.end();
}

const O_CLOEXEC = 0o2000000;

/** Whether no child process would get the descriptor, by the flags that /proc shows. */
function closedOnExec(fd: number): boolean {
  return (statusFlags(fd) & O_CLOEXEC) !== 0;
}

/** Reads a file's or a pipe's descriptor to the end and closes it. */
function readAndClose(fd: number): string {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  try {
    return decode(b.recv(a.sendfile(fd)));
  } finally {
    close(fd);
  }
}

test("send_fds: Python gets descriptors that work", async () => {
  const pairs = [socketpair(), socketpair(), socketpair()];
  const output = await withPython(
    `
    data, fds, flags, address = socket.recv_fds(s, 100, 10)
    print(data, len(fds), flags & ~socket.MSG_CMSG_CLOEXEC)
    for i, fd in enumerate(fds):
        os.write(fd, f"number {i}".encode())
        os.close(fd)
    `,
    (sock) => {
      const sent = send_fds(
        sock,
        [encode("three "), encode("of them")],
        pairs.map(([a]) => a.fileno()),
      );
      assertEquals(sent, 13);
      for (const [a] of pairs) a.close();
      for (const [index, [, b]] of pairs.entries()) {
        using _ = b;
        assertEquals(decode(receiveAll(b)), `number ${index}`);
      }
    },
  );
  assertEquals(output, "b'three of them' 3 0\n");
});

test("recv_fds: what Python sends can be read, and no child gets it", async () => {
  using directory = tempDir();
  Deno.writeTextFileSync(`${directory.path}/file`, "in a file");
  await withPython(
    `
    r, w = os.pipe()
    os.write(w, b"in a pipe")
    path = sys.stdin.readline().strip()
    file = os.open(path, os.O_RDONLY)
    a, b = socket.socketpair()
    a.sendall(b"in a socket")
    socket.send_fds(s, [b"pipe, ", b"file and socket"], [r, file, b.fileno()])
    for fd in r, w, file: os.close(fd)
    b.close()
    print(read_all(a))
    `,
    async (sock, peer) => {
      await peer.send(`${directory.path}/file\n`);
      const [data, fds, flags, address] = recv_fds(sock, 100, 3);
      assertEquals([decode(data), flags, address], ["pipe, file and socket", 0, null]);
      assertEquals(fds.map(closedOnExec), [true, true, true]);
      const [pipe = -1, file = -1, fd = -1] = fds;
      assertEquals(readAndClose(pipe), "in a pipe");
      assertEquals(readAndClose(file), "in a file");
      using received = socket({ fileno: fd });
      assert(!received.get_inheritable());
      assertEquals(decode(received.recv(100)), "in a socket");
      received.sendall(encode("and back"));
      received.close();
      assertEquals(await peer.line(), "b'and back'");
    },
  );
});

test("recv_fds: more than maxfds are closed by the OS, and the flags say so", async () => {
  for (const maxfds of [0, 1, 2, 3]) {
    await withPython(
      `
      pairs = [os.pipe() for i in range(5)]
      socket.send_fds(s, [b"five"], [w for r, w in pairs])
      for r, w in pairs: os.close(w)
      # A pipe that nobody holds open for writing is at its end.
      print("ready" if s.recv(1) == b"." else "?")
      closed = select.select([r for r, w in pairs], [], [], 0)[0]
      print(len(closed))
      `,
      async (sock, peer) => {
        const [data, fds, flags] = recv_fds(sock, 100, maxfds);
        assertEquals(decode(data), "five");
        assertEquals(fds.length, maxfds);
        assertEquals(flags, MSG_CTRUNC);
        sock.sendall(encode("."));
        assertEquals(await peer.line(), "ready");
        assertEquals(await peer.line(), String(5 - maxfds));
        fds.forEach(close);
      },
    );
  }
});

test("recv_fds: as many as maxfds are no truncation, fewer neither, none is fine", async () => {
  await withPython(
    `
    for n in 2, 1, 0, 253:
        socket.send_fds(s, [b"."], [0] * n)
        s.recv(1)
    `,
    (sock) => {
      for (const [n, maxfds] of [[2, 2], [1, 2], [0, 2], [253, 300]] as const) {
        const [data, fds, flags] = recv_fds(sock, 10, maxfds);
        assertEquals([decode(data), fds.length, flags], [".", n, 0]);
        assertEquals(new Set(fds).size, n);
        fds.forEach(close);
        sock.sendall(encode("+"));
      }
    },
  );
});

test("recv_fds: descriptors arrive with the first byte of their data", async () => {
  await withPython(
    `
    s.sendall(b"before ")
    socket.send_fds(s, [b"with"], [0])
    s.sendall(b" after")
    s.shutdown(socket.SHUT_WR)
    s.recv(1)
    `,
    (sock) => {
      let text = "";
      const at: number[] = [];
      for (;;) {
        const [data, fds] = recv_fds(sock, 5, 5);
        if (fds.length > 0) at.push(text.length);
        fds.forEach(close);
        if (data.length === 0) break;
        text += decode(data);
      }
      assertEquals(text, "before with after");
      assertEquals(at.length, 1);
      assert((at[0] ?? -1) <= "before ".length);
    },
  );
});

test("send_fds and recv_fds: flags are passed on", () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  assertThrows(() => recv_fds(b, 1, 1, MSG_DONTWAIT), BlockingIOError);
  assertEquals(send_fds(a, [encode("peek")], [a.fileno()], MSG_DONTWAIT), 4);
  // A peek gives descriptors as well: others than those that come later.
  const [peeked, first] = recv_fds(b, 10, 1, MSG_PEEK);
  const [data, second] = recv_fds(b, 10, 1, 0);
  assertEquals([decode(peeked), decode(data)], ["peek", "peek"]);
  for (const fd of [...first, ...second]) {
    assertEquals(target(fd), target(a.fileno()));
    close(fd);
  }
  assertEquals([first.length, second.length], [1, 1]);
  assertThrows(() => {
    for (;;) send_fds(a, [new Uint8Array(10_000)], [0], MSG_DONTWAIT);
  }, BlockingIOError);
});

test("send_fds: a datagram to an address", async () => {
  using directory = tempDir();
  const path = `${directory.path}/sock`;
  await using peer = pythonSocket(
    `
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    s.bind(sys.argv[1])
    print("ready")
    data, fds, flags, address = socket.recv_fds(s, 100, 2)
    print(data, address)
    os.write(fds[0], b"here")
    # Its send_fds does not pass an address on.
    s.sendmsg([b"back"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, struct.pack("i", fds[0]))], 0, address)
    `,
    path,
  );
  assertEquals(await peer.line(), "ready");
  using s = socket(AF_UNIX, SOCK_DGRAM);
  s.bind(`${path}-ours`);
  const [a, b] = socketpair();
  using _a = a, _b = b;
  assertEquals(send_fds(s, [encode("to you")], [a.fileno()], 0, path), 6);
  assertEquals(await peer.line(), `b'to you' ${path}-ours`);
  assertEquals(decode(b.recv(10)), "here");
  const [data, fds, flags, address] = recv_fds(s, 100, 1);
  assertEquals([decode(data), flags, address], ["back", 0, path]);
  const [fd = -1] = fds;
  assertEquals(target(fd), target(a.fileno()));
  close(fd);
  await peer.end();
});

test("send_fds: what it refuses, and what the OS refuses", () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const error = assertThrows(() => send_fds(a, [encode("x")], [9999]), OSError);
  assertEquals([error.errno, error.syscall], [errno.EBADF, "sendmsg"]);
  assertEquals(
    assertThrows(() => send_fds(a, [encode("x")], new Array(254).fill(0)), OSError).code,
    "EINVAL",
  );
  assertThrows(() => send_fds(a, [encode("x")], [1.5]), TypeError, "fds[0]");
  assertThrows(() => recv_fds(b, 1, -1), RangeError, "maxfds");
  assertThrows(() => send_fds(a, [encode("x")], [0], undefined), TypeError, "flags is undefined");
  assertThrows(() => b.recv(1, MSG_DONTWAIT), BlockingIOError, "", "nothing was sent");
});

/** sendfile, with a Python at the other end. */
import { closeSync, openSync } from "node:fs";
import { fromFileUrl, join, toFileUrl } from "@std/path";
import { assertEquals, assertGreater, assertThrows } from "@std/assert";
import {
  AF_INET,
  AF_UNIX,
  close,
  ConnectionError,
  OSError,
  recv_fds,
  SHUT_WR,
  SO_SNDBUF,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  type Socket,
  socket,
  socketpair,
  SOL_SOCKET,
  TimeoutError,
} from "@bsd/socket";
import { backend } from "../../ffi/backend/mod.ts";
import { smallPair } from "../awaited/support.ts";
import { test } from "../support/census.ts";
import type { Peer } from "../support/peer.ts";
import { seeded } from "../support/seed.ts";
import { tempDir } from "../support/temp.ts";
import { decode, encode, pythonSocket, receiveAll, sha256, unix } from "./helpers.ts";

/** A socket that is connected to a Python, which prints the length and the digest of all it gets. */
async function withReader(
  fn: (sock: Socket) => void | Promise<void>,
  slowly = false,
): Promise<string> {
  using server = socket();
  server.bind(["127.0.0.1", 0]);
  server.listen();
  await using peer = pythonSocket(
    `
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 20_000)
    s.connect(("127.0.0.1", int(sys.argv[1])))
    data = bytearray()
    while part := s.recv(40_000):
        data += part
        ${slowly ? "time.sleep(0.0005)" : ""}
    print(len(data), sha256(data))
    `,
    server.getsockname()[1],
  );
  const [conn] = server.accept();
  using _ = conn;
  await fn(conn);
  conn.close();
  return await peer.end();
}

/** What `withReader` returns where the Python got exactly this. */
function report(data: Uint8Array): string {
  return `${data.length} ${sha256(data)}\n`;
}

/** Whether a number of the runtime's is C's too, which sendfile(2) then sends from, and moves. */
const { knows_files: knowsFiles } = backend();

/** A number that is open until the scope ends. */
interface Descriptor extends Disposable {
  readonly fd: number;
}

/** A descriptor's number for what a path names, or for what a Python opens. */
async function descriptor(
  path: string,
  code = `fd = os.open(sys.argv[1], os.O_RDONLY)`,
): Promise<Descriptor> {
  if (!knowsFiles) {
    const fd = openSync(path, "r");
    return { fd, [Symbol.dispose]: () => closeSync(fd) };
  }
  using server = socket(AF_UNIX);
  server.bind("");
  server.listen();
  await using peer: Peer = pythonSocket(
    `
    ${code}
    s = socket.socket(socket.AF_UNIX)
    s.connect(bytes.fromhex(sys.argv[2]))
    socket.send_fds(s, [b"."], [fd])
    s.recv(1)
    `,
    path,
    (server.getsockname() as Uint8Array).toHex(),
  );
  const [conn] = server.accept();
  using _ = conn;
  const [, [fd = -1]] = recv_fds(conn, 1, 1);
  conn.close();
  await peer.end();
  return { fd, [Symbol.dispose]: () => close(fd) };
}

/** Where a number of C's is in its file. */
function positionOf(fd: number): number {
  const info = Deno.readTextFileSync(`/proc/self/fdinfo/${fd}`);
  return Number(/^pos:\s*(\d+)$/m.exec(info)?.[1]);
}

test(
  "sendfile: a path and a file URL",
  seeded(async (random) => {
    using directory = tempDir();
    const path = join(directory.path, "a file #1");
    const data = random.bytes(300_000);
    Deno.writeFileSync(path, data);
    const url = toFileUrl(path);
    assertEquals(fromFileUrl(url), path);
    for (const file of [path, url]) {
      const output = await withReader((sock) => assertEquals(sock.sendfile(file), data.length));
      assertEquals(output, report(data));
    }
  }),
);

test(
  "sendfile: a descriptor's number, with offset and count; its position is behind what was sent",
  seeded(async (random) => {
    using directory = tempDir();
    const path = `${directory.path}/file`;
    const data = random.bytes(100_000);
    Deno.writeFileSync(path, data);
    using opened = await descriptor(path);
    const { fd } = opened;
    const position = () => knowsFiles ? positionOf(fd) : null;
    const output = await withReader((sock) => {
      for (
        const [offset, count, sent] of [
          [10, 50, 50],
          [0, 1, 1],
          [99_000, 5000, 1000],
          [100_000, 1, 0],
          [200_000, null, 0],
        ] as const
      ) {
        const before = position();
        assertEquals(sock.sendfile(fd, offset, count), sent);
        assertEquals(position(), sent === 0 || !knowsFiles ? before : offset + sent);
      }
      assertEquals(sock.sendfile(fd, 60_000), 40_000);
      assertEquals(position(), knowsFiles ? 100_000 : null);
      assertEquals(sock.sendfile(fd, 60_000, null), 40_000);
    });
    const whole = [
      data.subarray(10, 60),
      data.subarray(0, 1),
      data.subarray(99_000),
      data.subarray(60_000),
      data.subarray(60_000),
    ];
    assertEquals(output, report(await new Blob(whole).bytes()));
  }),
);

test(
  "sendfile: a file that is larger than any buffer, to a slow reader",
  seeded(async (random) => {
    using directory = tempDir();
    const path = `${directory.path}/file`;
    const data = random.bytes(3_000_000);
    Deno.writeFileSync(path, data);
    for (const timeout of [null, 20]) {
      for (const open of [false, true]) {
        const output = await withReader((sock) => {
          sock.setsockopt(SOL_SOCKET, SO_SNDBUF, 20_000);
          sock.settimeout(timeout);
          using file = Deno.openSync(path);
          assertEquals(sock.sendfile(open ? file : path, 1), data.length - 1);
        }, true);
        assertEquals(output, report(data.subarray(1)));
      }
    }
  }),
);

test("sendfile: an open Deno.FsFile, whose position moves", () => {
  using directory = tempDir();
  const path = `${directory.path}/file`;
  Deno.writeTextFileSync(path, "0123456789");
  using file = Deno.openSync(path);
  const position = () => file.seekSync(0, Deno.SeekMode.Current);
  const [a, b] = socketpair();
  using _a = a, _b = b;
  assertEquals(a.sendfile(file, 2, 3), 3);
  assertEquals([decode(b.recv(20)), position()], ["234", 5]);
  assertEquals(a.sendfile(file, 7), 3);
  assertEquals([decode(b.recv(20)), position()], ["789", 10]);
  assertEquals(a.sendfile(file), 10);
  assertEquals([decode(b.recv(20)), position()], ["0123456789", 10]);
  assertEquals(a.sendfile(file, 20), 0);
  // Interrupted: the position is behind what was sent for sure.
  file.seekSync(0, Deno.SeekMode.Start);
  a.shutdown(SHUT_WR);
  assertThrows(() => a.sendfile(file, 4), ConnectionError);
  assertEquals(position(), 4);
});

test("sendfile: a pipe, which sendfile(2) cannot read", async () => {
  const pipe = `fd, w = os.pipe(); os.write(w, b"through a pipe " * 4000); os.close(w)`;
  const text = "through a pipe ".repeat(4000);
  const [a, b] = socketpair();
  using _a = a, _b = b;
  using opened = await descriptor("", pipe);
  assertEquals(a.sendfile(opened.fd, 0, 7), 7);
  assertEquals(decode(b.recv(100)), "through");
  assertEquals(a.sendfile(opened.fd), text.length - 7);
  a.shutdown(SHUT_WR);
  assertEquals(decode(receiveAll(b)), text.slice(7));
  using other = await descriptor("", pipe);
  assertEquals(assertThrows(() => b.sendfile(other.fd, 5), OSError).code, "ESPIPE");
});

test("sendfile: a Deno.FsFile that is a pipe", async () => {
  using directory = tempDir();
  const path = `${directory.path}/fifo`;
  await new Deno.Command("mkfifo", { args: [path] }).output();
  await using peer = pythonSocket(
    `
    with open(sys.argv[1], "wb") as file:
        file.write(b"fifo" * 100_000)
    `,
    path,
  );
  const output = await withReader((sock) => {
    using file = Deno.openSync(path);
    assertEquals(sock.sendfile(file), 400_000);
  });
  assertEquals(output, report(encode("fifo".repeat(100_000))));
  await peer.end();
});

test("sendfile: an empty file", () => {
  using directory = tempDir();
  const path = `${directory.path}/empty`;
  Deno.writeTextFileSync(path, "");
  const [a, b] = socketpair();
  using _a = a, _b = b;
  assertEquals(a.sendfile(path), 0);
  assertEquals(a.sendfile(path, 10, 10), 0);
  using file = Deno.openSync(path);
  assertEquals(a.sendfile(file), 0);
});

test("sendfile: files of which the kernel does not know the size", () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const version = Deno.readTextFileSync("/proc/version");
  assertEquals(a.sendfile("/proc/version"), version.length);
  assertEquals(decode(b.recv(1000)), version);
  assertEquals(a.sendfile("/dev/zero", 0, 100), 100);
  assertEquals(b.recv(1000), new Uint8Array(100));
});

test("sendfile: what it refuses", () => {
  using directory = tempDir();
  const path = `${directory.path}/file`;
  Deno.writeTextFileSync(path, "text");
  const [a, b] = socketpair();
  using _a = a, _b = b;
  assertThrows(() => a.sendfile(path, -1), RangeError, "offset");
  assertThrows(() => a.sendfile(path, 0, 0), RangeError, "count");
  assertThrows(() => a.sendfile(path, 0, -1), RangeError, "count");
  assertThrows(() => a.sendfile(path, 0.5), TypeError, "offset");
  assertThrows(() => a.sendfile(path, 0, 1.5), TypeError, "count");
  assertThrows(() => a.sendfile(`${path}-not`), Error, "ENOENT");
  const error = assertThrows(() => a.sendfile(9999), OSError);
  assertEquals([error.code, error.syscall], ["EBADF", knowsFiles ? "sendfile" : "fstat"]);
  a.setblocking(false);
  assertThrows(() => a.sendfile(path), RangeError, "non-blocking");
  using udp = socket(AF_INET, SOCK_DGRAM);
  assertThrows(() => udp.sendfile(path), RangeError, "SOCK_STREAM");
  if (unix) {
    const [c, d] = socketpair(AF_UNIX, SOCK_SEQPACKET);
    using _c = c, _d = d;
    assertThrows(() => c.sendfile(path), RangeError, "SOCK_STREAM");
  }
  // Nothing was sent by any of them.
  a.setblocking(true);
  assertEquals(a.sendfile(path), 4);
  assertEquals(decode(b.recv(10)), "text");
});

test("sendfile: a reader that stops makes it time out", async () => {
  using directory = tempDir();
  const path = `${directory.path}/file`;
  Deno.writeFileSync(path, new Uint8Array(1_000_000));
  using opened = await descriptor(path);
  for (const open of [false, true]) {
    const [a, b] = smallPair();
    using _a = a, _b = b;
    a.settimeout(0.05);
    using file = Deno.openSync(path);
    const source = open ? file : opened.fd;
    const error = assertThrows(() => a.sendfile(source), TimeoutError, "timed out");
    assertEquals(error.errno, null);
    b.settimeout(0);
    assertGreater(b.recv(1_000_000).length, 0);
  }
  // The number's position is behind what the socket took.
  if (knowsFiles) assertGreater(positionOf(opened.fd), 0);
});

test("sendfile: to a peer that has closed is an error, and no SIGPIPE", async () => {
  using directory = tempDir();
  const path = `${directory.path}/file`;
  Deno.writeFileSync(path, new Uint8Array(1_000_000));
  using server = socket();
  server.bind(["127.0.0.1", 0]);
  server.listen();
  for (const open of [false, true]) {
    await using peer = pythonSocket(
      `
      s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
      s.recv(1)
      s.close()
      `,
      server.getsockname()[1],
    );
    const [conn] = server.accept();
    using _ = conn;
    using file = Deno.openSync(path);
    conn.sendall(encode("go"));
    await peer.end();
    assertThrows(() => {
      for (;;) conn.sendfile(open ? file : path);
    }, ConnectionError);
    assertThrows(() => conn.sendfile(open ? file : path), ConnectionError);
  }
});

/** makefile over sockets, with a Python at the other end. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  BrokenPipeError,
  BufferedReader,
  BufferedRWPair,
  BufferedWriter,
  OSError,
  SHUT_WR,
  type Socket,
  socket,
  SocketIO,
  socketpair,
  TextIOWrapper,
  TimeoutError,
} from "@bsd/socket";
import { test } from "../support/census.ts";
import { seeded } from "../support/seed.ts";
import { decode, encode, pythonSocket, referent, sha256 } from "./helpers.ts";

/** Runs `fn` with a socket that a Python has accepted as `conn`; returns what the Python printed. */
async function withPython(code: string, fn: (sock: Socket) => void): Promise<string> {
  const indent = /^\n*( *)/.exec(code)?.[1] ?? "";
  await using peer = pythonSocket(`
${indent}server = socket.create_server(("127.0.0.1", 0))
${indent}print(server.getsockname()[1])
${indent}conn, _ = server.accept()
${code}`);
  const port = Number(await peer.line());
  using s = socket();
  s.connect(["127.0.0.1", port]);
  fn(s);
  s.close();
  return await peer.end();
}

test("makefile: a protocol of lines, spoken with Python's own makefile", async () => {
  const output = await withPython(
    `
    with conn.makefile("rw", encoding="utf-8", newline="\\r\\n") as file:
        file.write("220 Grüß Gott 👋\\n")
        file.flush()
        for line in file:
            print(ascii(line))
            if line == "QUIT\\r\\n": break
            file.write(f"250 {line.strip()[::-1]}\\n")
            file.flush()
        file.write("221 bye\\n")
    conn.close()
    `,
    (s) => {
      using file = s.makefile("rw", { encoding: "utf-8", newline: "\r\n" });
      assert(file instanceof TextIOWrapper);
      assertEquals(file.readline(), "220 Grüß Gott 👋\r\n");
      for (const [command, answer] of [["HELO me", "em OLEH"], ["NOOP €", "€ POON"]]) {
        file.write(`${command}\n`);
        file.flush();
        assertEquals(file.readline(), `250 ${answer}\r\n`);
      }
      file.write("QUIT\n");
      file.flush();
      assertEquals([...file], ["221 bye\r\n"]);
      assertEquals(file.readline(), "");
    },
  );
  assertEquals(output, "'HELO me\\r\\n'\n'NOOP \\u20ac\\r\\n'\n'QUIT\\r\\n'\n");
});

test(
  "makefile: bytes in blocks and to the end",
  seeded(async (random) => {
    const ours = random.bytes(1_000_000);
    let theirs = new Uint8Array(0);
    const output = await withPython(
      `
      file = conn.makefile("rwb")
      data = os.urandom(1_000_000)
      file.write(data)
      file.flush()
      print(sha256(data))
      print(sha256(file.read()))
      file.write(b"the end")
      file.close()
      conn.close()
      `,
      (s) => {
        using reader = s.makefile("rb");
        using writer = s.makefile("wb", { buffering: 1000 });
        assert(reader instanceof BufferedReader && writer instanceof BufferedWriter);
        const data = new Uint8Array(1_000_000);
        const first = reader.read(3) ?? new Uint8Array(0);
        data.set(first);
        assertEquals(reader.readinto(data.subarray(3, 10_000)), 9997);
        data.set(reader.read(990_000) ?? new Uint8Array(0), 10_000);
        theirs = data;
        for (let at = 0; at < ours.length;) {
          at += writer.write(ours.subarray(at, at + random.int(1, 30_000)));
        }
        writer.flush();
        s.shutdown(SHUT_WR);
        assertEquals(decode(reader.read() ?? new Uint8Array(0)), "the end");
        assertEquals(reader.read()?.length, 0);
      },
    );
    assertEquals(output, `${sha256(theirs)}\n${sha256(ours)}\n`);
  }),
);

test("makefile: both directions in one file, with a buffer and without", async () => {
  for (const buffering of [-1, 0]) {
    const output = await withPython(
      `
      while data := conn.recv(100):
          conn.sendall(data.upper() + b"\\n")
      print("end")
      `,
      (s) => {
        using file = s.makefile("rwb", { buffering });
        assert(buffering === 0 ? file instanceof SocketIO : file instanceof BufferedRWPair);
        for (const word of ["one", "two"]) {
          assertEquals(file.write(encode(word)), 3);
          file.flush();
          assertEquals(decode(file.readline()), `${word.toUpperCase()}\n`);
        }
      },
    );
    assertEquals(output, "end\n");
  }
});

test("makefile: the descriptor is open until the last of socket and files is closed", async () => {
  const output = await withPython(
    `
    conn.sendall(b"first\\nsecond\\n")
    print(conn.recv(100))
    print(conn.recv(100))
    `,
    (s) => {
      const fd = s.fileno();
      const what = referent(fd);
      const isOpen = () => referent(fd) === what;
      const reader = s.makefile("r");
      const writer = s.makefile("w");
      s.close();
      assert(String(s).startsWith("<Socket [closed] fd="), String(s));
      assert(isOpen());
      assertEquals(reader.readline(), "first\n");
      assertEquals([reader.fileno(), writer.name], [fd, fd]);
      s.close();
      writer.write("still writes");
      writer.close();
      writer.close();
      assert(isOpen());
      assertEquals(reader.readline(), "second\n");
      reader.close();
      assert(!isOpen());
      assertEquals([s.fileno(), reader.name], [-1, -1]);
      assertThrows(() => reader.readline(), RangeError, "closed");
      s.close();
    },
  );
  assertEquals(output, "b'still writes'\nb''\n");
});

test("makefile: closing the files leaves the socket open; none is made of a closed one", async () => {
  await withPython(
    `
    conn.sendall(conn.recv(100))
    conn.recv(1)
    `,
    (s) => {
      s.makefile().close();
      s.makefile("wb").close();
      s.sendall(encode("open"));
      assertEquals(decode(s.recv(100)), "open");
      assertThrows(() => s.makefile("x" as never), RangeError, "invalid mode");
      assertThrows(() => s.makefile("r", { buffering: 0 }), RangeError, "unbuffered");
      const fd = s.fileno();
      s.close();
      assertEquals(
        referent(fd),
        undefined,
        "a file that could not be made does not keep the descriptor",
      );
      assertThrows(() => s.makefile(), OSError);
    },
  );
});

test("makefile: detaching the socket ends its files too", () => {
  const [a, b] = socketpair();
  using _b = b;
  const file = a.makefile("rb");
  using adopted = socket({ fileno: a.detach() });
  assertThrows(() => file.read(1), OSError);
  file.close();
  adopted.send(encode("x"));
  assertEquals(b.recv(1), encode("x"));
});

test("makefile: after a time-out a file cannot be read any more", async () => {
  await withPython(
    `
    conn.sendall(b"half a li")
    conn.recv(1)
    conn.sendall(b"ne\\n")
    conn.recv(1)
    `,
    (s) => {
      s.settimeout(0.02);
      const file = s.makefile("r");
      assertThrows(() => file.readline(), TimeoutError);
      s.sendall(encode("."));
      const error = assertThrows(() => file.readline(), OSError, "timed out object");
      assert(!(error instanceof TimeoutError));
      file.close();
      // The socket itself can.
      s.settimeout(20);
      assertEquals(decode(s.recv(100)), "ne\n");
    },
  );
});

test("makefile: what is buffered is sent by close, which closes even if it cannot be", async () => {
  const output = await withPython(
    `
    print(conn.recv(100))
    `,
    (s) => {
      const file = s.makefile("wb");
      file.write(encode("at the end"));
      s.close();
      file.close();
    },
  );
  assertEquals(output, "b'at the end'\n");

  const [a, b] = socketpair();
  using _b = b;
  const file = a.makefile("w");
  file.write("this is never sent");
  a.shutdown(SHUT_WR);
  a.close();
  assertThrows(() => file.close(), BrokenPipeError);
  assertEquals([file.closed, a.fileno()], [true, -1]);
});

test("makefile: a non-blocking socket gives null where there is nothing", () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  a.setblocking(false);
  using file = a.makefile("rb");
  assertEquals(file.read(10), null);
  b.sendall(encode("abc"));
  assertEquals(decode(file.read(10) ?? new Uint8Array(0)), "abc");
  b.close();
  assertEquals(file.read(10)?.length, 0);
});

/** What sendfile does in either face. */
import { closeSync, openSync, readSync } from "node:fs";
import { toFileUrl } from "@std/path";
import { assert, assertEquals, assertGreater } from "@std/assert";
import {
  AF_INET,
  AF_UNIX,
  SHUT_WR,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  socket,
  socketpair,
} from "@bsd/socket";
import { backend } from "../../ffi/backend/mod.ts";
import { tempDir } from "../support/temp.ts";
import { decode, encode, pattern, pythonSocket, receiveAll, sha256 } from "../socket/helpers.ts";
import { type Cases, CLOSED, refusal, SENDFILE, winsock } from "./faces.ts";
import { drain, pythonListener, smallPair, unix } from "./support.ts";

/** A time-out that runs out soon, and one that does not, in seconds. */
const SOON = 0.02, LONG = 20;

/** Whether sendfile moves a descriptor's number, which C must know for that. */
const moves = backend().knows_files;

/** A file with these bytes, until the scope ends. */
function fileOf(data: Uint8Array) {
  const directory = tempDir();
  const path = `${directory.path}/a file #1`;
  Deno.writeFileSync(path, data);
  const fd = openSync(path, "r");
  const file = Deno.openSync(path);
  return {
    path,
    url: new URL(toFileUrl(path)),
    fd,
    file,
    /** Where the descriptor's number and the open file are; of a number that C does not know, null. */
    positions(): [number | null, number] {
      const position = file.seekSync(0, Deno.SeekMode.Current);
      if (!moves) return [null, position];
      let left = 0;
      const room = new Uint8Array(65536);
      for (let read; (read = readSync(fd, room)) > 0;) left += read;
      backend().seek(fd, data.length - left);
      return [data.length - left, position];
    },
    [Symbol.dispose]() {
      file.close();
      closeSync(fd);
      directory[Symbol.dispose]();
    },
  };
}

/** Numbers that C does not know. */
const unknown: Cases = {
  "sendfile: a number that C does not know stays where it is": async (on) => {
    using f = fileOf(encode("0123456789"));
    const [a, b] = socketpair();
    using _a = a, _b = b;
    assertEquals(await on(a).sendfile(f.fd, 2, 3), 3);
    assertEquals(decode(b.recv(100)), "234");
    const room = new Uint8Array(20);
    assertEquals(decode(room.subarray(0, readSync(f.fd, room))), "0123456789");
  },
};

/** All of sendfile. */
export const files: Cases = {
  ...moves ? {} : unknown,

  "sendfile: a path, a URL, a descriptor's number, an open file": async (on) => {
    const data = crypto.getRandomValues(new Uint8Array(60_000));
    using f = fileOf(data);
    for (const source of [f.path, f.url, f.fd, f.file]) {
      const [a, b] = socketpair();
      using _a = a, _b = b;
      assertEquals(await on(a).sendfile(source), data.length);
      a.shutdown(SHUT_WR);
      assertEquals(sha256(receiveAll(b)), sha256(data));
    }
    assertEquals(f.positions(), [moves ? data.length : null, data.length]);
  },

  "sendfile: offset and count; the position is behind what was sent": async (on) => {
    using f = fileOf(encode("0123456789"));
    const [a, b] = socketpair();
    using _a = a, _b = b;
    const expected = [
      [[2, 3], "234"],
      [[7], "789"],
      [[0, 1], "0"],
      [[8, 100], "89"],
      [[5, null], "56789"],
      [[], "0123456789"],
    ] as const;
    for (const [[offset = 0, count = null], text] of expected) {
      for (const [index, source] of [f.fd, f.file].entries()) {
        assertEquals(await on(a).sendfile(source, offset, count), text.length);
        assertEquals(decode(b.recv(100)), text);
        const position = source === f.fd && !moves ? null : offset + text.length;
        assertEquals(f.positions()[index], position);
      }
      assertEquals(await on(a).sendfile(f.path, offset, count), text.length);
      assertEquals(decode(b.recv(100)), text);
    }
    for (const source of [f.path, f.fd, f.file]) {
      assertEquals(await on(a).sendfile(source, 10), 0);
      assertEquals(await on(a).sendfile(source, 20, 5), 0);
    }
    assertEquals(drain(b).length, 0);
  },

  "sendfile: all of it, to one who reads slowly": async (on) => {
    const data = crypto.getRandomValues(new Uint8Array(65536));
    using f = fileOf(new Uint8Array(await new Blob(Array(32).fill(data)).arrayBuffer()));
    for (const source of [f.path, f.fd, f.file]) {
      for (const timeout of [null, LONG]) {
        const { server, connect } = pythonListener();
        using _server = server;
        await using peer = pythonSocket(`
          ${connect}
          data = bytearray()
          while part := s.recv(40_000): data += part
          print(sha256(data))
        `);
        const [conn] = server.accept();
        using _ = conn;
        conn.settimeout(timeout);
        assertEquals(await on(conn).sendfile(source, 1), 32 * 65536 - 1);
        conn.close();
        const whole = Deno.readFileSync(f.path).subarray(1);
        assertEquals(await peer.end(), `${sha256(whole)}\n`);
      }
    }
  },

  "sendfile: an empty file": async (on) => {
    using f = fileOf(new Uint8Array(0));
    const [a, b] = socketpair();
    using _a = a, _b = b;
    for (const source of [f.path, f.fd, f.file]) {
      assertEquals(await on(a).sendfile(source), 0);
      assertEquals(await on(a).sendfile(source, 10, 10), 0);
    }
  },

  "sendfile: files of which the kernel does not know the size": async (on) => {
    const [a, b] = socketpair();
    using _a = a, _b = b;
    const version = Deno.readTextFileSync("/proc/version");
    assertEquals(await on(a).sendfile("/proc/version"), version.length);
    assertEquals(decode(b.recv(1000)), version);
    assertEquals(await on(a).sendfile("/dev/zero", 0, 100), 100);
    assertEquals(b.recv(1000), new Uint8Array(100));
  },

  "sendfile: a pipe into which a Python writes": async (on) => {
    using directory = tempDir();
    const path = `${directory.path}/fifo`;
    await new Deno.Command("mkfifo", { args: [path] }).output();
    for (const open of [false, true]) {
      await using peer = pythonSocket(
        `
        with open(sys.argv[1], "wb", buffering=0) as file:
            sys.stdin.readline()
            for i in range(20): file.write(b"fifo" * 250)
        `,
        path,
      );
      // Opening waits for the other end, which must not be this thread's business.
      using file = await Deno.open(path);
      const [a, b] = socketpair();
      using _a = a, _b = b;
      if (open) {
        await peer.send("go\n");
        assertEquals(await on(a).sendfile(file, 0, 7), 7);
        assertEquals(await on(a).sendfile(file), 19_993);
      } else {
        const fd = openSync(path, "r");
        await peer.send("go\n");
        try {
          assertEquals(await on(a).sendfile(fd, 0, 7), 7);
          assertEquals(await refusal(() => on(a).sendfile(fd, 5)), ["OSError", "ESPIPE", "lseek"]);
          assertEquals(await on(a).sendfile(fd), 19_993);
        } finally {
          closeSync(fd);
        }
      }
      a.shutdown(SHUT_WR);
      assertEquals(decode(receiveAll(b)), "fifo".repeat(5_000));
      await peer.end();
    }
  },

  "sendfile: what it refuses": async (on) => {
    using f = fileOf(encode("text"));
    const [a, b] = socketpair();
    using _a = a, _b = b;
    const expected = [
      [
        () => on(a).sendfile(f.path, -1),
        "RangeError",
        "offset must be from 0 to 9007199254740991, not -1",
      ],
      [() => on(a).sendfile(f.path, 0, 0), "RangeError", "count must be positive or null, not 0"],
      [() => on(a).sendfile(f.path, 0, -1), "RangeError"],
      [() => on(a).sendfile(f.path, 0.5), "TypeError", "offset must be an integer, not 0.5"],
      [() => on(a).sendfile(f.path, 0, 1.5), "TypeError", "count must be an integer, not 1.5"],
      [() => on(a).sendfile({} as never), "TypeError"],
      [() => on(a).sendfile(0.5), "TypeError", "file must be an integer, not 0.5"],
      [() => on(a).sendfile(9999), "OSError", "EBADF"],
      [() => on(a).sendfile(`${f.path}-not`), "Error"],
    ] as const;
    for (const [fn, name, about] of expected) {
      const [found, text] = await refusal(fn);
      assertEquals([found, about === undefined ? undefined : text], [name, about], String(fn));
    }
    using datagram = socket(AF_INET, SOCK_DGRAM);
    const only = ["RangeError", "only SOCK_STREAM sockets can send files"] as const;
    assertEquals(await refusal(() => on(datagram).sendfile(f.path)), only);
    if (unix) {
      const [c, d] = socketpair(AF_UNIX, SOCK_SEQPACKET);
      using _c = c, _d = d;
      assertEquals(await refusal(() => on(c).sendfile(f.path)), only);
    }
    assertEquals(drain(b).length, 0, "nothing was sent by any of them");
    a.close();
    assertEquals(await refusal(() => on(a).sendfile(f.path)), ["OSError", CLOSED, SENDFILE]);
    assertEquals(await refusal(() => on(a).sendfile(f.fd)), ["OSError", CLOSED, SENDFILE]);
    assertEquals(await refusal(() => on(a).sendfile(f.file)), ["OSError", CLOSED, "send"]);
    assertEquals(f.positions(), [moves ? 0 : null, 0]);
  },

  "sendfile: a reader that stops makes it time out": async (on) => {
    const data = pattern(1_000_000);
    using f = fileOf(data);
    const expected = [[f.path, SENDFILE], [f.fd, SENDFILE], [f.file, "send"]] as const;
    for (const [source, call] of expected) {
      const [a, b] = smallPair();
      using _a = a, _b = b;
      a.settimeout(SOON);
      const error = await refusal(() => on(a).sendfile(source));
      assertEquals(error, ["TimeoutError", "timed out", call]);
      const came = drain(b);
      assertGreater(came.length, 0);
      assertEquals(came, data.subarray(0, came.length));
      // What a number has sent is known to the byte, what an open file has to the block.
      const [number, file] = f.positions();
      if (source === f.fd) assertEquals(number, moves ? came.length : null);
      if (source === f.file) assert(file <= came.length, `${file} of ${came.length}`);
    }
  },

  "sendfile: to a peer that has closed": async (on) => {
    using f = fileOf(new Uint8Array(100_000));
    for (
      const [source, call] of [[f.path, SENDFILE], [f.fd, SENDFILE], [f.file, "send"]] as const
    ) {
      const [a, b] = socketpair();
      using _ = a;
      b.close();
      assertEquals(
        await refusal(() => on(a).sendfile(source, 4)),
        winsock ? ["ConnectionResetError", "ECONNRESET", call] : ["BrokenPipeError", "EPIPE", call],
      );
    }
    // What TCP took before it was told that nobody reads is sent.
    if (!winsock) assertEquals(f.positions(), [0, 4]);
  },
};

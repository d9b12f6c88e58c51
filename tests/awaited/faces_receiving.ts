/** What receiving does in either face. */
import { assert, assertEquals } from "@std/assert";
import {
  AF_UNIX,
  close,
  CMSG_LEN,
  CMSG_SPACE,
  MSG_DONTWAIT,
  MSG_OOB,
  MSG_PEEK,
  MSG_TRUNC,
  SCM_RIGHTS,
  SHUT_RD,
  SHUT_WR,
  socket,
  socketpair,
  SOL_SOCKET,
} from "@bsd/socket";
import { decode, encode, pattern, pythonSocket, statusFlags, target } from "../socket/helpers.ts";
import { type Cases, CLOSED, type Receiving, refusal, winsock } from "./faces.ts";
import { reset, tcpPair } from "./support.ts";

/** A time-out that runs out soon, and one that does not, in seconds. */
const SOON = 0.02, LONG = 20;

const O_CLOEXEC = 0o2000000;

/** Every way to receive at most 100 bytes, and the C function it is. */
const ways: Record<string, readonly [string, (ops: Receiving) => Promise<Uint8Array>]> = {
  recv: ["recv", async (ops) => await ops.recv(100)],
  "recv of much": ["recv", async (ops) => await ops.recv(1_000_000)],
  recv_into: ["recv", async (ops) => {
    const room = new Uint8Array(100);
    return room.subarray(0, await ops.recv_into(room));
  }],
  recvfrom: ["recvfrom", async (ops) => (await ops.recvfrom(100))[0]],
  recvfrom_into: ["recvfrom", async (ops) => {
    const room = new Uint8Array(100);
    const [length] = await ops.recvfrom_into(room);
    return room.subarray(0, length);
  }],
  recvmsg: ["recvmsg", async (ops) => (await ops.recvmsg(100))[0]],
  recvmsg_into: ["recvmsg", async (ops) => {
    const room = new Uint8Array(100);
    const [length] = await ops.recvmsg_into([room.subarray(0, 3), room.subarray(3)]);
    return room.subarray(0, length);
  }],
};

/** Goes through all ways to receive, with what they are called. */
export async function each(
  fn: (receive: (ops: Receiving) => Promise<Uint8Array>, call: string, name: string) => unknown,
): Promise<void> {
  for (const [name, [call, receive]] of Object.entries(ways)) await fn(receive, call, name);
}

/** Receiving from streams. */
export const streams: Cases = {
  "recv: up to bufsize bytes; the rest stays; what came stays as it is": async (on) => {
    const [a, b] = socketpair();
    using _a = a, _b = b;
    b.send(encode("hello, world"));
    const first = await on(a).recv(5);
    const second = await on(a).recv(100);
    assertEquals([decode(first), decode(second)], ["hello", ", world"]);
    const much = pattern(100_000);
    b.send(much);
    assertEquals(await on(a).recv(100_000), much);
    assertEquals(decode(first), "hello");
    assertEquals(await on(a).recv(0), new Uint8Array(0), "nothing is asked for");
  },

  "every way waits for a peer that sends later": async (on) => {
    await using peer = pythonSocket(`
      server = socket.create_server(("127.0.0.1", 0))
      print(server.getsockname()[1])
      s, _ = server.accept()
      while s.recv(1): s.sendall(b"answer")
    `);
    using s = socket();
    s.connect(["127.0.0.1", Number(await peer.line())]);
    for (const timeout of [null, LONG]) {
      s.settimeout(timeout);
      await each(async (receive, _, name) => {
        await on(s).sendall(encode("?"));
        assertEquals(decode(await receive(on(s))), "answer", name);
      });
    }
    s.close();
    await peer.end();
  },

  "every way is told of the end of the stream, again and again": async (on) => {
    const [a, b] = tcpPair();
    using _a = a, _b = b;
    b.send(encode("bye"));
    b.shutdown(SHUT_WR);
    assertEquals(decode(await on(a).recv(10)), "bye");
    await each(async (receive, _, name) => assertEquals((await receive(on(a))).length, 0, name));
    await on(a).sendall(encode("still here"));
    assertEquals(decode(await on(b).recv(100)), "still here");
    const [c, d] = tcpPair();
    using _c = c, _d = d;
    c.shutdown(SHUT_RD);
    await each(async (receive, call, name) => {
      if (!winsock) return assertEquals((await receive(on(c))).length, 0, name);
      assertEquals(await refusal(() => receive(on(c))), ["BrokenPipeError", "ESHUTDOWN", call]);
    });
  },

  "every way waits for an end that comes later": async (on) => {
    await using peer = pythonSocket(`
      server = socket.create_server(("127.0.0.1", 0))
      print(server.getsockname()[1])
      while True:
          s, _ = server.accept()
          if s.recv(1) == b".": break
          s.close()
    `);
    const address = ["127.0.0.1", Number(await peer.line())] as const;
    await each(async (receive, _, name) => {
      using s = socket();
      s.connect(address);
      await on(s).sendall(encode("?"));
      assertEquals((await receive(on(s))).length, 0, name);
    });
    using s = socket();
    s.connect(address);
    s.sendall(encode("."));
    await peer.end();
  },

  "every way times out, and works after that": async (on) => {
    const [a, b] = socketpair();
    using _a = a, _b = b;
    await each(async (receive, call) => {
      for (const timeout of [SOON, 1e-9]) {
        a.settimeout(timeout);
        assertEquals(await refusal(() => receive(on(a))), ["TimeoutError", "timed out", call]);
      }
      b.send(encode("now"));
      assertEquals(decode(await receive(on(a))), "now");
    });
  },

  "every way fails with MSG_DONTWAIT and nothing there": async (on) => {
    const [a, b] = socketpair();
    using _a = a, _b = b;
    for (const timeout of [null, 0]) {
      a.settimeout(timeout);
      const room = new Uint8Array(10);
      const calls = [
        ["recv", () => on(a).recv(10, MSG_DONTWAIT)],
        ["recv", () => on(a).recv_into(room, 0, MSG_DONTWAIT)],
        ["recvfrom", () => on(a).recvfrom(10, MSG_DONTWAIT)],
        ["recvfrom", () => on(a).recvfrom_into(room, 0, MSG_DONTWAIT)],
        ["recvmsg", () => on(a).recvmsg(10, 0, MSG_DONTWAIT)],
        ["recvmsg", () => on(a).recvmsg_into([room], 0, MSG_DONTWAIT)],
      ] as const;
      for (const [call, fn] of calls) {
        assertEquals(await refusal(fn), ["BlockingIOError", "EAGAIN", call]);
      }
    }
    b.send(encode("x"));
    assertEquals(decode(await on(a).recv(1, MSG_DONTWAIT)), "x");
    // As in Python, a time-out waits all the same.
    a.settimeout(SOON);
    const error = await refusal(() => on(a).recv(1, MSG_DONTWAIT));
    assertEquals(error, ["TimeoutError", "timed out", "recv"]);
  },

  "every way is told of a reset, once": async (on) => {
    await each(async (receive, call) => {
      const [a, b] = tcpPair();
      using _ = a;
      reset(b);
      assertEquals(
        await refusal(() => receive(on(a))),
        ["ConnectionResetError", "ECONNRESET", call],
      );
      assertEquals((await receive(on(a))).length, 0);
    });
  },

  "every way waits for a reset that comes later": async (on) => {
    await using peer = pythonSocket(`
      server = socket.create_server(("127.0.0.1", 0))
      print(server.getsockname()[1])
      while True:
          s, _ = server.accept()
          if s.recv(1) == b".": break
          s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
          s.close()
    `);
    const address = ["127.0.0.1", Number(await peer.line())] as const;
    await each(async (receive, call) => {
      using s = socket();
      s.connect(address);
      await on(s).sendall(encode("?"));
      const error = await refusal(() => receive(on(s)));
      assertEquals(error, ["ConnectionResetError", "ECONNRESET", call]);
    });
    using s = socket();
    s.connect(address);
    s.sendall(encode("."));
    await peer.end();
  },

  "every way fails on what is not connected, and on what is closed": async (on) => {
    await each(async (receive, call) => {
      using s = socket();
      assertEquals(await refusal(() => receive(on(s))), ["OSError", "ENOTCONN", call]);
      s.close();
      assertEquals(await refusal(() => receive(on(s))), ["OSError", CLOSED, call]);
      const detached = socket();
      close(detached.detach());
      assertEquals(await refusal(() => receive(on(detached))), ["OSError", CLOSED, call]);
    });
  },

  "recv_into and recvfrom_into: views, limits, and what is around them": async (on) => {
    const [a, b] = socketpair();
    using _a = a, _b = b;
    const all = new Uint8Array(20).fill(0x2e);
    for (const received of ["recv_into", "recvfrom_into"] as const) {
      all.fill(0x2e);
      const into = async (room: ArrayBufferView | ArrayBuffer, ...limit: [number?]) =>
        [await on(a)[received](room, ...limit)].flat()[0];
      b.send(encode("0123456789abcdefghij"));
      assertEquals(await into(new DataView(all.buffer, 2, 4)), 4);
      assertEquals(await into(all.subarray(8), 3), 3);
      assertEquals(await into(new Uint16Array(all.buffer, 12, 2), 0), 4);
      assertEquals(decode(all), "..0123..456.789a....", received);
      assertEquals(await into(all.buffer), 9);
      assertEquals(decode(all.subarray(0, 9)), "bcdefghij");
    }
    assertEquals(await on(a).recv_into(new Uint8Array(0)), 0, "no room, nothing asked for");
  },

  "recvfrom: a connected stream's peer has no address": async (on) => {
    const [a, b] = tcpPair();
    using _a = a, _b = b;
    b.send(encode("data"));
    assertEquals<unknown>(await on(a).recvfrom(2), [encode("da"), null]);
    assertEquals<unknown>(await on(a).recvfrom_into(new Uint8Array(2)), [2, null]);
  },

  "MSG_PEEK leaves what it shows": async (on) => {
    const [a, b] = tcpPair();
    using _a = a, _b = b;
    b.send(encode("data"));
    assertEquals(decode(await on(a).recv(2, MSG_PEEK)), "da");
    assertEquals(await on(a).recv_into(new Uint8Array(8), 3, MSG_PEEK), 3);
    assertEquals((await on(a).recvmsg(3, 0, MSG_PEEK))[0].length, 3);
    assertEquals((await on(a).recvmsg_into([new Uint8Array(3)], 0, MSG_PEEK))[0], 3);
    assertEquals(decode(await on(a).recv(10)), "data");
  },

  "urgent data is apart": async (on) => {
    const [a, b] = tcpPair();
    using _a = a, _b = b;
    assertEquals(await refusal(() => on(a).recv(1, MSG_OOB)), ["OSError", "EINVAL", "recv"]);
    b.send(encode("!"), MSG_OOB);
    assertEquals(decode(await on(a).recv(1, MSG_OOB)), "!");
  },

  "bytes that MSG_TRUNC throws away show nothing of earlier ones": async (on) => {
    const [a, b] = tcpPair();
    using _a = a, _b = b;
    b.send(encode("secret"));
    assertEquals(decode(await on(a).recv(6)), "secret");
    b.send(encode("hidden"));
    assertEquals(await on(a).recv(6, MSG_TRUNC), new Uint8Array(6));
  },

  "recvmsg_into: several buffers in turn, from any iterable": async (on) => {
    const [a, b] = socketpair();
    using _a = a, _b = b;
    const room = new Uint8Array(14).fill(0x2e);
    b.send(encode("0123456789"));
    function* buffers() {
      yield room.subarray(0, 4);
      yield new Uint8Array(0);
      yield new DataView(room.buffer, 5, 2);
      yield new Uint16Array(room.buffer, 8, 1);
    }
    assertEquals((await on(a).recvmsg_into(buffers())).slice(0, 3), [8, [], 0]);
    assertEquals(decode(room), "0123.45.67....");
    const parts = [new Uint8Array(4), new Uint8Array(4)];
    assertEquals((await on(a).recvmsg_into(new Set(parts)))[0], 2);
    assertEquals(parts.map(decode), ["89\0\0", "\0\0\0\0"]);
  },

  "recvmsg_into: more buffers than the kernel takes": async (on) => {
    const [a, b] = socketpair();
    using _a = a, _b = b;
    const many = Array.from({ length: 1025 }, () => new Uint8Array(1));
    const error = await refusal(() => on(a).recvmsg_into(many));
    assertEquals(error, ["OSError", "EMSGSIZE", "recvmsg"]);
  },

  "recvmsg: descriptors that arrive are new and not inheritable": async (on) => {
    const [a, b] = socketpair();
    using _a = a, _b = b;
    const fds = new Int32Array([a.fileno(), b.fileno()]);
    for (const into of [false, true]) {
      b.sendmsg([encode("fds")], [[SOL_SOCKET, SCM_RIGHTS, fds]]);
      const [data, ancdata, flags] = into
        ? await on(a).recvmsg_into([new Uint8Array(10)], CMSG_SPACE(8))
        : await on(a).recvmsg(10, CMSG_SPACE(8));
      assertEquals([typeof data === "number" ? data : data.length, flags], [3, 0]);
      assertEquals(ancdata.map(([level, type]) => [level, type]), [[SOL_SOCKET, SCM_RIGHTS]]);
      const received = [...new Int32Array(ancdata[0]?.[2].buffer ?? new ArrayBuffer(0))];
      assertEquals(received.map(target), [target(a.fileno()), target(b.fileno())]);
      for (const fd of received) {
        assert((statusFlags(fd) & O_CLOEXEC) !== 0);
        close(fd);
      }
    }
  },

  "recvmsg waits for descriptors that a Python sends later": async (on) => {
    using server = socket(AF_UNIX);
    server.bind("");
    server.listen();
    await using peer = pythonSocket(
      `
      s = socket.socket(socket.AF_UNIX)
      s.connect(bytes.fromhex(sys.argv[1]))
      while s.recv(1):
          r, w = os.pipe()
          os.write(w, b"in a pipe")
          socket.send_fds(s, [b"pipe"], [r])
          os.close(r)
          os.close(w)
      `,
      (server.getsockname() as Uint8Array).toHex(),
    );
    const [conn] = server.accept();
    using _ = conn;
    const [c, d] = socketpair();
    using _c = c, _d = d;
    for (let i = 0; i < 3; i++) {
      await on(conn).sendall(encode("?"));
      const [data, [message]] = await on(conn).recvmsg(10, CMSG_LEN(4));
      assertEquals(decode(data), "pipe");
      const [fd = -1] = new Int32Array(message?.[2].buffer ?? new ArrayBuffer(0));
      assertEquals(await on(c).sendfile(fd), 9);
      close(fd);
      assertEquals(decode(await on(d).recv(100)), "in a pipe");
    }
    conn.close();
    await peer.end();
  },
};

/** What receiving refuses without a call of C. */
export const arguments_: Cases = {
  "what is no size, no memory, no flag": async (on) => {
    const [a, b] = socketpair();
    using _a = a, _b = b;
    const room = new Uint8Array(4);
    const text = "text" as never;
    const lacking = "flags is undefined: a constant that this OS lacks, or a forgotten argument";
    const useBytes = (name: string) =>
      `${name} must be bytes, not a string: pass new TextEncoder().encode("text")`;
    const expected = [
      [() => on(a).recv(-1), "RangeError", "bufsize must be from 0 to 9007199254740991, not -1"],
      [() => on(a).recv(1.5), "TypeError", "bufsize must be an integer, not 1.5"],
      [() => on(a).recv(text), "TypeError", `bufsize must be an integer, not "text"`],
      [() => on(a).recv(1, undefined), "TypeError", lacking],
      [() => on(a).recv(1, 2 ** 31), "RangeError"],
      [
        () => on(a).recvfrom(-1),
        "RangeError",
        "bufsize must be from 0 to 9007199254740991, not -1",
      ],
      [() => on(a).recvfrom(1, undefined), "TypeError", lacking],
      [() => on(a).recv_into(text), "TypeError", useBytes("buffer")],
      [() => on(a).recv_into(room, 5), "RangeError", "nbytes must be from 0 to 4, not 5"],
      [() => on(a).recv_into(room, -1), "RangeError", "nbytes must be from 0 to 4, not -1"],
      [() => on(a).recv_into(room, 0, undefined), "TypeError", lacking],
      [() => on(a).recvfrom_into(text), "TypeError", useBytes("buffer")],
      [() => on(a).recvfrom_into(room, 5), "RangeError", "nbytes must be from 0 to 4, not 5"],
      [() => on(a).recvfrom_into(room, 0, undefined), "TypeError", lacking],
      [() => on(a).recvmsg(-1), "RangeError"],
      [() => on(a).recvmsg(1, -1), "RangeError", "ancbufsize must be from 0 to 2147483647, not -1"],
      [() => on(a).recvmsg(1, 0, undefined), "TypeError", lacking],
      [
        () => on(a).recvmsg_into(5 as never),
        "TypeError",
        "buffers must be an array or another iterable, not 5",
      ],
      [() => on(a).recvmsg_into([room, text]), "TypeError", useBytes("buffers[1]")],
      [() => on(a).recvmsg_into([room], 0, undefined), "TypeError", lacking],
    ] as const;
    b.send(encode("data"));
    for (const [fn, name, message] of expected) {
      const [found, text] = await refusal(fn);
      assertEquals([found, message === undefined ? undefined : text], [name, message], String(fn));
    }
    assertEquals(decode(await on(a).recv(100)), "data", "none of them received");
  },
};

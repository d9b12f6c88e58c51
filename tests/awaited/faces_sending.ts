/** What sending does in either face. */
import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import {
  addaudithook,
  AF_INET,
  close,
  CMSG_SPACE,
  MSG_DONTWAIT,
  MSG_OOB,
  SCM_RIGHTS,
  SHUT_WR,
  SOCK_DGRAM,
  type Socket,
  socket,
  socketpair,
  SOL_SOCKET,
} from "@bsd/socket";
import type { Peer } from "../support/peer.ts";
import {
  concat,
  decode,
  encode,
  pattern,
  pythonSocket,
  receiveExactly,
  sha256,
} from "../socket/helpers.ts";
import {
  type Cases,
  CLOSED,
  type Maybe,
  type Refusal,
  refusal,
  type Sending,
  UNSUPPORTED,
  winsock,
} from "./faces.ts";
import { drain, fill, fillOnce, pythonListener, reset, smallPair, tcpPair } from "./support.ts";

/** A time-out that runs out soon, and one that does not, in seconds. */
const SOON = 0.02, LONG = 20;

/** What every way sends. */
const ONE = encode("x");

/** Every way to send a byte to the connected peer, and the C function it is. */
const ways: Record<
  string,
  readonly [string, (ops: Sending<never>, flags?: number) => Maybe<number | void>]
> = {
  send: ["send", (ops, flags = 0) => ops.send(ONE, flags)],
  sendall: ["send", (ops, flags = 0) => ops.sendall(ONE, flags)],
  sendmsg: ["sendmsg", (ops, flags = 0) => ops.sendmsg([ONE], [], flags)],
};

/** Starts a Python that goes on with `s`, connected to the socket that `fn` gets. */
async function withPython(
  code: string,
  fn: (sock: Socket, peer: Peer) => Promise<void>,
): Promise<string> {
  const { server, connect } = pythonListener();
  using _server = server;
  const indent = /^\n*( *)/.exec(code)?.[1] ?? "";
  await using peer = pythonSocket(`\n${indent}${connect}${code}`);
  const [conn] = server.accept();
  using _ = conn;
  await fn(conn, peer);
  conn.close();
  return await peer.end();
}

/** What the audit hooks are told while somebody listens; a hook cannot be taken out again. */
let heard: string[] | null = null;
addaudithook((event) => void heard?.push(event));

/** Sending over streams. */
export const streams: Cases = {
  "send: how many bytes were taken, from any memory": async (on) => {
    const [a, b] = socketpair();
    using _a = a, _b = b;
    const data = encode("0123456789");
    assertEquals(await on(a).send(data), 10);
    assertEquals(await on(a).send(new DataView(data.buffer, 2, 3)), 3);
    assertEquals(await on(a).send(new Uint16Array(data.buffer, 4, 2)), 4);
    assertEquals(await on(a).send(data.buffer), 10);
    assertEquals(await on(a).send(new Uint8Array(0)), 0);
    assertEquals(await on(a).sendall(new DataView(data.buffer, 9)), undefined);
    assertEquals(await on(a).sendall(new Uint8Array(0)), undefined);
    assertEquals(decode(await on(b).recv(100)), "012345678923445670123456789" + "9");
  },

  "every way waits for room that a Python makes": async (on) => {
    for (const timeout of [null, LONG]) {
      for (const [, way] of Object.values(ways)) {
        const rest = await withPython(
          `
          count = int(sys.stdin.readline())
          while count > 0: count -= len(s.recv(min(count, 100_000)))
          print(read_all(s))
          `,
          async (sock, peer) => {
            sock.settimeout(timeout);
            await peer.send(`${fillOnce(sock)}\n`);
            await way(on(sock));
          },
        );
        assertEquals(rest, "b'x'\n");
      }
    }
  },

  "sendall: everything, to one who reads slowly": async (on) => {
    for (const timeout of [null, LONG]) {
      const data = crypto.getRandomValues(new Uint8Array(65536));
      const whole = concat(Array.from({ length: 48 }, () => data));
      const digest = await withPython(
        `
        data = bytearray()
        while part := s.recv(30_000): data += part
        print(sha256(data))
        `,
        async (sock) => {
          sock.settimeout(timeout);
          await on(sock).sendall(whole);
        },
      );
      assertEquals(digest, `${sha256(whole)}\n`);
    }
  },

  "every way times out, and works after that": async (on) => {
    for (const [call, way] of Object.values(ways)) {
      const [a, b] = smallPair();
      using _a = a, _b = b;
      fill(a);
      for (const timeout of [SOON, 1e-9]) {
        a.settimeout(timeout);
        assertEquals(await refusal(() => way(on(a))), ["TimeoutError", "timed out", call]);
      }
      drain(b);
      await way(on(a));
      assertEquals(drain(b), ONE);
    }
  },

  "every way fails with MSG_DONTWAIT and no room": async (on) => {
    const [a, b] = smallPair();
    using _a = a, _b = b;
    fill(a);
    for (const timeout of [null, 0]) {
      a.settimeout(timeout);
      for (const [call, way] of Object.values(ways)) {
        const error = await refusal(() => way(on(a), MSG_DONTWAIT));
        assertEquals(error, ["BlockingIOError", "EAGAIN", call]);
      }
    }
  },

  "what did not fit was sent as far as it did": async (on) => {
    const data = pattern(1_000_000);
    const [a, b] = smallPair();
    using _a = a, _b = b;
    // Of a blocking socket the kernel waits for room itself.
    a.settimeout(LONG);
    const sent = await on(a).send(data);
    assertGreater(sent, 0);
    assertLess(sent, data.length);
    assertEquals(drain(b), data.subarray(0, sent));
    const gathered = await on(a).sendmsg([data.subarray(0, 5), data.subarray(5)]);
    assertEquals(drain(b), data.subarray(0, gathered));
    a.settimeout(SOON);
    const expected = ["TimeoutError", "timed out", "send"] as const;
    assertEquals(await refusal(() => on(a).sendall(data)), expected);
    const came = drain(b);
    assertGreater(came.length, 0);
    assertEquals(came, data.subarray(0, came.length));
  },

  "every way fails when nobody reads any more": async (on) => {
    for (const [call, way] of Object.values(ways)) {
      const expected: Refusal = winsock
        ? ["ConnectionResetError", "ECONNRESET", call]
        : ["BrokenPipeError", "EPIPE", call];
      const [a, b] = tcpPair();
      using _a = a, _b = b;
      a.shutdown(SHUT_WR);
      assertEquals(
        await refusal(() => way(on(a))),
        ["BrokenPipeError", winsock ? "ESHUTDOWN" : "EPIPE", call],
      );
      const [c, d] = tcpPair();
      using _c = c;
      reset(d);
      const first = await refusal(() => way(on(c)));
      assertEquals(first, ["ConnectionResetError", "ECONNRESET", call]);
      assertEquals(await refusal(() => way(on(c))), expected);
      assertEquals(await refusal(() => way(on(c), MSG_OOB)), expected);
    }
  },

  "every way fails when the other of a pair is closed": async (on) => {
    for (const [call, way] of Object.values(ways)) {
      const expected = ["BrokenPipeError", "EPIPE", call] as const;
      const [e, f] = socketpair();
      using _e = e;
      f.close();
      assertEquals(await refusal(() => way(on(e))), expected);
    }
  },

  "every way that waits is told when the reader goes": async (on) => {
    await using peer = pythonSocket(`
      server = socket.create_server(("127.0.0.1", 0))
      print(server.getsockname()[1])
      for line in sys.stdin:
          with server.accept()[0]: sys.stdin.readline()
    `);
    const address = ["127.0.0.1", Number(await peer.line())] as const;
    for (const [call, way] of Object.values(ways)) {
      using s = socket();
      s.connect(address);
      await peer.send("accept\n");
      fill(s);
      await peer.send("close\n");
      const error = await refusal(() => way(on(s)));
      assertEquals(error, ["ConnectionResetError", "ECONNRESET", call]);
    }
    await peer.end();
  },

  "every way fails on what is not connected": async (on) => {
    for (const [call, way] of Object.values(ways)) {
      using s = socket();
      const stream = winsock ? ["OSError", "ENOTCONN"] : ["BrokenPipeError", "EPIPE"];
      assertEquals<unknown>(await refusal(() => way(on(s))), [...stream, call]);
      using datagram = socket(AF_INET, SOCK_DGRAM);
      const error = await refusal(() => way(on(datagram)));
      assertEquals(error, ["OSError", winsock ? "ENOTCONN" : "EDESTADDRREQ", call]);
    }
  },

  "every way fails on what is closed": async (on) => {
    for (const [call, way] of Object.values(ways)) {
      const s = socket();
      s.close();
      assertEquals(await refusal(() => way(on(s))), ["OSError", CLOSED, call]);
    }
  },

  "urgent data": async (on) => {
    const [a, b] = tcpPair();
    using _a = a, _b = b;
    assertEquals(await on(a).send(encode("before!"), MSG_OOB), 7);
    assertEquals(decode(await on(b).recv(1, MSG_OOB)), "!");
    assertEquals(decode(await on(b).recv(100)), "before");
    using datagram = socket(AF_INET, SOCK_DGRAM);
    const refused = await refusal(() => on(datagram).sendto(ONE, MSG_OOB, ["127.0.0.1", 9]));
    assertEquals(refused, ["OSError", UNSUPPORTED, "sendto", ["127.0.0.1", 9]]);
  },

  "sendmsg: buffers in turn": async (on) => {
    const [a, b] = socketpair();
    using _a = a, _b = b;
    function* parts() {
      yield encode("one, ");
      yield new Uint8Array(0);
      yield new DataView(encode("x two").buffer, 1);
    }
    assertEquals(await on(a).sendmsg(parts()), 9);
    assertEquals(decode(b.recv(100)), "one,  two");
  },

  "sendmsg: descriptors, and what the kernel refuses": async (on) => {
    const [a, b] = socketpair();
    using _a = a, _b = b;
    const fds = new Int32Array([a.fileno()]);
    assertEquals(
      await on(a).sendmsg(new Set([encode("fd")]), new Set([[SOL_SOCKET, SCM_RIGHTS, fds]])),
      2,
    );
    const [data, [message]] = b.recvmsg(10, CMSG_SPACE(4));
    const [fd = -1] = new Int32Array(message?.[2].buffer ?? new ArrayBuffer(0));
    assertEquals(decode(data), "fd");
    close(fd);
    const refused = (code: string): Refusal => ["OSError", code, "sendmsg"];
    const many = Array.from({ length: 1025 }, () => ONE);
    assertEquals(await refusal(() => on(a).sendmsg(many)), refused("EMSGSIZE"));
    const unknown = [[SOL_SOCKET, 12345, ONE]] as const;
    assertEquals(await refusal(() => on(a).sendmsg([ONE], unknown)), refused("EINVAL"));
    const nobody = [[SOL_SOCKET, SCM_RIGHTS, new Int32Array([9999])]] as const;
    assertEquals(await refusal(() => on(a).sendmsg([ONE], nobody)), refused("EBADF"));
    assertEquals(drain(b).length, 0, "nothing was sent by any of these");
  },
};

/** What sending refuses without a call of C, and what audit hooks are told. */
export const arguments_: Cases = {
  "what are no bytes, no flag, no address": async (on) => {
    const [a, b] = socketpair();
    using _a = a, _b = b;
    using s = socket(AF_INET, SOCK_DGRAM);
    const text = "text" as never;
    const lacking = "flags is undefined: a constant that this OS lacks, or a forgotten argument";
    const useBytes = (name: string) =>
      `${name} must be bytes, not a string: pass new TextEncoder().encode("text")`;
    const to = ["127.0.0.1", 9] as const;
    const expected = [
      [() => on(a).send(text), "TypeError", useBytes("data")],
      [() => on(a).send(5 as never), "TypeError"],
      [() => on(a).send(ONE, undefined), "TypeError", lacking],
      [() => on(a).send(ONE, 0.5), "TypeError", "flags must be an integer, not 0.5"],
      [() => on(a).sendall(text), "TypeError", useBytes("data")],
      [() => on(a).sendall(ONE, undefined), "TypeError", lacking],
      [() => on(a).sendmsg([ONE, text]), "TypeError", useBytes("buffers[1]")],
      [() => on(a).sendmsg(5 as never), "TypeError"],
      [() => on(a).sendmsg([], 5 as never), "TypeError"],
      [() => on(a).sendmsg([], [["no", 1, ONE] as never]), "TypeError"],
      [() => on(a).sendmsg([ONE], [], undefined), "TypeError", lacking],
      [() => on(s).sendto(text, to), "TypeError", useBytes("data")],
      [() => on(s).sendto(ONE, undefined, to), "TypeError", lacking],
      [() => on(s).sendto(ONE, 0, undefined as never), "TypeError"],
      [() => on(s).sendto(ONE, text), "TypeError"],
      [() => on(s).sendto(ONE, null as never), "TypeError"],
      [() => on(s).sendto(ONE, ["127.0.0.1", 9, 9] as never), "TypeError"],
      [
        () => on(s).sendto(ONE, ["127.0.0.1", 65536]),
        "RangeError",
        "port must be from 0 to 65535, not 65536",
      ],
      [
        () => on(s).sendmsg([ONE], [], 0, ["127.0.0.1", -1]),
        "RangeError",
        "port must be from 0 to 65535, not -1",
      ],
      [() => on(s).sendto(ONE, ["no\0name", 9]), "TypeError"],
    ] as const;
    for (const [fn, name, message] of expected) {
      const [found, text] = await refusal(fn);
      assertEquals([found, message === undefined ? undefined : text], [name, message], String(fn));
    }
    assertEquals(drain(b).length, 0, "nothing was sent by any of them");
  },

  "an address of another family": async (on) => {
    using s = socket(AF_INET, SOCK_DGRAM);
    // A look-up that needs no network.
    for (
      const fn of [() => on(s).sendto(ONE, ["::1", 9]), () => on(s).sendto(ONE, 0, ["::1", 9])]
    ) {
      const [name, code, call] = await refusal(fn);
      assertEquals([name, call], ["gaierror", "getaddrinfo"]);
      assert(["EAI_ADDRFAMILY", "EAI_NONAME"].includes(code ?? ""), String(code));
    }
  },

  "audit hooks are told once, however long it takes": async (on) => {
    const [a, b] = smallPair();
    using _a = a, _b = b;
    using receiver = socket(AF_INET, SOCK_DGRAM);
    receiver.bind(["127.0.0.1", 0]);
    using s = socket(AF_INET, SOCK_DGRAM);
    const address = receiver.getsockname();
    fill(a);
    a.settimeout(SOON);
    heard = [];
    try {
      assertEquals((await refusal(() => on(a).sendmsg([ONE])))[0], "TimeoutError");
      await on(s).sendto(ONE, address);
      await on(s).sendto(ONE, 0, address);
      await on(s).connect(address);
      await on(s).send(ONE);
      const events = ["socket.sendmsg", "socket.sendto", "socket.sendto", "socket.connect"];
      assertEquals(heard, events);
    } finally {
      heard = null;
    }
    assertEquals(receiveExactly(receiver, 3).length, 3);
  },
};

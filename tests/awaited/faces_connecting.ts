/** What connecting and accepting do in either face. */
import { assertEquals } from "@std/assert";
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  create_server,
  errno,
  setdefaulttimeout,
  SOCK_DGRAM,
  SOCK_STREAM,
  socket,
} from "@bsd/socket";
import { tempDir } from "../support/temp.ts";
import { decode, encode, pythonSocket, statusFlags } from "../socket/helpers.ts";
import { type Cases, CLOSED, type Refusal, refusal, UNSUPPORTED } from "./faces.ts";
import { tcpPair, tellsDescriptors, unix } from "./support.ts";

/** A time-out that runs out soon, and one that does not, in seconds. */
const SOON = 0.02, LONG = 20;

const O_NONBLOCK = 0o4000;

/** Connections that come about. */
export const connections: Cases = {
  "connect and accept: each end has the other's address": async (on) => {
    using directory = tempDir();
    const kinds = [
      [AF_INET, ["127.0.0.1", 0]],
      [AF_INET6, ["::1", 0]],
      ...unix ? [[AF_UNIX, `${directory.path}/listener`]] as const : [],
    ] as const;
    for (const [family, address] of kinds) {
      using server = socket(family as number, SOCK_STREAM);
      server.bind(address as never);
      server.listen();
      using client = socket(family as number, SOCK_STREAM);
      assertEquals(await on(client).connect(server.getsockname() as never), undefined);
      const [conn, from] = await on(server).accept();
      using _ = conn;
      assertEquals(from, client.getsockname());
      assertEquals(client.getpeername(), server.getsockname());
      assertEquals(conn.getsockname(), server.getsockname());
      assertEquals([conn.family, conn.type], [server.family, SOCK_STREAM]);
      assertEquals([conn.gettimeout(), conn.get_inheritable()], [null, false]);
      if (tellsDescriptors) assertEquals(statusFlags(conn.fileno()) & O_NONBLOCK, 0);
      await on(client).sendall(encode("hello"));
      assertEquals(decode(await on(conn).recv(10)), "hello");
    }
  },

  "an accepted socket has the default time-out, not the listener's": async (on) => {
    using server = create_server(["127.0.0.1", 0]);
    server.settimeout(LONG);
    using client = socket();
    using another = socket();
    await on(client).connect(server.getsockname());
    await on(another).connect(server.getsockname());
    const [conn] = await on(server).accept();
    using _ = conn;
    assertEquals(conn.gettimeout(), null);
    setdefaulttimeout(7);
    try {
      const [other] = await on(server).accept();
      using _ = other;
      assertEquals(other.gettimeout(), 7);
    } finally {
      setdefaulttimeout(null);
    }
  },

  "accept waits for a Python that connects later": async (on) => {
    using server = create_server(["127.0.0.1", 0]);
    await using peer = pythonSocket(
      `
      for line in sys.stdin:
          with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s:
              s.sendall(b"here")
      `,
      server.getsockname()[1],
    );
    for (const timeout of [null, LONG]) {
      server.settimeout(timeout);
      await peer.send("go\n");
      const [conn] = await on(server).accept();
      using _ = conn;
      assertEquals(decode(await on(conn).recv(10)), "here");
    }
    await peer.end();
  },

  "connect to a Python, by address and by name": async (on) => {
    await using peer = pythonSocket(`
      server = socket.create_server(("127.0.0.1", 0))
      print(server.getsockname()[1])
      for i in range(4):
          conn, _ = server.accept()
          conn.sendall(b"hello")
          conn.close()
    `);
    const port = Number(await peer.line());
    for (const host of ["127.0.0.1", "localhost"]) {
      for (const timeout of [null, LONG]) {
        using client = socket();
        client.settimeout(timeout);
        await on(client).connect([host, port]);
        assertEquals(decode(await on(client).recv(10)), "hello");
      }
    }
    await peer.end();
  },

  "connect waits for a listener that has no room at first": async (on) => {
    await using peer = pythonSocket(`
      server = socket.socket()
      server.bind(("127.0.0.1", 0))
      server.listen(0)
      print(server.getsockname()[1])
      sys.stdin.readline()
      while conn := server.accept()[0]:
          try: data = conn.recv(10)
          except ConnectionError: continue
          if data: break
      conn.sendall(data[::-1])
    `);
    const address = ["127.0.0.1", Number(await peer.line())] as const;
    const queue = [socket(), socket(), socket()];
    try {
      for (const client of queue) {
        client.setblocking(false);
        client.connect_ex(address);
      }
      using client = socket();
      client.settimeout(LONG);
      for (const knocking of queue) knocking.close();
      await peer.send("go\n");
      await on(client).connect(address);
      await on(client).sendall(encode("live"));
      assertEquals(decode(await on(client).recv(10)), "evil");
    } finally {
      for (const client of queue) client.close();
    }
    await peer.end();
  },

  "an AF_UNIX connection waits for room in the queue": async (on) => {
    await using peer = pythonSocket(`
      server = socket.socket(socket.AF_UNIX)
      server.bind(b"")
      server.listen(0)
      print(server.getsockname().hex())
      sys.stdin.readline()
      for i in range(2):
          conn, _ = server.accept()
          print(conn.recv(10))
    `);
    const address = Uint8Array.fromHex(await peer.line());
    using first = socket(AF_UNIX, SOCK_STREAM);
    await on(first).connect(address);
    using second = socket(AF_UNIX, SOCK_STREAM);
    await on(first).sendall(encode("first"));
    await peer.send("go\n");
    await on(second).connect(address);
    await on(second).sendall(encode("second"));
    assertEquals(await peer.end(), "b'first'\nb'second'\n");
  },

  "a datagram socket is connected as often as one likes": async (on) => {
    using s = socket(AF_INET, SOCK_DGRAM);
    for (let i = 0; i < 3; i++) {
      using receiver = socket(AF_INET, SOCK_DGRAM);
      receiver.bind(["127.0.0.1", 0]);
      await on(s).connect(receiver.getsockname());
      assertEquals(s.getpeername(), receiver.getsockname());
      await on(s).send(encode("x"));
      assertEquals(decode(await on(receiver).recv(10)), "x");
    }
  },
};

/** Connections that do not come about. */
export const failures: Cases = {
  "nobody listens": async (on) => {
    // Bound and not listening: nobody else gets the port.
    using bound = socket();
    bound.bind(["127.0.0.1", 0]);
    const address = bound.getsockname();
    for (const timeout of [null, LONG]) {
      using client = socket();
      client.settimeout(timeout);
      const error = await refusal(() => on(client).connect(address));
      assertEquals(error, ["ConnectionRefusedError", "ECONNREFUSED", "connect", address]);
    }
    using again = socket();
    try {
      await on(again).connect(address);
    } catch (error) {
      const text = `[Errno ${errno.ECONNREFUSED}] connect: Connection refused`;
      assertEquals((error as Error).message, `${text} ('127.0.0.1', ${address[1]})`);
    }
  },

  "AF_UNIX: no such path, nobody listens, a name too long": async (on) => {
    using directory = tempDir();
    using client = socket(AF_UNIX);
    const path = `${directory.path}/listener`;
    assertEquals(
      await refusal(() => on(client).connect(path)),
      ["FileNotFoundError", "ENOENT", "connect", path],
    );
    using bound = socket(AF_UNIX);
    bound.bind(path);
    assertEquals(
      await refusal(() => on(client).connect(path)),
      ["ConnectionRefusedError", "ECONNREFUSED", "connect", path],
    );
    const long = "x".repeat(200);
    assertEquals(
      await refusal(() => on(client).connect(long)),
      ["OSError", "ENAMETOOLONG", null, long],
    );
  },

  "connected already, closed, or not allowed": async (on) => {
    const [a, b] = tcpPair();
    using _a = a, _b = b;
    const address = b.getsockname();
    const refused = (code: string): Refusal => ["OSError", code, "connect", address];
    assertEquals(await refusal(() => on(a).connect(address)), refused("EISCONN"));
    a.close();
    assertEquals(await refusal(() => on(a).connect(address)), refused(CLOSED));
    using s = socket(AF_INET, SOCK_DGRAM);
    const all = ["255.255.255.255", 9] as const;
    assertEquals(
      await refusal(() => on(s).connect(all)),
      ["PermissionError", "EACCES", "connect", all],
    );
  },

  "what is no address": async (on) => {
    using s = socket();
    const expected = [
      [() => on(s).connect("127.0.0.1" as never), "TypeError"],
      [() => on(s).connect(undefined as never), "TypeError"],
      [() => on(s).connect(["127.0.0.1"] as never), "TypeError"],
      [() => on(s).connect(["127.0.0.1", "80" as never]), "TypeError"],
      [() => on(s).connect(["127.0.0.1", 65536]), "RangeError"],
      [() => on(s).connect(["no\0name", 80]), "TypeError"],
      [() => on(s).connect(["::1", 80]), "gaierror"],
    ] as const;
    for (const [fn, name] of expected) assertEquals((await refusal(fn))[0], name, String(fn));
    // None of them used the socket up.
    using server = create_server(["127.0.0.1", 0]);
    await on(s).connect(server.getsockname());
  },

  "a connection that does not come about times out": async (on) => {
    using server = socket();
    server.bind(["127.0.0.1", 0]);
    server.listen(0);
    const address = server.getsockname();
    const queue = [socket(), socket(), socket()];
    try {
      for (const client of queue) {
        client.setblocking(false);
        client.connect_ex(address);
      }
      for (const timeout of [SOON, 1e-9]) {
        using client = socket();
        client.settimeout(timeout);
        const error = await refusal(() => on(client).connect(address));
        assertEquals(error, ["TimeoutError", "timed out", "connect", address]);
      }
    } finally {
      for (const client of queue) client.close();
    }
  },

  "accept: what times out, does not listen, cannot, or is closed": async (on) => {
    using server = create_server(["127.0.0.1", 0]);
    for (const timeout of [SOON, 1e-9]) {
      server.settimeout(timeout);
      const error = await refusal(() => on(server).accept());
      assertEquals(error, ["TimeoutError", "timed out", "accept"]);
    }
    using client = socket();
    await on(client).connect(server.getsockname());
    (await on(server).accept())[0].close();
    server.close();
    assertEquals(await refusal(() => on(server).accept()), ["OSError", CLOSED, "accept"]);
    using s = socket();
    assertEquals(await refusal(() => on(s).accept()), ["OSError", "EINVAL", "accept"]);
    using datagram = socket(AF_INET, SOCK_DGRAM);
    assertEquals(await refusal(() => on(datagram).accept()), ["OSError", UNSUPPORTED, "accept"]);
  },
};

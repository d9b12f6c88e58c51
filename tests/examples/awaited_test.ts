/** The examples of the awaited face: servers that others talk to until they are interrupted. */
import { assert, assertEquals, assertLess, assertMatch, assertRejects } from "@std/assert";
import {
  create_connection,
  create_server,
  type InetAddress,
  SHUT_WR,
  type Socket,
  socket,
} from "@bsd/socket";
import { test } from "../awaited/idle.ts";
import { census } from "../support/census.ts";
import { decode, encode, pythonSocket, receiveAll } from "../socket/helpers.ts";
import type { Peer } from "../support/peer.ts";
import { example, failure, hasIPv6, hasSignals, listening, osText } from "./example.ts";

const LOCAL = ["127.0.0.1", 0] as const;

/** Interrupts an example, which is to end soon and in good order; what it printed and was not read. */
async function interrupt(peer: Peer, signal: Deno.Signal = "SIGTERM"): Promise<string> {
  peer.kill(signal);
  if (!hasSignals) return await unread(peer);
  const limit = setTimeout(() => peer.kill("SIGKILL"), 10_000);
  try {
    return await peer.end();
  } finally {
    clearTimeout(limit);
  }
}

/** What a process that was ended has printed besides. */
async function unread(peer: Peer): Promise<string> {
  let text = "";
  for await (const line of peer.lines) text += `${line}\n`;
  return text;
}

/** How many sockets an example has open, the runtime's own apart, which are AF_UNIX. */
function socketsOf({ pid }: Peer): number {
  const unix = Deno.readTextFileSync(`/proc/${pid}/net/unix`).split("\n")
    .map((line) => `socket:[${line.split(/\s+/)[6]}]`);
  const links = Array.from(Deno.readDirSync(`/proc/${pid}/fd`), ({ name }) => {
    try {
      return Deno.readLinkSync(`/proc/${pid}/fd/${name}`);
    } catch {
      return ""; // Closed in the meantime.
    }
  });
  return links.filter((link) => link.startsWith("socket:") && !unix.includes(link)).length;
}

/**
 * Waits until an example's listening socket is the only one it has; fails if that does not come. Only
 * where the OS tells of a process's descriptors, as the census has it.
 */
async function closesAll(server: Peer): Promise<void> {
  if (census().size === 0) return;
  for (let tries = 0; socketsOf(server) !== 1; tries++) {
    assertLess(tries, 1000, "sockets were left open");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A port that nobody listens at, as long as the socket is there. */
function refusing(): Socket<InetAddress> {
  const taken = socket();
  taken.bind(LOCAL);
  return taken;
}

// ---- chat-server ----

test("chat-server: lines go to all others", async () => {
  await using chat = example("chat-server", LOCAL);
  const [host, port] = await listening(chat);
  await using peer = pythonSocket(
    `
    def join(name):
        f = socket.create_connection((sys.argv[1], int(sys.argv[2]))).makefile("rw", newline="\\n")
        assert f.readline() == "Your name?\\n"
        say(f, name)
        return f, f.readline()
    def say(f, text):
        f.write(text + "\\n")
        f.flush()
    ann, greeting = join("ann")
    assert greeting == "* here: nobody else\\n", greeting
    silent = socket.create_connection((sys.argv[1], int(sys.argv[2])))
    bob, greeting = join("bob")
    assert greeting == "* here: ann\\n", greeting
    assert ann.readline() == "* bob has come\\n"
    say(ann, "grüß dich\\x1b[2J\\r")
    assert bob.readline() == "ann: grüß dich[2J\\n"
    eve, greeting = join("\\neve")
    assert greeting == "* here: ann, bob\\n", greeting
    assert ann.readline() == bob.readline() == "* eve has come\\n"
    say(bob, "x" * 70000 + "\\ny")
    for f in ann, eve:
        assert f.readline() == "bob: " + "x" * 1000 + "\\n"
        assert f.readline() == "bob: y\\n"
    bob.close()
    assert ann.readline() == eve.readline() == "* bob has left\\n"
    # One byte at a time, and a character in two of them.
    for byte in "ein Ö\\n".encode():
        eve.buffer.write(bytes([byte]))
        eve.buffer.flush()
    assert ann.readline() == "eve: ein Ö\\n"
    dan, greeting = join("dan")
    assert greeting == "* here: ann, eve\\n", greeting
    assert ann.readline() == eve.readline() == "* dan has come\\n"
    print("interrupt")
    assert ann.read() == eve.read() == ""
    assert silent.recv(100) == b"Your name?\\n" and silent.recv(100) == b""
    `,
    host,
    port,
  );
  assertEquals(await peer.line(), "interrupt");
  assertEquals(await interrupt(chat, "SIGINT"), "");
  // Wine never closes a socket whose process is ended by force in the middle of a recv or send.
  if (hasSignals) assertEquals(await peer.end(), "");
});

test("chat-server: who does not read holds up nobody, and has to go", async () => {
  await using chat = example("chat-server", LOCAL);
  const [host, port] = await listening(chat);
  await using peer = pythonSocket(
    `
    import threading
    def join(name):
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096 if name == "slow" else 1 << 20)
        s.connect((sys.argv[1], int(sys.argv[2])))
        s.sendall(name.encode() + b"\\n")
        f = s.makefile("rb")
        assert f.readline() == b"Your name?\\n" and f.readline().startswith(b"* here: ")
        return s, f
    slow, _ = join("slow")
    reader, lines = join("reader")
    talker, _ = join("talker")
    assert lines.readline() == b"* talker has come\\n"
    # The talker is never so far ahead that the reader would have to go.
    ahead = threading.Semaphore(500)
    def talk():
        for i in range(12000):
            ahead.acquire()
            talker.sendall(b"%06d" % i + b"." * 900 + b"\\n")
    threading.Thread(target=talk, daemon=True).start()
    heard = []
    for _ in range(12001):
        heard.append(lines.readline())
        ahead.release()
    heard.remove(b"* slow has left\\n")
    assert heard == [b"talker: %06d" % i + b"." * 900 + b"\\n" for i in range(12000)]
    # It was closed: there is an end to what it can receive.
    try:
        while slow.recv(100000): pass
    except ConnectionResetError:
        pass
    print("ok")
    `,
    host,
    port,
  );
  assertEquals(await peer.end(), "ok\n");
  await closesAll(chat);
  await interrupt(chat);
});

// ---- tcp-proxy ----

/** Starts the proxy to a port of this machine. */
async function proxyTo(port: number): Promise<[proxy: Peer, address: [string, number]]> {
  const proxy = example("tcp-proxy", ["--bind", "127.0.0.1", "127.0.0.1", port]);
  return [proxy, await listening(proxy)];
}

test("tcp-proxy: passes on data and half-closed connections, both ways at once", async () => {
  await using server = pythonSocket(`
    import threading
    def serve(s):
        with s:
            s.sendall(b"welcome\\n")
            data = read_all(s)
            s.sendall(sha256(data).encode() + data[::-1])
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(listener.getsockname()[1])
        for _ in range(20):
            threading.Thread(target=serve, args=[listener.accept()[0]]).start()
  `);
  const [proxy, [host, port]] = await proxyTo(Number(await server.line()));
  await using _ = proxy;
  await using clients = pythonSocket(
    `
    import threading
    def run(i):
        with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as s:
            assert s.recv(8, socket.MSG_WAITALL) == b"welcome\\n"
            data = os.urandom(100_000 * i)
            s.sendall(data)
            s.shutdown(socket.SHUT_WR)
            assert read_all(s) == sha256(data).encode() + data[::-1]
            sys.stdout.write("ok\\n")
    for i in range(20):
        threading.Thread(target=run, args=[i]).start()
    `,
    host,
    port,
  );
  assertEquals(await clients.end(), "ok\n".repeat(20));
  await server.end();
  for (let i = 0; i < 20; i++) assertMatch(await proxy.line(), /^127\.0\.0\.1:\d+ done$/);
  await closesAll(proxy);
  assertEquals(await interrupt(proxy), "");
});

test("tcp-proxy: the server may be the first to have said all", async () => {
  await using server = pythonSocket(`
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(listener.getsockname()[1])
        with listener.accept()[0] as s:
            s.sendall(b"that was all")
            s.shutdown(socket.SHUT_WR)
            print(read_all(s))
  `);
  const [proxy, address] = await proxyTo(Number(await server.line()));
  await using _ = proxy;
  using client = create_connection(address);
  assertEquals(decode(receiveAll(client)), "that was all");
  client.sendall(encode("not "));
  client.sendall(encode("yet"));
  client.shutdown(SHUT_WR);
  assertEquals(await server.end(), "b'not yet'\n");
  assertMatch(await proxy.line(), / done$/);
  await interrupt(proxy);
});

test("tcp-proxy: resets get to the other side, from either", async () => {
  await using server = pythonSocket(`
    RESET = struct.pack("ii", 1, 0)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(listener.getsockname()[1])
        with listener.accept()[0] as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            assert s.recv(3) == b"one"
        with listener.accept()[0] as s:
            assert s.recv(3) == b"two"
            print("two")
            try:
                print(s.recv(1))
            except ConnectionResetError:
                print("reset")
  `);
  const [proxy, [host, port]] = await proxyTo(Number(await server.line()));
  await using _ = proxy;
  await using client = pythonSocket(
    `
    RESET = struct.pack("ii", 1, 0)
    with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as s:
        s.sendall(b"one")
        try:
            print(s.recv(1))
        except ConnectionResetError:
            print("reset")
    with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        s.sendall(b"two")
        input()
    `,
    host,
    port,
  );
  assertEquals(await client.line(), "reset");
  assertEquals(await server.line(), "two");
  await client.send("\n");
  assertEquals(await server.line(), "reset");
  for (let i = 0; i < 2; i++) {
    assertMatch(
      await proxy.line(),
      new RegExp(
        `^127\\.0\\.0\\.1:\\d+ \\[Errno \\d+\\] recv: ${osText("Connection reset by peer")}$`,
      ),
    );
  }
  await Promise.all([client.end(), server.end()]);
  await closesAll(proxy);
  await interrupt(proxy);
});

test("tcp-proxy: a target that refuses resets the client", async () => {
  using nobody = refusing();
  const [proxy, [host, port]] = await proxyTo(nobody.getsockname()[1]);
  await using _ = proxy;
  await using client = pythonSocket(
    `
    with socket.create_connection((sys.argv[1], int(sys.argv[2]))) as s:
        try:
            print(s.recv(1))
        except ConnectionResetError:
            print("reset")
    `,
    host,
    port,
  );
  assertEquals(await client.end(), "reset\n");
  const refused = `connect: ${osText("Connection refused")} `;
  assertMatch(
    await proxy.line(),
    new RegExp(`^127\\.0\\.0\\.1:\\d+ \\[Errno \\d+\\] ${refused}`),
  );
  await closesAll(proxy);
  await interrupt(proxy);
});

test("tcp-proxy: an interrupt cuts connections off", async () => {
  using server = create_server(LOCAL);
  const [proxy, address] = await proxyTo(server.getsockname()[1]);
  await using _ = proxy;
  using client = create_connection(address);
  client.sendall(encode("hello"));
  const [connection] = await server.promises.accept();
  using _connection = connection;
  assertEquals(decode(await connection.promises.recv(100)), "hello");
  assertMatch(await interrupt(proxy, "SIGINT"), /^127\.0\.0\.1:\d+ cut off\n$/);
  await assertRejects(() => client.promises.recv(1), Error, "Connection reset");
  await assertRejects(() => connection.promises.recv(1), Error, "Connection reset");
});

test("tcp-proxy: it listens on IPv6 too, and at all addresses of both versions", async () => {
  if (!hasIPv6) return;
  using server = create_server(LOCAL);
  const to = ["127.0.0.1", server.getsockname()[1]];
  const cases = [
    ["::1", "::1", "::1"],
    ["", "::", "::1"],
    ["", "::", "127.0.0.1"],
  ] as const;
  for (const [bind, at, from] of cases) {
    await using proxy = example("tcp-proxy", ["--bind", bind, ...to]);
    const [host, port] = await listening(proxy);
    assertEquals(host, at);
    using client = create_connection([from, port]);
    const [connection] = await server.promises.accept();
    connection.close();
    client.close();
    const name = from === "127.0.0.1" ? "\\[::ffff:127\\.0\\.0\\.1\\]" : "\\[::1\\]";
    assertMatch(await proxy.line(), new RegExp(`^${name}:\\d+ done$`));
    await interrupt(proxy);
  }
});

test("tcp-proxy: a command line without a target", async () => {
  await using proxy = example("tcp-proxy", ["localhost"]);
  assertMatch(await failure(proxy, 2), /^tcp-proxy: there is no target\nUsage: tcp-proxy /);
});

// ---- http-server ----

test("http-server: Python's http.client, in several processes, on persistent connections", async () => {
  await using http = example("http-server", LOCAL);
  const [host, port] = await listening(http);
  const clients = Array.from({ length: 4 }, () =>
    pythonSocket(
      `
      import http.client
      connection = http.client.HTTPConnection(sys.argv[1], int(sys.argv[2]))
      connection.connect()
      name = connection.sock.getsockname()
      for i in range(500):
          method = "HEAD" if i % 5 == 0 else "GET"
          path, status = [("/", 200), ("/hello?x=%d" % i, 200), ("/nothing", 404)][i % 3]
          connection.request(method, path)
          response = connection.getresponse()
          body = response.read()
          assert response.status == status and response.version == 11, response.status
          length = int(response.getheader("Content-Length"))
          assert len(body) == (0 if method == "HEAD" else length) and length > 0
          assert i % 3 != 1 or length == len("Hello, world!\\n")
          assert connection.sock.getsockname() == name
      print("ok")
      `,
      host,
      port,
    ));
  await Promise.all(clients.map(async (client) => {
    await using _ = client;
    assertEquals(await client.end(), "ok\n");
  }));
  await closesAll(http);
  assertEquals(await interrupt(http), "");
});

test("http-server: fetch, many at a time", async () => {
  await using http = example("http-server", LOCAL);
  const [host, port] = await listening(http);
  using client = Deno.createHttpClient({ poolMaxIdlePerHost: 50 });
  let left = 2000;
  await Promise.all(Array.from({ length: 50 }, async () => {
    while (left-- > 0) {
      const response = await fetch(`http://${host}:${port}/hello`, { client });
      assertEquals(response.status, 200);
      assertEquals(response.headers.get("content-type"), "text/plain; charset=utf-8");
      assertLess(Math.abs(Date.parse(response.headers.get("date") ?? "") - Date.now()), 60_000);
      assertEquals(await response.text(), "Hello, world!\n");
    }
  }));
  // The client's idle connections do not keep the server.
  assertEquals(await interrupt(http, "SIGINT"), "");
});

/** Requests as they are sent, with the statuses of the responses and whether a further one is answered. */
const exchanges: [what: string, sent: string, statuses: number[], goesOn: boolean][] = [
  ["a request", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", [200], true],
  ["HEAD", "HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n", [200], true],
  ["a page that is not there", "GET /constructor HTTP/1.1\r\nHost: x\r\n\r\n", [404], true],
  ["close", "GET / HTTP/1.1\r\nhost:x\r\nCONNECTION: foo , Close\r\n\r\n", [200], false],
  ["HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", [200], false],
  ["HTTP/1.0 that goes on", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", [200], true],
  ["a later HTTP/1", "GET / HTTP/1.2\r\nHost: x\r\n\r\n", [200], true],
  ["a proxy's", "GET http://x:80/hello?y HTTP/1.1\r\nHost: x:80\r\n\r\n", [200], true],
  ["a proxy's without a path", "GET http://x HTTP/1.1\r\nHost: x\r\n\r\n", [200], true],
  ["an empty line first", "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n\r\n", [200], true],
  [
    "several at once",
    ["/", "/hello", "/no", "/"].map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`).join(""),
    [200, 200, 404, 200],
    true,
  ],
  [
    "another method, with a body",
    `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n${"x".repeat(3_000_000)}`,
    [405],
    false,
  ],
  [
    "a chunked body",
    "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    [405],
    false,
  ],
  ["another method", "DELETE / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", [405], true],
  ["OPTIONS for all", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", [405], true],
  ["no host", "GET / HTTP/1.1\r\n\r\n", [400], false],
  ["two hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", [400], false],
  ["no HTTP", "hello\r\n\r\n", [400], false],
  ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [400], false],
  ["a space before the colon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n", [400], false],
  ["no colon", "GET / HTTP/1.1\r\nHost: x\r\nx\r\n\r\n", [400], false],
  ["a folded line", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c: d\r\n\r\n", [400], false],
];

/** The responses in a stream of them: status lines' numbers, and bodies by their lengths. */
function statusesOf(text: string, isHead: boolean): number[] {
  const statuses: number[] = [];
  for (let rest = text; rest !== "";) {
    const [head = "", ...more] = rest.split("\r\n\r\n");
    const [, status, fields = ""] = /^HTTP\/1\.1 (\d{3}) [ A-Za-z]+\r\n([^]*)$/.exec(head) ?? [];
    const [, length] = /^Content-Length: (\d+)$/m.exec(fields) ?? [];
    assert(status !== undefined && length !== undefined, JSON.stringify(rest));
    statuses.push(Number(status));
    assertEquals(/^Allow: GET, HEAD$/m.test(fields), status === "405");
    rest = more.join("\r\n\r\n").slice(isHead ? 0 : Number(length));
    assertEquals(/^Connection: close$/m.test(fields), rest === "");
    isHead = false;
  }
  return statuses;
}

test("http-server: what RFC 9112 asks for", async () => {
  await using http = example("http-server", LOCAL);
  const address = await listening(http);
  const last = encode("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  for (const [what, sent, statuses, goesOn] of exchanges) {
    // All at once, and a few bytes at a time.
    for (const step of [Infinity, 7]) {
      if (sent.length / step > 10_000) continue;
      using client = create_connection(address);
      const received = new Response(client.readable).text();
      const data = encode(sent);
      for (let at = 0; at < data.length; at += step) {
        await client.promises.sendall(data.subarray(at, at + Math.min(step, data.length)));
      }
      await client.promises.sendall(last);
      client.shutdown(SHUT_WR);
      const expected = goesOn ? [...statuses, 200] : statuses;
      assertEquals(statusesOf(await received, sent.startsWith("HEAD")), expected, what);
    }
  }
  await closesAll(http);
  assertEquals(await interrupt(http), "");
});

test("http-server: a request is answered that comes in two halves, another client between", async () => {
  await using http = example("http-server", LOCAL);
  const address = await listening(http);
  using slow = create_connection(address);
  slow.sendall(encode("GET /hello HTTP/1.1\r\nHo"));
  using fast = create_connection(address);
  fast.sendall(encode("GET / HTTP/1.0\r\n\r\n"));
  assertMatch(decode(receiveAll(fast)), /\r\n\r\nA socket that speaks HTTP/);
  slow.sendall(encode("st: x\r\nConnection: close\r\n\r\n"));
  assertMatch(decode(receiveAll(slow)), /\r\n\r\nHello, world!\n$/);
  await interrupt(http);
});

test("http-server: a head that is too long is refused before its end", async () => {
  await using http = example("http-server", LOCAL);
  using client = create_connection(await listening(http));
  client.sendall(encode(`GET / HTTP/1.1\r\nHost: x\r\nA: ${"b".repeat(20_000)}`));
  assertMatch(decode(receiveAll(client)), /^HTTP\/1.1 400 .*\r\n/);
  await interrupt(http);
});

// ---- port-scanner ----

test("port-scanner: finds the open ports, on both IP versions", async () => {
  for (const host of hasIPv6 ? ["127.0.0.1", "::1"] : ["127.0.0.1"]) {
    await using peer = pythonSocket(
      `
      family = socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET
      servers = [socket.create_server((sys.argv[1], 0), family=family) for _ in range(3)]
      others = [socket.socket(family) for _ in range(3)]
      for s in others: s.bind((sys.argv[1], 0))
      for s in servers + others: print(s.getsockname()[1])
      input()
      `,
      host,
    );
    const ports: string[] = [];
    while (ports.length < 6) ports.push(await peer.line());
    for (const atOnce of [1, 2, 100]) {
      await using scanner = example("port-scanner", ["--at-once", atOnce, host, ports.join(",")]);
      const lines = (await scanner.end()).trimEnd().split("\n");
      assertEquals(lines.pop(), `${host}: 3 open, 3 closed, 0 silent`);
      assertEquals(
        lines.sort(),
        ports.slice(0, 3).map((port) => `${port} unknown`).sort(),
      );
    }
    await peer.send("\n");
    await peer.end();
  }
});

/** A server whose queue is full, so that it does not answer; the sockets are to be closed. */
function silentServer() {
  const server = create_server(LOCAL, { backlog: 0 });
  const waiting: Socket[] = [];
  // What finds room in the queue connects at once on the loopback.
  for (let isFull = false; !isFull;) {
    const client = socket();
    waiting.push(client);
    client.settimeout(0.2);
    isFull = client.connect_ex(server.getsockname()) !== 0;
  }
  return {
    port: server.getsockname()[1],
    [Symbol.dispose]() {
      for (const sock of [server, ...waiting]) sock.close();
    },
  };
}

test("port-scanner: gives up on ports that do not answer", async () => {
  using silent = silentServer();
  using nobody = refusing();
  await using scanner = example("port-scanner", [
    "--timeout",
    "1",
    "127.0.0.1",
    `${silent.port},${nobody.getsockname()[1]}`,
  ]);
  assertEquals(await scanner.end(), "127.0.0.1: 0 open, 1 closed, 1 silent\n");
});

test("port-scanner: an interrupt gives all up", async () => {
  using silent = silentServer();
  using open = create_server(LOCAL);
  await using scanner = example("port-scanner", [
    "--timeout",
    "3600",
    "--at-once",
    "3",
    "127.0.0.1",
    [open.getsockname()[1], silent.port, silent.port, silent.port, silent.port].join(","),
  ]);
  assertEquals(await scanner.line(), `${open.getsockname()[1]} unknown`);
  scanner.kill("SIGINT");
  assertEquals(await scanner.line(), "interrupted");
  assertEquals(await scanner.line(), "127.0.0.1: 1 open, 0 closed, 0 silent");
  await assertRejects(() => scanner.end(), Error, "exited with 130\n");
});

test("port-scanner: bad command lines", async () => {
  const cases: [args: string[], problem: string][] = [
    [[], "there is no host"],
    [["localhost", "0"], 'a port must be a number from 1 to 65535, not "0"'],
    [["localhost", "80-x"], 'a port must be a number from 1 to 65535, not "x"'],
    [["localhost", "80-22"], "no such range of ports: 80-22"],
    [["localhost", "22,80-90-100"], "no such range of ports: 80-90-100"],
    [["--timeout", "0", "localhost"], '--timeout must be a number from 1 to 3600, not "0"'],
    [["--at-once", "x", "localhost"], '--at-once must be a number from 1 to 10000, not "x"'],
  ];
  await Promise.all(cases.map(async ([args, problem]) => {
    await using scanner = example("port-scanner", args);
    assertEquals((await failure(scanner, 2)).split("\n")[0], `port-scanner: ${problem}`);
  }));
  await using scanner = example("port-scanner", ["host.invalid"]);
  assertMatch(await failure(scanner, 1), /^port-scanner: \[Errno -?\d+\] getaddrinfo: /);
});

// ---- udp-echo ----

test("udp-echo: every datagram comes back to where it came from", async () => {
  await using echo = example("udp-echo", LOCAL);
  const [host, port] = await listening(echo);
  await using peer = pythonSocket(
    `
    server = (sys.argv[1], int(sys.argv[2]))
    clients = [socket.socket(type=socket.SOCK_DGRAM) for _ in range(5)]
    for i in range(200):
        for n, s in enumerate(clients): s.sendto(b"%d of %d" % (i, n), server)
        for n, s in enumerate(clients): assert s.recvfrom(100) == (b"%d of %d" % (i, n), server)
    for length in 0, 1, 1500, 9000, 65507:
        data = os.urandom(length)
        clients[0].sendto(data, server)
        assert clients[0].recv(70000) == data
    print("ok")
    `,
    host,
    port,
  );
  assertEquals(await peer.end(), "ok\n");
  const said = await interrupt(echo, "SIGINT");
  if (!hasSignals) return;
  const [, datagrams, batches] = /^(\d+) datagrams in (\d+) batches\n$/.exec(said) ?? [];
  assertEquals(datagrams, "1005");
  assert(Number(batches) >= 5 && Number(batches) <= 1006, batches);
});

test("udp-echo: what has gathered is one batch, and comes back in order", async () => {
  await using echo = example("udp-echo", LOCAL);
  const [host, port] = await listening(echo);
  echo.kill("SIGSTOP");
  await using peer = pythonSocket(
    `
    with socket.socket(type=socket.SOCK_DGRAM) as s:
        s.connect((sys.argv[1], int(sys.argv[2])))
        for i in range(50): s.send(b"%d" % i)
        os.kill(int(sys.argv[3]), signal.SIGCONT)
        print([int(s.recv(100)) for _ in range(50)] == list(range(50)))
    `,
    host,
    port,
    echo.pid,
  );
  assertEquals(await peer.end(), "True\n");
  const [, datagrams, batches] = /^(\d+) datagrams in (\d+) batches\n$/.exec(
    await interrupt(echo),
  ) ?? [];
  assertEquals(datagrams, "50");
  assertLess(Number(batches), 10);
});

/** HTTP/1.1 on bare sockets. */
import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import { create_connection, SHUT_WR } from "@bsd/socket";
import { test } from "../awaited/idle.ts";
import { decode, encode, pythonSocket, receiveAll } from "../socket/helpers.ts";
import { example, listening } from "./example.ts";
import { closesAll, interrupt, LOCAL } from "./servers.ts";

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

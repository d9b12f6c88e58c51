/**
 * Both faces of a socket do the same: one table of behaviours, run for each, and on both pollers.
 * What is different, and meant to be, is at the end.
 */
import { assertEquals, assertLess } from "@std/assert";
import { create_server, errno, socket } from "@bsd/socket";
import { awaited, blocking, type Cases, CLOSED, refusal, WOULD_BLOCK } from "./faces.ts";
import * as connecting from "./faces_connecting.ts";
import * as datagrams from "./faces_datagrams.ts";
import * as receiving from "./faces_receiving.ts";
import { files } from "./faces_sendfile.ts";
import * as sending from "./faces_sending.ts";
import { decode, encode, pythonSocket } from "../socket/helpers.ts";
import { test } from "./idle.ts";
import { alsoOnPoll, fill, onPoll, pythonListener, smallPair } from "./support.ts";

/** What is to be the same. */
const tables: readonly Cases[] = [
  connecting.connections,
  connecting.failures,
  receiving.streams,
  receiving.arguments_,
  datagrams.received,
  datagrams.sent,
  sending.streams,
  sending.arguments_,
  files,
];

for (const table of tables) {
  for (const [name, run] of Object.entries(table)) {
    if (!onPoll) test(`${name} (blocking)`, () => run(blocking));
    test(`${name} (awaited)`, () => run(awaited));
  }
}

test("different: a non-blocking socket's awaited operations wait like any other's", async () => {
  const [a, b] = smallPair();
  using _a = a, _b = b;
  a.setblocking(false);
  b.setblocking(false);
  const wouldBlock = (call: string) => ["BlockingIOError", WOULD_BLOCK, call] as const;
  assertEquals(await refusal(() => blocking(a).recv(1)), wouldBlock("recv"));
  const received = a.promises.recv(1);
  // A time-out of 0, if it were one, would be over by now.
  await new Promise((resolve) => setTimeout(resolve, 0));
  assertEquals(b.send(encode("x")), 1);
  assertEquals(decode(await received), "x");

  const filled = fill(a);
  assertEquals(await refusal(() => blocking(a).sendall(encode("y"))), wouldBlock("send"));
  const sent = a.promises.sendall(encode("y"));
  let came = 0;
  while (came <= filled) came += (await b.promises.recv(100_000)).length;
  await sent;

  using server = create_server(["127.0.0.1", 0]);
  server.setblocking(false);
  assertEquals(await refusal(() => blocking(server).accept()), wouldBlock("accept"));
  const accepted = server.promises.accept();
  using client = socket();
  client.setblocking(false);
  await client.promises.connect(server.getsockname());
  assertEquals(client.getpeername(), server.getsockname());
  (await accepted)[0].close();

  const file = new URL(import.meta.url);
  const refused = ["RangeError", "non-blocking sockets cannot send files"] as const;
  assertEquals(await refusal(() => blocking(a).sendfile(file)), refused);
  assertEquals(await a.promises.sendfile(file, 0, 9), 9);
  assertEquals((await b.promises.recv(100)).length, 9);
  assertEquals([a, b, client, server].map((s) => s.gettimeout()), [0, 0, 0, 0]);
});

test("different: a connection that was given up is not left to come about later", async () => {
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
    for (const [face, left] of [[blocking, errno.EALREADY], [awaited, errno[CLOSED]]] as const) {
      using client = socket();
      client.settimeout(0.02);
      assertEquals((await refusal(() => face(client).connect(address)))[0], "TimeoutError");
      client.fileno() >= 0 && client.setblocking(false);
      assertEquals(client.connect_ex(address), left);
    }
  } finally {
    for (const client of queue) client.close();
  }
});

test("different: awaited, nothing waits in the kernel until a send is complete", async () => {
  const { server, connect } = pythonListener();
  using _server = server;
  await using peer = pythonSocket(`
    for i in range(2):
        ${connect}
        with s: print(len(read_all(s)))
  `);
  const data = new Uint8Array(20_000_000);
  for (const face of [blocking, awaited]) {
    const [conn] = server.accept();
    using _ = conn;
    const sent = await face(conn).send(data);
    if (face === blocking) assertEquals(sent, data.length);
    else assertLess(sent, data.length);
    conn.close();
    assertEquals(await peer.line(), String(sent));
  }
  await peer.end();
});

alsoOnPoll(import.meta.url);

/** Giving up what is more than a socket: connections, files, memory that was lent. */
import {
  assert,
  assertEquals,
  assertGreater,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import {
  AF_UNIX,
  BlockingIOError,
  type BytesLike,
  create_server,
  socket,
  socketpair,
} from "@bsd/socket";
import { concat, decode, encode, pattern, receiveExactly, sha256 } from "../socket/helpers.ts";
import { tempDir } from "../support/temp.ts";
import { test } from "./lookups_idle.ts";
import {
  alsoOnPoll,
  drain,
  exhaust,
  fill,
  settledNow,
  smallPair,
  tellsDescriptors,
  turns,
  until,
} from "./support.ts";

alsoOnPoll(import.meta.url);

/** The states in which TCP sockets are that go from one port to another (proc(5), net/tcp.h). */
function states(from: number, to: number): string[] {
  const suffix = (port: number) => `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return Deno.readTextFileSync("/proc/net/tcp").split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, remote]) => local?.endsWith(suffix(from)) && remote?.endsWith(suffix(to)))
    .map(([, , , state = ""]) => state);
}

/** TCP_SYN_SENT. */
const SYN_SENT = "02";

test("an aborted connect, and one that times out, end the attempt", async () => {
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
    for (const by of ["signal", "close", "time-out"]) {
      using client = socket();
      client.bind(["127.0.0.1", 0]);
      const [, port] = client.getsockname();
      if (by === "time-out") client.settimeout(0.02);
      const controller = new AbortController();
      const connected = client.promises.connect(address, controller);
      // What fails below closes the socket, whose error must not come first.
      connected.catch(() => {});
      await turns(1);
      // On a busy machine the time may be out by now.
      if (tellsDescriptors && by !== "time-out") {
        assertEquals(states(port, address[1]), [SYN_SENT]);
      }
      if (by === "signal") controller.abort("signal");
      if (by === "close") client.close();
      if (by !== "time-out") assert(await settledNow([connected]), by);
      const error = await connected.catch((e) => e);
      if (by === "signal") assertStrictEquals(error, "signal");
      if (by === "close") assertEquals(error.code, "EBADF");
      if (by === "time-out") assertEquals([error.name, error.address], ["TimeoutError", address]);
      assertEquals(client.fileno(), -1);
      // A parked poll(2) holds the socket until it returns, for which it has been woken.
      if (tellsDescriptors) await until(() => states(port, address[1]).length === 0);
    }
  } finally {
    for (const client of queue) client.close();
  }
});

test("a connect that is aborted while it waits for room", async () => {
  using server = socket(AF_UNIX);
  server.bind("");
  server.listen(0);
  using first = socket(AF_UNIX);
  first.connect(server.getsockname());
  using client = socket(AF_UNIX);
  const controller = new AbortController();
  const connected = client.promises.connect(server.getsockname(), controller);
  await turns(3);
  controller.abort("room");
  assert(await settledNow([connected]));
  assertStrictEquals(await connected.catch((e) => e), "room");
  server.accept()[0].close();
  await turns(5);
  exhaust(server, () => {
    server.accept()[0].close();
    throw new Error("the aborted one connected");
  });
});

test("a connect that is aborted while it waits for a name", async () => {
  using inet = create_server(["127.0.0.1", 0]);
  for (const later of [0, 1, 2]) {
    using named = socket();
    const controller = new AbortController();
    const connected = named.promises.connect(["localhost", inet.getsockname()[1]], controller)
      .then(() => "connected", (e) => e);
    for (let i = 0; i < later; i++) await undefined;
    controller.abort("name");
    const outcome = await connected;
    await turns(5);
    let accepted = "name";
    exhaust(inet, () => {
      inet.accept()[0].close();
      accepted = "connected";
    });
    assertEquals(outcome, accepted);
  }
});

test("a sendfile that is aborted has sent a beginning, and leaves no file open", async () => {
  using directory = tempDir();
  const path = `${directory.path}/file`;
  const data = pattern(1_000_000);
  Deno.writeFileSync(path, data);
  using file = Deno.openSync(path);
  for (const source of [path, file]) {
    const [a, b] = smallPair();
    using _a = a, _b = b;
    const controller = new AbortController();
    const sent = a.promises.sendfile(source, 0, null, controller);
    const parts = [await b.promises.recv(100_000), await b.promises.recv(100_000)];
    controller.abort("enough");
    assertStrictEquals(await sent.catch((e) => e), "enough");
    parts.push(drain(b));
    const came = concat(parts);
    assertGreater(came.length, 0);
    assertEquals(sha256(came), sha256(data.subarray(0, came.length)));
    if (source === file) assert(file.seekSync(0, Deno.SeekMode.Current) <= came.length);
    // What comes next is behind it, and whole.
    const next = a.promises.sendall(encode("next"));
    assertEquals(decode(await b.promises.recv(100)), "next");
    await next;
  }
});

test("memory that is given away while something is to come into it", async () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const { promises } = a;
  for (
    const receive of [
      (room: BytesLike, nbytes?: number) => promises.recv_into(room, nbytes ?? 0),
      (room: BytesLike, nbytes?: number) => promises.recvfrom_into(room, nbytes ?? 0),
      (room: BytesLike) => promises.recvmsg_into([new Uint8Array(10), room]),
    ]
  ) {
    const transferred = new ArrayBuffer(100_000);
    const received = receive(transferred).then(() => "received", (e) => e);
    structuredClone(transferred, { transfer: [transferred] });
    b.send(encode("data"));
    const error = await received;
    assert(error instanceof TypeError, String(error));
    assertEquals(decode(drain(a)), "data");

    const shrunk = new ArrayBuffer(100_000, { maxByteLength: 100_000 });
    const waiting = receive(new Uint8Array(shrunk), 50_000).then(() => "", (e) => e);
    const behind = a.promises.recv(100);
    shrunk.resize(10);
    b.send(encode("more"));
    assert(await waiting instanceof TypeError);
    assertEquals(decode(await behind), "more");
  }
});

test("memory that is given away while it is to be sent", async () => {
  const [a, b] = smallPair();
  using _a = a, _b = b;
  const { promises } = a;
  for (
    const send of [
      (data: Uint8Array) => promises.send(data),
      (data: Uint8Array) => promises.sendall(data),
      (data: Uint8Array) => promises.sendmsg([encode("with"), data]),
      (data: Uint8Array) => promises.sendmmsg([[encode("before")], [data]]),
    ]
  ) {
    const filled = fill(a);
    const data = encode("data");
    const sent = send(data).then(() => "sent", (e) => e);
    structuredClone(data, { transfer: [data.buffer] });
    assertEquals(receiveExactly(b, filled).length, filled);
    const error = await sent;
    assert(error instanceof TypeError, String(error));
    await promises.sendall(encode("next"));
    assertEquals(decode(await b.promises.recv(100)), "next");
  }
});

test("two who wait at the same time: giving up one does not wake the other", async () => {
  const [a, b] = smallPair();
  using _a = a, _b = b;
  fill(a);
  const controller = new AbortController();
  const reading = a.promises.recv(10, 0, controller);
  const writing = a.promises.send(encode("x"));
  controller.abort("reader");
  assertStrictEquals(await reading.catch((e) => e), "reader");
  await assertRejects(
    () =>
      Promise.race([
        writing,
        turns(10).then(() => Promise.reject(new BlockingIOError(null, "still waits"))),
      ]),
    BlockingIOError,
  );
  drain(b);
  assertEquals(await writing, 1);
});

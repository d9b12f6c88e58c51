/**
 * Workers that wait for one port, one listener, one queue: each has a reactor of its own. They run
 * in another process, since what a terminated Worker had open stays open there.
 */
import { assert, assertEquals, assertGreater } from "@std/assert";
import { pythonSocket } from "../socket/helpers.ts";
import { deno } from "../support/peer.ts";
import { test } from "./idle.ts";
import { alsoOnPoll, onPoll, tellsDescriptors } from "./support.ts";

alsoOnPoll(import.meta.url);

const ENGINE = new URL("../../src/awaited/engine.ts", import.meta.url).href;
const POLLER = onPoll ? `import { useFallbackPoller } from "${ENGINE}"; useFallbackPoller();` : "";

/** What the Workers run: they are sent `what` to do, tell what they did, and end. */
const WORKER = `
  import { AF_INET, AF_UNIX, create_server, fromfd, socket, SOCK_SEQPACKET, SOCK_STREAM } from "@bsd/socket";
  ${POLLER}
  const served = [];
  const serving = [];

  /** Answers with the number it gets, and who it is. */
  async function serve(conn, index) {
    using _ = conn;
    const id = new Uint8Array(4);
    for (let at = 0; at < 4;) at += await conn.promises.recv_into(id.subarray(at));
    served.push(new Uint32Array(id.buffer)[0]);
    await conn.promises.sendall(new Uint8Array([index, ...id]));
    while ((await conn.promises.recv(10)).length > 0);
  }

  const tasks = {
    async accept(server, index) {
      try {
        for (;;) {
          const [conn] = await server.promises.accept();
          serving.push(serve(conn, index));
        }
      } catch (error) {
        if (error.code !== "EBADF") throw error;
      }
      await Promise.all(serving);
    },
    async watch(server) {
      for (;;) await server.promises.readable();
    },
    async read(queue) {
      for (;;) {
        const record = await queue.promises.recv(10);
        if (record.length === 0) break;
        served.push(Number(new TextDecoder().decode(record)));
      }
      queue.close();
    },
  };

  self.onmessage = async ({ data: { what, fd, port, index } }) => {
    const s = what === "read"
      ? fromfd(fd, AF_UNIX, SOCK_SEQPACKET)
      : port === undefined
      ? fromfd(fd, AF_INET, SOCK_STREAM)
      : create_server(["127.0.0.1", port], { reuse_port: true, backlog: 1000 });
    self.onmessage = () => s.close();
    self.postMessage("ready");
    await tasks[what](s, index);
    self.postMessage(served);
    self.close();
  };
`;

/** What the process does that has the Workers: \`start\` makes one, which has \`ready\` and \`served\`. */
const PRELUDE = `
  import { AF_UNIX, create_server, SO_REUSEPORT, socket, socketpair, SOL_SOCKET } from "@bsd/socket";
  ${POLLER}
  const url = "data:text/javascript," + encodeURIComponent(${JSON.stringify(WORKER)});
  function start(task) {
    const worker = new Worker(url, { type: "module" });
    const ready = Promise.withResolvers(), served = Promise.withResolvers();
    worker.onmessage = ({ data }) => data === "ready" ? ready.resolve() : served.resolve(data);
    worker.postMessage(task);
    return { worker, ready: ready.promise, served: served.promise };
  }
  const lines = (async function* () {
    let text = "";
    for await (const part of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
      text += part;
      for (let end; (end = text.indexOf("\\n")) >= 0; text = text.slice(end + 1)) yield text.slice(0, end);
    }
  })();
  const line = async () => (await lines.next()).value;
  // Elsewhere nothing tells what is left.
  const tells = ${tellsDescriptors};
  const sockets = () => !tells ? 0 : [...Deno.readDirSync("/proc/self/fd")].filter(({ name }) => {
    try {
      return Deno.readLinkSync("/proc/self/fd/" + name).startsWith("socket:");
    } catch {
      return false;
    }
  }).length;
  // The runtime opens some of its own when it first hears of signals, whenever that is.
  if (tells) {
    Deno.addSignalListener("SIGUSR2", left);
    Deno.removeSignalListener("SIGUSR2", left);
  }
  const threads = () => !tells ? 0 : [...Deno.readDirSync("/proc/self/task")].length;
  const before = sockets();
  // This isolate's own parked call, and its files, have a thread or two.
  const most = threads() + 2;
  /** What is left of the Workers, once they and what the runtime had for them are gone. */
  async function left() {
    for (let i = 0; i < 3000 && (sockets() !== before || threads() > most); i++) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return (sockets() - before) + " sockets, " + Math.max(0, threads() - most) + " threads";
  }
`;

/** A Python that makes connections, many at a time, and prints who answered: `worker id`. */
function clients(port: number, from: number, to: number) {
  return pythonSocket(
    `
    import asyncio
    port, first, end = map(int, sys.argv[1:])
    async def client(i, limit):
        async with limit:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(struct.pack("=I", i))
            answer = await reader.readexactly(5)
            assert struct.unpack("=I", answer[1:]) == (i,), answer
            writer.close()
            await writer.wait_closed()
            return answer[0], i
    async def main():
        limit = asyncio.Semaphore(60)
        for worker, i in await asyncio.gather(*(client(i, limit) for i in range(first, end))):
            print(worker, i)
    asyncio.run(main())
    `,
    port,
    from,
    to,
  );
}

/** Runs clients to their end; by Worker, the numbers that it answered. */
async function answered(port: number, from: number, to: number): Promise<Map<number, number[]>> {
  await using peer = clients(port, from, to);
  const found = new Map<number, number[]>();
  for (const line of (await peer.end()).trimEnd().split("\n")) {
    const [worker = -1, id = -1] = line.split(" ").map(Number);
    found.set(worker, [...found.get(worker) ?? [], id]);
  }
  return found;
}

/** All numbers, each as often as it is there, in order. */
function sorted(lists: Iterable<readonly number[]>): number[] {
  return [...lists].flat().sort((a, b) => a - b);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

const WORKERS = 4;
const CONNECTIONS = 400;

/** The two ways in which Workers share a port. */
const sharing = {
  "a port of which each has a listener (SO_REUSEPORT)": `
    // Bound and not listening: the port stays ours, and nobody connects to this one.
    const server = socket();
    server.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1);
    server.bind(["127.0.0.1", 0]);
    const where = { port: server.getsockname()[1] };
  `,
  "one listener, of which each has a duplicate": `
    const server = create_server(["127.0.0.1", 0], { backlog: 1000 });
    const where = { fd: server.fileno() };
  `,
};

for (const [name, shared] of Object.entries(sharing)) {
  test(`Workers accept on ${name}: each connection is served once`, async () => {
    await using peer = deno(`
      ${PRELUDE}
      ${shared}
      const workers = Array.from(
        { length: ${WORKERS} },
        (_, index) => start({ what: "accept", ...where, index }),
      );
      await Promise.all(workers.map(({ ready }) => ready));
      console.log(server.getsockname()[1]);
      await line();
      for (const { worker } of workers) worker.postMessage("stop");
      for (const { served } of workers) console.log(JSON.stringify(await served));
      server.close();
      console.log(await left());
      // With that nothing keeps the process alive, if each of the Workers has ended.
    `);
    const port = Number(await peer.line());
    const found = await answered(port, 0, CONNECTIONS);
    await peer.send("stop\n");
    const told: number[][] = [];
    for (let i = 0; i < WORKERS; i++) told.push(JSON.parse(await peer.line()));
    assertEquals(sorted(found.values()), range(0, CONNECTIONS));
    assertEquals(sorted(told), range(0, CONNECTIONS));
    for (const [index, ids] of told.entries()) {
      assertEquals(sorted([ids]), sorted([found.get(index) ?? []]));
      // The kernel deals out connections to listeners by their addresses.
      if (name.includes("SO_REUSEPORT")) assertGreater(ids.length, 0);
    }
    assertEquals(await peer.end(), "0 sockets, 0 threads\n");
  });
}

test("Workers that are terminated while they wait harm nobody", async () => {
  await using peer = deno(`
    ${PRELUDE}
    ${sharing["one listener, of which each has a duplicate"]}
    const workers = Array.from({ length: 2 }, (_, index) => start({ what: "accept", ...where, index }));
    // They are told of each connection, and take none.
    const watchers = Array.from({ length: 5 }, () => start({ what: "watch", ...where }));
    await Promise.all([...workers, ...watchers].map(({ ready }) => ready));
    const [a, b] = socketpair();
    const waiting = a.promises.recv(10);
    console.log(server.getsockname()[1]);
    await line();
    for (const { worker } of watchers.splice(0, 3)) worker.terminate();
    console.log("terminated");
    await line();
    // One of them waits for something else by now, with nothing going on.
    for (const { worker } of watchers) worker.terminate();
    console.log("terminated");
    await line();
    for (const { worker } of workers) worker.postMessage("stop");
    for (const { served } of workers) console.log(JSON.stringify(await served));
    // This one's reactor, and its files, are as they were.
    b.send(new Uint8Array(3));
    console.log((await waiting).length);
    console.log((await Deno.readFile(${JSON.stringify(import.meta.filename)})).length > 0);
    for (const s of [a, b, server]) s.close();
  `);
  const port = Number(await peer.line());
  // The first are terminated in the middle of things.
  await using during = clients(port, 0, CONNECTIONS);
  await during.line();
  await peer.send("terminate\n");
  assertEquals(await peer.line(), "terminated");
  assertEquals((await during.end()).trimEnd().split("\n").length, CONNECTIONS - 1);
  await peer.send("terminate\n");
  assertEquals(await peer.line(), "terminated");
  const found = await answered(port, CONNECTIONS, CONNECTIONS + 100);
  assertEquals(sorted(found.values()), range(CONNECTIONS, CONNECTIONS + 100));
  await peer.send("stop\n");
  const told = [JSON.parse(await peer.line()), JSON.parse(await peer.line())];
  assertEquals(sorted(told), range(0, CONNECTIONS + 100));
  assertEquals(await peer.end(), "3\ntrue\n");
});

test("Workers read one queue: each record goes to one of them", async () => {
  await using peer = deno(`
    ${PRELUDE}
    const server = socket(AF_UNIX, 5);
    server.bind("");
    server.listen();
    console.log(server.getsockname().toHex());
    const [queue] = await server.promises.accept();
    const workers = Array.from({ length: 3 }, () => start({ what: "read", fd: queue.fileno() }));
    await Promise.all(workers.map(({ ready }) => ready));
    await queue.promises.send(new Uint8Array(1));
    const own = [];
    for (let record; (record = await queue.promises.recv(10)).length > 0;) {
      own.push(Number(new TextDecoder().decode(record)));
    }
    for (const ids of [own, ...await Promise.all(workers.map(({ served }) => served))]) {
      console.log(JSON.stringify(ids));
    }
    queue.close();
    server.close();
    console.log(await left());
  `);
  await using sender = pythonSocket(
    `
    s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    s.connect(bytes.fromhex(sys.argv[1]))
    s.recv(1)
    for i in range(5000): s.send(str(i).encode())
    `,
    await peer.line(),
  );
  const told: number[][] = [];
  for (let i = 0; i < 4; i++) told.push(JSON.parse(await peer.line()));
  assertEquals(sorted(told), range(0, 5000));
  for (const ids of told) {
    assert(ids.every((id, i) => i === 0 || id > (ids[i - 1] ?? id)), "in order for each");
  }
  await sender.end();
  assertEquals(await peer.end(), "0 sockets, 0 threads\n");
});

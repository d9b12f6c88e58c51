/**
 * A socket that is never idle leaves the others, and the rest of the program, their turns: each
 * comes within so many steps of a loop that never has to wait.
 */
import { setImmediate } from "node:timers";
import { assert, assertEquals, assertLess } from "@std/assert";
import { AF_INET, create_server, SOCK_DGRAM, type Socket, socket, socketpair } from "@bsd/socket";
import { loop } from "../../src/awaited/engine.ts";
import { decode, encode, pythonSocket } from "../socket/helpers.ts";
import { scaled } from "../support/scale.ts";
import { test } from "./idle.ts";
import { alsoOnPoll, fill, smallPair, turns } from "./support.ts";

alsoOnPoll(import.meta.url);

/**
 * Within so many steps whatever can happen must have happened. A turn comes every hundred or so;
 * most of this is for a timer's millisecond and for a file that is read on a busy machine.
 */
const STEPS = 1_000_000;

/** Connects to a port and sends, or receives, as fast as it can. */
const FLOOD = `
  buffer = bytearray(65536)
  with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s:
      try:
          if sys.argv[2] == "sends":
              while True: s.sendall(buffer)
          while s.recv_into(buffer): pass
      except ConnectionError: pass
  `;

/** A connection to a process that floods it, or drains it. */
async function withFlood(does: "sends" | "receives", fn: (sock: Socket) => Promise<void>) {
  using server = create_server(["127.0.0.1", 0]);
  await using peer = pythonSocket(FLOOD, server.getsockname()[1], does);
  const [conn] = await server.promises.accept();
  {
    using _ = conn;
    await fn(conn);
  }
  await peer.end();
}

/** What must come about while a loop runs, each begun anew. */
const events: Record<string, () => Promise<unknown>> = {
  "a timer": () => new Promise((resolve) => setTimeout(resolve, 0)),
  "an immediate": () => new Promise((resolve) => void setImmediate(() => resolve(null))),
  "a file that is read": () => Deno.readFile(new URL(import.meta.url)),
  "a connection of the runtime's": async () => {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    using client = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
    using conn = await listener.accept();
    await client.write(encode("x"));
    assertEquals(await conn.read(new Uint8Array(1)), 1);
  },
  "what another socket waits for": async () => {
    const [a, b] = socketpair();
    using _a = a, _b = b;
    const waiting = a.promises.recv(10);
    b.send(encode("x"));
    assertEquals(decode(await waiting), "x");
  },
  "room that another socket waits for": async () => {
    const [a, b] = smallPair();
    using _a = a, _b = b;
    const filled = fill(a);
    const waiting = a.promises.sendall(encode("x"));
    let came = 0;
    while (came <= filled) came += (await b.promises.recv(100_000)).length;
    await waiting;
  },
  "a connection that another socket waits for": async () => {
    using server = create_server(["127.0.0.1", 0]);
    const accepted = server.promises.accept();
    using client = socket();
    await client.promises.connect(server.getsockname());
    (await accepted)[0].close();
  },
  "a time-out of another socket": async () => {
    const [a, b] = socketpair();
    using _a = a, _b = b;
    a.settimeout(0.001);
    assertEquals((await a.promises.recv(1).catch((error) => error)).name, "TimeoutError");
  },
};

/** Repeats a step until each of the events has come about, one after the other. */
async function during(step: () => Promise<unknown>): Promise<void> {
  for (const [name, begin] of Object.entries(events)) {
    let happened = false;
    const event = begin().finally(() => happened = true);
    let steps = 0;
    while (!happened && steps++ < STEPS) await step();
    assertLess(steps, STEPS, `${name} did not come about`);
    await event;
  }
}

for (
  const [name, step] of Object.entries<(sock: Socket) => Promise<unknown>>({
    "recv": (sock) => sock.promises.recv(100),
    "recv_into": (() => {
      const room = new Uint8Array(100);
      return (sock) => sock.promises.recv_into(room);
    })(),
    "recvmsg": (sock) => sock.promises.recvmsg(100),
    "readable": (sock) => sock.promises.readable(),
    "recv of nothing": (sock) => sock.promises.recv(0),
    "recv, several at once": (sock) =>
      Promise.all(Array.from({ length: 10 }, () => sock.promises.recv(10))),
  })
) {
  test(`a peer that floods us, ${name}: everything else goes on`, async () => {
    await withFlood("sends", (sock) => during(() => step(sock)));
  });
}

test("a peer that takes all we send: everything else goes on", async () => {
  const data = new Uint8Array(100);
  await withFlood("receives", (sock) => during(() => sock.promises.sendall(data)));
});

test("datagrams that nobody reads: everything else goes on", async () => {
  using receiver = socket(AF_INET, SOCK_DGRAM);
  receiver.bind(["127.0.0.1", 0]);
  const to = receiver.getsockname();
  using s = socket(AF_INET, SOCK_DGRAM);
  await during(() => s.promises.sendto(encode("x"), to));
});

test("one who fails and tries again at once: everything else goes on", async () => {
  using s = socket();
  await during(() => s.promises.recv(1).catch((error) => error));
  await during(() => s.promises.accept().catch((error) => error));
});

test("two that are flooded have their share each", async () => {
  await withFlood("sends", async (one) => {
    await withFlood("sends", async (other) => {
      const total = scaled(100_000);
      const count = [0, 0];
      await Promise.all([one, other].map(async (sock, index) => {
        while ((count[0] ?? 0) + (count[1] ?? 0) < total) {
          await sock.promises.recv(10);
          count[index] = (count[index] ?? 0) + 1;
        }
      }));
      for (const share of count) assert(share > total / 10, `${count}`);
    });
  });
});

test("more sockets that are ready than are told at once: none is left out", async () => {
  const pairs = Array.from({ length: 700 }, () => socketpair());
  try {
    const waiting = pairs.map(([a]) => a.promises.recv(10));
    await turns(1);
    // Those that were told first are ready again each time.
    for (const [, b] of pairs) b.send(encode("first"));
    await Promise.all(waiting);
    let rounds = 0;
    const served = new Set<number>();
    const busy = pairs.slice(0, 600).map(async ([a, b], index) => {
      while (served.size < 700) {
        const again = a.promises.recv(10);
        b.send(encode("again"));
        await again;
        served.add(index);
        assertLess(rounds++, STEPS);
      }
    });
    const late = pairs.slice(600).map(async ([a, b], index) => {
      const once = a.promises.recv(10);
      b.send(encode("once"));
      assertEquals(decode(await once), "once");
      served.add(600 + index);
    });
    await Promise.all([...busy, ...late]);
  } finally {
    for (const s of pairs.flat()) s.close();
  }
});

test("a blocked writer and a Python that answers: both directions go on", async () => {
  using server = create_server(["127.0.0.1", 0]);
  await using peer = pythonSocket(
    `
    s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
    # Sends before it reads anything: whoever only writes waits for ever.
    s.sendall(b"x" * 20_000_000)
    s.shutdown(socket.SHUT_WR)
    print(len(read_all(s)))
    `,
    server.getsockname()[1],
  );
  const [conn] = await server.promises.accept();
  using _ = conn;
  const writing = conn.promises.sendall(new Uint8Array(20_000_000)).then(() => conn.shutdown(1));
  let came = 0;
  for (let part = await conn.promises.recv(65536); part.length > 0;) {
    came += part.length;
    part = await conn.promises.recv(65536);
  }
  assertEquals(came, 20_000_000);
  await writing;
  assertEquals(await peer.end(), "20000000\n");
});

test("the reactor's next turn comes after what was resolved, and before the event loop's", async () => {
  const order: string[] = [];
  const over = new Promise<void>((resolve) => {
    loop.soon(() => {
      order.push("soon");
      resolve();
    });
  });
  loop.next(() => order.push("next"));
  Promise.resolve().then(() => order.push("resolved")).then(() => order.push("gone on from"));
  await over;
  assertEquals(order, ["resolved", "gone on from", "next", "soon"]);
});

/** create_connection awaited: like the blocking one, and by Happy Eyeballs where there are several addresses. */
import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import * as blocking from "@bsd/socket";
import {
  addaudithook,
  type AddrInfo,
  AF_INET,
  AF_INET6,
  create_server,
  type Inet6Address,
  type InetAddress,
  IPPROTO_TCP,
  OSError,
  setdefaulttimeout,
  SOCK_STREAM,
  type Socket,
  socket,
  TimeoutError,
} from "@bsd/socket";
import { create_connection } from "@bsd/socket/promises";
import { connectToAny } from "../../src/awaited/connection.ts";
import { census } from "../support/census.ts";
import { countedSignal, test } from "./lookups_idle.ts";
import { alsoOnPoll, tellsDescriptors } from "./support.ts";

type IpAddress = InetAddress | Inet6Address;

/** A head start in milliseconds that is soon over. */
const SOON = 5;

const events: unknown[][] = [];
let forbidden: unknown;
addaudithook((event, [, ...args]) => {
  events.push([event, ...args]);
  if (event === "socket.connect" && forbidden !== undefined) throw forbidden;
});

/** Whom a call tried to connect to, in order. */
function tried(): unknown[] {
  return events.filter(([event]) => event === "socket.connect").map(([, address]) => address);
}

function entry(address: IpAddress): AddrInfo {
  const family = address.length === 2 ? AF_INET : AF_INET6;
  return [family, SOCK_STREAM, IPPROTO_TCP, "", address];
}

/** A listener that answers nobody: its queue is full, and those who knock then are ignored. */
class BlackHole implements Disposable {
  readonly #server: Socket<InetAddress>;
  readonly #queue: Socket[] = [];
  readonly address: InetAddress;

  constructor(host: string) {
    this.#server = create_server([host, 0], { backlog: 0 });
    this.address = this.#server.getsockname();
    for (let i = 0; i < 3; i++) {
      const client = socket();
      client.setblocking(false);
      client.connect_ex(this.address);
      this.#queue.push(client);
    }
  }

  [Symbol.dispose](): void {
    for (const each of [...this.#queue, this.#server]) each.close();
  }
}

/** An address that refuses. */
function nobody(host: string): InetAddress {
  using holder = socket();
  holder.bind([host, 0]);
  return holder.getsockname();
}

/** What a failed call is told by. */
function told(error: unknown): unknown {
  if (error instanceof AggregateError) return [error.message, error.errors.map(told)];
  assert(error instanceof Error);
  return error instanceof OSError
    ? [error.name, error.message, error.code, error.syscall, error.address]
    : [error.name, error.message];
}

test("both faces connect to the same, and tell the hooks the same", async () => {
  using server = create_server(["127.0.0.1", 0]);
  const [host, port] = server.getsockname();
  const encode = (text: string) => new TextEncoder().encode(text);
  const addresses = [
    [host, port],
    [host, String(port)],
    [encode(host), encode(String(port))],
    ["localhost", port],
    [null, port],
    [host, port, 0, 0],
  ] as const;
  for (const address of addresses) {
    events.length = 0;
    using expected = blocking.create_connection(address);
    server.accept()[0].close();
    const seen = events.splice(0);
    using actual = await create_connection(address);
    const [connection, from] = server.accept();
    connection.close();
    assertEquals(events, seen);
    assertEquals(actual.getpeername(), expected.getpeername());
    assertEquals(from, actual.getsockname());
    assertEquals(
      [actual.family, actual.type, actual.proto, actual.gettimeout()],
      [expected.family, expected.type, expected.proto, null],
    );
    assertEquals((await actual.promises.recv(1)).length, 0);
  }
});

test("both faces fail the same", async () => {
  const refusing = nobody("127.0.0.1");
  const everywhere = [null, refusing[1]] as const;
  const found = blocking.getaddrinfo(...everywhere, { type: SOCK_STREAM });
  assertEquals(found.length, 2);
  const calls: Parameters<typeof create_connection>[] = [
    [refusing],
    [refusing, { all_errors: true }],
    [everywhere],
    [everywhere, { all_errors: true }],
    [["a..b", 80]],
    [["127.0.0.1", "no-such-service"]],
    [["fe80::1%no-such-if", 80], { all_errors: true }],
    [["127.0.0.1", 65536]],
    [["127.0.0.1"] as never],
    ["127.0.0.1" as never],
    [refusing, { timeout: -1 }],
    [refusing, { timeout: "1" as never }],
    [refusing, { source_address: ["198.51.100.1", 0] }],
    [refusing, { source_address: ["::1", 0], all_errors: true }],
    [refusing, { source_address: ["127.0.0.1", 70000] }],
  ];
  for (const [address, options] of calls) {
    const expected = told(assertThrows(() => blocking.create_connection(address, options)));
    for (const happy_eyeballs_delay of [0.25, 0, null]) {
      const actual = await assertRejects(() =>
        create_connection(address, { ...options, happy_eyeballs_delay })
      );
      assertEquals(told(actual), expected, Deno.inspect([address, options]));
    }
  }
});

test("from an address of the caller's choice, which may be a name", async () => {
  using server = create_server(["127.0.0.1", 0]);
  for (const host of ["127.0.0.5", "localhost", ""]) {
    events.length = 0;
    const source_address = [host, 0] as const;
    using client = await create_connection(server.getsockname(), { source_address });
    const expected = host === "127.0.0.5" ? host : "127.0.0.1";
    assertEquals(client.getsockname()[0], expected);
    assertStrictEquals(events.find(([event]) => event === "socket.bind")?.[1], source_address);
    const [connection, from] = server.accept();
    connection.close();
    assertEquals(from, client.getsockname());
  }
});

test("the time-out is that of each attempt, and of the socket", async () => {
  using server = create_server(["127.0.0.1", 0]);
  using hole = new BlackHole("127.0.0.2");
  using second = new BlackHole("127.0.0.3");
  for (const timeout of [null, 5, 0]) {
    using client = await create_connection(server.getsockname(), { timeout });
    assertEquals(client.gettimeout(), timeout);
    server.accept()[0].close();
  }
  setdefaulttimeout(4);
  try {
    using client = await create_connection(server.getsockname());
    assertEquals(client.gettimeout(), 4);
    server.accept()[0].close();
  } finally {
    setdefaulttimeout(null);
  }
  const error = await assertRejects(
    () => create_connection(hole.address, { timeout: 0.02 }),
    TimeoutError,
  );
  assertEquals([error.errno, error.address], [null, hole.address]);
  const found = [entry(hole.address), entry(second.address)];
  for (const delay of [0, SOON, null]) {
    const all = await assertRejects(
      () => connectToAny(found, delay, { timeout: 0.02, all_errors: true }),
      AggregateError,
    );
    assertEquals(all.errors.map((error) => error.address), [hole.address, second.address]);
    for (const error of all.errors) assertInstanceOf(error, TimeoutError);
    await assertRejects(() => connectToAny(found, delay, { timeout: 0.02 }), TimeoutError);
  }
});

test("an address that does not answer holds nobody up, and its socket is closed", async () => {
  using server = create_server(["127.0.0.1", 0]);
  using hole = new BlackHole("127.0.0.2");
  using second = new BlackHole("127.0.0.3");
  const found = [entry(hole.address), entry(second.address), entry(server.getsockname())];
  const before = census();
  events.length = 0;
  using client = await connectToAny(found, SOON, {});
  assertEquals(client.getpeername(), server.getsockname());
  assertEquals(tried(), found.map(([, , , , address]) => address));
  // By the time the promise is resolved, not some time later.
  if (tellsDescriptors) {
    assertEquals([...census().keys()].filter((fd) => !before.has(fd)), [client.fileno()]);
  }
});

test("the families take turns, beginning with the resolver's first", async () => {
  using hole = new BlackHole("127.0.0.2");
  using second = new BlackHole("127.0.0.3");
  using server6 = create_server(["::1", 0], { family: AF_INET6 });
  const address6 = server6.getsockname();
  events.length = 0;
  using client = await connectToAny(
    [entry(hole.address), entry(second.address), entry(address6)],
    SOON,
    {},
  );
  assertEquals(client.getpeername(), address6);
  assertEquals(tried(), [hole.address, address6]);
});

test("without a head start the order is the resolver's, as of the blocking function", async () => {
  using server6 = create_server(["::1", 0], { family: AF_INET6 });
  const refusing = [nobody("127.0.0.2"), nobody("127.0.0.3")];
  const found = [...refusing, server6.getsockname()].map(entry);
  events.length = 0;
  using client = await connectToAny(found, null, {});
  assertEquals(client.getpeername(), server6.getsockname());
  assertEquals(tried(), [...refusing, server6.getsockname()]);
});

test("an address that refuses is followed by the next at once", async () => {
  using server = create_server(["127.0.0.1", 0]);
  const found = [
    entry(nobody("127.0.0.2")),
    entry(nobody("127.0.0.3")),
    entry(server.getsockname()),
  ];
  // A head start that would outlast the test.
  using client = await connectToAny(found, 2_000_000, {});
  assertEquals(client.getpeername(), server.getsockname());
});

test("of several that answer at once one is kept", async () => {
  const servers = ["127.0.0.1", "127.0.0.2", "127.0.0.3"].map((host) => create_server([host, 0]));
  const found = servers.map((server) => entry(server.getsockname()));
  const before = census();
  using client = await connectToAny(found, 0, {});
  if (tellsDescriptors) {
    assertEquals([...census().keys()].filter((fd) => !before.has(fd)), [client.fileno()]);
  }
  assert(servers.some((server) => server.getsockname()[0] === client.getpeername()[0]));
  for (const server of servers) server.close();
});

test("a signal closes every attempt", async () => {
  using hole = new BlackHole("127.0.0.2");
  using second = new BlackHole("127.0.0.3");
  const found = [entry(hole.address), entry(second.address)];
  const before = census();
  for (const delay of [0, null]) {
    const controller = new AbortController();
    const underWay = connectToAny(found, delay, { signal: controller.signal });
    events.length = 0;
    const attempts = [...census().keys()].filter((fd) => !before.has(fd));
    if (tellsDescriptors) assertEquals(attempts.length, 1);
    const reason = new OSError(null, "changed my mind");
    controller.abort(reason);
    assertStrictEquals(await assertRejects(() => underWay), reason);
    assertEquals(census().size, before.size);
  }
});

test("a signal also ends the look-up before", async () => {
  using server = create_server(["127.0.0.1", 0]);
  const { signal, listeners } = countedSignal();
  const address = ["localhost", server.getsockname()[1]] as const;
  using client = await create_connection(address, { signal });
  assertEquals([client.getpeername(), listeners()], [server.getsockname(), 0]);

  const controller = new AbortController();
  const underWay = create_connection(address, { signal: controller.signal });
  events.length = 0;
  controller.abort("enough");
  assertEquals(await underWay.catch((reason) => reason), "enough");
  assertEquals(
    await create_connection(address, { signal: controller.signal }).catch((reason) => reason),
    "enough",
  );
  assertEquals(events, []);
});

test("a hook that throws ends all attempts", async () => {
  using hole = new BlackHole("127.0.0.2");
  using server = create_server(["127.0.0.1", 0]);
  forbidden = new Error("forbidden");
  try {
    const found = [entry(hole.address), entry(server.getsockname())];
    events.length = 0;
    assertStrictEquals(await assertRejects(() => connectToAny(found, SOON, {})), forbidden);
    assertEquals(tried(), [hole.address]);
  } finally {
    forbidden = undefined;
  }
});

test("a head start is a quarter of a second unless given", async () => {
  const { setTimeout } = globalThis;
  // The loopback addresses of both IP versions, so that somebody has a head start.
  const address = [null, nobody("127.0.0.1")[1]] as const;
  for (const [options, expected] of [[{}, 250], [{ happy_eyeballs_delay: 1.5 }, 1500]] as const) {
    const delays: unknown[] = [];
    globalThis.setTimeout = ((callback: () => void, milliseconds: number) => {
      delays.push(milliseconds);
      return setTimeout(callback, milliseconds);
    }) as typeof setTimeout;
    try {
      await assertRejects(() => create_connection(address, options), OSError);
    } finally {
      globalThis.setTimeout = setTimeout;
    }
    assertEquals(delays, [expected]);
  }
});

test("what a head start may be", async () => {
  for (const happy_eyeballs_delay of [-1, NaN, 2_147_484, Infinity]) {
    events.length = 0;
    await assertRejects(
      () => create_connection(["localhost", 80], { happy_eyeballs_delay }),
      RangeError,
      "happy_eyeballs_delay must be from 0 to 2147483 seconds",
    );
    assertEquals(events, []);
  }
  await assertRejects(
    // @ts-expect-error A head start is a number or null.
    () => create_connection(["localhost", 80], { happy_eyeballs_delay: "1" }),
    TypeError,
    "happy_eyeballs_delay",
  );
  const { message } = await assertRejects(() => connectToAny([], 0, {}), OSError);
  assertEquals(message, "getaddrinfo returns an empty list");
});

test("the type of the socket is that of either IP version", async () => {
  using server = create_server(["127.0.0.1", 0]);
  using client = await create_connection(server.getsockname(), { happy_eyeballs_delay: null });
  assertType<IsExact<typeof client, Socket<InetAddress | Inet6Address>>>(true);
});

alsoOnPoll(import.meta.url);

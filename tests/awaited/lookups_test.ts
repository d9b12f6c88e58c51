/** The look-ups awaited: the same answers, errors and events as those of the blocking functions. */
import { assert, assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import * as blocking from "@bsd/socket";
import {
  addaudithook,
  type AddrInfo,
  AF_INET,
  AF_INET6,
  AI_CANONNAME,
  AI_NUMERICHOST,
  AI_PASSIVE,
  create_server,
  type Inet6Address,
  type InetAddress,
  IPPROTO_TCP,
  NI_DGRAM,
  NI_NAMEREQD,
  NI_NUMERICHOST,
  NI_NUMERICSERV,
  OSError,
  SO_REUSEPORT,
  SOCK_DGRAM,
  SOCK_STREAM,
  socket,
} from "@bsd/socket";
import * as awaited from "@bsd/socket/promises";
import { MOST_LOOKUPS } from "../../src/awaited/resolver.ts";
import { destinationOf } from "../../src/awaited/destination.ts";
import { winsock } from "./faces.ts";
import { countedSignal, lookupsRunning, test } from "./lookups_idle.ts";

const NAMES = [
  "getaddrinfo",
  "getnameinfo",
  "gethostbyname",
  "gethostbyname_ex",
  "gethostbyaddr",
  "getfqdn",
] as const;
type Name = typeof NAMES[number];
type Call = readonly [name: Name, ...args: unknown[]];

const forbidden = new Error("forbidden");
let forbidding = false;
const events: unknown[][] = [];
addaudithook((event, args) => {
  events.push([event, ...args]);
  if (forbidding) throw forbidden;
});

const encode = (text: string) => new TextEncoder().encode(text);

async function outcome(functions: typeof blocking | typeof awaited, [name, ...args]: Call) {
  events.length = 0;
  const called = functions[name] as (...args: unknown[]) => unknown;
  try {
    return { value: await called(...args), events: [...events] };
  } catch (error) {
    assert(error instanceof Error);
    const { name, message } = error;
    const details = error instanceof OSError
      ? [error.errno, error.code, error.strerror, error.syscall, error.address]
      : [];
    return { name, message, details, events: [...events] };
  }
}

async function assertSame(...calls: readonly Call[]): Promise<void> {
  for (const call of calls) {
    const expected = await outcome(blocking, call);
    assertEquals(await outcome(awaited, call), expected, Deno.inspect(call));
  }
}

const hosts: unknown[] = [
  "localhost",
  "LOCALHOST",
  "127.0.0.1",
  "127.1",
  "fe80::1%no-such-if",
  // Winsock takes an empty name for this machine; Wine's two calls choose other addresses of it.
  ...winsock ? [] : [""],
  "<broadcast>",
  "a..b",
  "a".repeat(64),
  "ｌｏｃａｌｈｏｓｔ",
  "local\0host",
  ...["localhost", "127.0.0.1", "a..b", "local\0host"].map(encode),
  Uint8Array.of(0xff),
  null,
  undefined,
  3,
];

test("hosts: both faces give the same", async () => {
  for (const host of hosts) {
    await assertSame(
      ["getaddrinfo", host, 80, { type: SOCK_STREAM }],
      ["gethostbyname", host],
      ["gethostbyname_ex", host],
      ["gethostbyaddr", host],
      ["getfqdn", host],
    );
  }
  await assertSame(
    ["getfqdn"],
    ["getfqdn", "::"],
    ["getfqdn", " localhost\t"],
    ["gethostbyname", "::1"],
    ["gethostbyname_ex", "::1"],
    ["gethostbyaddr", "::1"],
    ["getaddrinfo", "host.invalid", 80],
  );
});

test("ports and hints: both faces give the same", async () => {
  const ports: unknown[] = [0, 80, 65535, 65536, -1, 80.5, null, undefined, true];
  const services: unknown[] = ["80", "http", "no-such-service", "", "8\0", encode("http")];
  for (const port of [...ports, ...services]) {
    await assertSame(["getaddrinfo", "localhost", port], [
      "getaddrinfo",
      null,
      port,
      0,
      SOCK_DGRAM,
    ]);
  }
  const hints: unknown[][] = [
    [],
    [{}],
    [AF_INET],
    [AF_INET6],
    [99],
    [2 ** 31],
    ["2"],
    [undefined],
    [0, undefined],
    [0, SOCK_STREAM, IPPROTO_TCP, AI_NUMERICHOST],
    [0, 99],
    [0, 0, 0, 0x40000000],
    [0, 0, 0, AI_PASSIVE],
    [{ family: AF_INET, flags: AI_CANONNAME }],
    [{ flags: AI_NUMERICHOST }],
    [{ family: undefined }],
    [{ type: null }],
    [0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0],
  ];
  for (const hint of hints) {
    await assertSame(
      ["getaddrinfo", "localhost", 80, ...hint],
      ["getaddrinfo", "127.0.0.1", 80, ...hint],
      ["getaddrinfo", "::1", "http", ...hint],
      ["getaddrinfo", null, 80, ...hint],
    );
  }
});

test("getnameinfo: both faces give the same", async () => {
  const addresses: unknown[] = [
    ["127.0.0.1", 80],
    ["::1", 80],
    ["fe80::1", 80, 0, 1],
    ["127.0.0.1", 80, 0, 0],
    ["localhost", 80],
    ["", 80],
    ["127.0.0.1", -1],
    ["127.0.0.1", 2 ** 31],
    ["::1", 80, 0x100000],
    ["127.0.0.1"],
    "127.0.0.1",
  ];
  const numeric = NI_NUMERICHOST | NI_NUMERICSERV;
  for (const address of addresses) {
    for (const flags of [NI_NUMERICHOST, numeric, numeric | NI_NAMEREQD, 1 << 20, null]) {
      await assertSame(["getnameinfo", address, flags]);
    }
  }
  for (const flags of [0, NI_NUMERICSERV, NI_DGRAM, NI_NAMEREQD]) {
    await assertSame(["getnameinfo", ["127.0.0.1", 53], flags]);
  }
});

test("a hook that throws forbids each look-up", async () => {
  const calls: readonly Call[] = [
    ["getaddrinfo", "127.0.0.1", 80],
    ["getnameinfo", ["127.0.0.1", 80], 0],
    ["gethostbyname", "127.0.0.1"],
    ["gethostbyname_ex", "127.0.0.1"],
    ["gethostbyaddr", "127.0.0.1"],
    ["getfqdn", "127.0.0.1"],
  ];
  forbidding = true;
  try {
    await assertSame(...calls);
    assertStrictEquals(await assertRejects(() => awaited.getaddrinfo("::1", 80)), forbidden);
  } finally {
    forbidding = false;
  }
});

/** Each look-up, of names that take a thread, with a signal. */
const signalled: Record<Name, (signal: AbortSignal) => Promise<unknown>> = {
  getaddrinfo: (signal) => awaited.getaddrinfo("localhost", 80, { type: SOCK_STREAM, signal }),
  getnameinfo: (signal) => awaited.getnameinfo(["127.0.0.1", 80], 0, { signal }),
  gethostbyname: (signal) => awaited.gethostbyname("localhost", { signal }),
  gethostbyname_ex: (signal) => awaited.gethostbyname_ex("localhost", { signal }),
  gethostbyaddr: (signal) => awaited.gethostbyaddr("127.0.0.1", { signal }),
  getfqdn: (signal) => awaited.getfqdn("localhost", { signal }),
};

for (const name of NAMES) {
  test(`${name}: a signal gives the look-up up`, async () => {
    // An OSError, since those of the look-up itself are not always passed on.
    const reason = new OSError(null, "changed my mind");
    const controller = new AbortController();
    events.length = 0;
    const underWay = signalled[name](controller.signal);
    while (lookupsRunning() === 0) await Promise.resolve();
    assertEquals(events.length, 1);
    controller.abort(reason);
    assertStrictEquals(await assertRejects(() => underWay), reason);
    // Nothing is asked any more, nor are the hooks.
    events.length = 0;
    assertStrictEquals(await assertRejects(() => signalled[name](controller.signal)), reason);
    assertEquals(events, []);
    // A signal that does not abort changes nothing, and is left alone afterwards.
    const { signal, listeners } = countedSignal();
    const undisturbed = signalled[name](signal);
    while (listeners() === 0) await Promise.resolve();
    await undisturbed;
    assertEquals(listeners(), 0);
  });
}

test("getaddrinfo takes a signal behind its positions too", async () => {
  const signal = AbortSignal.abort("no");
  const calls = [
    () => awaited.getaddrinfo("localhost", 80, 0, 0, 0, 0, { signal }),
    () => awaited.getaddrinfo("localhost", 80, { signal }),
  ];
  for (const call of calls) assertStrictEquals(await call().catch((reason) => reason), "no");
  assertEquals(
    await awaited.getaddrinfo("localhost", 80, AF_INET, SOCK_STREAM, 0, 0, {}),
    blocking.getaddrinfo("localhost", 80, AF_INET, SOCK_STREAM),
  );
});

test("getaddrinfo: a family gives the type of its addresses", async () => {
  const four = await awaited.getaddrinfo("127.0.0.1", 80, AF_INET, SOCK_STREAM);
  const six = await awaited.getaddrinfo("::1", 80, { family: AF_INET6, type: SOCK_STREAM });
  const either = await awaited.getaddrinfo("::1", 80);
  assertType<IsExact<typeof four, AddrInfo<InetAddress>[]>>(true);
  assertType<IsExact<typeof six, AddrInfo<Inet6Address>[]>>(true);
  assertType<IsExact<typeof either, AddrInfo<InetAddress | Inet6Address>[]>>(true);
  // Winsock leaves the protocol as it was asked for.
  const proto = winsock ? 0 : IPPROTO_TCP;
  assertEquals(six, [[AF_INET6, SOCK_STREAM, proto, "", ["::1", 80, 0, 0]]]);
  // @ts-expect-error The signal goes behind all four hints, or into one object with them.
  await assertRejects(() => awaited.getaddrinfo("::1", 80, AF_INET6, { signal: null }), TypeError);
});

test("many look-ups at once all get their own answers", async () => {
  const ports = Array.from({ length: 50 }, (_, i) => 1000 + i);
  const found = await Promise.all(
    ports.map((port) => awaited.getaddrinfo("localhost", port, { type: SOCK_STREAM })),
  );
  assertEquals(found.map(([first]) => first?.[4][1]), ports);
});

test("a service's bytes are those that were passed, whatever becomes of them", async () => {
  const service = encode("80");
  // More than run at a time, so that the last have to wait.
  const found = Promise.all(
    Array.from(
      { length: 3 * MOST_LOOKUPS },
      () => awaited.getaddrinfo("localhost", service, { type: SOCK_STREAM }),
    ),
  );
  service.fill(0x39);
  assertEquals((await found).map(([first]) => first?.[4][1]), Array(3 * MOST_LOOKUPS).fill(80));
});

test("names in addresses are looked up: connect, sendto, create_server", async () => {
  using server = await awaited.create_server(["localhost", 0]);
  assertEquals(server.getsockname()[0], "127.0.0.1");
  using client = socket();
  await client.promises.connect(["localhost", server.getsockname()[1]]);
  server.accept()[0].close();

  using receiver = socket(AF_INET, SOCK_DGRAM);
  receiver.bind(["127.0.0.1", 0]);
  using sender = socket(AF_INET, SOCK_DGRAM);
  await sender.promises.sendto(encode("hello"), ["localhost", receiver.getsockname()[1]]);
  assertEquals(receiver.recv(10), encode("hello"));

  const packed = await destinationOf(sender, ["localhost", 80]);
  assertEquals(packed.packed.subarray(0, 8), Uint8Array.of(2, 0, 0, 80, 127, 0, 0, 1));
  const error = await assertRejects(
    () => sender.promises.sendto(encode("hello"), ["::1", 80]),
    blocking.gaierror,
  );
  const sameBlocking = assertThrows(
    () => sender.sendto(encode("hello"), ["::1", 80]),
    blocking.gaierror,
  );
  assertEquals([error.code, error.address], [sameBlocking.code, "::1"]);
  if (!winsock) assertEquals(error.code, "EAI_ADDRFAMILY");
});

test("create_server: both faces serve and refuse the same", async () => {
  using taken = create_server(["127.0.0.1", 0]);
  const calls: [address: readonly [string, number], options?: Record<string, unknown>][] = [
    [taken.getsockname()],
    [["198.51.100.1", 0]],
    [["::1", 0]],
    [["127.0.0.1", 65536]],
    [["127.0.0.1", 0], { backlog: 2 ** 31 }],
    [["", 0], { dualstack_ipv6: true }],
    [["", 0], { family: undefined }],
  ];
  for (const [address, options] of calls) {
    const errors = await Promise.all(
      [blocking, awaited].map((face) =>
        assertRejects(async () => await face.create_server(address, options as never), Error)
      ),
    );
    const [expected, actual] = errors.map((e) => [e.name, e.message, "code" in e && e.code]);
    assertEquals(actual, expected);
  }
  for (
    const options of [{}, { backlog: null }, { backlog: 1, reuse_port: SO_REUSEPORT !== undefined }]
  ) {
    using server = await awaited.create_server(["127.0.0.1", 0], options);
    assertType<IsExact<typeof server, blocking.Socket<InetAddress>>>(true);
    using client = blocking.create_connection(server.getsockname());
    const [connection, address] = server.accept();
    assertEquals(address, client.getsockname());
    connection.close();
  }
  using both = await awaited.create_server(["", 0], { family: AF_INET6, dualstack_ipv6: true });
  assertType<IsExact<typeof both, blocking.Socket<Inet6Address>>>(true);
  using client = blocking.create_connection(["127.0.0.1", both.getsockname()[1]]);
  const [connection, address] = both.accept();
  connection.close();
  assertEquals(address, ["::ffff:127.0.0.1", client.getsockname()[1], 0, 0]);
});

test("create_server: hooks see the name that was given, a signal leaves no socket", async () => {
  events.length = 0;
  const address = ["localhost", 0] as const;
  using server = await awaited.create_server(address);
  const bound = events.find(([event]) => event === "socket.bind");
  assertEquals(bound, ["socket.bind", server, address]);
  const controller = new AbortController();
  const underWay = awaited.create_server(address, { signal: controller.signal });
  controller.abort("enough");
  const { signal } = controller;
  for (const late of [underWay, awaited.create_server(["127.0.0.1", 0], { signal })]) {
    assertStrictEquals(await late.catch((reason) => reason), "enough");
  }
});

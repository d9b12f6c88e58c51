/** What cannot be seen from outside: how many look-ups run, and that C's memory is given back. */
import { assert, assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { gaierror, herror, SOCK_STREAM } from "@bsd/socket";
import { EAI_SYSTEM, HOST_NOT_FOUND, NETDB_INTERNAL } from "../../constants/mod.ts";
import { errno } from "../../constants/errno.ts";
import { makeBackend } from "../../ffi/backend/linux.ts";
import { openLibrary } from "../../ffi/library.ts";
import { type LinuxSymbols, symbols } from "../../ffi/symbols/linux.ts";
import { makeResolver, MOST_LOOKUPS, startLookup } from "../../src/awaited/resolver.ts";
import type { AwaitOptions } from "../../src/awaited/start.ts";
import { makeTurns } from "../../src/awaited/turns.ts";
import { findAddresses, findNames } from "../../src/names/addrinfo.ts";
import { hostByAddress, hostByName } from "../../src/names/hosts.ts";
import { test } from "../support/census.ts";
import { turns } from "./support.ts";

const c = openLibrary({ paths: [], names: ["libc.so.6", "libc.so"] }, symbols);

const hints = { family: 0, type: SOCK_STREAM, proto: 0, flags: 0 };
const encode = (text: string) => new TextEncoder().encode(text);

/** A C library that keeps an account of what it lends, with some functions replaced. */
function accounted(replaced: Partial<LinuxSymbols> = {}) {
  const memory = new Set<number | bigint>();
  const lists = new Set<number | bigint>();
  const library: LinuxSymbols = {
    ...c,
    calloc(count, size) {
      const address = c.calloc(count, size);
      memory.add(address);
      return address;
    },
    free(address) {
      assert(memory.delete(address), "freed what was not allocated");
      c.free(address);
    },
    async getaddrinfo_awaited(node, service, hints, result) {
      const code = await c.getaddrinfo_awaited(node, service, hints, result);
      const list = new BigUint64Array(1);
      c.read_memory(list, BigInt(result), 8);
      if (code === 0) lists.add(list[0] ?? 0n);
      return code;
    },
    freeaddrinfo(list) {
      lists.delete(list);
      c.freeaddrinfo(list);
    },
    ...replaced,
  };
  return { library, os: makeBackend(library), memory, lists };
}

/** The functions off the thread that wait for `open`, and how many are in there. */
function gated() {
  const gates: (() => void)[] = [];
  const begun: number[] = [];
  let now = 0, most = 0;
  async function getaddrinfo_awaited(
    ...args: Parameters<LinuxSymbols["getaddrinfo_awaited"]>
  ): Promise<number> {
    most = Math.max(most, ++now);
    begun.push(begun.length);
    await new Promise<void>((resolve) => gates.push(resolve));
    now--;
    return await c.getaddrinfo_awaited(...args);
  }
  const open = () => gates.shift()?.();
  return { getaddrinfo_awaited, open, begun, most: () => most };
}

test("a look-up gives C's memory and lists back, whatever comes of it", async () => {
  const { os, memory, lists } = accounted();
  const calls = [
    () => os.awaited.getaddrinfo(encode("localhost"), encode("http"), hints),
    () => os.awaited.getaddrinfo(null, encode("80"), hints),
    () => os.awaited.getaddrinfo(encode("127.0.0.1"), null, hints),
    () => os.awaited.getaddrinfo(encode("::1"), null, { ...hints, family: 2 }),
    () => os.awaited.getaddrinfo(null, null, hints),
    () => os.awaited.getnameinfo(ipv4(127, 0, 0, 1), 0),
    () => os.awaited.getnameinfo(new Uint8Array(0), 0),
    () => os.awaited.gethostbyname(encode("localhost")),
    () => os.awaited.gethostbyname(encode("::1")),
    () => os.awaited.gethostbyaddr(Uint8Array.of(127, 0, 0, 1), 2),
    () => os.awaited.gethostbyaddr(address, 99),
    () => os.awaited.gethostbyaddr(new Uint8Array(0), 2),
  ];
  const address = Uint8Array.of(127, 0, 0, 1);
  const before = memory.size;
  for (const call of calls) {
    const underWay = call();
    assert(memory.size > before, "it used memory of JavaScript's");
    await underWay;
    assertEquals([memory.size, lists.size], [before, 0], String(call));
  }
});

function ipv4(...bytes: number[]): Uint8Array<ArrayBuffer> {
  const address = new Uint8Array(16);
  address.set([2, 0, 0, 80, ...bytes]);
  return address;
}

test("memory is given back also when it runs out, or an answer cannot be read", async () => {
  let failing = false;
  const { os, memory, lists, library } = accounted({
    read_memory(into, from, length) {
      // Not the pointer to the list, which has to be freed.
      if (failing && Number(length) > 8) throw new Error("cannot read");
      c.read_memory(into, from, length);
    },
  });
  const hungry = makeBackend({
    ...library,
    calloc: () => 0n,
  });
  await assertRejects(
    () => hungry.awaited.getaddrinfo(encode("localhost"), null, hints),
    RangeError,
    "out of memory",
  );
  assertEquals(memory.size, 0);
  failing = true;
  const calls = [
    () => os.awaited.getaddrinfo(encode("localhost"), null, hints),
    () => os.awaited.getnameinfo(ipv4(127, 0, 0, 1), 0),
    () => os.awaited.gethostbyname(encode("localhost")),
  ];
  for (const call of calls) {
    await assertRejects(call, Error, "cannot read");
    assertEquals([memory.size, lists.size], [0, 0]);
  }
});

test("answers are the same as those of the blocking calls", async () => {
  const { os } = accounted();
  const address = Uint8Array.of(127, 0, 0, 1);
  assertEquals(
    [
      await os.awaited.getaddrinfo(encode("localhost"), encode("http"), { ...hints, flags: 2 }),
      await os.awaited.getaddrinfo(encode("::1"), null, { ...hints, family: 2 }),
      await os.awaited.getnameinfo(ipv4(127, 0, 0, 1), 0),
      await os.awaited.getnameinfo(new Uint8Array(3), 0),
      await os.awaited.gethostbyname(encode("localhost")),
      await os.awaited.gethostbyname(encode("::1")),
      await os.awaited.gethostbyaddr(address, 2),
      await os.awaited.gethostbyaddr(address, 99),
    ],
    [
      os.getaddrinfo(encode("localhost"), encode("http"), { ...hints, flags: 2 }),
      os.getaddrinfo(encode("::1"), null, { ...hints, family: 2 }),
      os.getnameinfo(ipv4(127, 0, 0, 1), 0),
      os.getnameinfo(new Uint8Array(3), 0),
      os.gethostbyname(encode("localhost")),
      os.gethostbyname(encode("::1")),
      os.gethostbyaddr(address, 2),
      os.gethostbyaddr(address, 99),
    ],
  );
});

test("the room for an answer grows until it fits, and stays grown", async () => {
  const rooms: number[] = [];
  const { os, memory } = accounted({
    gethostbyname_r_awaited(name, struct, room, length, found, code) {
      rooms.push(Number(length));
      return length < 8000
        ? Promise.resolve(errno.ERANGE)
        : c.gethostbyname_r_awaited(name, struct, room, length, found, code);
    },
  });
  for (let i = 0; i < 2; i++) {
    const found = await os.awaited.gethostbyname(encode("127.0.0.1"));
    assert("addresses" in found);
    assertEquals(found.addresses, [Uint8Array.of(127, 0, 0, 1)]);
  }
  assertEquals(rooms, [1024, 2048, 4096, 8192, 8192]);
  assertEquals(memory.size, 0);
});

test("EAI_SYSTEM is a gaierror of that code: errno stays on the other thread", async () => {
  const system = EAI_SYSTEM ?? 0;
  const fail = () => {
    // What errno is on this thread must not be taken for it.
    c.close(-1);
    return Promise.resolve(system);
  };
  const { os } = accounted({ getaddrinfo_awaited: fail, getnameinfo_awaited: fail });
  const failure = { failure: system, text: "System error", errno: 0 };
  assertEquals(await os.awaited.getaddrinfo(null, null, hints), failure);
  assertEquals(await os.awaited.getnameinfo(ipv4(127, 0, 0, 1), 0), failure);

  const resolverFor = makeResolver(os);
  const lookups = [
    () => startLookup(findAddresses("localhost", 80, []), {}, resolverFor),
    () => startLookup(findNames(["127.0.0.1", 80], 0), {}, resolverFor),
  ];
  for (const lookup of lookups) {
    const error = await assertRejects(lookup, gaierror, "System error");
    assertEquals([error.name, error.errno, error.code], ["gaierror", system, "EAI_SYSTEM"]);
  }
});

test("h_errno tells why an older look-up failed", async () => {
  let reported: [h_errno: number, result: number] = [HOST_NOT_FOUND, 0];
  const fail = (code: number | bigint) => {
    c.write_memory(BigInt(code), new Int32Array([reported[0]]), 4);
    return Promise.resolve(reported[1]);
  };
  const { os } = accounted({
    gethostbyname_r_awaited: (_name, _struct, _room, _length, _found, code) => fail(code),
    gethostbyaddr_r_awaited: (_key, _size, _type, _struct, _room, _length, _found, code) =>
      fail(code),
  });
  const resolverFor = makeResolver(os);
  const lookups = [
    () => startLookup(hostByName("localhost"), {}, resolverFor),
    () => startLookup(hostByAddress("127.0.0.1"), {}, resolverFor),
  ];
  for (const lookup of lookups) {
    reported = [HOST_NOT_FOUND, 0];
    const error = await assertRejects(lookup, herror, "Unknown host");
    assertEquals([error.errno, error.code], [HOST_NOT_FOUND, "HOST_NOT_FOUND"]);
    reported = [NETDB_INTERNAL ?? 0, errno.ENOMEM];
    await assertRejects(lookup, herror, "Resolver internal error");
  }
  assertEquals(
    await os.awaited.gethostbyname(encode("host")),
    { failure: NETDB_INTERNAL ?? 0, text: "Resolver internal error", errno: errno.ENOMEM },
  );
});

test("no more than four look-ups are under way, and the others wait in order", async () => {
  const { getaddrinfo_awaited, open, begun, most } = gated();
  const { os, memory } = accounted({ getaddrinfo_awaited });
  const resolverFor = makeResolver(os);
  const done: number[] = [];
  const lookups = Array.from({ length: 10 }, async (_, port) => {
    const [first] = await startLookup(findAddresses("localhost", port, []), {}, resolverFor);
    assertEquals(first?.[4][1], port);
    done.push(port);
  });
  await turns(3);
  assertEquals([begun.length, done], [4, []]);
  for (let finished = 1; finished <= 10; finished++) {
    open();
    await lookups[finished - 1];
    await turns(1);
    assertEquals(begun.length, Math.min(10, MOST_LOOKUPS + finished));
  }
  await Promise.all(lookups);
  assertEquals([done, most()], [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], MOST_LOOKUPS]);
  assertEquals(memory.size, 0);
});

test("a look-up that is given up leaves at once; one under way keeps its place until it is over", async () => {
  const { getaddrinfo_awaited, open, begun } = gated();
  const { os, memory } = accounted({ getaddrinfo_awaited });
  const resolverFor = makeResolver(os);
  const controllers = Array.from({ length: 6 }, () => new AbortController());
  const lookups = controllers.map(({ signal }) =>
    startLookup(findAddresses("localhost", 80, []), { signal }, resolverFor)
  );
  const reasons = lookups.map((lookup) => lookup.then(() => "found", (reason) => reason));
  await turns(3);
  assertEquals(begun.length, 4);
  // The first is under way, the fifth waits: both are rejected at once, neither makes room.
  controllers[0]?.abort("first");
  controllers[4]?.abort("fifth");
  assertEquals([await reasons[0], await reasons[4]], ["first", "fifth"]);
  await turns(3);
  assertEquals(begun.length, 4);
  assert(memory.size > 0);
  // Once C is done with the first it is the sixth's turn, the fifth being gone.
  open();
  while (begun.length < 5) await turns(1);
  for (let i = 0; i < 4; i++) open();
  assertEquals(await Promise.all(reasons), ["first", "found", "found", "found", "fifth", "found"]);
  await turns(3);
  assertEquals([begun.length, memory.size], [5, 0]);
});

test("the second question of a look-up can be given up as well", async () => {
  const gate = Promise.withResolvers<number>();
  let asked = 0;
  const wait = () => {
    asked++;
    return gate.promise;
  };
  const { os, memory } = accounted({
    gethostbyname_r_awaited: wait,
    gethostbyaddr_r_awaited: wait,
    getnameinfo_awaited: wait,
  });
  const resolverFor = makeResolver(os);
  const lookups = [
    (options: AwaitOptions) => startLookup(hostByName("localhost"), options, resolverFor),
    (options: AwaitOptions) => startLookup(hostByAddress("localhost"), options, resolverFor),
    (options: AwaitOptions) => startLookup(findNames(["127.0.0.1", 80], 0), options, resolverFor),
  ];
  for (const [index, lookup] of lookups.entries()) {
    const controller = new AbortController();
    const reason = lookup(controller).catch((reason) => reason);
    while (asked === index) await turns(1);
    controller.abort(index);
    assertEquals(await reason, index);
  }
  assert(memory.size > 0);
  gate.resolve(0);
  await turns(1);
  assertEquals(memory.size, 0);
});

test("a task whose signal has aborted gets no turn, and stands in nobody's way", async () => {
  const inTurn = makeTurns(1);
  let ran = 0;
  const task = () => Promise.resolve(++ran);
  assertEquals(await inTurn(task, AbortSignal.abort("no")).catch((reason) => reason), "no");
  assertEquals([await inTurn(task), await inTurn(task, new AbortController().signal)], [1, 2]);
});

test("what is numeric is found without a thread", async () => {
  const never = () => {
    throw new Error("a thread was used");
  };
  const { os } = accounted({
    getaddrinfo_awaited: never,
    getnameinfo_awaited: never,
    gethostbyname_r_awaited: never,
    gethostbyaddr_r_awaited: never,
  });
  const resolver = makeResolver(os)(undefined);
  const numbers = ["127.0.0.1", "127.1", "0X7F.0xab.077", "::1", "::FFFF:1.2.3.4", "fe80::1%lo"];
  for (const host of numbers) {
    const expected = os.getaddrinfo(host, "80", hints);
    assert(Array.isArray(expected));
    assertEquals(resolver.getaddrinfo(host, "80", hints), expected, host);
    assertEquals(resolver.getaddrinfo(encode(host), encode("80"), hints), expected, host);
  }
  assert(Array.isArray(resolver.getaddrinfo(null, encode("80"), hints)));
  assertEquals(resolver.getnameinfo(ipv4(127, 0, 0, 1), 3), {
    host: encode("127.0.0.1"),
    service: encode("80"),
  });
  assert("addresses" in await resolver.gethostbyname(encode("127.0.0.1")));
  // What is not, is not; whatever comes of it.
  for (const host of ["localhost", encode("localhost"), "cafe"]) {
    await assertRejects(
      async () => await resolver.getaddrinfo(host, null, hints),
      Error,
      "a thread",
    );
  }
});

test("a look-up whose call fails to begin leaves room for the next", async () => {
  let failing = true;
  const thrown = new Error("cannot begin");
  const { os, memory } = accounted({
    getaddrinfo_awaited(...args) {
      if (failing) throw thrown;
      return c.getaddrinfo_awaited(...args);
    },
  });
  const resolverFor = makeResolver(os);
  const look = () => startLookup(findAddresses("localhost", 80, []), {}, resolverFor);
  for (let i = 0; i < 2 * MOST_LOOKUPS; i++) {
    assertStrictEquals(await assertRejects(look), thrown);
  }
  failing = false;
  assertEquals((await look())[0]?.[4], ["127.0.0.1", 80]);
  assertEquals(memory.size, 0);
});

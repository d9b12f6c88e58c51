import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  AF_UNSPEC,
  AI_CANONNAME,
  AI_NUMERICHOST,
  AI_PASSIVE,
  EAI_NONAME,
  IPPROTO_TCP,
  NI_NUMERICHOST,
  NI_NUMERICSERV,
  SOCK_DGRAM,
  SOCK_STREAM,
} from "../../constants/mod.ts";
import type { Inet6Address, InetAddress } from "../../src/addresses.ts";
import { gaierror } from "../../src/errors.ts";
import { getaddrinfo, getnameinfo } from "../../src/names/addrinfo.ts";
import { test } from "../support/census.ts";
import { assertLikePython, type Call } from "./oracle.ts";

const functions = { getaddrinfo, getnameinfo };
const encode = (text: string) => new TextEncoder().encode(text);
const TCP = { type: SOCK_STREAM, proto: IPPROTO_TCP };
const NUMBERS = "NI_NUMERICHOST|NI_NUMERICSERV";
const NUMERIC = NI_NUMERICHOST | NI_NUMERICSERV;

test("getaddrinfo finds hosts as Python does", async () => {
  const hosts = [
    ...[
      "127.0.0.1",
      "::1",
      "127.1",
      "0x7f.1",
      "<broadcast>",
      "fe80::1%lo",
      "fe80::1%1",
      "fe80::1%no-such-if",
    ],
    ...[
      "::1%lo",
      "",
      "a..b",
      ".",
      "a".repeat(64),
      `${"x".repeat(63)}.invalid`,
      "bücher.invalid",
      "ü..de",
    ],
    ...["straße.invalid", "１２７.0.0.1", "\u00ad", null, 3, false],
    ...["127.0.0.1", "a..b", ""].map(encode),
  ];
  await assertLikePython(functions, [
    ...hosts.map((host): Call => [
      "getaddrinfo",
      host,
      80,
      0,
      SOCK_STREAM,
      IPPROTO_TCP,
      AI_NUMERICHOST,
    ]),
    ["getaddrinfo", encode("localhost"), "http", 0, SOCK_STREAM, IPPROTO_TCP],
    ["getaddrinfo", "host.invalid", 80],
    ["getaddrinfo", null, null],
  ]);
});

test("getaddrinfo reads ports as Python does", async () => {
  const ports = [
    ...[0, 80, 65535, null],
    ...["80", "http", "-1", "65536", "", "no-such-service", " 80", "80 ", "0x50", "ü"],
    ...["80", "http"].map(encode),
  ];
  await assertLikePython(functions, [
    ...ports.map((port): Call => ["getaddrinfo", "127.0.0.1", port, 0, SOCK_STREAM, IPPROTO_TCP]),
    ["getaddrinfo", "127.0.0.1", "http", 0, SOCK_STREAM, IPPROTO_TCP, "AI_NUMERICSERV"],
    ["getaddrinfo", "127.0.0.1", "80", 0, SOCK_STREAM, IPPROTO_TCP, "AI_NUMERICSERV"],
  ]);
});

test("getaddrinfo refuses a port out of range, where Python's resolver may take another instead", () => {
  for (const port of [-1, 65536, 70000, 2 ** 31, 2 ** 32 + 80]) {
    assertThrows(() => getaddrinfo("127.0.0.1", port), RangeError, `not ${port}`);
  }
});

test("getaddrinfo takes hints by position and by name as Python does", async () => {
  await assertLikePython(functions, [
    ["getaddrinfo", "127.0.0.1", 80, AF_INET, SOCK_STREAM, IPPROTO_TCP, AI_NUMERICHOST],
    ["getaddrinfo", "127.0.0.1", 80, "AF_INET6"],
    ["getaddrinfo", "127.0.0.1", 80, AF_UNIX],
    ["getaddrinfo", "127.0.0.1", 80, 99],
    ["getaddrinfo", "127.0.0.1", 80, 2 ** 31],
    ["getaddrinfo", "127.0.0.1", 80, "2"],
    ["getaddrinfo", "127.0.0.1", 80, 0, 99],
    ["getaddrinfo", "127.0.0.1", 80, 0, 0, 0, 0, 0],
    ["getaddrinfo", "::1", "http", { family: "AF_INET6", ...TCP, flags: AI_NUMERICHOST }],
    ["getaddrinfo", null, 80, { ...TCP, flags: AI_PASSIVE }],
    ["getaddrinfo", null, 80, TCP],
    ["getaddrinfo", "127.0.0.1", 80, { family: AF_INET, ...TCP, flags: AI_CANONNAME }],
    ["getaddrinfo", "127.0.0.1", 80, { type: null }],
  ]);
});

test("getaddrinfo fills in what is left open, and minds unknown flags, as in Python", async () => {
  await assertLikePython(functions, [
    ["getaddrinfo", "localhost", 80],
    ["getaddrinfo", encode("localhost"), "http", 0, SOCK_STREAM],
    ["getaddrinfo", "127.0.0.1", 80, AF_INET],
    ["getaddrinfo", "127.0.0.1", 80, {}],
    ["getaddrinfo", "127.0.0.1", 80, 0, SOCK_STREAM],
    ["getaddrinfo", "127.0.0.1", 80, { type: SOCK_DGRAM }],
    ["getaddrinfo", "::1", "http", { family: "AF_INET6", proto: IPPROTO_TCP }],
    ["getaddrinfo", "localhost", 80, { family: AF_INET, flags: AI_CANONNAME }],
    ["getaddrinfo", "127.0.0.1", 80, 0, 0, 0, 0x40000000],
    ["getnameinfo", ["127.0.0.1", 1], 1 << 20],
  ]);
});

test("getaddrinfo: a constant that is undefined is an error, a missing argument is not", () => {
  const absent = (): undefined => undefined;
  assertThrows(() => getaddrinfo("::1", 80, absent()), TypeError, "family is undefined");
  assertThrows(() => getaddrinfo("::1", 80, 0, absent()), TypeError, "type is undefined");
  assertThrows(() => getaddrinfo("::1", 80, 0, 0, absent()), TypeError, "proto is undefined");
  assertThrows(() => getaddrinfo("::1", 80, 0, 0, 0, absent()), TypeError, "flags is undefined");
  assertThrows(() => getaddrinfo("::1", 80, { family: absent() }), TypeError, "is undefined");
  assertThrows(() => getaddrinfo("::1", 80, { flags: absent() }), TypeError, "is undefined");
});

test("getaddrinfo refuses what Python lets C misread, or calls an OSError", () => {
  assertThrows(() => getaddrinfo("127.0.0.1\0.invalid", 80), TypeError, "null character");
  assertThrows(() => getaddrinfo(encode("127.0.0.1\0"), 80), TypeError, "null character");
  assertThrows(() => getaddrinfo("127.0.0.1", "80\0"), RangeError, "NUL");
  assertThrows(() => getaddrinfo("\ud800.invalid", 80), RangeError, "domain name");
  assertThrows(() => getaddrinfo("127.0.0.1", 80.5), TypeError, "port must be an integer");
  const wrong: unknown[] = [undefined, true, {}];
  for (const port of wrong) {
    assertThrows(() => getaddrinfo("127.0.0.1", port as number), TypeError, "port");
    assertThrows(() => getaddrinfo(port as string, 80), TypeError, "host");
  }
});

test("getaddrinfo: the error has the code's name, the OS's text and what was asked for", () => {
  const e = assertThrows(
    () => getaddrinfo("host", 80, { flags: AI_NUMERICHOST }),
    gaierror,
  );
  assertEquals(
    [e.errno, e.code, e.syscall, e.address],
    [EAI_NONAME, "EAI_NONAME", "getaddrinfo", ["host", 80]],
  );
  // The text itself is compared with Python's above.
  assert(e.strerror !== null && e.strerror.length > 0);
  assertEquals(e.message, `[Errno ${EAI_NONAME}] getaddrinfo: ${e.strerror} ('host', 80)`);
});

test("getaddrinfo: a family gives the type of its addresses", () => {
  const [found4] = getaddrinfo("127.0.0.1", 80, AF_INET, SOCK_STREAM, IPPROTO_TCP);
  const [found6] = getaddrinfo("::1", 80, { family: AF_INET6, ...TCP });
  const [either] = getaddrinfo("::1", 80);
  const [unspec] = getaddrinfo("::1", 80, AF_UNSPEC);
  assert(found4 !== undefined && found6 !== undefined);
  assert(either !== undefined && unspec !== undefined);
  assertType<IsExact<typeof found4[4], InetAddress>>(true);
  assertType<IsExact<typeof found6[4], Inet6Address>>(true);
  assertType<IsExact<typeof either[4], InetAddress | Inet6Address>>(true);
  assertType<IsExact<typeof unspec[4], InetAddress | Inet6Address>>(true);
  assertEquals(found4, [AF_INET, SOCK_STREAM, IPPROTO_TCP, "", ["127.0.0.1", 80]]);
  assertEquals(found6, [AF_INET6, SOCK_STREAM, IPPROTO_TCP, "", ["::1", 80, 0, 0]]);
  assertEquals(either[4], unspec[4]);
});

test("getnameinfo names addresses as Python does", async () => {
  await assertLikePython(functions, [
    ["getnameinfo", ["127.0.0.1", 80], 0],
    ["getnameinfo", ["127.0.0.1", 80], "NI_NUMERICHOST"],
    ["getnameinfo", ["127.0.0.1", 80], NUMBERS],
    ["getnameinfo", ["127.0.0.1", 53], "NI_DGRAM"],
    ["getnameinfo", ["127.0.0.1", 1], 2 ** 31],
    ["getnameinfo", ["::1", 80, 0, 0], NUMBERS],
    ["getnameinfo", ["::1", 80], NUMBERS],
    ["getnameinfo", ["::1", 80, 7], NUMBERS],
    ["getnameinfo", ["::1", 80, 0x100000, 0], NUMBERS],
    ["getnameinfo", ["::1", 80, -1, 0], NUMBERS],
    ["getnameinfo", ["fe80::1", 80, 0, 1], NUMBERS],
    ["getnameinfo", ["fe80::1", 80, 0, 2 ** 32 - 1], NUMBERS],
    ["getnameinfo", ["fe80::1%lo", 80, 0, 0], NUMBERS],
    ["getnameinfo", ["fe80::1%lo", 80], NUMBERS],
    ["getnameinfo", ["127.0.0.1", 80, 0, 0], NUMBERS],
    ["getnameinfo", ["127.0.0.1", -1], NUMBERS],
    ["getnameinfo", ["127.0.0.1", 70000], NUMBERS],
    ["getnameinfo", ["127.0.0.1", 2 ** 31], NUMBERS],
    ["getnameinfo", ["localhost", 80], NUMBERS],
    ["getnameinfo", ["", 80], NUMBERS],
    ["getnameinfo", ["ü", 80], NUMBERS],
    ["getnameinfo", [null, 80], NUMBERS],
    ["getnameinfo", ["127.0.0.1", "80"], NUMBERS],
    ["getnameinfo", ["127.0.0.1"], NUMBERS],
    ["getnameinfo", ["127.0.0.1", 80, 0, 0, 0], NUMBERS],
    ["getnameinfo", "127.0.0.1", NUMBERS],
    ["getnameinfo", ["127.0.0.1", 80], null],
  ]);
});

test("getnameinfo also takes a host as bytes, and refuses a scope that does not fit", () => {
  assertEquals(getnameinfo([encode("127.0.0.1"), 80], NUMERIC), ["127.0.0.1", "80"]);
  assertThrows(() => getnameinfo(["::1", 80, 0, -1], NUMERIC), RangeError, "scope_id");
  assertThrows(() => getnameinfo(["::1", 80, 0, 2 ** 32], NUMERIC), RangeError, "scope_id");
  assertThrows(() => getnameinfo(["::1\0", 80], NUMERIC), TypeError, "null character");
  const absent: unknown = undefined;
  assertThrows(
    () => getnameinfo(["::1", 80], absent as number),
    TypeError,
    "flags is undefined",
  );
});

test("getnameinfo: the error has the address that was asked about", () => {
  const address: InetAddress = ["localhost", 80];
  const e = assertThrows(() => getnameinfo(address, 0), gaierror);
  assertStrictEquals(e.address, address);
  assertEquals(e.code, "EAI_NONAME");
});

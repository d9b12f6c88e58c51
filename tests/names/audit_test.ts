import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { SOCK_STREAM } from "../../constants/mod.ts";
import { addaudithook, type AuditEvents } from "../../src/audit.ts";
import type { InetAddress } from "../../src/addresses.ts";
import { getaddrinfo, getnameinfo } from "../../src/names/addrinfo.ts";
import { gethostname, sethostname } from "../../src/names/hostname.ts";
import { getfqdn, gethostbyaddr, gethostbyname, gethostbyname_ex } from "../../src/names/hosts.ts";
import { if_nameindex } from "../../src/names/interfaces.ts";
import { getprotobyname, getservbyname, getservbyport } from "../../src/names/services.ts";
import { test } from "../support/census.ts";

const forbidden = new Error("forbidden");
let refusing = false;
const events: [keyof AuditEvents, ...unknown[]][] = [];
addaudithook((event, args) => {
  events.push([event, ...args]);
  if (refusing) throw forbidden;
});

/** The events of a call. */
function eventsOf(call: () => unknown): typeof events {
  events.length = 0;
  call();
  return [...events];
}

// What the events are in each case is compared with Python in the other tests of this directory.

test("a hook that throws forbids each look-up, and is the last to be asked", () => {
  const calls: (() => unknown)[] = [
    () => getaddrinfo("127.0.0.1", 80),
    () => getnameinfo(["127.0.0.1", 80], 0),
    () => gethostbyname("127.0.0.1"),
    () => gethostbyname_ex("127.0.0.1"),
    () => gethostbyaddr("127.0.0.1"),
    () => getfqdn("127.0.0.1"),
    () => getservbyname("http"),
    () => getservbyport(80),
    () => gethostname(),
    () => sethostname("x".repeat(1000)),
  ];
  refusing = true;
  try {
    for (const call of calls) {
      events.length = 0;
      assertStrictEquals(assertThrows(call), forbidden);
      assertEquals(events.length, 1);
    }
  } finally {
    refusing = false;
  }
});

test("the events have the arguments as they were given", () => {
  const host = new TextEncoder().encode("127.0.0.1");
  const [found] = eventsOf(() => getaddrinfo(host, 80, { type: SOCK_STREAM }));
  assertEquals(found, ["socket.getaddrinfo", host, 80, 0, SOCK_STREAM, 0]);
  const address: InetAddress = ["127.0.0.1", 80];
  const [named] = eventsOf(() => getnameinfo(address, 0));
  assertStrictEquals(named?.[1], address);
});

test("a full name asks for the machine's name, then for the host", () => {
  assertEquals(eventsOf(() => getfqdn()).map(([event]) => event), [
    "socket.gethostname",
    "socket.gethostbyaddr",
  ]);
});

test("protocols and interfaces raise no event, nor do arguments that are refused", () => {
  assertEquals(eventsOf(() => getprotobyname("tcp")), []);
  assertEquals(eventsOf(() => if_nameindex()), []);
  assertEquals(eventsOf(() => assertThrows(() => getservbyport(-1), RangeError)), []);
  assertEquals(eventsOf(() => assertThrows(() => gethostbyname("a..b"), RangeError)), []);
});

import { assert, assertEquals, assertThrows } from "@std/assert";
import { OSError } from "../../src/errors.ts";
import { getprotobyname, getservbyname, getservbyport } from "../../src/names/services.ts";
import { test } from "../support/census.ts";
import { assertLikePython } from "./oracle.ts";

const functions = { getprotobyname, getservbyname, getservbyport };
const bytes = new TextEncoder().encode("http");

test("services and protocols are found as in Python", async () => {
  await assertLikePython(functions, [
    ["getservbyname", "http"],
    ["getservbyname", "http", "tcp"],
    ["getservbyname", "http", "udp"],
    ["getservbyname", "domain", "udp"],
    ["getservbyname", "no-such-service"],
    ["getservbyname", "http", "no-such-protocol"],
    ["getservbyname", ""],
    ["getservbyname", "http", ""],
    ["getservbyname", bytes],
    ["getservbyname", 80],
    ["getservbyname", null],
    ["getservbyname", "http", null],
    ["getservbyname", "http", bytes],
    ["getservbyname", "h\0"],
    ["getservbyname", "http", "t\0"],
    ["getservbyname", "ü"],
    ["getservbyport", 80],
    ["getservbyport", 80, "tcp"],
    ["getservbyport", 53, "udp"],
    ["getservbyport", 80, "no-such-protocol"],
    ["getservbyport", 80, ""],
    ["getservbyport", 0],
    ["getservbyport", 65535],
    ["getservbyport", -1],
    ["getservbyport", 65536],
    ["getservbyport", 2 ** 31],
    ["getservbyport", "80"],
    ["getservbyport", 80.5],
    ["getservbyport", 80, null],
    ["getprotobyname", "tcp"],
    ["getprotobyname", "udp"],
    ["getprotobyname", "icmp"],
    ["getprotobyname", "ip"],
    ["getprotobyname", "TCP"],
    ["getprotobyname", "no-such-protocol"],
    ["getprotobyname", ""],
    ["getprotobyname", bytes],
    ["getprotobyname", 6],
    ["getprotobyname", "t\0"],
  ]);
});

const windows = Deno.env.get("SystemRoot");
const tables = windows === undefined
  ? { services: "/etc/services", protocols: "/etc/protocols" }
  : {
    services: `${windows}/System32/drivers/etc/services`,
    protocols: `${windows}/System32/drivers/etc/protocol`,
  };

/** The words of each line of a table. */
function lines(path: string): string[][] {
  return Deno.readTextFileSync(path).split("\n")
    .map((line) => line.replace(/#.*/, "").trim().split(/\s+/))
    .filter((words) => words.length > 1);
}

const services = lines(tables.services).map(([name = "", place = "", ...aliases]) => {
  const [port = "", proto = ""] = place.split("/");
  return { name, port: Number(port), proto, names: [name, ...aliases] };
});

/** The ports of the services that have a name, as their own or besides. */
function portsOf(name: string, proto: string): number[] {
  return services.filter((service) => service.proto === proto && service.names.includes(name))
    .map(({ port }) => port);
}

test("the services and protocols of this machine's tables are found", () => {
  assert(services.length > 10);
  for (const { name, proto } of services) {
    assert(portsOf(name, proto).includes(getservbyname(name, proto)), name);
  }
  const protocols = lines(tables.protocols);
  assert(protocols.length > 3);
  for (const [name = "", number] of protocols) {
    assertEquals(getprotobyname(name), Number(number), name);
  }
});

test("the services of this machine's tables are found by their ports", () => {
  for (const { port, proto } of services) {
    const names = services.filter((other) => other.proto === proto && other.port === port)
      .map((other) => other.name);
    assert(names.includes(getservbyport(port, proto)), `${port}/${proto}`);
  }
});

test("services are found by their other names too", () => {
  for (const { names, proto } of services) {
    for (const name of names.slice(1)) {
      assert(portsOf(name, proto).includes(getservbyname(name, proto)), name);
    }
  }
});

test("every service and protocol of this machine is found as in Python", async () => {
  await assertLikePython(functions, [
    ...services.map(({ name, proto }) => ["getservbyname", name, proto] as const),
    ...services.map(({ port, proto }) => ["getservbyport", port, proto] as const),
    ...lines(tables.protocols).map(([name]) => ["getprotobyname", name] as const),
  ]);
});

test("an undefined protocol is an error, a missing one is any", () => {
  const absent: unknown = undefined;
  assertThrows(
    () => getservbyname("http", absent as string),
    TypeError,
    "protocolname is undefined",
  );
  assertThrows(() => getservbyport(80, absent as string), TypeError, "protocolname is undefined");
});

test("the error of a service that is not found names it", () => {
  assertThrows(
    () => getservbyname("no-such-service"),
    OSError,
    "getservbyname: service/proto not found 'no-such-service'",
  );
});

import { assertEquals, assertThrows } from "@std/assert";
import { EAI_ADDRFAMILY } from "../../constants/mod.ts";
import { gaierror, herror, OSError } from "../../src/errors.ts";
import { getfqdn, gethostbyaddr, gethostbyname, gethostbyname_ex } from "../../src/names/hosts.ts";
import { test } from "../support/census.ts";
import { assertLikePython, type Call } from "./oracle.ts";

const functions = { getfqdn, gethostbyaddr, gethostbyname, gethostbyname_ex };
const encode = (text: string) => new TextEncoder().encode(text);

test("hosts are found by name and by address as in Python", async () => {
  const hosts = [
    ...[
      "localhost",
      "LOCALHOST",
      "127.0.0.1",
      "127.1",
      "ｌｏｃａｌｈｏｓｔ",
      "a..b",
      ".",
      "a".repeat(64),
    ],
    ...["local\0host", "", 3, null],
    ...["localhost", "127.0.0.1", "a..b", "local\0host"].map(encode),
  ];
  const calls = hosts.flatMap((host): Call[] => [
    ["gethostbyname", host],
    ["gethostbyname_ex", host],
    ["gethostbyaddr", host],
  ]).filter(([name, host]) => name !== "gethostbyname_ex" || host !== "");
  await assertLikePython(functions, [
    ...calls,
    ["gethostbyname", "<broadcast>"],
    ["gethostbyname_ex", "<broadcast>"],
    ["gethostbyname", "255.255.255.255"],
    ["gethostbyname_ex", "255.255.255.255"],
    ["gethostbyname", "::1"],
    ["gethostbyname_ex", "::1"],
    ["gethostbyname_ex", "host.invalid"],
    ["gethostbyaddr", "::1%lo"],
  ]);
});

test("getfqdn gives the names that Python gives", async () => {
  await assertLikePython(functions, [
    ["getfqdn"],
    ["getfqdn", ""],
    ["getfqdn", "0.0.0.0"],
    ["getfqdn", "::"],
    ["getfqdn", "localhost"],
    ["getfqdn", " localhost\t"],
    ["getfqdn", "127.0.0.1"],
    ["getfqdn", "fe80::1%no-such-if"],
    ["getfqdn", "a..b"],
  ]);
  const wrong: unknown = 3;
  assertThrows(() => getfqdn(wrong as string), TypeError, "host must be a string");
});

test("a host that getaddrinfo does not find is a gaierror", () => {
  const e = assertThrows(() => gethostbyname("::1"), gaierror, "getaddrinfo: ");
  const code = EAI_ADDRFAMILY === undefined ? "EAI_NONAME" : "EAI_ADDRFAMILY";
  assertEquals([e.code, e.address], [code, "::1"]);
});

test("an empty host, which only gethostbyname does not find, is an herror", async () => {
  await assertLikePython(functions, [["gethostbyname_ex", ""]]);
  const e = assertThrows(() => gethostbyname_ex(""), herror, "gethostbyname: ");
  assertEquals([e.errno, e.code, e.address], [3, "NO_RECOVERY", ""]);
});

test("gethostbyaddr of the wildcard is an error without a number", () => {
  const e = assertThrows(() => gethostbyaddr(""), OSError, "wildcard resolved");
  assertEquals([e.errno, e.name], [null, "OSError"]);
});

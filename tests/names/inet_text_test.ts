import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { AF_INET } from "../../constants/mod.ts";
import { has_ipv6, inet_aton, inet_ntoa, inet_ntop, inet_pton } from "../../src/names/inet_text.ts";
import { test } from "../support/census.ts";
import { assertLikePython, type Call } from "./oracle.ts";

const functions = { inet_aton, inet_ntoa, inet_ntop, inet_pton };

const texts = [
  ...[
    "127.0.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "1",
    "127.1",
    "0x7f.1",
    "1.2.3",
    "0377.1",
    "1.2.3.4 x",
  ],
  ...[
    "1.2.3.4x",
    "",
    "1.2.3.256",
    "4294967295",
    "4294967296",
    " 1.2.3.4",
    "1.2.3.4\0",
    "ü",
    "08.1.1.1",
  ],
  ...[
    "1.2.3.4\t",
    "1.2.3.4.",
    "1..2",
    "0x",
    "1.2.3.4\n",
    "::",
    "::1",
    "1::",
    "fe80::1%lo",
    "::ffff:1.2.3.4",
  ],
  ...[
    "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7",
    "::1 ",
    ":1",
    "1:2:3:4:5:6:7::",
    "::g",
    "12345::",
    "[::1]",
    "A::f",
  ],
];

test("inet_aton and inet_pton take the texts that Python takes", async () => {
  const calls = texts.flatMap((text): Call[] => [
    ["inet_aton", text],
    ["inet_pton", AF_INET, text],
    ["inet_pton", "AF_INET6", text],
  ]);
  await assertLikePython(functions, [
    ...calls,
    ["inet_aton", new Uint8Array(4)],
    ["inet_aton", null],
    ["inet_pton", AF_INET, new Uint8Array(4)],
    ["inet_pton", 0, "::"],
    ["inet_pton", 99, "::"],
    ["inet_pton", 2 ** 31, "::"],
    ["inet_pton", "2", "::"],
  ]);
});

test("inet_ntoa and inet_ntop write what Python writes", async () => {
  const packed = [
    [127, 0, 0, 1],
    [],
    [1, 2, 3],
    [1, 2, 3, 4, 5],
    Array(16).fill(0),
    [...Array(15).fill(0), 1],
    [...Array(10).fill(0), 255, 255, 1, 2, 3, 4],
    [...Array(12).fill(0), 1, 2, 3, 4],
    [...Array(14).fill(0), 3, 4],
    [0x20, 1, ...Array(14).fill(0)],
    [...Array(16).keys()],
    [0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 5],
    Array(15).fill(0),
    Array(17).fill(0),
  ].map((bytes) => Uint8Array.from(bytes));
  const calls = packed.flatMap((bytes): Call[] => [
    ["inet_ntoa", bytes],
    ["inet_ntop", AF_INET, bytes],
    ["inet_ntop", "AF_INET6", bytes],
  ]);
  await assertLikePython(functions, [
    ...calls,
    ["inet_ntoa", "abcd"],
    ["inet_ntoa", null],
    ["inet_ntop", AF_INET, "abcd"],
    ["inet_ntop", 99, new Uint8Array(0)],
    ["inet_ntop", 2 ** 31, new Uint8Array(4)],
    ["inet_ntop", null, new Uint8Array(4)],
  ]);
});

test("packed addresses may be any view or buffer", () => {
  const bytes = Uint8Array.of(9, 192, 0, 2, 1, 9);
  assertEquals(inet_ntoa(bytes.slice(1, 5).buffer), "192.0.2.1");
  assertEquals(inet_ntoa(new DataView(bytes.buffer, 1, 4)), "192.0.2.1");
  assertEquals(inet_ntop(AF_INET, bytes.subarray(1, 5)), "192.0.2.1");
});

test("a string where packed bytes are due is told how to become bytes", () => {
  const text: unknown = "abcd";
  assertThrows(() => inet_ntoa(text as Uint8Array), TypeError, "new TextEncoder().encode(");
});

test("an undefined family is an error", () => {
  const absent: unknown = undefined;
  assertThrows(() => inet_pton(absent as number, "::"), TypeError, "address_family is undefined");
  assertThrows(() => inet_ntop(absent as number, new Uint8Array(4)), TypeError, "is undefined");
});

test("has_ipv6 is true", () => assertStrictEquals(has_ipv6, true));

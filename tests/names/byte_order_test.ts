import { assertEquals, assertThrows } from "@std/assert";
import { htonl, htons, ntohl, ntohs } from "../../src/names/byte_order.ts";
import { test } from "../support/census.ts";
import { assertLikePython, type Call } from "./oracle.ts";

test("byte order is converted as in Python", async () => {
  const values = [
    0,
    1,
    0x80,
    0x1234,
    0xffff,
    0x10000,
    0x12345678,
    0x80000000,
    0xffffffff,
    2 ** 32,
    -1,
    -(2 ** 40),
    "1",
    1.5,
    null,
  ];
  const functions = { htonl, htons, ntohl, ntohs };
  const calls = Object.keys(functions)
    .flatMap((name) => values.map((value): Call => [name, value]));
  await assertLikePython(functions, calls);
});

test("byte order: converting twice gives the number back", () => {
  for (const x of [0, 1, 0xff00, 0xabcd]) assertEquals(ntohs(htons(x)), x);
  for (const x of [0, 1, 0xff000000, 0x89abcdef]) assertEquals(ntohl(htonl(x)), x);
});

test("byte order: the message has the value and the range", () => {
  assertThrows(
    () => htons(65536),
    RangeError,
    "htons() argument must be from 0 to 65535, not 65536",
  );
  assertThrows(
    () => ntohl(-1),
    RangeError,
    "ntohl() argument must be from 0 to 4294967295, not -1",
  );
});

import { assert, assertEquals, assertThrows } from "@std/assert";
import { OSError } from "../../src/errors.ts";
import { CMSG_LEN, CMSG_SPACE } from "../../src/names/cmsg.ts";
import { if_indextoname, if_nameindex, if_nametoindex } from "../../src/names/interfaces.ts";
import { test } from "../support/census.ts";
import { assertLikePython, type Call } from "./oracle.ts";

test("interfaces are found as in Python", async () => {
  const interfaces = if_nameindex();
  assert(interfaces.length > 0);
  await assertLikePython({ if_indextoname, if_nameindex, if_nametoindex }, [
    ["if_nameindex"],
    ...interfaces.flatMap(([index, name]): Call[] => [
      ["if_indextoname", index],
      ["if_nametoindex", name],
      ["if_nametoindex", new TextEncoder().encode(name)],
    ]),
  ]);
});

test("interfaces: an index leads to its name, and back", () => {
  for (const [index, name] of if_nameindex()) {
    assertEquals(if_indextoname(index), name);
    assertEquals(if_nametoindex(name), index);
    assertEquals(if_nametoindex(new TextEncoder().encode(name)), index);
  }
});

test("arguments that are no interface are refused as in Python", async () => {
  await assertLikePython({ if_indextoname, if_nametoindex }, [
    ["if_nametoindex", 3],
    ["if_nametoindex", null],
    ["if_nametoindex", "l\0o"],
    ["if_indextoname", 0],
    ["if_indextoname", 999999],
    ["if_indextoname", 2 ** 32 - 1],
    ["if_indextoname", -1],
    ["if_indextoname", 2 ** 32],
    ["if_indextoname", "1"],
    ["if_indextoname", 1.5],
  ]);
});

test("an interface name that nobody has is an OSError without a number", () => {
  for (const name of ["no-such-if", "", "n".repeat(100), "ü"]) {
    const e = assertThrows(() => if_nametoindex(name), OSError, "no interface with this name");
    assertEquals([e.errno, e.code], [null, null]);
  }
});

test("CMSG_LEN and CMSG_SPACE are Python's", async () => {
  const lengths = [
    0,
    1,
    4,
    8,
    9,
    100,
    -1,
    2 ** 31 - 17,
    2 ** 31 - 16,
    2 ** 31 - 1,
    2 ** 32,
    "1",
    null,
  ];
  const calls = lengths.flatMap((length): Call[] => [
    ["CMSG_LEN", length],
    ["CMSG_SPACE", length],
  ]);
  await assertLikePython({ CMSG_LEN, CMSG_SPACE }, calls);
});

/** The enumerations map names to numbers and numbers to names. */
import { assert, assertEquals, assertFalse, assertGreater, assertThrows } from "@std/assert";
import {
  AddressFamily,
  AddressInfo,
  AF_INET,
  AF_INET6,
  AF_UNIX,
  MSG_PEEK,
  MsgFlag,
  SOCK_STREAM,
  SocketKind,
} from "../../constants/mod.ts";
import * as constants from "../../constants/mod.ts";

const enums = { AF_: AddressFamily, SOCK_: SocketKind, MSG_: MsgFlag, AI_: AddressInfo };

Deno.test("names give numbers, numbers give names", () => {
  assertEquals(AddressFamily.AF_INET, AF_INET);
  assertEquals(AddressFamily[AF_INET], "AF_INET");
  assertEquals(AddressFamily[AF_INET6], "AF_INET6");
  assertEquals(SocketKind[SOCK_STREAM], "SOCK_STREAM");
  assertEquals(MsgFlag[MSG_PEEK], "MSG_PEEK");
  assertEquals(AddressInfo[AddressInfo.AI_CANONNAME], "AI_CANONNAME");
});

Deno.test("an enumeration has every constant of its prefix that this OS has, and no other", () => {
  for (const [prefix, both] of Object.entries(enums)) {
    const expected = Object.entries(constants)
      .filter(([name, value]) => name.startsWith(prefix) && value !== undefined);
    const actual = Object.entries(both).filter(([key]) => !/^\d/.test(key));
    assertEquals(Object.fromEntries(actual), Object.fromEntries(expected));
    assertGreater(actual.length, 4);
  }
});

Deno.test("each number's name is one whose number it is", () => {
  for (const both of Object.values(enums)) {
    const members: Readonly<Record<string, unknown>> = both;
    const numbers = Object.keys(members).filter((key) => /^\d/.test(key));
    for (const number of numbers) {
      assertEquals(members[String(members[number])], Number(number));
    }
    const values = Object.entries(members).filter(([key]) => !/^\d/.test(key)).map(([, v]) => v);
    assertEquals(new Set(values).size, numbers.length);
  }
});

Deno.test("where names share a number it prints as the name Python prefers", () => {
  assertEquals(AddressFamily[AF_UNIX], "AF_UNIX");
  const { AF_NETLINK } = AddressFamily;
  if (AF_NETLINK !== undefined) {
    assertEquals(AddressFamily.AF_ROUTE, AF_NETLINK);
    assertEquals(AddressFamily[AF_NETLINK], "AF_NETLINK");
  }
});

Deno.test("a number or name that this OS lacks is absent", () => {
  assertEquals(AddressFamily[9999], undefined);
  assertEquals(AddressFamily.AF_DIVERT, undefined);
  assertFalse("AF_DIVERT" in AddressFamily);
});

Deno.test("an enumeration is frozen", () => {
  for (const both of Object.values(enums)) assert(Object.isFrozen(both));
  assertThrows(() => Object.assign(AddressFamily, { AF_INET: 3 }), TypeError);
});

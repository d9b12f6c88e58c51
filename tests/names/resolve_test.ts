import { assertEquals, assertThrows } from "@std/assert";
import { AF_INET, AF_INET6, AF_UNSPEC, EAI_ADDRFAMILY, EAI_NONAME } from "../../constants/mod.ts";
import { backend } from "../../ffi/backend/mod.ts";
import { gaierror } from "../../src/errors.ts";
import { if_nameindex } from "../../src/names/interfaces.ts";
import { resolve } from "../../src/names/resolve.ts";
import { test } from "../support/census.ts";

// It stays open, hence it must be open before the tests look for leaks.
backend();

test("resolve gives the address of a name", () => {
  assertEquals(resolve("localhost", AF_INET), "127.0.0.1");
  assertEquals(resolve("ｌｏｃａｌｈｏｓｔ", AF_INET), "127.0.0.1");
});

test("resolve gives an interface's name in a scope as its number", () => {
  for (const [index, name] of if_nameindex()) {
    assertEquals(resolve(`fe80::1%${name}`, AF_INET6), `fe80::1%${index}`);
    assertEquals(resolve(`fe80::1%${name}`, AF_UNSPEC), `fe80::1%${index}`);
  }
});

test("resolve leaves a number in a scope as it is", () => {
  for (const [index] of if_nameindex()) {
    assertEquals(resolve(`fe80::1%${index}`, AF_INET6), `fe80::1%${index}`);
  }
  assertEquals(resolve("2001:db8::1", AF_INET6), "2001:db8::1");
});

test("resolve: no such host", () => {
  assertThrows(() => resolve("fe80::1%no-such-if", AF_INET6), gaierror);
  assertThrows(() => resolve("ü..de", AF_INET), RangeError, "domain name");
});

test("a host of another family that is resolved is a gaierror", () => {
  const e = assertThrows(() => resolve("::1", AF_INET), gaierror);
  assertEquals(e.errno, EAI_ADDRFAMILY ?? EAI_NONAME);
});

/** AF_SYSTEM addresses on the layout of macOS, which alone has them, on any OS. */
import { assertEquals, assertThrows } from "@std/assert";
import { darwin as constants } from "../../constants/darwin.ts";
import { darwin } from "../../ffi/layout.ts";
import { OSError } from "../../src/errors.ts";
import { decodeAddress, encodeAddress, type Lookups } from "../../src/sockaddr/mod.ts";
import { fact, membersOf, noFacts } from "./facts.ts";

const { AF_SYSTEM, SYSPROTO_CONTROL } = constants;
const NAME = "com.apple.net.utun_control";

const bearer = { proto: SYSPROTO_CONTROL, fileno: () => 7 };
const encode = (address: unknown, lookups: Lookups = {}) =>
  encodeAddress(AF_SYSTEM, address, darwin, lookups, bearer);
const decode = (bytes: Uint8Array) => decodeAddress(bytes, bytes.length, darwin, {}, bearer);

Deno.test("a control by its number and unit", () => {
  const bytes = encode([0x01020304, 0xfffffffe]);
  assertEquals(bytes.toHex(), "20200200" + "04030201" + "feffffff" + "00".repeat(20));
  assertEquals(decode(bytes), [0x01020304, 0xfffffffe]);
  assertEquals(decode(encode([0, 0])), [0, 0]);
});

Deno.test("a control by its name, which is looked up through the socket", () => {
  const asked: unknown[] = [];
  const bytes = encode(NAME, { controlId: (...args) => (asked.push(args), 5) });
  assertEquals(asked, [[7, NAME]]);
  assertEquals(decode(bytes), [5, 0]);
  const error = new OSError(2, "No such file or directory");
  const failing = () => {
    throw error;
  };
  assertEquals(assertThrows(() => encode(NAME, { controlId: failing })), error);
  assertThrows(() => encode(NAME), RangeError, NAME);
});

Deno.test("what is neither is refused", () => {
  for (const address of [null, undefined, 1, {}, [], [1], [1, 2, 3], new Uint8Array(8)]) {
    assertThrows(() => encode(address), TypeError, "a name or [id, unit]");
  }
  for (const number of ["1", 1.5, null, undefined, 1n]) {
    assertThrows(() => encode([number, 0]), TypeError, "id");
    assertThrows(() => encode([0, number]), TypeError, "unit");
  }
  for (const number of [-1, 2 ** 32]) {
    assertThrows(() => encode([number, 0]), RangeError, `id must be from 0 to`);
    assertThrows(() => encode([0, number]), RangeError, `unit must be from 0 to`);
  }
});

Deno.test("a short address is raw bytes", () => {
  const bytes = encode([1, 2]);
  assertEquals(decode(bytes.subarray(0, 12)), [1, 2], "what is reserved may be missing");
  assertEquals(decode(bytes.subarray(0, 11)), [AF_SYSTEM, bytes.slice(2, 11)]);
});

Deno.test({
  name: "sockaddr_ctl is where the facts have it",
  ignore: noFacts,
  fn() {
    const struct = fact("sockaddr_ctl", "darwin");
    const bytes = encode([0x01020304, 0x05060708]);
    assertEquals(bytes.length, struct.size);
    assertEquals(membersOf(bytes, struct), {
      sc_len: Uint8Array.of(32),
      sc_family: Uint8Array.of(32),
      ss_sysaddr: Uint8Array.of(2, 0),
      sc_id: Uint8Array.of(4, 3, 2, 1),
      sc_unit: Uint8Array.of(8, 7, 6, 5),
      sc_reserved: new Uint8Array(20),
    });
  },
});

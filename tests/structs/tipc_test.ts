import { assertEquals, assertThrows } from "@std/assert";
import { tipc_event, tipc_subscr, TIPC_WAIT_FOREVER } from "@bsd/socket";
import { inC } from "../sockaddr/oracles.ts";

const onLinux = { ignore: Deno.build.os !== "linux" };

const s = {
  seq: { type: 18888, lower: 1, upper: 0xffffffff },
  timeout: TIPC_WAIT_FOREVER ?? 0,
  filter: 5,
  usr_handle: new TextEncoder().encode("a handle"),
};
const event = {
  event: 2,
  found_lower: 3,
  found_upper: 0xfffffffe,
  port: { ref: 0x01020304, node: 0x05060708 },
  s: { ...s, timeout: 2500 },
};

Deno.test("tipc_subscr and tipc_event: the bytes are C's, both ways", onLinux, () => {
  const [subscription = ""] = inC("linux/tipc.h", "struct tipc_subscr", [
    `{ { 18888, 1, -1 }, TIPC_WAIT_FOREVER, 5, "a handle" }`,
  ]);
  assertEquals(tipc_subscr.encode(s).toHex(), subscription);
  assertEquals(tipc_subscr.decode(Uint8Array.fromHex(subscription)), s);
  const [told = ""] = inC("linux/tipc.h", "struct tipc_event", [
    `{ 2, 3, -2, { .ref = 0x01020304, .node = 0x05060708 }, { { 18888, 1, -1 }, 2500, 5, "a handle" } }`,
  ]);
  assertEquals(tipc_event.encode(event).toHex(), told);
  assertEquals(tipc_event.decode(Uint8Array.fromHex(told)), event);
});

Deno.test("tipc_subscr: what is refused", onLinux, () => {
  const seq = { ...s.seq, upper: 2 ** 32 };
  assertThrows(() => tipc_subscr.encode({ ...s, seq }), RangeError, "tipc_subscr.seq.upper");
  assertThrows(() => tipc_subscr.encode({ ...s, timeout: 2 ** 31 }), RangeError, "timeout");
  const usr_handle = new Uint8Array(9);
  assertThrows(() => tipc_subscr.encode({ ...s, usr_handle }), RangeError, "at most 8 bytes");
  assertThrows(() => tipc_event.decode(new Uint8Array(47)), RangeError, "48 bytes");
});

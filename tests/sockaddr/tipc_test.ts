import { assertEquals, assertThrows } from "@std/assert";
import { linux } from "../../ffi/layout.ts";
import { decodeAddress, encodeAddress } from "../../src/sockaddr/mod.ts";
import { seeded } from "../support/seed.ts";
import { inC, inPython } from "./oracles.ts";

const AF_TIPC = 30;
const [NAMESEQ, NAME, ID] = [1, 2, 3];
const encode = (address: unknown) => encodeAddress(AF_TIPC, address, linux);
const decode = (bytes: Uint8Array): unknown => decodeAddress(bytes, bytes.length, linux);

const addresses = [
  [NAMESEQ, 18888, 10, 20, 3],
  [NAME, 18888, 0xffffffff, 0xffffffff, 2],
  [ID, 0x01001001, 77, 0, 0],
];

const onLinux = { ignore: Deno.build.os !== "linux" };

Deno.test("AF_TIPC: the bytes are C's", onLinux, () => {
  const expected = inC("linux/tipc.h", "struct sockaddr_tipc", [
    "{ AF_TIPC, TIPC_SERVICE_RANGE, TIPC_NODE_SCOPE, .addr.nameseq = { 18888, 10, 20 } }",
    "{ AF_TIPC, TIPC_SERVICE_ADDR, TIPC_CLUSTER_SCOPE, .addr.name.name = { 18888, -1 } }",
    "{ AF_TIPC, TIPC_SOCKET_ADDR, 0, .addr.id = { .node = 0x01001001, .ref = 77 } }",
    "{ AF_TIPC, TIPC_SERVICE_RANGE, -3, .addr.nameseq = { 18888, 10, 20 } }",
  ]);
  const withdrawn = [NAMESEQ, 18888, 10, 20, -3];
  const all = [...addresses, withdrawn];
  assertEquals(all.map((address) => encode(address).toHex()), expected);
  assertEquals(expected.map((hex) => decode(Uint8Array.fromHex(hex))), all);
});

Deno.test("AF_TIPC: bytes and addresses are Python's, in all three forms", onLinux, async () => {
  const given = [
    ...addresses,
    [NAMESEQ, 1, 2, 3],
    [NAME, 18888, 5, 9],
    [NAME, 0, 0xfffffffe, 0, 1],
    [ID, 1, 2, 3],
  ];
  for (const [i, [hex, address]] of (await inPython("AF_TIPC", given)).entries()) {
    assertEquals(encode(given[i]).toHex(), hex);
    assertEquals(decode(Uint8Array.fromHex(hex)), address);
  }
});

Deno.test(
  "AF_TIPC: addresses come back, a name's instance twice",
  seeded((random) => {
    const word = () => random.int(0, 0xffffffff);
    for (let i = 0; i < 500; i++) {
      const [type, v1, v2, v3] = [random.pick([NAMESEQ, NAME, ID]), word(), word(), word()];
      const scope = random.int(-128, 127);
      const third = type === NAMESEQ ? v3 : type === NAME ? v2 : 0;
      assertEquals(decode(encode([type, v1, v2, v3, scope])), [type, v1, v2, third, scope]);
      assertEquals(decode(encode([type, v1, v2, v3])), [type, v1, v2, third, 2]);
    }
  }),
);

Deno.test("AF_TIPC: another form is raw", () => {
  const bytes = encode([ID, 1, 2, 0]);
  bytes[2] = 4;
  assertEquals(decode(bytes), [AF_TIPC, bytes.slice(2)]);
});

Deno.test("AF_TIPC: what is refused", () => {
  for (const address of [null, undefined, "a", [], [2, 1, 2], [2, 1, 2, 3, 4, 5], { length: 4 }]) {
    assertThrows(() => encode(address), TypeError, "[addr_type, v1, v2, v3, scope?]");
  }
  for (const type of [0, 4, 258, -1, "2", undefined, null, 2.5]) {
    assertThrows(() => encode([type, 1, 2, 3]), TypeError, "addr_type must be");
  }
  for (const at of [1, 2, 3]) {
    const address: unknown[] = [NAME, 1, 2, 3];
    for (const value of [-1, 2 ** 32]) {
      assertThrows(() => encode(address.with(at, value)), RangeError, `v${at} must be from 0`);
    }
    for (const value of ["1", 0.5, null, undefined]) {
      assertThrows(() => encode(address.with(at, value)), TypeError, `v${at}`);
    }
  }
  for (const scope of [-129, 128]) {
    assertThrows(() => encode([NAME, 1, 2, 3, scope]), RangeError, `${scope}`);
  }
  assertThrows(() => encode([NAME, 1, 2, 3, "2"]), TypeError, "scope");
});

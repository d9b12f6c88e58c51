import { assertEquals, assertThrows } from "@std/assert";
import { darwin, linux } from "../../ffi/layout.ts";
import { decodeAddress, encodeAddress } from "../../src/sockaddr/mod.ts";
import { seeded } from "../support/seed.ts";
import { inC, inPython } from "./oracles.ts";

/** The families, by Linux's numbers, and how C fills in what they have. */
const FAMILIES = [
  {
    name: "AF_NETLINK",
    family: 16,
    members: ["pid", "groups"],
    header: "linux/netlink.h",
    type: "struct sockaddr_nl",
    c: (a: number, b: number) => `{ .nl_family = AF_NETLINK, .nl_pid = ${a}u, .nl_groups = ${b}u }`,
  },
  {
    name: "AF_QIPCRTR",
    family: 42,
    members: ["node", "port"],
    header: "linux/qrtr.h",
    type: "struct sockaddr_qrtr",
    c: (a: number, b: number) => `{ .sq_family = 42, .sq_node = ${a}u, .sq_port = ${b}u }`,
  },
  {
    name: "AF_VSOCK",
    family: 40,
    members: ["cid", "port"],
    header: "linux/vm_sockets.h",
    type: "struct sockaddr_vm",
    c: (a: number, b: number) => `{ .svm_family = AF_VSOCK, .svm_cid = ${a}u, .svm_port = ${b}u }`,
  },
] as const;

const pairs = [[0, 0], [1, 2], [0xffffffff, 0xfffffffe], [0x01020304, 0x05060708]] as const;
const onLinux = { ignore: Deno.build.os !== "linux" };

for (const { name, family, members: [first, second], header, type, c } of FAMILIES) {
  const encode = (address: unknown) => encodeAddress(family, address, linux);
  const decode = (bytes: Uint8Array): unknown => decodeAddress(bytes, bytes.length, linux);

  Deno.test(`${name}: the bytes are C's`, onLinux, () => {
    const expected = inC(header, type, pairs.map(([a, b]) => c(a, b)));
    assertEquals(pairs.map((pair) => encode(pair).toHex()), expected);
    assertEquals(expected.map((hex) => decode(Uint8Array.fromHex(hex))), pairs.map(([...a]) => a));
  });

  Deno.test(`${name}: bytes and addresses are Python's`, onLinux, async () => {
    for (const [i, [hex, address]] of (await inPython(name, pairs)).entries()) {
      // Python leaves the padding of netlink and qrtr as it finds it.
      assertEquals(encode(pairs[i]).toHex(), hex.replace(/^(....)..../, "$10000"));
      assertEquals(decode(Uint8Array.fromHex(hex)), address);
    }
  });

  Deno.test(
    `${name}: addresses come back`,
    seeded((random) => {
      for (let i = 0; i < 500; i++) {
        const address = [random.int(0, 0xffffffff), random.int(0, 0xffffffff)];
        assertEquals(decode(encode(address)), address);
      }
    }),
  );

  Deno.test(`${name}: what is refused`, () => {
    for (const address of [null, undefined, 5, "a", [], [1], [1, 2, 3], { length: 2 }]) {
      assertThrows(() => encode(address), TypeError, `[${first}, ${second}]`);
    }
    for (const value of [-1, 2 ** 32]) {
      assertThrows(() => encode([value, 0]), RangeError, `${first} must be from 0 to 4294967295`);
      assertThrows(() => encode([0, value]), RangeError, `${second} must be from 0 to 4294967295`);
    }
    for (const value of ["1", 0.5, null, undefined, 1n]) {
      assertThrows(() => encode([value, 0]), TypeError, first);
      assertThrows(() => encode([0, value]), TypeError, second);
    }
  });
}

Deno.test("AF_VSOCK on macOS: a header with a length, and no padding at the end", () => {
  const bytes = encodeAddress(40, [0x01020304, 0x05060708], darwin);
  assertEquals(bytes.toHex(), "0c280000" + "08070605" + "04030201");
  assertEquals(decodeAddress(bytes, bytes.length, darwin), [0x01020304, 0x05060708]);
});

Deno.test("addresses that were cut off are raw", () => {
  for (const { family } of FAMILIES) {
    const bytes = encodeAddress(family, [1, 2], linux);
    for (let length = 2; length < 12; length++) {
      assertEquals(decodeAddress(bytes, length, linux), [family, bytes.slice(2, length)]);
    }
    assertEquals(decodeAddress(bytes, 12, linux), [1, 2]);
  }
});

import { assertEquals, assertThrows } from "@std/assert";
import { linux } from "../../ffi/layout.ts";
import { decodeAddress, encodeAddress } from "../../src/sockaddr/mod.ts";
import { seeded } from "../support/seed.ts";
import { inC, inPython } from "./oracles.ts";

const AF_ALG = 38;
const encode = (address: unknown) => encodeAddress(AF_ALG, address, linux);
const decode = (bytes: Uint8Array): unknown => decodeAddress(bytes, bytes.length, linux);

const longest = ["t".repeat(13), "n".repeat(63)] as const;
const addresses = [
  ["hash", "sha256", 0, 0],
  ["skcipher", "cbc(aes)", 0x100, 0xffff],
  [...longest, 1, 2],
  ["é", "", 0, 0],
];

const onLinux = { ignore: Deno.build.os !== "linux" };

Deno.test("AF_ALG: the bytes are C's", onLinux, () => {
  const c = addresses.map(([type, name, feat, mask]) =>
    `{ AF_ALG, "${type}", ${feat}, ${mask}, "${name}" }`
  );
  const expected = inC("linux/if_alg.h", "struct sockaddr_alg", c);
  assertEquals(addresses.map((address) => encode(address).toHex()), expected);
});

Deno.test("AF_ALG: bytes and addresses are Python's", onLinux, async () => {
  const expected = await inPython("AF_ALG", [...addresses, ["hash", "md5"], ["hash", "md5", 7]]);
  assertEquals(encode(["hash", "md5"]).toHex(), expected[4]?.[0]);
  assertEquals(encode(["hash", "md5", 7]).toHex(), expected[5]?.[0]);
  for (const [hex, address] of expected) {
    assertEquals(encode(address).toHex(), hex);
    assertEquals(decode(Uint8Array.fromHex(hex)), address);
  }
});

Deno.test(
  "AF_ALG: addresses come back",
  seeded((random) => {
    const text = (most: number) =>
      String.fromCharCode(...random.bytes(random.int(0, most)).map((byte) => 0x21 + byte % 90));
    for (let i = 0; i < 500; i++) {
      const [feat, mask] = [random.int(0, 0xffffffff), random.int(0, 0xffffffff)];
      const address = [text(13), text(63), feat, mask];
      assertEquals(decode(encode(address)), address);
    }
  }),
);

Deno.test("AF_ALG: what the kernel may tell", () => {
  const bytes = encode(["hash", "sha256"]);
  bytes.fill(0x78, 2, 16);
  bytes.fill(0x79, 24);
  assertEquals(decode(bytes), ["x".repeat(14), "y".repeat(64), 0, 0], "without a NUL");
  bytes[24] = 0xff;
  assertEquals(decode(bytes), [AF_ALG, bytes.slice(2)], "not UTF-8");
});

Deno.test("AF_ALG: what is refused", () => {
  for (
    const address of [null, undefined, "hash", [], ["hash"], ["h", "s", 0, 0, 0], { length: 2 }]
  ) {
    assertThrows(() => encode(address), TypeError, "[type, name, feat?, mask?]");
  }
  for (const text of [null, undefined, 5, new Uint8Array(2)]) {
    assertThrows(() => encode([text, "sha256"]), TypeError, "type must be a string");
    assertThrows(() => encode(["hash", text]), TypeError, "name must be a string");
  }
  assertThrows(() => encode(["t".repeat(14), "n"]), RangeError, "at most 13 bytes, not 14");
  assertThrows(() => encode(["é".repeat(7), "n"]), RangeError, "at most 13 bytes, not 14");
  assertThrows(() => encode(["t", "n".repeat(64)]), RangeError, "at most 63 bytes, not 64");
  assertThrows(() => encode(["a\0", "n"]), RangeError, "NUL");
  assertThrows(() => encode(["hash", "sha\0"]), RangeError, "NUL");
  for (const bits of [-1, 2 ** 32]) {
    assertThrows(() => encode(["hash", "sha256", bits]), RangeError, `${bits}`);
    assertThrows(() => encode(["hash", "sha256", 0, bits]), RangeError, `${bits}`);
  }
  for (const bits of ["1", 0.5, null]) {
    assertThrows(() => encode(["hash", "sha256", bits]), TypeError, "feat");
    assertThrows(() => encode(["hash", "sha256", 0, bits]), TypeError, "mask");
  }
});

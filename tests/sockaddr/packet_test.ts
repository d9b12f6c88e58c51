import { assert, assertEquals, assertThrows, fail } from "@std/assert";
import { linux as constants } from "../../constants/linux.ts";
import { errno } from "../../constants/errno.ts";
import { darwin, linux, windows } from "../../ffi/layout.ts";
import type { PacketAddress } from "../../src/addresses.ts";
import { OSError } from "../../src/errors.ts";
import { decodeAddress, encodeAddress, type Lookups } from "../../src/sockaddr/mod.ts";
import { compile } from "../support/compile.ts";
import { seeded } from "../support/seed.ts";

const { AF_PACKET } = constants;
const names = new Map([["lo", 1], ["eth0", 2], ["veth-of-15-char", 0x7fffffff]]);
const lookups: Lookups = {
  interfaceIndex(_fd, name) {
    const index = names.get(name);
    if (index === undefined) throw new OSError(errno.ENODEV, "No such device");
    return index;
  },
  interfaceName: (_fd, index) => [...names].find(([, number]) => number === index)?.[0] ?? "",
};

const encode = (address: unknown) => encodeAddress(AF_PACKET, address, linux, lookups);
const decode = (bytes: Uint8Array) => decodeAddress(bytes, bytes.length, linux, lookups);

Deno.test(
  "AF_PACKET addresses come back",
  seeded((random) => {
    for (let i = 0; i < 500; i++) {
      const address: PacketAddress = [
        random.pick(["", ...names.keys()]),
        random.int(0, 0xffff),
        random.int(0, 0xff),
        random.int(0, 0xffff),
        random.bytes(random.int(0, 8)),
      ];
      const bytes = encode(address);
      assertEquals(bytes.length, 20);
      assertEquals(decode(bytes), address);
      // The kernel's own end with the hardware address.
      assertEquals(decode(bytes.subarray(0, 12 + address[4].length)), address);
    }
  }),
);

Deno.test("AF_PACKET: what is left out is 0, or empty", () => {
  const nothing = new Uint8Array(0);
  assertEquals(decode(encode(["lo", 3])), ["lo", 3, 0, 0, nothing]);
  assertEquals(decode(encode(["lo", 3, 4])), ["lo", 3, 4, 0, nothing]);
  assertEquals(decode(encode(["", 0, 0, 5])), ["", 0, 0, 5, nothing]);
});

Deno.test("AF_PACKET: a hardware address of InfiniBand, and what is cut off", () => {
  const long = new Uint8Array(32).fill(7);
  long.set(encode(["eth0", 0x800, 1, 32]).subarray(0, 12));
  long[11] = 20;
  assertEquals(decode(long), ["eth0", 0x800, 1, 32, new Uint8Array(20).fill(7)]);
  assertEquals(decode(long.subarray(0, 20)), ["eth0", 0x800, 1, 32, new Uint8Array(8).fill(7)]);
  assertEquals(decode(long.subarray(0, 11)), [AF_PACKET, long.slice(2, 11)], "too short for one");
});

Deno.test("AF_PACKET: an interface that is gone has no name", () => {
  const bytes = encode(["eth0", 1]);
  bytes[4] = 99;
  assertEquals(decode(bytes), ["", 1, 0, 0, new Uint8Array(0)]);
});

Deno.test("AF_PACKET: other shapes are refused", () => {
  for (
    const address of [null, "lo", [], ["lo"], ["lo", 1, 2, 3, new Uint8Array(1), 6], { 0: "lo" }]
  ) {
    assertThrows(() => encode(address), TypeError, "AF_PACKET address must be [ifname, proto");
  }
  assertThrows(() => encode([1, 1]), TypeError, "interface must be a string, not a number");
  assertThrows(() => encode(["lo", "1"]), TypeError, "proto must be an integer");
  assertThrows(() => encode(["lo", undefined]), TypeError, "proto is undefined");
  assertThrows(() => encode(["lo", 1, 0, 0, "ab"]), TypeError, "must be a Uint8Array");
  assertThrows(() => encode(["lo", 1, 0, 0, null]), TypeError, "must be a Uint8Array");
  assertThrows(
    () => encode(["lo", 1, 0, 0, new Uint8Array(9)]),
    RangeError,
    "hardware address must be at most 8 bytes, not 9",
  );
  for (
    const [at, name, most] of [[1, "proto", 65535], [2, "pkttype", 255], [
      3,
      "hatype",
      65535,
    ]] as const
  ) {
    for (const value of [-1, most + 1]) {
      assertThrows(
        () => encode(["lo", 1, 0, 0].with(at, value)),
        RangeError,
        `${name} must be from 0 to ${most}, not ${value}`,
      );
    }
  }
  assertThrows(() => encode(["eth9", 1]), OSError, "No such device");
  assertThrows(
    () => encodeAddress(AF_PACKET, ["lo", 1], linux),
    RangeError,
    'the interface "lo" cannot be looked up here',
  );
});

Deno.test("AF_PACKET: nobody is asked about no interface", () => {
  const asked: Lookups = {
    interfaceIndex: () => fail(),
    interfaceName: () => fail(),
  };
  const bytes = encodeAddress(AF_PACKET, ["", 0x800], linux, asked);
  assertEquals(decodeAddress(bytes, bytes.length, linux, asked), [
    "",
    0x800,
    0,
    0,
    new Uint8Array(0),
  ]);
});

Deno.test("AF_PACKET is Linux's: elsewhere its number is one without a codec", () => {
  for (const layout of [darwin, windows]) {
    const data = Uint8Array.of(1, 2, 3);
    const bytes = encodeAddress(AF_PACKET, [AF_PACKET, data], layout);
    assertEquals(decodeAddress(bytes, bytes.length, layout), [AF_PACKET, data]);
  }
});

const C = `
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
static void ll(int index, int protocol, int pkttype, int hatype, const char *addr, int length) {
  struct sockaddr_ll a;
  memset(&a, 0, sizeof a);
  a.sll_family = AF_PACKET; a.sll_ifindex = index; a.sll_protocol = htons(protocol);
  a.sll_pkttype = pkttype; a.sll_hatype = hatype; a.sll_halen = length;
  memcpy(a.sll_addr, addr, length);
  for (size_t i = 0; i < sizeof a; i++) printf("%02x", ((unsigned char *)&a)[i]);
  printf("\\n");
}
int main(void) {
  ll(1, 0x0003, 0, 0, "", 0);
  ll(2, 0x86dd, 4, 1, "\\x02\\xff\\x00\\x01\\x80\\x7f", 6);
  ll(0x7fffffff, 0xffff, 255, 65535, "12345678", 8);
  return 0;
}
`;

Deno.test({
  name: "AF_PACKET addresses are the C compiler's, byte for byte, both ways",
  ignore: Deno.build.os !== "linux", // the header is Linux's
  fn() {
    const addresses: PacketAddress[] = [
      ["lo", 3, 0, 0, new Uint8Array(0)],
      ["eth0", 0x86dd, 4, 1, Uint8Array.of(2, 0xff, 0, 1, 0x80, 0x7f)],
      ["veth-of-15-char", 0xffff, 255, 65535, new TextEncoder().encode("12345678")],
    ];
    const { success, stdout } = new Deno.Command(compile(C)).outputSync();
    assert(success);
    const c = new TextDecoder().decode(stdout).trimEnd().split("\n");
    assertEquals(addresses.map((address) => encode(address).toHex()), c);
    assertEquals(c.map((hex) => decode(Uint8Array.fromHex(hex))), addresses);
  },
});

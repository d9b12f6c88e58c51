/** AF_CAN addresses on the layout of Linux, which alone has them, on any OS. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { errno } from "../../constants/errno.ts";
import { linux as constants } from "../../constants/linux.ts";
import { darwin, linux, windows } from "../../ffi/layout.ts";
import type { Address, CanAddress, IsotpAddress, J1939Address } from "../../src/addresses.ts";
import { OSError } from "../../src/errors.ts";
import { decodeAddress, encodeAddress, type Lookups } from "../../src/sockaddr/mod.ts";
import { compile } from "../support/compile.ts";
import { scaled } from "../support/scale.ts";
import { seeded } from "../support/seed.ts";

const { AF_CAN, CAN_RAW, CAN_BCM, CAN_ISOTP, CAN_J1939 } = constants;

/** Interfaces whose names end with their numbers. */
const lookups: Lookups = {
  interfaceIndex(fd, name) {
    assertEquals(fd, 7, "the socket's namespace is asked");
    const [, index] = /^can(\d+)$/.exec(name) ?? [];
    if (index === undefined) throw new OSError(errno.ENODEV, "No such device", { address: name });
    return Number(index);
  },
  interfaceName: (_fd, index) => index === 99 ? "" : `can${index}`,
};

const bearer = (proto: number) => ({ proto, fileno: () => 7 });
const encode = (proto: number, address: unknown) =>
  encodeAddress(AF_CAN, address, linux, lookups, bearer(proto));
const decode = (proto: number, bytes: Uint8Array, length = bytes.length) =>
  decodeAddress(bytes, length, linux, lookups, bearer(proto));

const C = `
#include <linux/can.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static struct sockaddr_can a;

static void begin(int index) {
  memset(&a, 0, sizeof a);
  a.can_family = AF_CAN;
  a.can_ifindex = index;
}

static void dump(void) {
  for (size_t i = 0; i < sizeof a; i++) printf("%02x", ((const unsigned char *) &a)[i]);
  printf("\\n");
}

static void tp(int index, unsigned rx, unsigned tx) {
  begin(index);
  a.can_addr.tp.rx_id = rx;
  a.can_addr.tp.tx_id = tx;
  dump();
}

static void j1939(int index, unsigned long long name, unsigned pgn, unsigned addr) {
  begin(index);
  a.can_addr.j1939.name = name;
  a.can_addr.j1939.pgn = pgn;
  a.can_addr.j1939.addr = addr;
  dump();
}

int main(void) {
  begin(0); dump();
  begin(0x12345678); dump();
  tp(3, 0x123, 0x98765432);
  tp(0, 0xffffffff, 0);
  j1939(3, 0xfedcba9876543210, 0x3ffff, 0x20);
  j1939(258, 0, 0x40000, 0xff);
  return 0;
}
`;

const samples: readonly [proto: number, address: Address][] = [
  [CAN_RAW, [""]],
  [CAN_BCM, ["can305419896"]],
  [CAN_ISOTP, ["can3", 0x123, 0x98765432]],
  [CAN_ISOTP, ["", 0xffffffff, 0]],
  [CAN_J1939, ["can3", 0xfedcba9876543210n, 0x3ffff, 0x20]],
  [CAN_J1939, ["can258", 0n, 0x40000, 0xff]],
];

Deno.test({
  name: "CAN addresses are the C compiler's, byte for byte, both ways",
  ignore: Deno.build.os !== "linux",
  fn() {
    const { success, stdout } = new Deno.Command(compile(C)).outputSync();
    assert(success);
    const c = new TextDecoder().decode(stdout).trimEnd().split("\n");
    assertEquals(samples.map(([proto, address]) => encode(proto, address).toHex()), c);
    samples.forEach(([proto, address], i) =>
      assertEquals(decode(proto, Uint8Array.fromHex(c[i] ?? "")), address)
    );
  },
});

Deno.test(
  "CAN addresses come back",
  seeded((random) => {
    const room = new Uint8Array(128);
    const back = (proto: number, address: Address) => {
      const bytes = encode(proto, address);
      assertEquals(bytes.length, 24);
      room.fill(0xee);
      room.set(bytes);
      assertEquals(decode(proto, room, bytes.length), address);
    };
    const uint32 = () => random.int(0, 0xffffffff);
    for (let i = 0; i < scaled(500); i++) {
      const ifname = random.pick(["", "can1", `can${random.int(100, 0x7fffffff)}`]);
      const plain: CanAddress = [ifname];
      const isotp: IsotpAddress = [ifname, uint32(), uint32()];
      const name = BigInt(uint32()) << 32n | BigInt(uint32());
      const j1939: J1939Address = [ifname, name, uint32(), random.int(0, 255)];
      back(random.pick([CAN_RAW, CAN_BCM]), plain);
      back(CAN_ISOTP, isotp);
      back(CAN_J1939, j1939);
    }
  }),
);

Deno.test("what the kernel fills in is enough, and less of it comes back raw", () => {
  const bytes = encode(CAN_ISOTP, ["can3", 1, 2]);
  assertEquals(decode(CAN_RAW, bytes, 8), ["can3"], "CAN_RAW and CAN_BCM tell 8 bytes");
  assertEquals(decode(CAN_ISOTP, bytes, 16), ["can3", 1, 2], "CAN_ISOTP tells 16");
  assertEquals(decode(CAN_RAW, bytes, 7), [AF_CAN, Uint8Array.of(0, 0, 3, 0, 0)]);
  assertEquals(decode(CAN_ISOTP, bytes, 8), [AF_CAN, Uint8Array.of(0, 0, 3, 0, 0, 0)]);
  assertEquals(decode(CAN_J1939, bytes, 16), [AF_CAN, bytes.slice(2, 16)]);
  const gone = encode(CAN_RAW, ["can99"]);
  assertEquals(decode(CAN_RAW, gone), [""], "an interface that is gone has no name");
});

Deno.test("a J1939 name is a bigint, or a number that is exact", () => {
  const named = (name: unknown) => decode(CAN_J1939, encode(CAN_J1939, ["can1", name, 0, 0]));
  assertEquals(named(0), ["can1", 0n, 0, 0]);
  assertEquals(named(2 ** 53 - 1), ["can1", 2n ** 53n - 1n, 0, 0]);
  assertEquals(named(2n ** 64n - 1n), ["can1", 2n ** 64n - 1n, 0, 0]);
  for (const name of [2 ** 53, -1, -1n, 2n ** 64n]) {
    assertThrows(() => named(name), RangeError, `name must be from 0 to`);
    assertThrows(() => named(name), RangeError, `not ${name}`);
  }
  for (const name of [0.5, NaN, "1", null, undefined]) {
    assertThrows(() => named(name), TypeError, "name");
  }
});

Deno.test("what is not a CAN address is refused", () => {
  const forms = [
    [CAN_RAW, "CAN_RAW and CAN_BCM address must be [interface], not "],
    [CAN_BCM, "CAN_RAW and CAN_BCM address must be [interface], not "],
    [CAN_ISOTP, "CAN_ISOTP address must be [interface, rx_addr, tx_addr], not "],
    [CAN_J1939, "CAN_J1939 address must be [interface, name, pgn, addr], not "],
  ] as const;
  for (const [proto, form] of forms) {
    assertThrows(() => encode(proto, "can1"), TypeError, `${form}a string`);
    assertThrows(() => encode(proto, ["can1", 1]), TypeError, `${form}an array of 2`);
    for (const address of [[], ["can1", 0, 0, 0, 0], null, undefined, 5, new Uint8Array(24)]) {
      assertThrows(() => encode(proto, address), TypeError, form);
    }
  }
  for (const ifname of [5, null, undefined, ["can1"]]) {
    assertThrows(() => encode(CAN_RAW, [ifname]), TypeError, "interface must be a string");
  }
  const unknown = assertThrows(() => encode(CAN_RAW, ["nope"]), OSError, "nope");
  assertEquals(unknown.errno, errno.ENODEV);
  assertThrows(
    () => encodeAddress(AF_CAN, ["can1"], linux, {}, bearer(CAN_RAW)),
    RangeError,
    `"can1" cannot be looked up`,
  );
});

Deno.test("nothing is cut off silently, as Python does, nor looked up before all fits", () => {
  const never: Lookups = {
    interfaceIndex: () => {
      throw new Error("looked up");
    },
  };
  const refused = (proto: number, address: unknown, name: string) => {
    const given = () => encodeAddress(AF_CAN, address, linux, never, bearer(proto));
    assertThrows(given, RangeError, name);
  };
  for (const id of [-1, 2 ** 32]) {
    refused(CAN_ISOTP, ["can1", id, 0], `rx_addr must be from 0 to 4294967295, not ${id}`);
    refused(CAN_ISOTP, ["can1", 0, id], `tx_addr must be from 0 to 4294967295, not ${id}`);
    refused(CAN_J1939, ["can1", 0n, id, 0], `pgn must be from 0 to 4294967295, not ${id}`);
  }
  for (const addr of [-1, 256]) {
    refused(CAN_J1939, ["can1", 0n, 0, addr], `addr must be from 0 to 255, not ${addr}`);
  }
  for (const id of ["1", 1n, 0.5, null, undefined]) {
    assertThrows(() => encode(CAN_ISOTP, ["can1", id, 0]), TypeError, "rx_addr");
    assertThrows(() => encode(CAN_J1939, ["can1", 0n, id, 0]), TypeError, "pgn");
  }
});

Deno.test("no other OS has CAN: the bytes come back raw", () => {
  for (const layout of [darwin, windows]) {
    const bytes = encodeAddress(AF_CAN, [AF_CAN, new Uint8Array(22)], layout);
    assertEquals(decodeAddress(bytes, 24, layout), [AF_CAN, new Uint8Array(22)]);
  }
});

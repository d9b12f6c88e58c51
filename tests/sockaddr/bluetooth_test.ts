/** AF_BLUETOOTH addresses on the layouts of Linux and of Windows, on any OS. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { linux as constants } from "../../constants/linux.ts";
import { windows as windowsConstants } from "../../constants/windows.ts";
import { linux, windows } from "../../ffi/layout.ts";
import type { Address } from "../../src/addresses.ts";
import { OSError } from "../../src/errors.ts";
import { decodeAddress, encodeAddress } from "../../src/sockaddr/mod.ts";
import { compile } from "../support/compile.ts";
import { fact, membersOf, noFacts } from "./facts.ts";

const { AF_BLUETOOTH, BTPROTO_L2CAP, BTPROTO_RFCOMM, BTPROTO_HCI, BTPROTO_SCO } = constants;
const { BTPROTO_ISO, BDADDR_ANY, BDADDR_LOCAL } = constants;

const bearer = (proto: number) => ({ proto, fileno: () => 3 });
const encode = (proto: number, address: unknown) =>
  encodeAddress(AF_BLUETOOTH, address, linux, {}, bearer(proto));
const decode = (proto: number, bytes: Uint8Array) =>
  decodeAddress(bytes, bytes.length, linux, {}, bearer(proto));
/** What a call gets back that goes through C's bytes. */
const back = (proto: number, address: unknown) => decode(proto, encode(proto, address));

const utf8 = (text: string) => new TextEncoder().encode(text);
const DEVICE = "12:34:56:78:9A:BC";

// Where BlueZ's headers are not installed, their structures as they are in them.
const C = `
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#if __has_include(<bluetooth/bluetooth.h>)
#include <bluetooth/bluetooth.h>
#include <bluetooth/hci.h>
#include <bluetooth/l2cap.h>
#include <bluetooth/rfcomm.h>
#include <bluetooth/sco.h>
#else
typedef struct { uint8_t b[6]; } __attribute__((packed)) bdaddr_t;
struct sockaddr_l2 {
  sa_family_t l2_family;
  unsigned short l2_psm;
  bdaddr_t l2_bdaddr;
  unsigned short l2_cid;
  uint8_t l2_bdaddr_type;
};
struct sockaddr_rc { sa_family_t rc_family; bdaddr_t rc_bdaddr; uint8_t rc_channel; };
struct sockaddr_hci { sa_family_t hci_family; unsigned short hci_dev, hci_channel; };
struct sockaddr_sco { sa_family_t sco_family; bdaddr_t sco_bdaddr; };
#endif

static void dump(const void *from, size_t size) {
  for (size_t i = 0; i < size; i++) printf("%02x", ((const unsigned char *) from)[i]);
  printf("\\n");
}

static bdaddr_t device(const char *text) {
  unsigned b[6];
  bdaddr_t found;
  sscanf(text, "%x:%x:%x:%x:%x:%x", b + 5, b + 4, b + 3, b + 2, b + 1, b);
  for (int i = 0; i < 6; i++) found.b[i] = b[i];
  return found;
}

static void l2(const char *bdaddr, int psm, int cid, int bdaddr_type) {
  struct sockaddr_l2 a;
  memset(&a, 0, sizeof a);
  a.l2_family = AF_BLUETOOTH;
  a.l2_psm = psm; a.l2_bdaddr = device(bdaddr); a.l2_cid = cid; a.l2_bdaddr_type = bdaddr_type;
  dump(&a, sizeof a);
}

static void rc(const char *bdaddr, int channel) {
  struct sockaddr_rc a;
  memset(&a, 0, sizeof a);
  a.rc_family = AF_BLUETOOTH; a.rc_bdaddr = device(bdaddr); a.rc_channel = channel;
  dump(&a, sizeof a);
}

static void hci(int dev, int channel) {
  struct sockaddr_hci a = { AF_BLUETOOTH, dev, channel };
  dump(&a, sizeof a);
}

static void sco(const char *bdaddr) {
  struct sockaddr_sco a = { AF_BLUETOOTH, device(bdaddr) };
  dump(&a, sizeof a);
}

int main(void) {
  l2("12:34:56:78:9A:BC", 0x1001, 0, 0);
  l2("FF:FE:FD:FC:FB:FA", 0xfffe, 0xabcd, 0);
  l2("00:00:00:00:00:00", 0, 4, 1);
  l2("00:00:00:FF:FF:FF", 0x80, 0, 255);
  rc("12:34:56:78:9A:BC", 7);
  rc("00:00:00:00:00:00", 255);
  hci(0, 0);
  hci(65535, 3);
  hci(258, 65534);
  sco("12:34:56:78:9A:BC");
}
`;

/** The same in Python's forms, 3.14's. */
const SAMPLES: readonly (readonly [proto: number, address: Address])[] = [
  [BTPROTO_L2CAP, [DEVICE, 0x1001]],
  [BTPROTO_L2CAP, ["FF:FE:FD:FC:FB:FA", 0xfffe, 0xabcd]],
  [BTPROTO_L2CAP, [BDADDR_ANY, 0, 4, 1]],
  [BTPROTO_L2CAP, [BDADDR_LOCAL, 0x80, 0, 255]],
  [BTPROTO_RFCOMM, [DEVICE, 7]],
  [BTPROTO_RFCOMM, [BDADDR_ANY, 255]],
  [BTPROTO_HCI, 0],
  [BTPROTO_HCI, [65535, 3]],
  [BTPROTO_HCI, [258, 65534]],
  [BTPROTO_SCO, DEVICE],
];

Deno.test({
  name: "addresses are the C compiler's, byte for byte, both ways",
  ignore: Deno.build.os !== "linux", // the structures are Linux's
  fn() {
    const { success, stdout } = new Deno.Command(compile(C)).outputSync();
    assert(success);
    const c = new TextDecoder().decode(stdout).trimEnd().split("\n");
    assertEquals(SAMPLES.map(([proto, address]) => encode(proto, address).toHex()), c);
    const decoded = c.map((hex, i) => decode(SAMPLES[i]?.[0] ?? -1, Uint8Array.fromHex(hex)));
    assertEquals(decoded, SAMPLES.map(([, address]) => address));
  },
});

Deno.test({
  name: "sizes are those of the facts",
  ignore: noFacts,
  fn() {
    const names = ["sockaddr_l2", "sockaddr_hci", "sockaddr_sco", "sockaddr_rc"];
    const sizes = [[DEVICE, 1], 1, DEVICE, [DEVICE, 1]]
      .map((address, proto) => encode(proto, address).length);
    assertEquals(sizes, names.map((name) => fact(name, "linux").size));
  },
});

Deno.test("a device's address as it may be written", () => {
  for (const text of ["1:2:a:F:10:ff", "01:02:0A:0F:10:FF", "01:02:0a:0f:10:ff"]) {
    assertEquals(back(BTPROTO_SCO, text), "01:02:0A:0F:10:FF");
    assertEquals(back(BTPROTO_SCO, utf8(text)), "01:02:0A:0F:10:FF");
    assertEquals(back(BTPROTO_RFCOMM, [text, 1]), ["01:02:0A:0F:10:FF", 1]);
    assertEquals(back(BTPROTO_L2CAP, [text, 1]), ["01:02:0A:0F:10:FF", 1]);
  }
});

Deno.test("what may be left out", () => {
  assertEquals(back(BTPROTO_L2CAP, [DEVICE, 1, 0]), [DEVICE, 1]);
  assertEquals(back(BTPROTO_L2CAP, [DEVICE, 1, 0, 0]), [DEVICE, 1]);
  assertEquals(back(BTPROTO_L2CAP, [DEVICE, 1, 2, 0]), [DEVICE, 1, 2]);
  assertEquals(back(BTPROTO_HCI, [5]), 5);
  assertEquals(back(BTPROTO_HCI, [5, 0]), 5);
});

Deno.test("what is not an address of the protocol is refused", () => {
  const shapes = [null, undefined, {}, [], [DEVICE], true, 1n, [DEVICE, 1, 2, 3, 4]];
  for (const address of [...shapes, 5, DEVICE]) {
    assertThrows(() => encode(BTPROTO_L2CAP, address), TypeError, "[bdaddr, psm, cid?, bdaddr");
    assertThrows(() => encode(BTPROTO_RFCOMM, address), TypeError, "[bdaddr, channel]");
  }
  assertThrows(() => encode(BTPROTO_RFCOMM, [DEVICE, 1, 0]), TypeError, "an array of 3");
  for (const address of [...shapes, DEVICE, ["0"], [0, 1, 2]]) {
    assertThrows(() => encode(BTPROTO_HCI, address), TypeError, "device_id");
  }
  for (const address of [...shapes, 5, [DEVICE], new Uint16Array(3)]) {
    assertThrows(() => encode(BTPROTO_SCO, address), TypeError, "bdaddr must be a string");
  }
  for (const bdaddr of [null, undefined, 5, utf8(DEVICE)]) {
    assertThrows(() => encode(BTPROTO_L2CAP, [bdaddr, 1]), TypeError, "bdaddr must be a string");
    assertThrows(() => encode(BTPROTO_RFCOMM, [bdaddr, 1]), TypeError, "bdaddr must be a string");
  }
  // A constant that is undefined is no default.
  assertThrows(() => encode(BTPROTO_L2CAP, [DEVICE, 1, undefined]), TypeError, "cid is undefined");
  assertThrows(() => encode(BTPROTO_L2CAP, [DEVICE, 1, 0, undefined]), TypeError, "bdaddr_type");
  assertThrows(() => encode(BTPROTO_HCI, [1, undefined]), TypeError, "channel is undefined");
});

Deno.test("text that is no device's address", () => {
  const bad = ["", "12:34:56:78:9A", `${DEVICE}:DE`, "12-34-56-78-9A-BC", "123456789ABC"];
  const odd = [
    ` ${DEVICE}`,
    `${DEVICE} `,
    `${DEVICE}\n`,
    "112:34:56:78:9A:BC",
    "G2:34:56:78:9A:BC",
  ];
  for (
    const text of [...bad, ...odd, "::::::", ":34:56:78:9A:BC", "0x1:2:3:4:5:6", "-1:2:3:4:5:6"]
  ) {
    const error = assertThrows(() => encode(BTPROTO_SCO, text), OSError, "bad bluetooth address");
    assertEquals(error.address, text);
    assertThrows(() => encode(BTPROTO_L2CAP, [text, 1]), OSError, "bad bluetooth address");
    assertThrows(() => encode(BTPROTO_RFCOMM, [text, 1]), OSError, "bad bluetooth address");
  }
  assertThrows(() => encode(BTPROTO_SCO, Uint8Array.of(0xff)), OSError, "bad bluetooth address");
});

Deno.test("numbers out of range are not cut off", () => {
  for (const number of [-1, 65536]) {
    assertThrows(() => encode(BTPROTO_L2CAP, [DEVICE, number]), RangeError, `psm must be`);
    assertThrows(() => encode(BTPROTO_L2CAP, [DEVICE, 1, number]), RangeError, `cid must be`);
    assertThrows(() => encode(BTPROTO_HCI, number), RangeError, `not ${number}`);
    assertThrows(() => encode(BTPROTO_HCI, [0, number]), RangeError, `channel must be`);
  }
  for (const number of [-1, 256]) {
    assertThrows(() => encode(BTPROTO_L2CAP, [DEVICE, 1, 0, number]), RangeError, "bdaddr_type");
    assertThrows(() => encode(BTPROTO_RFCOMM, [DEVICE, number]), RangeError, "0 to 255");
  }
  assertThrows(() => encode(BTPROTO_HCI, 1.5), TypeError, "device_id");
});

Deno.test("another protocol's addresses are raw bytes, and so are short ones", () => {
  const bytes = Uint8Array.of(AF_BLUETOOTH, 0, 1, 2, 3);
  for (const proto of [BTPROTO_ISO, 99]) {
    assertEquals(decode(proto, bytes), [AF_BLUETOOTH, Uint8Array.of(1, 2, 3)]);
    assertEquals(encode(proto, [AF_BLUETOOTH, Uint8Array.of(1, 2, 3)]), bytes);
    assertEquals(encode(proto, bytes), bytes);
  }
  for (const [proto, address] of SAMPLES) {
    // What ends a structure may be padding, of which nothing is read.
    const padding = proto === BTPROTO_L2CAP || proto === BTPROTO_RFCOMM ? 1 : 0;
    const all = encode(proto, address);
    const needed = all.length - padding;
    assertEquals(decode(proto, all.subarray(0, needed)), address);
    const short = all.subarray(0, needed - 1);
    assertEquals(decode(proto, short), [AF_BLUETOOTH, short.slice(2)]);
  }
});

const onWindows = {
  encode: (address: unknown) =>
    encodeAddress(windowsConstants.AF_BLUETOOTH, address, windows, {}, bearer(3)),
  decode: (bytes: Uint8Array) => decodeAddress(bytes, bytes.length, windows, {}, bearer(3)),
};

Deno.test("Windows: SOCKADDR_BTH", () => {
  const bytes = onWindows.encode([DEVICE, 0x01020304]);
  assertEquals(bytes.toHex(), "2000bc9a785634120000" + "00".repeat(16) + "04030201");
  assertEquals(onWindows.decode(bytes), [DEVICE, 0x01020304]);
  const any = windowsConstants.BT_PORT_ANY;
  assertEquals(onWindows.decode(onWindows.encode(["1:2:3:4:5:6", any])), [
    "01:02:03:04:05:06",
    any,
  ]);
  assertEquals(onWindows.decode(bytes.subarray(0, 29)), [32, bytes.slice(2, 29)]);
  for (const address of [null, DEVICE, [DEVICE], [DEVICE, 1, 2], 1]) {
    assertThrows(() => onWindows.encode(address), TypeError, "[bdaddr, channel]");
  }
  assertThrows(() => onWindows.encode([DEVICE, -1]), RangeError, "channel");
  assertThrows(() => onWindows.encode([DEVICE, 2 ** 32]), RangeError, "channel");
  assertThrows(() => onWindows.encode(["x", 1]), OSError, "bad bluetooth address");
});

Deno.test({
  name: "Windows: SOCKADDR_BTH is where the facts have it",
  ignore: noFacts,
  fn() {
    const struct = fact("SOCKADDR_BTH", "windows");
    const bytes = onWindows.encode([DEVICE, 0x01020304]);
    assertEquals(bytes.length, struct.size);
    assertEquals(membersOf(bytes, struct), {
      addressFamily: Uint8Array.of(32, 0),
      btAddr: Uint8Array.of(0xbc, 0x9a, 0x78, 0x56, 0x34, 0x12, 0, 0),
      serviceClassId: new Uint8Array(16),
      port: Uint8Array.of(4, 3, 2, 1),
    });
  },
});

/** The structures of CAN: the C compiler's bytes, what may be left out, and what is refused. */
import {
  bcm_msg_head,
  type BcmMsgHeadArgument,
  can_filter,
  can_frame,
  can_isotp_fc_options,
  can_isotp_ll_options,
  can_isotp_options,
  canfd_frame,
  j1939_filter,
} from "@bsd/socket";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { linux } from "../../constants/linux.ts";
import { compile } from "../support/compile.ts";
import { seeded } from "../support/seed.ts";

/** The codecs are those of the running OS, and Linux alone has these structures. */
const test = (name: string, fn: () => void | Promise<void>) =>
  Deno.test({ name, ignore: Deno.build.os !== "linux", fn });

const C = `
#include <linux/can.h>
#include <linux/can/bcm.h>
#include <linux/can/isotp.h>
#include <linux/can/j1939.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void dump(const void *from, size_t size) {
  for (size_t i = 0; i < size; i++) printf("%02x", ((const unsigned char *) from)[i]);
  printf("\\n");
}
#define DUMP(type, ...) do { \\
  static type value = { __VA_ARGS__ }; dump(&value, sizeof value); \\
} while (0)

int main(void) {
  DUMP(struct can_frame, .can_id = 0x98765432, .can_dlc = 8, .data = {1, 2, 3, 4, 5, 6, 7, 8});
  struct can_frame long_frame = {.can_id = 1, .can_dlc = 8};
  ((unsigned char *) &long_frame)[7] = 15;
  dump(&long_frame, sizeof long_frame);
  DUMP(struct can_frame, .can_id = 0x123 | CAN_RTR_FLAG, .can_dlc = 4);
  DUMP(struct canfd_frame, .can_id = 0x123, .len = 12, .flags = CANFD_BRS | CANFD_ESI,
    .data = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
  DUMP(struct can_filter, .can_id = 0x123 | CAN_INV_FILTER, .can_mask = CAN_SFF_MASK);
  DUMP(struct can_isotp_options, .flags = CAN_ISOTP_TX_PADDING, .frame_txtime = 1000000000,
    .ext_address = 1, .txpad_content = 2, .rxpad_content = 3, .rx_ext_address = 4);
  DUMP(struct can_isotp_fc_options, .bs = 8, .stmin = 0xf1, .wftmax = 3);
  DUMP(struct can_isotp_ll_options, .mtu = CANFD_MTU, .tx_dl = 64, .tx_flags = 1);
  DUMP(struct j1939_filter, .name = 0xfedcba9876543210, .name_mask = ~0ULL, .pgn = 0x12300,
    .pgn_mask = J1939_PGN_MAX, .addr = 0x20, .addr_mask = 0xff);
  DUMP(struct bcm_msg_head, .opcode = RX_DELETE, .can_id = 0x98765432);

  size_t size = sizeof(struct bcm_msg_head) + 2 * sizeof(struct can_frame);
  struct bcm_msg_head *m = calloc(1, size);
  m->opcode = TX_SETUP; m->flags = SETTIMER | STARTTIMER; m->count = 3;
  m->ival1.tv_sec = 1; m->ival1.tv_usec = 2; m->ival2.tv_sec = 0x123456789; m->ival2.tv_usec = 4;
  m->can_id = 0x321; m->nframes = 2;
  m->frames[0].can_id = 0x321; m->frames[0].can_dlc = 1; m->frames[0].data[0] = 0xab;
  m->frames[1].can_id = 0x322; m->frames[1].can_dlc = 2; m->frames[1].data[1] = 0xcd;
  dump(m, size);

  size = sizeof(struct bcm_msg_head) + sizeof(struct canfd_frame);
  m = calloc(1, size);
  m->opcode = TX_SEND; m->flags = CAN_FD_FRAME; m->can_id = 5; m->nframes = 1;
  struct canfd_frame *fd = (struct canfd_frame *) m->frames;
  fd->can_id = 5; fd->len = 64; fd->data[63] = 0xef;
  dump(m, size);
  return 0;
}
`;

const last = new Uint8Array(64);
last[63] = 0xef;
const cycle = {
  opcode: linux.CAN_BCM_TX_SETUP,
  flags: linux.CAN_BCM_SETTIMER | linux.CAN_BCM_STARTTIMER,
  count: 3,
  ival1: { tv_sec: 1, tv_usec: 2 },
  ival2: { tv_sec: 0x123456789, tv_usec: 4 },
  can_id: 0x321,
  frames: [
    { can_id: 0x321, len: 1, len8_dlc: 0, data: Uint8Array.of(0xab) },
    { can_id: 0x322, len: 2, len8_dlc: 0, data: Uint8Array.of(0, 0xcd) },
  ],
};

/** What of it each call of the codecs returns that is compared with C. */
function encodings(): Uint8Array[] {
  const one = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  const twelve = Uint8Array.of(...one, 9, 10, 11, 12);
  return [
    can_frame.encode({ can_id: 0x98765432, data: one }),
    can_frame.encode({ can_id: 1, data: new ArrayBuffer(8), len8_dlc: 15 }),
    can_frame.encode({ can_id: 0x123 | linux.CAN_RTR_FLAG, len: 4, data: new Uint8Array() }),
    canfd_frame.encode({ can_id: 0x123, data: twelve, flags: 3 }),
    can_filter.encode([
      { can_id: 0x123 | linux.CAN_INV_FILTER, can_mask: linux.CAN_SFF_MASK },
    ]),
    can_isotp_options.encode({
      flags: linux.CAN_ISOTP_TX_PADDING,
      frame_txtime: 1_000_000_000,
      ext_address: 1,
      txpad_content: 2,
      rxpad_content: 3,
      rx_ext_address: 4,
    }),
    can_isotp_fc_options.encode({ bs: 8, stmin: 0xf1, wftmax: 3 }),
    can_isotp_ll_options.encode({ mtu: linux.CANFD_MTU, tx_dl: 64, tx_flags: 1 }),
    j1939_filter.encode([{
      name: 0xfedcba9876543210n,
      name_mask: 2n ** 64n - 1n,
      pgn: 0x12300,
      pgn_mask: linux.J1939_PGN_MAX,
      addr: 0x20,
      addr_mask: 0xff,
    }]),
    bcm_msg_head.encode({ opcode: linux.CAN_BCM_RX_DELETE, can_id: 0x98765432 }),
    bcm_msg_head.encode(cycle),
    bcm_msg_head.encode({
      opcode: linux.CAN_BCM_TX_SEND,
      flags: linux.CAN_BCM_CAN_FD_FRAME,
      can_id: 5,
      frames: [{ can_id: 5, data: last }],
    }),
  ];
}

test("CAN's structures are the C compiler's, byte for byte", () => {
  const { success, stdout } = new Deno.Command(compile(C)).outputSync();
  assert(success);
  const c = new TextDecoder().decode(stdout).trimEnd().split("\n");
  const ours = encodings();
  assertEquals(ours.map((bytes) => bytes.toHex()), c);
  const codecs = [
    ...[can_frame, can_frame, can_frame, canfd_frame, can_filter, can_isotp_options],
    ...[can_isotp_fc_options, can_isotp_ll_options, j1939_filter, bcm_msg_head],
  ];
  assertEquals(codecs.map(({ size }) => size), ours.slice(0, 10).map(({ length }) => length));
});

test("a frame's data is as long as it says", () => {
  const read = can_frame.decode(can_frame.encode({ can_id: 1, data: Uint8Array.of(1, 2, 3) }));
  assertEquals(read, { can_id: 1, len: 3, len8_dlc: 0, data: Uint8Array.of(1, 2, 3) });
  assertEquals(can_frame.encode(read), can_frame.encode({ can_id: 1, data: read.data }));
  const part = can_frame.encode({ can_id: 1, len: 2, data: Uint8Array.of(1, 2, 3) });
  assertEquals(can_frame.decode(part).data, Uint8Array.of(1, 2));
  const more = can_frame.encode({ can_id: 1, len: 12, data: Uint8Array.of(1) });
  assertEquals(can_frame.decode(more), {
    can_id: 1,
    len: 12,
    len8_dlc: 0,
    data: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0),
  }, "the kernel refuses such a frame: that is its business");
  assertEquals(canfd_frame.decode(canfd_frame.encode({ can_id: 7, data: last, flags: 1 })), {
    can_id: 7,
    len: 64,
    flags: 1,
    data: last,
  });
});

test("an array of structures, and none", () => {
  const filters = [{ can_id: 1, can_mask: 0x7ff }, { can_id: 2, can_mask: 0xffffffff }];
  const bytes = can_filter.encode(filters.values());
  assertEquals(bytes.length, 2 * can_filter.size);
  assertEquals(can_filter.decode(bytes), filters);
  assertEquals(can_filter.encode([]), new Uint8Array());
  assertEquals(can_filter.decode(new ArrayBuffer(0)), []);
  assertThrows(() => can_filter.decode(bytes.subarray(1)), RangeError, "8 bytes each, not 15");
  const lacking = [{ can_id: 1 }] as unknown as typeof filters;
  assertThrows(() => can_filter.encode(lacking), TypeError, "can_filter.can_mask");
  const single = filters[0] as unknown as typeof filters;
  assertThrows(() => can_filter.encode(single), TypeError, "can_filter must be an array");
});

test(
  "messages of the broadcast manager come back",
  seeded((random) => {
    const uint32 = () => random.int(0, 0xffffffff);
    const time = () => ({ tv_sec: random.int(0, 1e9), tv_usec: random.int(0, 999_999) });
    for (let i = 0; i < 100; i++) {
      const fd = random.int(0, 1) === 1;
      const lengthOf = () => random.int(0, fd ? 64 : 8);
      const count = random.int(0, 5);
      const frames = fd
        ? Array.from({ length: count }, () => {
          const data = random.bytes(lengthOf());
          return { can_id: uint32(), len: data.length, flags: random.int(0, 7), data };
        })
        : Array.from({ length: count }, () => {
          const data = random.bytes(lengthOf());
          return { can_id: uint32(), len: data.length, len8_dlc: random.int(0, 15), data };
        });
      const bit = linux.CAN_BCM_CAN_FD_FRAME;
      const message = {
        opcode: uint32(),
        flags: (uint32() & ~bit | (fd ? bit : 0)) >>> 0,
        count: uint32(),
        ival1: time(),
        ival2: time(),
        can_id: uint32(),
        frames,
      };
      const bytes = bcm_msg_head.encode(message);
      assertEquals(bytes.length, 56 + count * (fd ? 72 : 16));
      assertEquals(bcm_msg_head.decode(bytes), message);
      if (count > 0) {
        const short = bytes.subarray(0, -1);
        assertThrows(() => bcm_msg_head.decode(short), RangeError, `${bytes.length - 1}`);
      }
    }
  }),
);

test("what does not fit a structure is refused", () => {
  const data = new Uint8Array();
  const frame = (value: object) => () => can_frame.encode({ can_id: 0, data, ...value });
  assertThrows(frame({ data: new Uint8Array(9) }), RangeError, "at most 8 bytes, not 9");
  assertThrows(frame({ data: "abc" }), TypeError, "data of a frame must be bytes");
  assertThrows(frame({ can_id: -1 }), RangeError, "can_frame.can_id");
  assertThrows(frame({ can_id: 2 ** 32 }), RangeError, "not 4294967296");
  assertThrows(frame({ len: 256 }), RangeError, "can_frame.len");
  assertThrows(frame({ len: undefined }), TypeError, "can_frame.len is undefined");
  assertThrows(
    () => canfd_frame.encode({ can_id: 0, data: new Uint8Array(65) }),
    RangeError,
    "at most 64 bytes, not 65",
  );
  assertThrows(() => canfd_frame.decode(new Uint8Array(16)), RangeError, "72 bytes");

  const message = (value: object) => () =>
    bcm_msg_head.encode({ opcode: 1, can_id: 0, ...value } as BcmMsgHeadArgument);
  assertThrows(message({ opcode: undefined }), TypeError, "bcm_msg_head.opcode is undefined");
  assertThrows(message({ flags: undefined }), TypeError, "bcm_msg_head.flags is undefined");
  assertThrows(message({ can_id: undefined }), TypeError, "bcm_msg_head.can_id is undefined");
  assertThrows(message({ count: -1 }), RangeError, "bcm_msg_head.count");
  assertThrows(message({ ival1: 5 }), TypeError, "bcm_msg_head.ival1 must be an object");
  assertThrows(message({ ival2: { tv_sec: 1 } }), TypeError, "bcm_msg_head.ival2.tv_usec");
  assertThrows(message({ frames: 5 }), TypeError, "bcm_msg_head.frames must be an array");
  const long = [{ can_id: 0, data: new Uint8Array(12) }];
  assertThrows(message({ frames: long }), RangeError, "at most 8 bytes, not 12");
  assertThrows(() => bcm_msg_head.decode(new Uint8Array(55)), RangeError, "56 bytes");

  const options = can_isotp_options.decode(new Uint8Array(12));
  assertThrows(
    () => can_isotp_options.encode({ ...options, txpad_content: 256 }),
    RangeError,
    "can_isotp_options.txpad_content must be from 0 to 255",
  );
  const filter = { name: 0n, name_mask: 0n, pgn: 0, pgn_mask: 0, addr: 0, addr_mask: 0 };
  assertThrows(() => j1939_filter.encode([{ ...filter, name: -1n }]), RangeError, ".name must be");
  assertEquals(j1939_filter.decode(j1939_filter.encode([filter, filter])), [filter, filter]);
});

/** CAN_ISOTP: messages of thousands of bytes over frames of eight, ISO 15765-2. */
import {
  AF_CAN,
  CAN_EFF_FLAG,
  CAN_ISOTP,
  CAN_ISOTP_DEFAULT_FRAME_TXTIME,
  CAN_ISOTP_DEFAULT_LL_MTU,
  CAN_ISOTP_DEFAULT_LL_TX_DL,
  CAN_ISOTP_DEFAULT_PAD_CONTENT,
  CAN_ISOTP_EXTEND_ADDR,
  can_isotp_fc_options,
  can_isotp_ll_options,
  CAN_ISOTP_LL_OPTS,
  can_isotp_options,
  CAN_ISOTP_OPTS,
  CAN_ISOTP_RECV_FC,
  CAN_ISOTP_TX_PADDING,
  CANFD_BRS,
  canfd_frame,
  CANFD_MTU,
  type CanIsotpOptions,
  errno,
  type IsotpAddress,
  MSG_TRUNC,
  OSError,
  SOCK_DGRAM,
  type Socket,
  socket,
  SOL_CAN_ISOTP,
} from "@bsd/socket";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { toRest } from "../awaited/idle.ts";
import { decode, encode, sha256 } from "../socket/helpers.ts";
import { familyTest } from "../support/family.ts";
import { seeded } from "../support/seed.ts";
import { listener, next, or, present, pythonCan, VCAN, VCANFD } from "./can.ts";

const test = familyTest("CAN_ISOTP", AF_CAN, SOCK_DGRAM, CAN_ISOTP);

/** A socket with the options that `set` makes, which go before the address. */
function isotp(address: IsotpAddress, set?: (s: Socket<IsotpAddress>) => void) {
  const s = socket(AF_CAN, SOCK_DGRAM, CAN_ISOTP);
  s.settimeout(10);
  set?.(s);
  s.bind(address);
  return s;
}

const options = (s: Socket<IsotpAddress>) =>
  can_isotp_options.decode(s.getsockopt(SOL_CAN_ISOTP, CAN_ISOTP_OPTS, can_isotp_options.size));

const change = (changes: Partial<CanIsotpOptions>) => (s: Socket<IsotpAddress>) =>
  s.setsockopt(
    SOL_CAN_ISOTP,
    CAN_ISOTP_OPTS,
    can_isotp_options.encode({ ...options(s), ...changes }),
  );

function fails(fn: () => unknown, number: number): void {
  assertEquals(assertThrows(fn, OSError).errno, number);
}

test(
  "CAN_ISOTP: long messages to Python and back",
  seeded(async (random) => {
    await using peer = pythonCan(`
      s = socket.socket(socket.AF_CAN, socket.SOCK_DGRAM, socket.CAN_ISOTP)
      s.bind(("${VCAN}", 0x98da0001, 0x98da0002))
      print(s.getsockname())
      for i in range(4):
          data, address = s.recvfrom(10000)
          print(len(data), sha256(data), address)
          s.send(data[::-1])
    `);
    const [theirs, ours] = [or(CAN_EFF_FLAG, 0x18da0001), or(CAN_EFF_FLAG, 0x18da0002)];
    using s = isotp([VCAN, ours, theirs]);
    assertEquals(await peer.line(), `('${VCAN}', ${theirs}, ${ours})`);
    for (const length of [1, 7, 8, 4095]) {
      const data = random.bytes(length);
      assertEquals(s.send(data), length);
      const [answer, address] = s.recvfrom(10_000);
      assertEquals(answer, data.toReversed());
      assertEquals(address[0], VCAN);
      const line = await peer.line();
      assertEquals(line.split(" ").slice(0, 3), [`${length}`, sha256(data), `('${VCAN}',`]);
    }
    await peer.end();
  }),
);

test("CAN_ISOTP: addresses", () => {
  using s = socket(AF_CAN, SOCK_DGRAM, CAN_ISOTP);
  assertEquals(s.getsockname(), ["", 0, 0]);
  const unknown = assertThrows(() => s.bind(["nope0", 1, 2]), OSError, "nope0");
  assertEquals(unknown.errno, errno.ENODEV);
  fails(() => s.bind(["", 1, 2]), errno.ENODEV);
  fails(() => s.send(encode("unbound")), errno.EADDRNOTAVAIL);
  s.bind([VCAN, 0x123, 0x456]);
  assertEquals(s.getsockname(), [VCAN, 0x123, 0x456]);
  assert(Deno.inspect(s).includes(`laddr=('${VCAN}', 291, 1110)`), Deno.inspect(s));
  fails(() => s.connect([VCAN, 1, 2]), errno.EOPNOTSUPP);
  fails(() => s.getpeername(), errno.EOPNOTSUPP);
  fails(() => s.setsockopt(SOL_CAN_ISOTP, CAN_ISOTP_OPTS, new Uint8Array(12)), errno.EISCONN);
});

test(
  "CAN_ISOTP: awaited in both directions at once",
  toRest(seeded(async (random) => {
    using a = isotp([VCAN, 0x701, 0x702]);
    using b = isotp([VCAN, 0x702, 0x701]);
    const [there, back] = [random.bytes(4095), random.bytes(3000)];
    const received = [a.promises.recv(5000), b.promises.recvfrom(5000)] as const;
    assertEquals(await a.promises.send(there), there.length);
    assertEquals(await b.promises.send(back), back.length);
    const [atA, [atB, [ifname]]] = await Promise.all(received);
    assertEquals([atA, atB, ifname], [back, there, VCAN]);

    a.send(encode("a message longer than the room"));
    const [part, , flags] = b.recvmsg(9);
    assertEquals([decode(part), flags & present(MSG_TRUNC)], ["a message", present(MSG_TRUNC)]);
    a.send(encode("next"));
    const into = new Uint8Array(10);
    assertEquals(b.recv_into(into), 4);
    assertEquals(decode(into.subarray(0, 4)), "next");
  })),
);

test("CAN_ISOTP: the options are the kernel's own, and are set before the address", () => {
  using s = socket(AF_CAN, SOCK_DGRAM, CAN_ISOTP);
  assertEquals(options(s), {
    flags: 0,
    frame_txtime: present(CAN_ISOTP_DEFAULT_FRAME_TXTIME),
    ext_address: 0,
    txpad_content: present(CAN_ISOTP_DEFAULT_PAD_CONTENT),
    rxpad_content: present(CAN_ISOTP_DEFAULT_PAD_CONTENT),
    rx_ext_address: 0,
  });
  change({ flags: present(CAN_ISOTP_TX_PADDING), txpad_content: 0xaa, frame_txtime: 1 })(s);
  const { flags, txpad_content, frame_txtime } = options(s);
  assertEquals([flags, txpad_content, frame_txtime], [CAN_ISOTP_TX_PADDING, 0xaa, 1]);

  const fc = { bs: 3, stmin: 0xf1, wftmax: 2 };
  s.setsockopt(SOL_CAN_ISOTP, CAN_ISOTP_RECV_FC, can_isotp_fc_options.encode(fc));
  const { size } = can_isotp_fc_options;
  const set = s.getsockopt(SOL_CAN_ISOTP, CAN_ISOTP_RECV_FC, size);
  assertEquals(can_isotp_fc_options.decode(set), fc);

  const link = () => s.getsockopt(SOL_CAN_ISOTP, CAN_ISOTP_LL_OPTS, can_isotp_ll_options.size);
  assertEquals(can_isotp_ll_options.decode(link()), {
    mtu: present(CAN_ISOTP_DEFAULT_LL_MTU),
    tx_dl: present(CAN_ISOTP_DEFAULT_LL_TX_DL),
    tx_flags: 0,
  });
  fails(
    () => s.setsockopt(SOL_CAN_ISOTP, CAN_ISOTP_LL_OPTS, Uint8Array.of(present(CANFD_MTU), 9, 0)),
    errno.EINVAL,
  );
});

test("CAN_ISOTP: padding and flow control, as they are on the bus", () => {
  using bus = listener(VCAN, 0x711, 0x712);
  const pad = { flags: present(CAN_ISOTP_TX_PADDING), txpad_content: 0xaa };
  using a = isotp([VCAN, 0x711, 0x712], change(pad));
  using b = isotp([VCAN, 0x712, 0x711], (s) => {
    const fc = can_isotp_fc_options.encode({ bs: 1, stmin: 0xf1, wftmax: 0 });
    s.setsockopt(SOL_CAN_ISOTP, CAN_ISOTP_RECV_FC, fc);
  });
  a.send(Uint8Array.of(1, 2, 3));
  assertEquals(next(bus), [0x712, "03010203aaaaaaaa"], "a single frame");
  assertEquals(b.recv(10), Uint8Array.of(1, 2, 3));

  a.send(Uint8Array.from({ length: 15 }, (_, i) => i + 1));
  assertEquals(b.recv(100).length, 15);
  assertEquals(Array.from({ length: 5 }, () => next(bus)), [
    [0x712, "100f010203040506"],
    [0x711, "3001f1"],
    [0x712, "210708090a0b0c0d"],
    [0x711, "3001f1"],
    [0x712, "220e0faaaaaaaaaa"],
  ], "first frame, and before each further one the flow control that was asked for");
});

test("CAN_ISOTP: extended addresses", () => {
  using bus = listener(VCAN, 0x722);
  const extended = { flags: present(CAN_ISOTP_EXTEND_ADDR), ext_address: 0x5a };
  using a = isotp([VCAN, 0x721, 0x722], change(extended));
  using b = isotp([VCAN, 0x722, 0x721], change(extended));
  a.send(Uint8Array.of(1, 2));
  assertEquals(next(bus), [0x722, "5a020102"]);
  assertEquals(b.recv(10), Uint8Array.of(1, 2));
});

test("CAN_ISOTP: over CAN FD frames of 64 bytes", () => {
  const fd = (s: Socket<IsotpAddress>) =>
    s.setsockopt(
      SOL_CAN_ISOTP,
      CAN_ISOTP_LL_OPTS,
      can_isotp_ll_options.encode({ mtu: present(CANFD_MTU), tx_dl: 64, tx_flags: CANFD_BRS }),
    );
  using bus = listener(VCANFD, 0x732);
  using a = isotp([VCANFD, 0x731, 0x732], fd);
  using b = isotp([VCANFD, 0x732, 0x731], fd);
  const data = Uint8Array.from({ length: 125 }, (_, i) => i);
  assertEquals(a.sendmsg([data.subarray(0, 60), data.subarray(60)]), 125);
  assertEquals(b.recv(1000), data);
  const frames = [canfd_frame.decode(bus.recv(72)), canfd_frame.decode(bus.recv(72))];
  assertEquals(frames.map(({ len, flags }) => [len, flags & 1]), [[64, 1], [64, 1]]);
  assertEquals(frames.map(({ data: [first] }) => first), [0x10, 0x21]);
});

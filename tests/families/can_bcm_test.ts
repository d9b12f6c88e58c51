/** CAN_BCM: the kernel sends cycles of frames, and watches for changes. */
import {
  AF_CAN,
  bcm_msg_head,
  type BcmMsgHead,
  type BcmMsgHeadArgument,
  BlockingIOError,
  CAN_BCM,
  CAN_BCM_CAN_FD_FRAME,
  CAN_BCM_RX_CHANGED,
  CAN_BCM_RX_DELETE,
  CAN_BCM_RX_FILTER_ID,
  CAN_BCM_RX_READ,
  CAN_BCM_RX_SETUP,
  CAN_BCM_RX_STATUS,
  CAN_BCM_RX_TIMEOUT,
  CAN_BCM_SETTIMER,
  CAN_BCM_STARTTIMER,
  CAN_BCM_TX_COUNTEVT,
  CAN_BCM_TX_CP_CAN_ID,
  CAN_BCM_TX_DELETE,
  CAN_BCM_TX_EXPIRED,
  CAN_BCM_TX_READ,
  CAN_BCM_TX_SEND,
  CAN_BCM_TX_SETUP,
  CAN_BCM_TX_STATUS,
  can_frame,
  type CanAddress,
  CANFD_BRS,
  canfd_frame,
  errno,
  OSError,
  SOCK_DGRAM,
  type Socket,
  socket,
} from "@bsd/socket";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { toRest } from "../awaited/idle.ts";
import { familyTest } from "../support/family.ts";
import { listener, next, or, present, pythonCan, VCAN, VCANFD } from "./can.ts";

const test = familyTest("CAN_BCM", AF_CAN, SOCK_DGRAM, CAN_BCM);

/** Room for a message with some frames. */
const room = () => bcm_msg_head.size + 4 * canfd_frame.size;

const soon = { tv_sec: 0, tv_usec: 2000 };
const never = { tv_sec: 0, tv_usec: 0 };

/** A socket of the broadcast manager on a bus. */
function manager(bus: string): Socket<CanAddress> {
  const s = socket(AF_CAN, SOCK_DGRAM, CAN_BCM);
  s.settimeout(10);
  s.connect([bus]);
  return s;
}

const tell = (s: Socket<CanAddress>, message: BcmMsgHeadArgument) => {
  const bytes = bcm_msg_head.encode(message);
  assertEquals(s.send(bytes), bytes.length);
};
const hear = (s: Socket<CanAddress>): BcmMsgHead => bcm_msg_head.decode(s.recv(room()));

const frame = (can_id: number, ...data: number[]) => ({ can_id, data: Uint8Array.from(data) });
const put = (s: Socket<CanAddress>, can_id: number, ...data: number[]) =>
  void s.send(can_frame.encode(frame(can_id, ...data)));
const read = (can_id: number, ...data: number[]) => ({
  can_id,
  len: data.length,
  len8_dlc: 0,
  data: Uint8Array.from(data),
});

function fails(fn: () => unknown, number: number): void {
  assertEquals(assertThrows(fn, OSError).errno, number);
}

test("CAN_BCM: a Python hears our cycle, and we of changes in Python's", async () => {
  await using peer = pythonCan(`
    raw = socket.socket(socket.AF_CAN, socket.SOCK_RAW, socket.CAN_RAW)
    raw.bind(("${VCAN}",))
    print("ready")
    for i in range(4):
        data, address = raw.recvfrom(16)
        print(parse(data), address)
    raw.close()
    bcm = socket.socket(socket.AF_CAN, socket.SOCK_DGRAM, socket.CAN_BCM)
    bcm.connect(("${VCAN}",))
    def setup(opcode, can_id, *frames):
        flags = socket.CAN_BCM_SETTIMER | socket.CAN_BCM_STARTTIMER
        head = struct.pack("@3I4l2I0q", opcode, flags, 0, 0, 0, 0, 2000, can_id, len(frames))
        bcm.send(head + b"".join(frames))
    sys.stdin.readline()
    setup(socket.CAN_BCM_TX_SETUP, 0x310, frame(0x310, b"one"))
    sys.stdin.readline()
    setup(socket.CAN_BCM_TX_SETUP, 0x310, frame(0x310, b"two"))
    sys.stdin.readline()
  `);
  assertEquals(await peer.line(), "ready");
  {
    using s = manager(VCAN);
    tell(s, {
      opcode: CAN_BCM_TX_SETUP,
      flags: or(CAN_BCM_SETTIMER, CAN_BCM_STARTTIMER),
      ival2: soon,
      can_id: 0x300,
      frames: [frame(0x300, 1, 2), frame(0x301, 3)],
    });
    const lines = [];
    for (let i = 0; i < 4; i++) lines.push(await peer.line());
    const [first, second] = [`300 2 0102 ('${VCAN}',)`, `301 1 03 ('${VCAN}',)`];
    assertEquals(lines, [first, second, first, second]);
  }
  using s = manager(VCAN);
  const all = new Uint8Array(8).fill(0xff);
  const watch = { can_id: 0x310, frames: [{ can_id: 0x310, data: all }] };
  tell(s, { opcode: CAN_BCM_RX_SETUP, ...watch });
  const texts: string[] = [];
  for (let i = 0; i < 2; i++) {
    await peer.send("\n");
    const [bytes, address] = s.recvfrom(room());
    assertEquals(address, [VCAN]);
    const { opcode, can_id, frames: [changed] } = bcm_msg_head.decode(bytes);
    assertEquals([opcode, can_id], [present(CAN_BCM_RX_CHANGED), 0x310]);
    texts.push(new TextDecoder().decode(changed?.data));
  }
  assertEquals(texts, ["one", "two"]);
  await peer.send("\n");
  await peer.end();
});

test("CAN_BCM: a cycle goes on until it is deleted", () => {
  using s = manager(VCAN);
  using bus = listener(VCAN, 0x320, 0x7fe, 0x7ff);
  using marker = listener(VCAN, 0x7ff);
  const setup = {
    opcode: CAN_BCM_TX_SETUP,
    flags: or(CAN_BCM_SETTIMER, CAN_BCM_STARTTIMER),
    ival2: soon,
    can_id: 0x320,
  };
  tell(s, { ...setup, frames: [frame(0x320, 1)] });
  for (let i = 0; i < 5; i++) assertEquals(next(bus), [0x320, "01"]);
  // The content changes, and the timer goes on.
  tell(s, { opcode: CAN_BCM_TX_SETUP, can_id: 0x320, frames: [frame(0x320, 2)] });
  let [, data] = next(bus);
  while (data === "01") [, data] = next(bus);
  assertEquals(data, "02");

  tell(s, { opcode: CAN_BCM_TX_DELETE, can_id: 0x320 });
  put(marker, 0x7fe);
  let [id] = next(bus);
  while (id === 0x320) [id] = next(bus);
  assertEquals(id, 0x7fe, "what was sent before");
  using other = manager(VCAN);
  tell(other, { ...setup, can_id: 0x7ff, frames: [frame(0x7ff)] });
  // Two of a cycle that is as fast, and none of the deleted one.
  assertEquals([next(bus), next(bus)], [[0x7ff, ""], [0x7ff, ""]]);
  fails(() => tell(s, { opcode: CAN_BCM_TX_DELETE, can_id: 0x320 }), errno.EINVAL);
});

test("CAN_BCM: so many frames, and the notice that they are sent", () => {
  using s = manager(VCAN);
  using bus = listener(VCAN, 0x330);
  const flags = or(CAN_BCM_SETTIMER, CAN_BCM_STARTTIMER, CAN_BCM_TX_COUNTEVT);
  tell(s, {
    opcode: CAN_BCM_TX_SETUP,
    flags,
    count: 3,
    ival1: soon,
    can_id: 0x330,
    frames: [frame(0x330, 0xaa)],
  });
  const done = hear(s);
  assertEquals(done.opcode, present(CAN_BCM_TX_EXPIRED));
  assertEquals([done.can_id, done.count, done.ival1, done.ival2], [0x330, 0, soon, never]);
  for (let i = 0; i < 3; i++) assertEquals(next(bus), [0x330, "aa"]);
  bus.setblocking(false);
  assertThrows(() => bus.recv(16), BlockingIOError);
});

test("CAN_BCM: what it does, it tells", () => {
  using s = manager(VCAN);
  const frames = [frame(0x340, 1, 2, 3), frame(0x341)];
  tell(s, {
    opcode: CAN_BCM_TX_SETUP,
    flags: CAN_BCM_SETTIMER,
    count: 7,
    ival1: { tv_sec: 60, tv_usec: 1 },
    ival2: { tv_sec: 3600, tv_usec: 2 },
    can_id: 0x340,
    frames,
  });
  tell(s, { opcode: CAN_BCM_TX_READ, can_id: 0x340 });
  assertEquals(hear(s), {
    opcode: present(CAN_BCM_TX_STATUS),
    flags: present(CAN_BCM_SETTIMER),
    count: 7,
    ival1: { tv_sec: 60, tv_usec: 1 },
    ival2: { tv_sec: 3600, tv_usec: 2 },
    can_id: 0x340,
    frames: [read(0x340, 1, 2, 3), read(0x341)],
  });
  tell(s, { opcode: CAN_BCM_RX_SETUP, flags: CAN_BCM_RX_FILTER_ID, can_id: 0x342 });
  tell(s, { opcode: CAN_BCM_RX_READ, can_id: 0x342 });
  const { opcode, flags, can_id, frames: none } = hear(s);
  assertEquals(
    [opcode, flags, can_id, none],
    [present(CAN_BCM_RX_STATUS), present(CAN_BCM_RX_FILTER_ID), 0x342, []],
  );
  fails(() => tell(s, { opcode: CAN_BCM_TX_READ, can_id: 0x349 }), errno.EINVAL);
});

test("CAN_BCM: one frame at once", () => {
  using s = manager(VCAN);
  using bus = listener(VCAN, 0x350, 0x351);
  tell(s, { opcode: CAN_BCM_TX_SEND, can_id: 0, frames: [frame(0x350, 5, 6)] });
  assertEquals(next(bus), [0x350, "0506"]);
  tell(s, {
    opcode: CAN_BCM_TX_SETUP,
    flags: or(CAN_BCM_SETTIMER, CAN_BCM_STARTTIMER, CAN_BCM_TX_CP_CAN_ID),
    ival2: soon,
    can_id: 0x351,
    frames: [frame(0, 7)],
  });
  assertEquals(next(bus), [0x351, "07"], "the message's identifier is the frame's");
});

test("CAN_BCM: changes of the bits that are watched, and nothing else", () => {
  using s = manager(VCAN);
  using bus = listener(VCAN, 0x7ff);
  tell(s, {
    opcode: CAN_BCM_RX_SETUP,
    can_id: 0x360,
    frames: [frame(0x360, 0xf0, 0, 0, 0, 0, 0, 0, 0)],
  });
  put(bus, 0x360, 0x10, 1, 0, 0, 0, 0, 0, 0); // the first one is a change
  put(bus, 0x361, 0x20, 1, 0, 0, 0, 0, 0, 0); // another identifier
  put(bus, 0x360, 0x1f, 2, 0, 0, 0, 0, 0, 0); // a change elsewhere
  put(bus, 0x360, 0x2f, 3, 0, 0, 0, 0, 0, 0);
  const changes = [hear(s), hear(s)];
  assertEquals(changes.map(({ opcode }) => opcode), [CAN_BCM_RX_CHANGED, CAN_BCM_RX_CHANGED]);
  assertEquals(changes.map(({ frames }) => frames[0]), [
    read(0x360, 0x10, 1, 0, 0, 0, 0, 0, 0),
    read(0x360, 0x2f, 3, 0, 0, 0, 0, 0, 0),
  ]);

  tell(s, { opcode: CAN_BCM_RX_DELETE, can_id: 0x360 });
  put(bus, 0x360, 0x30, 4, 0, 0, 0, 0, 0, 0);
  s.setblocking(false);
  assertThrows(() => s.recv(room()), BlockingIOError);
});

test(
  "CAN_BCM: a frame that stays away",
  toRest(async () => {
    using s = manager(VCAN);
    using bus = listener(VCAN, 0x7ff);
    tell(s, {
      opcode: CAN_BCM_RX_SETUP,
      flags: or(CAN_BCM_SETTIMER, CAN_BCM_STARTTIMER, CAN_BCM_RX_FILTER_ID),
      ival1: soon,
      can_id: 0x370,
    });
    const missing = bcm_msg_head.decode(await s.promises.recv(room()));
    assertEquals(missing.opcode, present(CAN_BCM_RX_TIMEOUT));
    assertEquals([missing.can_id, missing.ival1, missing.frames], [0x370, soon, []]);

    const waiting = s.promises.recvfrom(room());
    await bus.promises.send(can_frame.encode(frame(0x370, 9)));
    const [bytes, address] = await waiting;
    const back = bcm_msg_head.decode(bytes);
    assertEquals([back.opcode, back.frames, address], [
      present(CAN_BCM_RX_CHANGED),
      [read(0x370, 9)],
      [VCAN],
    ]);
  }),
);

test("CAN_BCM: CAN FD frames", () => {
  using s = manager(VCANFD);
  using bus = listener(VCANFD, 0x380);
  const data = Uint8Array.from({ length: 64 }, (_, i) => i);
  tell(s, {
    opcode: CAN_BCM_TX_SETUP,
    flags: or(CAN_BCM_SETTIMER, CAN_BCM_STARTTIMER, CAN_BCM_CAN_FD_FRAME),
    ival2: soon,
    can_id: 0x380,
    frames: [{ can_id: 0x380, data, flags: present(CANFD_BRS) }],
  });
  const { can_id, data: sent } = canfd_frame.decode(bus.recv(72));
  assertEquals([can_id, sent], [0x380, data]);

  const flags = or(CAN_BCM_CAN_FD_FRAME, CAN_BCM_RX_FILTER_ID);
  tell(s, { opcode: CAN_BCM_RX_SETUP, flags, can_id: 0x381 });
  bus.send(canfd_frame.encode({ can_id: 0x381, data: data.subarray(0, 12) }));
  const { opcode, frames: [changed] } = hear(s);
  assertEquals(opcode, present(CAN_BCM_RX_CHANGED));
  assertEquals([changed?.can_id, changed?.data], [0x381, data.slice(0, 12)]);
});

test("CAN_BCM: on all interfaces, each notice says which it is about", () => {
  using s = manager("");
  using vcan = listener(VCAN, 0x7ff);
  using vcanfd = listener(VCANFD, 0x7ff);
  tell(s, { opcode: CAN_BCM_RX_SETUP, flags: CAN_BCM_RX_FILTER_ID, can_id: 0x390 });
  put(vcanfd, 0x390, 1);
  assertEquals(s.recvfrom(room())[1], [VCANFD]);
  put(vcan, 0x390, 2);
  assertEquals(s.recvfrom(room())[1], [VCAN]);

  using bus = listener(VCAN, 0x391);
  const once = { opcode: CAN_BCM_TX_SEND, can_id: 0, frames: [frame(0x391, 1)] };
  assertEquals(s.sendto(bcm_msg_head.encode(once), [VCAN]), 72);
  assertEquals(next(bus), [0x391, "01"]);
});

test("CAN_BCM: what is refused", () => {
  using s = socket(AF_CAN, SOCK_DGRAM, CAN_BCM);
  const send = { opcode: CAN_BCM_TX_SEND, can_id: 0, frames: [frame(1)] };
  fails(() => tell(s, send), errno.ENOTCONN);
  const unknown = assertThrows(() => s.connect(["nope0"]), OSError, "nope0");
  assertEquals(unknown.errno, errno.ENODEV);
  fails(() => s.bind([VCAN]), errno.EOPNOTSUPP);
  fails(() => s.getsockname(), errno.EOPNOTSUPP);
  s.connect([VCAN]);
  fails(() => s.connect([VCAN]), errno.EISCONN);
  fails(() => s.send(new Uint8Array(55)), errno.EINVAL);
  fails(() => tell(s, { opcode: 99, can_id: 0 }), errno.EINVAL);
  fails(() => tell(s, { ...send, frames: [frame(1), frame(2)] }), errno.EINVAL);
  assert(Deno.inspect(s).includes("AF_CAN"));
});

/** CAN_RAW: single frames, with a Python at the other end of the bus and between our own sockets. */
import {
  AF_CAN,
  BlockingIOError,
  CAN_EFF_FLAG,
  can_filter,
  can_frame,
  CAN_INV_FILTER,
  CAN_RAW,
  CAN_RAW_ERR_FILTER,
  CAN_RAW_FD_FRAMES,
  CAN_RAW_FILTER,
  CAN_RAW_JOIN_FILTERS,
  CAN_RAW_LOOPBACK,
  CAN_RAW_RECV_OWN_MSGS,
  CAN_RTR_FLAG,
  CANFD_BRS,
  canfd_frame,
  CMSG_SPACE,
  errno,
  MSG_CONFIRM,
  MSG_DONTROUTE,
  OSError,
  SO_RCVBUF,
  SO_RXQ_OVFL,
  SO_TIMESTAMP,
  SOCK_RAW,
  type Socket,
  socket,
  SOL_CAN_RAW,
  SOL_SOCKET,
  timeval,
} from "@bsd/socket";
import { assert, assertEquals, assertGreater, assertRejects, assertThrows } from "@std/assert";
import { toRest } from "../awaited/idle.ts";
import { encode } from "../socket/helpers.ts";
import { familyTest } from "../support/family.ts";
import { listener, next, or, present, pythonCan, VCAN, VCANFD } from "./can.ts";

const test = familyTest("CAN_RAW", AF_CAN, SOCK_RAW, CAN_RAW);

/** A frame with a byte of data, or more. */
const frame = (can_id: number, ...data: number[]) =>
  can_frame.encode({ can_id, data: Uint8Array.from(data) });

/** Runs it, which must fail with this error number. */
function fails(fn: () => unknown, number: number): OSError {
  const error = assertThrows(fn, OSError);
  assertEquals(error.errno, number);
  return error;
}

test("CAN_RAW: Python answers on both buses", async () => {
  await using peer = pythonCan(`
    s = socket.socket(socket.AF_CAN, socket.SOCK_RAW, socket.CAN_RAW)
    s.setsockopt(socket.SOL_CAN_RAW, socket.CAN_RAW_FD_FRAMES, 1)
    s.bind(("",))
    print("ready")
    for i in range(5):
        data, address = s.recvfrom(100)
        print(parse(data), address)
        can_id, length, content = struct.unpack("=IB3x8s", data)
        s.sendto(frame(can_id + 1, content[:length][::-1]), address)
    data, address = s.recvfrom(100)
    can_id, length, flags, content = struct.unpack("=IBB2x64s", data)
    print(f"{can_id:x} {length} {flags} {content.hex()}", address)
    s.sendto(struct.pack("=IBB2x64s", 0x601, 48, 2, content[::-1]), address)
  `);
  const ids = [0x101, 0x201, 0x301, 0x401, or(CAN_EFF_FLAG, 0x12345679), 0x601];
  using vcan = listener(VCAN, ...ids);
  using vcanfd = listener(VCANFD, ...ids);
  assertEquals(await peer.line(), "ready");

  const exchange = (s: Socket, bytes: Uint8Array) => {
    s.send(bytes);
    const [received, address] = s.recvfrom(100);
    const { can_id, data } = can_frame.decode(received);
    return [can_id, data.toHex(), address];
  };
  assertEquals(exchange(vcan, frame(0x100, 1, 2, 3)), [0x101, "030201", [VCAN]]);
  assertEquals(await peer.line(), `100 3 010203 ('${VCAN}',)`);
  assertEquals(exchange(vcan, frame(0x200)), [0x201, "", [VCAN]]);
  assertEquals(await peer.line(), `200 0  ('${VCAN}',)`);
  const eight = frame(0x300, 1, 2, 3, 4, 5, 6, 7, 8);
  assertEquals(exchange(vcanfd, eight), [0x301, "0807060504030201", [VCANFD]]);
  assertEquals(await peer.line(), `300 8 0102030405060708 ('${VCANFD}',)`);
  // A request for data has a length and no data.
  const request = { can_id: or(CAN_RTR_FLAG, 0x400), len: 2, data: new Uint8Array() };
  vcan.send(can_frame.encode(request));
  assertEquals(await peer.line(), `40000400 2 0000 ('${VCAN}',)`);
  assertEquals(next(vcan), [or(CAN_RTR_FLAG, 0x401), "0000"]);
  const extended = or(CAN_EFF_FLAG, 0x12345678);
  assertEquals(exchange(vcan, frame(extended, 0xff)), [extended + 1, "ff", [VCAN]]);
  assertEquals(await peer.line(), `92345678 1 ff ('${VCAN}',)`);

  const data = Uint8Array.from({ length: 64 }, (_, i) => i);
  vcanfd.send(canfd_frame.encode({ can_id: 0x600, data, flags: present(CANFD_BRS) }));
  const [received, address] = vcanfd.recvfrom(100);
  assertEquals(canfd_frame.decode(received), {
    can_id: 0x601,
    len: 48,
    // The kernel says by 4, CANFD_FDF, that it is an FD frame, from Linux 5.14 on.
    flags: (canfd_frame.decode(received).flags & 4) | 2,
    data: data.toReversed().slice(0, 48),
  });
  assertEquals(address, [VCANFD]);
  assertEquals((await peer.line()).replace(/^600 64 [15] /, ""), `${data.toHex()} ('${VCANFD}',)`);
  await peer.end();
});

test("CAN_RAW: addresses, and interfaces that are not there", () => {
  using s = socket(AF_CAN, SOCK_RAW, CAN_RAW);
  assertEquals(s.getsockname(), [""]);
  s.bind([""]);
  assertEquals(s.getsockname(), [""]);
  s.bind([VCAN]);
  assertEquals(s.getsockname(), [VCAN]);
  for (const name of ["nope0", "x".repeat(16), `${VCAN}${"x".repeat(300)}`]) {
    const error = fails(() => s.bind([name]), errno.ENODEV);
    assert(error.message.includes(name), error.message);
    fails(() => s.sendto(frame(1), [name]), errno.ENODEV);
  }
  assertThrows(() => s.bind([`${VCAN}\0`]), RangeError, "NUL");
  fails(() => s.bind(["lo"]), errno.ENODEV);
  assertEquals(s.getsockname(), [VCAN], "what failed changed nothing");
  fails(() => s.connect([VCAN]), errno.EOPNOTSUPP);
  fails(() => s.getpeername(), errno.EOPNOTSUPP);
  assert(Deno.inspect(s).includes(`laddr=('${VCAN}',)`), Deno.inspect(s));
});

test("CAN_RAW: bound to all interfaces, each frame says which it came by", () => {
  using all = socket(AF_CAN, SOCK_RAW, CAN_RAW);
  all.settimeout(10);
  all.bind([""]);
  using vcan = listener(VCAN);
  using vcanfd = listener(VCANFD);
  vcan.send(frame(1));
  vcanfd.send(frame(2));
  assertEquals(all.recvfrom(16), [frame(1), [VCAN]]);
  const room = new Uint8Array(16);
  assertEquals(all.recvfrom_into(room), [16, [VCANFD]]);
  assertEquals(room, frame(2));
  all.sendto(frame(3, 3), [VCANFD]);
  assertEquals(next(vcanfd), [3, "03"]);
  all.sendmsg([frame(4, 4).subarray(0, 5), frame(4, 4).subarray(5)], [], 0, [VCAN]);
  assertEquals(next(vcan), [4, "04"]);
  fails(() => all.send(frame(5)), errno.ENXIO);
});

test("CAN_RAW: what is no frame, or none of the bus's, is refused", () => {
  using s = socket(AF_CAN, SOCK_RAW, CAN_RAW);
  s.bind([VCANFD]);
  const fd = canfd_frame.encode({ can_id: 1, data: new Uint8Array(64) });
  for (const length of [0, 1, 15, 17, 71, 73]) {
    fails(() => s.send(new Uint8Array(length)), errno.EINVAL);
  }
  fails(() => s.send(fd), errno.EINVAL);
  s.setsockopt(SOL_CAN_RAW, CAN_RAW_FD_FRAMES, 1);
  assertEquals(s.send(fd), 72);
  fails(
    () => s.send(can_frame.encode({ can_id: 1, len: 9, data: new Uint8Array(8) })),
    errno.EINVAL,
  );
  fails(
    () => s.send(canfd_frame.encode({ can_id: 1, len: 65, data: new Uint8Array(64) })),
    errno.EINVAL,
  );
  s.bind([VCAN]);
  fails(() => s.send(fd), errno.EINVAL);
  fails(() => s.setsockopt(SOL_CAN_RAW, CAN_RAW_FILTER, new Uint8Array(9)), errno.EINVAL);
  fails(() => s.setsockopt(SOL_CAN_RAW, 99, 1), errno.ENOPROTOOPT);
});

test("CAN_RAW: filters", () => {
  using s = socket(AF_CAN, SOCK_RAW, CAN_RAW);
  s.setblocking(false);
  s.bind([VCAN]);
  using sender = listener(VCAN);
  const filter = (...filters: Parameters<typeof can_filter.encode>[0][]) => {
    for (const some of filters) {
      s.setsockopt(SOL_CAN_RAW, CAN_RAW_FILTER, can_filter.encode(some));
    }
  };
  const filters = () =>
    can_filter.decode(s.getsockopt(SOL_CAN_RAW, CAN_RAW_FILTER, 8 * can_filter.size));
  /** Which of the identifiers are received: frames keep their order. */
  const heard = (...ids: number[]) => {
    for (const id of ids) sender.send(frame(id));
    const found: number[] = [];
    for (;;) {
      try {
        found.push(can_frame.decode(s.recv(16)).can_id);
      } catch (error) {
        if (error instanceof BlockingIOError) return found;
        throw error;
      }
    }
  };
  assertEquals(filters(), [{ can_id: 0, can_mask: 0 }], "at first everything passes");
  assertEquals(heard(0x100, 0x200), [0x100, 0x200]);

  const two = [{ can_id: 0x123, can_mask: 0x7ff }, { can_id: 0x200, can_mask: 0x700 }];
  filter(two);
  assertEquals(filters(), two);
  assertEquals(heard(0x122, 0x123, 0x124, 0x1ff, 0x200, 0x2ff, 0x300), [0x123, 0x200, 0x2ff]);

  filter([]);
  assertEquals(filters(), []);
  assertEquals(heard(0x123, 0x200), [], "none is received by a socket that only sends");

  filter([{ can_id: or(CAN_INV_FILTER, 0x123), can_mask: 0x7ff }]);
  assertEquals(heard(0x122, 0x123, 0x124), [0x122, 0x124]);

  const flags = or(CAN_EFF_FLAG, CAN_RTR_FLAG);
  const extended = or(CAN_EFF_FLAG, 0x123);
  filter([{ can_id: extended, can_mask: or(flags, 0x1fffffff) }]);
  assertEquals(heard(0x123, extended, or(CAN_RTR_FLAG, extended)), [extended]);

  filter([0x100, 0x101].map((id) => ({ can_id: or(CAN_INV_FILTER, id), can_mask: 0x7ff })));
  assertEquals(heard(0x100, 0x101, 0x102), [0x100, 0x101, 0x102]);
  s.setsockopt(SOL_CAN_RAW, CAN_RAW_JOIN_FILTERS, 1);
  assertEquals(heard(0x100, 0x101, 0x102), [0x102], "all filters must be passed");

  const error = assertThrows(
    () => s.getsockopt(SOL_CAN_RAW, CAN_RAW_FILTER, can_filter.size),
    OSError,
  );
  assertEquals(error.errno, errno.ERANGE, "too little room");
});

test("CAN_RAW: who hears what a socket sends", () => {
  using s = socket(AF_CAN, SOCK_RAW, CAN_RAW);
  s.settimeout(10);
  s.bind([VCAN]);
  using other = listener(VCAN);
  assertEquals(s.getsockopt(SOL_CAN_RAW, CAN_RAW_LOOPBACK), 1);
  assertEquals(s.getsockopt(SOL_CAN_RAW, CAN_RAW_RECV_OWN_MSGS), 0);
  s.send(frame(1));
  assertEquals(next(other), [1, ""]);

  s.setsockopt(SOL_CAN_RAW, CAN_RAW_RECV_OWN_MSGS, 1);
  s.send(frame(2));
  other.send(frame(3));
  const [own, , flags] = s.recvmsg(16);
  assertEquals(own, frame(2), "not the first, which was sent before");
  assertEquals(flags, or(MSG_DONTROUTE, MSG_CONFIRM), "from this machine, from this socket");
  const [foreign, , marks, address] = s.recvmsg(16);
  assertEquals([foreign, marks, address], [frame(3), present(MSG_DONTROUTE), [VCAN]]);
  assertEquals(next(other), [2, ""]);

  s.setsockopt(SOL_CAN_RAW, CAN_RAW_LOOPBACK, 0);
  s.send(frame(4));
  s.setsockopt(SOL_CAN_RAW, CAN_RAW_LOOPBACK, 1);
  s.send(frame(5));
  assertEquals(next(other), [5, ""], "nobody heard the one before");
});

test("CAN_RAW: the error mask, of 32 bits", () => {
  using s = socket(AF_CAN, SOCK_RAW, CAN_RAW);
  const value = Uint8Array.of(0x44, 0x33, 0x22, 0x11);
  s.setsockopt(SOL_CAN_RAW, CAN_RAW_ERR_FILTER, value);
  assertEquals(s.getsockopt(SOL_CAN_RAW, CAN_RAW_ERR_FILTER, 4), value);
});

test("CAN_RAW: when a frame came, and how many were lost before it", () => {
  using s = socket(AF_CAN, SOCK_RAW, CAN_RAW);
  s.setblocking(false);
  s.setsockopt(SOL_SOCKET, SO_RCVBUF, 1);
  s.setsockopt(SOL_SOCKET, SO_TIMESTAMP, 1);
  s.setsockopt(SOL_SOCKET, SO_RXQ_OVFL, 1);
  s.bind([VCAN]);
  using sender = listener(VCAN);
  const room = CMSG_SPACE(timeval.size) + CMSG_SPACE(4);
  const begun = Math.floor(Date.now() / 1000);
  for (let i = 0; i < 100; i++) sender.send(frame(i));

  const [bytes, [first, ...more], flags, address] = s.recvmsg(16, room);
  assertEquals([bytes, more, flags, address], [frame(0), [], present(MSG_DONTROUTE), [VCAN]]);
  assert(first !== undefined);
  assertEquals(first.slice(0, 2), [SOL_SOCKET, present(SO_TIMESTAMP)]);
  const { tv_sec } = timeval.decode(first[2]);
  assert(tv_sec >= begun && tv_sec <= Date.now() / 1000, `${tv_sec}`);

  let kept = 1;
  try {
    for (;; kept++) s.recv(16);
  } catch (error) {
    if (!(error instanceof BlockingIOError)) throw error;
  }
  assertGreater(100, kept);
  sender.send(frame(200));
  const [last, ancdata] = s.recvmsg(16, room);
  assertEquals(last, frame(200));
  const [, , lost] = ancdata.find(([, type]) => type === SO_RXQ_OVFL) ?? [];
  assert(lost !== undefined);
  assertEquals(new DataView(lost.buffer).getUint32(0, true), 100 - kept);
});

test(
  "CAN_RAW: awaited, and blocking again",
  toRest(async () => {
    using s = listener(VCAN, 0x10, 0x11, 0x12);
    using sender = listener(VCAN, 0x20);
    const received = s.promises.recvfrom(16);
    await sender.promises.send(frame(0x10, 1));
    assertEquals(await received, [frame(0x10, 1), [VCAN]]);

    const message = s.promises.recvmsg(16, 100);
    const controller = new AbortController();
    const abandoned = s.promises.recv(16, 0, { signal: controller.signal });
    controller.abort();
    await assertRejects(() => abandoned, DOMException);
    sender.send(frame(0x11, 2));
    const [bytes, , , address] = await message;
    assertEquals([bytes, address], [frame(0x11, 2), [VCAN]]);

    const into = new Uint8Array(16);
    const filled = s.promises.recv_into(into);
    assertEquals(await sender.promises.sendto(frame(0x12, 3), [VCAN]), 16);
    assertEquals([await filled, into], [16, frame(0x12, 3)]);

    assertEquals(sender.send(frame(0x10, 4)), 16);
    assertEquals(next(s), [0x10, "04"]);
    s.settimeout(0);
    assertThrows(() => s.recv(16), BlockingIOError);
  }),
);

test("CAN_RAW: many frames in one call", () => {
  using s = listener(VCAN, 1, 2, 3);
  using sender = listener(VCAN, 4);
  const frames = [1, 2, 3].map((id) => frame(id, id));
  assertEquals(sender.sendmmsg(frames.map((bytes) => [[bytes]] as const)), 3);
  assertEquals(frames.map(() => next(s)), [[1, "01"], [2, "02"], [3, "03"]]);
  assertThrows(() => sender.send(encode("not a frame")), OSError);
});

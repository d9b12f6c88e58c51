/** CAN_J1939: parameter groups between addresses and names, and to everybody. */
import {
  AF_CAN,
  type AncillaryData,
  BlockingIOError,
  CAN_EFF_FLAG,
  can_frame,
  CAN_J1939,
  CMSG_SPACE,
  type Constant,
  errno,
  j1939_filter,
  J1939_NLA_BYTES_ACKED,
  J1939_NO_ADDR,
  J1939_NO_PGN,
  J1939_PGN_ADDRESS_CLAIMED,
  J1939_PGN_MAX,
  type J1939Address,
  MSG_ERRQUEUE,
  OSError,
  PermissionError,
  SCM_J1939_DEST_ADDR,
  SCM_J1939_DEST_NAME,
  SCM_J1939_ERRQUEUE,
  SCM_J1939_PRIO,
  SCM_TIMESTAMPING_OPT_STATS,
  SCM_TSTAMP_ACK,
  SO_BROADCAST,
  SO_J1939_ERRQUEUE,
  SO_J1939_FILTER,
  SO_J1939_PROMISC,
  SO_J1939_SEND_PRIO,
  SO_TIMESTAMPING,
  SOCK_DGRAM,
  sock_extended_err,
  type Socket,
  socket,
  SOF_TIMESTAMPING_SOFTWARE,
  SOF_TIMESTAMPING_TX_ACK,
  SOL_CAN_J1939,
  SOL_SOCKET,
} from "@bsd/socket";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { toRest } from "../awaited/idle.ts";
import { until } from "../awaited/support.ts";
import { decode, encode, sha256 } from "../socket/helpers.ts";
import { familyTest } from "../support/family.ts";
import { seeded } from "../support/seed.ts";
import { listener, next, or, present, pythonCan, VCAN, VCANFD } from "./can.ts";

const test = familyTest("CAN_J1939", AF_CAN, SOCK_DGRAM, CAN_J1939);

/** A parameter group that has a destination, and one that never has. */
const PEER_TO_PEER = 0x12300;
const BROADCAST = 0x1ff42;

/** Room for what comes with a message: the destination's address and name, and the priority. */
const ROOM = CMSG_SPACE(1) + CMSG_SPACE(8) + CMSG_SPACE(1);

/** An address by its number; without one, everybody's. */
const node = (addr = present(J1939_NO_ADDR), pgn = present(J1939_NO_PGN)): J1939Address => [
  VCAN,
  0n,
  pgn,
  addr,
];

/** A socket with an address, that hears what is for everybody too. */
function open(...address: J1939Address): Socket<J1939Address> {
  const s = socket(AF_CAN, SOCK_DGRAM, CAN_J1939);
  s.settimeout(10);
  s.setsockopt(SOL_SOCKET, SO_BROADCAST, 1);
  s.bind(address);
  return s;
}

function fails(fn: () => unknown, number: Constant): void {
  assertEquals(assertThrows(fn, OSError).errno, present(number));
}

test(
  "CAN_J1939: to Python and back, in one frame and in many",
  seeded(async (random) => {
    await using peer = pythonCan(`
      s = socket.socket(socket.AF_CAN, socket.SOCK_DGRAM, socket.CAN_J1939)
      s.bind(("${VCAN}", socket.J1939_NO_NAME, socket.J1939_NO_PGN, 0x30))
      print(s.getsockname())
      for i in range(3):
          data, ancdata, flags, address = s.recvmsg(10000, 1000)
          print(len(data), sha256(data), address[1:])
          print([(kind, value[0]) for level, kind, value in ancdata if level == 107])
          s.sendto(data[::-1], ("${VCAN}", 0, ${PEER_TO_PEER + 0x100}, 0x20))
    `);
    assertEquals(await peer.line(), `('${VCAN}', 0, ${present(J1939_NO_PGN)}, 48)`);
    using s = open(...node(0x20));
    for (const length of [0, 8, 1786]) {
      const data = random.bytes(length);
      assertEquals(s.sendto(data, node(0x30, PEER_TO_PEER)), length);
      assertEquals(await peer.line(), `${length} ${sha256(data)} (0, ${PEER_TO_PEER}, 32)`);
      const told = [[present(SCM_J1939_DEST_ADDR), 0x30], [present(SCM_J1939_PRIO), 6]];
      const expected = told.map((pair) => `(${pair.join(", ")})`);
      assertEquals(await peer.line(), `[${expected.join(", ")}]`);
      const [answer, [, ...from]] = s.recvfrom(10_000);
      assertEquals(answer, data.toReversed());
      assertEquals(from, [0n, PEER_TO_PEER + 0x100, 0x30]);
    }
    await peer.end();
  }),
);

test("CAN_J1939: addresses", () => {
  using s = socket(AF_CAN, SOCK_DGRAM, CAN_J1939);
  const [none, anything] = [present(J1939_NO_ADDR), present(J1939_NO_PGN)];
  assertEquals(s.getsockname(), ["", 0n, anything, none]);
  const unknown = assertThrows(() => s.bind(["nope0", 0n, 0, 0]), OSError, "nope0");
  assertEquals(unknown.errno, errno.ENODEV);
  fails(() => s.bind(["", 0n, anything, 0x20]), errno.ENODEV);
  fails(() => s.sendto(encode("unbound"), node(0x30, PEER_TO_PEER)), errno.EBADFD);
  s.bind([VCAN, 0, anything, 0x20]);
  assertEquals(s.getsockname(), node(0x20));
  fails(() => s.bind([VCANFD, 0n, anything, 0x20]), errno.EINVAL);
  fails(() => s.getpeername(), errno.EADDRNOTAVAIL);
  s.connect([VCAN, 0, PEER_TO_PEER, 0x30]);
  assertEquals(s.getpeername(), node(0x30, PEER_TO_PEER));
  assert(Deno.inspect(s).includes(`raddr=('${VCAN}', 0, ${PEER_TO_PEER}, 48)`), Deno.inspect(s));

  using named = open(VCAN, 0xfedcba9876543210n, anything, none);
  assertEquals(named.getsockname(), [VCAN, 0xfedcba9876543210n, anything, none]);
});

test("CAN_J1939: connected, and what is on the bus", () => {
  using bus = listener(VCAN);
  using a = open(...node(0x20));
  using b = open(...node(0x30));
  a.connect(node(0x30, PEER_TO_PEER));
  assertEquals(a.send(encode("hello")), 5);
  assertEquals(decode(b.recv(100)), "hello");
  // Of the identifier the priority, the group, the destination, the source.
  const sent = or(CAN_EFF_FLAG, 6 << 26, PEER_TO_PEER << 8, 0x30 << 8, 0x20);
  assertEquals(next(bus), [sent, encode("hello").toHex()]);

  assertEquals(a.getsockopt(SOL_CAN_J1939, SO_J1939_SEND_PRIO), 6);
  a.setsockopt(SOL_CAN_J1939, SO_J1939_SEND_PRIO, 2);
  assertEquals(a.getsockopt(SOL_CAN_J1939, SO_J1939_SEND_PRIO), 2);
  assertEquals(a.sendmsg([encode("ur"), encode("gent")]), 6);
  assertEquals(next(bus)[0], or(CAN_EFF_FLAG, 2 << 26, PEER_TO_PEER << 8, 0x30 << 8, 0x20));
  const [data, ancdata, , [, ...from]] = b.recvmsg(100, ROOM);
  assertEquals([decode(data), from], ["urgent", [0n, PEER_TO_PEER, 0x20]]);
  assertEquals(ancdata, [
    [present(SOL_CAN_J1939), present(SCM_J1939_DEST_ADDR), Uint8Array.of(0x30)],
    [present(SOL_CAN_J1939), present(SCM_J1939_PRIO), Uint8Array.of(2)],
  ]);
  fails(() => a.setsockopt(SOL_CAN_J1939, SO_J1939_SEND_PRIO, 8), errno.EDOM);

  bus.send(can_frame.encode({ can_id: or(sent, 0x21), data: encode("raw") }));
  const [raw, [, ...sender]] = b.recvfrom(100);
  assertEquals([decode(raw), sender], ["raw", [0n, PEER_TO_PEER, 0x21]]);
});

test("CAN_J1939: to everybody, by those who may", () => {
  using a = open(...node(0x20));
  using b = open(...node(0x30));
  using deaf = open(...node(0x40));
  deaf.setsockopt(SOL_SOCKET, SO_BROADCAST, 0);
  deaf.setblocking(false);
  a.setsockopt(SOL_SOCKET, SO_BROADCAST, 0);
  const everybody = node(undefined, PEER_TO_PEER);
  assertThrows(() => a.sendto(encode("all"), everybody), PermissionError);
  a.setsockopt(SOL_SOCKET, SO_BROADCAST, 1);
  assertEquals(a.sendto(encode("all"), everybody), 3);
  const [data, ancdata, , [, ...from]] = b.recvmsg(100, ROOM);
  assertEquals([decode(data), from], ["all", [0n, PEER_TO_PEER, 0x20]]);
  assertEquals(ancdata.map(([, type]) => type), [SCM_J1939_PRIO], "it has no destination");
  a.sendto(encode("too"), node(undefined, BROADCAST));
  assertEquals(b.recvfrom_into(new Uint8Array(8))[1].slice(1), [0n, BROADCAST, 0x20]);
  assertThrows(() => deaf.recv(100), BlockingIOError);
});

test("CAN_J1939: filters, and the contrary", () => {
  using a = open(...node(0x20));
  using b = open(...node(0x30));
  using curious = open(...node(0x40));
  curious.setsockopt(SOL_CAN_J1939, SO_J1939_PROMISC, 1);
  assertEquals(curious.getsockopt(SOL_CAN_J1939, SO_J1939_PROMISC), 1);
  const anyone = { name: 0n, name_mask: 0n, addr: 0, addr_mask: 0 };
  const filters = [0x12400, 0x12600].map((pgn) => (
    { ...anyone, pgn, pgn_mask: present(J1939_PGN_MAX) }
  ));
  b.setsockopt(SOL_CAN_J1939, SO_J1939_FILTER, j1939_filter.encode(filters));
  const groups = [0x12300, 0x12400, 0x12500, 0x12600];
  for (const pgn of groups) a.sendto(encode("x"), node(0x30, pgn));
  const heard = (s: Socket<J1939Address>) => s.recvfrom(10)[1][2];
  assertEquals([heard(b), heard(b)], [0x12400, 0x12600]);
  assertEquals(groups.map(() => heard(curious)), groups, "which were not for it");
  b.setsockopt(SOL_CAN_J1939, SO_J1939_FILTER, j1939_filter.encode([]));
  a.sendto(encode("x"), node(0x30, 0x12300));
  assertEquals(heard(b), 0x12300);
});

test("CAN_J1939: by name, once the address is claimed", async () => {
  const [ours, theirs] = [0x8000000000000001n, 0x0123456789abcdefn];
  const [none, anything] = [present(J1939_NO_ADDR), present(J1939_NO_PGN)];
  using a = open(VCAN, ours, anything, 0x50);
  using b = open(VCAN, theirs, anything, 0x51);
  fails(() => a.sendto(encode("x"), [VCAN, theirs, PEER_TO_PEER, none]), errno.EADDRNOTAVAIL);
  const claim = (s: Socket<J1939Address>, name: bigint) => {
    const data = new Uint8Array(8);
    new DataView(data.buffer).setBigUint64(0, name, true);
    s.sendto(data, node(undefined, present(J1939_PGN_ADDRESS_CLAIMED)));
  };
  claim(b, theirs);
  const [claimed, [, ...claimant]] = a.recvfrom(8);
  assertEquals(claimed.toHex(), "efcdab8967452301");
  assertEquals(claimant, [theirs, present(J1939_PGN_ADDRESS_CLAIMED), 0x51]);
  claim(a, ours);
  // Others may object for a quarter of a second.
  await until(() => {
    try {
      return a.sendto(encode("by name"), [VCAN, theirs, PEER_TO_PEER, none]) === 7;
    } catch (error) {
      if (error instanceof OSError && error.errno === errno.EADDRNOTAVAIL) return false;
      throw error;
    }
  });
  let [data, ancdata, , [, ...from]] = b.recvmsg(100, ROOM);
  while (from[1] !== PEER_TO_PEER) [data, ancdata, , [, ...from]] = b.recvmsg(100, ROOM);
  assertEquals([decode(data), from], ["by name", [ours, PEER_TO_PEER, 0x50]]);
  const name = ancdata.find(([, type]) => type === SCM_J1939_DEST_NAME);
  assertEquals(name?.[2].toHex(), "efcdab8967452301");
});

test(
  "CAN_J1939: awaited, with a report that it has arrived",
  toRest(seeded(async (random) => {
    using a = open(...node(0x20));
    using b = open(...node(0x30));
    a.setsockopt(SOL_CAN_J1939, SO_J1939_ERRQUEUE, 1);
    a.setsockopt(
      SOL_SOCKET,
      SO_TIMESTAMPING,
      or(SOF_TIMESTAMPING_TX_ACK, SOF_TIMESTAMPING_SOFTWARE),
    );
    const long = random.bytes(1000);
    const waiting = b.promises.recvmsg(2000, ROOM);
    assertEquals(await a.promises.sendto(long, node(0x30, PEER_TO_PEER)), 1000);
    const [data, , , [, ...from]] = await waiting;
    assertEquals([data, from], [long, [0n, PEER_TO_PEER, 0x20]]);
    a.setblocking(false);
    let reports: AncillaryData[] = [];
    await until(() => {
      try {
        [, reports] = a.recvmsg(10, 1000, MSG_ERRQUEUE);
        return true;
      } catch (error) {
        if (error instanceof BlockingIOError) return false;
        throw error;
      }
    });
    const dataOf = (at: Constant, kind: Constant) =>
      reports.find(([level, type]) => level === at && type === kind)?.[2] ?? new Uint8Array();
    const { ee_errno, ee_info } = sock_extended_err.decode(
      dataOf(SOL_CAN_J1939, SCM_J1939_ERRQUEUE),
    );
    assertEquals([ee_errno, ee_info], [present(errno.ENOMSG), present(SCM_TSTAMP_ACK)]);
    // A netlink attribute: its length and type, and the number of bytes.
    const stats = new DataView(dataOf(SOL_SOCKET, SCM_TIMESTAMPING_OPT_STATS).buffer);
    assertEquals([stats.getUint16(2, true), stats.getUint32(4, true)], [
      present(J1939_NLA_BYTES_ACKED),
      1000,
    ]);
  })),
);

test("CAN_J1939: what is refused", () => {
  using s = open(...node(0x20));
  s.setsockopt(SOL_SOCKET, SO_BROADCAST, 0);
  assertThrows(() => s.send(encode("to everybody")), PermissionError, "send");
  // The lowest byte of such a group is the destination's place.
  fails(() => s.sendto(encode("x"), node(0x30, PEER_TO_PEER + 1)), errno.EINVAL);
  fails(() => s.sendto(encode("x"), [VCANFD, 0n, PEER_TO_PEER, 0x30]), errno.EBADFD);
  fails(() => s.setsockopt(SOL_CAN_J1939, SO_J1939_FILTER, new Uint8Array(33)), errno.EINVAL);
  fails(() => s.setsockopt(SOL_CAN_J1939, 99, 1), errno.ENOPROTOOPT);
});

/** AF_NETLINK: the kernel's lists and notices, its errors, and messages between programs. */
import { assert, assertEquals, assertThrows, fail } from "@std/assert";
import {
  AF_NETLINK,
  BlockingIOError,
  ConnectionRefusedError,
  type Constant,
  errno,
  MSG_DONTWAIT,
  MSG_PEEK,
  MSG_TRUNC,
  NETLINK_ADD_MEMBERSHIP,
  NETLINK_CAP_ACK,
  NETLINK_ROUTE,
  NETLINK_USERSOCK,
  type NetlinkAddress,
  NLM_F_ACK,
  NLM_F_DUMP,
  NLM_F_REQUEST,
  NLMSG_DONE,
  NLMSG_ERROR,
  OSError,
  SOCK_DGRAM,
  SOCK_RAW,
  type Socket,
  socket,
  SOL_NETLINK,
} from "@bsd/socket";
import {
  IFINFOMSG,
  IFLA_IFNAME,
  interfaces,
  RTM_GETLINK,
  RTM_NEWLINK,
  RTMGRP_LINK,
  text,
} from "../../examples/netlink/interfaces.ts";
import {
  attribute,
  attributes,
  decode,
  dump,
  encode,
  errorOf,
  type Message,
  view,
} from "../../examples/netlink/messages.ts";
import { FACES } from "./faces.ts";
import { encode as utf8, pythonSocket } from "../socket/helpers.ts";
import { familyTest } from "../support/family.ts";
import { ip, namespace, namespaceTest, twoHosts } from "../support/netns.ts";

const test = familyTest("AF_NETLINK", AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
const inNamespaces = namespaceTest(
  "AF_NETLINK in network namespaces",
  AF_NETLINK,
  SOCK_RAW,
  NETLINK_ROUTE,
);

function route(): Socket<NetlinkAddress> {
  return socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
}

/** An RTM_GETLINK for the interface of a number. */
function linkRequest(seq: number, flag: Constant, index: number) {
  const payload = new Uint8Array(IFINFOMSG);
  view(payload).setInt32(4, index, true);
  const flags = (NLM_F_REQUEST ?? 0) | (flag ?? 0);
  return encode({ type: RTM_GETLINK, flags, seq, payload });
}

test("a netlink socket has the port id it was bound to", () => {
  using s = route();
  assertEquals(s.getsockname(), [0, 0]);
  s.bind([77, 1]);
  assertEquals(s.getsockname(), [77, 1]);
  using other = route();
  other.bind([0, 0]);
  const [pid, groups] = other.getsockname();
  assert(pid !== 0 && pid !== 77);
  assertEquals(groups, 0);
  using third = route();
  assertEquals(assertThrows(() => third.bind([77, 0]), OSError).code, "EADDRINUSE");
});

test("addresses of netlink are two unsigned numbers", () => {
  using s = route();
  for (const address of [[0], [0, 0, 0], "00", null]) {
    assertThrows(
      () => s.bind(address as never),
      TypeError,
      "AF_NETLINK address must be [pid, groups]",
    );
  }
  assertThrows(() => s.bind([-1, 0]), RangeError, "pid must be from 0 to 4294967295, not -1");
  assertThrows(() => s.bind([0, 2 ** 32]), RangeError, "groups must be from 0 to 4294967295");
  s.bind([2 ** 32 - 1, 2 ** 31]);
  assertEquals(s.getsockname(), [2 ** 32 - 1, 2 ** 31]);
});

for (const [face, on] of FACES) {
  test(`a dump comes from the kernel, [0, 0] (${face})`, async () => {
    using s = route();
    s.bind([0, 0]);
    const [pid] = s.getsockname();
    await on(s).sendto(linkRequest(5, NLM_F_DUMP, 0), [0, 0]);
    const types = new Set<number>();
    for (let done = false; !done;) {
      const [data, address] = await on(s).recvfrom(65536);
      assertEquals(address, [0, 0]);
      for (const message of decode(data)) {
        assertEquals([message.seq, message.pid], [5, pid]);
        types.add(message.type);
        done = message.type === NLMSG_DONE;
      }
    }
    assertEquals([...types], [RTM_NEWLINK, NLMSG_DONE]);
  });

  test(`an error of the kernel's, and an acknowledgement (${face})`, async () => {
    using s = route();
    await on(s).connect([0, 0]);
    assertEquals(s.getpeername(), [0, 0]);
    const answer = async (): Promise<Message> => {
      const [data, ancillary, flags, address] = await on(s).recvmsg(65536);
      assertEquals([ancillary, flags, address], [[], 0, [0, 0]]);
      for (const message of decode(data)) return message;
      fail("an empty datagram");
    };
    await on(s).send(linkRequest(1, 0, 0x7ffffff0));
    let message = await answer();
    assertEquals(message.type, NLMSG_ERROR);
    assertEquals([message.seq, errorOf(message)], [1, errno.ENODEV]);

    await on(s).sendmsg([linkRequest(2, NLM_F_ACK, 1)]);
    message = await answer();
    assertEquals(message.type, RTM_NEWLINK);
    assertEquals(text(attributes(message.payload, IFINFOMSG).get(IFLA_IFNAME)), "lo");
    message = await answer();
    assertEquals(message.type, NLMSG_ERROR);
    assertEquals([message.seq, errorOf(message)], [2, 0]);
  });
}

test("a list that the kernel refuses is an error", () => {
  using s = route();
  const type = 0x7ff0; // RTM_ types are far below
  const e = assertThrows(
    () => dump(s, type, new Uint8Array(IFINFOMSG)),
    OSError,
    "refuses the list",
  );
  assertEquals(e.errno, errno.EOPNOTSUPP);
});

test("a message that is longer than the room is cut off, and says so", () => {
  using s = route();
  s.sendto(linkRequest(1, 0, 1), [0, 0]);
  const whole = s.recv(65536, MSG_PEEK);
  const length = s.recv_into(new Uint8Array(10), 0, (MSG_PEEK ?? 0) | (MSG_TRUNC ?? 0));
  assertEquals(length, whole.length);
  assertEquals(s.recvmsg(20), [whole.slice(0, 20), [], MSG_TRUNC ?? 0, [0, 0]]);
  assertThrows(() => s.recv(1, MSG_DONTWAIT), BlockingIOError);
});

/** What we list of interfaces, in a namespace or this one. */
function listed(): ReturnType<typeof interfaces> {
  using s = route();
  return interfaces(s);
}

/** What ip(8) lists, of it what we list. */
function expected(ours: ReturnType<typeof interfaces>): unknown {
  const theirs: Record<string, unknown>[] = JSON.parse(ip("-j", "addr"));
  assertEquals(theirs.length, ours.length);
  return ours.map((link, i) => pick(theirs[i], link));
}

/**
 * What we list, once it is as it is to become, and has stayed the same while ip(8) listed it: states
 * change by themselves, some time after what brings it about.
 */
function settled(
  become: (ours: ReturnType<typeof interfaces>) => boolean,
): ReturnType<typeof interfaces> {
  for (;;) {
    const ours = listed();
    if (!become(ours)) continue;
    const theirs = expected(ours);
    if (JSON.stringify(listed()) !== JSON.stringify(ours)) continue;
    assertEquals(ours, theirs);
    return ours;
  }
}

/** Of an object what is also in another, arrays by their elements. */
function pick(from: unknown, like: unknown): unknown {
  if (Array.isArray(like) && Array.isArray(from)) {
    return from.map((element, i) => pick(element, like[i]));
  }
  if (typeof like !== "object" || like === null || typeof from !== "object" || from === null) {
    return from;
  }
  // What only some interfaces have is missing in both or in neither.
  const names = new Set([...Object.keys(like), "address", "broadcast", "label"]);
  return Object.fromEntries(
    Object.entries(from).filter(([name]) => names.has(name))
      .map(([name, value]) => [name, pick(value, like[name as keyof typeof like])]),
  );
}

inNamespaces("the lists are those of ip(8)", () => {
  using hosts = twoHosts();
  const { left, right } = hosts;
  left.ip(
    `addr add 10.8.0.1 peer 10.8.0.9/32 dev ${left.ifname} label ${left.ifname}:one`,
    `addr add 10.9.0.1/16 broadcast 10.9.255.255 dev ${left.ifname} scope link`,
    `addr add 2001:db8::1 peer 2001:db8::9/128 dev ${left.ifname}`,
    `link set ${left.ifname} mtu 1400 promisc on`,
    `link add v0 type veth peer name v1 netns ${right.path}`,
    "link set v0 up multicast off",
  );
  left.inside(() => {
    // The link whose other end is down loses its carrier.
    const ours = settled((links) => links.some(({ flags }) => flags.includes("NO-CARRIER")));
    const link = ours.find(({ ifname }) => ifname === left.ifname);
    assertEquals([link?.mtu, link?.ifindex, link?.operstate], [1400, left.index, "UP"]);
    assertEquals(link?.addr_info.length, 6);
  });
});

inNamespaces("a list of hundreds comes in many datagrams", () => {
  using place = namespace();
  const addresses = Array.from({ length: 300 }, (_, i) => `10.1.${i >> 8}.${i & 255}`);
  place.ip(...addresses.map((address) => `addr add ${address}/32 dev lo`));
  const [lo] = place.inside(listed);
  assertEquals(
    lo?.addr_info.map(({ local }) => local),
    ["127.0.0.1", ...addresses, "::1"],
  );
});

for (const [face, on] of FACES) {
  inNamespaces(`notices of a group tell of new interfaces (${face})`, async () => {
    using place = namespace();
    using byMask = place.inside(route);
    byMask.bind([0, RTMGRP_LINK]);
    assertEquals(byMask.getsockname()[1], RTMGRP_LINK);
    using byOption = place.inside(route);
    byOption.bind([0, 0]);
    byOption.setsockopt(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, 1); // RTNLGRP_LINK
    assertEquals(byOption.getsockname()[1], RTMGRP_LINK);
    using elsewhere = route();
    elsewhere.bind([0, RTMGRP_LINK]);

    place.ip("link add notice0 type veth peer name notice1");
    for (const s of [byMask, byOption]) {
      const names = new Set<string>();
      while (names.size < 2) {
        const [data, address] = await on(s).recvfrom(65536);
        assertEquals(address, [0, RTMGRP_LINK]);
        for (const { type, payload } of decode(data)) {
          assertEquals(type, RTM_NEWLINK);
          names.add(text(attributes(payload, IFINFOMSG).get(IFLA_IFNAME)));
        }
      }
      assertEquals([...names].sort(), ["notice0", "notice1"]);
    }
    assertThrows(() => elsewhere.recv(1, MSG_DONTWAIT), BlockingIOError);
  });
}

test("an option of netlink's is set and read back", () => {
  using s = route();
  for (const value of [1, 0]) {
    s.setsockopt(SOL_NETLINK, NETLINK_CAP_ACK, value);
    assertEquals(s.getsockopt(SOL_NETLINK, NETLINK_CAP_ACK), value);
  }
});

test("attributes are padded to four bytes", () => {
  const bytes = new Uint8Array([
    ...attribute(3, utf8("lo\0")),
    ...attribute(0x8001, new Uint8Array(0)),
    ...attribute(2, Uint8Array.of(1, 2, 3, 4)),
  ]);
  assertEquals(bytes.length, 8 + 4 + 8);
  assertEquals([...attributes(bytes, 0)], [
    [3, utf8("lo\0")],
    [1, new Uint8Array(0)],
    [2, Uint8Array.of(1, 2, 3, 4)],
  ]);
});

const betweenPrograms = familyTest("NETLINK_USERSOCK", AF_NETLINK, SOCK_DGRAM, NETLINK_USERSOCK);

betweenPrograms("NETLINK_USERSOCK: Python and we send to each other's port ids", async () => {
  using s = socket(AF_NETLINK, SOCK_DGRAM, NETLINK_USERSOCK);
  s.bind([0, 0]);
  const [pid] = s.getsockname();
  s.settimeout(20);
  await using peer = pythonSocket(`
    s = socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, socket.NETLINK_USERSOCK)
    s.bind((0, 2))
    print(*s.getsockname())
    for _ in range(3):
        data, address = s.recvfrom(100)
        print(data.decode(), *address)
        s.sendto(data[::-1], address)
    `);
  const [theirs = 0, groups] = (await peer.line()).split(" ").map(Number);
  assertEquals(groups, 2);
  for (const [, on] of FACES) {
    assertEquals(await on(s).sendto(utf8("hello"), [theirs, 0]), 5);
    assertEquals(await peer.line(), `hello ${pid} 0`);
    assertEquals(await on(s).recvfrom(100), [utf8("olleh"), [theirs, 0]]);
  }
  await s.promises.connect([theirs, 0]);
  assertEquals(s.getpeername(), [theirs, 0]);
  s.sendmsg([utf8("two "), utf8("parts")]);
  assertEquals(await peer.line(), `two parts ${pid} 0`);
  assertEquals(s.recvmsg(3), [utf8("str"), [], MSG_TRUNC ?? 0, [theirs, 0]]);
  assertEquals(assertThrows(() => s.send(new Uint8Array(0)), OSError).code, "ENODATA");
  await peer.end();
  assertThrows(() => s.send(utf8("nobody")), ConnectionRefusedError);
});

betweenPrograms("NETLINK_USERSOCK: groups", () => {
  const made = Array.from({ length: 3 }, () => socket(AF_NETLINK, SOCK_DGRAM, NETLINK_USERSOCK));
  using _all = new DisposableStack();
  for (const s of made) _all.use(s);
  const [sender, first, second] = made;
  assert(sender !== undefined && first !== undefined && second !== undefined);
  first.bind([0, 0b100]);
  second.bind([0, 0b110]);
  sender.bind([0, 0]);
  const from = sender.getsockname()[0];
  // One gets it as it is the one with the port id, the others as members of the group.
  sender.sendto(utf8("third"), [first.getsockname()[0], 0b100]);
  assertEquals(first.recvfrom(10), [utf8("third"), [from, 0b100]]);
  assertEquals(second.recvfrom(10), [utf8("third"), [from, 0b100]]);
  sender.sendto(utf8("second"), [first.getsockname()[0], 0b010]);
  assertEquals(first.recvfrom(10), [utf8("second"), [from, 0b010]]);
  assertEquals(second.recvfrom(10), [utf8("second"), [from, 0b010]]);
});

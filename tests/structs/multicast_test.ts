/** Membership in groups, on the loopback interface: what is joined arrives, what is left does not. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  AF_INET,
  AF_INET6,
  type Constant,
  group_filter,
  group_req,
  group_source_req,
  if_nametoindex,
  IP_ADD_MEMBERSHIP,
  IP_ADD_SOURCE_MEMBERSHIP,
  IP_BLOCK_SOURCE,
  IP_DROP_MEMBERSHIP,
  IP_DROP_SOURCE_MEMBERSHIP,
  ip_mreq,
  ip_mreq_source,
  ip_mreqn,
  IP_MSFILTER,
  ip_msfilter,
  IP_MULTICAST_ALL,
  IP_MULTICAST_IF,
  IP_UNBLOCK_SOURCE,
  type IpAddress,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_JOIN_GROUP,
  IPV6_LEAVE_GROUP,
  ipv6_mreq,
  IPV6_MULTICAST_ALL,
  IPV6_MULTICAST_IF,
  MCAST_BLOCK_SOURCE,
  MCAST_EXCLUDE,
  MCAST_INCLUDE,
  MCAST_JOIN_GROUP,
  MCAST_JOIN_SOURCE_GROUP,
  MCAST_LEAVE_GROUP,
  MCAST_LEAVE_SOURCE_GROUP,
  MCAST_MSFILTER,
  MCAST_UNBLOCK_SOURCE,
  SOCK_DGRAM,
  type Socket,
  socket,
} from "@bsd/socket";
import { test } from "../support/census.ts";
import { type Host, namespaceTest, twoHosts } from "../support/netns.ts";

const ignore = Deno.build.os !== "linux"; // addresses of lo besides 127.0.0.1, IP_MULTICAST_ALL
// No multicast over IPv6 on the loopback interface, to which there is no route for it.
const test6 = namespaceTest("multicast over IPv6", AF_INET6, SOCK_DGRAM, 0);

type Address = [string, number] | [string, number, number, number];

/** A receiver, and senders to a group. */
interface World extends Disposable {
  /** The number of the receiver's interface. */
  readonly index: number;
  /** Sets an option of the receiver. */
  set(option: number | undefined, value: Uint8Array<ArrayBuffer>): void;
  /** Of which senders the receiver gets what they send to the group. */
  heard(): string[];
}

/**
 * Binds a receiver that gets nothing but what it asks for, and senders each to an address. After the
 * senders' datagrams comes one that is not to the group, which tells that they are through.
 */
function populate(
  group: string,
  [receiver, index, host]: readonly [Socket<Address>, index: number, host: string],
  senders: readonly (readonly [Socket<Address>, host: string])[],
): Omit<World, typeof Symbol.dispose> {
  const ipv6 = receiver.family === AF_INET6;
  const level = ipv6 ? IPPROTO_IPV6 : IPPROTO_IP;
  receiver.setsockopt(level, ipv6 ? IPV6_MULTICAST_ALL : IP_MULTICAST_ALL, 0);
  receiver.settimeout(30);
  receiver.bind(["", 0]);
  const [, port] = receiver.getsockname();
  for (const [sender, host] of senders) sender.bind([host, 0]);
  return {
    index,
    set: (option, value) => receiver.setsockopt(level, option, value),
    heard() {
      for (const [sender, host] of senders) {
        sender.sendto(new TextEncoder().encode(host), [group, port]);
      }
      senders.at(-1)?.[0].sendto(new Uint8Array(0), [host, port]);
      const heard: string[] = [];
      for (;;) {
        const word = new TextDecoder().decode(receiver.recv(100));
        if (word === "") return heard;
        heard.push(word);
      }
    },
  };
}

/** On the loopback interface. */
function world4(group: string, from: readonly string[]): World {
  using made = new DisposableStack();
  const make = () => made.use(socket<Address>(AF_INET, SOCK_DGRAM));
  const lo = if_nametoindex("lo");
  const loopback = { imr_multiaddr: "0.0.0.0", imr_address: "0.0.0.0", imr_ifindex: lo };
  const senders = from.map((host) => {
    const sender = make();
    sender.setsockopt(IPPROTO_IP, IP_MULTICAST_IF, ip_mreqn.encode(loopback));
    return [sender, host] as const;
  });
  const world = populate(group, [make(), lo, "127.0.0.1"], senders);
  const all = made.move();
  return { ...world, [Symbol.dispose]: () => all.dispose() };
}

/** Between two machines. */
function world6(group: string): World & { readonly from: readonly string[] } {
  using made = new DisposableStack();
  const { left, right } = made.use(twoHosts());
  const make = ({ inside }: Host) => made.use(inside(() => socket<Address>(AF_INET6, SOCK_DGRAM)));
  const other = "fd00:7::9";
  left.ip(`addr add ${other}/64 dev ${left.ifname} nodad`);
  const from = [left.ipv6, other];
  const senders = from.map((host) => {
    const sender = make(left);
    sender.setsockopt(IPPROTO_IPV6, IPV6_MULTICAST_IF, left.index);
    return [sender, host] as const;
  });
  const world = populate(group, [make(right), right.index, right.ipv6], senders);
  const all = made.move();
  return { ...world, from, [Symbol.dispose]: () => all.dispose() };
}

test({
  name: "IP_ADD_MEMBERSHIP and IP_DROP_MEMBERSHIP, by ip_mreq and ip_mreqn",
  ignore,
  fn() {
    using w = world4("239.77.1.2", ["127.0.0.1"]);
    assertEquals(w.heard(), []);
    const byAddress = ip_mreq.encode({ imr_multiaddr: "239.77.1.2", imr_interface: "127.0.0.1" });
    const byNumber = ip_mreqn.encode({
      imr_multiaddr: "239.77.1.2",
      imr_address: "0.0.0.0",
      imr_ifindex: w.index,
    });
    for (const value of [byAddress, byNumber]) {
      w.set(IP_ADD_MEMBERSHIP, value);
      assertEquals(w.heard(), ["127.0.0.1"]);
      w.set(IP_DROP_MEMBERSHIP, value);
      assertEquals(w.heard(), []);
    }
    // The kernel's own list, in hexadecimal as it is in memory.
    const listed = () => Deno.readTextFileSync("/proc/net/igmp").includes("02014DEF");
    assertEquals(listed(), false);
    w.set(IP_ADD_MEMBERSHIP, byAddress);
    assertEquals(listed(), true);
  },
});

test({
  name: "IP_ADD_SOURCE_MEMBERSHIP, IP_DROP_SOURCE_MEMBERSHIP: one sender of a group",
  ignore,
  fn() {
    using w = world4("232.77.1.2", ["127.0.0.2", "127.0.0.3", "127.0.0.4"]);
    const of = (imr_sourceaddr: string) =>
      ip_mreq_source.encode({
        imr_multiaddr: "232.77.1.2",
        imr_interface: "127.0.0.1",
        imr_sourceaddr,
      });
    w.set(IP_ADD_SOURCE_MEMBERSHIP, of("127.0.0.3"));
    assertEquals(w.heard(), ["127.0.0.3"]);
    w.set(IP_ADD_SOURCE_MEMBERSHIP, of("127.0.0.4"));
    assertEquals(w.heard(), ["127.0.0.3", "127.0.0.4"]);
    w.set(IP_DROP_SOURCE_MEMBERSHIP, of("127.0.0.3"));
    assertEquals(w.heard(), ["127.0.0.4"]);
  },
});

test({
  name: "IP_BLOCK_SOURCE, IP_UNBLOCK_SOURCE: all senders but one",
  ignore,
  fn() {
    using w = world4("239.77.1.3", ["127.0.0.2", "127.0.0.3"]);
    const group = { imr_multiaddr: "239.77.1.3", imr_interface: "127.0.0.1" };
    const value = ip_mreq_source.encode({ ...group, imr_sourceaddr: "127.0.0.2" });
    w.set(IP_ADD_MEMBERSHIP, ip_mreq.encode(group));
    assertEquals(w.heard(), ["127.0.0.2", "127.0.0.3"]);
    w.set(IP_BLOCK_SOURCE, value);
    assertEquals(w.heard(), ["127.0.0.3"]);
    w.set(IP_UNBLOCK_SOURCE, value);
    assertEquals(w.heard(), ["127.0.0.2", "127.0.0.3"]);
  },
});

test({
  name: "IP_MSFILTER: the whole list of senders at once",
  ignore,
  fn() {
    const from = ["127.0.0.2", "127.0.0.3", "127.0.0.4"];
    using w = world4("239.77.1.5", from);
    const group = { imr_multiaddr: "239.77.1.5", imr_interface: "127.0.0.1" };
    w.set(IP_ADD_MEMBERSHIP, ip_mreq.encode(group));
    assertEquals(w.heard(), from);
    const only = (imsf_fmode: Constant, ...imsf_slist: string[]) =>
      w.set(
        IP_MSFILTER,
        ip_msfilter.encode({
          imsf_multiaddr: group.imr_multiaddr,
          imsf_interface: group.imr_interface,
          imsf_fmode,
          imsf_slist,
        }),
      );
    only(MCAST_INCLUDE, "127.0.0.2", "127.0.0.4");
    assertEquals(w.heard(), ["127.0.0.2", "127.0.0.4"]);
    only(MCAST_EXCLUDE, "127.0.0.4");
    assertEquals(w.heard(), ["127.0.0.2", "127.0.0.3"]);
    only(MCAST_EXCLUDE);
    assertEquals(w.heard(), from);
    only(MCAST_INCLUDE);
    assertEquals(w.heard(), []);
  },
});

test({
  name: "lists of senders: what is refused, and how",
  ignore,
  fn() {
    const filter = { imsf_multiaddr: "239.77.1.5", imsf_interface: "0.0.0.0", imsf_fmode: 1 };
    const untyped = ip_msfilter as unknown as { encode(value: unknown): void };
    for (
      const [wrong, message] of [
        [null, "ip_msfilter.imsf_slist must be an array or another iterable, not undefined"],
        [{ ...filter, imsf_slist: "127.0.0.1" }, 'not "127.0.0.1"'],
        [
          { ...filter, imsf_slist: [], imsf_fmode: undefined },
          "ip_msfilter.imsf_fmode is undefined",
        ],
        [{ ...filter, imsf_slist: ["127.0.0.1", 7] }, "ip_msfilter.imsf_slist[1] must be a string"],
      ] as const
    ) assertThrows(() => untyped.encode(wrong), TypeError, message);
    assertThrows(
      () => ip_msfilter.encode({ ...filter, imsf_slist: ["localhost"] }),
      RangeError,
      'ip_msfilter.imsf_slist[0] must be a numeric IPv4 address, not "localhost"',
    );
    assertThrows(
      () =>
        group_filter.encode({
          gf_interface: 1,
          gf_group: ["ff15::1", 0],
          gf_fmode: MCAST_INCLUDE,
          gf_slist: [["::1", 0], ["localhost", 0]],
        }),
      RangeError,
      "host must be a numeric address",
    );
  },
});

test6("IPV6_JOIN_GROUP and IPV6_LEAVE_GROUP", () => {
  using w = world6("ff15::77:2");
  const value = ipv6_mreq.encode({ ipv6mr_multiaddr: "ff15::77:2", ipv6mr_interface: w.index });
  assertEquals(w.heard(), []);
  w.set(IPV6_JOIN_GROUP, value);
  assertEquals(w.heard(), w.from);
  w.set(IPV6_LEAVE_GROUP, value);
  assertEquals(w.heard(), []);
});

/** Joins and leaves in all the ways that are the same for both IP versions. */
function joinAndLeave(w: World, group: string, from: readonly string[]): void {
  const [first = "", ...others] = from;
  const value = group_req.encode({ gr_interface: w.index, gr_group: [group, 0] });
  const source = group_source_req.encode({
    gsr_interface: w.index,
    gsr_group: [group, 0],
    gsr_source: [first, 0],
  });
  w.set(MCAST_JOIN_GROUP, value);
  assertEquals(w.heard(), from);
  w.set(MCAST_BLOCK_SOURCE, source);
  assertEquals(w.heard(), others);
  w.set(MCAST_UNBLOCK_SOURCE, source);
  assertEquals(w.heard(), from);
  const only = (gf_fmode: Constant, ...hosts: string[]) =>
    group_filter.encode({
      gf_interface: w.index,
      gf_group: [group, 0],
      gf_fmode,
      gf_slist: hosts.map((host): IpAddress => [host, 0]),
    });
  w.set(MCAST_MSFILTER, only(MCAST_INCLUDE, first));
  assertEquals(w.heard(), [first]);
  w.set(MCAST_MSFILTER, only(MCAST_EXCLUDE, first));
  assertEquals(w.heard(), others);
  w.set(MCAST_MSFILTER, only(MCAST_EXCLUDE));
  assertEquals(w.heard(), from);
  w.set(MCAST_LEAVE_GROUP, value);
  assertEquals(w.heard(), []);
  w.set(MCAST_JOIN_SOURCE_GROUP, source);
  assertEquals(w.heard(), [first]);
  w.set(MCAST_LEAVE_SOURCE_GROUP, source);
  assertEquals(w.heard(), []);
}

test({
  name: "MCAST_JOIN_GROUP and the like, over IPv4",
  ignore,
  fn() {
    const from = ["127.0.0.2", "127.0.0.3"];
    using w = world4("239.77.1.4", from);
    joinAndLeave(w, "239.77.1.4", from);
  },
});

test6("MCAST_JOIN_GROUP and the like, over IPv6", () => {
  using w = world6("ff15::77:4");
  joinAndLeave(w, "ff15::77:4", w.from);
});

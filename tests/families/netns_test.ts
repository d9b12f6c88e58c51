/** Two machines on a link: multicast from one to the other, and sockets as each of them has them. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  AF_INET,
  AF_INET6,
  BlockingIOError,
  create_server,
  getifaddrs,
  if_nameindex,
  IP_ADD_MEMBERSHIP,
  IP_DROP_MEMBERSHIP,
  ip_mreqn,
  IP_MULTICAST_IF,
  IP_MULTICAST_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_JOIN_GROUP,
  IPV6_LEAVE_GROUP,
  ipv6_mreq,
  IPV6_MULTICAST_HOPS,
  IPV6_MULTICAST_IF,
  OSError,
  SO_BINDTODEVICE,
  SOCK_DGRAM,
  type Socket,
  socket,
  SOL_SOCKET,
} from "@bsd/socket";
import { decode, encode, type IpAddress, pythonSocket } from "../socket/helpers.ts";
import { deno, start } from "../support/peer.ts";
import { type Host, namespace, namespaceTest, twoHosts } from "../support/netns.ts";
import { FACES } from "./faces.ts";

const test = namespaceTest("network namespaces");

/** How one version of IP multicasts. */
interface Multicast {
  readonly name: string;
  readonly family: typeof AF_INET | typeof AF_INET6;
  /** A group that is joined, and one that nobody joins. */
  readonly groups: readonly [joined: string, other: string];
  readonly level: number;
  readonly join: number;
  readonly leave: number;
  membership(group: string, index: number): Uint8Array<ArrayBuffer>;
  /** Has a socket send by an interface, this far. */
  sendBy(s: Socket<IpAddress>, index: number, hops: number): void;
  /** An address of a machine that is not a group's. */
  host(machine: Host): string;
  /** The sender's address, as a receiver gets it. */
  from(sender: Host, port: number, index: number): IpAddress;
}

const versions: readonly Multicast[] = [
  {
    name: "IPv4",
    family: AF_INET,
    groups: ["239.7.7.7", "239.7.7.8"],
    level: IPPROTO_IP,
    join: IP_ADD_MEMBERSHIP,
    leave: IP_DROP_MEMBERSHIP,
    membership: (group, imr_ifindex) =>
      ip_mreqn.encode({ imr_multiaddr: group, imr_address: "0.0.0.0", imr_ifindex }),
    sendBy(s, index, hops) {
      s.setsockopt(IPPROTO_IP, IP_MULTICAST_IF, this.membership("0.0.0.0", index));
      s.setsockopt(IPPROTO_IP, IP_MULTICAST_TTL, hops);
    },
    host: ({ ipv4 }) => ipv4,
    from: ({ ipv4 }, port) => [ipv4, port],
  },
  {
    name: "IPv6",
    family: AF_INET6,
    groups: ["ff02::7:7", "ff02::7:8"],
    level: IPPROTO_IPV6,
    join: IPV6_JOIN_GROUP,
    leave: IPV6_LEAVE_GROUP,
    membership: (ipv6mr_multiaddr, ipv6mr_interface) =>
      ipv6_mreq.encode({ ipv6mr_multiaddr, ipv6mr_interface }),
    sendBy(s, index, hops) {
      s.setsockopt(IPPROTO_IPV6, IPV6_MULTICAST_IF, index);
      s.setsockopt(IPPROTO_IPV6, IPV6_MULTICAST_HOPS, hops);
    },
    host: ({ ipv6 }) => ipv6,
    // A group of the link is sent to from an address of the link.
    from: ({ local }, port, index) => [local, port, 0, index],
  },
];

for (const version of versions) {
  const { name, family, groups: [group, other], level } = version;

  const made = (host: Host): Socket<IpAddress> => {
    const s = host.inside(() => socket<IpAddress>(family, SOCK_DGRAM));
    s.settimeout(20);
    return s;
  };

  for (const [face, on] of FACES) {
    test(`multicast over ${name} from one machine to the other (${face})`, async () => {
      using hosts = twoHosts();
      const { left, right } = hosts;
      using receiver = made(right);
      receiver.bind(["", 0]);
      const [, port] = receiver.getsockname();
      using sender = made(left);
      version.sendBy(sender, left.index, 1);
      const send = (text: string, to = group) => on(sender).sendto(encode(text), [to, port]);
      const from = () => version.from(left, sender.getsockname()[1] ?? 0, right.index);
      /** Nothing but this comes, so that nothing is under way any more. */
      const nothingElse = async () => {
        await on(sender).sendto(encode("to you"), [version.host(right), port]);
        assertEquals(decode(await on(receiver).recv(100)), "to you");
      };

      await send("before anybody has joined");
      await nothingElse();
      const membership = version.membership(group, right.index);
      receiver.setsockopt(level, version.join, membership);
      await send("to nobody's group", other);
      await send("hello");
      assertEquals(await on(receiver).recvfrom(100), [encode("hello"), from()]);
      receiver.setsockopt(level, version.leave, membership);
      await send("after everybody has left");
      await nothingElse();
      receiver.setsockopt(level, version.join, membership);
      await send("again");
      assertEquals(await on(receiver).recvmsg(100), [encode("again"), [], 0, from()]);
      // The sender's machine is not in the group.
      sender.settimeout(0);
      assertThrows(() => sender.recv(1), BlockingIOError);
    });
  }

  test(`multicast over ${name}: with a Python on the other machine`, async () => {
    using hosts = twoHosts();
    const { left, right } = hosts;
    using s = made(left);
    s.bind(["", 0]);
    version.sendBy(s, left.index, 1);
    s.setsockopt(level, version.join, version.membership(other, left.index));
    await using peer = right.inside(() =>
      pythonSocket(
        `
        family, index = int(sys.argv[1]), int(sys.argv[2])
        group, other, port = sys.argv[3], sys.argv[4], int(sys.argv[5])
        s = socket.socket(family, socket.SOCK_DGRAM)
        s.bind(("", 0))
        number = socket.inet_pton(family, group)
        if family == socket.AF_INET:
            s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                         number + bytes(4) + struct.pack("@i", index))
            s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF,
                         bytes(8) + struct.pack("@i", index))
        else:
            s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP,
                         number + struct.pack("@I", index))
            s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
        print(s.getsockname()[1])
        data, address = s.recvfrom(100)
        print(data.decode(), address)
        s.sendto(b"from Python", (other, port))
        `,
        family,
        right.index,
        group,
        other,
        s.getsockname()[1] ?? 0,
      )
    );
    const port = Number(await peer.line());
    s.sendto(encode("to Python"), [group, port]);
    const [, ours = 0] = s.getsockname();
    const [host, ...numbers] = version.from(left, ours, right.index);
    assertEquals(await peer.line(), `to Python ('${host}', ${numbers.join(", ")})`);
    const [data, address] = s.recvfrom(100);
    assertEquals(decode(data), "from Python");
    assertEquals(address, version.from(right, port, left.index));
    await peer.end();
  });
}

test("multicast of the link over IPv6: the scope is the interface's number", () => {
  using hosts = twoHosts();
  const { left, right } = hosts;
  using receiver = right.inside(() => socket(AF_INET6, SOCK_DGRAM));
  receiver.settimeout(20);
  receiver.bind(["", 0]);
  const membership = ipv6_mreq.encode({
    ipv6mr_multiaddr: "ff02::7:7",
    ipv6mr_interface: right.index,
  });
  receiver.setsockopt(IPPROTO_IPV6, IPV6_JOIN_GROUP, membership);
  using sender = left.inside(() => socket(AF_INET6, SOCK_DGRAM));
  sender.sendto(encode("scoped"), ["ff02::7:7", receiver.getsockname()[1], 0, left.index]);
  sender.sendto(encode("in the host"), [`ff02::7:7%${left.index}`, receiver.getsockname()[1]]);
  for (const text of ["scoped", "in the host"]) {
    const [data, [host, , , scope]] = receiver.recvfrom(100);
    assertEquals([decode(data), host, scope], [text, left.local, right.index]);
  }
});

test("a namespace has interfaces of its own", () => {
  using hosts = twoHosts();
  const { left, right } = hosts;
  for (const { inside, index, ifname } of [left, right]) {
    assertEquals(inside(if_nameindex), [[1, "lo"], [index, ifname]]);
    const names = inside(getifaddrs).map(({ ifa_name }) => ifa_name);
    assertEquals([...new Set(names)].sort(), ["lo", ifname]);
  }
  const here = if_nameindex().map(([, name]) => name);
  assertEquals(here.filter((name) => name === left.ifname || name === right.ifname), []);
});

test("sockets are of the namespace they were made in, whoever uses them", async () => {
  using hosts = twoHosts();
  const { left, right } = hosts;
  using server = right.inside(() => create_server(["", 0]));
  const [, port = 0] = server.getsockname();
  using client = left.inside(() => socket());
  client.settimeout(20);
  const accepted = server.promises.accept();
  await client.promises.connect([right.ipv4, port]);
  const [conn, address] = await accepted;
  using _ = conn;
  assertEquals(address, client.getsockname());
  assertEquals([client.getsockname()[0], conn.getpeername()[0]], [left.ipv4, left.ipv4]);
  client.setsockopt(SOL_SOCKET, SO_BINDTODEVICE, encode(left.ifname));
  const e = assertThrows(
    () => client.setsockopt(SOL_SOCKET, SO_BINDTODEVICE, encode(right.ifname)),
    OSError,
  );
  assertEquals(e.code, "ENODEV");
});

test("processes are of the namespace they were started in", async () => {
  using hosts = twoHosts();
  const { left, right } = hosts;
  await using peer = right.inside(() =>
    deno(
      `const listener = Deno.listen({ hostname: "0.0.0.0", port: 0 });
       console.log(listener.addr.port);
       const conn = await listener.accept();
       await conn.write(new TextEncoder().encode(conn.remoteAddr.hostname));
       conn.close();
       listener.close();`,
    )
  );
  const port = Number(await peer.line());
  using client = left.inside(() => socket());
  client.connect([right.ipv4, port]);
  assertEquals(decode(client.recv(100)), left.ipv4);
  await peer.end();
  await using command = left.inside(() => start("cat", ["/proc/net/if_inet6"]));
  const names = (await command.end()).trimEnd().split("\n").map((line) => line.split(/ +/).at(-1));
  assertEquals([...new Set(names)].sort(), ["lo", left.ifname]);
});

test("a function that throws leaves the namespace", () => {
  using place = namespace();
  const before = if_nameindex();
  assertThrows(
    () =>
      place.inside(() => {
        throw new RangeError("inside");
      }),
    RangeError,
    "inside",
  );
  assertEquals(if_nameindex(), before);
  assertEquals(place.inside(if_nameindex), [[1, "lo"]]);
});

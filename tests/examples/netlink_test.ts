/** netlink, beside ip(8). */
import { assertEquals, assertMatch } from "@std/assert";
import { AF_NETLINK, NETLINK_ROUTE, SOCK_RAW } from "@bsd/socket";
import { namespaceTest, twoHosts } from "../support/netns.ts";
import { example, failure } from "./example.ts";

const test = namespaceTest("the netlink example", AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);

test("netlink: lists interfaces and addresses, as lines and as JSON", async () => {
  using hosts = twoHosts();
  const { left } = hosts;
  left.ip(
    `addr add 10.8.0.1 peer 10.8.0.9/32 dev ${left.ifname}`,
    `addr del ${left.local}/64 dev ${left.ifname}`,
  );
  await using lines = left.inside(() => example("netlink"));
  assertEquals(
    await lines.end(),
    `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 state UNKNOWN
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
    inet6 ::1/128 scope host
11: veth1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 state UP
    link/ether 02:00:00:00:07:01 brd ff:ff:ff:ff:ff:ff
    inet 10.7.0.1/24 brd 10.7.0.255 scope global veth1
    inet 10.8.0.1 peer 10.8.0.9/32 scope global veth1
    inet6 fd00:7::1/64 scope global
`,
  );
  await using json = left.inside(() => example("netlink", ["--json", "veth1"]));
  const [link, ...more] = JSON.parse(await json.end());
  assertEquals(more, []);
  assertEquals([link.ifindex, link.ifname, link.address], [11, "veth1", "02:00:00:00:07:01"]);
  assertEquals(link.addr_info[1], {
    family: "inet",
    local: "10.8.0.1",
    address: "10.8.0.9",
    prefixlen: 32,
    scope: "global",
    label: "veth1",
  });
});

test("netlink: no such interface is told, status 2", async () => {
  await using peer = example("netlink", ["nobody0"]);
  assertMatch(await failure(peer, 2), /^netlink: there is no interface "nobody0"\n/);
});

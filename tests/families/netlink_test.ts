import { AF_NETLINK, NETLINK_ROUTE, SOCK_RAW, socket } from "@bsd/socket";
import { assertEquals } from "@std/assert";
import { familyTest } from "../support/family.ts";

const test = familyTest("AF_NETLINK", AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);

test("a netlink socket has the port id it was bound to", () => {
  using s = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
  assertEquals(s.getsockname(), [0, 0]);
  s.bind([77, 1]);
  assertEquals(s.getsockname(), [77, 1]);
});

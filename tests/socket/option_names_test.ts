/** What an error says of the option that was refused. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  IP_TOS,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_JOIN_GROUP,
  IPV6_LEAVE_GROUP,
  MCAST_JOIN_GROUP,
  OSError,
  PACKET_FANOUT_DATA,
  PACKET_STATISTICS,
  SO_LINGER,
  SO_TYPE,
  socket,
  SOL_PACKET,
  SOL_SOCKET,
  TCP_INFO,
  TCP_NODELAY,
} from "@bsd/socket";
import { optionName } from "../../src/socket/option_names.ts";
import { test } from "../support/census.ts";

test("a refused option is named in the message", () => {
  using s = socket();
  const told = (fn: () => void) => /\(.*\)$/.exec(assertThrows(fn, OSError).message)?.[0];
  assertEquals(
    told(() => s.setsockopt(SOL_SOCKET, SO_LINGER, new Uint8Array(3))),
    "(SOL_SOCKET, SO_LINGER)",
  );
  assertEquals(told(() => s.setsockopt(SOL_SOCKET, SO_TYPE, 1)), "(SOL_SOCKET, SO_TYPE)");
  assertEquals(told(() => s.setsockopt(SOL_SOCKET, 12345, 1)), "(SOL_SOCKET, 12345)");
  assertEquals(told(() => s.getsockopt(IPPROTO_TCP, 12345)), "(IPPROTO_TCP, 12345)");
  assertEquals(told(() => s.getsockopt(IPPROTO_TCP, 12345, 8)), "(IPPROTO_TCP, 12345)");
  assertEquals(told(() => s.setsockopt(12345, 1, 1)), "(12345, 1)");
  s.close();
  assertEquals(told(() => s.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)), "(IPPROTO_TCP, TCP_NODELAY)");
});

test("options are told from other constants of the same number", () => {
  assertEquals(optionName(IPPROTO_TCP, TCP_NODELAY), "IPPROTO_TCP, TCP_NODELAY");
  if (TCP_INFO !== undefined) {
    assertEquals(optionName(IPPROTO_TCP, TCP_INFO).slice(0, 17), "IPPROTO_TCP, TCP_");
  }
  for (const level of [IPPROTO_IP, IPPROTO_IPV6]) {
    assertEquals(optionName(level, MCAST_JOIN_GROUP).split(", ")[1], "MCAST_JOIN_GROUP");
  }
});

test({
  name: "options are told from values that have their number and their prefix",
  ignore: Deno.build.os !== "linux",
  fn() {
    const names = [
      [IPPROTO_IP, IP_TOS, "IPPROTO_IP, IP_TOS"], // MCAST_INCLUDE
      [SOL_PACKET, PACKET_STATISTICS, "SOL_PACKET, PACKET_STATISTICS"], // PACKET_FANOUT_CBPF
      [SOL_PACKET, PACKET_FANOUT_DATA, "SOL_PACKET, PACKET_FANOUT_DATA"],
    ] as const;
    for (const [level = -1, option = -1, name] of names) {
      assertEquals(optionName(level, option), name);
    }
  },
});

test({
  name: "names that share a number are all told",
  ignore: Deno.build.os !== "linux",
  fn() {
    assertEquals(
      [IPV6_JOIN_GROUP, IPV6_LEAVE_GROUP].map((option) => optionName(IPPROTO_IPV6, option)),
      [
        "IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP or IPV6_JOIN_GROUP",
        "IPPROTO_IPV6, IPV6_DROP_MEMBERSHIP or IPV6_LEAVE_GROUP",
      ],
    );
  },
});

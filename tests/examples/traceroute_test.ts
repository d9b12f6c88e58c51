/** The example that shows the way of a datagram, on one that is made for it. */
import { assertEquals, assertMatch } from "@std/assert";
import { ROUTE, route } from "../ancillary/router.ts";
import { test } from "../support/census.ts";
import { namespaceTest } from "../support/netns.ts";
import { example, failure } from "./example.ts";

const routed = namespaceTest("a router between network namespaces");

for (const [name, { far, near, nowhere }] of Object.entries(ROUTE)) {
  routed(`traceroute: the router, and the host behind it (${name})`, async () => {
    using machines = route();
    await using peer = machines.left.inside(() => example("traceroute", [far]));
    const [title, first = "", second = "", ...more] = (await peer.end()).trimEnd().split("\n");
    assertEquals(title, `to ${far} (${far}), 30 hops at most`);
    assertMatch(first, new RegExp(`^1  ${near}  \\d+\\.\\d{3} ms$`));
    assertMatch(second, new RegExp(`^2  ${far}  \\d+\\.\\d{3} ms$`));
    assertEquals(more, []);
  });

  routed(`traceroute: it ends where the way does (${name})`, async () => {
    using machines = route();
    await using peer = machines.left.inside(() => example("traceroute", [nowhere]));
    const [, first = "", ...more] = (await peer.end()).trimEnd().split("\n");
    assertMatch(first, new RegExp(`^1  ${near}  \\d+\\.\\d{3} ms  unreachable$`));
    assertEquals(more, []);
    await using short = machines.left.inside(() => example("traceroute", ["-m", 1, far]));
    assertEquals((await short.end()).trimEnd().split("\n").length, 2);
  });
}

test("traceroute: what it does not understand is one line and status 2", async () => {
  await using peer = example("traceroute", []);
  assertMatch(await failure(peer, 2), /^traceroute: there is no host\nUsage: traceroute /);
  await using hops = example("traceroute", ["-m", "0", "127.0.0.1"]);
  assertMatch(await failure(hops, 2), /--max must be a number from 1 to 255/);
});

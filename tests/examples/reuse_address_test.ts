/** The example about SO_REUSEADDR. */
import { assertMatch } from "@std/assert";
import { test } from "../support/census.ts";
import { example } from "./example.ts";

test("reuse-address: fails without the option and works with it", async () => {
  await using peer = example("reuse-address");
  const output = await peer.end();
  assertMatch(
    output,
    new RegExp(
      "^Without SO_REUSEADDR:\n" +
        " {2}first start {3}served a client on port (\\d+)\n" +
        " {2}second start {2}\\[Errno \\d+\\] bind: Address already in use \\('127.0.0.1', \\1\\)\n" +
        "With SO_REUSEADDR:\n" +
        " {2}first start {3}served a client on port \\d+\n" +
        " {2}second start {2}served a client on the same port\n$",
    ),
  );
});

/** What the CAN programs say of arguments that make no sense; what they do is shown where there is CAN. */
import { AF_CAN } from "@bsd/socket";
import { assertMatch } from "@std/assert";
import { test } from "../support/census.ts";
import { example, failure } from "./example.ts";

test({
  name: "the CAN programs say what is wrong",
  ignore: AF_CAN === undefined,
  async fn() {
    const wrong: [name: string, args: string[], message: RegExp][] = [
      [
        "can",
        ["--send", "12#00"],
        /^can: a frame must be like 123#0102ff or 12345678#, not "12#00"/,
      ],
      ["can", ["a", "b"], /^can: unexpected: b\nUsage: can /],
      ["can-bcm", [], /^can-bcm: there is no frame\nUsage: can-bcm /],
      ["can-bcm", ["--count", "0", "123#"], /^can-bcm: --count must be a number from 1 to /],
      ["can-fd", ["--id", "20000000"], /^can-fd: an identifier must be like 123 or 12345678/],
      ["isotp", ["--rx", "800"], /^isotp: an identifier must be like 123 or 12345678, hexadecimal/],
    ];
    await Promise.all(wrong.map(async ([name, args, message]) => {
      await using program = example(name, args);
      assertMatch(await failure(program, 2), message);
    }));
  },
});

/** How errors print the address they are about. */
import { OSError } from "@bsd/socket";
import { assertEquals } from "@std/assert";
import { test } from "./support/census.ts";

test("errors print addresses as Python does, on one line", () => {
  const cases: [address: unknown, text: string][] = [
    [["127.0.0.1", 80], "('127.0.0.1', 80)"],
    [["vcan0"], "('vcan0',)"],
    [["::1", 80, 0, 0], "('::1', 80, 0, 0)"],
    [[null, 80], "(None, 80)"],
    ["/run/ünix", "'/run/ünix'"],
    ["\0name", "'\\x00name'"],
    ["a\nError: \x1b[2J\x85", "'a\\x0aError: \\x1b[2J\\x85'"],
    [new TextEncoder().encode("\0é~\x7f"), "b'\\x00\\xc3\\xa9~\\x7f'"],
    [new Uint8Array(1e6), `b'${"\\x00".repeat(1e6)}'`],
  ];
  for (const [address, text] of cases) {
    const { message } = new OSError(1, "No", { syscall: "connect", address });
    assertEquals(message, `[Errno 1] connect: No ${text}`);
  }
});

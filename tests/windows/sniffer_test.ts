/** The sniffer: on Windows it prints packets or says what it lacks, elsewhere that it cannot be. */
import { assertMatch } from "@std/assert";
import { AF_INET, OSError, SIO_RCVALL, SOCK_DGRAM, SOCK_RAW, socket } from "@bsd/socket";
import { example, failure, listening } from "../examples/example.ts";
import { test } from "../support/census.ts";

const onWindows = SIO_RCVALL !== undefined;

/** Whether raw sockets of IP itself are there: Wine lacks them, and Windows wants an administrator. */
function hasRawSockets(): boolean {
  try {
    socket(AF_INET, SOCK_RAW, 0).close();
    return true;
  } catch (error) {
    if (error instanceof OSError) return false;
    throw error;
  }
}

test({
  name: "sniffer: on another OS it says so",
  ignore: onWindows,
  async fn() {
    await using sniffer = example("sniffer");
    assertMatch(await failure(sniffer, 2), /^sniffer: this OS has no SIO_RCVALL/);
  },
});

test({
  name: "sniffer: without raw sockets one line says why",
  ignore: !onWindows || hasRawSockets(),
  async fn() {
    await using sniffer = example("sniffer", ["127.0.0.1"]);
    assertMatch(await failure(sniffer, 1), /^sniffer: \[Errno \d+\] socket: /);
  },
});

test({
  name: "sniffer: shows a datagram of ours",
  ignore: !onWindows || !hasRawSockets(),
  async fn() {
    await using sniffer = example("sniffer", ["--count", 1, "127.0.0.1"]);
    await listening(sniffer);
    using s = socket(AF_INET, SOCK_DGRAM);
    s.bind(["127.0.0.1", 0]);
    s.sendto(new Uint8Array(4), s.getsockname());
    assertMatch(await sniffer.line(), /^ +\d+ {2}\S+ 127\.0\.0\.1\S* > 127\.0\.0\.1/);
    await sniffer.end();
  },
});

/** The CAN programs, with a Python on the bus and with each other. */
import { AF_CAN, can_frame, CAN_RAW, SOCK_RAW } from "@bsd/socket";
import { assertEquals } from "@std/assert";
import { example } from "../examples/example.ts";
import { familyTest } from "../support/family.ts";
import { listener, next, pythonCan, VCAN, VCANFD } from "./can.ts";

const test = familyTest("CAN examples", AF_CAN, SOCK_RAW, CAN_RAW);

test("can: prints each frame and sends it back to a Python", async () => {
  await using program = example("can", ["--count", 2, "--send", "7ff#", VCAN]);
  assertEquals(await program.line(), `Listening on ${VCAN}`);
  await using peer = pythonCan(`
    s = socket.socket(socket.AF_CAN, socket.SOCK_RAW, socket.CAN_RAW)
    s.bind(("${VCAN}",))
    for can_id in 0x123, 0x123 | socket.CAN_EFF_FLAG:
        s.send(frame(can_id, b"abc"))
        print(parse(s.recv(16)))
  `);
  assertEquals(await program.end(), `${VCAN}  123#616263\n${VCAN}  00000123#616263\n`);
  assertEquals(await peer.end(), "123 3 616263\n80000123 3 616263\n");
});

test("can-bcm: sends so many times, and says when it is done", async () => {
  using bus = listener(VCAN, 0x123);
  await using program = example("can-bcm", ["--interval", 1, "--count", 3, "123#0102ff", VCAN]);
  assertEquals(await program.end(), `Sent 3 times on ${VCAN}\n`);
  for (let i = 0; i < 3; i++) assertEquals(next(bus), [0x123, "0102ff"]);
});

test("can-fd: one sends, another prints what it is to print", async () => {
  using bus = listener(VCANFD, 0x7ff);
  await using receiver = example("can-fd", ["--count", 2, "--id", "124", VCANFD]);
  assertEquals(await receiver.line(), `Listening on ${VCANFD}`);
  for (const can_id of [0x123, 0x124]) {
    bus.send(can_frame.encode({ can_id, data: Uint8Array.of(1, 2) }));
  }
  const long = "00".repeat(63) + "7f";
  await using sender = example("can-fd", ["--send", `124#${long}`, VCANFD]);
  assertEquals(await sender.end(), "");
  assertEquals(await receiver.end(), `CAN  [2]  124#0102\nFD   [64]  124#${long}\n`);
});

test("isotp: one sends, another prints", async () => {
  const text = "a message that takes several frames. ".repeat(20);
  await using receiver = example("isotp", ["--count", 1, VCAN]);
  assertEquals(await receiver.line(), `Listening on ${VCAN}`);
  const args = ["--rx", "7e0", "--tx", "7e8", "--send", text, VCAN];
  await using sender = example("isotp", args);
  assertEquals(await sender.end(), `Sent ${text.length} bytes\n`);
  assertEquals(await receiver.end(), `${VCAN}  [${text.length}]  ${text}\n`);
});

/**
 * Sends a frame on a CAN bus again and again. The kernel does it, at exact times, while the program
 * waits.
 *
 *     deno run --allow-ffi examples/can-bcm.ts --interval 100 --count 50 123#0102ff vcan0
 */
import {
  AF_CAN,
  bcm_msg_head,
  CAN_BCM,
  CAN_BCM_SETTIMER,
  CAN_BCM_STARTTIMER,
  CAN_BCM_TX_COUNTEVT,
  CAN_BCM_TX_SETUP,
  SOCK_DGRAM,
  socket,
} from "@bsd/socket";
import { parseFrame, present } from "./support/can.ts";
import { program, UsageError, whole } from "./support/program.ts";

await program({
  usage: "can-bcm [--interval MS] [--count N] FRAME [INTERFACE]",
  about: `Sends a frame on a CAN bus cyclically: 123#0102ff is the identifier and the data, in
hexadecimal.

  --interval MS  milliseconds between two frames, 1000 unless given
  --count N      how many frames, 10 unless given
  INTERFACE      vcan0 unless given`,
  uses: { AF_CAN },
  options: { interval: { type: "string" }, count: { type: "string" } },
  most: 2,
}, ({ interval = "1000", count: given = "10" }, text, ifname = "vcan0") => {
  if (text === undefined) throw new UsageError("there is no frame");
  const frame = parseFrame(text);
  const milliseconds = whole(interval, "--interval", 1, 86_400_000);
  const count = whole(given, "--count", 1, 0xffff_ffff);
  using s = socket(AF_CAN, SOCK_DGRAM, CAN_BCM);
  s.connect([ifname]);
  s.send(bcm_msg_head.encode({
    opcode: CAN_BCM_TX_SETUP,
    flags: present(CAN_BCM_SETTIMER) | present(CAN_BCM_STARTTIMER) | present(CAN_BCM_TX_COUNTEVT),
    count,
    ival1: { tv_sec: Math.floor(milliseconds / 1000), tv_usec: milliseconds % 1000 * 1000 },
    can_id: frame.can_id,
    frames: [frame],
  }));
  // The kernel forgets what it is to send when the socket is closed, so wait until it has.
  s.recv(bcm_msg_head.size);
  console.log(`Sent ${count} times on ${ifname}`);
});

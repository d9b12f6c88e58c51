/**
 * Prints what is on a CAN bus and sends each frame back: the CAN program of the page on Python's
 * sockets.
 *
 *     deno run --allow-ffi examples/can.ts vcan0
 *
 * A bus without hardware, as root: `ip link add vcan0 type vcan && ip link set vcan0 up`.
 */
import { AF_CAN, can_frame, CAN_RAW, SOCK_RAW, socket } from "@bsd/socket";
import { frameText, parseFrame } from "./support/can.ts";
import { program, whole } from "./support/program.ts";

await program({
  usage: "can [--count N] [--send FRAME] [INTERFACE]",
  about: `Prints each frame on a CAN bus, and sends it back.

  --count N     end after N frames; goes on for ever unless given
  --send FRAME  send a frame first: 123#0102ff is the identifier and the data, in hexadecimal;
                an identifier of eight digits is an extended one
  INTERFACE     vcan0 unless given`,
  uses: { AF_CAN },
  options: { count: { type: "string" }, send: { type: "string" } },
  most: 1,
}, ({ count, send }, ifname = "vcan0") => {
  const last = count === undefined ? Infinity : whole(count, "--count", 1, 2 ** 31);
  const first = send === undefined ? null : can_frame.encode(parseFrame(send));
  using s = socket(AF_CAN, SOCK_RAW, CAN_RAW);
  s.bind([ifname]);
  console.log("Listening on", ifname);
  if (first !== null) s.send(first);

  for (let n = 0; n < last; n++) {
    const [bytes, [from]] = s.recvfrom(can_frame.size);
    const frame = can_frame.decode(bytes);
    console.log(`${from}  ${frameText(frame)}`);
    s.send(can_frame.encode(frame));
  }
});

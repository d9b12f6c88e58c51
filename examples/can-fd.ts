/**
 * Prints or sends the frames of a CAN FD bus, which have up to 64 bytes of data.
 *
 *     deno run --allow-ffi examples/can-fd.ts vcan1
 *     deno run --allow-ffi examples/can-fd.ts --send 123#000102030405060708090a0b vcan1
 *
 * A bus without hardware, as root: `ip link add vcan1 mtu 72 type vcan && ip link set vcan1 up`.
 */
import {
  AF_CAN,
  can_filter,
  can_frame,
  CAN_RAW,
  CAN_RAW_FD_FRAMES,
  CAN_RAW_FILTER,
  canfd_frame,
  SOCK_RAW,
  socket,
  SOL_CAN_RAW,
} from "@bsd/socket";
import { frameText, parseFrame, parseId } from "./support/can.ts";
import { program, whole } from "./support/program.ts";

await program({
  usage: "can-fd [--count N] [--id IDENTIFIER] [--send FRAME] [INTERFACE]",
  about: `Prints the frames of a CAN FD bus, those of CAN too, or sends one.

  --count N        end after N frames; goes on for ever unless given
  --id IDENTIFIER  print frames of this identifier alone; eight digits are an extended one
  --send FRAME     send a CAN FD frame and end: 123#0102ff is the identifier and the data, in
                   hexadecimal
  INTERFACE        vcan1 unless given`,
  uses: { AF_CAN },
  options: { count: { type: "string" }, id: { type: "string" }, send: { type: "string" } },
  most: 1,
}, ({ count, id, send }, ifname = "vcan1") => {
  const last = count === undefined ? Infinity : whole(count, "--count", 1, 2 ** 31);
  const frame = send === undefined ? null : canfd_frame.encode(parseFrame(send));
  // The flag of extended identifiers counts: 123 is not 00000123.
  const filters = id === undefined ? null : [{ can_id: parseId(id), can_mask: 0x9fff_ffff }];
  using s = socket(AF_CAN, SOCK_RAW, CAN_RAW);
  s.setsockopt(SOL_CAN_RAW, CAN_RAW_FD_FRAMES, 1);
  if (filters !== null) s.setsockopt(SOL_CAN_RAW, CAN_RAW_FILTER, can_filter.encode(filters));
  s.bind([ifname]);
  if (frame !== null) {
    s.send(frame);
    return;
  }
  console.log("Listening on", ifname);
  for (let n = 0; n < last; n++) {
    const bytes = s.recv(canfd_frame.size);
    const isFd = bytes.length === canfd_frame.size;
    const frame = (isFd ? canfd_frame : can_frame).decode(bytes);
    console.log(`${isFd ? "FD " : "CAN"}  [${frame.data.length}]  ${frameText(frame)}`);
  }
});

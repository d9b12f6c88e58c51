/**
 * Sends and receives messages of any length over a CAN bus by ISO-TP (ISO 15765-2), as the
 * diagnosis of vehicles does.
 *
 *     deno run --allow-ffi examples/isotp.ts --rx 7e8 --tx 7e0 vcan0
 *     deno run --allow-ffi examples/isotp.ts --rx 7e0 --tx 7e8 --send "a long message" vcan0
 */
import {
  AF_CAN,
  CAN_ISOTP,
  can_isotp_options,
  CAN_ISOTP_OPTS,
  CAN_ISOTP_WAIT_TX_DONE,
  SOCK_DGRAM,
  socket,
  SOL_CAN_ISOTP,
} from "@bsd/socket";
import { parseId, present } from "./support/can.ts";
import { program, whole } from "./support/program.ts";

await program({
  usage: "isotp [--rx IDENTIFIER] [--tx IDENTIFIER] [--count N] [--send TEXT] [INTERFACE]",
  about: `Prints the messages that arrive by ISO-TP, or sends one.

  --rx IDENTIFIER  of the frames to receive, 7e8 unless given; eight digits are an extended one
  --tx IDENTIFIER  of the frames to send, 7e0 unless given; the other side has them the other way
                   round
  --count N        end after N messages; goes on for ever unless given
  --send TEXT      send it and end
  INTERFACE        vcan0 unless given`,
  uses: { AF_CAN },
  options: {
    rx: { type: "string" },
    tx: { type: "string" },
    count: { type: "string" },
    send: { type: "string" },
  },
  most: 1,
}, ({ rx = "7e8", tx = "7e0", count, send }, ifname = "vcan0") => {
  const last = count === undefined ? Infinity : whole(count, "--count", 1, 2 ** 31);
  const [rx_addr, tx_addr] = [parseId(rx), parseId(tx)];
  using s = socket(AF_CAN, SOCK_DGRAM, CAN_ISOTP);
  // `send` is to return when everything is sent, or to fail: nobody may be there.
  const { size } = can_isotp_options;
  const options = can_isotp_options.decode(s.getsockopt(SOL_CAN_ISOTP, CAN_ISOTP_OPTS, size));
  options.flags |= present(CAN_ISOTP_WAIT_TX_DONE);
  s.setsockopt(SOL_CAN_ISOTP, CAN_ISOTP_OPTS, can_isotp_options.encode(options));
  s.bind([ifname, rx_addr, tx_addr]);

  if (send !== undefined) {
    const sent = s.send(new TextEncoder().encode(send));
    console.log(`Sent ${sent} bytes`);
    return;
  }
  console.log("Listening on", ifname);
  for (let n = 0; n < last; n++) {
    const [data, [from]] = s.recvfrom(65536);
    console.log(`${from}  [${data.length}]  ${new TextDecoder().decode(data)}`);
  }
});

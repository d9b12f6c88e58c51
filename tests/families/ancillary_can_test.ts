/** What comes with CAN frames besides their address, typed. */
import { assert, assertEquals } from "@std/assert";
import {
  AF_CAN,
  CAN_RAW,
  CMSG_SPACE,
  control_messages,
  MSG_CTRUNC,
  SO_RXQ_OVFL,
  SO_TIMESTAMP,
  SOCK_RAW,
  socket,
  SOL_SOCKET,
} from "@bsd/socket";
import { familyTest } from "../support/family.ts";
import "../awaited/support_poller.ts";

const test = familyTest("CAN_RAW", AF_CAN, SOCK_RAW, CAN_RAW);

test("CAN_RAW: the time of a frame, alone and in a batch, and in too little room", async () => {
  using sender = socket(AF_CAN, SOCK_RAW, CAN_RAW);
  sender.bind(["vcan0"]);
  using receiver = socket(AF_CAN, SOCK_RAW, CAN_RAW);
  receiver.bind(["vcan0"]);
  receiver.setsockopt(SOL_SOCKET, SO_TIMESTAMP, 1);
  receiver.setsockopt(SOL_SOCKET, SO_RXQ_OVFL, 1);
  // struct can_frame: identifier 0x123, one byte of data, 0x42.
  const frame = Uint8Array.fromHex("23010000 01000000 4200000000000000".replaceAll(" ", ""));
  for (const face of [receiver, receiver.promises]) {
    for (let i = 0; i < 3; i++) sender.send(frame);
    const first = await face.recvmsg(100, 512);
    for (const [data, ancdata, , address] of [first, ...await face.recvmmsg(10, 100, 512)]) {
      assertEquals([data, address], [frame, ["vcan0"]]);
      const [message, ...more] = control_messages(ancdata);
      assertEquals(more, []);
      assert(message?.name === "SCM_TIMESTAMP");
      assert(Math.abs(message.value.tv_sec - Date.now() / 1000) < 60);
    }
    sender.send(frame);
    const [, ancdata, flags] = await face.recvmsg(100, CMSG_SPACE(16) - 1);
    assertEquals(control_messages(ancdata)[0]?.name, null);
    assertEquals(flags & MSG_CTRUNC, MSG_CTRUNC);
  }
});

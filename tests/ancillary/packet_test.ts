/** What comes with frames of AF_PACKET, typed. */
import { assert, assertEquals } from "@std/assert";
import {
  AF_INET,
  AF_PACKET,
  control_messages,
  ETH_P_ALL,
  PACKET_AUXDATA,
  SO_TIMESTAMPNS,
  SOCK_DGRAM,
  SOCK_RAW,
  socket,
  SOL_PACKET,
  SOL_SOCKET,
} from "@bsd/socket";
import "../awaited/support_poller.ts";
import { namespace, namespaceTest } from "../support/netns.ts";

const test = namespaceTest("AF_PACKET", AF_PACKET, SOCK_RAW, 0);

/** The headers of Ethernet, IPv4 and UDP. */
const [ETHERNET, HEADERS] = [14, 14 + 20 + 8];

test("PACKET_AUXDATA and a time: how long a frame is of which only some bytes are taken", async () => {
  using space = namespace();
  using sock = space.inside(() => socket(AF_PACKET, SOCK_RAW, 0));
  sock.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1);
  sock.setsockopt(SOL_SOCKET, SO_TIMESTAMPNS, 1);
  sock.bind(["lo", ETH_P_ALL ?? -1]);
  // Where somebody receives it nothing else goes by: each frame leaves, and arrives, the same.
  using receiver = space.inside(() => socket(AF_INET, SOCK_DGRAM));
  receiver.bind(["127.0.0.1", 0]);
  using sender = space.inside(() => socket(AF_INET, SOCK_DGRAM));
  for (const face of [sock, sock.promises]) {
    sender.sendto(new Uint8Array(100), receiver.getsockname());
    const [data, ancdata] = await face.recvmsg(20, 512);
    assertEquals(data.length, 20);
    const messages = control_messages(ancdata);
    assertEquals(messages.map(({ name }) => name).sort(), ["PACKET_AUXDATA", "SCM_TIMESTAMPNS"]);
    for (const message of messages) {
      if (message.name === "PACKET_AUXDATA") {
        const { tp_len, tp_snaplen, tp_mac, tp_net } = message.value;
        assertEquals([tp_len, tp_snaplen], [HEADERS + 100, HEADERS + 100]);
        assertEquals(tp_net - tp_mac, ETHERNET);
      } else if (message.name === "SCM_TIMESTAMPNS") {
        assert(Math.abs(message.value.tv_sec - Date.now() / 1000) < 60);
      }
    }
  }
});

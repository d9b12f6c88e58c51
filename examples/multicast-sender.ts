/**
 * Sends a datagram to a multicast group; `multicast-receiver.ts` receives it.
 *
 *     deno run --allow-ffi examples/multicast-sender.ts "anybody there?"
 */
import {
  AF_INET,
  inet_aton,
  IP_MULTICAST_IF,
  IP_MULTICAST_LOOP,
  IP_MULTICAST_TTL,
  IPPROTO_IP,
  SOCK_DGRAM,
  socket,
} from "@bsd/socket";
import { portNumber, program, UsageError, whole } from "./support/program.ts";

await program({
  usage: "multicast-sender [--group ADDRESS] [--port PORT] [--interface ADDRESS] [--ttl N] " +
    "[--no-loop] MESSAGE…",
  about: `Sends the message to an IPv4 multicast group.

  --group ADDRESS      239.255.50.7 unless given
  --port PORT          50007 unless given
  --interface ADDRESS  the address of the network interface to send by, 127.0.0.1 unless given:
                       this machine alone; 0.0.0.0 lets the OS choose one
  --ttl N              how many networks to cross at most, 1 unless given: the local one
  --no-loop            not for receivers on this machine, unless they joined on 127.0.0.1`,
  options: {
    group: { type: "string" },
    port: { type: "string" },
    interface: { type: "string" },
    ttl: { type: "string" },
    "no-loop": { type: "boolean" },
  },
  most: Infinity,
}, (values, ...words) => {
  if (words.length === 0) throw new UsageError("there is no message");
  const { group = "239.255.50.7", port = "50007", interface: iface = "127.0.0.1" } = values;
  const { ttl = "1", "no-loop": quiet = false } = values;
  using sender = socket(AF_INET, SOCK_DGRAM);
  sender.setsockopt(IPPROTO_IP, IP_MULTICAST_IF, inet_aton(iface));
  sender.setsockopt(IPPROTO_IP, IP_MULTICAST_TTL, whole(ttl, "--ttl", 0, 255));
  sender.setsockopt(IPPROTO_IP, IP_MULTICAST_LOOP, !quiet);
  const message = new TextEncoder().encode(words.join(" "));
  const sent = sender.sendto(message, [group, portNumber(port)]);
  console.log(`Sent ${sent} bytes to ${group}:${port} by ${iface}`);
});

/**
 * Receives what `multicast-sender.ts` sends to a group, on any number of hosts at a time.
 *
 *     deno run --allow-ffi examples/multicast-receiver.ts
 */
import {
  AF_INET,
  inet_aton,
  IP_ADD_MEMBERSHIP,
  IPPROTO_IP,
  SO_REUSEADDR,
  SOCK_DGRAM,
  socket,
  SOL_SOCKET,
} from "@bsd/socket";
import { portNumber, print, program, whole } from "./support/program.ts";

await program({
  usage: "multicast-receiver [--group ADDRESS] [--interface ADDRESS] [--count N] [PORT]",
  about: `Prints the datagrams that are sent to an IPv4 multicast group.

  --group ADDRESS      the group to join, 239.255.50.7 unless given
  --interface ADDRESS  the address of the network interface to join it on, 127.0.0.1 unless given:
                       this machine alone; 0.0.0.0 lets the OS choose one
  --count N            end after N datagrams; goes on for ever unless given
  PORT                 50007 unless given; 0 for any that is free`,
  options: {
    group: { type: "string" },
    interface: { type: "string" },
    count: { type: "string" },
  },
  most: 1,
}, ({ group = "239.255.50.7", interface: iface = "127.0.0.1", count }, port = "50007") => {
  const last = count === undefined ? Infinity : whole(count, "--count", 1, 2 ** 31);
  using receiver = socket(AF_INET, SOCK_DGRAM);
  // Several receivers on this machine may share the port, and each gets every datagram.
  receiver.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
  receiver.bind(["", portNumber(port)]);
  // struct ip_mreq of ip(7): the group's four bytes, then the interface's.
  const membership = new Uint8Array([...inet_aton(group), ...inet_aton(iface)]);
  receiver.setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP, membership);
  console.log("Listening on", [group, receiver.getsockname()[1]]);

  for (let n = 0; n < last; n++) {
    const [data, [host, port]] = receiver.recvfrom(65535);
    print(`${host}:${port}  ${new TextDecoder().decode(data)}`);
  }
});

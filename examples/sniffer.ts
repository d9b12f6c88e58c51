/**
 * Prints every IPv4 packet that passes through an interface: the sniffer of Python's page on
 * sockets. Windows only (SIO_RCVALL), and for administrators; `capture.ts` is Linux's.
 *
 *     deno run --allow-ffi examples/sniffer.ts --count 10
 */
import {
  AF_INET,
  gethostbyname,
  gethostname,
  IP_HDRINCL,
  IPPROTO_IP,
  RCVALL_OFF,
  RCVALL_ON,
  SIO_RCVALL,
  SOCK_RAW,
  socket,
} from "@bsd/socket";
import { describeIPv4 } from "./capture/describe.ts";
import { interrupted } from "./support/interrupted.ts";
import { print, program, whole } from "./support/program.ts";

/** More than any packet has. */
const ROOM = 65535;

await program({
  usage: "sniffer [--count N] [ADDRESS]",
  about: `Prints the IPv4 packets that an interface sends and receives, until Ctrl-C. Windows only:
"capture" is for Linux.

  --count N  end after N packets
  ADDRESS    the interface's own address; what this machine's name resolves to unless given`,
  needs: "an administrator",
  uses: { SIO_RCVALL },
  options: { count: { type: "string" } },
  most: 1,
}, async ({ count }, address) => {
  const last = count === undefined ? Infinity : whole(count, "--count", 1, 2 ** 31);
  using raw = socket(AF_INET, SOCK_RAW, IPPROTO_IP);
  raw.bind([address ?? gethostbyname(gethostname()), 0]);
  // The packets as they are, with their headers.
  raw.setsockopt(IPPROTO_IP, IP_HDRINCL, true);
  raw.ioctl(SIO_RCVALL, RCVALL_ON ?? 0);
  const signal = interrupted();
  try {
    console.log("Listening on", raw.getsockname());
    for (let n = 0; n < last; n++) {
      const packet = await raw.promises.recv(ROOM, 0, { signal });
      print(`${packet.length.toString().padStart(5)}  ${describeIPv4(packet)}`);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    // The interface goes back to its own packets.
    raw.ioctl(SIO_RCVALL, RCVALL_OFF ?? 0);
  }
});

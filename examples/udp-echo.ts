/**
 * A UDP echo server that moves datagrams in batches: under load, one call of the kernel receives
 * many and one sends them back.
 *
 *     deno run --allow-ffi examples/udp-echo.ts
 */
import { AF_INET, OSError, SOCK_DGRAM, socket } from "@bsd/socket";
import { interrupted } from "./support/interrupted.ts";
import { portNumber, program } from "./support/program.ts";

/** How many datagrams are received at once, and how long they may be: as long as UDP has them. */
const [COUNT, SIZE] = [64, 65536];

await program({
  usage: "udp-echo [HOST [PORT]]",
  about: `Sends back the datagrams that come, over IPv4, until interrupted.

  HOST  the address to receive at, localhost unless given; "" for all of this machine's
  PORT  50007 unless given; 0 for any that is free`,
  most: 2,
}, async (_, host = "localhost", port = "50007") => {
  using sock = socket(AF_INET, SOCK_DGRAM);
  sock.bind([host, portNumber(port)]);
  console.log("Listening on", sock.getsockname());
  const signal = interrupted();
  const count = { datagrams: 0, batches: 0 };
  while (!signal.aborted) {
    const batch = await sock.promises.recvmmsg(COUNT, SIZE, 0, 0, { signal }).catch((error) => {
      if (signal.aborted) return [];
      throw error;
    });
    count.batches++;
    count.datagrams += batch.length;
    for (let left = batch; left.length > 0;) {
      const replies = left.map(([data, , , address]) => [data, address] as const);
      try {
        left = left.slice(await sock.promises.sendmmsg(replies));
      } catch (error) {
        if (!(error instanceof OSError)) throw error;
        left = left.slice(1); // It cannot be sent back to where it says it came from.
      }
    }
  }
  console.log(`${count.datagrams} datagrams in ${count.batches} batches`);
});

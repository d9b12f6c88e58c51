/**
 * An echo server that is started when the first client connects, by systemd or by its test tool:
 *
 *     systemd-socket-activate -l 2000 deno run --allow-ffi \
 *       --allow-env=LISTEN_PID,LISTEN_FDS,LISTEN_FDNAMES examples/activated-echo.ts
 *
 * The port is opened by the parent: this program needs neither the right nor the number.
 */
import { listen_fds_with_names } from "@bsd/socket";
import { program, UsageError } from "./support/program.ts";

await program({
  usage: "activated-echo",
  about: `Sends back what clients send, on the listening sockets that systemd passes.

As a service, with an echo.socket that says "ListenStream=2000":

  [Service]
  ExecStart=deno run --allow-ffi --allow-env=LISTEN_PID,LISTEN_FDS,LISTEN_FDNAMES activated-echo.ts`,
}, async () => {
  const servers = listen_fds_with_names();
  if (servers.length === 0) {
    throw new UsageError("no socket was passed; start it with systemd-socket-activate");
  }
  await Promise.all(servers.map(async ([server, name]) => {
    console.log(`Serving ${name} at`, server.getsockname());
    for await (const [connection, address] of server) {
      console.log("Connected by", address);
      // A client that resets its connection ends that one alone.
      connection.readable.pipeTo(connection.writable).catch(() => {})
        .finally(() => connection.close());
    }
  }));
});

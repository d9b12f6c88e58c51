/**
 * A TCP proxy: passes on what comes, both ways, through the sockets' streams. `pipeTo` sees to
 * back-pressure, to half-closed connections and to resets.
 *
 *     deno run --allow-ffi examples/tcp-proxy.ts --port 8080 example.com 80
 */
import { create_server, type InetAddress, OSError, type Socket } from "@bsd/socket";
import { create_connection } from "@bsd/socket/promises";
import { interrupted } from "./support/interrupted.ts";
import { portNumber, program, UsageError } from "./support/program.ts";

/** Serves one client until both sides have said all; the signal cuts them off. */
async function relay(
  client: Socket<InetAddress>,
  to: readonly [host: string, port: number],
  signal: AbortSignal,
): Promise<void> {
  using _client = client;
  // Should this fail, the client is to see a reset instead of an empty answer.
  const target = await create_connection(to, { timeout: 10, signal })
    .catch((error) => client.writable.abort().then(() => Promise.reject(error)));
  using _target = target;
  target.settimeout(null);
  // A stream that ends closes the one it is piped to, which shuts down that half of the connection;
  // one that fails aborts it, which resets the connection.
  await Promise.all([
    client.readable.pipeTo(target.writable, { signal }),
    target.readable.pipeTo(client.writable, { signal }),
  ]);
}

await program({
  usage: "tcp-proxy [--bind HOST] [--port PORT] TARGET-HOST TARGET-PORT",
  about: `Passes TCP connections on to another address, until interrupted.

  --bind HOST  the address to listen on, localhost unless given; "" for all of this machine's
  --port PORT  the port to listen on, any that is free unless given`,
  options: { bind: { type: "string" }, port: { type: "string" } },
  most: 2,
}, async ({ bind = "localhost", port = "0" }, host, targetPort) => {
  if (host === undefined || targetPort === undefined) throw new UsageError("there is no target");
  const target = [host, portNumber(targetPort)] as const;
  using server = create_server([bind, portNumber(port)]);
  console.log("Listening on", server.getsockname());
  const signal = interrupted();
  signal.addEventListener("abort", () => server.close());
  for await (const [client, [from, number]] of server) {
    const report = (outcome: string) => console.log(`${from}:${number} ${outcome}`);
    relay(client, target, signal).then(() => report("done"), (error) => {
      if (!(error instanceof OSError) && !signal.aborted) throw error;
      report(signal.aborted ? "cut off" : error.message);
    });
  }
});

/**
 * A TCP proxy: passes on what comes, both ways, through the sockets' streams. `pipeTo` sees to
 * back-pressure, to half-closed connections and to resets.
 *
 *     deno run --allow-ffi examples/tcp-proxy.ts --port 8080 example.com 80
 */
import {
  AF_INET,
  AF_INET6,
  create_server,
  has_dualstack_ipv6,
  type Inet6Address,
  type InetAddress,
  OSError,
  SOCK_STREAM,
  type Socket,
} from "@bsd/socket";
import { create_connection, getaddrinfo } from "@bsd/socket/promises";
import { interrupted } from "./support/interrupted.ts";
import { portNumber, program, UsageError } from "./support/program.ts";

type IpSocket = Socket<InetAddress | Inet6Address>;

/** Listens at an address of IPv4, or of IPv6 where the host has no other; at all of them for "". */
async function listen(host: string, port: number): Promise<IpSocket> {
  if (host === "") {
    return has_dualstack_ipv6()
      ? create_server([host, port], { family: AF_INET6, dualstack_ipv6: true })
      : create_server([host, port]);
  }
  const found = await getaddrinfo(host, port, { type: SOCK_STREAM });
  const best = found.find(([family]) => family === AF_INET) ?? found[0];
  if (best === undefined) throw new OSError(null, `${host} has no address`);
  const [family, , , , address] = best;
  return create_server(address, { family });
}

/** Serves one client until both sides have said all; the signal cuts them off. */
async function relay(
  client: IpSocket,
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
  using server = await listen(bind, portNumber(port));
  console.log("Listening on", server.getsockname());
  const signal = interrupted();
  signal.addEventListener("abort", () => server.close());
  for await (const [client, [from, number]] of server) {
    const who = `${from.includes(":") ? `[${from}]` : from}:${number}`;
    const report = (outcome: string) => console.log(`${who} ${outcome}`);
    relay(client, target, signal).then(() => report("done"), (error) => {
      if (!(error instanceof OSError) && !signal.aborted) throw error;
      report(signal.aborted ? "cut off" : error.message);
    });
  }
});

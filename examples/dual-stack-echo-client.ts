/**
 * The echo client of Python's `socket` page for either IP version.
 *
 *     deno run --allow-ffi examples/dual-stack-echo-client.ts
 */
import { AF_UNSPEC, getaddrinfo, OSError, SOCK_STREAM, type Socket, socket } from "@bsd/socket";
import { program } from "./support/program.ts";

/**
 * Connects to the first of the host's addresses that answers: what `create_connection([host, port])`
 * does, written out as on the page.
 */
function connect(host: string, port: string): Socket {
  let failure = new OSError(null, `${host} has no address`);
  for (const [family, type, proto, , address] of getaddrinfo(host, port, AF_UNSPEC, SOCK_STREAM)) {
    let client: Socket | undefined;
    try {
      client = socket(family, type, proto);
      client.connect(address);
      return client;
    } catch (error) {
      client?.close();
      if (!(error instanceof OSError)) throw error;
      failure = error;
    }
  }
  throw failure;
}

await program({
  usage: "dual-stack-echo-client [HOST [PORT]]",
  about: `Says "Hello, world" to an echo server over IPv6 or IPv4 and shows the answer.

  HOST  the server, localhost unless given
  PORT  its port or service name, 50007 unless given`,
  most: 2,
}, (_, host = "localhost", port = "50007") => {
  using client = connect(host, port);
  console.log("Connected to", client.getpeername());
  client.sendall(new TextEncoder().encode("Hello, world"));
  console.log("Received", new TextDecoder().decode(client.recv(1024)));
});

/**
 * The echo server of Python's `socket` page for either IP version: serves one client, then ends.
 *
 *     deno run --allow-ffi examples/dual-stack-echo-server.ts
 */
import {
  AF_INET6,
  AF_UNSPEC,
  AI_PASSIVE,
  create_server,
  getaddrinfo,
  has_dualstack_ipv6,
  OSError,
  SO_REUSEADDR,
  SOCK_STREAM,
  type Socket,
  socket,
  SOL_SOCKET,
} from "@bsd/socket";
import { portNumber, program } from "./support/program.ts";

/** Listens on the first of the host's addresses that can be had, as the page's server does. */
function listen(host: string, port: number): Socket {
  let failure = new OSError(null, `${host} has no address`);
  for (
    const [family, type, proto, , address] of getaddrinfo(
      host,
      port,
      AF_UNSPEC,
      SOCK_STREAM,
      0,
      AI_PASSIVE,
    )
  ) {
    let server: Socket | undefined;
    try {
      server = socket(family, type, proto);
      server.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
      server.bind(address);
      server.listen(1);
      return server;
    } catch (error) {
      server?.close();
      if (!(error instanceof OSError)) throw error;
      failure = error;
    }
  }
  throw failure;
}

await program({
  usage: "dual-stack-echo-server [HOST [PORT]]",
  about: `Sends back what one client sends, then ends.

  HOST  the name or address to listen on, localhost unless given: the first of its addresses;
        "" for all of this machine's, by one socket for IPv6 and IPv4
  PORT  50007 unless given; 0 for any that is free`,
  most: 2,
}, (_, host = "localhost", port = "50007") => {
  // An IPv6 socket that is not for IPv6 alone sees an IPv4 client as "::ffff:192.0.2.1".
  using server: Socket = host === "" && has_dualstack_ipv6()
    ? create_server(["", portNumber(port)], { family: AF_INET6, dualstack_ipv6: true })
    : listen(host, portNumber(port));
  console.log("Listening on", server.getsockname());

  const [connection, address] = server.accept();
  using _connection = connection;
  console.log("Connected by", address);
  for (let data = connection.recv(1024); data.length > 0; data = connection.recv(1024)) {
    connection.sendall(data);
  }
});

/**
 * Why servers set SO_REUSEADDR: without it a server that is started again may have to wait a
 * minute for the OS to forget the old one's last connections.
 *
 *     deno run --allow-ffi examples/reuse-address.ts
 */
import {
  AF_INET,
  create_connection,
  OSError,
  SO_REUSEADDR,
  SOCK_STREAM,
  socket,
  SOL_SOCKET,
} from "@bsd/socket";
import { program } from "./support/program.ts";

/** One life of a server: it binds, serves a client, and ends first. Returns its port. */
function serveOnce(port: number, reuse: boolean): number {
  using server = socket(AF_INET, SOCK_STREAM);
  // Before bind, and in every life: Linux also looks at what the old socket had set.
  if (reuse) server.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
  server.bind(["127.0.0.1", port]);
  server.listen();
  const [host, bound] = server.getsockname();

  // The connection waits in the backlog until accept takes it, so that one thread can be both sides.
  using client = create_connection([host, bound]);
  const [connection] = server.accept();
  // Who closes first keeps the connection in state TIME_WAIT, with the server's port, for a while:
  // see "ss -tan" or "netstat -an".
  connection.close();
  client.recv(1);
  return bound;
}

await program({
  usage: "reuse-address",
  about: `Starts a server twice on the same port, first without SO_REUSEADDR, then with it.
On Windows the first restart succeeds too: there the option means something else, and servers
should not set it (create_server does not).`,
}, () => {
  for (const reuse of [false, true]) {
    console.log(reuse ? "With SO_REUSEADDR:" : "Without SO_REUSEADDR:");
    const port = serveOnce(0, reuse);
    console.log(`  first start   served a client on port ${port}`);
    try {
      serveOnce(port, reuse);
      console.log("  second start  served a client on the same port");
    } catch (error) {
      if (!(error instanceof OSError)) throw error;
      console.log(`  second start  ${error.message}`);
    }
  }
});

/**
 * The echo server of Python's `socket` page, over IPv4: serves one client, then ends.
 *
 *     deno run --allow-ffi examples/echo-server.ts
 */
import { AF_INET, SOCK_STREAM, socket } from "@bsd/socket";
import { portNumber, program } from "./support/program.ts";

await program({
  usage: "echo-server [HOST [PORT]]",
  about: `Sends back what one client sends, over IPv4, then ends.

  HOST  the address to listen on, localhost unless given; "" for all of this machine's
  PORT  50007 unless given; 0 for any that is free`,
  most: 2,
}, (_, host = "localhost", port = "50007") => {
  using server = socket(AF_INET, SOCK_STREAM);
  server.bind([host, portNumber(port)]);
  server.listen(1);
  console.log("Listening on", server.getsockname());

  const [connection, address] = server.accept();
  using _connection = connection; // "using" takes no pattern; this closes the connection at the end.
  console.log("Connected by", address);
  for (;;) {
    const data = connection.recv(1024);
    if (data.length === 0) break; // The client has nothing more to say.
    connection.sendall(data);
  }
});

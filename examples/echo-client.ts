/**
 * The echo client of Python's `socket` page, over IPv4.
 *
 *     deno run --allow-ffi examples/echo-client.ts
 */
import { AF_INET, SOCK_STREAM, socket } from "@bsd/socket";
import { portNumber, program } from "./support/program.ts";

await program({
  usage: "echo-client [HOST [PORT]]",
  about: `Says "Hello, world" to an echo server over IPv4 and shows the answer.

  HOST  the server, localhost unless given
  PORT  its port, 50007 unless given`,
  most: 2,
}, (_, host = "localhost", port = "50007") => {
  using client = socket(AF_INET, SOCK_STREAM);
  client.connect([host, portNumber(port)]);
  // Python's b"Hello, world": sockets carry bytes, and a string has to be encoded.
  client.sendall(new TextEncoder().encode("Hello, world"));
  const data = client.recv(1024);
  console.log("Received", new TextDecoder().decode(data));
});

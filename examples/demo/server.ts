/**
 * The other side of the demo, in a thread of its own: a Worker has its own instance of the library,
 * and may block while the demo blocks too. It serves one connection after another, each with one
 * command on its first line:
 *
 *     echo TEXT    answers with the text and the host it came from
 *     sha256 N     takes N bytes and answers with their hash
 *     stop         ends
 */
/// <reference lib="deno.worker" />
import { createHash } from "node:crypto";
import {
  AF_INET6,
  create_server,
  has_dualstack_ipv6,
  type Inet6Address,
  type InetAddress,
  type Socket,
} from "@bsd/socket";

// Only a socket for all of this machine's addresses can be for both IP versions at once.
using server: Socket<InetAddress | Inet6Address> = has_dualstack_ipv6()
  ? create_server(["", 0], { family: AF_INET6, dualstack_ipv6: true })
  : create_server(["", 0]);
self.postMessage(server.getsockname());

while (serve(...server.accept()));
self.close();

/** Serves a connection; false for the last. */
function serve(
  connection: Socket<InetAddress | Inet6Address>,
  [host]: InetAddress | Inet6Address,
): boolean {
  using _connection = connection;
  using file = connection.makefile("rwb");
  const [command, argument = ""] = new TextDecoder().decode(file.readline()).trimEnd().split(" ");
  let answer = "";
  if (command === "echo") answer = `${argument} ${host}`;
  if (command === "sha256") {
    answer = createHash("sha256").update(file.read(Number(argument)) ?? "").digest("hex");
  }
  file.write(new TextEncoder().encode(`${answer}\n`));
  file.flush();
  return command !== "stop";
}

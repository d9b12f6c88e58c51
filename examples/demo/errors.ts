/** Part of the demo: errors as a program meets them, and how a socket prints. */
import {
  AF_INET,
  AI_NUMERICHOST,
  create_connection,
  create_server,
  getaddrinfo,
  SOCK_DGRAM,
  socket,
} from "@bsd/socket";
import { heading, refused, step } from "./show.ts";

/** Shows some errors. */
export async function errors(): Promise<void> {
  heading("Errors");
  await refused("nobody there", () => {
    // A port that is bound is nobody else's, and one that is not listened at refuses.
    using taken = socket();
    taken.bind(["127.0.0.1", 0]);
    create_connection(taken.getsockname());
  });
  await refused("address in use", () => {
    using server = create_server(["127.0.0.1", 0]);
    using _other = create_server(server.getsockname());
  });
  await refused("no answer", () => {
    using silent = socket(AF_INET, SOCK_DGRAM);
    silent.bind(["127.0.0.1", 0]);
    silent.settimeout(0.05);
    silent.recv(100);
  });
  await refused("no such address", () => getaddrinfo("256.0.0.1", 80, { flags: AI_NUMERICHOST }));
  await refused("port out of range", () => {
    using s = socket();
    s.bind(["127.0.0.1", 65536]);
  });
}

/** Shows how sockets print. */
export async function inspection(): Promise<void> {
  heading("console.log(socket)");
  using server = create_server(["127.0.0.1", 0]);
  using client = create_connection(server.getsockname());
  await step("connected", () => Deno.inspect(client));
  client.close();
  await step("closed", () => Deno.inspect(client));
}

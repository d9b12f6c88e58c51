/**
 * The functions of `@bsd/socket` that may have to wait, awaited: look-ups off the event loop, and
 * connections and servers by host names. Names and arguments are those of the blocking functions,
 * and each takes `{ signal }` besides. What a socket itself awaits is at `socket.promises`.
 *
 * Up to four look-ups are under way at a time, others wait in the order in which they came. When a
 * signal aborts, its look-up is rejected at once; nothing can make the C library stop asking, which
 * keeps the process alive until it gives up by itself.
 *
 * @example
 * ```ts
 * import { create_connection, create_server } from "@bsd/socket/promises";
 *
 * using server = await create_server(["localhost", 0]);
 * const accepted = server.promises.accept();
 * using client = await create_connection(server.getsockname());
 * const [connection, address] = await accepted;
 * using _ = connection;
 * await client.promises.sendall(new TextEncoder().encode("hello"));
 * const received = await connection.promises.recv(1024);
 * console.log(new TextDecoder().decode(received), address[0]); // hello 127.0.0.1
 * ```
 *
 * @module
 */
export { type AwaitedConnectionOptions, create_connection } from "./src/awaited/connection.ts";
export { create_server } from "./src/awaited/server.ts";
export {
  getaddrinfo,
  getfqdn,
  gethostbyaddr,
  gethostbyname,
  gethostbyname_ex,
  getnameinfo,
} from "./src/awaited/lookups.ts";
export type { AwaitOptions } from "./src/awaited/start.ts";

/** create_server, awaited. */
import type { AddressArgument, Inet6Address, InetAddress } from "../addresses.ts";
import { bindTo } from "../socket/binding.ts";
import { type CreateServerOptions, startListening, unnamedServer } from "../socket/server.ts";
import type { Socket } from "../socket/socket.ts";
import { destinationOf } from "./destination.ts";
import type { AwaitOptions } from "./start.ts";

/**
 * Makes a TCP socket that listens at an address, as the blocking `create_server()`; a host name is
 * looked up without blocking.
 *
 * @param address Host and port: `["", 8080]`; port 0 lets the OS choose.
 * @param options `backlog`, `reuse_port`, `dualstack_ipv6`; `signal` gives the look-up up.
 * @returns The listening socket.
 * @throws {OSError} EADDRINUSE, EACCES…
 * @throws {gaierror} The host does not resolve.
 * @throws {RangeError} `dualstack_ipv6` without AF_INET6, or not possible here; `reuse_port` not
 *   possible here.
 *
 * @example
 * ```ts
 * import { create_server } from "@bsd/socket/promises";
 *
 * using server = await create_server(["localhost", 0]);
 * console.log(server.getsockname()[0]); // 127.0.0.1
 * ```
 */
export function create_server(
  address: AddressArgument<InetAddress>,
  options?: Omit<CreateServerOptions, "family"> & AwaitOptions,
): Promise<Socket<InetAddress>>;
/**
 * Makes a listening TCP socket of a given family.
 *
 * @param address An address of that family.
 * @param options With `family`.
 */
export function create_server<A extends InetAddress | Inet6Address>(
  address: AddressArgument<A>,
  options: CreateServerOptions<A> & AwaitOptions,
): Promise<Socket<A>>;
export async function create_server<A extends InetAddress | Inet6Address>(
  address: AddressArgument<A>,
  options: CreateServerOptions<A> & AwaitOptions = {},
): Promise<Socket<A>> {
  options.signal?.throwIfAborted();
  const server = unnamedServer(options);
  try {
    bindTo(server, await destinationOf(server, address, options));
    startListening(server, options);
    return server;
  } catch (error) {
    server.close();
    throw error;
  }
}

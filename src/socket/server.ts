/** create_server: a listening TCP socket, over both IP versions if asked. */
import {
  type AddressFamily,
  AF_INET,
  AF_INET6,
  IPPROTO_IPV6,
  IPV6_V6ONLY,
  SO_EXCLUSIVEADDRUSE,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SOCK_STREAM,
  SOL_SOCKET,
} from "../../constants/mod.ts";
import type { Address, AddressArgument, Inet6Address, InetAddress } from "../addresses.ts";
import { int, keywords } from "../arguments.ts";
import { OSError } from "../errors.ts";
import { Socket } from "./socket.ts";

/** The keyword arguments of `create_server`. */
export interface CreateServerOptions<A extends Address = InetAddress | Inet6Address> {
  /** AF_INET unless given, or AF_INET6. */
  readonly family?: AddressFamily<A> | undefined;
  /** How many connections may wait to be accepted: 128 unless given. */
  readonly backlog?: number | null;
  /** Set SO_REUSEPORT, so that several sockets may listen on one port. */
  readonly reuse_port?: boolean;
  /** Accept IPv4 connections too, on an AF_INET6 socket. */
  readonly dualstack_ipv6?: boolean;
}

/**
 * Whether this OS can serve IPv4 and IPv6 from one socket. Python's `socket.has_dualstack_ipv6()`.
 *
 * @example
 * ```ts
 * import { has_dualstack_ipv6 } from "@bsd/socket";
 *
 * console.log(has_dualstack_ipv6());
 * ```
 */
export function has_dualstack_ipv6(): boolean {
  try {
    using probe = new Socket(AF_INET6, SOCK_STREAM);
    probe.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0);
    return true;
  } catch (error) {
    if (error instanceof OSError) return false;
    throw error;
  }
}

/**
 * Makes a TCP socket that listens at an address. Python's `socket.create_server()`.
 *
 * SO_REUSEADDR is set where that means "rebind at once after a restart": not on Windows, where any
 * program could then take the address over, and where no option is needed for the restart. An IPv6
 * socket accepts IPv4 connections only with `dualstack_ipv6`.
 *
 * @param address Host and port: `["", 8080]`; port 0 lets the OS choose.
 * @param options `family`, `backlog`, `reuse_port`, `dualstack_ipv6`.
 * @returns The listening socket.
 * @throws {OSError} EADDRINUSE, EACCES…
 * @throws {RangeError} `dualstack_ipv6` without AF_INET6, or not possible here; `reuse_port` not possible here.
 *
 * @example
 * ```ts
 * import { AF_INET6, create_server, has_dualstack_ipv6 } from "@bsd/socket";
 *
 * using server = has_dualstack_ipv6()
 *   ? create_server(["", 0], { family: AF_INET6, dualstack_ipv6: true })
 *   : create_server(["", 0]);
 * console.log(server.getsockname()[1] > 0); // true
 * ```
 */
export function create_server(
  address: AddressArgument<InetAddress>,
  options?: Omit<CreateServerOptions, "family">,
): Socket<InetAddress>;
/**
 * Makes a listening TCP socket of a given family.
 *
 * @param address An address of that family.
 * @param options With `family`.
 */
export function create_server<A extends InetAddress | Inet6Address>(
  address: AddressArgument<A>,
  options: CreateServerOptions<A>,
): Socket<A>;
export function create_server<A extends InetAddress | Inet6Address>(
  address: AddressArgument<A>,
  options: CreateServerOptions<A> = {},
): Socket<A> {
  const server = unnamedServer(options);
  try {
    server.bind(address);
    startListening(server, options);
    return server;
  } catch (error) {
    server.close();
    throw error;
  }
}

/** The socket of `create_server` before it has a name, with its options checked and set. */
export function unnamedServer<A extends InetAddress | Inet6Address>(
  options: CreateServerOptions<A>,
): Socket<A> {
  const { reuse_port = false, dualstack_ipv6 = false } = keywords(options, "create_server");
  const family = "family" in options ? int(options.family, "family") : AF_INET;
  if (reuse_port && SO_REUSEPORT === undefined) {
    throw new RangeError("SO_REUSEPORT does not exist on this OS");
  }
  if (dualstack_ipv6 && family !== AF_INET6) {
    throw new RangeError("dualstack_ipv6 needs family AF_INET6");
  }
  if (dualstack_ipv6 && !has_dualstack_ipv6()) {
    throw new RangeError("dualstack_ipv6 is not possible on this OS");
  }
  const server = new Socket<A>(family, SOCK_STREAM);
  try {
    // Where there is SO_EXCLUSIVEADDRUSE, SO_REUSEADDR would let others take the address over.
    if (SO_EXCLUSIVEADDRUSE === undefined) server.setsockopt(SOL_SOCKET, SO_REUSEADDR, true);
    if (reuse_port) server.setsockopt(SOL_SOCKET, SO_REUSEPORT, true);
    if (family === AF_INET6) server.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, !dualstack_ipv6);
    return server;
  } catch (error) {
    server.close();
    throw error;
  }
}

/** Lets it accept connections, once it has a name. */
export function startListening(
  server: Pick<Socket, "listen">,
  { backlog = null }: Pick<CreateServerOptions, "backlog">,
): void {
  if (backlog === null) server.listen();
  else server.listen(backlog);
}

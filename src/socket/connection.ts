/** create_connection: a TCP connection to a name, whatever address answers. */
import { SOCK_STREAM } from "../../constants/mod.ts";
import type { Host, Inet6Address, InetAddress } from "../addresses.ts";
import { keywords } from "../arguments.ts";
import { type AddrInfo, getaddrinfo } from "../names/addrinfo.ts";
import { OSError } from "../errors.ts";
import { Socket } from "./socket.ts";

type IpAddress = InetAddress | Inet6Address;

/** The keyword arguments of `create_connection`. */
export interface CreateConnectionOptions {
  /** The time-out of each attempt and of the socket, in seconds; null: none. Absent: the default time-out. */
  readonly timeout?: number | null;
  /** The address to connect from; `["", 0]` leaves it to the OS. Null or absent: no bind. */
  readonly source_address?: readonly [host: Host, port: number] | null;
  /** Throw the errors of all attempts as an AggregateError, instead of the last one alone. */
  readonly all_errors?: boolean;
}

/**
 * Connects to a TCP service: looks the host up and tries each of its addresses in turn. Python's
 * `socket.create_connection()`.
 *
 * @param address Host and port; a port may be a service's name. More members, as IPv6 addresses
 *   have them, are ignored.
 * @param options `timeout`, `source_address`, `all_errors`.
 * @returns The connected socket.
 * @throws {OSError} The last attempt's error; with `all_errors` an AggregateError of all of them.
 * @throws {gaierror} The host does not resolve.
 *
 * @example
 * ```ts
 * import { create_connection, create_server } from "@bsd/socket";
 *
 * using server = create_server(["127.0.0.1", 0]);
 * using client = create_connection(["localhost", server.getsockname()[1]], { timeout: 5 });
 * console.log(client.getpeername()[0]); // 127.0.0.1
 * ```
 */
export function create_connection(
  address: readonly [host: Host | null, port: number | string | Uint8Array, ...unknown[]],
  options: CreateConnectionOptions = {},
): Socket<InetAddress | Inet6Address> {
  const [host, port] = hostAndPort(address);
  const { source_address = null } = keywords(options, "create_connection");
  const errors: OSError[] = [];
  for (const found of getaddrinfo(host, port, { type: SOCK_STREAM })) {
    let attempt: Socket<IpAddress> | undefined;
    try {
      attempt = unconnected(found, options);
      if (source_address !== null) attempt.bind(source_address);
      attempt.connect(found[4]);
      return attempt;
    } catch (error) {
      attempt?.close();
      if (!(error instanceof OSError)) throw error;
      errors.push(error);
    }
  }
  throw connectionFailure(errors, options);
}

/** The host and the port of the address that `create_connection` takes. */
export function hostAndPort<H, P>(address: readonly [host: H, port: P, ...unknown[]]): [H, P] {
  if (!Array.isArray(address) || address.length < 2) {
    throw new TypeError("create_connection() takes an address [host, port]");
  }
  const [host, port]: typeof address = address;
  return [host, port];
}

/** A socket for an attempt at one of the addresses that were found. */
export function unconnected(
  [family, type, proto]: AddrInfo,
  { timeout }: CreateConnectionOptions,
): Socket<IpAddress> {
  const socket = new Socket<IpAddress>(family, type, proto);
  try {
    if (timeout !== undefined) socket.settimeout(timeout);
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
}

/** What is thrown when all attempts have failed. */
export function connectionFailure(
  errors: readonly OSError[],
  { all_errors = false }: CreateConnectionOptions,
): Error {
  const last = errors.at(-1);
  if (last === undefined) return new OSError(null, "getaddrinfo returns an empty list");
  return all_errors ? new AggregateError(errors, "create_connection failed") : last;
}

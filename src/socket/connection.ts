/** create_connection: a TCP connection to a name, whatever address answers. */
import { SOCK_STREAM } from "../../constants/mod.ts";
import type { Address, AddressArgument, Host, Inet6Address, InetAddress } from "../addresses.ts";
import { getaddrinfo } from "../names/addrinfo.ts";
import { OSError } from "../errors.ts";
import { Socket } from "./socket.ts";

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
  const { source_address = null, all_errors = false } = options;
  if (!Array.isArray(address) || address.length < 2) {
    throw new TypeError("create_connection() takes an address [host, port]");
  }
  const [host, port]: typeof address = address;
  const errors: OSError[] = [];
  for (const [family, type, proto, , found] of getaddrinfo(host, port, { type: SOCK_STREAM })) {
    let attempt: Socket<Address> | undefined;
    try {
      attempt = new Socket<Address>(family, type, proto);
      if (options.timeout !== undefined) attempt.settimeout(options.timeout);
      if (source_address !== null) attempt.bind(source_address);
      attempt.connect(found as AddressArgument<Address>);
      return attempt as Socket<InetAddress | Inet6Address>;
    } catch (error) {
      attempt?.close();
      if (!(error instanceof OSError)) throw error;
      if (!all_errors) errors.length = 0;
      errors.push(error);
    }
  }
  const [last] = errors;
  if (last === undefined) throw new OSError(null, "getaddrinfo returns an empty list");
  if (all_errors) throw new AggregateError(errors, "create_connection failed");
  throw last;
}

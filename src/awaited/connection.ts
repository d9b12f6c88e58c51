/** create_connection, awaited: by Happy Eyeballs to whatever address answers first. */
import { SOCK_STREAM } from "../../constants/mod.ts";
import type { Host, Inet6Address, InetAddress } from "../addresses.ts";
import { keywords, shown } from "../arguments.ts";
import type { AddrInfo } from "../names/addrinfo.ts";
import { bindTo } from "../socket/binding.ts";
import {
  connectionFailure,
  type CreateConnectionOptions,
  hostAndPort,
  unconnected,
} from "../socket/connection.ts";
import type { Socket } from "../socket/socket.ts";
import { connect } from "./connect.ts";
import { destinationOf } from "./destination.ts";
import { getaddrinfo } from "./lookups.ts";
import { type Attempt, interleave, race } from "./race.ts";
import type { AwaitOptions } from "./start.ts";

/** The keyword arguments of the awaited `create_connection`. */
export interface AwaitedConnectionOptions extends CreateConnectionOptions, AwaitOptions {
  /**
   * The head start of each attempt, in seconds, 0 to 2147483: 0.25 unless given, and RFC 8305 asks for
   * 0.1 to 2. null: none, each attempt waits until the one before has failed, in the order of the
   * resolver.
   */
  readonly happy_eyeballs_delay?: number | null;
}

/** What section 5 of RFC 8305 recommends, in seconds. */
const HEAD_START = 0.25;

/** The longest delay of a timer, in whole seconds. */
const LONGEST = 2_147_483;

function delayOf(value: unknown): number | null {
  if (value === null) return null;
  if (typeof value !== "number") {
    throw new TypeError(
      `happy_eyeballs_delay must be a number of seconds or null, not ${shown(value)}`,
    );
  }
  if (!(value >= 0 && value <= LONGEST)) {
    throw new RangeError(
      `happy_eyeballs_delay must be from 0 to ${LONGEST} seconds, not ${value}`,
    );
  }
  return value * 1000;
}

/**
 * Connects to a TCP service as the blocking `create_connection()`, without blocking and by Happy
 * Eyeballs (RFC 8305): the host's IPv6 and IPv4 addresses take turns, beginning with the family that
 * the resolver prefers. Each attempt has a head start before the next one begins beside it; one that
 * fails makes the next begin at once. The first to connect wins, and the others are closed by the
 * time this returns.
 *
 * @param address Host and port; a port may be a service's name. More members, as IPv6 addresses
 *   have them, are ignored.
 * @param options `timeout` (of each attempt, and of the socket; one of 0 limits nothing here, since
 *   awaiting blocks nobody), `source_address`, `all_errors`, `happy_eyeballs_delay`; `signal` gives
 *   all attempts up.
 * @returns The connected socket.
 * @throws {OSError} The error of the last address tried; with `all_errors` an AggregateError of all,
 *   in the order of the addresses.
 * @throws {gaierror} The host does not resolve.
 *
 * @example
 * ```ts
 * import { create_connection, create_server } from "@bsd/socket/promises";
 *
 * using server = await create_server(["127.0.0.1", 0]);
 * const [, port] = server.getsockname();
 * using client = await create_connection(["localhost", port], { signal: AbortSignal.timeout(5000) });
 * await client.promises.sendall(new TextEncoder().encode("hello"));
 * ```
 */
export async function create_connection(
  address: readonly [host: Host | null, port: number | string | Uint8Array, ...unknown[]],
  options: AwaitedConnectionOptions = {},
): Promise<Socket<InetAddress | Inet6Address>> {
  const { happy_eyeballs_delay = HEAD_START, signal } = keywords(options, "create_connection");
  const [host, port] = hostAndPort(address);
  const delay = delayOf(happy_eyeballs_delay);
  const found = await getaddrinfo(host, port, { type: SOCK_STREAM, signal });
  return await connectToAny(found, delay, options);
}

/** Connects to whichever of the addresses answers first; the head start is in milliseconds. */
export async function connectToAny(
  found: readonly AddrInfo[],
  delay: number | null,
  options: CreateConnectionOptions & AwaitOptions,
): Promise<Socket<InetAddress | Inet6Address>> {
  const ordered = delay === null ? found : interleave(found, ([family]) => family);
  const attempts = ordered.map((each) => attemptAt(each, options));
  const outcome = await race(attempts, delay, options.signal);
  if ("errors" in outcome) throw connectionFailure(outcome.errors, options);
  return outcome.winner;
}

function attemptAt(
  found: AddrInfo,
  options: CreateConnectionOptions,
): Attempt<Socket<InetAddress | Inet6Address>> {
  const { source_address = null } = options;
  return async (signal) => {
    const socket = unconnected(found, options);
    try {
      if (source_address !== null) {
        bindTo(socket, await destinationOf(socket, source_address, { signal }));
      }
      await connect(socket, found[4], { signal });
      return socket;
    } catch (error) {
      socket.close();
      throw error;
    }
  };
}

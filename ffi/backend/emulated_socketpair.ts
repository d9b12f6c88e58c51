/** socketpair(2) over loopback TCP, for an OS that has none (Windows): as Python makes it. */
import { errno } from "../../constants/errno.ts";
import { type Layout, sockaddr_storage } from "../layout.ts";
import type { Bytes, DescriptorCalls, EndpointCalls, Result } from "./contract.ts";

/** The calls it is made of. */
export type PairingCalls =
  & Pick<DescriptorCalls, "socket" | "close">
  & Pick<EndpointCalls, "bind" | "listen" | "connect" | "accept" | "getsockname" | "getpeername">;

/** SOCK_STREAM and the lengths of the addresses: the same on every OS. */
const STREAM = 1;
const INET = 16;
const INET6 = 28;

/** The loopback address of a family, with port 0; null where a pair cannot be made. */
function loopback(family: number, layout: Layout): Bytes | null {
  if (family !== layout.AF_INET && family !== layout.AF_INET6) return null;
  const address = new Uint8Array(family === layout.AF_INET ? INET : INET6);
  address.set(layout.lengthByte ? [address.length, family] : [family]);
  if (family === layout.AF_INET) address.set([127, 0, 0, 1], 4);
  else address[23] = 1;
  return address;
}

/** Port and host of an address: what two names of one end have in common. */
function identity(address: Bytes, length: number): string {
  return address.subarray(2, length === INET ? 8 : 24).join();
}

/**
 * Makes the call.
 *
 * Anybody on the machine can connect to the listener before we do: whom we accept must be whom we
 * connected, by the names of both ends, or the pair is not made (ECONNABORTED).
 */
export function makeSocketpair(
  calls: PairingCalls,
  layout: Layout,
): DescriptorCalls["socketpair"] {
  const room = new Uint8Array(sockaddr_storage);
  const length = new Uint32Array(1);

  function named(
    call: (fd: number, address: Bytes, length: Uint32Array<ArrayBuffer>) => Result,
    fd: number,
  ): string | Result {
    length[0] = room.length;
    const result = call(fd, room, length);
    return result < 0 ? result : identity(room, length[0]);
  }

  /** Whether two sockets are the ends of one connection. */
  function joined(one: number, other: number): Result {
    for (const [a, b] of [[one, other], [other, one]] as const) {
      const own = named(calls.getsockname, a);
      const seen = named(calls.getpeername, b);
      if (typeof own === "number") return own;
      if (typeof seen === "number") return seen;
      if (own !== seen) return -errno.ECONNABORTED;
    }
    return 0;
  }

  /** Connects to the listener; the first to have connected there is whom it accepts. */
  function meet(listener: number, address: Bytes, client: number): Result {
    let result = calls.bind(listener, address);
    if (result < 0) return result;
    result = calls.listen(listener, 1);
    if (result < 0) return result;
    const target = new Uint8Array(address.length);
    length[0] = target.length;
    result = calls.getsockname(listener, target, length);
    if (result < 0) return result;
    // Done as soon as the connection is in the backlog, before it is accepted.
    result = calls.connect(client, target);
    if (result < 0) return result;
    const server = calls.accept(listener, null, length);
    if (server < 0) return server;
    result = joined(client, server);
    if (result >= 0) return server;
    calls.close(server);
    return result;
  }

  return (family, type, protocol, pair) => {
    const address = loopback(family, layout);
    if (address === null) return -errno.EAFNOSUPPORT;
    if (type !== STREAM) return -errno.EOPNOTSUPP;
    const listener = calls.socket(family, type, protocol);
    if (listener < 0) return listener;
    try {
      const client = calls.socket(family, type, protocol);
      if (client < 0) return client;
      const server = meet(listener, address, client);
      if (server < 0) {
        calls.close(client);
        return server;
      }
      pair[0] = server;
      pair[1] = client;
      return 0;
    } finally {
      calls.close(listener);
    }
  };
}

/** Addresses for awaited operations: a host name is looked up off the event loop. */
import { backend } from "../../ffi/backend/mod.ts";
import type { Address, AnyArgument } from "../addresses.ts";
import { encodeAddress, type Lookups } from "../sockaddr/mod.ts";
import type { SocketEndpoint } from "../socket/endpoint.ts";
import type { Destination } from "../socket/destination.ts";
import { lookups } from "../socket/lookups.ts";
import { resolve } from "./lookups.ts";
import type { AwaitOptions } from "./start.ts";

/** What the encoding is interrupted with when it comes to a name. */
class NameFound {
  constructor(readonly host: string, readonly family: number) {}
}

const interrupted: Lookups = {
  ...lookups,
  resolve(host, family) {
    throw new NameFound(host, family);
  },
};

/** An address with its sockaddr: at once where no name is in it. */
export function destinationOf<A extends Address, In extends AnyArgument>(
  socket: SocketEndpoint<A, In>,
  address: In,
  options: AwaitOptions = {},
): Destination | Promise<Destination> {
  const encode = (lookups: Lookups): Destination => ({
    address,
    packed: encodeAddress(socket.family, address, backend().layout, lookups, socket),
  });
  try {
    return encode(interrupted);
  } catch (name) {
    if (!(name instanceof NameFound)) throw name;
    return resolve(name.host, name.family, options)
      .then((found) => encode({ ...lookups, resolve: () => found }));
  }
}

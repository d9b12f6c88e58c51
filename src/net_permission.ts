/** A ready-made audit hook: Deno's network permissions, which FFI goes around, asked for all the same. */
import { AF_INET, AF_INET6, AF_RDS, AF_UNIX } from "../constants/mod.ts";
import { SocketDescriptor } from "./socket/descriptor.ts";
import type { AuditEvent, AuditEvents } from "./audit.ts";

/** A host that may be bytes, as text. */
function hostName(host: unknown): string {
  return host instanceof Uint8Array ? new TextDecoder().decode(host) : String(host);
}

/** The permission for a host, which may be an address; nothing is any address. */
function host(name: string, port = ""): Deno.NetPermissionDescriptor {
  const text = name === "" ? "0.0.0.0" : name.includes(":") ? `[${name}]` : name;
  return { name: "net", host: text + port };
}

/** The permissions that an address of a socket needs. */
function needed(self: unknown, address: unknown): Deno.PermissionDescriptor[] {
  return self instanceof SocketDescriptor ? neededOf(self.family, address) : [{ name: "net" }];
}

/** The permissions that an address of a family needs. */
function neededOf(family: number, address: unknown): Deno.PermissionDescriptor[] {
  if ([AF_INET, AF_INET6, AF_RDS].includes(family) && Array.isArray(address)) {
    return [host(hostName(address[0]), `:${address[1]}`)];
  }
  // As Deno's own Unix sockets: the path is both read and written.
  if (family === AF_UNIX && typeof address === "string" && /^[^\0]/.test(address)) {
    return [{ name: "read", path: address }, { name: "write", path: address }];
  }
  // An abstract name, or a family that Deno has no word for.
  return [{ name: "net" }];
}

function demand(event: AuditEvent, descriptors: readonly Deno.PermissionDescriptor[]): void {
  for (const descriptor of descriptors) {
    if (Deno.permissions.requestSync(descriptor).state === "granted") continue;
    const [what, where] = descriptor.name === "net"
      ? ["net", descriptor.host]
      : [descriptor.name, "path" in descriptor ? descriptor.path : undefined];
    const flag = where === undefined ? `--allow-${what}` : `--allow-${what}=${where}`;
    throw new Deno.errors.NotCapable(`${event} needs ${flag}`);
  }
}

/**
 * An audit hook that makes `bind`, `connect`, `sendto`, `sendmsg` and look-ups ask Deno's
 * permissions first: `--allow-net` for an Internet address, `--allow-read` and `--allow-write` for
 * the path of an AF_UNIX address; all of `--allow-net` for an abstract name and for other families.
 * In a terminal Deno asks the user.
 *
 * @throws {Deno.errors.NotCapable} The permission is not granted; the message names the flag.
 *
 * @example
 * ```ts
 * import { addaudithook, net_permission_hook } from "@bsd/socket";
 *
 * addaudithook(net_permission_hook);
 * ```
 */
export function net_permission_hook<E extends AuditEvent>(event: E, args: AuditEvents[E]): void {
  switch (event) {
    case "socket.bind":
    case "socket.connect":
    case "socket.sendto":
      return demand(event, needed(args[0], args[1]));
    case "socket.sendmsg":
      if (args[1] !== null) demand(event, needed(args[0], args[1]));
      return;
    case "socket.getaddrinfo":
    case "socket.gethostbyaddr":
    case "socket.gethostbyname":
      // A null host asks nobody.
      if (args[0] !== null) demand(event, [host(hostName(args[0]))]);
      return;
    case "socket.getnameinfo":
      // Either IP version: the host tells.
      return demand(event, neededOf(AF_INET, args[0]));
  }
}

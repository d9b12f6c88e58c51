/** A ready-made audit hook: Deno's network permissions, which FFI goes around, asked for all the same. */
import { AF_INET, AF_INET6, AF_RDS, AF_UNIX } from "../constants/mod.ts";
import { addressHost } from "./names/idna.ts";
import { utf8 } from "./sockaddr/codec.ts";
import { formatIPv4, packIPv4, parseLegacyIPv4 } from "./sockaddr/ip.ts";
import { SocketDescriptor } from "./socket/descriptor.ts";
import type { AuditEvent, AuditEvents } from "./audit.ts";

/** A host that may be bytes, as text. */
function hostName(host: unknown): string {
  return host instanceof Uint8Array ? new TextDecoder().decode(host) : String(host);
}

/** A host as Deno names it: an address without its scope and in the usual form, a name in ASCII. */
function denoHost(name: string, family: number): string {
  if (name === "") return family === AF_INET6 ? "[::]" : "0.0.0.0";
  if (name === "<broadcast>") return "255.255.255.255";
  if (name.includes(":")) return `[${name.replace(/%.*/s, "")}]`;
  const number = parseLegacyIPv4(name, false);
  return number === null ? addressHost(name) : formatIPv4(packIPv4(number));
}

/** The permission for a host, which may be an address; nothing is any address. */
function host(name: unknown, port?: unknown, family = AF_INET): Deno.NetPermissionDescriptor {
  const text = denoHost(hostName(name), family);
  return { name: "net", host: port === undefined ? text : `${text}:${port}` };
}

/** The permissions that an address of a socket needs. */
function needed(self: unknown, address: unknown): Deno.PermissionDescriptor[] {
  return self instanceof SocketDescriptor ? neededOf(self.family, address) : [{ name: "net" }];
}

/** Whether an address of AF_UNIX is a path, and no abstract name. */
function isPath(address: unknown): address is string | Uint8Array {
  return typeof address === "string"
    ? /^[^\0]/.test(address)
    : address instanceof Uint8Array && address.length > 0 && address[0] !== 0;
}

/** The permissions that an address of a family needs. */
function neededOf(family: number, address: unknown): Deno.PermissionDescriptor[] {
  if ([AF_INET, AF_INET6, AF_RDS].includes(family) && Array.isArray(address)) {
    return [host(address[0], address[1], family)];
  }
  // As Deno's own Unix sockets: the path is both read and written.
  if (family === AF_UNIX && isPath(address)) {
    const path = typeof address === "string" ? address : utf8(address);
    // Of a path that is no text, Deno can be asked with all others only.
    return [{ name: "read", ...path && { path } }, { name: "write", ...path && { path } }];
  }
  // An abstract name, or a family that Deno has no word for.
  return [{ name: "net" }];
}

/** The permission, if it is missing: all of the network's where Deno has no word for the host. */
function missing(wanted: Deno.PermissionDescriptor): Deno.PermissionDescriptor | undefined {
  try {
    return Deno.permissions.requestSync(wanted).state === "granted" ? undefined : wanted;
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return missing({ name: "net" });
  }
}

function demand(event: AuditEvent, descriptors: readonly Deno.PermissionDescriptor[]): void {
  for (const wanted of descriptors) {
    const descriptor = missing(wanted);
    if (descriptor === undefined) continue;
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
 * the path of an AF_UNIX address; all of `--allow-net` for an abstract name, for other families, and
 * for a host that Deno has no word for. In a terminal Deno asks the user.
 *
 * `create_connection(["localhost", 80])` looks up and connects, and needs both: `localhost:80`, and
 * the address that was found, `127.0.0.1:80`. A name in an address, as in `connect(["localhost", 80])`,
 * is asked about by that name, but after it was looked up: the audit events of Python are so.
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
      // A null host asks nobody. The right to a host's one port is the right to look the host up.
      if (args[0] !== null) {
        demand(event, [host(args[0], /^[1-9]\d*$/.test(String(args[1])) ? args[1] : undefined)]);
      }
      return;
    case "socket.gethostbyaddr":
    case "socket.gethostbyname":
      return demand(event, [host(args[0])]);
    case "socket.getnameinfo":
      // Either IP version: the host tells.
      return demand(event, neededOf(AF_INET, args[0]));
  }
}

/** Services and protocols by name and number: /etc/services and /etc/protocols, or what stands for them. */
import { backend } from "../../ffi/backend/mod.ts";
import { int, name } from "../arguments.ts";
import { audit } from "../audit.ts";
import { unknown } from "./failures.ts";

const text = new TextDecoder();

/** A name that Python takes as a string only, for C. */
function encoded(value: unknown, what: string): Uint8Array {
  if (value instanceof Uint8Array) throw new TypeError(`${what} must be a string, not bytes`);
  return name(value, what);
}

/** The trailing protocol: null where it was not given, which is not the same as given and undefined. */
function protocol(rest: readonly unknown[]): Uint8Array | null {
  return rest.length === 0 ? null : encoded(rest[0], "protocolname");
}

/**
 * The port of a service: Python's `socket.getservbyname`, getservbyname(3).
 *
 * @param servicename The service's name: `"https"`.
 * @param rest `protocolname`: `"tcp"` or `"udp"`; any protocol if left out.
 * @returns The port, in host byte order.
 * @throws {TypeError} A name is not a string.
 * @throws {RangeError} A name has a NUL in it.
 * @throws {OSError} There is no such service.
 *
 * @example
 * ```ts
 * import { getservbyname } from "@bsd/socket";
 *
 * console.log(getservbyname("https", "tcp")); // 443
 * ```
 */
export function getservbyname(servicename: string, ...rest: [protocolname?: string]): number {
  const service = encoded(servicename, "servicename");
  const proto = protocol(rest);
  audit("socket.getservbyname", servicename, rest[0] ?? null);
  const port = backend().getservbyname(service, proto);
  if (port === null) throw unknown("service/proto not found", "getservbyname", servicename);
  return port;
}

/**
 * The name of the service at a port: Python's `socket.getservbyport`, getservbyport(3).
 *
 * @param port 0 to 65535, in host byte order.
 * @param rest `protocolname`: `"tcp"` or `"udp"`; any protocol if left out.
 * @throws {TypeError} The port is not an integer, or the name not a string.
 * @throws {RangeError} The port is out of range, or the name has a NUL in it.
 * @throws {OSError} There is no such service.
 *
 * @example
 * ```ts
 * import { getservbyport } from "@bsd/socket";
 *
 * console.log(getservbyport(53, "udp")); // domain
 * ```
 */
export function getservbyport(port: number, ...rest: [protocolname?: string]): string {
  const number = int(port, "port");
  const proto = protocol(rest);
  if (number < 0 || number > 65535) {
    throw new RangeError(`getservbyport: port must be from 0 to 65535, not ${number}`);
  }
  audit("socket.getservbyport", number, rest[0] ?? null);
  const service = backend().getservbyport(number, proto);
  if (service === null) throw unknown("port/proto not found", "getservbyport", port);
  return text.decode(service);
}

/**
 * The number of a protocol, for the third argument of `socket`: Python's `socket.getprotobyname`,
 * getprotobyname(3).
 *
 * @param protocolname The protocol's name: `"icmp"`.
 * @throws {TypeError} Not a string.
 * @throws {RangeError} There is a NUL in it.
 * @throws {OSError} There is no such protocol.
 *
 * @example
 * ```ts
 * import { getprotobyname, IPPROTO_ICMP } from "@bsd/socket";
 *
 * console.log(getprotobyname("icmp") === IPPROTO_ICMP); // true
 * ```
 */
export function getprotobyname(protocolname: string): number {
  const number = backend().getprotobyname(encoded(protocolname, "protocolname"));
  if (number === null) throw unknown("protocol not found", "getprotobyname", protocolname);
  return number;
}

/** `sockaddr_in`, ip(7): `[host, port]`. */
import type { Layout } from "../../ffi/layout.ts";
import { kind } from "../../ffi/struct/values.ts";
import type { InetAddress } from "../addresses.ts";
import { integer } from "../arguments.ts";
import { type Codec, hostText, lookUp, type Lookups, setHeader } from "./codec.ts";
import { formatIPv4, parseIPv4, parseLegacyIPv4 } from "./ip.ts";

/** The size of `sockaddr_in` on every OS; the last 8 bytes are padding. */
const SIZE = 16;

/** The codec of AF_INET. */
export const inet: Codec<InetAddress> = { encode, decode, shortest: 8 };

/** Where each sockaddr is made. */
const made = new Uint8Array(SIZE);

function encode(address: unknown, layout: Layout, lookups: Lookups): Uint8Array<ArrayBuffer> {
  if (!Array.isArray(address) || address.length !== 2) {
    throw new TypeError(`AF_INET address must be [host, port], not ${kind(address)}`);
  }
  const port = integer(address[1], "port", 0, 65535);
  const ip = numeric(hostText(address[0]), layout, lookups);
  // From here on no code of the caller's runs, which might make another address.
  setHeader(made, layout.AF_INET, layout);
  made[2] = port >> 8;
  made[3] = port;
  made[4] = ip >>> 24;
  made[5] = ip >>> 16;
  made[6] = ip >>> 8;
  made[7] = ip;
  return made;
}

function numeric(host: string, layout: Layout, lookups: Lookups): number {
  if (host === "") return 0;
  if (host === "<broadcast>") return 0xffff_ffff;
  // getaddrinfo takes the older forms, such as 127.1, as numeric too.
  const given = parseIPv4(host) ?? parseLegacyIPv4(host, false);
  if (given !== null) return given;
  const text = lookUp(host, layout.AF_INET, lookups);
  const found = parseIPv4(text);
  if (found === null) throw new RangeError(`"${host}" was resolved to "${text}", not to IPv4`);
  return found;
}

function decode(bytes: Uint8Array): InetAddress {
  return [formatIPv4(bytes, 4), ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0)];
}

/** `sockaddr_in6`, ipv6(7): `[host, port, flowinfo, scope_id]`. */
import type { Layout } from "../../ffi/layout.ts";
import { viewOf } from "../../ffi/struct/fields.ts";
import { kind } from "../../ffi/struct/values.ts";
import type { Inet6Address } from "../addresses.ts";
import { integer } from "../arguments.ts";
import { OSError } from "../errors.ts";
import { type Codec, hostText, lookUp, type Lookups, setHeader } from "./codec.ts";
import { formatIPv6, writeIPv6 } from "./ip.ts";

// `sockaddr_in6` is the same on every OS but for its header; all but the scope is in network order.
const SIZE = 28;
const PORT = 2;
const FLOWINFO = 4;
const HOST = 8;
const SCOPE = 24;

const MAX_SCOPE = 0xffff_ffff;

/** The codec of AF_INET6. */
export const inet6: Codec<Inet6Address> = { encode, decode, shortest: SIZE };

/** Where each sockaddr is made. */
const made = new Uint8Array(SIZE);
const view = viewOf(made);

function encode(address: unknown, layout: Layout, lookups: Lookups): Uint8Array<ArrayBuffer> {
  if (!Array.isArray(address) || address.length < 2 || address.length > 4) {
    throw new TypeError(
      `AF_INET6 address must be [host, port, flowinfo?, scope_id?], not ${kind(address)}`,
    );
  }
  const [host, port, flowinfo = 0, scope_id = 0]: unknown[] = address;
  const number = integer(port, "port", 0, 65535);
  const flow = integer(flowinfo, "flowinfo", 0, 0xf_ffff);
  const scope = integer(scope_id, "scope_id", 0, MAX_SCOPE);
  const text = hostText(host) || "::";
  if (text === "<broadcast>") throw new OSError(null, "address family mismatched", { address });
  const hostScope = setHost(text) ?? setFound(text, layout, lookups);
  // From the host on no code of the caller's runs, which might make another address.
  setHeader(made, layout.AF_INET6, layout);
  view.setUint16(PORT, number);
  view.setUint32(FLOWINFO, flow);
  view.setUint32(SCOPE, scope === 0 ? hostScope : scope, true);
  return made;
}

function setFound(text: string, layout: Layout, lookups: Lookups): number {
  const found = lookUp(text, layout.AF_INET6, lookups);
  const scope = setHost(found);
  if (scope === null) throw new RangeError(`"${text}" was resolved to "${found}", not to IPv6`);
  return scope;
}

/**
 * Writes a numeric host and gives its scope; null if it is none.
 *
 * A scope in the host (`fe80::1%2`) counts where the address's fourth member is 0 or missing.
 * Python drops it, and the kernel then refuses a link-local address that has no scope.
 */
function setHost(host: string): number | null {
  const percent = host.indexOf("%");
  const scope = percent < 0 ? 0 : scopeNumber(host, percent + 1);
  return writeIPv6(host, percent < 0 ? host.length : percent, made, HOST) ? scope : null;
}

/** The number of the scope that the rest of the text is; null where it is an interface's name. */
function scopeNumber(text: string, start: number): number | null {
  let scope = 0;
  for (let i = start; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return null;
    scope = scope * 10 + digit;
    if (scope > MAX_SCOPE) return null;
  }
  return start < text.length ? scope : null;
}

function decode(bytes: Uint8Array): Inet6Address {
  return [
    formatIPv6(bytes, HOST),
    word(bytes, PORT, PORT + 1),
    word(bytes, FLOWINFO, FLOWINFO + 1) * 0x1_0000 + word(bytes, FLOWINFO + 2, FLOWINFO + 3),
    word(bytes, SCOPE + 3, SCOPE + 2) * 0x1_0000 + word(bytes, SCOPE + 1, SCOPE),
  ];
}

/** The number that a higher and a lower byte are. */
function word(bytes: Uint8Array, high: number, low: number): number {
  return ((bytes[high] ?? 0) << 8) | (bytes[low] ?? 0);
}

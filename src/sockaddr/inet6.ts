/** `sockaddr_in6`, ipv6(7): `[host, port, flowinfo, scope_id]`. */
import type { Layout } from "../../ffi/layout.ts";
import { viewOf } from "../../ffi/struct/fields.ts";
import { kind } from "../../ffi/struct/values.ts";
import type { Inet6Address } from "../addresses.ts";
import { integer } from "../arguments.ts";
import { OSError } from "../errors.ts";
import { type Codec, hostText, lookUp, type Lookups, newSockaddr } from "./codec.ts";
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

function encode(address: unknown, layout: Layout, lookups: Lookups): Uint8Array<ArrayBuffer> {
  if (!Array.isArray(address) || address.length < 2 || address.length > 4) {
    throw new TypeError(
      `AF_INET6 address must be [host, port, flowinfo?, scope_id?], not ${kind(address)}`,
    );
  }
  const [host, port, flowinfo = 0, scope_id = 0]: unknown[] = address;
  const bytes = newSockaddr(layout.AF_INET6, SIZE, layout);
  const view = viewOf(bytes);
  view.setUint16(PORT, integer(port, "port", 0, 65535));
  view.setUint32(FLOWINFO, integer(flowinfo, "flowinfo", 0, 0xf_ffff));
  view.setUint32(SCOPE, integer(scope_id, "scope_id", 0, MAX_SCOPE), true);
  const text = hostText(host);
  if (text === "<broadcast>") throw new OSError(null, "address family mismatched", { address });
  if (text === "" || setHost(bytes, text)) return bytes;
  const found = lookUp(text, layout.AF_INET6, lookups);
  if (setHost(bytes, found)) return bytes;
  throw new RangeError(`"${text}" was resolved to "${found}", not to IPv6`);
}

/**
 * Writes a numeric host; false if it is none.
 *
 * A scope in the host (`fe80::1%2`) counts where the address's fourth member is 0 or missing.
 * Python drops it, and the kernel then refuses a link-local address that has no scope.
 */
function setHost(bytes: Uint8Array, host: string): boolean {
  const percent = host.indexOf("%");
  if (percent < 0) return writeIPv6(host, host.length, bytes, HOST);
  const scope = scopeNumber(host, percent + 1);
  if (scope === null || !writeIPv6(host, percent, bytes, HOST)) return false;
  const view = viewOf(bytes);
  if (view.getUint32(SCOPE, true) === 0) view.setUint32(SCOPE, scope, true);
  return true;
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
  const view = viewOf(bytes);
  return [
    formatIPv6(bytes, HOST),
    view.getUint16(PORT),
    view.getUint32(FLOWINFO),
    view.getUint32(SCOPE, true),
  ];
}

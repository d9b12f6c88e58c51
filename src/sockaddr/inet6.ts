/** `sockaddr_in6`, ipv6(7): `[host, port, flowinfo, scope_id]`. */
import type { Layout } from "../../ffi/layout.ts";
import { viewOf } from "../../ffi/struct/fields.ts";
import { kind } from "../../ffi/struct/values.ts";
import type { Inet6Address } from "../addresses.ts";
import { integer } from "../arguments.ts";
import { OSError } from "../errors.ts";
import { type Codec, hostText, lookUp, newSockaddr, type Resolve } from "./codec.ts";
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

function encode(address: unknown, layout: Layout, resolve?: Resolve): Uint8Array<ArrayBuffer> {
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
  const found = lookUp(text, layout.AF_INET6, resolve);
  if (setHost(bytes, found)) return bytes;
  throw new RangeError(`"${text}" was resolved to "${found}", not to IPv6`);
}

/**
 * Writes a numeric host; false if it is none.
 *
 * As in Python the scope is the address's fourth member and nothing else: one in the host (`%1`) is
 * checked and dropped.
 */
function setHost(bytes: Uint8Array, host: string): boolean {
  const percent = host.indexOf("%");
  if (percent < 0) return writeIPv6(host, host.length, bytes, HOST);
  return isScope(host, percent + 1) && writeIPv6(host, percent, bytes, HOST);
}

/** Whether the rest of the text is the number of a scope, not the name of an interface. */
function isScope(text: string, start: number): boolean {
  let scope = 0;
  for (let i = start; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return false;
    scope = scope * 10 + digit;
    if (scope > MAX_SCOPE) return false;
  }
  return start < text.length;
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

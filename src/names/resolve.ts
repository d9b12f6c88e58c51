/** Finding the address of a host that is not numeric, for whoever packs an address. */
import { type AddressEntry, backend } from "../../ffi/backend/mod.ts";
import { decodeAddress } from "../sockaddr/mod.ts";
import { addrinfoFailure } from "./failures.ts";
import { addressHost } from "./idna.ts";

/**
 * The first answer of getaddrinfo for a host, of one family or, for AF_UNSPEC, of any.
 *
 * @throws {gaierror} There is none.
 * @throws {RangeError} The host is no domain name.
 */
export function firstAnswer(host: string, family: number): AddressEntry {
  const found = backend().getaddrinfo(new TextEncoder().encode(addressHost(host)), null, {
    family,
    type: 0,
    proto: 0,
    flags: 0,
  });
  if ("failure" in found) throw addrinfoFailure(found, "getaddrinfo", host);
  const [first] = found;
  if (first === undefined) throw new RangeError(`getaddrinfo found no address for "${host}"`);
  return first;
}

/**
 * The numeric address of a host: what `bind`, `connect` and the like take for a name. An IPv6 address
 * with a scope has it as a number after a `%`: `"fe80::1%lo"` becomes `"fe80::1%1"`.
 *
 * @param host A name without a NUL, or an address in one of getaddrinfo's forms.
 * @param family AF_INET, AF_INET6 or AF_UNSPEC.
 * @throws {gaierror} It was not found.
 * @throws {RangeError} It is no domain name.
 */
export function resolve(host: string, family: number): string {
  const { address } = firstAnswer(host, family);
  const decoded = decodeAddress(address, address.length, backend().layout);
  if (!Array.isArray(decoded)) throw new RangeError(`"${host}" has no address of an IP family`);
  const [text, , , scope = 0] = decoded;
  return scope === 0 ? `${text}` : `${text}%${scope}`;
}

/** Finding the address of a host that is not numeric, for whoever packs an address. */
import { type AddressEntry, backend } from "../../ffi/backend/mod.ts";
import { decodeAddress } from "../sockaddr/mod.ts";
import { addrinfoFailure } from "./failures.ts";
import { addressHost } from "./idna.ts";
import { ask, type Lookup, performLookup } from "./lookup.ts";

/**
 * The first answer of getaddrinfo for a host, of one family or, for AF_UNSPEC, of any.
 *
 * @throws {gaierror} There is none.
 * @throws {RangeError} The host is no domain name.
 */
export function* firstAnswer(host: string, family: number): Lookup<AddressEntry> {
  const name = addressHost(host);
  const hints = { family, type: 0, proto: 0, flags: 0 };
  const found = yield* ask((resolver) => resolver.getaddrinfo(name, null, hints));
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
export function* resolving(host: string, family: number): Lookup<string> {
  const { address } = yield* firstAnswer(host, family);
  const decoded = decodeAddress(address, address.length, backend().layout);
  if (!Array.isArray(decoded)) throw new RangeError(`"${host}" has no address of an IP family`);
  const [text, , , scope = 0] = decoded;
  return scope === 0 ? `${text}` : `${text}%${scope}`;
}

/** The same, blocking while the resolver asks. */
export function resolve(host: string, family: number): string {
  return performLookup(resolving(host, family));
}

/**
 * Flags of `getaddrinfo` (AI_), to be OR'ed. See getaddrinfo(3).
 */
import type { AddressInfo } from "./enums.ts";
import { table } from "./table.ts";

/** Without a host give the wildcard address, for `bind`, instead of loopback. */
export const AI_PASSIVE: AddressInfo = table.AI_PASSIVE;
/** Give the canonical name of the host with the first result. */
export const AI_CANONNAME: AddressInfo = table.AI_CANONNAME;
/** The host is a numeric address: no look-up is made. */
export const AI_NUMERICHOST: AddressInfo = table.AI_NUMERICHOST;
/** The service is a port number: no look-up is made. */
export const AI_NUMERICSERV: AddressInfo = table.AI_NUMERICSERV;
/** For `AF_INET6`: if there are no IPv6 addresses give IPv4 ones as `::ffff:a.b.c.d`. */
export const AI_V4MAPPED: AddressInfo = table.AI_V4MAPPED;
/** With `AI_V4MAPPED`: give both the IPv6 and the mapped IPv4 addresses. */
export const AI_ALL: AddressInfo = table.AI_ALL;
/** Give only the families of which this machine has an address besides loopback. */
export const AI_ADDRCONFIG: AddressInfo = table.AI_ADDRCONFIG;
/** `AI_V4MAPPED_CFG` and `AI_ADDRCONFIG`. macOS only. */
export const AI_DEFAULT: AddressInfo | undefined = table.AI_DEFAULT;
/** All flags that are allowed. macOS only. */
export const AI_MASK: AddressInfo | undefined = table.AI_MASK;
/** `AI_V4MAPPED`, if the kernel supports it. macOS only. */
export const AI_V4MAPPED_CFG: AddressInfo | undefined = table.AI_V4MAPPED_CFG;
/** Also give addresses that cannot be reached from here, after the others. macOS only. */
export const AI_UNUSABLE: AddressInfo | undefined = table.AI_UNUSABLE;
/** Encode the host name by the rules of internationalised domain names. Linux only. */
export const AI_IDN: AddressInfo | undefined = table.AI_IDN;
/** Decode the canonical name by the rules of internationalised domain names. Linux only. */
export const AI_CANONIDN: AddressInfo | undefined = table.AI_CANONIDN;
/**
 * Give the fully qualified name in place of the canonical one, for a host given by a flat name.
 * Windows only.
 */
export const AI_FQDN: AddressInfo | undefined = table.AI_FQDN;
/** The host is a file server: prefer its addresses as such. Windows only. */
export const AI_FILESERVER: AddressInfo | undefined = table.AI_FILESERVER;
/** Give the names the provider prefers for publishing; no host is given. Windows only. */
export const AI_RETURN_PREFERRED_NAMES: AddressInfo | undefined = table.AI_RETURN_PREFERRED_NAMES;
/** Only results obtained by means that resist forgery. Windows only. */
export const AI_SECURE: AddressInfo | undefined = table.AI_SECURE;
/** Do not encode internationalised names to Punycode. Windows only. */
export const AI_DISABLE_IDN_ENCODING: AddressInfo | undefined = table.AI_DISABLE_IDN_ENCODING;

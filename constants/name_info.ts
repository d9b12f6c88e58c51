/**
 * Flags of `getnameinfo` (NI_), to be OR'ed, and the sizes of its results. See getnameinfo(3).
 */
import { table } from "./table.ts";

/** Give the host as a numeric address. */
export const NI_NUMERICHOST: number = table.NI_NUMERICHOST;
/** Give the service as a port number. */
export const NI_NUMERICSERV: number = table.NI_NUMERICSERV;
/** For hosts of the local domain give the first part of the name only. */
export const NI_NOFQDN: number = table.NI_NOFQDN;
/** Fail when the name of the host cannot be found, instead of giving the address. */
export const NI_NAMEREQD: number = table.NI_NAMEREQD;
/** The service is one of UDP, where it differs from TCP's. */
export const NI_DGRAM: number = table.NI_DGRAM;
/** Decode an internationalised host name. Linux only. */
export const NI_IDN: number | undefined = table.NI_IDN;
/** Give the scope of an IPv6 address as a number. macOS only. */
export const NI_NUMERICSCOPE: number | undefined = table.NI_NUMERICSCOPE;
/** Give the scope of an IPv6 address with it. macOS only. */
export const NI_WITHSCOPEID: number | undefined = table.NI_WITHSCOPEID;
/** Bytes that hold any host name, with the NUL at the end. */
export const NI_MAXHOST: number = table.NI_MAXHOST;
/** Bytes that hold any service name, with the NUL at the end. */
export const NI_MAXSERV: number = table.NI_MAXSERV;

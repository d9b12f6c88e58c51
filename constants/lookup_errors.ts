/**
 * Errors of look-ups: EAI_ for `gaierror` (getaddrinfo(3)), and the resolver's h_errno for `herror`
 * (gethostbyname(3)).
 */
import { table } from "./table.ts";

/** The host has no address of the family asked for. Linux and macOS. */
export const EAI_ADDRFAMILY: number | undefined = table.EAI_ADDRFAMILY;
/** The name server could not be asked now; later it may work. */
export const EAI_AGAIN: number = table.EAI_AGAIN;
/** Wrong flags. */
export const EAI_BADFLAGS: number = table.EAI_BADFLAGS;
/** Wrong hints. macOS only. */
export const EAI_BADHINTS: number | undefined = table.EAI_BADHINTS;
/** The name server failed for good. */
export const EAI_FAIL: number = table.EAI_FAIL;
/** The address family is not supported. */
export const EAI_FAMILY: number = table.EAI_FAMILY;
/** One more than the highest EAI_ number. macOS only. */
export const EAI_MAX: number | undefined = table.EAI_MAX;
/** Out of memory. */
export const EAI_MEMORY: number = table.EAI_MEMORY;
/** The host exists but has no addresses. On Windows the same number as `EAI_NONAME`. */
export const EAI_NODATA: number = table.EAI_NODATA;
/** The host or the service is not known. */
export const EAI_NONAME: number = table.EAI_NONAME;
/** The result does not fit the buffer. Linux and macOS. */
export const EAI_OVERFLOW: number | undefined = table.EAI_OVERFLOW;
/** The protocol is not known. macOS only. */
export const EAI_PROTOCOL: number | undefined = table.EAI_PROTOCOL;
/** The service is not known for the socket type. */
export const EAI_SERVICE: number = table.EAI_SERVICE;
/** The socket type is not supported. */
export const EAI_SOCKTYPE: number = table.EAI_SOCKTYPE;
/** Another error, whose number is in errno. Linux and macOS. */
export const EAI_SYSTEM: number | undefined = table.EAI_SYSTEM;
/** The host name cannot be encoded as an internationalised one. Linux only. */
export const EAI_IDN_ENCODE: number | undefined = table.EAI_IDN_ENCODE;
/** h_errno: another error, whose number is in errno. Linux and macOS. */
export const NETDB_INTERNAL: number | undefined = table.NETDB_INTERNAL;
/** h_errno: the host is not known. */
export const HOST_NOT_FOUND: number = table.HOST_NOT_FOUND;
/** h_errno: the name server could not be asked now; later it may work. */
export const TRY_AGAIN: number = table.TRY_AGAIN;
/** h_errno: the name server failed for good. */
export const NO_RECOVERY: number = table.NO_RECOVERY;
/** h_errno: the host exists but has no address of this kind. */
export const NO_DATA: number = table.NO_DATA;
/** h_errno: the same as `NO_DATA`. */
export const NO_ADDRESS: number = table.NO_ADDRESS;

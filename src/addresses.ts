/**
 * The shapes an address takes in this library: Python's tuples, one type per family.
 *
 * What a call returns is exact (`Inet6Address` has four members); what a call takes is as lenient
 * as Python is (`Inet6Argument` may leave the last two out).
 */

/** An AF_INET address as a call returns it: a dotted-quad host and a port of 0 to 65535. */
export type InetAddress = [host: string, port: number];

/** An AF_INET6 address as a call returns it; all four members are always there. */
export type Inet6Address = [host: string, port: number, flowinfo: number, scope_id: number];

/**
 * An AF_UNIX address as a call returns it: the path as a string, `""` for an unnamed socket, and
 * bytes for what a string cannot carry: an abstract name (it begins with NUL) or a path that is
 * not UTF-8.
 */
export type UnixAddress = string | Uint8Array<ArrayBuffer>;

/** An address of a family this library has no codec for: the family's number and the raw bytes after it. */
export type RawAddress = [family: number, data: Uint8Array<ArrayBuffer>];

/** Any address that a call can return. */
export type Address = InetAddress | Inet6Address | UnixAddress | RawAddress;

/** A host in an address that is passed in: a name, a numeric address, or either as bytes. */
export type Host = string | Uint8Array;

/** An AF_INET address as a call takes it; `""` is any address, `"<broadcast>"` is 255.255.255.255. */
export type InetArgument = readonly [host: Host, port: number];

/** An AF_INET6 address as a call takes it; flowinfo (0 to 0xfffff) and scope id default to 0. */
export type Inet6Argument =
  | readonly [host: Host, port: number]
  | readonly [host: Host, port: number, flowinfo: number]
  | readonly [host: Host, port: number, flowinfo: number, scope_id: number];

/** An AF_UNIX address as a call takes it: a path, or an abstract name that begins with NUL. */
export type UnixArgument = string | Uint8Array;

/** An address for a family without a codec: the raw bytes of the whole sockaddr, or what a call returned. */
export type RawArgument = Uint8Array | readonly [family: number, data: Uint8Array];

/** Any address that a call can take. */
export type AnyArgument = InetArgument | Inet6Argument | UnixArgument | RawArgument;

/** What a socket whose addresses are `A` accepts as an address argument. */
export type AddressArgument<A> = Address extends A ? AnyArgument
  : A extends Inet6Address ? Inet6Argument
  : A extends InetAddress ? InetArgument
  : A extends UnixAddress ? UnixArgument
  : AnyArgument;

/** Where something came from: an AF_UNIX sender may have no name, which is null. */
export type SourceAddress<A> = Extract<A, UnixAddress> extends never ? A : A | null;

/**
 * How each OS lays out the C structures of the socket API in memory.
 *
 * The codecs in `src/sockaddr` and `ffi/struct` take a layout as an argument and decide nothing by
 * themselves, so that every OS's bytes can be made and read on any OS. x86_64 and arm64 agree on
 * everything here, and all of it is little-endian. POSIX names are used throughout: windows calls
 * `iovec` WSABUF, `msghdr` WSAMSG and `cmsghdr` WSACMSGHDR.
 */

/** Where a member of a structure is: bytes from its start, and the width in bytes. */
export type Field = readonly [offset: number, size: number];

/** A structure: its size in bytes, padding included, and its members by their C names. */
export type Struct<Name extends string> =
  & { readonly size: number }
  & { readonly [N in Name]: Field };

/** sys/socket.h: one message of a batch, for sendmmsg and recvmmsg. */
export type Mmsghdr = Struct<"msg_hdr" | "msg_len">;

/** What the codecs need to know of an OS. */
export interface Layout {
  /** The OS, for messages. */
  readonly os: "linux" | "darwin" | "windows";
  /** Whether a sockaddr begins with its length in one byte, and has the family in one byte after it (BSD). */
  readonly lengthByte: boolean;
  /** Whether AF_UNIX names that begin with NUL exist, apart from the file system (Linux, unix(7)). */
  readonly abstractNames: boolean;
  /** The family of no family: a wildcard in hints; `connect` to it dissolves a datagram association. */
  readonly AF_UNSPEC: number;
  /** The family of sockets with a path in the file system. */
  readonly AF_UNIX: number;
  /** The family of IPv4. */
  readonly AF_INET: number;
  /** The family of IPv6. */
  readonly AF_INET6: number;
  /** The capacity of `sun_path` in bytes. */
  readonly sun_path: number;
  /** netdb.h: what getaddrinfo takes as hints and returns as a list. */
  readonly addrinfo: Struct<
    | "ai_flags"
    | "ai_family"
    | "ai_socktype"
    | "ai_protocol"
    | "ai_addrlen"
    | "ai_addr"
    | "ai_canonname"
    | "ai_next"
  >;
  /** netdb.h: a host, by gethostbyname and gethostbyaddr. */
  readonly hostent: Struct<"h_name" | "h_aliases" | "h_addrtype" | "h_length" | "h_addr_list">;
  /** netdb.h: a service, by getservbyname and getservbyport. */
  readonly servent: Struct<"s_name" | "s_aliases" | "s_port" | "s_proto">;
  /** netdb.h: a protocol, by getprotobyname. */
  readonly protoent: Struct<"p_name" | "p_aliases" | "p_proto">;
  /** net/if.h: an interface; null on windows, which has another way to list them. */
  readonly if_nameindex: Struct<"if_index" | "if_name"> | null;
  /** ifaddrs.h: one address of an interface, in a list; null on windows. */
  readonly ifaddrs:
    | Struct<
      | "ifa_next"
      | "ifa_name"
      | "ifa_flags"
      | "ifa_addr"
      | "ifa_netmask"
      | "ifa_dstaddr"
      | "ifa_data"
    >
    | null;
  /** sys/socket.h: what sendmsg and recvmsg take. */
  readonly msghdr: Struct<
    | "msg_name"
    | "msg_namelen"
    | "msg_iov"
    | "msg_iovlen"
    | "msg_control"
    | "msg_controllen"
    | "msg_flags"
  >;
  /** A message of a batch; null where sendmsg and recvmsg take one at a time. */
  readonly mmsghdr: Mmsghdr | null;
  /** sys/uio.h: one buffer of several. */
  readonly iovec: Struct<"iov_base" | "iov_len">;
  /** sys/socket.h: the header of an ancillary message; header and data are padded to `align`. */
  readonly cmsghdr: Struct<"cmsg_len" | "cmsg_level" | "cmsg_type"> & { readonly align: number };
  /** poll.h: one descriptor to wait for. */
  readonly pollfd: Struct<"fd" | "events" | "revents">;
}

/** The size of `sockaddr_storage`, the room that holds any address, on every OS. */
export const sockaddr_storage = 128;

/** Linux with glibc; musl's differ in padding that is written as zero. */
export const linux: Layout = {
  os: "linux",
  lengthByte: false,
  abstractNames: true,
  AF_UNSPEC: 0,
  AF_UNIX: 1,
  AF_INET: 2,
  AF_INET6: 10,
  sun_path: 108,
  addrinfo: {
    size: 48,
    ai_flags: [0, 4],
    ai_family: [4, 4],
    ai_socktype: [8, 4],
    ai_protocol: [12, 4],
    ai_addrlen: [16, 4],
    ai_addr: [24, 8],
    ai_canonname: [32, 8],
    ai_next: [40, 8],
  },
  hostent: {
    size: 32,
    h_name: [0, 8],
    h_aliases: [8, 8],
    h_addrtype: [16, 4],
    h_length: [20, 4],
    h_addr_list: [24, 8],
  },
  servent: { size: 32, s_name: [0, 8], s_aliases: [8, 8], s_port: [16, 4], s_proto: [24, 8] },
  protoent: { size: 24, p_name: [0, 8], p_aliases: [8, 8], p_proto: [16, 4] },
  if_nameindex: { size: 16, if_index: [0, 4], if_name: [8, 8] },
  ifaddrs: {
    size: 56,
    ifa_next: [0, 8],
    ifa_name: [8, 8],
    ifa_flags: [16, 4],
    ifa_addr: [24, 8],
    ifa_netmask: [32, 8],
    ifa_dstaddr: [40, 8],
    ifa_data: [48, 8],
  },
  msghdr: {
    size: 56,
    msg_name: [0, 8],
    msg_namelen: [8, 4],
    msg_iov: [16, 8],
    msg_iovlen: [24, 8],
    msg_control: [32, 8],
    msg_controllen: [40, 8],
    msg_flags: [48, 4],
  },
  mmsghdr: { size: 64, msg_hdr: [0, 56], msg_len: [56, 4] },
  iovec: { size: 16, iov_base: [0, 8], iov_len: [8, 8] },
  cmsghdr: { size: 16, align: 8, cmsg_len: [0, 8], cmsg_level: [8, 4], cmsg_type: [12, 4] },
  pollfd: { size: 8, fd: [0, 4], events: [4, 2], revents: [6, 2] },
};

/** macOS: like Linux but where it says otherwise; note the order in `addrinfo`. */
export const darwin: Layout = {
  ...linux,
  os: "darwin",
  lengthByte: true,
  abstractNames: false,
  AF_INET6: 30,
  sun_path: 104,
  addrinfo: { ...linux.addrinfo, ai_canonname: [24, 8], ai_addr: [32, 8] },
  msghdr: {
    ...linux.msghdr,
    size: 48,
    msg_iovlen: [24, 4],
    msg_controllen: [40, 4],
    msg_flags: [44, 4],
  },
  mmsghdr: null,
  cmsghdr: { size: 12, align: 4, cmsg_len: [0, 4], cmsg_level: [4, 4], cmsg_type: [8, 4] },
};

/** Windows, 64 bits: `long` has 4 bytes, a SOCKET has 8, and the netdb structures have 16-bit members. */
export const windows: Layout = {
  ...linux,
  os: "windows",
  abstractNames: false,
  AF_INET6: 23,
  addrinfo: { ...darwin.addrinfo, ai_addrlen: [16, 8] },
  hostent: { ...linux.hostent, h_addrtype: [16, 2], h_length: [18, 2] },
  servent: { ...linux.servent, s_proto: [16, 8], s_port: [24, 2] },
  protoent: { ...linux.protoent, p_proto: [16, 2] },
  if_nameindex: null,
  ifaddrs: null,
  msghdr: {
    ...linux.msghdr,
    msg_iovlen: [24, 4],
    msg_controllen: [32, 4],
    msg_control: [40, 8],
  },
  mmsghdr: null,
  iovec: { size: 16, iov_len: [0, 4], iov_base: [8, 8] },
  pollfd: { size: 16, fd: [0, 8], events: [8, 2], revents: [10, 2] },
};

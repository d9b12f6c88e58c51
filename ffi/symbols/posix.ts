/**
 * The C functions that every POSIX system declares alike; each parameter has its C declaration
 * beside it. The tables of the systems add what is their own.
 *
 * Two rules hold for all of them.
 * - Memory of ours goes in as `buffer`; an address that C gave us goes in and comes out as `u64`.
 *   So no call needs `Deno.UnsafePointer`, and a path-scoped `--allow-ffi=` is enough.
 * - A byte count comes back as `i32` although C says `ssize_t`: no kernel moves 2 GiB at once (Linux
 *   stops at 0x7ffff000 bytes, XNU refuses more than INT_MAX), and an `isize` would be a bigint on
 *   the hottest path.
 */
import type { Functions } from "../library.ts";
import { symbols as lookups } from "./posix_lookups.ts";

export const symbols = {
  // ---- descriptors ----
  socket: {
    parameters: [
      "i32", // int domain
      "i32", // int type
      "i32", // int protocol
    ],
    result: "i32",
  },
  socketpair: {
    parameters: [
      "i32", // int domain
      "i32", // int type
      "i32", // int protocol
      "buffer", // int sv[2]
    ],
    result: "i32",
  },
  close: { parameters: ["i32" /* int fd */], result: "i32" },
  read: {
    parameters: [
      "i32", // int fd
      "buffer", // void *buf
      "usize", // size_t count
    ],
    result: "i32",
  },
  lseek: {
    parameters: [
      "i32", // int fd
      "i64", // off_t offset
      "i32", // int whence
    ],
    result: "i64",
  },

  // ---- names of a socket, connections, options ----
  bind: {
    parameters: [
      "i32", // int fd
      "buffer", // sockaddr *addr
      "u32", // socklen_t len
    ],
    result: "i32",
  },
  connect: {
    parameters: [
      "i32", // int fd
      "buffer", // sockaddr *addr
      "u32", // socklen_t len
    ],
    result: "i32",
  },
  listen: {
    parameters: [
      "i32", // int fd
      "i32", // int backlog
    ],
    result: "i32",
  },
  getsockname: {
    parameters: [
      "i32", // int fd
      "buffer", // sockaddr *addr
      "buffer", // socklen_t *len
    ],
    result: "i32",
  },
  getpeername: {
    parameters: [
      "i32", // int fd
      "buffer", // sockaddr *addr
      "buffer", // socklen_t *len
    ],
    result: "i32",
  },
  getsockopt: {
    parameters: [
      "i32", // int fd
      "i32", // int level
      "i32", // int optname
      "buffer", // void *optval
      "buffer", // socklen_t *optlen
    ],
    result: "i32",
  },
  setsockopt: {
    parameters: [
      "i32", // int fd
      "i32", // int level
      "i32", // int optname
      "buffer", // const void *optval
      "u32", // socklen_t optlen
    ],
    result: "i32",
  },
  shutdown: {
    parameters: [
      "i32", // int fd
      "i32", // int how
    ],
    result: "i32",
  },

  // ---- data ----
  recv: {
    parameters: [
      "i32", // int fd
      "buffer", // void *buf
      "usize", // size_t len
      "i32", // int flags
    ],
    result: "i32",
  },
  recvfrom: {
    parameters: [
      "i32", // int fd
      "buffer", // void *buf
      "usize", // size_t len
      "i32", // int flags
      "buffer", // sockaddr *addr
      "buffer", // socklen_t *addrlen
    ],
    result: "i32",
  },
  recvmsg: {
    parameters: [
      "i32", // int fd
      "buffer", // msghdr *msg
      "i32", // int flags
    ],
    result: "i32",
  },
  send: {
    parameters: [
      "i32", // int fd
      "buffer", // const void *buf
      "usize", // size_t len
      "i32", // int flags
    ],
    result: "i32",
  },
  sendto: {
    parameters: [
      "i32", // int fd
      "buffer", // const void *buf
      "usize", // size_t len
      "i32", // int flags
      "buffer", // const sockaddr *addr
      "u32", // socklen_t addrlen
    ],
    result: "i32",
  },
  sendmsg: {
    parameters: [
      "i32", // int fd
      "buffer", // const msghdr *msg
      "i32", // int flags
    ],
    result: "i32",
  },
  write: {
    parameters: [
      "i32", // int fd
      "buffer", // const void *buf
      "usize", // size_t count
    ],
    result: "i32",
  },
  ...lookups,

  // ---- errors and memory ----
  strerror: { parameters: ["i32" /* int errnum */], result: "u64" /* char * */ },
  strlen: { parameters: ["u64" /* const char *s */], result: "usize" },
  calloc: {
    parameters: [
      "usize", // size_t n
      "usize", // size_t size
    ],
    result: "u64",
  },
  free: { parameters: ["u64" /* void *ptr */], result: "void" },
  /** Writes `n` bytes at an address that C gave us. */
  write_memory: {
    name: "memcpy",
    parameters: [
      "u64", // void *dest
      "buffer", // const void *src
      "usize", // size_t n
    ],
    result: "void",
  },
  /** Reads `n` bytes at an address that C gave us. */
  read_memory: {
    name: "memcpy",
    parameters: [
      "buffer", // void *dest
      "u64", // const void *src
      "usize", // size_t n
    ],
    result: "void",
  },
  /** `memcpy(b, b, 0)` moves nothing and returns its first argument: the address of a buffer. */
  address_of: {
    name: "memcpy",
    parameters: [
      "buffer", // void *dest
      "buffer", // const void *src
      "usize", // size_t n
    ],
    result: "u64",
  },
} as const satisfies Deno.ForeignLibraryInterface;

/** The functions of the table, callable. */
export type PosixSymbols = Functions<typeof symbols>;

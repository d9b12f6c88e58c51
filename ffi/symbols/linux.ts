/**
 * The C functions of Linux that the library calls: what every POSIX system has, see `posix.ts`, and
 * Linux's own.
 *
 * `fcntl` and `ioctl` are variadic in C; on x86_64 and aarch64 Linux integer and pointer arguments
 * travel in the same registers as those of a fixed signature.
 */
import type { Functions } from "../library.ts";
import { symbols as lookups } from "./linux_lookups.ts";
import { symbols as posix } from "./posix.ts";

export const symbols = {
  ...posix,
  ...lookups,

  fcntl: {
    parameters: [
      "i32", // int fd
      "i32", // int cmd
      "i64", // long arg
    ],
    result: "i32",
  },
  ioctl: {
    parameters: [
      "i32", // int fd
      "u64", // unsigned long request
      "buffer", // int *arg
    ],
    result: "i32",
  },
  accept4: {
    parameters: [
      "i32", // int fd
      "buffer", // sockaddr *addr
      "buffer", // socklen_t *len
      "i32", // int flags
    ],
    result: "i32",
  },
  sendmmsg: {
    parameters: [
      "i32", // int fd
      "buffer", // mmsghdr *vmessages
      "u32", // unsigned vlen
      "i32", // int flags
    ],
    result: "i32",
    optional: true,
  },
  recvmmsg: {
    parameters: [
      "i32", // int fd
      "buffer", // mmsghdr *vmessages
      "u32", // unsigned vlen
      "i32", // int flags
      "u64", // timespec *tmo
    ],
    result: "i32",
    optional: true,
  },
  sendfile: {
    parameters: [
      "i32", // int out_fd
      "i32", // int in_fd
      "buffer", // off_t *offset
      "usize", // size_t count
    ],
    result: "i32",
  },
  poll: {
    parameters: [
      "buffer", // pollfd *fds
      "u64", // nfds_t nfds
      "i32", // int timeout
    ],
    result: "i32",
  },
  epoll_create1: { parameters: ["i32" /* int flags */], result: "i32" },
  epoll_ctl: {
    parameters: [
      "i32", // int epfd
      "i32", // int op
      "i32", // int fd
      "buffer", // epoll_event *event
    ],
    result: "i32",
  },
  epoll_wait: {
    parameters: [
      "i32", // int epfd
      "buffer", // epoll_event *events
      "i32", // int maxevents
      "i32", // int timeout
    ],
    result: "i32",
  },
  eventfd: {
    parameters: [
      "u32", // unsigned initval
      "i32", // int flags
    ],
    result: "i32",
  },
  /** Parked on a thread of the runtime's pool; its memory must be C's, see `Memory.allocate`. */
  poll_parked: {
    name: "poll",
    parameters: [
      "u64", // pollfd *fds
      "u64", // nfds_t nfds
      "i32", // int timeout
    ],
    result: "i32",
    nonblocking: true,
  },
  __errno_location: { parameters: [], result: "u64" /* int * */ },
} as const satisfies Deno.ForeignLibraryInterface;

/** The functions of the table, callable. */
export type LinuxSymbols = Functions<typeof symbols>;

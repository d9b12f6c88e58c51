/**
 * The C functions of macOS that the library calls: what every POSIX system has, see `posix.ts`, and
 * macOS's own. There is a table for each processor, because they differ in the variadic functions:
 *
 * - arm64 passes the variable arguments on the stack, in slots of 8 bytes, even while registers are
 *   free. Six integers fill the registers that `fcntl` and `ioctl` leave (x2 to x7), so that the
 *   argument after them is on the stack, where C looks for it. It is 8 bytes wide, for what is on
 *   the stack by a fixed signature takes its natural size, and C reads the whole slot.
 * - x86_64 passes them in the registers of a fixed signature.
 */
import { type Functions, joined } from "../library.ts";
import { symbols as lookups } from "./darwin_lookups.ts";
import { symbols as posix } from "./posix.ts";

const common = {
  ...posix,
  ...lookups,

  accept: {
    parameters: [
      "i32", // int fd
      "buffer", // sockaddr *addr
      "buffer", // socklen_t *len
    ],
    result: "i32",
  },
  sendfile: {
    parameters: [
      "i32", // int fd: the file
      "i32", // int s: the socket
      "i64", // off_t offset
      "buffer", // off_t *len: in, how many bytes, 0 for all; out, how many were sent
      "u64", // sf_hdtr *hdtr
      "i32", // int flags
    ],
    result: "i32",
  },
  pipe: { parameters: ["buffer" /* int fds[2] */], result: "i32" },
  poll: {
    parameters: [
      "buffer", // pollfd *fds
      "u32", // nfds_t nfds
      "i32", // int timeout
    ],
    result: "i32",
  },
  /** Parked on a thread of the runtime's pool; its memory must be C's, see `Memory.allocate`. */
  poll_parked: {
    name: "poll",
    parameters: [
      "u64", // pollfd *fds
      "u32", // nfds_t nfds
      "i32", // int timeout
    ],
    result: "i32",
    nonblocking: true,
  },
  kqueue: { parameters: [], result: "i32" },
  kevent: {
    parameters: [
      "i32", // int kq
      "buffer", // const kevent *changelist
      "i32", // int nchanges
      "buffer", // kevent *eventlist
      "i32", // int nevents
      "buffer", // const timespec *timeout
    ],
    result: "i32",
  },
  /** As `poll_parked`. */
  kevent_parked: {
    name: "kevent",
    parameters: [
      "i32", // int kq
      "u64", // const kevent *changelist
      "i32", // int nchanges
      "u64", // kevent *eventlist
      "i32", // int nevents
      "u64", // const timespec *timeout
    ],
    result: "i32",
    nonblocking: true,
  },
  __error: { parameters: [], result: "u64" /* int * */ },
} as const satisfies Deno.ForeignLibraryInterface;

/** The table for x86_64. */
export const x86_64 = {
  ...common,
  fcntl: {
    parameters: [
      "i32", // int fd
      "i32", // int cmd
      "usize", // long arg
    ],
    result: "i32",
  },
  ioctl: {
    parameters: [
      "i32", // int fd
      "u64", // unsigned long request
      "buffer", // void *arg
    ],
    result: "i32",
  },
} as const satisfies Deno.ForeignLibraryInterface;

/** The table for arm64. */
export const aarch64 = {
  ...common,
  fcntl: {
    parameters: [
      "i32", // int fd
      "i32", // int cmd
      "usize", // x2
      "usize", // x3
      "usize", // x4
      "usize", // x5
      "usize", // x6
      "usize", // x7
      "usize", // long arg
    ],
    result: "i32",
  },
  ioctl: {
    parameters: [
      "i32", // int fd
      "u64", // unsigned long request
      "u64", // x2
      "u64", // x3
      "u64", // x4
      "u64", // x5
      "u64", // x6
      "u64", // x7
      "buffer", // void *arg
    ],
    result: "i32",
  },
} as const satisfies Deno.ForeignLibraryInterface;

/** The functions of the table for x86_64, callable: the signatures that C declares. */
export type DarwinSymbols = Functions<typeof x86_64>;

/** The functions of the table for arm64, callable. */
export type Arm64Symbols = Functions<typeof aarch64>;

/** The functions of arm64 by the signatures that C declares. */
export function filled(c: Arm64Symbols): DarwinSymbols {
  const declared: Pick<DarwinSymbols, "fcntl" | "ioctl"> = {
    fcntl: (fd, command, argument) => c.fcntl(fd, command, 0n, 0n, 0n, 0n, 0n, 0n, argument),
    ioctl: (fd, request, argument) => c.ioctl(fd, request, 0n, 0n, 0n, 0n, 0n, 0n, argument),
  };
  return joined(c, declared);
}

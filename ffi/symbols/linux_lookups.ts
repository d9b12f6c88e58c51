/** The part of Linux's table, see `linux.ts`, that looks up names: the reentrant calls of glibc and musl. */
export const symbols = {
  gethostbyname_r: {
    parameters: [
      "buffer", // const char *name
      "buffer", // hostent *ret
      "buffer", // char *buf
      "usize", // size_t buflen
      "buffer", // hostent **result
      "buffer", // int *h_errnop
    ],
    result: "i32",
  },
  gethostbyaddr_r: {
    parameters: [
      "buffer", // const void *addr
      "u32", // socklen_t len
      "i32", // int type
      "buffer", // hostent *ret
      "buffer", // char *buf
      "usize", // size_t buflen
      "buffer", // hostent **result
      "buffer", // int *h_errnop
    ],
    result: "i32",
  },
  gethostbyname_r_awaited: {
    name: "gethostbyname_r",
    parameters: [
      "u64", // const char *name
      "u64", // hostent *ret
      "u64", // char *buf
      "usize", // size_t buflen
      "u64", // hostent **result
      "u64", // int *h_errnop
    ],
    result: "i32",
    nonblocking: true,
  },
  gethostbyaddr_r_awaited: {
    name: "gethostbyaddr_r",
    parameters: [
      "u64", // const void *addr
      "u32", // socklen_t len
      "i32", // int type
      "u64", // hostent *ret
      "u64", // char *buf
      "usize", // size_t buflen
      "u64", // hostent **result
      "u64", // int *h_errnop
    ],
    result: "i32",
    nonblocking: true,
  },
  getservbyname_r: {
    parameters: [
      "buffer", // const char *name
      "buffer", // const char *proto
      "buffer", // servent *result_buf
      "buffer", // char *buf
      "usize", // size_t buflen
      "buffer", // servent **result
    ],
    result: "i32",
  },
  getservbyport_r: {
    parameters: [
      "i32", // int port, in network byte order
      "buffer", // const char *proto
      "buffer", // servent *result_buf
      "buffer", // char *buf
      "usize", // size_t buflen
      "buffer", // servent **result
    ],
    result: "i32",
  },
  /** Not in musl, whose getprotobyname reads a table of its own. */
  getprotobyname_r: {
    parameters: [
      "buffer", // const char *name
      "buffer", // protoent *result_buf
      "buffer", // char *buf
      "usize", // size_t buflen
      "buffer", // protoent **result
    ],
    result: "i32",
    optional: true,
  },
  sethostname: {
    parameters: [
      "buffer", // const char *name
      "usize", // size_t len
    ],
    result: "i32",
  },
} as const satisfies Deno.ForeignLibraryInterface;

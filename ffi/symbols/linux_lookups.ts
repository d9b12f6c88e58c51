/** The part of Linux's table, see `linux.ts`, that looks up names: hosts, services, interfaces. */
export const symbols = {
  // ---- look-ups ----
  getaddrinfo: {
    parameters: [
      "buffer", // const char *node
      "buffer", // const char *service
      "buffer", // const addrinfo *hints
      "buffer", // addrinfo **res
    ],
    result: "i32",
  },
  freeaddrinfo: { parameters: ["u64" /* addrinfo *res */], result: "void" },
  gai_strerror: { parameters: ["i32" /* int errcode */], result: "u64" /* const char * */ },
  getnameinfo: {
    parameters: [
      "buffer", // const sockaddr *addr
      "u32", // socklen_t addrlen
      "buffer", // char *host
      "u32", // socklen_t hostlen
      "buffer", // char *serv
      "u32", // socklen_t servlen
      "i32", // int flags
    ],
    result: "i32",
  },
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
  hstrerror: { parameters: ["i32" /* int err */], result: "u64" /* const char * */ },

  // ---- look-ups on a thread of the runtime's pool; their memory must be C's, see `Memory.allocate` ----
  getaddrinfo_awaited: {
    name: "getaddrinfo",
    parameters: [
      "u64", // const char *node
      "u64", // const char *service
      "u64", // const addrinfo *hints
      "u64", // addrinfo **res
    ],
    result: "i32",
    nonblocking: true,
  },
  getnameinfo_awaited: {
    name: "getnameinfo",
    parameters: [
      "u64", // const sockaddr *addr
      "u32", // socklen_t addrlen
      "u64", // char *host
      "u32", // socklen_t hostlen
      "u64", // char *serv
      "u32", // socklen_t servlen
      "i32", // int flags
    ],
    result: "i32",
    nonblocking: true,
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

  // ---- services and protocols ----
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
  getprotobyname: { parameters: ["buffer" /* const char *name */], result: "u64" /* protoent * */ },
  gethostname: {
    parameters: [
      "buffer", // char *name
      "usize", // size_t len
    ],
    result: "i32",
  },
  sethostname: {
    parameters: [
      "buffer", // const char *name
      "usize", // size_t len
    ],
    result: "i32",
  },

  // ---- interfaces ----
  if_nameindex: { parameters: [], result: "u64" /* if_nameindex * */ },
  if_freenameindex: { parameters: ["u64" /* if_nameindex *ptr */], result: "void" },
  if_nametoindex: { parameters: ["buffer" /* const char *ifname */], result: "u32" },
  if_indextoname: {
    parameters: [
      "u32", // unsigned ifindex
      "buffer", // char *ifname
    ],
    result: "u64", // char *
  },
} as const satisfies Deno.ForeignLibraryInterface;

/** The part of the POSIX systems' table, see `posix.ts`, that looks up names: hosts, services, interfaces. */
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
  getprotobyname: { parameters: ["buffer" /* const char *name */], result: "u64" /* protoent * */ },
  gethostname: {
    parameters: [
      "buffer", // char *name
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
  getifaddrs: { parameters: ["buffer" /* ifaddrs **ifap */], result: "i32" },
  freeifaddrs: { parameters: ["u64" /* ifaddrs *ifa */], result: "void" },
} as const satisfies Deno.ForeignLibraryInterface;

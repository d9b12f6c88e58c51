/**
 * The part of macOS's table, see `darwin.ts`, that looks up names.
 *
 * Hosts are found by getipnodebyname and getipnodebyaddr: gethostbyname keeps its answer for the
 * thread, where a thread of the runtime's pool could overwrite it before it is read, and its reason
 * in `h_errno`, which all threads share and which is no function. These two give both to the caller.
 */
export const symbols = {
  getipnodebyname: {
    parameters: [
      "buffer", // const char *name
      "i32", // int af
      "i32", // int flags
      "buffer", // int *error_num
    ],
    result: "u64", // hostent *
  },
  getipnodebyaddr: {
    parameters: [
      "buffer", // const void *src
      "usize", // size_t len
      "i32", // int af
      "buffer", // int *error_num
    ],
    result: "u64", // hostent *
  },
  freehostent: { parameters: ["u64" /* hostent *ptr */], result: "void" },

  // ---- on a thread of the runtime's pool; their memory must be C's, see `Memory.allocate` ----
  getipnodebyname_awaited: {
    name: "getipnodebyname",
    parameters: [
      "u64", // const char *name
      "i32", // int af
      "i32", // int flags
      "u64", // int *error_num
    ],
    result: "u64", // hostent *
    nonblocking: true,
  },
  getipnodebyaddr_awaited: {
    name: "getipnodebyaddr",
    parameters: [
      "u64", // const void *src
      "usize", // size_t len
      "i32", // int af
      "u64", // int *error_num
    ],
    result: "u64", // hostent *
    nonblocking: true,
  },

  // ---- the answers of these stay as they are until the thread's next look-up ----
  getservbyname: {
    parameters: [
      "buffer", // const char *name
      "buffer", // const char *proto
    ],
    result: "u64", // servent *
  },
  getservbyport: {
    parameters: [
      "i32", // int port, in network byte order
      "buffer", // const char *proto
    ],
    result: "u64", // servent *
  },
  sethostname: {
    parameters: [
      "buffer", // const char *name
      "i32", // int namelen
    ],
    result: "i32",
  },
} as const satisfies Deno.ForeignLibraryInterface;

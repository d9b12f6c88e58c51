/**
 * The functions of Winsock (ws2_32.dll) about sockets; each parameter has its C declaration beside
 * it. The name service is in windows_lookups.ts, the rest of the system in windows_system.ts.
 *
 * - Memory of ours goes in as `buffer`; an address that C gave us, or one that is always null, as
 *   `u64`. So no call needs `Deno.UnsafePointer`.
 * - A SOCKET is a handle of 8 bytes. It is declared signed, so that INVALID_SOCKET is -1 both ways,
 *   and is passed as a bigint, which is what stays on V8's fast-call path (see library.ts).
 * - `long` and `u_long` have 4 bytes on Windows.
 */
import type { Functions } from "../library.ts";

export const symbols = {
  WSAStartup: {
    parameters: [
      "u16", // WORD wVersionRequested
      "buffer", // WSADATA *lpWSAData
    ],
    result: "i32",
  },
  WSAGetLastError: { parameters: [], result: "i32" },

  // ---- descriptors ----
  WSASocketW: {
    parameters: [
      "i32", // int af
      "i32", // int type
      "i32", // int protocol
      "buffer", // WSAPROTOCOL_INFOW *lpProtocolInfo
      "u32", // GROUP g
      "u32", // DWORD dwFlags
    ],
    result: "isize", // SOCKET
  },
  WSADuplicateSocketW: {
    parameters: [
      "isize", // SOCKET s
      "u32", // DWORD dwProcessId
      "buffer", // WSAPROTOCOL_INFOW *lpProtocolInfo
    ],
    result: "i32",
  },
  closesocket: { parameters: ["isize" /* SOCKET s */], result: "i32" },
  ioctlsocket: {
    parameters: [
      "isize", // SOCKET s
      "i32", // long cmd
      "buffer", // u_long *argp
    ],
    result: "i32",
  },
  WSAIoctl: {
    parameters: [
      "isize", // SOCKET s
      "u32", // DWORD dwIoControlCode
      "buffer", // void *lpvInBuffer
      "u32", // DWORD cbInBuffer
      "buffer", // void *lpvOutBuffer
      "u32", // DWORD cbOutBuffer
      "buffer", // DWORD *lpcbBytesReturned
      "u64", // WSAOVERLAPPED *lpOverlapped
      "u64", // LPWSAOVERLAPPED_COMPLETION_ROUTINE
    ],
    result: "i32",
  },

  // ---- names of a socket, connections, options ----
  bind: {
    parameters: [
      "isize", // SOCKET s
      "buffer", // const sockaddr *name
      "i32", // int namelen
    ],
    result: "i32",
  },
  connect: {
    parameters: [
      "isize", // SOCKET s
      "buffer", // const sockaddr *name
      "i32", // int namelen
    ],
    result: "i32",
  },
  listen: {
    parameters: [
      "isize", // SOCKET s
      "i32", // int backlog
    ],
    result: "i32",
  },
  accept: {
    parameters: [
      "isize", // SOCKET s
      "buffer", // sockaddr *addr
      "buffer", // int *addrlen
    ],
    result: "isize", // SOCKET
  },
  getsockname: {
    parameters: [
      "isize", // SOCKET s
      "buffer", // sockaddr *name
      "buffer", // int *namelen
    ],
    result: "i32",
  },
  getpeername: {
    parameters: [
      "isize", // SOCKET s
      "buffer", // sockaddr *name
      "buffer", // int *namelen
    ],
    result: "i32",
  },
  getsockopt: {
    parameters: [
      "isize", // SOCKET s
      "i32", // int level
      "i32", // int optname
      "buffer", // char *optval
      "buffer", // int *optlen
    ],
    result: "i32",
  },
  setsockopt: {
    parameters: [
      "isize", // SOCKET s
      "i32", // int level
      "i32", // int optname
      "buffer", // const char *optval
      "i32", // int optlen
    ],
    result: "i32",
  },
  shutdown: {
    parameters: [
      "isize", // SOCKET s
      "i32", // int how
    ],
    result: "i32",
  },

  // ---- data ----
  recv: {
    parameters: [
      "isize", // SOCKET s
      "buffer", // char *buf
      "i32", // int len
      "i32", // int flags
    ],
    result: "i32",
  },
  recvfrom: {
    parameters: [
      "isize", // SOCKET s
      "buffer", // char *buf
      "i32", // int len
      "i32", // int flags
      "buffer", // sockaddr *from
      "buffer", // int *fromlen
    ],
    result: "i32",
  },
  send: {
    parameters: [
      "isize", // SOCKET s
      "buffer", // const char *buf
      "i32", // int len
      "i32", // int flags
    ],
    result: "i32",
  },
  sendto: {
    parameters: [
      "isize", // SOCKET s
      "buffer", // const char *buf
      "i32", // int len
      "i32", // int flags
      "buffer", // const sockaddr *to
      "i32", // int tolen
    ],
    result: "i32",
  },
  WSARecvFrom: {
    parameters: [
      "isize", // SOCKET s
      "buffer", // WSABUF *lpBuffers
      "u32", // DWORD dwBufferCount
      "buffer", // DWORD *lpNumberOfBytesRecvd
      "buffer", // DWORD *lpFlags
      "buffer", // sockaddr *lpFrom
      "buffer", // int *lpFromlen
      "u64", // WSAOVERLAPPED *lpOverlapped
      "u64", // LPWSAOVERLAPPED_COMPLETION_ROUTINE
    ],
    result: "i32",
  },
  WSASendTo: {
    parameters: [
      "isize", // SOCKET s
      "buffer", // WSABUF *lpBuffers
      "u32", // DWORD dwBufferCount
      "buffer", // DWORD *lpNumberOfBytesSent
      "u32", // DWORD dwFlags
      "buffer", // const sockaddr *lpTo
      "i32", // int iTolen
      "u64", // WSAOVERLAPPED *lpOverlapped
      "u64", // LPWSAOVERLAPPED_COMPLETION_ROUTINE
    ],
    result: "i32",
  },
  WSASendMsg: {
    parameters: [
      "isize", // SOCKET Handle
      "buffer", // WSAMSG *lpMsg
      "u32", // DWORD dwFlags
      "buffer", // DWORD *lpNumberOfBytesSent
      "u64", // WSAOVERLAPPED *lpOverlapped
      "u64", // LPWSAOVERLAPPED_COMPLETION_ROUTINE
    ],
    result: "i32",
  },

  // ---- readiness ----
  select: {
    parameters: [
      "i32", // int nfds, of no meaning
      "buffer", // fd_set *readfds
      "buffer", // fd_set *writefds
      "buffer", // fd_set *exceptfds
      "buffer", // const timeval *timeout
    ],
    result: "i32",
  },
  WSAPoll: {
    parameters: [
      "buffer", // WSAPOLLFD *fdArray
      "u32", // ULONG fds
      "i32", // INT timeout
    ],
    result: "i32",
  },
  /** Parked on a thread of the runtime's pool; its memory must be C's, see `Memory.allocate`. */
  WSAPoll_parked: {
    name: "WSAPoll",
    parameters: [
      "u64", // WSAPOLLFD *fdArray
      "u32", // ULONG fds
      "i32", // INT timeout
    ],
    result: "i32",
    nonblocking: true,
  },
} as const satisfies Deno.ForeignLibraryInterface;

/** The functions of the table, callable. */
export type WinsockSymbols = Functions<typeof symbols>;

/**
 * WSARecvMsg, which no library exports: WSAIoctl tells where it is. It is for datagram and raw
 * sockets alone.
 */
export const WSARecvMsg = {
  parameters: [
    "isize", // SOCKET s
    "buffer", // WSAMSG *lpMsg
    "buffer", // DWORD *lpdwNumberOfBytesRecvd
    "u64", // WSAOVERLAPPED *lpOverlapped
    "u64", // LPWSAOVERLAPPED_COMPLETION_ROUTINE
  ],
  result: "i32",
} as const satisfies Deno.ForeignFunction;

/** The name service of Winsock (ws2_32.dll), and the interfaces by the IP helper (iphlpapi.dll). */
import type { Functions } from "../library.ts";

/** ws2_32.dll; what takes UTF-16 has a W in its name, what has none takes the ANSI code page. */
export const names = {
  GetAddrInfoW: {
    parameters: [
      "buffer", // PCWSTR pNodeName
      "buffer", // PCWSTR pServiceName
      "buffer", // const ADDRINFOW *pHints
      "buffer", // ADDRINFOW **ppResult
    ],
    result: "i32",
  },
  /** On a thread of the runtime's pool: all memory is C's, see `Memory.allocate`. */
  GetAddrInfoW_awaited: {
    name: "GetAddrInfoW",
    parameters: [
      "u64", // PCWSTR pNodeName
      "u64", // PCWSTR pServiceName
      "u64", // const ADDRINFOW *pHints
      "u64", // ADDRINFOW **ppResult
    ],
    result: "i32",
    nonblocking: true,
  },
  FreeAddrInfoW: { parameters: ["u64" /* ADDRINFOW *pAddrInfo */], result: "void" },
  GetNameInfoW: {
    parameters: [
      "buffer", // const sockaddr *pSockaddr
      "i32", // socklen_t SockaddrLength
      "buffer", // PWCHAR pNodeBuffer
      "u32", // DWORD NodeBufferSize
      "buffer", // PWCHAR pServiceBuffer
      "u32", // DWORD ServiceBufferSize
      "i32", // INT Flags
    ],
    result: "i32",
  },
  /** On a thread of the runtime's pool: all memory is C's, see `Memory.allocate`. */
  GetNameInfoW_awaited: {
    name: "GetNameInfoW",
    parameters: [
      "u64", // const sockaddr *pSockaddr
      "i32", // socklen_t SockaddrLength
      "u64", // PWCHAR pNodeBuffer
      "u32", // DWORD NodeBufferSize
      "u64", // PWCHAR pServiceBuffer
      "u32", // DWORD ServiceBufferSize
      "i32", // INT Flags
    ],
    result: "i32",
    nonblocking: true,
  },
  // The results of these belong to the thread, and stay until its next call.
  gethostbyname: { parameters: ["buffer" /* const char *name */], result: "u64" /* hostent * */ },
  gethostbyaddr: {
    parameters: [
      "buffer", // const char *addr
      "i32", // int len
      "i32", // int type
    ],
    result: "u64", // hostent *
  },
  getservbyname: {
    parameters: [
      "buffer", // const char *name
      "buffer", // const char *proto
    ],
    result: "u64", // servent *
  },
  getservbyport: {
    parameters: [
      "i32", // int port, in network order
      "buffer", // const char *proto
    ],
    result: "u64", // servent *
  },
  getprotobyname: { parameters: ["buffer" /* const char *name */], result: "u64" /* protoent * */ },
} as const satisfies Deno.ForeignLibraryInterface;

/** iphlpapi.dll. */
export const interfaces = {
  if_nametoindex: { parameters: ["buffer" /* PCSTR InterfaceName */], result: "u32" },
  if_indextoname: {
    parameters: [
      "u32", // NET_IFINDEX InterfaceIndex
      "buffer", // PCHAR InterfaceName
    ],
    result: "u64", // PCHAR
  },
  GetIfTable2Ex: {
    parameters: [
      "i32", // MIB_IF_TABLE_LEVEL Level
      "buffer", // MIB_IF_TABLE2 **Table
    ],
    result: "u32", // NETIOAPI_API: the error itself
  },
  FreeMibTable: { parameters: ["u64" /* void *Memory */], result: "void" },
  ConvertInterfaceLuidToNameW: {
    parameters: [
      "buffer", // const NET_LUID *InterfaceLuid
      "buffer", // PWSTR InterfaceName
      "usize", // SIZE_T Length
    ],
    result: "u32", // NETIOAPI_API: the error itself
  },
  GetAdaptersAddresses: {
    parameters: [
      "u32", // ULONG Family
      "u32", // ULONG Flags
      "u64", // void *Reserved
      "u64", // IP_ADAPTER_ADDRESSES *AdapterAddresses
      "buffer", // ULONG *SizePointer
    ],
    result: "u32", // the error itself
  },
} as const satisfies Deno.ForeignLibraryInterface;

/** The functions of the name service, callable. */
export type NameSymbols = Functions<typeof names>;
/** The functions about interfaces, callable. */
export type InterfaceSymbols = Functions<typeof interfaces>;

/**
 * The whole BSD socket API for Deno: everything Python's `socket` module does, by the same names,
 * bound straight to the C library.
 *
 * Every page about Python's sockets is a manual of this module: names and order of arguments are
 * the same, keyword arguments are one object at the end. bytes are `Uint8Array`, tuples are arrays,
 * None is null. A constant that the running OS lacks is `undefined`, and passing it is an error.
 *
 * Importing needs no permission; the first call needs `--allow-ffi`, or `--allow-ffi=` with the
 * absolute path of the C library.
 *
 * @example
 * ```ts
 * import { create_connection, create_server } from "@bsd/socket";
 *
 * using server = create_server(["127.0.0.1", 0]);
 * using client = create_connection(server.getsockname());
 * const [connection, address] = server.accept();
 * using _ = connection;
 * client.sendall(new TextEncoder().encode("hello"));
 * console.log(new TextDecoder().decode(connection.recv(1024)), address[0]); // hello 127.0.0.1
 * ```
 *
 * @module
 */
export * from "./constants/mod.ts";

// ---- sockets ----
export { Socket, Socket as SocketType } from "./src/socket/socket.ts";
export { SocketSender } from "./src/socket/sender.ts";
export { SocketReceiver } from "./src/socket/receiver.ts";
export { SocketEndpoint } from "./src/socket/endpoint.ts";
export {
  type SocketArguments,
  SocketDescriptor,
  type SocketOptions,
} from "./src/socket/descriptor.ts";
export type { MessageArgument, ReceivedMessage } from "./src/socket/batches.ts";
export { SocketPromises } from "./src/awaited/promises.ts";
export { SocketReceivingPromises } from "./src/awaited/promises_receiving.ts";
export type { AwaitOptions } from "./src/awaited/start.ts";
export type { SendfileSource } from "./src/socket/sendfile.ts";
export { close, dup, fromfd, socket, socketpair } from "./src/socket/create.ts";
export { create_connection, type CreateConnectionOptions } from "./src/socket/connection.ts";
export {
  create_server,
  type CreateServerOptions,
  has_dualstack_ipv6,
} from "./src/socket/server.ts";
export { recv_fds, send_fds } from "./src/socket/rights.ts";
export { getdefaulttimeout, setdefaulttimeout } from "./src/socket/timeouts.ts";

// ---- structures: the values of options, the data of messages ----
export type { StructCodec } from "./src/structs/codec.ts";
export { type Timespec, timespec, type Timeval, timeval } from "./src/structs/time.ts";
export { type Ucred, ucred } from "./src/structs/credentials.ts";
export { type Linger, linger } from "./src/structs/linger.ts";

// ---- files over sockets ----
export {
  type BinaryReadMode,
  type BinaryReadWriteMode,
  type BinaryWriteMode,
  BlockingWriteError,
  type BufferedFile,
  BufferedIOBase,
  BufferedReader,
  BufferedRWPair,
  BufferedWriter,
  type Buffering,
  type FileMode,
  type FileOf,
  type FileSocket,
  IOBase,
  type MakefileOptions,
  type Newline,
  SocketIO,
  TextIOWrapper,
  type TextMode,
  type TextOptions,
  UnicodeDecodeError,
  UnicodeEncodeError,
  UnsupportedOperation,
} from "./src/file/mod.ts";

// ---- names, numbers and text ----
export {
  type AddrInfo,
  type AddrInfoOptions,
  getaddrinfo,
  getnameinfo,
  type Sockaddr,
} from "./src/names/addrinfo.ts";
export {
  getfqdn,
  gethostbyaddr,
  gethostbyname,
  gethostbyname_ex,
  type HostInfo,
} from "./src/names/hosts.ts";
export { gethostname, sethostname } from "./src/names/hostname.ts";
export { getprotobyname, getservbyname, getservbyport } from "./src/names/services.ts";
export { if_indextoname, if_nameindex, if_nametoindex } from "./src/names/interfaces.ts";
export { has_ipv6, inet_aton, inet_ntoa, inet_ntop, inet_pton } from "./src/names/inet_text.ts";
export { htonl, htons, ntohl, ntohs } from "./src/names/byte_order.ts";
export { CMSG_LEN, CMSG_SPACE } from "./src/names/cmsg.ts";

// ---- errors ----
export {
  BlockingIOError,
  BrokenPipeError,
  ChildProcessError,
  ConnectionAbortedError,
  ConnectionError,
  ConnectionRefusedError,
  ConnectionResetError,
  FileExistsError,
  FileNotFoundError,
  gaierror,
  herror,
  InterruptedError,
  IsADirectoryError,
  NotADirectoryError,
  OSError,
  OSError as error,
  type OSErrorDetails,
  PermissionError,
  ProcessLookupError,
  TimeoutError,
  TimeoutError as timeout,
} from "./src/errors.ts";

// ---- what the arguments are made of ----
export type {
  AddressArgument,
  AlgArgument,
  AnyArgument,
  CanArgument,
  HciArgument,
  Host,
  HypervArgument,
  Inet6Argument,
  InetArgument,
  IsotpArgument,
  J1939Argument,
  L2capArgument,
  PacketArgument,
  PairArgument,
  RawArgument,
  RfcommArgument,
  ScoArgument,
  SourceAddress,
  SystemArgument,
  TipcArgument,
  UnixArgument,
} from "./src/addresses.ts";
export type { AncillaryArgument, AncillaryData } from "./src/ancillary.ts";
export type { BytesLike, Constant } from "./src/arguments.ts";

// ---- audit hooks ----
export { addaudithook, type AuditEvent, type AuditEvents, type AuditHook } from "./src/audit.ts";
export { net_permission_hook } from "./src/net_permission.ts";

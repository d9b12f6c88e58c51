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
export type { AfalgOptions } from "./src/socket/afalg.ts";
export { close, dup, fromfd, fromshare, socket, socketpair } from "./src/socket/create.ts";
export type { ControlOption } from "./src/socket/sharing.ts";
export { create_connection, type CreateConnectionOptions } from "./src/socket/connection.ts";
export {
  create_server,
  type CreateServerOptions,
  has_dualstack_ipv6,
} from "./src/socket/server.ts";
export { recv_fds, send_fds } from "./src/socket/rights.ts";
export {
  listen_fds,
  listen_fds_with_names,
  type ListenFdsOptions,
  type NamedSocket,
} from "./src/activation.ts";
export { getdefaulttimeout, setdefaulttimeout } from "./src/socket/timeouts.ts";

// ---- control messages ----
export {
  control_message,
  control_messages,
  type ControlMessage,
  type ControlMessages,
} from "./src/ancillary/messages.ts";
export type {
  ControlArguments,
  ControlValues,
  ExtendedError,
  ScmTimestamping,
} from "./src/ancillary/kinds.ts";
export { OwnedDescriptors } from "./src/ancillary/descriptors.ts";

// ---- structures: the values of options, the data of messages ----
export type { Encodable, StructCodec } from "./src/structs/codec.ts";
export type { StructArrayCodec } from "./src/structs/array.ts";
export { type Timespec, timespec, type Timeval, timeval } from "./src/structs/time.ts";
export { sock_txtime, type SockTxtime } from "./src/structs/txtime.ts";
export { type Ucred, ucred, type Xucred, xucred } from "./src/structs/credentials.ts";
export { type Linger, linger } from "./src/structs/linger.ts";
export {
  group_req,
  group_source_req,
  type GroupReq,
  type GroupSourceReq,
  ip_mreq,
  ip_mreq_source,
  ip_mreqn,
  type IpMreq,
  type IpMreqn,
  type IpMreqSource,
  ipv6_mreq,
  type Ipv6Mreq,
} from "./src/structs/multicast.ts";
export {
  group_filter,
  type GroupFilter,
  ip_msfilter,
  type IpMsfilter,
  type SourceFilterEncoder,
} from "./src/structs/source_filter.ts";
export type { IpAddress } from "./src/structs/sockaddr.ts";
export {
  tcp_connection_info,
  tcp_info,
  type TcpConnectionInfo,
  type TcpInfo,
} from "./src/structs/tcp_info.ts";
export { tcp_md5sig, type TcpMd5sig } from "./src/structs/tcp_md5sig.ts";
export {
  sock_filter,
  sock_fprog,
  type SockFilter,
  type SockFprogEncoder,
} from "./src/structs/filter.ts";
export {
  packet_mreq,
  type PacketMreq,
  tpacket_auxdata,
  tpacket_req,
  tpacket_stats,
  type TpacketAuxdata,
  type TpacketReq,
  type TpacketStats,
} from "./src/structs/packet.ts";
export {
  tipc_event,
  tipc_group_req,
  tipc_subscr,
  type TipcEvent,
  type TipcGroupReq,
  type TipcServiceRange,
  type TipcSocketAddr,
  type TipcSubscr,
} from "./src/structs/tipc.ts";
export {
  sctp_assocparams,
  sctp_event,
  sctp_initmsg,
  sctp_rtoinfo,
  sctp_sndrcvinfo,
  sctp_status,
  type SctpAssocparams,
  type SctpEvent,
  type SctpInitmsg,
  type SctpPaddrinfo,
  type SctpRtoinfo,
  type SctpSndrcvinfo,
  type SctpStatus,
} from "./src/structs/sctp.ts";
export {
  in6_pktinfo,
  type In6Pktinfo,
  in_pktinfo,
  type InPktinfo,
} from "./src/structs/packet_info.ts";
export { sock_extended_err, type SockExtendedErr } from "./src/structs/extended_error.ts";
export {
  can_filter,
  can_frame,
  can_isotp_fc_options,
  can_isotp_ll_options,
  can_isotp_options,
  canfd_frame,
  type CanfdFrame,
  type CanfdFrameArgument,
  type CanFilter,
  type CanFrame,
  type CanFrameArgument,
  type CanIsotpFcOptions,
  type CanIsotpLlOptions,
  type CanIsotpOptions,
  type FrameCodec,
  j1939_filter,
  type J1939Filter,
} from "./src/structs/can.ts";
export {
  bcm_msg_head,
  type BcmMsgHead,
  type BcmMsgHeadArgument,
  type BcmMsgHeadCodec,
} from "./src/structs/bcm.ts";
export {
  bt_power,
  bt_security,
  bt_voice,
  type BtPower,
  type BtSecurity,
  type BtVoice,
  type ConnInfo,
  hci_filter,
  type HciFilter,
  l2cap_conninfo,
  l2cap_options,
  type L2capOptions,
  rfcomm_conninfo,
  sco_conninfo,
  sco_options,
  type ScoOptions,
} from "./src/structs/bluetooth.ts";

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
export { getifaddrs, type IfAddress, type InterfaceAddress } from "./src/names/getifaddrs.ts";
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
export type { AncillaryArgument, AncillaryData } from "./src/ancillary/data.ts";
export type { BytesLike, Constant } from "./src/arguments.ts";

// ---- audit hooks ----
export { addaudithook, type AuditEvent, type AuditEvents, type AuditHook } from "./src/audit.ts";
export { net_permission_hook } from "./src/net_permission.ts";

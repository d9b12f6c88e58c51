/**
 * What every operating system must provide: one interface, and a maker of it per OS.
 *
 * The rules of the contract:
 * - A call returns its value (0 or more), or **minus the error number**: the number is read before
 *   anything else can run, nothing is allocated, nothing is thrown. `src/failure.ts` is the one
 *   place that turns a negative result into an exception.
 * - A buffer argument may be empty; the maker never hands C a zero-length view.
 * - New descriptors are not inheritable (PEP 446), atomically where the OS can.
 * - No call raises SIGPIPE.
 * - A call never blocks for longer than C's would, and is never retried here: EINTR and EAGAIN are
 *   the caller's business (`src/waiting.ts`).
 */
import type { Layout } from "../layout.ts";

/** A value of 0 or more, or minus an error number. */
export type Result = number;

/** Memory that C may read or write. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A name without a NUL: text, of which C gets the UTF-8, or bytes as they are. */
export type Name = string | Uint8Array;

/** The parts of a message for `sendmsg` and `recvmsg`; `recvmsg` fills in what C reports back. */
export interface Message {
  /** The buffers to gather from or scatter into, in order. */
  readonly buffers: readonly Bytes[];
  /** Packed control messages, or the room for them; null for none. */
  readonly control: Bytes | null;
  /** The destination, or the room for the source; null for none. */
  readonly address: Bytes | null;
  /** Bytes of `control` in use: given to `sendmsg`, filled in by `recvmsg`. */
  controlLength: number;
  /** Bytes of `address` in use: given to `sendmsg`, filled in by `recvmsg`. */
  addressLength: number;
  /** The message's flags (MSG_TRUNC, MSG_CTRUNC, MSG_EOR…), filled in by `recvmsg`. */
  flags: number;
}

/** A message with its length, `recvmmsg`'s way to report it. */
export interface BatchMessage extends Message {
  /** Bytes of data that came; with MSG_TRUNC, that would have come if there had been room. */
  length: number;
}

/** Descriptors: their making, their end, their modes. */
export interface DescriptorCalls {
  /** socket(2), not inheritable. */
  socket(family: number, type: number, protocol: number): Result;
  /** socketpair(2), not inheritable; fills in both descriptors. */
  socketpair(family: number, type: number, protocol: number, pair: Int32Array<ArrayBuffer>): Result;
  /** close(2). Whatever it returns, the descriptor is gone. */
  close(fd: number): Result;
  /** A second descriptor for the same socket, not inheritable. */
  dup(fd: number): Result;
  /** 1 if a child process would inherit the descriptor, else 0. */
  get_inheritable(fd: number): Result;
  /** Decides whether a child process inherits the descriptor. */
  set_inheritable(fd: number, inheritable: boolean): Result;
  /** Switches O_NONBLOCK (FIONBIO). */
  set_nonblocking(fd: number, nonblocking: boolean): Result;
  /** Family, type and protocol of an unknown descriptor; the protocol is 0 where the OS cannot tell. */
  describe(fd: number, into: { family: number; type: number; proto: number }): Result;
  /** The bits of a socket type that are not the type itself: SOCK_NONBLOCK and SOCK_CLOEXEC, or 0. */
  readonly type_flags: number;
  /** The bit of a socket type that asks for a non-blocking socket, or 0 where there is none. */
  readonly type_nonblocking: number;
  /** The family of a pair where none is given: AF_UNIX, or AF_INET where pairs are emulated. */
  readonly pair_family: number;
}

/** What Windows alone has: sockets for other processes by a description, and control codes. */
export interface SharingCalls {
  /** The bytes of a description (WSAPROTOCOL_INFOW). */
  readonly info_size: number;
  /** WSADuplicateSocketW: describes the socket for one use by another process. */
  share(fd: number, process: number, info: Bytes): Result;
  /** WSASocketW: the socket that was described, not inheritable. */
  fromshare(info: Bytes): Result;
  /** Family, type and protocol that a description tells. */
  kind(info: Bytes, into: { family: number; type: number; proto: number }): void;
  /** WSAIoctl; returns how many bytes of output there are. */
  ioctl(fd: number, control: number, input: Bytes, output: Bytes): Result;
}

/** A socket's names, its connection and its options. */
export interface EndpointCalls {
  /** bind(2). */
  bind(fd: number, address: Bytes): Result;
  /** connect(2). */
  connect(fd: number, address: Bytes): Result;
  /** listen(2). */
  listen(fd: number, backlog: number): Result;
  /**
   * accept(2), not inheritable, and blocking even where it would inherit the listener's mode; fills
   * in the address and its length, unless the address is null.
   */
  accept(fd: number, address: Bytes | null, length: Uint32Array<ArrayBuffer>): Result;
  /** getsockname(2). */
  getsockname(fd: number, address: Bytes, length: Uint32Array<ArrayBuffer>): Result;
  /** getpeername(2). */
  getpeername(fd: number, address: Bytes, length: Uint32Array<ArrayBuffer>): Result;
  /** getsockopt(2); `length` goes in as the room and comes out as what was written. */
  getsockopt(
    fd: number,
    level: number,
    name: number,
    value: Bytes,
    length: Uint32Array<ArrayBuffer>,
  ): Result;
  /** setsockopt(2); a null value passes a null pointer with `length`. */
  setsockopt(fd: number, level: number, name: number, value: Bytes | null, length: number): Result;
  /** shutdown(2). */
  shutdown(fd: number, how: number): Result;
}

/** Moving data, and waiting until it can move. */
export interface TransferCalls {
  /** recv(2) of at most `length` bytes. */
  recv(fd: number, buffer: Bytes, length: number, flags: number): Result;
  /** recvfrom(2); fills in the source and its length (0: the OS gave none). */
  recvfrom(
    fd: number,
    buffer: Bytes,
    length: number,
    flags: number,
    address: Bytes,
    addressLength: Uint32Array<ArrayBuffer>,
  ): Result;
  /** recvmsg(2); descriptors that arrive are not inheritable. */
  recvmsg(fd: number, message: Message, flags: number): Result;
  /** send(2) of `length` bytes. */
  send(fd: number, buffer: Bytes, length: number, flags: number): Result;
  /** sendto(2) of `length` bytes. */
  sendto(fd: number, buffer: Bytes, length: number, flags: number, address: Bytes): Result;
  /** sendmsg(2). */
  sendmsg(fd: number, message: Message, flags: number): Result;
  /**
   * Whether `sendfile`, `read` and `seek` know the numbers that the runtime gives to open files;
   * where they do not (ENOSYS), the runtime itself can read them.
   */
  readonly knows_files: boolean;
  /** Sends up to `count` bytes of a file from `offset`, leaving the file's position alone. */
  sendfile(fd: number, file: number, offset: number, count: number): Result;
  /** read(2) of at most `length` bytes of a descriptor of any kind, from where it is. */
  read(file: number, buffer: Bytes, length: number): Result;
  /** Sets a file's position (lseek with SEEK_SET). */
  seek(file: number, offset: number): Result;
  /**
   * Waits until one descriptor is ready, at most `timeout` milliseconds (-1: for ever).
   * Returns 0 when the time ran out, else what is ready, an error or hang-up counting as everything.
   */
  wait(fd: number, readable: boolean, writable: boolean, timeout: number): Result;
}

/** Moving several messages by one call, where the OS has such calls. */
export interface BatchCalls {
  /**
   * sendmmsg(2) of some of the messages from index `first` on, in turn: as many as one call takes.
   * Returns how many were sent, at least one if there are any.
   */
  sendmmsg(fd: number, messages: readonly Message[], first: number, flags: number): Result;
  /**
   * recvmmsg(2): waits for the first message alone, fills in as many as are there, and returns how
   * many. The array is looked at once and taken to stay as it is, so that using it again is cheap;
   * its memory must be nobody else's, and the caller keeps it alive.
   */
  recvmmsg(fd: number, messages: readonly BatchMessage[], flags: number): Result;
}

/**
 * Is told that a watched descriptor is ready. `ended`: nothing more will come after what is to be
 * read now, for which a poller that reports changes has no further event.
 */
export type Report = (token: number, readable: boolean, writable: boolean, ended: boolean) => void;

/** Waits for many descriptors at once; an isolate has one. */
export interface Poller {
  /**
   * What `poll` reports: `"changes"`: each time a descriptor becomes ready, in whichever direction
   * (so that it is watched once, and tried until it would block); `"states"`: every time that it is
   * ready in a direction that was asked for.
   */
  readonly reports: "changes" | "states";
  /** Watches a descriptor, or changes the directions; the token comes back with its events. */
  watch(fd: number, token: number, readable: boolean, writable: boolean): Result;
  /** Ends a watch, before the descriptor is closed. */
  forget(fd: number, token: number): Result;
  /**
   * Reports what is ready now, without waiting; an error or a hang-up is ready in both directions.
   * Events of a watch that has ended may still come. Returns how many there were.
   */
  poll(report: Report): Result;
  /** Waits off the thread until there is something to report, or `wake` is called. One at a time. */
  park(): Promise<void>;
  /** Ends the waiting of `park`, also of one that is called later. */
  wake(): void;
}

/** The making of pollers. */
export interface PollerCalls {
  /** The OS's best poller. */
  makePoller(): Poller | Result;
  /** A poller on poll(2), which every OS has something like. */
  makeFallbackPoller(): Poller | Result;
}

/** One answer of getaddrinfo. */
export interface AddressEntry {
  readonly family: number;
  readonly type: number;
  readonly proto: number;
  /** The canonical name, empty where none was asked for. */
  readonly canonname: Bytes;
  /** The whole sockaddr. */
  readonly address: Bytes;
}

/** What gethostbyname and gethostbyaddr tell of a host. */
export interface HostEntry {
  readonly name: Bytes;
  readonly aliases: readonly Bytes[];
  readonly family: number;
  /** The addresses, 4 or 16 bytes each, in network order. */
  readonly addresses: readonly Bytes[];
}

/** A look-up that failed. */
export interface LookupFailure {
  /** The EAI_ code, or h_errno. */
  readonly failure: number;
  /** The OS's text for the code. */
  readonly text: string;
  /**
   * errno, where the code says that the reason is there (EAI_SYSTEM, NETDB_INTERNAL) and it is
   * known; else 0.
   */
  readonly errno: number;
}

/** The look-ups that may ask other machines. Names, even as bytes, go in without a NUL. */
export interface ResolverCalls {
  /** getaddrinfo(3). */
  getaddrinfo(
    host: Name | null,
    service: Name | null,
    hints: { family: number; type: number; proto: number; flags: number },
  ): AddressEntry[] | LookupFailure;
  /** getnameinfo(3). */
  getnameinfo(address: Bytes, flags: number): { host: Bytes; service: Bytes } | LookupFailure;
  /** gethostbyname(3): AF_INET. */
  gethostbyname(name: Uint8Array): HostEntry | LookupFailure;
  /** gethostbyaddr(3) of 4 or 16 bytes. */
  gethostbyaddr(address: Bytes, family: number): HostEntry | LookupFailure;
}

/**
 * The same, each on a thread of the runtime's pool: how many there are at a time is the caller's
 * business. Nothing can end such a call before C does, and it keeps the process alive. The errno of
 * EAI_SYSTEM stays on that thread: it is 0 here.
 */
export type AwaitedResolverCalls = {
  readonly [C in keyof ResolverCalls]: (
    ...args: Parameters<ResolverCalls[C]>
  ) => Promise<ReturnType<ResolverCalls[C]>>;
};

/** Looking up hosts, services, protocols, interfaces. Names go in as bytes without a NUL. */
export interface LookupCalls extends ResolverCalls {
  /** The look-ups that may take their time, off the thread. */
  readonly awaited: AwaitedResolverCalls;
  /** getservbyname(3): the port in host order, or null. */
  getservbyname(name: Uint8Array, protocol: Uint8Array | null): number | null;
  /** getservbyport(3) of a port in host order: the service's name, or null. */
  getservbyport(port: number, protocol: Uint8Array | null): Bytes | null;
  /** getprotobyname(3): the number, or null. */
  getprotobyname(name: Uint8Array): number | null;
  /** gethostname(2), or the OS's better way; an error number is negative. */
  gethostname(): Bytes | Result;
  /** sethostname(2). */
  sethostname(name: Uint8Array): Result;
  /** if_nameindex(3). */
  if_nameindex(): { index: number; name: Bytes }[] | Result;
  /** if_nametoindex(3): the index, or minus the error number. */
  if_nametoindex(name: Uint8Array): Result;
  /** if_indextoname(3). */
  if_indextoname(index: number): Bytes | Result;
}

/** One address of an interface; what is null is not there. */
export interface InterfaceEntry {
  readonly name: Bytes;
  readonly flags: number;
  /** The whole sockaddr, as are the others. */
  readonly address: Bytes | null;
  readonly netmask: Bytes | null;
  /** The broadcast address or the address at the other end: the flags tell which. */
  readonly destination: Bytes | null;
}

/** The interfaces of a network namespace. Names go in as bytes without a NUL. */
export interface InterfaceCalls {
  /** The number of an interface in the socket's namespace, or minus the error number. */
  interface_index(fd: number, name: Uint8Array): Result;
  /** The name of an interface in the socket's namespace. */
  interface_name(fd: number, index: number): Bytes | Result;
  /** getifaddrs(3): in the namespace of the thread. */
  getifaddrs(): InterfaceEntry[] | Result;
}

/** Everything an operating system provides. */
export interface Backend
  extends
    DescriptorCalls,
    EndpointCalls,
    TransferCalls,
    BatchCalls,
    PollerCalls,
    LookupCalls,
    InterfaceCalls {
  /** What Windows alone has; null elsewhere. */
  readonly sharing: SharingCalls | null;
  /**
   * What macOS alone has, null elsewhere: the number of a kernel control by its name (CTLIOCGINFO),
   * asked through a socket of AF_SYSTEM. The name goes in as bytes without a NUL.
   */
  readonly control_id: ((fd: number, name: Uint8Array) => Result) | null;
  /** How this OS lays out its structs. */
  readonly layout: Layout;
  /** What ends a line of text here (Python's os.linesep). */
  readonly linesep: string;
  /** The OS's text for an error number. */
  strerror(number: number): string;
  /** Where bytes are, for a structure that points to them: valid while their buffer is referenced. */
  address(bytes: Bytes): bigint;
}

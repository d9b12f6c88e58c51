/** The functions that make sockets: socket, fromfd, socketpair; and close for bare descriptors. */
import { type AddressFamily, type Protocol, SOCK_STREAM } from "../../constants/mod.ts";
import { backend } from "../../ffi/backend/mod.ts";
import type { Address, InetAddress, UnixAddress } from "../addresses.ts";
import { bytes, type BytesLike, type Constant, int, optionalInt } from "../arguments.ts";
import { check } from "../failure.ts";
import type { SocketArguments, SocketOptions } from "./descriptor.ts";
import { sharingCalls } from "./sharing.ts";
import { Socket } from "./socket.ts";

/**
 * Makes a socket. Python's `socket.socket()`, socket(2).
 *
 * The family decides the type of the addresses: `socket(AF_INET6)` is a `Socket<Inet6Address>`.
 *
 * @returns A TCP socket over IPv4 where nothing is given.
 * @throws {OSError} EAFNOSUPPORT, EPROTONOSUPPORT, EMFILE…; EPERM for a raw socket without privilege.
 * @throws {TypeError} An argument is not an integer: `undefined` is what a constant is that this OS lacks.
 * @throws {Deno.errors.NotCapable} The program may not use FFI; the message names the flags.
 *
 * @example
 * ```ts
 * import { AF_INET6, SOCK_STREAM, socket } from "@bsd/socket";
 *
 * using s = socket(AF_INET6, SOCK_STREAM);
 * s.bind(["::1", 0]);
 * console.log(s.getsockname()[0]); // ::1
 * ```
 */
export function socket(): Socket<InetAddress>;
/**
 * Makes a socket of a protocol that decides the form of its addresses, or adopts a descriptor.
 *
 * @param family The address family: AF_CAN or AF_BLUETOOTH.
 * @param type The kind.
 * @param proto The protocol, for example CAN_ISOTP.
 * @param fileno A descriptor to adopt.
 */
export function socket<A extends Address>(
  family: Constant,
  type: Constant,
  proto: Protocol<A> | undefined,
  fileno?: number | null,
): Socket<A>;
/**
 * Makes a socket of a family whose addresses are known, or adopts a descriptor.
 *
 * @param family The address family, for example AF_INET6; -1 stands for "not given" in each argument.
 * @param type The kind: SOCK_STREAM unless given. SOCK_NONBLOCK and SOCK_CLOEXEC may be or'ed in.
 * @param proto The protocol: 0 unless given.
 * @param fileno A descriptor to adopt; what was not given of the other three is found out from it.
 */
export function socket<A extends Address>(
  family: AddressFamily<A> | undefined,
  type?: Constant,
  proto?: Constant,
  fileno?: number | null,
): Socket<A>;
/**
 * Makes a socket of a family that is only known as a number.
 *
 * @param family The address family's number.
 * @param type The kind.
 * @param proto The protocol.
 * @param fileno A descriptor to adopt.
 */
export function socket(
  family: number,
  type?: Constant,
  proto?: Constant,
  fileno?: number | null,
): Socket<Address>;
/**
 * Makes a socket from Python's keyword arguments.
 *
 * @param options Family, type, proto and fileno, each by its name.
 *
 * @example
 * ```ts
 * import { SOCK_DGRAM, socket } from "@bsd/socket";
 *
 * using s = socket({ type: SOCK_DGRAM });
 * using same = socket({ fileno: s.dup().detach() });
 * console.log(same.type === SOCK_DGRAM); // true
 * ```
 */
export function socket<A extends Address = Address>(options: SocketOptions<A>): Socket<A>;
export function socket<A extends Address>(
  ...args: [
    first?: AddressFamily<A> | Constant | SocketOptions<A>,
    type?: Constant,
    proto?: Constant,
    fileno?: number | null,
  ]
): Socket<A> {
  return new Socket<A>(...args as SocketArguments<A>);
}

/**
 * A socket around a duplicate of a descriptor; the descriptor itself stays the caller's. Python's
 * `socket.fromfd()`.
 *
 * @param fd A socket's descriptor.
 * @param family Its family.
 * @param type Its kind.
 * @param proto Its protocol, 0 unless given.
 * @throws {OSError} EBADF: no such descriptor; ENOTSOCK: it is no socket.
 *
 * @example
 * ```ts
 * import { AF_INET, fromfd, SOCK_STREAM, socket } from "@bsd/socket";
 *
 * using s = socket();
 * using copy = fromfd(s.fileno(), AF_INET, SOCK_STREAM);
 * console.log(copy.fileno() !== s.fileno()); // true
 * ```
 */
export function fromfd<A extends Address = Address>(
  fd: number,
  family: AddressFamily<A> | Constant,
  type: Constant,
  ...rest: [proto?: Constant]
): Socket<A> {
  const kind = [int(family, "family"), int(type, "type"), optionalInt(rest, 0, "proto")] as const;
  const copy = check(backend().dup(int(fd, "fd")), "dup");
  try {
    return new Socket<A>(...kind, copy);
  } catch (error) {
    backend().close(copy);
    throw error;
  }
}

/**
 * Two sockets that are connected to each other. Python's `socket.socketpair()`, socketpair(2).
 *
 * @param family null, or nothing: AF_UNIX. On Windows AF_INET: a pair is a connection over loopback
 *   there, and its names are `[host, port]`.
 * @param type The kind: SOCK_STREAM unless given.
 * @param proto The protocol: 0 unless given.
 * @returns Both sockets; neither is inheritable.
 * @throws {OSError} EOPNOTSUPP: the family has no pairs; EMFILE… On Windows ECONNABORTED: another
 *   process connected instead.
 *
 * @example
 * ```ts
 * import { socketpair } from "@bsd/socket";
 *
 * const [a, b] = socketpair();
 * using _a = a, _b = b;
 * a.send(new Uint8Array([1, 2, 3]));
 * console.log(b.recv(10)); // Uint8Array(3) [ 1, 2, 3 ]
 * ```
 */
export function socketpair(
  family?: null,
  type?: Constant,
  proto?: Constant,
): [Socket<UnixAddress>, Socket<UnixAddress>];
/**
 * Two connected sockets of a given family.
 *
 * @param family The family; pairs exist for AF_UNIX, and on Linux for AF_TIPC; on Windows for
 *   AF_INET and AF_INET6, of SOCK_STREAM.
 * @param type The kind: SOCK_STREAM unless given.
 * @param proto The protocol: 0 unless given.
 */
export function socketpair<A extends Address>(
  family: AddressFamily<A> | undefined,
  type?: Constant,
  proto?: Constant,
): [Socket<A>, Socket<A>];
export function socketpair<A extends Address>(
  ...rest: [family?: AddressFamily<A> | Constant | null, type?: Constant, proto?: Constant]
): [Socket<A>, Socket<A>] {
  const isGiven = rest.length > 0 && rest[0] !== null;
  const family = int(isGiven ? rest[0] : backend().pair_family, "family");
  const type = rest.length > 1 ? int(rest[1], "type") : SOCK_STREAM;
  const proto = optionalInt(rest, 2, "proto");
  const pair = new Int32Array(2);
  check(backend().socketpair(family, type, proto, pair), "socketpair");
  const [first = -1, second = -1] = pair;
  let one: Socket<A> | undefined;
  try {
    one = new Socket<A>(family, type, proto, first);
    return [one, new Socket<A>(family, type, proto, second)];
  } catch (error) {
    if (one === undefined) backend().close(first);
    else one.close();
    backend().close(second);
    throw error;
  }
}

/**
 * Makes a socket of what `share()` said in another process. Windows only. Python's
 * `socket.fromshare()`.
 *
 * @param info The description, as `share()` returned it for this process; it is good for one use.
 * @returns A second socket for the same connection, not inheritable.
 * @throws {RangeError} It is no description, by its length.
 * @throws {OSError} EINVAL: not for this process, or used already. ENOSYS: not on this OS.
 *
 * @example
 * ```ts ignore
 * import { fromshare } from "@bsd/socket";
 *
 * // In the process that `share()` was told, which got the bytes through a pipe.
 * const info = new Uint8Array(628);
 * Deno.stdin.readSync(info);
 * using connection = fromshare(info);
 * ```
 */
export function fromshare<A extends Address = Address>(info: BytesLike): Socket<A> {
  const { fromshare, info_size, kind } = sharingCalls("WSASocketW");
  const description = bytes(info, "info");
  if (description.length !== info_size) {
    throw new RangeError(`info must have ${info_size} bytes, not ${description.length}`);
  }
  const found = { family: 0, type: 0, proto: 0 };
  kind(description, found);
  const fd = check(fromshare(description), "WSASocketW");
  try {
    return new Socket<A>(found.family, found.type, found.proto, fd);
  } catch (error) {
    backend().close(fd);
    throw error;
  }
}

/**
 * A duplicate of a descriptor, not inheritable. Python's `socket.dup()` of the module.
 *
 * @param fd The descriptor.
 * @returns The duplicate's number; it is the caller's to close.
 * @throws {OSError} EBADF: it is not open; EMFILE…
 *
 * @example
 * ```ts
 * import { close, dup, socket } from "@bsd/socket";
 *
 * using s = socket();
 * close(dup(s.fileno()));
 * ```
 */
export function dup(fd: number): number {
  return check(backend().dup(int(fd, "fd")), "dup");
}

/**
 * Closes a descriptor that no Socket owns. Python's `socket.close()` of the module, close(2).
 *
 * @param fd The descriptor.
 * @throws {OSError} EBADF: it is not open.
 *
 * @example
 * ```ts
 * import { close, socket } from "@bsd/socket";
 *
 * const fd = socket().detach();
 * close(fd);
 * ```
 */
export function close(fd: number): void {
  check(backend().close(int(fd, "fd")), "close");
}

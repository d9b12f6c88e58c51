/** The second layer of a socket: its names, its connection and its options. */
import { errno } from "../../constants/errno.ts";
import { backend, type Bytes, type Result } from "../../ffi/backend/mod.ts";
import type { Address, AddressArgument, AnyArgument } from "../addresses.ts";
import { bytes, type BytesLike, type Constant, int, integer, uint32 } from "../arguments.ts";
import { TimeoutError } from "../errors.ts";
import { check, failure } from "../failure.ts";
import { bindTo } from "./binding.ts";
import { connecting, isUnderWay } from "./connecting.ts";
import { limitOf, SocketDescriptor } from "./descriptor.ts";
import { localName, peerName } from "./names.ts";
import { intOption, word, wordBytes, wordLength } from "./option.ts";
import { optionName } from "./option_names.ts";
import { passingDestination } from "./destination.ts";
import { pause, ready, timedOut } from "./waiting.ts";

/** Throws if a call about an option failed, and says which option. */
function done(result: Result, syscall: string, level: number, name: number): void {
  if (result < 0) throw failure(-result, syscall, undefined, optionName(level, name));
}

/**
 * The part of a {@link Socket} that is about its addresses, its connection and its options. Not
 * made by itself.
 */
export abstract class SocketEndpoint<
  A extends Address = Address,
  In extends AnyArgument = AddressArgument<A>,
> extends SocketDescriptor {
  /**
   * Gives the socket its own address. Python's `socket.bind()`, bind(2).
   *
   * @param address What the family takes: `["", 0]` for AF_INET, a path for AF_UNIX.
   * @throws {OSError} EADDRINUSE, EACCES…; the address is in the message.
   * @throws {TypeError} Not an address of this family.
   * @throws {RangeError} A port, flow info or scope id out of range.
   * @throws {gaierror} The host name does not resolve.
   */
  bind(address: In): void {
    bindTo(this, passingDestination(this, address));
  }

  /**
   * Lets the socket accept connections. Python's `socket.listen()`, listen(2).
   *
   * @param backlog How many connections may wait to be accepted: 128 unless given, negative is 0.
   * @throws {OSError} EADDRINUSE, EOPNOTSUPP…
   */
  listen(...rest: [backlog?: number]): void {
    const backlog = rest.length === 0 ? 128 : Math.max(0, int(rest[0], "backlog"));
    check(backend().listen(this.fileno(), backlog), "listen");
  }

  /**
   * Connects to an address, waiting as long as the time-out allows. Python's `socket.connect()`,
   * connect(2).
   *
   * @param address The peer's address in the family's form; host names are resolved.
   * @throws {ConnectionRefusedError} Nobody listens there.
   * @throws {TimeoutError} The time-out ran out.
   * @throws {BlockingIOError} EINPROGRESS: the socket is non-blocking and the connection is under way.
   * @throws {OSError} Any other failure; the address is in the message.
   * @throws {gaierror} The host name does not resolve.
   */
  connect(address: In): void {
    const result = this.#connect(address);
    if (result < 0) throw failure(-result, "connect", address);
  }

  /**
   * Connects like `connect()`, but returns the C call's error number instead of throwing it.
   * Python's `socket.connect_ex()`.
   *
   * @param address The peer's address.
   * @returns 0, or an error number: `errno.ECONNREFUSED`; `errno.EAGAIN` where the time-out ran out.
   * @throws {gaierror} The host name does not resolve.
   */
  connect_ex(address: In): number {
    try {
      // Not a minus, which would make -0 of success.
      return Math.abs(this.#connect(address));
    } catch (error) {
      if (error instanceof TimeoutError && error.errno === null) return errno.EWOULDBLOCK;
      throw error;
    }
  }

  /** Connects; 0 or minus the error number. Throws only at the time-out, or for the address. */
  #connect(address: In): Result {
    const timeout = this.gettimeout();
    const deadline = limitOf(this, 0);
    const { begin, outcome } = connecting(this, passingDestination(this, address));
    let result = begin();
    // Non-blocking for the awaited operations' sake: AF_UNIX does not tell of room in the backlog.
    while (result === -errno.EAGAIN && timeout === null && deadline !== null) {
      pause();
      result = begin();
    }
    // connect(2) goes on by itself after a signal: calling it again would be EALREADY (PEP 475).
    const underWay = result === -errno.EINTR || (deadline !== null && isUnderWay(result));
    if (!underWay || timeout === 0) return result;
    if (!ready(this.fileno(), "write", deadline ?? Infinity)) throw timedOut("connect", address);
    return outcome();
  }

  /**
   * The socket's own address. Python's `socket.getsockname()`, getsockname(2).
   *
   * @returns The address in the family's form.
   * @throws {OSError} EBADF: the socket is closed.
   */
  getsockname(): A {
    const name = localName(this);
    if (typeof name === "number" && name < 0) throw failure(-name, "getsockname");
    return name as A;
  }

  /**
   * The address that the socket is connected to. Python's `socket.getpeername()`, getpeername(2).
   *
   * @returns The address in the family's form.
   * @throws {OSError} ENOTCONN: it is not connected.
   */
  getpeername(): A {
    const name = peerName(this);
    if (typeof name === "number" && name < 0) throw failure(-name, "getpeername");
    return name as A;
  }

  /**
   * Reads an option whose value is an int. Python's `socket.getsockopt()`, getsockopt(2).
   *
   * @param level SOL_SOCKET, or a protocol: IPPROTO_TCP.
   * @param optname The option: SO_REUSEADDR.
   * @throws {OSError} ENOPROTOOPT…; the option is in the message.
   */
  getsockopt(level: Constant, optname: Constant, buflen?: 0): number;
  /**
   * Reads an option whose value is a struct.
   *
   * @param buflen The room for the value in bytes.
   * @returns The bytes that the OS wrote.
   */
  getsockopt(level: Constant, optname: Constant, buflen: number): Uint8Array<ArrayBuffer>;
  getsockopt(
    level: Constant,
    optname: Constant,
    ...rest: [buflen?: number]
  ): number | Uint8Array<ArrayBuffer> {
    const [at, name] = [int(level, "level"), int(optname, "optname")];
    const buflen = rest.length === 0 ? 0 : integer(rest[0], "buflen", 0, 0x7fffffff);
    if (buflen === 0) {
      done(intOption(this.fileno(), at, name), "getsockopt", at, name);
      return word[0] ?? 0;
    }
    const value = new Uint8Array(buflen);
    wordLength[0] = buflen;
    const result = backend().getsockopt(this.fileno(), at, name, value, wordLength);
    done(result, "getsockopt", at, name);
    return value.subarray(0, wordLength[0]);
  }

  /**
   * Sets an option. Python's `socket.setsockopt()`, setsockopt(2).
   *
   * @param level SOL_SOCKET, or a protocol: IPPROTO_TCP.
   * @param optname The option: SO_REUSEADDR.
   * @param value A C int, a boolean for 0 or 1, or the bytes of a struct.
   * @throws {OSError} ENOPROTOOPT, EPERM…; the option is in the message.
   * @throws {RangeError} The number is not a C int.
   */
  setsockopt(level: Constant, optname: Constant, value: number | boolean | BytesLike): void;
  /**
   * Sets an option whose value is a null pointer with a length.
   *
   * @param value null.
   * @param optlen The length to tell, 0 to 2³²−1.
   */
  setsockopt(level: Constant, optname: Constant, value: null, optlen: number): void;
  setsockopt(
    level: Constant,
    optname: Constant,
    value: number | boolean | BytesLike | null,
    ...rest: [optlen?: number]
  ): void {
    const [at, name] = [int(level, "level"), int(optname, "optname")];
    if (value === null ? rest.length !== 1 : rest.length !== 0) {
      throw new TypeError("optlen goes with a null value, and only with it");
    }
    let packed: Bytes | null;
    let length: number;
    if (value === null) {
      packed = null;
      length = uint32(rest[0], "optlen");
    } else if (typeof value === "object") {
      packed = bytes(value, "value");
      length = packed.length;
    } else {
      word[0] = int(typeof value === "boolean" ? Number(value) : value, "value");
      packed = wordBytes;
      length = 4;
    }
    const result = backend().setsockopt(this.fileno(), at, name, packed, length);
    done(result, "setsockopt", at, name);
  }

  /**
   * Ends one direction of the connection or both. Python's `socket.shutdown()`, shutdown(2).
   *
   * @param how SHUT_RD: no more receiving, SHUT_WR: no more sending, SHUT_RDWR: neither.
   * @throws {OSError} ENOTCONN: it is not connected.
   */
  shutdown(how: Constant): void {
    check(backend().shutdown(this.fileno(), int(how, "how")), "shutdown");
  }
}

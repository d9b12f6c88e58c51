/** The bottom layer of a socket: a descriptor with its kind, its modes, and its end. */
import { AF_INET, MSG_DONTWAIT, SOCK_STREAM } from "../../constants/mod.ts";
import { errno } from "../../constants/errno.ts";
import { backend } from "../../ffi/backend/mod.ts";
import type { Address } from "../addresses.ts";
import { type Constant, flag, int, isKeywords } from "../arguments.ts";
import { audit } from "../audit.ts";
import { reactor } from "../awaited/engine.ts";
import type { Watch } from "../awaited/reactor.ts";
import type { AddressFamily } from "../../constants/mod.ts";
import { check, failure } from "../failure.ts";
import { describe } from "./inspect.ts";
import { getdefaulttimeout, timeoutOf } from "./timeouts.ts";
import { disown, own, type Owned } from "./unclosed.ts";
import { deadlineOf } from "./waiting.ts";

/** The keyword form of `socket()`'s arguments; -1 stands for "not given". */
export interface SocketOptions<A = Address> {
  /** The address family: AF_INET unless given. */
  readonly family?: AddressFamily<A> | Constant;
  /** The kind of socket: SOCK_STREAM unless given. */
  readonly type?: Constant;
  /** The protocol: 0, the family's usual one, unless given. */
  readonly proto?: Constant;
  /** A descriptor to adopt instead of making one; null or absent: make one. */
  readonly fileno?: number | null;
}

/** What `socket()` and `new Socket()` take: Python's positions, or one object of Python's keywords. */
export type SocketArguments<A = Address> =
  | readonly [
    family?: AddressFamily<A> | Constant,
    type?: Constant,
    proto?: Constant,
    fileno?: number | null,
  ]
  | readonly [options: SocketOptions<A>];

/** Stands for "not given" in each of the numbers. */
const NOT_GIVEN = -1;

/** What a socket is where nothing is given and nothing adopted. */
const defaults = { family: AF_INET, type: SOCK_STREAM, proto: 0 };

interface Wanted {
  readonly family: number;
  readonly type: number;
  readonly proto: number;
  readonly fileno: number | null;
}

/** A descriptor that the OS has just given us, of which everything is known. */
export class Known implements Wanted {
  constructor(
    readonly family: number,
    readonly type: number,
    readonly proto: number,
    readonly fileno: number,
  ) {}
}

function wanted(args: SocketArguments<unknown>): Wanted {
  const [first] = args;
  if (first instanceof Known) return first;
  const values: { -readonly [K in keyof SocketOptions]?: unknown } = {};
  if (isKeywords(first)) {
    Object.assign(values, first);
  } else {
    const names = ["family", "type", "proto", "fileno"] as const;
    args.forEach((value, index) => {
      const name = names[index];
      if (name === undefined) throw new TypeError("socket() takes at most 4 arguments");
      values[name] = value;
    });
  }
  const { fileno = null } = values;
  if (fileno !== null && int(fileno, "fileno") < 0) {
    throw new RangeError(`fileno must not be negative: ${fileno}`);
  }
  const number = (name: "family" | "type" | "proto") => {
    // Not the same as given and undefined, which is a constant that this OS lacks.
    const given = name in values ? int(values[name], name) : NOT_GIVEN;
    return given === NOT_GIVEN && fileno === null ? defaults[name] : given;
  };
  return {
    family: number("family"),
    type: number("type"),
    proto: number("proto"),
    fileno: fileno as number | null,
  };
}

/** When an operation that starts now must be over; null where "would block" is an error. */
export let limitOf: (socket: SocketDescriptor, flags: number) => number | null;

/** The socket as the reactor knows it: from now on non-blocking, and waited for where it has to wait. */
export let awaitable: (socket: SocketDescriptor) => Watch;

/** Notes that a socket has a duplicate: what keeps the descriptor of one non-blocking, keeps both. */
export let duplicated: (socket: SocketDescriptor, copy: SocketDescriptor) => void;

/**
 * The part of a {@link Socket} that is about its descriptor: number, kind, time-out, inheritance
 * and end. Not made by itself; it is a class of its own so that each layer can be read alone.
 */
export abstract class SocketDescriptor {
  #fd = -1;
  #family: number;
  #type: number;
  #proto: number;
  #timeout: number | null;
  #closed = false;
  /** The file objects made by `makefile` that are still open; they keep the descriptor. */
  #files = 0;
  /** Made by the first awaited operation. */
  #watch: Watch | null = null;
  /** Whether there was one, of this socket or of a duplicate: it is non-blocking for good then. */
  #mode = { awaited: false };
  #referenced = true;
  /** What is closed when the garbage collector takes this object. */
  readonly #owned: Owned;

  // Friends of the class, for the modules that carry operations out.
  static {
    limitOf = (socket, flags) => socket.#limit(flags);
    awaitable = (socket) => socket.#awaitable();
    duplicated = (socket, copy) => copy.#mode = socket.#mode;
  }

  /** Makes or adopts the descriptor; see `socket()`. */
  protected constructor(args: SocketArguments<unknown>) {
    const given = wanted(args);
    const { family, type, proto, fileno } = given;
    audit("socket.__new__", this, family, type, proto);
    const os = backend();
    if (fileno === null) {
      this.#family = family;
      this.#type = type;
      this.#proto = proto;
      this.#fd = check(os.socket(family, type, proto), "socket");
    } else {
      const found = { family: 0, type: 0, proto: 0 };
      if (!(given instanceof Known)) check(os.describe(fileno, found), "getsockopt");
      this.#family = family === NOT_GIVEN ? found.family : family;
      this.#type = type === NOT_GIVEN ? found.type : type;
      this.#proto = proto === NOT_GIVEN ? found.proto : proto;
      this.#fd = fileno;
    }
    this.#timeout = (this.#type & os.type_nonblocking) === 0 ? getdefaulttimeout() : 0;
    this.#type &= ~os.type_flags;
    const result = this.#timeout === null ? 0 : os.set_nonblocking(this.#fd, true);
    if (result < 0) {
      // Who gave a descriptor keeps it.
      if (fileno === null) os.close(this.#fd);
      throw failure(-result, "ioctl");
    }
    this.#owned = own(this, {
      fd: this.#fd,
      family: this.#family,
      type: this.#type,
      proto: this.#proto,
      watch: null,
    });
  }

  /** The address family, as given or as found: one of the AF_ constants. */
  get family(): number {
    return this.#family;
  }

  /** The kind of socket without SOCK_NONBLOCK and SOCK_CLOEXEC: one of the SOCK_ constants. */
  get type(): number {
    return this.#type;
  }

  /** The protocol, as given or as found. */
  get proto(): number {
    return this.#proto;
  }

  /** The descriptor's number, -1 once the socket is closed or detached. Python's `socket.fileno()`. */
  fileno(): number {
    return this.#fd;
  }

  /** The time-out in seconds; 0: non-blocking, null: blocking. Python's `socket.gettimeout()`. */
  gettimeout(): number | null {
    return this.#timeout;
  }

  /**
   * Sets the time-out of everything that waits. Python's `socket.settimeout()`.
   *
   * @param timeout Seconds, 0 to 9223372036: an operation that takes longer throws `TimeoutError`.
   *   0 makes the socket non-blocking: what would wait throws `BlockingIOError`. null: wait for ever.
   * @throws {TypeError} Neither a number nor null.
   * @throws {RangeError} Out of range.
   * @throws {OSError} EBADF: the socket is closed.
   */
  settimeout(timeout: number | null): void {
    const seconds = timeoutOf(timeout);
    check(backend().set_nonblocking(this.#fd, seconds !== null || this.#mode.awaited), "ioctl");
    this.#timeout = seconds;
  }

  /** Whether operations wait: false only with a time-out of 0. Python's `socket.getblocking()`. */
  getblocking(): boolean {
    return this.#timeout !== 0;
  }

  /**
   * `setblocking(true)` is `settimeout(null)`, `setblocking(false)` is `settimeout(0)`.
   * Python's `socket.setblocking()`.
   *
   * @param blocking Whether operations wait.
   * @throws {TypeError} Neither a boolean nor a number.
   * @throws {OSError} EBADF: the socket is closed.
   */
  setblocking(blocking: boolean | number): void {
    this.settimeout(flag(blocking, "blocking") ? null : 0);
  }

  /**
   * Whether a child process inherits the descriptor; false for every new socket (PEP 446).
   * Python's `socket.get_inheritable()`.
   *
   * @throws {OSError} EBADF: the socket is closed.
   */
  get_inheritable(): boolean {
    return check(backend().get_inheritable(this.#fd), "fcntl") === 1;
  }

  /**
   * Decides whether a child process inherits the descriptor. Python's `socket.set_inheritable()`.
   *
   * @param inheritable True: children get it.
   * @throws {TypeError} Neither a boolean nor a number.
   * @throws {OSError} EBADF: the socket is closed.
   */
  set_inheritable(inheritable: boolean | number): void {
    check(backend().set_inheritable(this.#fd, flag(inheritable, "inheritable")), "fcntl");
  }

  /**
   * Gives the descriptor away: the socket is closed for this object, the descriptor stays open and
   * is the caller's. Python's `socket.detach()`.
   *
   * @returns The descriptor's number; -1 if the socket was closed already.
   */
  detach(): number {
    this.#closed = true;
    return this.#disown();
  }

  /**
   * Closes the socket; files made by `makefile` keep the descriptor until they are closed too.
   * Closing twice is fine. Python's `socket.close()`.
   *
   * @throws {OSError} The OS reports an error; the descriptor is gone all the same.
   */
  close(): void {
    this.#closed = true;
    if (this.#files === 0) this.#release();
  }

  /** `using s = socket()` closes it at the end of the block. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** Python's repr: `<Socket fd=3, family=AF_INET, type=SOCK_STREAM, proto=0, laddr=('0.0.0.0', 0)>`. */
  toString(): string {
    return describe({
      fd: this.#fd,
      family: this.#family,
      type: this.#type,
      proto: this.#proto,
    }, this.#closed);
  }

  /** What `Deno.inspect` and `console.log` print: the same as `toString()`. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }

  /**
   * Lets awaited operations of this socket keep the process alive, as they do from the start.
   */
  ref(): void {
    this.#reference(true);
  }

  /**
   * Lets the process end although operations of this socket are awaited. While nothing else is
   * awaited, they are looked after less often: every 10 milliseconds.
   */
  unref(): void {
    this.#reference(false);
  }

  #reference(referenced: boolean): void {
    this.#referenced = referenced;
    if (this.#watch !== null) reactor().reference(this.#watch, referenced);
  }

  #limit(flags: number): number | null {
    if (this.#timeout === null) {
      // The descriptor may be non-blocking for the awaited operations' sake; the socket is not.
      return this.#mode.awaited && (flags & (MSG_DONTWAIT ?? 0)) === 0 ? Infinity : null;
    }
    return this.#timeout === 0 ? null : deadlineOf(this.#timeout);
  }

  #awaitable(): Watch {
    if (this.#watch === null) {
      // First the reactor, which may lack descriptors: the socket then stays as it is.
      const watch = reactor().watch(this.#fd);
      check(backend().set_nonblocking(this.#fd, true), "ioctl");
      this.#mode.awaited = true;
      this.#owned.watch = this.#watch = watch;
      reactor().reference(this.#watch, this.#referenced);
    }
    return this.#watch;
  }

  /** Counts a file object that keeps the descriptor open; the function it returns ends that. */
  protected hold(): () => void {
    if (this.#fd < 0) throw failure(errno.EBADF, "makefile");
    this.#files++;
    let holding = true;
    return () => {
      if (!holding) return;
      holding = false;
      this.#files--;
      if (this.#closed && this.#files === 0) this.#release();
    };
  }

  /** Ends the ownership of the descriptor, and all waiting for it. */
  #disown(): number {
    const fd = this.#fd;
    disown(this);
    this.#fd = -1;
    if (this.#watch !== null) {
      reactor().forget(this.#watch, () => failure(errno.EBADF, "close"));
      this.#watch = null;
    }
    return fd;
  }

  #release(): void {
    const fd = this.#disown();
    if (fd < 0) return;
    const result = backend().close(fd);
    // The peer may have reset the connection first, which is no failure of closing (bpo-30319).
    if (result < 0 && result !== -errno.ECONNRESET) throw failure(-result, "close");
  }
}

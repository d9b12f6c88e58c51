/**
 * OSError and its subclasses (PEP 3151), gaierror and herror.
 *
 * `osError` is the one place where an error number becomes an exception; the class is chosen by
 * the number, as Python's `OSError(errno, strerror)` chooses it.
 */
import { errno, errorcode } from "../constants/errno.ts";

/** What is known of a failed call besides its error number. */
export interface OSErrorDetails {
  /** The C function that failed: `"connect"`. */
  readonly syscall?: string;
  /** The address the call was about, as the caller gave it. */
  readonly address?: unknown;
  /** What else the call was about, for the message: `"SOL_SOCKET, SO_LINGER"`. */
  readonly about?: string | undefined;
  /** The symbolic name, where `errorcode[errno]` is not it (`"EAI_NONAME"`). */
  readonly code?: string;
  /** The error that caused this one. */
  readonly cause?: unknown;
}

/**
 * A failed system call: Python's `OSError`, also exported as `error`.
 *
 * @example
 * ```ts
 * import { AF_INET, OSError, SOCK_STREAM, socket } from "@bsd/socket";
 *
 * using s = socket(AF_INET, SOCK_STREAM);
 * try {
 *   s.getpeername();
 * } catch (e) {
 *   if (e instanceof OSError) console.log(e.code); // ENOTCONN
 * }
 * ```
 */
export class OSError extends Error {
  /** The error's number on this OS (`errno.ECONNREFUSED`); null where there is none, as for a time-out. */
  readonly errno: number | null;
  /** The error's symbolic name (`"ECONNREFUSED"`); null where there is none. */
  readonly code: string | null;
  /** The OS's text for the number: `"Connection refused"`. */
  readonly strerror: string;
  /** The C function that failed: `"connect"`; null where no single one did. */
  readonly syscall: string | null;
  /** The address the call was about, as the caller gave it; undefined where there was none. */
  readonly address: unknown;

  /**
   * Makes an error of exactly this class; the library picks the subclass that fits the number.
   *
   * @param errno The error's number, or null.
   * @param strerror Its text.
   * @param details The call and the address it was about.
   */
  constructor(errno: number | null, strerror: string, details: OSErrorDetails = {}) {
    super(
      describe(errno, strerror, details),
      "cause" in details ? { cause: details.cause } : undefined,
    );
    this.name = new.target.name;
    this.errno = errno;
    this.strerror = strerror;
    this.code = details.code ?? (errno === null ? null : errorcode[errno] ?? null);
    this.syscall = details.syscall ?? null;
    this.address = details.address;
  }
}

function describe(errno: number | null, strerror: string, details: OSErrorDetails): string {
  const number = errno === null ? "" : `[Errno ${errno}] `;
  const call = details.syscall === undefined ? "" : `${details.syscall}: `;
  const address = details.address === undefined ? "" : ` ${show(details.address)}`;
  const about = details.about === undefined ? "" : ` (${details.about})`;
  return number + call + strerror + address + about;
}

function escaped(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}

/** An address as Python prints it: `('127.0.0.1', 80)`, `'/run/x'`, `b'\x00name'`. */
export function show(value: unknown): string {
  // A name that came from elsewhere does not get to write lines of its own.
  if (typeof value === "string") return `'${value.replace(/\p{Cc}/gu, escaped)}'`;
  if (value instanceof Uint8Array) {
    const characters = Array.from(value, (byte) => String.fromCharCode(byte));
    return `b'${characters.join("").replace(/[^ -~]/g, escaped)}'`;
  }
  if (Array.isArray(value)) {
    return value.length === 1 ? `(${show(value[0])},)` : `(${value.map(show).join(", ")})`;
  }
  return value === null ? "None" : String(value);
}

/** EAGAIN, EALREADY, EINPROGRESS or EWOULDBLOCK: the call would block on a non-blocking socket. */
export class BlockingIOError extends OSError {}
/** ECHILD: a child process operation failed. */
export class ChildProcessError extends OSError {}
/** The base of the errors about a connection. */
export class ConnectionError extends OSError {}
/** EPIPE or ESHUTDOWN: writing after the peer closed, or after `shutdown(SHUT_WR)`. */
export class BrokenPipeError extends ConnectionError {}
/** ECONNABORTED: a connection attempt was aborted by the peer. */
export class ConnectionAbortedError extends ConnectionError {}
/** ECONNREFUSED: nobody listens at the address. */
export class ConnectionRefusedError extends ConnectionError {}
/** ECONNRESET: the peer reset the connection. */
export class ConnectionResetError extends ConnectionError {}
/** EEXIST: a file exists that must not. */
export class FileExistsError extends OSError {}
/** ENOENT: a file or directory that is needed does not exist; for AF_UNIX, nobody ever bound the path. */
export class FileNotFoundError extends OSError {}
/** EINTR: interrupted by a signal; the library retries, so this is not seen in practice (PEP 475). */
export class InterruptedError extends OSError {}
/** EISDIR: a file operation on a directory. */
export class IsADirectoryError extends OSError {}
/** ENOTDIR: a directory operation on something else. */
export class NotADirectoryError extends OSError {}
/** EACCES or EPERM: the OS does not allow it, for example a port below 1024 without privilege. */
export class PermissionError extends OSError {}
/** ESRCH: no such process. */
export class ProcessLookupError extends OSError {}
/** ETIMEDOUT, or the time set by `settimeout` ran out (then `errno` is null); also exported as `timeout`. */
export class TimeoutError extends OSError {}

/**
 * An address look-up by `getaddrinfo` or `getnameinfo` failed; `code` is the name of the EAI_ constant.
 *
 * @example
 * ```ts
 * import { gaierror, getaddrinfo } from "@bsd/socket";
 *
 * try {
 *   getaddrinfo("host.invalid", 80);
 * } catch (e) {
 *   if (e instanceof gaierror) console.log(e.code); // EAI_NONAME
 * }
 * ```
 */
export class gaierror extends OSError {}

/** A look-up by `gethostbyname_ex` or `gethostbyaddr` failed; `errno` is the resolver's h_errno. */
export class herror extends OSError {}

type OSErrorClass = typeof OSError;

const classes = new Map<number, OSErrorClass>();
const byName: Record<string, OSErrorClass> = {
  EAGAIN: BlockingIOError,
  EALREADY: BlockingIOError,
  EINPROGRESS: BlockingIOError,
  EWOULDBLOCK: BlockingIOError,
  ECHILD: ChildProcessError,
  EPIPE: BrokenPipeError,
  ESHUTDOWN: BrokenPipeError,
  ECONNABORTED: ConnectionAbortedError,
  ECONNREFUSED: ConnectionRefusedError,
  ECONNRESET: ConnectionResetError,
  EEXIST: FileExistsError,
  ENOENT: FileNotFoundError,
  EINTR: InterruptedError,
  EISDIR: IsADirectoryError,
  ENOTDIR: NotADirectoryError,
  EACCES: PermissionError,
  EPERM: PermissionError,
  ESRCH: ProcessLookupError,
  ETIMEDOUT: TimeoutError,
};
for (const [name, kind] of Object.entries(byName)) {
  const number = (errno as Readonly<Record<string, number | undefined>>)[name];
  if (number !== undefined) classes.set(number, kind);
}

/** The error for a failed call: the class that fits the number, with the OS's own text. */
export function osError(number: number, strerror: string, details: OSErrorDetails): OSError {
  return new (classes.get(number) ?? OSError)(number, strerror, details);
}

/**
 * The running OS's error numbers by name, and their names by number: Python's `errno` module.
 */
import { type Choice, choose } from "./choice.ts";
import { darwin } from "./errno/darwin.ts";
import { linux } from "./errno/linux.ts";
import { windows } from "./errno/windows.ts";

/** Error numbers by name: a number where all three OSes have the name, else perhaps undefined. */
export type ErrnoTable = Choice<typeof linux, typeof darwin, typeof windows>;

/**
 * The error numbers of the running OS by name, as in Python's `errno` module; a name the OS lacks is
 * undefined.
 *
 * On Windows the names of socket errors stand for the Winsock numbers, and `EACCES`, `EAGAIN`,
 * `EBADF`, `EFAULT`, `EINTR`, `EINVAL`, `EMFILE`, `ENAMETOOLONG` and `ENOTEMPTY` for the C
 * runtime's, as in Python.
 *
 * @example
 * ```ts
 * import { errno } from "@bsd/socket";
 *
 * console.log(errno.ECONNREFUSED); // 111 on Linux, 61 on macOS, 10061 on Windows
 * ```
 */
export const errno: ErrnoTable = Object.freeze(choose({ linux, darwin, windows }));

/** Names that share their number with the name Python's `errorcode` prefers: it keeps the later one. */
const secondary: ReadonlySet<string> = new Set(["EDEADLK", "ENOFILE", "EOPNOTSUPP", "EWOULDBLOCK"]);

function rank(name: string): number {
  return name.startsWith("WSA") ? 0 : secondary.has(name) ? 1 : 2;
}

function namesByNumber(table: ErrnoTable): Readonly<Record<number, string>> {
  const names: Record<number, string> = Object.create(null);
  const entries = Object.entries(table).sort(([a], [b]) => rank(a) - rank(b));
  for (const [name, number] of entries) {
    if (number !== undefined) names[number] = name;
  }
  return Object.freeze(names);
}

/**
 * The name of each error number of the running OS. Where names share a number it is the one Python
 * has in `errno.errorcode` (`EAGAIN`, not `EWOULDBLOCK`), except that on Windows the portable name
 * wins over Winsock's (`ECONNREFUSED`, not `WSAECONNREFUSED`), so that one comparison serves
 * every OS.
 *
 * @example
 * ```ts
 * import { errno, errorcode } from "@bsd/socket";
 *
 * console.log(errorcode[errno.EAGAIN]); // EAGAIN
 * ```
 */
export const errorcode: Readonly<Record<number, string>> = namesByNumber(errno);

/**
 * The running OS's error numbers by name, and their names by number: Python's `errno` module.
 */
import { type Choice, choose } from "./choice.ts";
import { darwin } from "./errno/darwin.ts";
import { linux } from "./errno/linux.ts";
import { namesByNumber } from "./errno/names.ts";
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

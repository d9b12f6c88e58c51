/**
 * Events of poll(2), as Python's `select` module has them.
 */
import { table } from "./table.ts";

/** There is something to read, or to accept. On Windows POLLRDNORM and POLLRDBAND together. */
export const POLLIN: number = table.POLLIN;
/** Something exceptional: urgent data. Windows's WSAPoll refuses it. */
export const POLLPRI: number = table.POLLPRI;
/** Writing would not block, or a connect has finished. */
export const POLLOUT: number = table.POLLOUT;
/** Returned: an error is pending. */
export const POLLERR: number = table.POLLERR;
/** Returned: the peer has closed. */
export const POLLHUP: number = table.POLLHUP;
/** Returned: the descriptor is not open. */
export const POLLNVAL: number = table.POLLNVAL;
/** There are ordinary data to read. */
export const POLLRDNORM: number = table.POLLRDNORM;
/** There are priority data to read. */
export const POLLRDBAND: number = table.POLLRDBAND;
/** Writing ordinary data would not block. */
export const POLLWRNORM: number = table.POLLWRNORM;
/** Writing priority data would not block. */
export const POLLWRBAND: number = table.POLLWRBAND;
/** The peer has shut down its writing half. Linux only. */
export const POLLRDHUP: number | undefined = table.POLLRDHUP;

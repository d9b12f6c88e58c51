/**
 * What `shutdown()` shuts. See shutdown(2).
 */
import { table } from "./table.ts";

/**
 * Receive no more. On Linux data that arrive later can still be read; on Windows (SD_RECEIVE) they
 * reset the connection.
 */
export const SHUT_RD: number = table.SHUT_RD;
/** Send no more: the peer reads what was sent, then the end of the stream. */
export const SHUT_WR: number = table.SHUT_WR;
/** Neither receive nor send. */
export const SHUT_RDWR: number = table.SHUT_RDWR;

/** Connecting: a beginning, a wait until the socket is writable, an outcome. */
import { errno } from "../../constants/errno.ts";
import { AF_UNIX, SO_ERROR, SOL_SOCKET } from "../../constants/mod.ts";
import { backend, type Result } from "../../ffi/backend/mod.ts";
import { audit } from "../audit.ts";
import type { SocketDescriptor } from "./descriptor.ts";
import { intOption, word } from "./option.ts";
import type { Destination } from "./destination.ts";

/** Whether a connect(2) that failed goes on by itself. Windows says EWOULDBLOCK for that. */
export function isUnderWay(result: Result): boolean {
  return result === -errno.EINPROGRESS ||
    (result === -errno.EWOULDBLOCK && errno.EWOULDBLOCK !== errno.EAGAIN);
}

/** The two halves of connecting a socket. */
export function connecting(
  socket: SocketDescriptor,
  { address, packed }: Destination,
): { begin(): Result; outcome(): Result } {
  audit("socket.connect", socket, address);
  return {
    begin() {
      for (;;) {
        const result = backend().connect(socket.fileno(), packed);
        // Of AF_UNIX nothing is under way after a signal: it waited for room in the backlog.
        if (result === -errno.EINTR && socket.family === AF_UNIX) continue;
        return Math.min(0, result);
      }
    },
    outcome() {
      const asked = intOption(socket.fileno(), SOL_SOCKET, SO_ERROR);
      if (asked < 0) return asked;
      const [error = 0] = word;
      return error === errno.EISCONN ? 0 : -error;
    },
  };
}

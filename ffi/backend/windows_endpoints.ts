/** A socket's names, its connection and its options, by Winsock. */
import { windows as errno } from "../../constants/errno/windows.ts";
import { windows as constants } from "../../constants/windows.ts";
import { real } from "../memory.ts";
import { viewOf } from "../struct/fields.ts";
import type { DescriptorCalls, EndpointCalls, Result, SharingCalls } from "./contract.ts";
import type { Connects } from "./windows_connects.ts";
import { errnoOf, type Errors } from "./windows_errors.ts";
import type { WindowsSymbols } from "./windows_libraries.ts";

const { SO_ERROR, SOL_SOCKET, SOL_TCP, TCP_QUICKACK } = constants;

const nowhere = new Uint8Array(0);

/** Makes the calls. */
export function makeEndpoints(
  c: WindowsSymbols,
  { done, failed }: Errors,
  descriptors: Pick<DescriptorCalls, "close" | "set_inheritable" | "set_nonblocking">,
  ioctl: SharingCalls["ioctl"],
  connects: Connects,
): EndpointCalls & Pick<DescriptorCalls, "close"> {
  /** TCP_QUICKACK as it was set: the OS takes it, and does not tell it. */
  const quickack = new Map<number, number>();

  return {
    close(fd) {
      quickack.delete(fd);
      connects.end(fd);
      return descriptors.close(fd);
    },
    bind: (fd, address) => done(c.bind(BigInt(fd), real(address), address.length)),
    connect(fd, address) {
      const result = done(c.connect(BigInt(fd), real(address), address.length));
      if (result === -errno.EWOULDBLOCK) connects.begin(fd);
      return result;
    },
    listen: (fd, backlog) => done(c.listen(BigInt(fd), backlog)),
    accept(fd, address, length) {
      const socket = c.accept(BigInt(fd), address, address === null ? null : length);
      if (socket < 0n) return failed();
      const accepted = Number(socket);
      // It has the listener's mode, and is inheritable whatever the listener is.
      let result: Result = descriptors.set_inheritable(accepted, false);
      if (result >= 0) result = descriptors.set_nonblocking(accepted, false);
      if (result >= 0) return accepted;
      descriptors.close(accepted);
      return result;
    },
    getsockname: (fd, address, length) => done(c.getsockname(BigInt(fd), address, length)),
    getpeername: (fd, address, length) => done(c.getpeername(BigInt(fd), address, length)),
    getsockopt(fd, level, name, value, length) {
      if (level === SOL_TCP && name === TCP_QUICKACK) {
        if (value.length >= 4) viewOf(value).setInt32(0, quickack.get(fd) ?? 0, true);
        length[0] = Math.min(value.length, 4);
        return 0;
      }
      const result = done(c.getsockopt(BigInt(fd), level, name, real(value), length));
      if (result >= 0 && level === SOL_SOCKET && name === SO_ERROR && value.length >= 4) {
        // An error number like any other, to be compared with `errno`.
        const view = viewOf(value);
        const error = view.getInt32(0, true);
        if (error !== 0) view.setInt32(0, errnoOf(error), true);
      }
      return result;
    },
    setsockopt(fd, level, name, value, length) {
      if (level === SOL_TCP && name === TCP_QUICKACK && value !== null) {
        // Not an option but a control code, SIO_TCP_SET_ACK_FREQUENCY.
        const result = ioctl(fd, TCP_QUICKACK >>> 0, value, nowhere);
        if (result < 0) return result;
        if (value.length >= 4) quickack.set(fd, viewOf(value).getInt32(0, true));
        return 0;
      }
      return done(
        c.setsockopt(BigInt(fd), level, name, value === null ? null : real(value), length),
      );
    },
    shutdown: (fd, how) => done(c.shutdown(BigInt(fd), how)),
  };
}

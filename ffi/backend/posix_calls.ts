/** The calls that every POSIX system has alike, over the C functions of one of them. */
import type { Layout } from "../layout.ts";
import { byteCount, real } from "../memory.ts";
import { viewOf } from "../struct/fields.ts";
import { makePollfds, writePollfd } from "../struct/pollfd.ts";
import type { PosixSymbols } from "../symbols/posix.ts";
import type { Bytes, DescriptorCalls, EndpointCalls, Result, TransferCalls } from "./contract.ts";
import { refusesFlags } from "./posix_messages.ts";

/** What a C function returned, as the contract wants it. */
export type Done = (result: number) => Result;

/** The variadic functions, by the signatures that C declares. */
export interface ControlSymbols {
  fcntl(fd: number, command: number, argument: number): number;
  ioctl(fd: number, request: bigint, argument: BufferSource): number;
}

/** Their commands. */
interface ControlConstants {
  readonly F_DUPFD_CLOEXEC: number;
  readonly F_GETFD: number;
  readonly F_SETFD: number;
  readonly FD_CLOEXEC: number;
  readonly FIONBIO: number;
}

/** lseek's "from the beginning" (unistd.h). */
const SEEK_SET = 0;

/** Makes the calls about a descriptor of any kind. */
export function makeModes(
  c: ControlSymbols & Pick<PosixSymbols, "close">,
  constants: ControlConstants,
  done: Done,
): Pick<
  DescriptorCalls,
  "close" | "dup" | "get_inheritable" | "set_inheritable" | "set_nonblocking"
> {
  const { F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, FD_CLOEXEC, FIONBIO } = constants;
  const request = BigInt(FIONBIO);
  const argument = new Int32Array(1);
  return {
    close: (fd) => done(c.close(fd)),
    dup: (fd) => done(c.fcntl(fd, F_DUPFD_CLOEXEC, 0)),
    get_inheritable(fd) {
      const flags = done(c.fcntl(fd, F_GETFD, 0));
      return flags < 0 ? flags : (flags & FD_CLOEXEC) === 0 ? 1 : 0;
    },
    set_inheritable(fd, inheritable) {
      const flags = done(c.fcntl(fd, F_GETFD, 0));
      if (flags < 0) return flags;
      const wanted = inheritable ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC;
      return wanted === flags ? 0 : done(c.fcntl(fd, F_SETFD, wanted));
    },
    set_nonblocking(fd, nonblocking) {
      argument[0] = nonblocking ? 1 : 0;
      return done(c.ioctl(fd, request, argument));
    },
  };
}

/** Makes the reader of a socket option that is an int. */
export function makeIntOption(
  c: Pick<PosixSymbols, "getsockopt">,
  level: number,
  done: Done,
): (fd: number, name: number) => Result {
  const value = new Int32Array(1);
  const length = new Uint32Array(1);
  return (fd, name) => {
    length[0] = value.byteLength;
    const result = done(c.getsockopt(fd, level, name, value, length));
    return result < 0 ? result : value[0] ?? 0;
  };
}

/** Makes the calls about names, connections and options. */
export function makePosixEndpoints(
  c: Pick<
    PosixSymbols,
    | "bind"
    | "connect"
    | "listen"
    | "getsockname"
    | "getpeername"
    | "getsockopt"
    | "setsockopt"
    | "shutdown"
  >,
  done: Done,
): Omit<EndpointCalls, "accept"> {
  return {
    bind: (fd, address) => done(c.bind(fd, real(address), address.length)),
    connect: (fd, address) => done(c.connect(fd, real(address), address.length)),
    listen: (fd, backlog) => done(c.listen(fd, backlog)),
    getsockname: (fd, address, length) => done(c.getsockname(fd, address, length)),
    getpeername: (fd, address, length) => done(c.getpeername(fd, address, length)),
    getsockopt: (fd, level, name, value, length) =>
      done(c.getsockopt(fd, level, name, real(value), length)),
    setsockopt: (fd, level, name, value, length) =>
      done(c.setsockopt(fd, level, name, value === null ? null : real(value), length)),
    shutdown: (fd, how) => done(c.shutdown(fd, how)),
  };
}

/** What moving data needs to know of an OS. */
interface TransferSystem {
  readonly layout: Layout;
  readonly POLLIN: number;
  readonly POLLOUT: number;
  /** The flags that every send needs. */
  readonly send: number;
  /** poll(2) of one descriptor. */
  poll(fds: Bytes, timeout: number): number;
}

/** Makes the calls that move data, and the one that waits for it. */
export function makePosixTransfers(
  c: Pick<PosixSymbols, "recv" | "recvfrom" | "send" | "sendto" | "read" | "lseek">,
  system: TransferSystem,
  done: Done,
): Pick<TransferCalls, "recv" | "recvfrom" | "send" | "sendto" | "read" | "seek" | "wait"> {
  const { layout, POLLIN, POLLOUT, send: extra, poll } = system;
  const pollfds = makePollfds(1, layout);
  const pollView = viewOf(pollfds);
  return {
    recv: (fd, buffer, length, flags) => done(c.recv(fd, real(buffer), byteCount(length), flags)),
    recvfrom: (fd, buffer, length, flags, address, addressLength) =>
      done(c.recvfrom(fd, real(buffer), byteCount(length), flags, address, addressLength)),
    send(fd, buffer, length, flags) {
      const from = real(buffer);
      const sent = done(c.send(fd, from, byteCount(length), flags | extra));
      return refusesFlags(sent) ? done(c.send(fd, from, byteCount(length), flags)) : sent;
    },
    sendto(fd, buffer, length, flags, address) {
      const [from, size, to] = [real(buffer), byteCount(length), real(address)];
      const sent = done(c.sendto(fd, from, size, flags | extra, to, address.length));
      return refusesFlags(sent) ? done(c.sendto(fd, from, size, flags, to, address.length)) : sent;
    },
    read: (file, buffer, length) => done(c.read(file, real(buffer), byteCount(length))),
    seek: (file, offset) => done(Number(c.lseek(file, offset, SEEK_SET))),
    wait(fd, readable, writable, timeout) {
      const events = (readable ? POLLIN : 0) | (writable ? POLLOUT : 0);
      writePollfd(pollView, 0, fd, events, layout);
      return done(poll(pollfds, timeout));
    },
  };
}

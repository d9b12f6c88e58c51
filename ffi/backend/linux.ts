/** The contract's maker for Linux, glibc and musl. */
import { linux as constants } from "../../constants/linux.ts";
import { makeErrnoReader } from "../errno.ts";
import { linux as layout } from "../layout.ts";
import { openLibrary } from "../library.ts";
import { makeMemory, type Memory } from "../memory.ts";
import { viewOf } from "../struct/fields.ts";
import { makePollfds, writePollfd } from "../struct/pollfd.ts";
import { type LinuxSymbols, symbols } from "../symbols/linux.ts";
import type {
  Backend,
  BatchCalls,
  Bytes,
  DescriptorCalls,
  EndpointCalls,
  PollerCalls,
  Result,
  TransferCalls,
} from "./contract.ts";
import { makeLookups } from "./posix_lookups.ts";
import { makeEpoll } from "./epoll.ts";
import { makeInterfaces } from "./linux_interfaces.ts";
import { makeMessages } from "./posix_messages.ts";
import { makeBatches } from "./posix_mmessages.ts";
import { makeSingles } from "./single_messages.ts";
import { makePollPoller } from "./posix_poll.ts";

const {
  F_DUPFD_CLOEXEC,
  F_GETFD,
  F_SETFD,
  EFD_CLOEXEC,
  EFD_NONBLOCK,
  FD_CLOEXEC,
  FIONBIO,
  MSG_CMSG_CLOEXEC,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  MSG_WAITFORONE,
  MSG_ZEROCOPY,
  POLLIN,
  POLLOUT,
  SO_DOMAIN,
  SO_PROTOCOL,
  SO_TYPE,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOL_SOCKET,
} = constants;

/** lseek's "from the beginning" (unistd.h). */
const SEEK_SET = 0;

const NONBLOCKING = BigInt(FIONBIO);

/** glibc's file where the distributions put it, then musl's, which is its loader as well. */
const machine = Deno.build.arch;
const places = {
  paths: [
    `/lib/${machine}-linux-gnu/libc.so.6`,
    `/usr/lib/${machine}-linux-gnu/libc.so.6`,
    "/lib64/libc.so.6",
    "/usr/lib64/libc.so.6",
    "/lib/libc.so.6",
    "/usr/lib/libc.so.6",
    `/lib/libc.musl-${machine}.so.1`,
    `/lib/ld-musl-${machine}.so.1`,
  ],
  names: ["libc.so.6", `libc.musl-${machine}.so.1`],
};

/** Stands in for an empty buffer, whose own address may be anything. */
const nothing = new Uint8Array(1);

function real(bytes: Bytes): Bytes {
  return bytes.length === 0 ? nothing : bytes;
}

function makeDescriptors(c: LinuxSymbols, done: (result: number) => Result): DescriptorCalls {
  const option = new Int32Array(1);
  const optionLength = new Uint32Array(1);
  function number(fd: number, name: number): Result {
    optionLength[0] = 4;
    const result = done(c.getsockopt(fd, SOL_SOCKET, name, option, optionLength));
    return result < 0 ? result : option[0] ?? 0;
  }
  return {
    type_flags: SOCK_NONBLOCK | SOCK_CLOEXEC,
    type_nonblocking: SOCK_NONBLOCK,
    socket: (family, type, protocol) => done(c.socket(family, type | SOCK_CLOEXEC, protocol)),
    socketpair: (family, type, protocol, pair) =>
      done(c.socketpair(family, type | SOCK_CLOEXEC, protocol, pair)),
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
      option[0] = nonblocking ? 1 : 0;
      return done(c.ioctl(fd, NONBLOCKING, option));
    },
    describe(fd, into) {
      const type = number(fd, SO_TYPE);
      if (type < 0) return type;
      const family = number(fd, SO_DOMAIN);
      if (family < 0) return family;
      into.type = type;
      into.family = family;
      into.proto = Math.max(0, number(fd, SO_PROTOCOL));
      return 0;
    },
  };
}

function makeEndpoints(c: LinuxSymbols, done: (result: number) => Result): EndpointCalls {
  return {
    bind: (fd, address) => done(c.bind(fd, real(address), address.length)),
    connect: (fd, address) => done(c.connect(fd, real(address), address.length)),
    listen: (fd, backlog) => done(c.listen(fd, backlog)),
    accept: (fd, address, length) =>
      done(c.accept4(fd, address, address === null ? null : length, SOCK_CLOEXEC)),
    getsockname: (fd, address, length) => done(c.getsockname(fd, address, length)),
    getpeername: (fd, address, length) => done(c.getpeername(fd, address, length)),
    getsockopt: (fd, level, name, value, length) =>
      done(c.getsockopt(fd, level, name, real(value), length)),
    setsockopt: (fd, level, name, value, length) =>
      done(c.setsockopt(fd, level, name, value === null ? null : real(value), length)),
    shutdown: (fd, how) => done(c.shutdown(fd, how)),
  };
}

function makeTransfers(
  c: LinuxSymbols,
  done: (result: number) => Result,
): Omit<TransferCalls, "recvmsg" | "sendmsg"> {
  const pollfds = makePollfds(1, layout);
  const pollView = viewOf(pollfds);
  const position = new BigInt64Array(1);
  return {
    recv: (fd, buffer, length, flags) => done(c.recv(fd, real(buffer), BigInt(length), flags)),
    recvfrom: (fd, buffer, length, flags, address, addressLength) =>
      done(c.recvfrom(fd, real(buffer), BigInt(length), flags, address, addressLength)),
    send: (fd, buffer, length, flags) =>
      done(c.send(fd, real(buffer), BigInt(length), flags | MSG_NOSIGNAL)),
    sendto: (fd, buffer, length, flags, address) =>
      done(
        c.sendto(
          fd,
          real(buffer),
          BigInt(length),
          flags | MSG_NOSIGNAL,
          real(address),
          address.length,
        ),
      ),
    sendfile(fd, file, offset, count) {
      position[0] = BigInt(offset);
      return done(c.sendfile(fd, file, position, BigInt(count)));
    },
    read: (file, buffer, length) => done(c.read(file, real(buffer), BigInt(length))),
    seek: (file, offset) => done(Number(c.lseek(file, offset, SEEK_SET))),
    wait(fd, readable, writable, timeout) {
      const events = (readable ? POLLIN : 0) | (writable ? POLLOUT : 0);
      writePollfd(pollView, 0, fd, events, layout);
      return done(c.poll(pollfds, 1n, timeout));
    },
  };
}

function makeMessageCalls(
  c: LinuxSymbols,
  memory: Memory,
  done: (result: number) => Result,
  wait: TransferCalls["wait"],
): Pick<TransferCalls, "recvmsg" | "sendmsg"> & BatchCalls {
  const single = makeMessages(c, memory, layout, done, {
    receive: MSG_CMSG_CLOEXEC,
    send: MSG_NOSIGNAL,
  });
  const singles = makeSingles({ ...single, wait }, MSG_DONTWAIT);
  const { sendmmsg, recvmmsg } = c;
  const { mmsghdr } = layout;
  return sendmmsg === null || recvmmsg === null || mmsghdr === null ? { ...single, ...singles } : {
    ...single,
    ...makeBatches({ sendmmsg, recvmmsg }, singles, memory, layout, mmsghdr, done, {
      send: MSG_NOSIGNAL,
      receive: MSG_CMSG_CLOEXEC | MSG_WAITFORONE,
      reported: MSG_CMSG_CLOEXEC,
      zeroCopy: MSG_ZEROCOPY,
    }),
  };
}

function makePollers(
  c: LinuxSymbols,
  memory: Memory,
  done: (result: number) => Result,
): PollerCalls {
  const count = new BigUint64Array([1n]);
  const countBytes = new Uint8Array(count.buffer);
  return {
    makePoller: () => makeEpoll(c, memory, done),
    makeFallbackPoller: () =>
      makePollPoller({
        ...constants,
        layout,
        poll: (fds, length) => done(c.poll(fds, length, 0)),
        park: (fds, length) => c.poll_parked(fds, length, -1),
        makeWaker() {
          const fd = done(c.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
          if (fd < 0) return fd;
          return {
            fd,
            signal() {
              count[0] = 1n;
              c.write(fd, countBytes, countBytes.length);
            },
            clear: () => void c.read(fd, countBytes, countBytes.length),
          };
        },
      }, memory),
  };
}

/** Opens the C library and makes the backend; `library` may stand in for the real one. */
export function makeBackend(library?: LinuxSymbols): Backend {
  const c = library ?? openLibrary(places, symbols);
  const memory = makeMemory(c);
  const errno = makeErrnoReader(c, c.__errno_location());
  const done = (result: number): Result => result < 0 ? -errno() : result;
  const text = new TextDecoder();
  const transfers = makeTransfers(c, done);
  return {
    layout,
    linesep: "\n",
    strerror: (number) => text.decode(memory.cstring(c.strerror(number))),
    ...makeDescriptors(c, done),
    ...makeEndpoints(c, done),
    ...transfers,
    ...makeMessageCalls(c, memory, done, transfers.wait),
    ...makePollers(c, memory, done),
    ...makeLookups(c, memory, layout, errno),
    ...makeInterfaces(c, done),
  };
}

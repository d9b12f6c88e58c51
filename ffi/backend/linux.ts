/** The contract's maker for Linux, glibc and musl. */
import { linux as numbers } from "../../constants/errno/linux.ts";
import { linux as constants } from "../../constants/linux.ts";
import { makeErrnoReader } from "../errno.ts";
import { linux as layout } from "../layout.ts";
import { openLibrary } from "../library.ts";
import { makeMemory, type Memory, real } from "../memory.ts";
import { type LinuxSymbols, symbols } from "../symbols/linux.ts";
import type {
  Backend,
  BatchCalls,
  DescriptorCalls,
  EndpointCalls,
  PollerCalls,
  TransferCalls,
} from "./contract.ts";
import {
  type Done,
  makeIntOption,
  makeModes,
  makePosixEndpoints,
  makePosixTransfers,
} from "./posix_calls.ts";
import { makeLookups } from "./posix_lookups.ts";
import { makeEpoll } from "./epoll.ts";
import { makeInterfaces } from "./linux_interfaces.ts";
import { makeLinuxNetdb } from "./linux_netdb.ts";
import { makeInterfaceAddresses } from "./posix_ifaddrs.ts";
import { makeMessages } from "./posix_messages.ts";
import { makeBatches } from "./posix_mmessages.ts";
import { makeSingles } from "./single_messages.ts";
import { makePollPoller } from "./posix_poll.ts";

const { EINVAL } = numbers;
const {
  AF_UNIX,
  EFD_CLOEXEC,
  EFD_NONBLOCK,
  MSG_CMSG_CLOEXEC,
  MSG_DONTWAIT,
  MSG_NOSIGNAL,
  MSG_WAITFORONE,
  MSG_ZEROCOPY,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLNVAL,
  POLLOUT,
  SO_ATTACH_FILTER,
  SO_DOMAIN,
  SO_PROTOCOL,
  SO_TYPE,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOL_SOCKET,
} = constants;

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

function makeDescriptors(c: LinuxSymbols, done: Done): DescriptorCalls {
  const number = makeIntOption(c, SOL_SOCKET, done);
  return {
    type_flags: SOCK_NONBLOCK | SOCK_CLOEXEC,
    type_nonblocking: SOCK_NONBLOCK,
    pair_family: AF_UNIX,
    socket: (family, type, protocol) => done(c.socket(family, type | SOCK_CLOEXEC, protocol)),
    socketpair: (family, type, protocol, pair) =>
      done(c.socketpair(family, type | SOCK_CLOEXEC, protocol, pair)),
    ...makeModes(c, constants, done),
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

function makeEndpoints(c: LinuxSymbols, done: Done): EndpointCalls {
  return {
    ...makePosixEndpoints(c, done),
    accept: (fd, address, length) =>
      done(c.accept4(fd, address, address === null ? null : length, SOCK_CLOEXEC)),
    getsockopt(fd, level, name, value, length) {
      // The kernel counts a filter in instructions: told the bytes, it would write 8 times as many.
      const unit = level === SOL_SOCKET && name === SO_ATTACH_FILTER ? 8 : 1;
      const room = Math.floor((length[0] ?? 0) / unit);
      // Told that there is no room, it would answer how much there should be.
      if (room === 0 && unit > 1) return -EINVAL;
      length[0] = room;
      const result = done(c.getsockopt(fd, level, name, real(value), length));
      length[0] = (length[0] ?? 0) * unit;
      return result;
    },
  };
}

function makeTransfers(
  c: LinuxSymbols,
  done: Done,
): Omit<TransferCalls, "recvmsg" | "sendmsg"> {
  const position = new BigInt64Array(1);
  return {
    ...makePosixTransfers(c, {
      POLLIN,
      POLLOUT,
      layout,
      send: MSG_NOSIGNAL,
      poll: (fds, timeout) => c.poll(fds, 1n, timeout),
    }, done),
    knows_files: true,
    sendfile(fd, file, offset, count) {
      position[0] = BigInt(offset);
      return done(c.sendfile(fd, file, position, BigInt(count)));
    },
  };
}

function makeMessageCalls(
  c: LinuxSymbols,
  memory: Memory,
  done: Done,
  wait: TransferCalls["wait"],
): Pick<TransferCalls, "recvmsg" | "sendmsg"> & BatchCalls {
  const single = makeMessages(c, memory, layout, done, {
    receive: MSG_CMSG_CLOEXEC,
    send: MSG_NOSIGNAL,
  });
  const singles = makeSingles({ ...single, wait }, MSG_DONTWAIT);
  /** Only a program that sends in batches opens what that takes. */
  function make(): BatchCalls {
    const { sendmmsg, recvmmsg } = c;
    const { mmsghdr } = layout;
    return sendmmsg === null || recvmmsg === null || mmsghdr === null
      ? singles
      : makeBatches({ sendmmsg, recvmmsg }, singles, memory, layout, mmsghdr, done, {
        send: MSG_NOSIGNAL,
        receive: MSG_CMSG_CLOEXEC | MSG_WAITFORONE,
        reported: MSG_CMSG_CLOEXEC,
        zeroCopy: MSG_ZEROCOPY,
      });
  }
  let batches: BatchCalls | undefined;
  return {
    ...single,
    sendmmsg: (...args) => (batches ??= make()).sendmmsg(...args),
    recvmmsg: (...args) => (batches ??= make()).recvmmsg(...args),
  };
}

function makePollers(
  c: LinuxSymbols,
  memory: Memory,
  done: Done,
): PollerCalls {
  const count = new BigUint64Array([1n]);
  const countBytes = new Uint8Array(count.buffer);
  return {
    makePoller: () => makeEpoll(c, memory, done),
    makeFallbackPoller: () =>
      makePollPoller({
        POLLERR,
        POLLHUP,
        POLLIN,
        POLLNVAL,
        POLLOUT,
        layout,
        poll: (fds, length) => done(c.poll(fds, length, 0)),
        park: (fds, length, timeout) => c.poll_parked(fds, length, timeout),
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
  const done: Done = (result) => result < 0 ? -errno() : result;
  const text = new TextDecoder();
  const transfers = makeTransfers(c, done);
  return {
    sharing: null,
    control_id: null,
    layout,
    linesep: "\n",
    strerror: (number) => text.decode(memory.cstring(c.strerror(number))),
    address: memory.address,
    ...makeDescriptors(c, done),
    ...makeEndpoints(c, done),
    ...transfers,
    ...makeMessageCalls(c, memory, done, transfers.wait),
    ...makePollers(c, memory, done),
    ...makeLookups(
      c,
      memory,
      layout,
      errno,
      constants,
      (answers, lending) => makeLinuxNetdb(c, memory, layout, answers, lending),
    ),
    ...makeInterfaces(c, done),
    ...makeInterfaceAddresses(c, memory, layout, done),
  };
}

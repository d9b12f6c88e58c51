/** The contract's maker for Windows: Winsock, version 2.2. */
import { windows as errno } from "../../constants/errno/windows.ts";
import { windows as constants } from "../../constants/windows.ts";
import { windows as layout } from "../layout.ts";
import { makeMemory, type Memory, real } from "../memory.ts";
import { viewOf } from "../struct/fields.ts";
import { makePollfds, writePollfd } from "../struct/pollfd.ts";
import type {
  Backend,
  DescriptorCalls,
  EndpointCalls,
  Poller,
  Result,
  TransferCalls,
} from "./contract.ts";
import { makeSocketpair } from "./emulated_socketpair.ts";
import { makePollPoller, type Waker } from "./posix_poll.ts";
import { makeSingles } from "./single_messages.ts";
import { type Connects, makeConnects } from "./windows_connects.ts";
import { makeDescriptors } from "./windows_descriptors.ts";
import { makeEndpoints } from "./windows_endpoints.ts";
import { type Errors, makeErrors } from "./windows_errors.ts";
import { makeInterfaces } from "./windows_interfaces.ts";
import { openLibraries, type WindowsSymbols } from "./windows_libraries.ts";
import { makeLookups } from "./windows_lookups.ts";
import { makeMessages } from "./windows_messages.ts";

const {
  AF_INET,
  POLLERR,
  POLLHUP,
  POLLNVAL,
  POLLOUT,
  POLLRDNORM,
  SO_EXCLUSIVEADDRUSE,
  SOCK_DGRAM,
  SOL_SOCKET,
} = constants;

/** To be read as poll(2) means it: POLLIN is that and urgent data, which a receive does not take. */
const READABLE = POLLRDNORM;

/** Version 2.2, as WSAStartup takes it; and the size of WSADATA (winsock2.h). */
const VERSION = 0x0202;
const WSADATA = 408;

/** Lengths are ints in Winsock: more than that goes in parts, as any send and receive may. */
const LONGEST = 0x7fffffff;

function makeTransfers(
  c: WindowsSymbols,
  { done }: Errors,
  connects: Connects,
): Omit<TransferCalls, "recvmsg" | "sendmsg"> {
  const pollfds = makePollfds(1, layout);
  const pollView = viewOf(pollfds);
  const size = (length: number): number => Math.min(length, LONGEST);
  return {
    recv: (fd, buffer, length, flags) =>
      done(c.recv(BigInt(fd), real(buffer), size(length), flags)),
    recvfrom(fd, buffer, length, flags, address, addressLength) {
      // Where there is no source, as on a stream, the address stays as it is.
      address[0] = address[1] = 0;
      const result = done(
        c.recvfrom(BigInt(fd), real(buffer), size(length), flags, address, addressLength),
      );
      if (address[0] === 0) addressLength[0] = 0;
      return result;
    },
    send: (fd, buffer, length, flags) =>
      done(c.send(BigInt(fd), real(buffer), size(length), flags)),
    sendto: (fd, buffer, length, flags, address) =>
      done(
        c.sendto(BigInt(fd), real(buffer), size(length), flags, real(address), address.length),
      ),
    // The runtime numbers its files by a C runtime of its own, which no library has.
    knows_files: false,
    sendfile: () => -errno.ENOSYS,
    read: () => -errno.ENOSYS,
    seek: () => -errno.ENOSYS,
    wait(fd, readable, writable, timeout) {
      if (fd < 0) {
        // poll(2) passes the time then; WSAPoll would refuse.
        c.Sleep(timeout >>> 0);
        return 0;
      }
      if (writable && connects.has(fd)) return connects.wait(fd, timeout);
      const events = (readable ? READABLE : 0) | (writable ? POLLOUT : 0);
      writePollfd(pollView, 0, fd, events, layout);
      return done(c.WSAPoll(pollfds, 1, timeout));
    },
  };
}

type WakerCalls =
  & Pick<DescriptorCalls, "socket" | "set_nonblocking" | "close">
  & Pick<EndpointCalls, "bind" | "getsockname" | "connect" | "setsockopt">
  & Pick<TransferCalls, "recv" | "send">;

/**
 * A datagram socket of loopback that is connected to itself: nobody else's datagrams reach it, and
 * nobody else can bind its address, by SO_REUSEADDR, and get what is meant for it.
 */
function makeWaker(calls: WakerCalls): Waker | Result {
  const address = Uint8Array.of(AF_INET, 0, 0, 0, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
  const byte = new Uint8Array(1);
  const on = Uint8Array.of(1, 0, 0, 0);
  const fd = calls.socket(AF_INET, SOCK_DGRAM, 0);
  if (fd < 0) return fd;
  const steps = [
    () => calls.set_nonblocking(fd, true),
    () => calls.setsockopt(fd, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, on, on.length),
    () => calls.bind(fd, address),
    () => calls.getsockname(fd, address, new Uint32Array([address.length])),
    () => calls.connect(fd, address),
  ];
  for (const step of steps) {
    const result = step();
    if (result >= 0) continue;
    calls.close(fd);
    return result;
  }
  return {
    fd,
    signal: () => void calls.send(fd, byte, byte.length, 0),
    clear() {
      while (calls.recv(fd, byte, byte.length, 0) >= 0);
    },
  };
}

function makePoller(
  c: WindowsSymbols,
  memory: Memory,
  { done }: Errors,
  calls: WakerCalls,
  connects: Connects,
): Poller | Result {
  return makePollPoller({
    POLLERR,
    POLLHUP,
    POLLIN: READABLE,
    POLLNVAL,
    POLLOUT,
    layout,
    poll: (fds, length) => connects.marked(fds, done(c.WSAPoll(fds, length, 0))),
    park: (fds, length, timeout) => c.WSAPoll_parked(fds, length, connects.parking(timeout)),
    makeWaker: () => makeWaker(calls),
  }, memory);
}

/** Opens the libraries and makes the backend; `library` may stand in for the real ones. */
export function makeBackend(library?: WindowsSymbols): Backend {
  const c = library ?? openLibraries();
  const memory = makeMemory(c);
  const errors = makeErrors(c, memory);
  // Counted by Winsock: each isolate begins once, and the end of the process ends it.
  const begun = c.WSAStartup(VERSION, new Uint8Array(WSADATA));
  if (begun !== 0) {
    throw new Deno.errors.NotSupported(`WSAStartup failed: ${errors.message(begun)}`);
  }
  const { sharing, ...descriptors } = makeDescriptors(c, errors);
  const connects = makeConnects(c, errors);
  const endpoints = makeEndpoints(c, errors, descriptors, sharing.ioctl, connects);
  const transfers = makeTransfers(c, errors, connects);
  const messages = makeMessages(c, memory, errors, descriptors, sharing.ioctl);
  const calls = { ...descriptors, ...endpoints, ...transfers, ...messages };
  const poller = () => makePoller(c, memory, errors, calls, connects);
  return {
    layout,
    linesep: "\r\n",
    strerror: errors.strerror,
    address: memory.address,
    sharing,
    control_id: null,
    ...calls,
    socketpair: makeSocketpair(calls, layout),
    // Winsock has no MSG_DONTWAIT: of a batch, each further message is polled for.
    ...makeSingles(calls, 0),
    makePoller: poller,
    makeFallbackPoller: poller,
    ...makeLookups(c, memory, errors),
    ...makeInterfaces(c, memory),
  };
}

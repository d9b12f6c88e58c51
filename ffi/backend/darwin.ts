/** The contract's maker for macOS. */
import { darwin as constants } from "../../constants/darwin.ts";
import { darwin as numbers } from "../../constants/errno/darwin.ts";
import { makeErrnoReader } from "../errno.ts";
import { darwin as layout, sockaddr_storage } from "../layout.ts";
import { openLibrary } from "../library.ts";
import { makeMemory, type Memory, terminated } from "../memory.ts";
import { viewOf } from "../struct/fields.ts";
import {
  aarch64,
  type Arm64Symbols,
  type DarwinSymbols,
  filled,
  x86_64,
} from "../symbols/darwin.ts";
import type {
  Backend,
  DescriptorCalls,
  EndpointCalls,
  InterfaceCalls,
  LookupCalls,
  PollerCalls,
  Result,
  TransferCalls,
} from "./contract.ts";
import { makeDarwinMessages } from "./darwin_messages.ts";
import { makeDarwinNetdb } from "./darwin_netdb.ts";
import { makeKqueue } from "./kqueue.ts";
import {
  type Done,
  makeIntOption,
  makeModes,
  makePosixEndpoints,
  makePosixTransfers,
} from "./posix_calls.ts";
import { makeInterfaceAddresses } from "./posix_ifaddrs.ts";
import { makeLookups } from "./posix_lookups.ts";
import { makePollPoller, type Waker } from "./posix_poll.ts";
import { makeSingles } from "./single_messages.ts";

const {
  AF_UNIX,
  CTLIOCGINFO,
  F_SETFD,
  F_SETFL,
  FD_CLOEXEC,
  IF_NAMESIZE,
  MAX_KCTL_NAME,
  MSG_DONTWAIT,
  O_NONBLOCK,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLNVAL,
  POLLOUT,
  SO_NOSIGPIPE,
  SO_TYPE,
  SOL_SOCKET,
} = constants;

/** The open library, and the processor that says how its variadic functions are called. */
export type DarwinLibrary =
  | { readonly arch: "x86_64"; readonly symbols: DarwinSymbols }
  | { readonly arch: "aarch64"; readonly symbols: Arm64Symbols };

/**
 * All of C is in one library, which since macOS 11 is in no file but in the loader's cache: whether
 * it is there only dlopen can tell.
 */
const places = {
  paths: ["/usr/lib/libSystem.B.dylib"],
  names: ["/usr/lib/libSystem.B.dylib", "libSystem.B.dylib"],
};

function open(): DarwinLibrary {
  const { arch } = Deno.build;
  return arch === "aarch64"
    ? { arch, symbols: openLibrary(places, aarch64) }
    : { arch, symbols: openLibrary(places, x86_64) };
}

/** What makes a new descriptor as the contract wants it: each function closes it if that fails. */
interface Newcomers {
  /** A descriptor of any kind, or an error: not inheritable. */
  adopt(fd: Result): Result;
  /** A socket, or an error: not inheritable, and raising no SIGPIPE. */
  adoptSocket(fd: Result): Result;
  /** The same of both descriptors of a pair. */
  adoptPair(made: Result, pair: Int32Array, adopt: (fd: Result) => Result): Result;
}

function makeNewcomers(c: DarwinSymbols, done: Done): Newcomers {
  const on = new Int32Array([1]);

  function orClose(fd: number, result: Result): Result {
    if (result >= 0) return fd;
    c.close(fd);
    return result;
  }

  function adopt(fd: Result): Result {
    return fd < 0 ? fd : orClose(fd, done(c.fcntl(fd, F_SETFD, FD_CLOEXEC)));
  }

  return {
    adopt,
    adoptSocket(made) {
      const fd = adopt(made);
      if (fd < 0) return fd;
      const result = done(c.setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, on, on.byteLength));
      // EINVAL: a connection that has ended already takes no options, nor do some families.
      const absent = result === -numbers.EINVAL || result === -numbers.ENOPROTOOPT;
      return absent ? fd : orClose(fd, result);
    },
    adoptPair(made, pair, adopt) {
      if (made < 0) return made;
      const [first = -1, second = -1] = pair;
      const result = adopt(first);
      if (result < 0) {
        c.close(second);
        return result;
      }
      const other = adopt(second);
      if (other < 0) c.close(first);
      return Math.min(0, other);
    },
  };
}

function makeDescriptors(
  c: DarwinSymbols,
  { adoptSocket, adoptPair }: Newcomers,
  done: Done,
): DescriptorCalls {
  const number = makeIntOption(c, SOL_SOCKET, done);
  const address = new Uint8Array(sockaddr_storage);
  const length = new Uint32Array(1);
  return {
    ...makeModes(c, constants, done),
    type_flags: 0,
    type_nonblocking: 0,
    pair_family: AF_UNIX,
    socket: (family, type, protocol) => adoptSocket(done(c.socket(family, type, protocol))),
    socketpair: (family, type, protocol, pair) =>
      adoptPair(done(c.socketpair(family, type, protocol, pair)), pair, adoptSocket),
    describe(fd, into) {
      const type = number(fd, SO_TYPE);
      if (type < 0) return type;
      // There is no SO_DOMAIN and no SO_PROTOCOL; the name of a socket, bound or not, has its family.
      address.fill(0);
      length[0] = address.length;
      let named = done(c.getsockname(fd, address, length));
      // A kernel control (AF_SYSTEM) has no name, but a peer that has one.
      if (named === -numbers.EOPNOTSUPP) named = done(c.getpeername(fd, address, length));
      if (named < 0) return named;
      into.type = type;
      into.family = address[1] ?? 0;
      into.proto = 0;
      return 0;
    },
  };
}

function makeEndpoints(
  c: DarwinSymbols,
  { adoptSocket }: Newcomers,
  modes: Pick<DescriptorCalls, "set_nonblocking">,
  done: Done,
): EndpointCalls {
  return {
    ...makePosixEndpoints(c, done),
    accept(listener, address, length) {
      const fd = adoptSocket(
        done(c.accept(listener, address, address === null ? null : length)),
      );
      if (fd < 0) return fd;
      // A connection that was reset before it was accepted comes without an address.
      // Go does the same in its syscall.Accept for darwin.
      const aborted = address !== null && length[0] === 0;
      // The mode is the listener's, in BSD's way.
      const result = aborted ? -numbers.ECONNABORTED : modes.set_nonblocking(fd, false);
      if (result >= 0) return fd;
      c.close(fd);
      return result;
    },
  };
}

function makeTransfers(
  c: DarwinSymbols,
  memory: Memory,
  done: Done,
): TransferCalls {
  const length = new BigInt64Array(1);
  return {
    ...makePosixTransfers(c, {
      POLLIN,
      POLLOUT,
      layout,
      // SO_NOSIGPIPE does it; not every release knows MSG_NOSIGNAL.
      send: 0,
      poll: (fds, timeout) => c.poll(fds, 1, timeout),
    }, done),
    ...makeDarwinMessages(c, memory, layout, done),
    knows_files: true,
    sendfile(fd, file, offset, count) {
      // A length of 0 means the whole file.
      if (count === 0) return 0;
      length[0] = BigInt(count);
      const result = done(c.sendfile(file, fd, offset, length, 0n, 0));
      const sent = Number(length[0]);
      const interrupted = result === -numbers.EAGAIN || result === -numbers.EINTR;
      // Interrupted it fails although it has sent something; after other failures the length is void.
      return result === 0 || (interrupted && sent > 0) ? sent : result;
    },
  };
}

function makePollers(
  c: DarwinSymbols,
  memory: Memory,
  { adopt, adoptPair }: Newcomers,
  done: Done,
): PollerCalls {
  /** A pipe of which neither end blocks. */
  function makeWaker(): Waker | Result {
    const pair = new Int32Array(2);
    const made = adoptPair(done(c.pipe(pair)), pair, adopt);
    if (made < 0) return made;
    const [fd = -1, writer = -1] = pair;
    for (const end of pair) {
      const result = done(c.fcntl(end, F_SETFL, O_NONBLOCK));
      if (result >= 0) continue;
      pair.forEach((end) => void c.close(end));
      return result;
    }
    const bytes = new Uint8Array(64);
    return {
      fd,
      signal: () => void c.write(writer, bytes, 1),
      clear() {
        while (c.read(fd, bytes, bytes.length) === bytes.length);
      },
    };
  }

  return {
    makePoller: () => makeKqueue(c, memory, done),
    makeFallbackPoller: () =>
      makePollPoller({
        POLLERR,
        POLLHUP,
        POLLIN,
        POLLNVAL,
        POLLOUT,
        layout,
        poll: (fds, count) => done(c.poll(fds, count, 0)),
        park: (fds, count, timeout) => c.poll_parked(fds, count, timeout),
        makeWaker,
      }, memory),
  };
}

/** There is one namespace of interfaces, whichever socket asks. */
function makeInterfaces(
  { if_nametoindex, if_indextoname }: LookupCalls,
): Pick<InterfaceCalls, "interface_index" | "interface_name"> {
  return {
    // A longer name would be cut off, and find another interface.
    interface_index: (_fd, name) =>
      name.length < IF_NAMESIZE ? if_nametoindex(name) : -numbers.ENXIO,
    interface_name: (_fd, index) => if_indextoname(index),
  };
}

/** `struct ctl_info` (sys/kern_control.h): a number, and a name of up to 96 bytes with its NUL. */
const CTL_NAME = 4;
const CTL_SIZE = CTL_NAME + MAX_KCTL_NAME;
const CONTROL_BY_NAME = BigInt(CTLIOCGINFO);

function makeControls(c: DarwinSymbols, done: Done): NonNullable<Backend["control_id"]> {
  return (fd, name) => {
    if (name.length >= MAX_KCTL_NAME) return -numbers.ENOENT;
    const info = new Uint8Array(CTL_SIZE);
    info.set(terminated(name), CTL_NAME);
    const result = done(c.ioctl(fd, CONTROL_BY_NAME, info));
    return result < 0 ? result : viewOf(info).getUint32(0, true);
  };
}

/** Opens the C library and makes the backend; `library` may stand in for the real one. */
export function makeBackend(library: DarwinLibrary = open()): Backend {
  const c = library.arch === "aarch64" ? filled(library.symbols) : library.symbols;
  const memory = makeMemory(c);
  const errno = makeErrnoReader(c, c.__error());
  const done: Done = (result) => result < 0 ? -errno() : result;
  const text = new TextDecoder();
  const newcomers = makeNewcomers(c, done);
  const descriptors = makeDescriptors(c, newcomers, done);
  const transfers = makeTransfers(c, memory, done);
  const lookups = makeLookups(
    c,
    memory,
    layout,
    errno,
    constants,
    (answers, lending) => makeDarwinNetdb(c, memory, layout, answers, lending),
  );
  return {
    layout,
    linesep: "\n",
    strerror: (number) => text.decode(memory.cstring(c.strerror(number))),
    address: memory.address,
    sharing: null,
    control_id: makeControls(c, done),
    ...descriptors,
    ...makeEndpoints(c, newcomers, descriptors, done),
    ...transfers,
    ...makeSingles(transfers, MSG_DONTWAIT),
    ...makePollers(c, memory, newcomers, done),
    ...lookups,
    ...makeInterfaces(lookups),
    ...makeInterfaceAddresses(c, memory, layout, done),
  };
}

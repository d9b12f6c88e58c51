/** Which calls of C the backend of macOS makes, argument for argument: descriptors, connections, data. */
import { assertEquals } from "@std/assert";
import { darwin as constants } from "../../constants/darwin.ts";
import { darwin as errno } from "../../constants/errno/darwin.ts";
import { makeBackend } from "../../ffi/backend/darwin.ts";
import type { Backend } from "../../ffi/backend/contract.ts";
import type { DarwinSymbols } from "../../ffi/symbols/darwin.ts";
import { type Call, FILLERS, memoryOf, record, type Recording } from "./recording.ts";

const { AF_INET, AF_SYSTEM, AF_UNIX, SOCK_STREAM } = constants;

// The numbers of macOS's headers, so that the test does not read them where the backend does.
const SOL_SOCKET = 0xffff;
const SO_NOSIGPIPE = 0x1022;
const SO_TYPE = 0x1008;
const F_GETFD = 1;
const F_SETFD = 2;
const F_SETFL = 4;
const F_DUPFD_CLOEXEC = 67;
const O_NONBLOCK = 4;
const FD_CLOEXEC = 1;
const FIONBIO = 0x8004667en;
const CTLIOCGINFO = 0xc0644e03n;
const ON = "01000000";
const OFF = "00000000";

const nosigpipe = (fd: number): Call => ["setsockopt", fd, SOL_SOCKET, SO_NOSIGPIPE, [1], 4];

interface Context extends Recording {
  readonly os: Backend;
  fcntl(fd: number, command: number, argument: number): Call;
  ioctl(fd: number, request: bigint, argument: unknown): Call;
}

/** A test on each processor, over functions that may fail by what `fail` returns. */
function test(
  name: string,
  given: (fail: (number: number) => -1) => Partial<DarwinSymbols>,
  fn: (context: Context) => void | Promise<void>,
): void {
  for (const arch of ["x86_64", "aarch64"] as const) {
    Deno.test({
      name: `darwin ${arch}: ${name}`,
      ignore: memoryOf === null, // no POSIX C library to take memory from
      fn() {
        const recording: Recording = record(arch, given((number) => recording.fail(number)));
        const os = makeBackend(recording.library);
        const fillers = arch === "aarch64" ? FILLERS : [];
        return fn({
          ...recording,
          os,
          fcntl: (fd, command, argument) => ["fcntl", fd, command, ...fillers, argument],
          ioctl: (fd, request, argument) => ["ioctl", fd, request, ...fillers, argument],
        });
      },
    });
  }
}

test("a socket is made not inheritable and without SIGPIPE", () => ({
  socket: () => 7,
}), ({ os, since, fcntl }) => {
  assertEquals(os.socket(AF_INET, SOCK_STREAM, 6), 7);
  assertEquals(since(), [["socket", 2, 1, 6], fcntl(7, F_SETFD, FD_CLOEXEC), nosigpipe(7)]);
  assertEquals([os.type_flags, os.type_nonblocking, os.pair_family], [0, 0, AF_UNIX]);
});

test("a socket that cannot be made", (fail) => ({
  socket: () => fail(errno.EMFILE),
}), ({ os, since }) => {
  assertEquals(os.socket(AF_INET, SOCK_STREAM, 0), -errno.EMFILE);
  assertEquals(since(), [["socket", 2, 1, 0]]);
});

test(
  "a socket is closed where it cannot be made not inheritable; close does not hide why",
  (fail) => ({
    socket: () => 7,
    fcntl: () => fail(errno.EBADF),
    close: () => fail(errno.EIO),
  }),
  ({ os, since, fcntl }) => {
    assertEquals(os.socket(AF_INET, SOCK_STREAM, 0), -errno.EBADF);
    assertEquals(since(), [["socket", 2, 1, 0], fcntl(7, F_SETFD, FD_CLOEXEC), ["close", 7]]);
  },
);

for (const code of ["EINVAL", "ENOPROTOOPT"] as const) {
  test(`a socket of a family without SO_NOSIGPIPE: ${code}`, (fail) => ({
    socket: () => 7,
    setsockopt: () => fail(errno[code]),
  }), ({ os, since }) => {
    assertEquals(os.socket(AF_INET, SOCK_STREAM, 0), 7);
    assertEquals(since().length, 3);
  });
}

test("a socket is closed where SO_NOSIGPIPE fails otherwise", (fail) => ({
  socket: () => 7,
  setsockopt: () => fail(errno.ENOBUFS),
}), ({ os, since }) => {
  assertEquals(os.socket(AF_INET, SOCK_STREAM, 0), -errno.ENOBUFS);
  assertEquals(since().slice(2), [nosigpipe(7), ["close", 7]]);
});

function pairOf(first: number, second: number): Pick<DarwinSymbols, "socketpair" | "pipe"> {
  const fill = (pair: unknown) => {
    if (pair instanceof Int32Array) pair.set([first, second]);
    return 0;
  };
  return { socketpair: (_family, _type, _protocol, pair) => fill(pair), pipe: fill };
}

test("a pair: both ends", () => pairOf(8, 9), ({ os, since, fcntl }) => {
  const pair = new Int32Array(2);
  assertEquals([os.socketpair(AF_UNIX, SOCK_STREAM, 0, pair), ...pair], [0, 8, 9]);
  assertEquals(since(), [
    ["socketpair", 1, 1, 0, [0, 0]],
    fcntl(8, F_SETFD, FD_CLOEXEC),
    nosigpipe(8),
    fcntl(9, F_SETFD, FD_CLOEXEC),
    nosigpipe(9),
  ]);
});

for (const bad of [8, 9]) {
  test(`a pair of which ${bad} fails is closed, each end once`, (fail) => ({
    ...pairOf(8, 9),
    fcntl: (fd) => fd === bad ? fail(errno.EBADF) : 0,
  }), ({ os, since }) => {
    assertEquals(os.socketpair(AF_UNIX, SOCK_STREAM, 0, new Int32Array(2)), -errno.EBADF);
    const closed = since().filter(([name]) => name === "close").map(([, fd]) => Number(fd));
    assertEquals(closed.sort(), [8, 9]);
  });
}

test("modes of a descriptor", () => ({
  fcntl: (_fd, command) => command === F_GETFD ? FD_CLOEXEC : command === F_DUPFD_CLOEXEC ? 11 : 0,
}), ({ os, since, fcntl, ioctl }) => {
  assertEquals([os.dup(5), os.get_inheritable(5)], [11, 0]);
  assertEquals(since(), [fcntl(5, F_DUPFD_CLOEXEC, 0), fcntl(5, F_GETFD, 0)]);
  assertEquals([os.set_inheritable(5, true), os.set_inheritable(5, false)], [0, 0]);
  assertEquals(since(), [
    fcntl(5, F_GETFD, 0),
    fcntl(5, F_SETFD, 0),
    // Nothing to change.
    fcntl(5, F_GETFD, 0),
  ]);
  os.set_nonblocking(5, true);
  os.set_nonblocking(5, false);
  assertEquals(since(), [ioctl(5, FIONBIO, [1]), ioctl(5, FIONBIO, [0])]);
  assertEquals(os.close(5), 0);
  assertEquals(since(), [["close", 5]]);
});

test("an unknown descriptor: type by SO_TYPE, family by its name, no protocol", () => ({
  getsockopt(_fd, _level, _name, value) {
    if (value instanceof Int32Array) value[0] = 2;
    return 0;
  },
  getsockname(_fd, address) {
    if (address instanceof Uint8Array) address.set([28, 30]);
    return 0;
  },
}), ({ os, since }) => {
  const found = { family: 9, type: 9, proto: 9 };
  assertEquals(os.describe(5, found), 0);
  assertEquals(found, { family: 30, type: 2, proto: 0 });
  assertEquals(since(), [
    ["getsockopt", 5, SOL_SOCKET, SO_TYPE, [0], [4]],
    ["getsockname", 5, "00".repeat(128), [128]],
  ]);
});

test("a kernel control, which has no name: family by its peer's", (fail) => ({
  getsockname: () => fail(errno.EOPNOTSUPP),
  getpeername(_fd, address) {
    if (address instanceof Uint8Array) address.set([32, AF_SYSTEM]);
    return 0;
  },
}), ({ os, since }) => {
  const found = { family: 9, type: 9, proto: 9 };
  assertEquals(os.describe(5, found), 0);
  assertEquals(found.family, AF_SYSTEM);
  assertEquals(since().map(([name]) => name), ["getsockopt", "getsockname", "getpeername"]);
});

test("a descriptor that is no socket, or one that has no name and no peer", (fail) => ({
  getsockopt: (fd) => fd === 5 ? fail(errno.ENOTSOCK) : 0,
  getsockname: () => fail(errno.EOPNOTSUPP),
  getpeername: () => fail(errno.EINVAL),
}), ({ os }) => {
  const found = { family: 9, type: 9, proto: 9 };
  assertEquals([os.describe(5, found), os.describe(6, found)], [
    -errno.ENOTSOCK,
    -errno.EINVAL,
  ]);
  assertEquals(found, { family: 9, type: 9, proto: 9 });
});

const address = () => new Uint8Array([16, 2, 0, 80, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);

test("names, connections and options", (fail) => ({
  connect: () => fail(errno.EINPROGRESS),
}), ({ os, since }) => {
  const sockaddr = address();
  const room = new Uint8Array(2);
  const length = new Uint32Array([2]);
  assertEquals(os.bind(5, sockaddr), 0);
  assertEquals(os.listen(5, 128), 0);
  assertEquals(os.connect(6, sockaddr), -errno.EINPROGRESS);
  assertEquals(os.getsockname(5, room, length), 0);
  assertEquals(os.getpeername(6, room, length), 0);
  assertEquals(os.getsockopt(6, SOL_SOCKET, 0x1007, room, length), 0);
  assertEquals(os.setsockopt(6, 6, 1, new Uint8Array([1, 0, 0, 0]), 4), 0);
  assertEquals(os.setsockopt(6, 6, 1, null, 9), 0);
  assertEquals(os.shutdown(6, 1), 0);
  assertEquals(since(), [
    ["bind", 5, sockaddr.toHex(), 16],
    ["listen", 5, 128],
    ["connect", 6, sockaddr.toHex(), 16],
    ["getsockname", 5, "0000", [2]],
    ["getpeername", 6, "0000", [2]],
    ["getsockopt", 6, SOL_SOCKET, 0x1007, "0000", [2]],
    ["setsockopt", 6, 6, 1, ON, 4],
    ["setsockopt", 6, 6, 1, null, 9],
    ["shutdown", 6, 1],
  ]);
});

function accepted(length: number): Partial<DarwinSymbols> {
  return {
    accept(_fd, room, size) {
      if (room instanceof Uint8Array) room.set(address().subarray(0, length));
      if (size instanceof Uint32Array) size[0] = length;
      return 12;
    },
  };
}

test(
  "a connection is accepted as a new socket is made, and blocking",
  () => accepted(16),
  (context) => {
    const { os, since, fcntl, ioctl } = context;
    const room = new Uint8Array(16);
    const length = new Uint32Array([16]);
    assertEquals([os.accept(5, room, length), length[0]], [12, 16]);
    assertEquals(room, address());
    const settled = [fcntl(12, F_SETFD, FD_CLOEXEC), nosigpipe(12), ioctl(12, FIONBIO, [0])];
    assertEquals(since(), [["accept", 5, OFF.repeat(4), [16]], ...settled]);
    // Without an address nothing says how long it is.
    length[0] = 0;
    assertEquals(os.accept(5, null, length), 12);
    assertEquals(since(), [["accept", 5, null, null], ...settled]);
  },
);

test(
  "a connection that was reset meanwhile comes without an address",
  () => accepted(0),
  (context) => {
    const { os, since } = context;
    assertEquals(os.accept(5, new Uint8Array(16), new Uint32Array([16])), -errno.ECONNABORTED);
    assertEquals(since().at(-1), ["close", 12]);
  },
);

test("accept: a peer that has gone takes no options, which does not matter", (fail) => ({
  ...accepted(16),
  setsockopt: () => fail(errno.EINVAL),
}), ({ os }) => {
  assertEquals(os.accept(5, new Uint8Array(16), new Uint32Array([16])), 12);
});

for (
  const [failing, count] of [["accept", 1], ["fcntl", 3], ["setsockopt", 4], ["ioctl", 5]] as const
) {
  test(`accept: a failure of ${failing} leaves nothing open`, (fail) => ({
    ...accepted(16),
    close: () => fail(errno.EIO),
    [failing]: () => fail(errno.ENOMEM),
  }), ({ os, since }) => {
    assertEquals(os.accept(5, new Uint8Array(16), new Uint32Array([16])), -errno.ENOMEM);
    const calls = since();
    assertEquals(calls.length, count);
    assertEquals(calls.slice(1).filter(([name]) => name === "close").length, count > 1 ? 1 : 0);
  });
}

test("data: no flag is added, and an empty buffer has an address", (fail) => ({
  recv: () => 3,
  recvfrom: () => 3,
  send: () => fail(errno.EPIPE),
  sendto: () => 2,
  read: () => 1,
  lseek: () => 4_000_000_000n,
}), ({ os, since }) => {
  const data = new Uint8Array([1, 2, 3]);
  const empty = new Uint8Array(0);
  assertEquals(os.recv(5, data, 3, 2), 3);
  assertEquals(os.recvfrom(5, data, 3, 0, new Uint8Array(2), new Uint32Array([2])), 3);
  assertEquals(os.send(5, data, 2, 1), -errno.EPIPE);
  assertEquals(os.sendto(5, data, 3, 0, address()), 2);
  assertEquals(os.send(5, empty, 0, 0), -errno.EPIPE);
  assertEquals(os.read(3, data, 3), 1);
  assertEquals(os.seek(3, 4_000_000_000), 4_000_000_000);
  assertEquals(since(), [
    ["recv", 5, "010203", 3n, 2],
    ["recvfrom", 5, "010203", 3n, 0, "0000", [2]],
    ["send", 5, "010203", 2n, 1],
    ["sendto", 5, "010203", 3n, 0, address().toHex(), 16],
    ["send", 5, "00", 0n, 0],
    ["read", 3, "010203", 3n],
    ["lseek", 3, 4_000_000_000, 0],
  ]);
});

for (const code of ["EINTR", "EAGAIN"] as const) {
  test(`${code} is the caller's business: no call is made again`, (fail) => ({
    accept: () => fail(errno[code]),
    recv: () => fail(errno[code]),
    send: () => fail(errno[code]),
    poll: () => fail(errno[code]),
    recvmsg: () => fail(errno[code]),
  }), ({ os, since }) => {
    const byte = new Uint8Array(1);
    const message = {
      buffers: [byte],
      control: null,
      address: null,
      controlLength: 0,
      addressLength: 0,
      flags: 0,
    };
    const results = [
      os.accept(5, null, new Uint32Array(1)),
      os.recv(5, byte, 1, 0),
      os.send(5, byte, 1, 0),
      os.wait(5, true, true, 10),
      os.recvmsg(5, message, 0),
    ];
    assertEquals(results, Array(5).fill(-errno[code]));
    assertEquals(since().length, 5);
  });
}

test("waiting is poll(2) of one descriptor", () => ({
  poll: () => 1,
}), ({ os, since }) => {
  assertEquals(os.wait(5, true, false, -1), 1);
  os.wait(5, false, true, 0);
  os.wait(6, true, true, 1500);
  assertEquals(since(), [
    // int fd; short events, revents
    ["poll", "0500000001000000", 1, -1],
    ["poll", "0500000004000000", 1, 0],
    ["poll", "0600000005000000", 1, 1500],
  ]);
});

/** sendfile of macOS that sends `sent` bytes, and fails or not. */
function sending(sent: number | null, result: () => number): Partial<DarwinSymbols> {
  return {
    sendfile(_file, _socket, _offset, length) {
      if (length instanceof BigInt64Array && sent !== null) length[0] = BigInt(sent);
      return result();
    },
  };
}

test(
  "sendfile: the file first, a length in and out",
  () => sending(70, () => 0),
  ({ os, since }) => {
    assertEquals(os.sendfile(5, 3, 5_000_000_000, 100), 70);
    assertEquals(since(), [["sendfile", 3, 5, 5_000_000_000, [100n], 0n, 0]]);
    // 0 would stand for the whole file.
    assertEquals(os.sendfile(5, 3, 0, 0), 0);
    assertEquals(since(), []);
  },
);

test("sendfile: the end of the file", () => sending(0, () => 0), ({ os }) => {
  assertEquals(os.sendfile(5, 3, 10, 100), 0);
});

for (const code of ["EAGAIN", "EINTR"] as const) {
  test(`sendfile: ${code} after some bytes is success`, (fail) => {
    return sending(40, () => fail(errno[code]));
  }, ({ os }) => {
    assertEquals(os.sendfile(5, 3, 0, 100), 40);
  });

  test(`sendfile: ${code} before any`, (fail) => sending(0, () => fail(errno[code])), ({ os }) => {
    assertEquals(os.sendfile(5, 3, 0, 100), -errno[code]);
  });
}

for (const code of ["EINVAL", "ENOTSUP", "EPIPE"] as const) {
  test(`sendfile: ${code} leaves no length to be believed`, (fail) => {
    return sending(null, () => fail(errno[code]));
  }, ({ os }) => {
    assertEquals(os.sendfile(5, 3, 0, 100), -errno[code]);
  });
}

test("a kernel control is found through the socket", () => ({
  ioctl(_fd, _request, info) {
    if (info instanceof Uint8Array) info.set([0xf1, 0, 0, 0x80]);
    return 0;
  },
}), ({ os, since, ioctl }) => {
  const name = new TextEncoder().encode("com.apple.net.utun_control");
  assertEquals(os.control_id?.(5, name), 0x800000f1);
  const info = `${OFF}${name.toHex()}${"00".repeat(96 - name.length)}`;
  assertEquals(since(), [ioctl(5, CTLIOCGINFO, info)]);
  // One that would lose its NUL.
  assertEquals(os.control_id?.(5, new Uint8Array(96).fill(97)), -errno.ENOENT);
  assertEquals(since(), []);
});

test("a kernel control that is not there", (fail) => ({
  ioctl: () => fail(errno.ENOENT),
}), ({ os }) => {
  assertEquals(os.control_id?.(5, new Uint8Array([97])), -errno.ENOENT);
});

test("interfaces are the machine's, whichever socket asks", (fail) => ({
  if_nametoindex: (name) =>
    name instanceof Uint8Array && name[0] === 108 ? 1 : (fail(errno.ENXIO), 0),
  if_indextoname(_index, room) {
    if (room instanceof Uint8Array) room.set([108, 111, 48]);
    return 1n;
  },
}), ({ os, since }) => {
  const lo0 = new TextEncoder().encode("lo0");
  assertEquals(os.interface_index(5, lo0), 1);
  assertEquals(os.interface_index(5, new Uint8Array([120])), -errno.ENXIO);
  assertEquals(os.interface_name(5, 1), lo0);
  assertEquals(since(), [
    ["if_nametoindex", "6c6f3000"],
    ["if_nametoindex", "7800"],
    ["if_indextoname", 1, "00".repeat(16)],
  ]);
  assertEquals(os.interface_index(5, new Uint8Array(16).fill(108)), -errno.ENXIO);
  assertEquals(since(), []);
});

test("sethostname tells how long the name is", () => ({}), ({ os, since }) => {
  assertEquals(os.sethostname(new Uint8Array([97, 98])), 0);
  assertEquals(since(), [["sethostname", "616200", 2]]);
});

test("the fallback poller: a pipe of which neither end blocks or is inherited", () => ({
  ...pairOf(20, 21),
  poll: () => 0,
  poll_parked: () => Promise.resolve(1),
  read: () => 1,
}), async ({ os, since, fcntl }) => {
  const poller = os.makeFallbackPoller();
  if (typeof poller === "number") throw new Error(`${poller}`);
  assertEquals(since(), [
    ["pipe", [0, 0]],
    fcntl(20, F_SETFD, FD_CLOEXEC),
    fcntl(21, F_SETFD, FD_CLOEXEC),
    fcntl(20, F_SETFL, O_NONBLOCK),
    fcntl(21, F_SETFL, O_NONBLOCK),
  ]);
  poller.watch(5, 1, true, false);
  poller.poll(() => {});
  assertEquals(since(), [["poll", "14000000010000000500000001000000", 2, 0]]);
  await poller.park();
  const [[name, , ...rest] = []] = since();
  assertEquals([name, ...rest], ["poll_parked", 2, -1]);
  poller.wake();
  assertEquals(since().map(([name, fd, , count]) => [name, fd, count]), [["write", 21, 1]]);
});

for (
  const [command, bad] of [[F_SETFD, 20], [F_SETFD, 21], [F_SETFL, 20], [F_SETFL, 21]] as const
) {
  test(`the fallback poller: fcntl ${command} of ${bad} fails`, (fail) => ({
    ...pairOf(20, 21),
    fcntl: (fd, given) => fd === bad && given === command ? fail(errno.EBADF) : 0,
  }), ({ os, since }) => {
    assertEquals(os.makeFallbackPoller(), -errno.EBADF);
    const closed = since().filter(([name]) => name === "close").map(([, fd]) => Number(fd));
    assertEquals(closed.sort(), [20, 21]);
  });
}

test("the fallback poller: no pipe", (fail) => ({
  pipe: () => fail(errno.EMFILE),
}), ({ os, since }) => {
  assertEquals(os.makeFallbackPoller(), -errno.EMFILE);
  assertEquals(since().length, 1);
});

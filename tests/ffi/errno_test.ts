/** The number that a failed call reports is its own, whatever opening other functions leaves in errno. */
import { closeSync, openSync } from "node:fs";
import { assertEquals } from "@std/assert";
import { errno } from "../../constants/errno.ts";
import { SO_ERROR, SO_REUSEADDR, SOL_SOCKET } from "../../constants/mod.ts";
import type { Backend, BatchMessage } from "../../ffi/backend/contract.ts";
import { makeBackend } from "../../ffi/backend/linux.ts";
import { openLibrary } from "../../ffi/library.ts";
import { type LinuxSymbols, symbols } from "../../ffi/symbols/linux.ts";
import { test } from "../support/census.ts";

const c = openLibrary({ paths: [], names: ["libc.so.6", "libc.so"] }, symbols);

const bytes = new Uint8Array(128);
const length = new Uint32Array([bytes.length]);

/** A library of which each reading of a function, as when it is opened then, leaves ENODEV in errno. */
function spoiling(): LinuxSymbols {
  const { if_nametoindex } = c;
  const name = new TextEncoder().encode("nobody\0");
  const table = {};
  for (const key of Object.keys(symbols) as (keyof typeof symbols)[]) {
    const value = c[key];
    Object.defineProperty(table, key, {
      enumerable: true,
      get() {
        assertEquals(if_nametoindex(name), 0);
        return value;
      },
    });
  }
  return table as LinuxSymbols;
}

function message(): BatchMessage {
  const buffers = [new Uint8Array(1)];
  const lengths = { length: 0, controlLength: 0, addressLength: 0 };
  return { buffers, control: null, address: null, flags: 0, ...lengths };
}

const { EAFNOSUPPORT, EBADF, EINVAL, EISDIR, ENOTSOCK, ENXIO, EOPNOTSUPP } = errno;

/** Calls that fail about a directory's descriptor, which is no socket. */
const failing: Record<string, [expected: number, call: (os: Backend, fd: number) => unknown]> = {
  accept: [ENOTSOCK, (os, fd) => os.accept(fd, bytes, length)],
  bind: [ENOTSOCK, (os, fd) => os.bind(fd, bytes)],
  close: [EBADF, (os) => os.close(-1)],
  connect: [ENOTSOCK, (os, fd) => os.connect(fd, bytes)],
  describe: [ENOTSOCK, (os, fd) => os.describe(fd, { family: 0, type: 0, proto: 0 })],
  dup: [EBADF, (os) => os.dup(-1)],
  get_inheritable: [EBADF, (os) => os.get_inheritable(-1)],
  getpeername: [ENOTSOCK, (os, fd) => os.getpeername(fd, bytes, length)],
  getsockname: [ENOTSOCK, (os, fd) => os.getsockname(fd, bytes, length)],
  getsockopt: [ENOTSOCK, (os, fd) => os.getsockopt(fd, SOL_SOCKET, SO_ERROR, bytes, length)],
  if_indextoname: [ENXIO, (os) => os.if_indextoname(0x7fffffff)],
  listen: [ENOTSOCK, (os, fd) => os.listen(fd, 1)],
  read: [EISDIR, (os, fd) => os.read(fd, bytes, 1)],
  recv: [ENOTSOCK, (os, fd) => os.recv(fd, bytes, 1, 0)],
  recvfrom: [ENOTSOCK, (os, fd) => os.recvfrom(fd, bytes, 1, 0, bytes, length)],
  recvmmsg: [ENOTSOCK, (os, fd) => os.recvmmsg(fd, [message()], 0)],
  recvmsg: [ENOTSOCK, (os, fd) => os.recvmsg(fd, message(), 0)],
  seek: [EINVAL, (os, fd) => os.seek(fd, -1)],
  send: [ENOTSOCK, (os, fd) => os.send(fd, bytes, 1, 0)],
  sendfile: [EBADF, (os, fd) => os.sendfile(fd, -1, 0, 1)],
  sendmmsg: [ENOTSOCK, (os, fd) => os.sendmmsg(fd, [message()], 0, 0)],
  sendmsg: [ENOTSOCK, (os, fd) => os.sendmsg(fd, message(), 0)],
  sendto: [ENOTSOCK, (os, fd) => os.sendto(fd, bytes, 1, 0, bytes)],
  set_inheritable: [EBADF, (os) => os.set_inheritable(-1, true)],
  set_nonblocking: [EBADF, (os) => os.set_nonblocking(-1, true)],
  setsockopt: [ENOTSOCK, (os, fd) => os.setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, bytes, 4)],
  shutdown: [ENOTSOCK, (os, fd) => os.shutdown(fd, 0)],
  socket: [EAFNOSUPPORT, (os) => os.socket(9999, 1, 0)],
  socketpair: [EOPNOTSUPP, (os) => os.socketpair(2, 1, 0, new Int32Array(2))],
};

/** Makes a backend as under a grant that forbids `Deno.Unsafe*`. */
function withoutUnsafe(): Backend {
  const { UnsafePointer } = Deno;
  const { create } = UnsafePointer;
  Object.assign(UnsafePointer, {
    create() {
      throw new Deno.errors.NotCapable("no");
    },
  });
  try {
    return makeBackend(spoiling());
  } finally {
    Object.assign(UnsafePointer, { create });
  }
}

for (
  const [how, make] of Object.entries({
    "by a view": () => makeBackend(spoiling()),
    "by memcpy": withoutUnsafe,
  })
) {
  test(`errno: no other function is read between a failure and its number, ${how}`, () => {
    const os = make();
    const fd = openSync(".", "r");
    try {
      for (const [name, [expected, call]] of Object.entries(failing)) {
        assertEquals(call(os, fd), -expected, name);
      }
    } finally {
      closeSync(fd);
    }
  });
}

/**
 * macOS's C library on Linux: each call is carried out by Linux's own, with numbers and structures
 * translated, so that the backend of macOS moves real data. It is as strict as XNU: a socket that
 * could raise SIGPIPE may not send, and `sa_len` must be right.
 */
import { darwin } from "../../constants/darwin.ts";
import { darwin as darwinErrno } from "../../constants/errno/darwin.ts";
import { linux as linuxErrno } from "../../constants/errno/linux.ts";
import { linux } from "../../constants/linux.ts";
import type { Bytes } from "../../ffi/backend/contract.ts";
import { makeErrnoReader } from "../../ffi/errno.ts";
import { darwin as layout, linux as linuxLayout } from "../../ffi/layout.ts";
import { openLibrary } from "../../ffi/library.ts";
import { makeMemory, real } from "../../ffi/memory.ts";
import { type Cmsg, decodeControl, encodeControl } from "../../ffi/struct/cmsg.ts";
import { getPointer, getUnsigned, setInteger, viewOf } from "../../ffi/struct/fields.ts";
import { kevent, makeKevents, readKevent, writeKevent } from "../../ffi/struct/kevent.ts";
import { readMsghdr, writeMsghdr } from "../../ffi/struct/msghdr.ts";
import { makePollfds, writePollfd } from "../../ffi/struct/pollfd.ts";
import type { DarwinSymbols } from "../../ffi/symbols/darwin.ts";
import { symbols } from "../../ffi/symbols/linux.ts";

type Numbers = Readonly<Record<string, unknown>>;

/** The other OS's number for what has a number and a name of some kind here; undefined for none. */
function twin(number: number, prefix: string, from: Numbers, to: Numbers): number | undefined {
  const name = Object.keys(from).find((name) => name.startsWith(prefix) && from[name] === number);
  const found = name === undefined ? undefined : to[name];
  return typeof found === "number" ? found : undefined;
}

function flags(value: number, from: Numbers, to: Numbers): number {
  let result = 0;
  for (let bit = 1; bit <= value && bit > 0; bit <<= 1) {
    if ((value & bit) !== 0) result |= twin(bit, "MSG_", from, to) ?? 0;
  }
  return result;
}

const level = (number: number) => number === darwin.SOL_SOCKET ? linux.SOL_SOCKET : number;

function bytesOf(source: unknown): Bytes {
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (!ArrayBuffer.isView(source)) throw new TypeError("no memory was given");
  return new Uint8Array(source.buffer as ArrayBuffer, source.byteOffset, source.byteLength);
}

/** A sockaddr of macOS as Linux has it: the families' other members are alike. */
function toLinux(address: unknown, length: number): Bytes {
  const bytes = bytesOf(address).slice(0, length);
  if (bytes[0] !== length) throw new Error(`sa_len is ${bytes[0]}, not ${length}`);
  const family = bytes[1] ?? 0;
  viewOf(bytes).setUint16(0, twin(family, "AF_", darwin, linux) ?? family, true);
  return bytes;
}

/** The header of a sockaddr that Linux has written into `bytes`. */
function toDarwin(bytes: Bytes, length: number): void {
  if (length < 2 || bytes.length < 2) return;
  const family = viewOf(bytes).getUint16(0, true);
  bytes.set([length, twin(family, "AF_", linux, darwin) ?? family]);
}

/** Makes the functions; `setErrno` is how they leave theirs. */
export function darwinOnLinux(setErrno: (number: number) => void): Partial<DarwinSymbols> {
  const places = { paths: [], names: ["libc.so.6", `libc.musl-${Deno.build.arch}.so.1`] };
  const c = openLibrary(places, symbols);
  const { pipe } = openLibrary(places, { pipe: { parameters: ["buffer"], result: "i32" } });
  const memory = makeMemory(c);
  const linuxNumber = makeErrnoReader(c, c.__errno_location());

  let errno = 0;
  function fail(number: number): -1 {
    setErrno(errno = number);
    return -1;
  }
  function done(result: number): number {
    const number = result < 0 ? linuxNumber() : 0;
    return result < 0 ? fail(twin(number, "E", linuxErrno, darwinErrno) ?? 9999) : result;
  }

  /** The sockets that raise no SIGPIPE. */
  const quiet = new Set<number>();
  function sending(fd: number, result: () => number): number {
    if (!quiet.has(fd)) throw new Error(`a SIGPIPE could come of ${fd}`);
    return done(result());
  }

  /** Lets Linux write an address, and makes it one of macOS. */
  function named(address: unknown, length: unknown, call: () => number): number {
    const result = done(call());
    if (result >= 0 && address !== null && length instanceof Uint32Array) {
      toDarwin(bytesOf(address), length[0] ?? 0);
    }
    return result;
  }

  /** What C reaches only by addresses. */
  const alive = new Set<unknown>();

  /** A header of macOS as Linux has it, with an address and control data of its own. */
  function header(given: unknown, sent: boolean) {
    const view = viewOf(bytesOf(given));
    const { msg_name, msg_namelen, msg_iov, msg_iovlen, msg_control, msg_controllen } =
      layout.msghdr;
    const parts = {
      name: getPointer(view, 0, msg_name),
      namelen: getUnsigned(view, 0, msg_namelen),
      iov: getPointer(view, 0, msg_iov),
      iovlen: getUnsigned(view, 0, msg_iovlen),
      control: getPointer(view, 0, msg_control),
      controllen: getUnsigned(view, 0, msg_controllen),
    };
    let name: Bytes = new Uint8Array(sent ? 0 : parts.namelen);
    let control: Bytes = new Uint8Array(sent || parts.control === 0n ? 0 : 8192);
    if (sent && parts.name !== 0n) {
      name = toLinux(memory.read(parts.name, parts.namelen), parts.namelen);
    }
    if (sent && parts.control !== 0n) {
      const bytes = memory.read(parts.control, parts.controllen);
      control = encodeControl(
        decodeControl(bytes, bytes.length, layout).map((
          [each, type, data],
        ): Cmsg => [level(each), type, data]),
        linuxLayout,
      );
    }
    const translated = new Uint8Array(linuxLayout.msghdr.size);
    writeMsghdr(viewOf(translated), {
      ...parts,
      name: name.length === 0 ? 0n : memory.address(name),
      namelen: name.length,
      control: control.length === 0 ? 0n : memory.address(control),
      controllen: control.length,
      flags: 0,
    }, linuxLayout);
    return { view, parts, name, control, translated };
  }

  // A kqueue is an epoll; its EVFILT_USER is an eventfd.
  const queues = new Map<number, { user: number; watched: Map<number, Map<number, number>> }>();
  const eventSize = Deno.build.arch === "x86_64" ? 12 : 16;

  function change(kq: number, ident: number, filter: number, flags: number, udata: number): number {
    const queue = queues.get(kq);
    if (queue === undefined) return darwinErrno.EBADF;
    if (filter === darwin.EVFILT_USER) {
      if ((flags & darwin.EV_ADD) !== 0) {
        queue.user = c.eventfd(0, linux.EFD_NONBLOCK);
        control(kq, queue.user, linux.EPOLL_CTL_ADD, linux.EPOLLIN);
      } else c.write(queue.user, new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0]), 8);
      return 0;
    }
    const filters = queue.watched.get(ident) ?? new Map<number, number>();
    const known = filters.size > 0;
    if ((flags & darwin.EV_ADD) !== 0) filters.set(filter, udata);
    else if (!filters.delete(filter)) return darwinErrno.ENOENT;
    queue.watched.set(ident, filters);
    const mask = (filters.has(darwin.EVFILT_READ) ? linux.EPOLLIN | linux.EPOLLRDHUP : 0) |
      (filters.has(darwin.EVFILT_WRITE) ? linux.EPOLLOUT : 0);
    if (filters.size === 0) {
      queue.watched.delete(ident);
      return control(kq, ident, linux.EPOLL_CTL_DEL, 0);
    }
    const first = known ? linux.EPOLL_CTL_MOD : linux.EPOLL_CTL_ADD;
    const result = control(kq, ident, first, mask);
    // The same number as before, of a descriptor that was closed, or dup'ed, meanwhile.
    if (result === darwinErrno.ENOENT) return control(kq, ident, linux.EPOLL_CTL_ADD, mask);
    if (result === darwinErrno.EEXIST) return control(kq, ident, linux.EPOLL_CTL_MOD, mask);
    if (result !== 0) queue.watched.delete(ident);
    return result;
  }

  function control(kq: number, fd: number, operation: number, mask: number): number {
    const event = new Uint8Array(eventSize);
    viewOf(event).setUint32(0, (mask | linux.EPOLLET) >>> 0, true);
    viewOf(event).setInt32(eventSize - 8, fd, true);
    return done(c.epoll_ctl(kq, operation, fd, event)) < 0 ? errno : 0;
  }

  /** The events that are ready now. */
  function take(kq: number, room: number): Bytes {
    const queue = queues.get(kq);
    const events = new Uint8Array(eventSize * room);
    const view = viewOf(events);
    const found = makeKevents(room);
    let length = 0;
    // Each event of Linux may be two.
    while (length + 2 <= room) {
      const count = c.epoll_wait(kq, events, Math.floor((room - length) / 2), 0);
      if (count <= 0) break;
      for (let at = 0; at < count * eventSize; at += eventSize) {
        const mask = view.getUint32(at, true);
        const ident = view.getInt32(at + eventSize - 8, true);
        const broken = (mask & (linux.EPOLLERR | linux.EPOLLHUP)) !== 0;
        const ready = (filter: number, bits: number, udata: number | undefined) => {
          if (udata === undefined || (!broken && (mask & bits) === 0)) return;
          const end = broken ||
            (filter === darwin.EVFILT_READ && (mask & linux.EPOLLRDHUP) !== 0);
          const flags = darwin.EV_CLEAR | (end ? darwin.EV_EOF : 0);
          const event = { ident, filter, flags, fflags: 0, data: 0, udata };
          writeKevent(viewOf(found), length++, event);
        };
        const filters = queue?.watched.get(ident);
        if (ident === queue?.user) ready(darwin.EVFILT_USER, linux.EPOLLIN, 0);
        const reading = linux.EPOLLIN | linux.EPOLLRDHUP;
        ready(darwin.EVFILT_READ, reading, filters?.get(darwin.EVFILT_READ));
        ready(darwin.EVFILT_WRITE, linux.EPOLLOUT, filters?.get(darwin.EVFILT_WRITE));
      }
    }
    return found.slice(0, length * kevent.size);
  }

  return {
    socket: (family, type, protocol) =>
      done(c.socket(twin(family, "AF_", darwin, linux) ?? family, type, protocol)),
    socketpair: (family, type, protocol, pair) => done(c.socketpair(family, type, protocol, pair)),
    pipe: (pair) => done(pipe(pair)),
    close(fd) {
      quiet.delete(fd);
      return done(c.close(fd));
    },
    fcntl(fd, command, argument) {
      if (command === darwin.F_SETFL) {
        return done(c.fcntl(fd, linux.F_SETFL, argument === darwin.O_NONBLOCK ? 0o4000 : 0));
      }
      const result = done(c.fcntl(fd, twin(command, "F_", darwin, linux) ?? -1, argument));
      if (command === darwin.F_DUPFD_CLOEXEC && quiet.has(fd)) quiet.add(result);
      return result;
    },
    ioctl(fd, request, argument) {
      if (Number(request) !== darwin.FIONBIO) return fail(darwinErrno.ENOTTY);
      return done(c.ioctl(fd, linux.FIONBIO, argument));
    },
    bind: (fd, address, length) => done(c.bind(fd, toLinux(address, length), length)),
    connect: (fd, address, length) => done(c.connect(fd, toLinux(address, length), length)),
    listen: (fd, backlog) => done(c.listen(fd, backlog)),
    accept: (fd, address, length) =>
      named(address, length, () => {
        // The mode of the listener is the connection's, as on BSDs.
        const mode = c.fcntl(fd, linux.F_GETFL, 0) & 0o4000;
        return c.accept4(fd, address, length, mode);
      }),
    getsockname: (fd, address, length) =>
      named(address, length, () => c.getsockname(fd, address, length)),
    getpeername: (fd, address, length) =>
      named(address, length, () => c.getpeername(fd, address, length)),
    getsockopt: (fd, given, name, value, length) =>
      done(c.getsockopt(fd, level(given), twin(name, "SO_", darwin, linux) ?? -1, value, length)),
    setsockopt(fd, given, name, value, length) {
      if (given === darwin.SOL_SOCKET && name === darwin.SO_NOSIGPIPE) {
        quiet.add(fd);
        return 0;
      }
      const option = given === darwin.SOL_SOCKET ? twin(name, "SO_", darwin, linux) ?? -1 : name;
      return done(c.setsockopt(fd, level(given), option, value, length));
    },
    shutdown: (fd, how) => done(c.shutdown(fd, how)),
    recv: (fd, buffer, length, given) =>
      done(c.recv(fd, buffer, length, flags(given, darwin, linux))),
    recvfrom: (fd, buffer, length, given, address, addressLength) =>
      named(
        address,
        addressLength,
        () => c.recvfrom(fd, buffer, length, flags(given, darwin, linux), address, addressLength),
      ),
    send: (fd, buffer, length, given) =>
      sending(fd, () => c.send(fd, buffer, length, flags(given, darwin, linux))),
    sendto: (fd, buffer, length, given, address, size) =>
      sending(fd, () =>
        c.sendto(
          fd,
          buffer,
          length,
          flags(given, darwin, linux),
          toLinux(address, size),
          size,
        )),
    sendmsg: (fd, message, given) =>
      sending(fd, () => {
        const { translated, ...kept } = header(message, true);
        alive.add(kept);
        const result = c.sendmsg(fd, translated, flags(given, darwin, linux));
        alive.delete(kept);
        return result;
      }),
    recvmsg(fd, message, given) {
      const { view, parts, name, control, translated } = header(message, false);
      const result = done(c.recvmsg(fd, translated, flags(given, darwin, linux)));
      if (result < 0) return result;
      const received = readMsghdr(viewOf(translated), linuxLayout);
      toDarwin(name, received.namelen);
      if (parts.name !== 0n) memory.write(parts.name, name);
      const messages = decodeControl(control, received.controllen, linuxLayout).map((
        [each, type, data],
      ): Cmsg => [each === linux.SOL_SOCKET ? darwin.SOL_SOCKET : each, type, data]);
      const came = encodeControl(messages, layout);
      const length = Math.min(came.length, parts.controllen);
      if (length > 0) memory.write(parts.control, came.slice(0, length));
      setInteger(view, 0, layout.msghdr.msg_namelen, received.namelen);
      setInteger(view, 0, layout.msghdr.msg_controllen, length);
      const cut = length < came.length ? darwin.MSG_CTRUNC : 0;
      setInteger(view, 0, layout.msghdr.msg_flags, flags(received.flags, linux, darwin) | cut);
      return result;
    },
    sendfile(file, fd, offset, length) {
      const position = new BigInt64Array([BigInt(offset)]);
      const wanted = new BigInt64Array(bytesOf(length).buffer);
      const [all = 0n] = wanted;
      let sent = 0n;
      while (all === 0n || sent < all) {
        const result = sending(fd, () => c.sendfile(fd, file, position, all - sent));
        if (result < 0 && errno !== darwinErrno.EAGAIN) return result;
        wanted[0] = sent += BigInt(Math.max(0, result));
        if (result <= 0) return result;
      }
      return 0;
    },
    read: (fd, buffer, length) => done(c.read(fd, buffer, length)),
    write: (fd, buffer, length) => done(c.write(fd, buffer, length)),
    lseek: (fd, offset, whence) => c.lseek(fd, offset, whence),
    poll: (fds, count, timeout) => done(c.poll(fds, BigInt(count), timeout)),
    poll_parked: (fds, count, timeout) => c.poll_parked(fds, BigInt(count), timeout),
    kqueue() {
      const kq = done(c.epoll_create1(0));
      if (kq >= 0) queues.set(kq, { user: -1, watched: new Map() });
      return kq;
    },
    kevent(kq, changes, count, events, room) {
      const answers = makeKevents(count);
      for (let index = 0; index < count; index++) {
        const { ident, filter, flags, udata, ...rest } = readKevent(
          viewOf(bytesOf(changes)),
          index,
        );
        const data = change(kq, ident, filter, flags, udata);
        const answer = { ident, filter, flags: darwin.EV_ERROR, udata, ...rest, data };
        writeKevent(viewOf(answers), index, answer);
      }
      if (events === null) return 0;
      const found = count > 0 ? answers : take(kq, room);
      bytesOf(events).set(found);
      return found.length / kevent.size;
    },
    async kevent_parked(kq, _changes, _count, events, room) {
      const fds = makePollfds(1, linuxLayout);
      writePollfd(viewOf(fds), 0, kq, linux.POLLIN, linuxLayout);
      const parked = memory.allocate(fds.length);
      memory.write(parked, fds);
      await c.poll_parked(parked, 1n, -1);
      memory.free(parked);
      const found = take(kq, room);
      memory.write(BigInt(events), real(found));
      return found.length / kevent.size;
    },
    strerror: (number) => c.strerror(twin(number, "E", darwinErrno, linuxErrno) ?? number),
    if_nametoindex: (name) => c.if_nametoindex(name),
    if_indextoname: (index, name) => c.if_indextoname(index, name),
    getservbyname: () => 0n,
  };
}

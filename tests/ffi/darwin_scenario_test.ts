/**
 * One scenario on Linux's backend and on macOS's, which here runs on Linux with its calls translated:
 * whatever the calls are, real data has to come through them, and nothing may stay open.
 */
import { assert, assertEquals, assertGreater } from "@std/assert";
import { darwin } from "../../constants/darwin.ts";
import { darwin as darwinErrno } from "../../constants/errno/darwin.ts";
import { linux as linuxErrno } from "../../constants/errno/linux.ts";
import { linux } from "../../constants/linux.ts";
import { type Backend, backend, type BatchMessage, type Message } from "../../ffi/backend/mod.ts";
import { makeBackend } from "../../ffi/backend/darwin.ts";
import { CMSG_LEN, CMSG_SPACE, decodeControl, encodeControl } from "../../ffi/struct/cmsg.ts";
import { loop } from "../../src/awaited/engine.ts";
import { makeReactor, type Reactor, type Watch } from "../../src/awaited/reactor.ts";
import { check, failure } from "../../src/failure.ts";
import { decodeAddress, encodeAddress, sockaddr_storage } from "../../src/sockaddr/mod.ts";
import { pattern, sha256 } from "../socket/helpers.ts";
import { census, test } from "../support/census.ts";
import { tempDir } from "../support/temp.ts";
import { darwinOnLinux } from "./darwin_on_linux.ts";
import { record, type Recording } from "./recording.ts";

const ignore = Deno.build.os !== "linux"; // what the calls are translated to

interface System {
  readonly name: string;
  readonly os: Backend;
  readonly errno: typeof linuxErrno | typeof darwinErrno;
  readonly constants: typeof linux | typeof darwin;
}

function translated(arch: "x86_64" | "aarch64"): System {
  const recording: Recording = record(arch, darwinOnLinux((number) => recording.fail(number)));
  const os = makeBackend(recording.library);
  return { name: `darwin ${arch}`, os, errno: darwinErrno, constants: darwin };
}

const systems: System[] = ignore ? [] : [
  { name: "linux", os: backend(), errno: linuxErrno, constants: linux },
  translated("x86_64"),
  translated("aarch64"),
];

interface Context extends System {
  /** The descriptor, closed with the test. */
  own(fd: number): number;
  close(fd: number): void;
  pair(type?: number): [number, number];
  encode(family: "AF_INET" | "AF_INET6" | "AF_UNIX", address: unknown): Uint8Array<ArrayBuffer>;
  nameOf(fd: number, which: "getsockname" | "getpeername"): unknown;
}

function scenario(name: string, fn: (context: Context) => void | Promise<void>): void {
  for (const system of systems) {
    const { os } = system;
    test(`${system.name}: ${name}`, async () => {
      const open = new Set<number>();
      const own = (fd: number) => {
        open.add(check(fd, "open"));
        return fd;
      };
      try {
        await fn({
          ...system,
          own,
          close(fd) {
            open.delete(fd);
            check(os.close(fd), "close");
          },
          pair(type = system.constants.SOCK_STREAM) {
            const pair = new Int32Array(2);
            check(os.socketpair(system.constants.AF_UNIX, type, 0, pair), "socketpair");
            const [a = -1, b = -1] = pair;
            return [own(a), own(b)];
          },
          encode: (family, address) => encodeAddress(os.layout[family], address, os.layout),
          nameOf(fd, which) {
            const room = new Uint8Array(sockaddr_storage);
            const length = new Uint32Array([room.length]);
            check(os[which](fd, room, length), which);
            return decodeAddress(room, length[0] ?? 0, os.layout);
          },
        });
      } finally {
        for (const fd of open) os.close(fd);
      }
    });
  }
}

const text = (value: string) => new TextEncoder().encode(value);

/** A listener of TCP on a port of its own, and a connection to it. */
function connected(context: Context, family: "AF_INET" | "AF_INET6" = "AF_INET") {
  const { os, own, encode, nameOf, constants } = context;
  const host = family === "AF_INET" ? "127.0.0.1" : "::1";
  const rest = family === "AF_INET" ? [] : [0, 0];
  const listener = own(os.socket(os.layout[family], constants.SOCK_STREAM, 0));
  check(os.bind(listener, encode(family, [host, 0, ...rest])), "bind");
  check(os.listen(listener, 5), "listen");
  const name = nameOf(listener, "getsockname");
  const client = own(os.socket(os.layout[family], constants.SOCK_STREAM, 0));
  check(os.connect(client, encode(family, name)), "connect");
  return { listener, client, name };
}

for (const family of ["AF_INET", "AF_INET6"] as const) {
  scenario(`TCP over ${family}, from socket to the end of the stream`, (context) => {
    const { os, own, nameOf, errno, constants, close } = context;
    const { listener, client, name } = connected(context, family);
    assertEquals(os.set_nonblocking(listener, true), 0);
    const room = new Uint8Array(sockaddr_storage);
    const length = new Uint32Array([room.length]);
    const server = own(os.accept(listener, room, length));
    assertEquals(decodeAddress(room, length[0] ?? 0, os.layout), nameOf(client, "getsockname"));
    assertEquals([nameOf(server, "getsockname"), nameOf(client, "getpeername")], [name, name]);
    assertEquals(os.accept(listener, null, length), -errno.EAGAIN);
    for (const fd of [listener, client, server]) assertEquals(os.get_inheritable(fd), 0);

    const buffer = new Uint8Array(100);
    assertEquals(os.recv(server, buffer, 100, constants.MSG_DONTWAIT), -errno.EAGAIN);
    assertEquals(os.send(client, text("echo"), 4, 0), 4);
    // Were it not blocking, there might be nothing yet.
    assertEquals(os.recv(server, buffer, 100, constants.MSG_PEEK), 4);
    assertEquals(os.recv(server, buffer, 100, 0), 4);
    assertEquals(os.send(server, buffer.subarray(0, 4), 4, 0), 4);
    assertEquals(os.recv(client, buffer, 4, constants.MSG_WAITALL), 4);
    assertEquals(buffer.subarray(0, 4), text("echo"));

    const on = new Uint8Array([1, 0, 0, 0]);
    assertEquals(os.setsockopt(client, constants.SOL_SOCKET, constants.SO_KEEPALIVE, on, 4), 0);
    const value = new Uint8Array(4);
    const size = new Uint32Array([4]);
    os.getsockopt(client, constants.SOL_SOCKET, constants.SO_KEEPALIVE, value, size);
    assertEquals([value[0], size[0]], [1, 4]);
    assertEquals(
      os.setsockopt(client, constants.SOL_SOCKET, constants.SO_LINGER, on, 4),
      -errno.EINVAL,
    );

    const found = { family: 0, type: 0, proto: 0 };
    assertEquals(os.describe(server, found), 0);
    assertEquals([found.family, found.type], [os.layout[family], constants.SOCK_STREAM]);

    assertEquals(os.shutdown(client, constants.SHUT_WR), 0);
    assertEquals(os.recv(server, buffer, 100, 0), 0);
    close(client);
    while (os.send(server, buffer, 1, 0) === 1);
    assert([-errno.EPIPE, -errno.ECONNRESET].includes(os.send(server, buffer, 1, 0)));
  });
}

scenario(
  "a second descriptor, inheritance, and what is no socket",
  ({ os, own, pair, errno, close }) => {
    const [a, b] = pair();
    const copy = own(os.dup(a));
    assertEquals(os.get_inheritable(copy), 0);
    assertEquals([os.set_inheritable(copy, true), os.get_inheritable(copy)], [0, 1]);
    assertEquals([os.set_inheritable(copy, false), os.get_inheritable(copy)], [0, 0]);
    close(a);
    assertEquals(os.send(copy, text("x"), 1, 0), 1);
    assertEquals(os.recv(b, new Uint8Array(5), 5, 0), 1);
    assertEquals(os.describe(2 ** 30, { family: 0, type: 0, proto: 0 }), -errno.EBADF);
    assertEquals(os.send(own(os.dup(b)), text("x"), 1, 0), 1);
  },
);

scenario("UDP, one by one and in batches", (context) => {
  const { os, own, encode, nameOf, constants } = context;
  const [from = -1, to = -1] = [0, 1].map(() => {
    const fd = own(os.socket(constants.AF_INET, constants.SOCK_DGRAM, 0));
    check(os.bind(fd, encode("AF_INET", ["127.0.0.1", 0])), "bind");
    return fd;
  });
  const destination = encode("AF_INET", nameOf(to, "getsockname"));
  const source = nameOf(from, "getsockname");
  const buffer = new Uint8Array(10);
  const room = new Uint8Array(sockaddr_storage);
  const length = new Uint32Array([room.length]);
  assertEquals(os.sendto(from, text("one"), 3, 0, destination), 3);
  assertEquals(os.recvfrom(to, buffer, 10, 0, room, length), 3);
  assertEquals(decodeAddress(room, length[0] ?? 0, os.layout), source);

  const message = (bytes: Uint8Array<ArrayBuffer>, address: Uint8Array<ArrayBuffer>): Message => ({
    buffers: [bytes.subarray(0, 1), bytes.subarray(1)],
    control: null,
    address,
    controlLength: 0,
    addressLength: address.length,
    flags: 0,
  });
  const messages = ["two", "three", "four"].map((word) => message(text(word), destination));
  for (let sent = 0; sent < 3;) {
    sent += check(os.sendmmsg(from, messages, sent, 0), "sendmmsg");
  }
  const rooms = Array.from({ length: 4 }, (): BatchMessage => ({
    ...message(new Uint8Array(4), new Uint8Array(sockaddr_storage)),
    length: 0,
  }));
  assertEquals(os.recvmmsg(to, rooms, 0), 3);
  assertEquals(rooms.map(({ length }) => length), [3, 4, 4, 0]);
  assertEquals(rooms.map(({ flags }) => (flags & constants.MSG_TRUNC) !== 0), [
    false,
    true,
    false,
    false,
  ]);
  for (const { address, addressLength } of rooms.slice(0, 3)) {
    assertEquals(decodeAddress(address ?? room, addressLength, os.layout), source);
  }
});

scenario("a path in the file system", (context) => {
  const { os, own, encode, nameOf, constants } = context;
  using dir = tempDir();
  const path = `${dir.path}/socket`;
  const listener = own(os.socket(constants.AF_UNIX, constants.SOCK_STREAM, 0));
  check(os.bind(listener, encode("AF_UNIX", path)), "bind");
  check(os.listen(listener, 1), "listen");
  assertEquals(nameOf(listener, "getsockname"), path);
  const client = own(os.socket(constants.AF_UNIX, constants.SOCK_STREAM, 0));
  check(os.connect(client, encode("AF_UNIX", path)), "connect");
  const length = new Uint32Array([sockaddr_storage]);
  own(os.accept(listener, new Uint8Array(sockaddr_storage), length));
  assertEquals(nameOf(client, "getpeername"), path);
});

function rights(room: number): Message {
  return {
    buffers: [new Uint8Array(1)],
    control: new Uint8Array(room),
    address: null,
    controlLength: room,
    addressLength: 0,
    flags: 0,
  };
}

scenario("descriptors travel, and those without room are closed", (context) => {
  const { os, own, pair, constants } = context;
  const [a, b] = pair();
  const [c, d] = pair();
  const { SOL_SOCKET, SCM_RIGHTS, MSG_CTRUNC } = constants;
  const data = new Uint8Array(new Int32Array([c, d, c]).buffer);
  const control = encodeControl([[SOL_SOCKET, SCM_RIGHTS, data]], os.layout);
  const sent = { ...rights(0), control, controlLength: control.length };
  for (const count of [3, 1, 2]) {
    assertEquals(os.sendmsg(a, sent, 0), 1);
    const message = rights(CMSG_LEN(4 * count, os.layout));
    const before = census().size;
    assertEquals(os.recvmsg(b, message, 0), 1);
    assertEquals(census().size - before, count);
    assertEquals((message.flags & MSG_CTRUNC) !== 0, count < 3);
    const [[level, type, came] = [0, 0, data]] = decodeControl(
      message.control ?? data,
      message.controlLength,
      os.layout,
    );
    assertEquals([level, type, came.length], [SOL_SOCKET, SCM_RIGHTS, 4 * count]);
    for (const fd of new Int32Array(came.slice().buffer)) {
      assertEquals(os.get_inheritable(own(fd)), 0);
    }
    const [first = -1] = new Int32Array(came.slice().buffer);
    assertEquals(os.recv(first, new Uint8Array(1), 1, constants.MSG_DONTWAIT) < 0, true);
  }
  // Through a descriptor that came.
  assertEquals(os.sendmsg(a, sent, 0), 1);
  const message = rights(CMSG_SPACE(12, os.layout));
  os.recvmsg(b, message, 0);
  const [[, , came] = [0, 0, data]] = decodeControl(message.control ?? data, 28, os.layout);
  const fds = [...new Int32Array(came.slice(0, 12).buffer)];
  fds.forEach(own);
  assertEquals(os.read(d, new Uint8Array(1), 0), 0);
  assertEquals(os.send(c, text("!"), 1, 0), 1);
  assertEquals(os.recv(fds[1] ?? -1, new Uint8Array(1), 1, 0), 1);
});

scenario("a file is sent in pieces to a socket that does not block", ({ os, pair, errno }) => {
  const [a, b] = pair();
  os.set_nonblocking(a, true);
  using dir = tempDir();
  const path = `${dir.path}/file`;
  const content = pattern(1 << 20);
  Deno.writeFileSync(path, content);
  using file = Deno.openSync(path);
  assert(file.statSync().isFile);
  const fd = [...census()].find(([, target]) => target === path)?.[0] ?? -1;
  const start = 1000;
  const received = new Uint8Array(content.length - start);
  const buffer = new Uint8Array(1 << 16);
  let length = 0;
  const receive = () => {
    const came = check(os.recv(b, buffer, buffer.length, 0), "recv");
    received.set(buffer.subarray(0, came), length);
    length += came;
  };
  let offset = start, pieces = 0, blocked = 0;
  while (offset < content.length) {
    const sent = os.sendfile(a, fd, offset, content.length);
    if (sent === -errno.EAGAIN) {
      blocked++;
      receive();
    } else {
      assertGreater(sent, 0);
      offset += sent;
      pieces++;
    }
  }
  assertEquals(os.sendfile(a, fd, offset, 10), 0);
  os.close(os.dup(a));
  while (length < received.length) receive();
  assert(pieces > 1 && blocked > 0);
  assertEquals(sha256(received), sha256(content.subarray(start)));
  assert(os.sendfile(a, b, 0, 10) < 0);
});

scenario("waiting for one descriptor", ({ os, pair, close }) => {
  const [a, b] = pair();
  assertEquals([os.wait(a, true, false, 0), os.wait(a, true, false, 1)], [0, 0]);
  assertGreater(os.wait(a, true, true, -1), 0);
  os.send(b, text("x"), 1, 0);
  assertGreater(os.wait(a, true, false, -1), 0);
  os.recv(a, new Uint8Array(1), 1, 0);
  close(b);
  assertGreater(os.wait(a, true, false, -1), 0);
});

/** Each system's reactors stay, as an isolate's does. */
const reactors = systems.flatMap(({ name, os }) =>
  ([["best", os.makePoller()], ["poll", os.makeFallbackPoller()]] as const).map(
    ([kind, poller]) => {
      if (typeof poller === "number") throw failure(-poller, "makePoller");
      const made = poller;
      const parked = { calls: 0 };
      async function park(): Promise<void> {
        parked.calls++;
        await made.park();
        parked.calls--;
      }
      const reactor = makeReactor({ ...made, park }, loop, failing);
      return { name: `${name} ${kind}`, parked, reactor };
    },
  )
);

function failing(error: number): unknown {
  return failure(error, "poll");
}

/** An operation that is tried until it does not block any more. */
function awaited(
  reactor: Reactor,
  watch: Watch,
  direction: "read" | "write",
  again: number,
  operation: () => number,
): Promise<number> {
  const first = operation();
  if (first !== -again) return Promise.resolve(first);
  return new Promise((resolve, reject) =>
    reactor.wait(watch, direction, {
      attempt() {
        const result = operation();
        if (result === -again) return false;
        resolve(result);
        return true;
      },
      fail: reject,
    })
  );
}

for (const [index, { name, parked, reactor }] of reactors.entries()) {
  const system = systems[index >> 1];
  if (system === undefined) continue;
  const { os, errno, constants } = system;
  test(`${name}: an echo server and its clients, awaited`, async () => {
    const address = encodeAddress(constants.AF_INET, ["127.0.0.1", 0], os.layout);
    const listener = check(os.socket(constants.AF_INET, constants.SOCK_STREAM, 0), "socket");
    os.set_nonblocking(listener, true);
    check(os.bind(listener, address), "bind");
    check(os.listen(listener, 20), "listen");
    const room = new Uint8Array(sockaddr_storage);
    const length = new Uint32Array([room.length]);
    check(os.getsockname(listener, room, length), "getsockname");
    const name = room.slice(0, length[0]);

    const CLIENTS = 10;
    const listening = reactor.watch(listener);
    const gone = () => new Error("closed");

    async function serve(): Promise<void> {
      const fd = check(
        await awaited(
          reactor,
          listening,
          "read",
          errno.EAGAIN,
          () => os.accept(listener, null, length),
        ),
        "accept",
      );
      os.set_nonblocking(fd, true);
      const watch = reactor.watch(fd);
      const buffer = new Uint8Array(50_000);
      for (;;) {
        const receive = () => os.recv(fd, buffer, buffer.length, 0);
        const came = check(await awaited(reactor, watch, "read", errno.EAGAIN, receive), "recv");
        if (came === 0) break;
        for (let at = 0; at < came;) {
          const send = () => os.send(fd, buffer.subarray(at, came), came - at, 0);
          at += check(await awaited(reactor, watch, "write", errno.EAGAIN, send), "send");
        }
      }
      reactor.forget(watch, gone);
      os.close(fd);
    }

    async function ask(number: number): Promise<void> {
      const fd = check(os.socket(constants.AF_INET, constants.SOCK_STREAM, 0), "socket");
      os.set_nonblocking(fd, true);
      const watch = reactor.watch(fd);
      const begun = os.connect(fd, name);
      if (begun !== 0) {
        assertEquals(begun, -errno.EINPROGRESS);
        await new Promise<void>((resolve, fail) =>
          reactor.wait(watch, "write", {
            attempt() {
              if (os.wait(fd, false, true, 0) === 0) return false;
              resolve();
              return true;
            },
            fail,
          })
        );
      }
      // Each client has bytes of its own.
      const data = pattern(300_000 + number).subarray(number);
      const back = new Uint8Array(data.length);
      async function sending() {
        for (let at = 0; at < data.length;) {
          const send = () => os.send(fd, data.subarray(at), data.length - at, 0);
          at += check(await awaited(reactor, watch, "write", errno.EAGAIN, send), "send");
        }
        os.shutdown(fd, constants.SHUT_WR);
      }
      async function receiving() {
        for (let at = 0;;) {
          const rest = back.subarray(at);
          const receive = () => os.recv(fd, rest, rest.length, 0);
          const came = check(await awaited(reactor, watch, "read", errno.EAGAIN, receive), "recv");
          if (came === 0) break;
          at += came;
        }
      }
      await Promise.all([sending(), receiving()]);
      assertEquals(back, data);
      reactor.forget(watch, gone);
      os.close(fd);
    }

    const numbers = Array.from({ length: CLIENTS }, (_, index) => index + 1);
    await Promise.all([...numbers.map(() => serve()), ...numbers.map(ask)]);
    // Nobody comes: it waits off the thread, until it is told.
    const accept = () => os.accept(listener, null, length);
    const last = awaited(reactor, listening, "read", errno.EAGAIN, accept)
      .catch((error) => error.message);
    const turn = () => new Promise<void>((resolve) => loop.soon(resolve));
    while (parked.calls === 0) await turn();
    reactor.forget(listening, gone);
    os.close(listener);
    assertEquals(await last, "closed");
    while (parked.calls > 0) await turn();
  });
}

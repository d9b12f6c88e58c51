/** The pairs that Windows gets, made of the calls of whatever OS this is: they are the same. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  BlockingIOError,
  errno,
  OSError,
  recv_fds,
  send_fds,
  SOCK_DGRAM,
  SOCK_STREAM,
  socket,
  socketpair,
  SocketType,
} from "@bsd/socket";
import { backend } from "../../ffi/backend/mod.ts";
import { makeSocketpair, type PairingCalls } from "../../ffi/backend/emulated_socketpair.ts";
import { type IpAddress, LOOPBACK, winsock } from "../socket/helpers.ts";
import { test } from "../support/census.ts";

const { layout } = backend();

/** Makes a pair over this OS's calls, some of them replaced: the result and both descriptors. */
function pairOver(replaced: Partial<PairingCalls>, family: number, type: number = SOCK_STREAM) {
  const pair = new Int32Array([-1, -1]);
  const result = makeSocketpair({ ...backend(), ...replaced }, layout)(family, type, 0, pair);
  const [first = -1, second = -1] = pair;
  return { result, first, second };
}

for (const { name, family, host } of LOOPBACK) {
  test(`emulated socketpair over ${name}: both ends are one connection, and nobody inherits it`, () => {
    const { result, first, second } = pairOver({}, family);
    assertEquals(result, 0);
    using a = socket<IpAddress>({ family, fileno: first });
    using b = socket<IpAddress>({ family, fileno: second });
    assertEquals(a.getsockname(), b.getpeername());
    assertEquals(b.getsockname(), a.getpeername());
    const [bound] = a.getsockname();
    assertEquals(bound, host);
    assertEquals([a.get_inheritable(), b.get_inheritable()], [false, false]);
    a.sendall(Uint8Array.of(1, 2));
    b.sendall(Uint8Array.of(3));
    assertEquals([...b.recv(10)], [1, 2]);
    assertEquals([...a.recv(10)], [3]);
  });

  test(`emulated socketpair over ${name}: a stranger who connects first is not taken for us`, () => {
    using stranger = socket(family, SOCK_STREAM);
    const address = new Uint8Array(128);
    const length = new Uint32Array([address.length]);
    let served = -1;
    const { result, first, second } = pairOver({
      listen(fd, backlog) {
        // With room for the stranger, and for us behind it.
        const listening = backend().listen(fd, backlog + 1);
        backend().getsockname(fd, address, length);
        const connected = backend().connect(
          stranger.fileno(),
          address.slice(0, length[0]),
        );
        return Math.min(listening, connected);
      },
      accept(fd, address, length) {
        return served = backend().accept(fd, address, length);
      },
    }, family);
    assert(served >= 0, "somebody was accepted");
    assertEquals({ result, first, second }, {
      result: -errno.ECONNABORTED,
      first: -1,
      second: -1,
    });
  });
}

test("emulated socketpair: whatever fails, its error is the result and nothing stays open", () => {
  const failing = -errno.ENOBUFS;
  for (
    const name of ["bind", "listen", "connect", "accept", "getsockname", "getpeername"] as const
  ) {
    assertEquals(pairOver({ [name]: () => failing }, AF_INET).result, failing, name);
  }
  for (const nth of [1, 2]) {
    let made = 0;
    const { result } = pairOver({
      socket: (...kind) => ++made === nth ? failing : backend().socket(...kind),
    }, AF_INET);
    assertEquals([nth, result], [nth, failing]);
  }
});

test("emulated socketpair: streams of IP alone", () => {
  assertEquals(pairOver({}, AF_UNSPEC).result, -errno.EAFNOSUPPORT);
  assertEquals(pairOver({}, AF_INET, SOCK_DGRAM).result, -errno.EOPNOTSUPP);
  assertEquals(pairOver({}, AF_INET6, SOCK_DGRAM).result, -errno.EOPNOTSUPP);
});

test({
  name: "Windows: socketpair is of TCP, as Python's is",
  ignore: !winsock,
  fn() {
    const pairs = [
      [AF_INET, socketpair()],
      [AF_INET, socketpair(AF_INET, SOCK_STREAM)],
      [AF_INET6, socketpair(AF_INET6, SOCK_STREAM)],
    ] as const;
    for (const [family, [a, b]] of pairs) {
      using _a = a, _b = b;
      for (const [from, to] of [[a, b], [b, a]] as const) {
        assert(from instanceof SocketType);
        assertEquals([from.family, from.type, from.proto], [family, SOCK_STREAM, 0]);
        assertEquals([from.gettimeout(), from.get_inheritable()], [null, false]);
        assertEquals(from.send(Uint8Array.of(1, 2, 3)), 3);
        assertEquals([...to.recv(10)], [1, 2, 3]);
        to.setblocking(false);
        assertThrows(() => to.recv(1), BlockingIOError);
        to.setblocking(true);
      }
    }
    const error = assertThrows(() => socketpair(AF_INET, SOCK_DGRAM), OSError);
    assertEquals([error.code, error.syscall], ["EOPNOTSUPP", "socketpair"]);
    assertThrows(() => socketpair(undefined), TypeError, "family is undefined");
  },
});

test({
  name: "Windows: descriptors are not sent, nor asked for",
  ignore: !winsock,
  fn() {
    const [a, b] = socketpair();
    using _a = a, _b = b;
    assertThrows(() => send_fds(a, [Uint8Array.of(1)], [a.fileno()]), TypeError, "cmsg_type");
    b.setblocking(false);
    assertThrows(() => recv_fds(b, 1, 1), BlockingIOError, "", "nothing was sent");
    a.send(Uint8Array.of(2));
    assertEquals(recv_fds(b, 1, 1), [Uint8Array.of(2), [], 0, null]);
  },
});

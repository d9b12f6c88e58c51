/** Windows' own: control codes, sockets for other processes, exclusive addresses. */
import { assertEquals, assertInstanceOf, assertNotEquals, assertThrows } from "@std/assert";
import {
  AF_INET,
  create_server,
  errno,
  fromshare,
  IPPROTO_TCP,
  OSError,
  RCVALL_ON,
  SIO_KEEPALIVE_VALS,
  SIO_LOOPBACK_FAST_PATH,
  SIO_RCVALL,
  SIO_ROUTING_INTERFACE_QUERY,
  SIO_UDP_CONNRESET,
  SO_EXCLUSIVEADDRUSE,
  SO_REUSEADDR,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
  socket,
  socketpair,
  SOL_SOCKET,
} from "@bsd/socket";
import { backend } from "../../ffi/backend/mod.ts";
import { decode, encode } from "../socket/helpers.ts";
import { test } from "../support/census.ts";
import { deno } from "../support/peer.ts";

const onWindows = backend().sharing !== null;

function onWindowsTest(name: string, fn: () => void | Promise<void>): void {
  test({ name: `Windows: ${name}`, ignore: !onWindows, fn });
}

/** The code of the error that a control code meets; null where it is done. */
function refused(fn: () => unknown): string | null {
  try {
    fn();
    return null;
  } catch (error) {
    assertInstanceOf(error, OSError);
    assertEquals(error.syscall, "WSAIoctl");
    return error.code;
  }
}

test({
  name: "elsewhere share, fromshare and ioctl say that they are not there",
  ignore: onWindows,
  fn() {
    using s = socket();
    for (
      const [fn, syscall] of [
        [() => s.ioctl(1, 1), "WSAIoctl"],
        [() => s.share(Deno.pid), "WSADuplicateSocketW"],
        [() => fromshare(new Uint8Array(628)), "WSASocketW"],
      ] as const
    ) {
      const error = assertThrows(fn, OSError);
      assertEquals([error.errno, error.syscall], [errno.ENOSYS, syscall]);
    }
  },
});

onWindowsTest("a shared socket is the same connection, under another handle, for one use", () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const info = a.share(Deno.pid);
  assertEquals(info.length, 628);
  {
    using same = fromshare(info);
    assertEquals([same.family, same.type, same.proto], [AF_INET, SOCK_STREAM, IPPROTO_TCP]);
    assertNotEquals(same.fileno(), a.fileno());
    assertEquals(same.get_inheritable(), false);
    assertEquals(same.getpeername(), b.getsockname());
    same.sendall(encode("by the copy"));
    assertEquals(decode(b.recv(100)), "by the copy");
  }
  // The copy's end is not the connection's.
  a.sendall(encode("by the first"));
  assertEquals(decode(b.recv(100)), "by the first");
});

onWindowsTest(
  "another process goes on with a shared connection, and we with the other end",
  async () => {
    const [a, b] = socketpair();
    using _a = a, _b = b;
    await using peer = deno(`
    import { fromshare } from "@bsd/socket";
    console.log(Deno.pid);
    const line = new Uint8Array(4096);
    const text = new TextDecoder().decode(line.subarray(0, Deno.stdin.readSync(line)));
    using same = fromshare(Uint8Array.fromHex(text.trim()));
    console.log("ready");
    same.sendall(same.recv(100).toReversed());
  `);
    const pid = Number(await peer.line());
    await peer.send(a.share(pid).toHex() + "\n");
    assertEquals(await peer.line(), "ready");
    a.close();
    b.sendall(encode("abc"));
    assertEquals(decode(await b.promises.recv(100)), "cba");
    await peer.end();
    assertEquals((await b.promises.recv(100)).length, 0);
  },
);

onWindowsTest("what is no description is refused", () => {
  assertThrows(
    () => fromshare(new Uint8Array(627)),
    RangeError,
    "info must have 628 bytes, not 627",
  );
  assertEquals(assertThrows(() => fromshare(new Uint8Array(628)), OSError).code, "EINVAL");
  using s = socket();
  assertThrows(() => s.share(-1), RangeError, "process_id must be from 0 to 4294967295");
  assertThrows(() => s.share(0x7fffffff), OSError, "WSADuplicateSocketW");
});

onWindowsTest("control codes take a number, a row of numbers, or bytes", () => {
  using s = socket();
  assertEquals(s.ioctl(SIO_KEEPALIVE_VALS, [1, 10_000, 1_000]), 0);
  const packed = new Uint8Array(Uint32Array.of(1, 10_000, 1_000).buffer);
  assertEquals(s.ioctl(SIO_KEEPALIVE_VALS, packed), 0);
  using datagrams = socket(AF_INET, SOCK_DGRAM);
  assertEquals(datagrams.ioctl(SIO_UDP_CONNRESET, 0), 0);
  // Too short for the three numbers.
  assertEquals(refused(() => s.ioctl(SIO_KEEPALIVE_VALS, 1)), "EFAULT");
});

onWindowsTest("a control code answers with bytes where there is room for them", () => {
  using s = socket(AF_INET, SOCK_DGRAM);
  const loopback = Uint8Array.of(AF_INET, 0, 0, 0, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
  const answer = s.ioctl(SIO_ROUTING_INTERFACE_QUERY, loopback, 128);
  assertEquals([answer.length, answer[0]], [16, AF_INET]);
});

onWindowsTest("control codes that the OS or the socket does not know are errors", () => {
  using s = socket();
  assertEquals(refused(() => s.ioctl(1, 1)), "EOPNOTSUPP");
  assertThrows(() => s.ioctl(undefined, 1), TypeError, "control is undefined");
  assertThrows(() => s.ioctl(2 ** 32, 1), RangeError, "control must be from 0 to 4294967295");
  assertThrows(() => s.ioctl(SIO_RCVALL, -1), RangeError, "option must be from 0 to 4294967295");
  assertThrows(() => s.ioctl(SIO_KEEPALIVE_VALS, [1, 2, 2 ** 32]), RangeError, "option must be");
  s.close();
  assertEquals(refused(() => s.ioctl(SIO_KEEPALIVE_VALS, [1, 2, 3])), "ENOTSOCK");
});

onWindowsTest("the codes of Python's page reach the OS, which may lack them", () => {
  using s = socket();
  // Gone from Windows itself by now, and never in Wine.
  const lacking = [null, "EOPNOTSUPP"];
  assertEquals(lacking.includes(refused(() => s.ioctl(SIO_LOOPBACK_FAST_PATH, 1))), true);
  let raw;
  try {
    raw = socket(AF_INET, SOCK_RAW, 0);
  } catch (error) {
    // Without privilege EACCES; in Wine EPROTONOSUPPORT.
    assertInstanceOf(error, OSError);
    return;
  }
  using _raw = raw;
  raw.bind(["127.0.0.1", 0]);
  assertEquals(lacking.includes(refused(() => raw.ioctl(SIO_RCVALL, RCVALL_ON ?? 0))), true);
});

onWindowsTest("create_server does not let others take its address over", () => {
  using server = create_server(["127.0.0.1", 0]);
  assertEquals(server.getsockopt(SOL_SOCKET, SO_REUSEADDR), 0);
  using other = socket();
  other.setsockopt(SOL_SOCKET, SO_EXCLUSIVEADDRUSE, true);
  const error = assertThrows(() => other.bind(server.getsockname()), OSError);
  assertEquals(["EADDRINUSE", "EACCES"].includes(error.code ?? ""), true);
});

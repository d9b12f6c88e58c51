/**
 * Which calls the backend of Windows makes where Windows says what Wine never does: over libraries
 * that write the calls down, so that it runs anywhere.
 */
import { assert, assertEquals } from "@std/assert";
import { windows as errno } from "../../constants/errno/windows.ts";
import { windows as constants } from "../../constants/windows.ts";
import type { Backend, Message, Poller } from "../../ffi/backend/contract.ts";
import { makeBackend } from "../../ffi/backend/windows.ts";
import type { WindowsSymbols } from "../../ffi/backend/windows_libraries.ts";
import { makeMemory } from "../../ffi/memory.ts";
import { viewOf } from "../../ffi/struct/fields.ts";
import { memoryOf } from "../ffi/recording.ts";
import { makeWinsock, type Winsock } from "./winsock.ts";

const { AF_INET, MSG_BCAST, MSG_CTRUNC, MSG_PEEK, MSG_TRUNC, POLLOUT, SOCK_DGRAM } = constants;

// The numbers of Windows' headers, so that the test does not read them where the backend does.
const SOL_SOCKET = 0xffff;
const SO_EXCLUSIVEADDRUSE = ~4;
const FIONBIO = 0x8004667e | 0;
const WSAEWOULDBLOCK = 10035;
const WSAENOTSOCK = 10038;
const WSAEMSGSIZE = 10040;

function test(
  name: string,
  given: Parameters<typeof makeWinsock>[0],
  fn: (context: Winsock & { readonly os: Backend }) => void | Promise<void>,
): void {
  Deno.test({
    name: `Winsock: ${name}`,
    ignore: memoryOf === null, // no POSIX C library to take memory from
    fn() {
      const winsock = makeWinsock(given);
      const os = makeBackend(winsock.library);
      winsock.since();
      return fn({ ...winsock, os });
    },
  });
}

// ---- closing ----

test(
  "a socket that lingers and does not block is left open: it is closed once it blocks",
  (fail) => {
    let open = true;
    return {
      closesocket: () => open ? fail(WSAEWOULDBLOCK) : 0,
      ioctlsocket: () => (open = false, 0),
    };
  },
  ({ os, since }) => {
    assertEquals(os.close(7), 0);
    assertEquals(since(), [
      ["closesocket", 7],
      ["ioctlsocket", 7, FIONBIO, [0]],
      ["closesocket", 7],
    ]);
  },
);

test("what else closing fails with is told, and no second socket is closed", (fail) => ({
  closesocket: () => fail(WSAENOTSOCK),
}), ({ os, since }) => {
  assertEquals(os.close(7), -errno.ENOTSOCK);
  assertEquals(since(), [["closesocket", 7]]);
});

// ---- messages ----

/** WSARecvMsg in memory of C's: it brings 3 bytes, these flags, and one error or none. */
function receiving(flags: number, code: number) {
  return new Deno.UnsafeCallback(
    { parameters: ["isize", "pointer", "pointer", "u64", "u64"], result: "i32" } as const,
    (_socket, message, received) => {
      assert(message !== null && received !== null);
      const at = (pointer: Deno.PointerObject, length: number) =>
        new DataView(Deno.UnsafePointerView.getArrayBuffer(pointer, length));
      const header = at(message, 56);
      header.setUint32(8, 16, true); // namelen
      header.setUint32(32, 0, true); // Control.len
      header.setUint32(48, flags, true); // dwFlags
      at(received, 4).setUint32(0, 3, true);
      return code === 0 ? 0 : -1;
    },
  );
}

const cut: Record<string, [flags: number, code: number, result: number, told: number]> = {
  "nothing was cut off": [MSG_BCAST, 0, 3, MSG_BCAST],
  "data was cut off": [MSG_TRUNC, WSAEMSGSIZE, 8, MSG_TRUNC],
  "control data was cut off, and the data is whole": [MSG_CTRUNC, WSAEMSGSIZE, 3, MSG_CTRUNC],
  "both were cut off": [
    MSG_TRUNC | MSG_CTRUNC,
    WSAEMSGSIZE,
    8,
    MSG_TRUNC | MSG_CTRUNC,
  ],
  "something was cut off, and no flag says what": [0, WSAEMSGSIZE, 8, MSG_TRUNC],
  "a flag of the call comes back": [MSG_PEEK | MSG_BCAST, 0, 3, MSG_BCAST],
};

for (const [name, [flags, code, result, told]] of Object.entries(cut)) {
  let pointer = 0n;
  test(`recvmsg: ${name}`, (fail) => ({
    getsockopt(_fd, _level, _name, info) {
      assert(info instanceof Uint8Array);
      viewOf(info).setInt32(76, AF_INET, true);
      viewOf(info).setInt32(88, SOCK_DGRAM, true);
      return 0;
    },
    WSAIoctl(_fd, _code, _in, _inLength, out) {
      assert(out instanceof Uint8Array);
      viewOf(out).setBigUint64(0, pointer, true);
      fail(code); // What WSARecvMsg leaves.
      return 0;
    },
  }), ({ os }) => {
    using callback = disposable(receiving(flags, code));
    pointer = callback.address;
    const control = new Uint8Array(16);
    const message: Message = {
      buffers: [new Uint8Array(5), new Uint8Array(3)],
      control,
      address: new Uint8Array(128),
      controlLength: control.length,
      addressLength: 128,
      flags: 0,
    };
    assertEquals(os.recvmsg(7, message, MSG_PEEK), result);
    assertEquals([message.flags, message.addressLength, message.controlLength], [told, 16, 0]);
  });
}

function disposable(callback: ReturnType<typeof receiving>) {
  return {
    address: BigInt(Deno.UnsafePointer.value(callback.pointer)),
    [Symbol.dispose]: () => callback.close(),
  };
}

// ---- connections under way ----

/** A select that finds these sockets to have failed, of those that it is asked about. */
function selecting(failed: ReadonlySet<number>): WindowsSymbols["select"] {
  return (_nfds, reads, writes, excepts) => {
    assertEquals(reads, null);
    // No connection is made here.
    if (writes instanceof Uint8Array) viewOf(writes).setUint32(0, 0, true);
    assert(excepts instanceof Uint8Array);
    const view = viewOf(excepts);
    const asked = Array.from(
      { length: view.getUint32(0, true) },
      (_, index) => Number(view.getBigUint64(8 + index * 8, true)),
    );
    assertEquals(excepts.length, 8 + asked.length * 8);
    const found = asked.filter((fd) => failed.has(fd));
    view.setUint32(0, found.length, true);
    found.forEach((fd, index) => view.setBigUint64(8 + index * 8, BigInt(fd), true));
    return found.length;
  };
}

const address = Uint8Array.of(AF_INET, 0, 0, 1, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);

/** A set of one socket, as select is given it. */
const only = (fd: number) => new Uint8Array(BigUint64Array.of(1n, BigInt(fd)).buffer).toHex();

{
  const failed = new Set<number>();
  test(
    "waiting for a connection ends when it cannot be made, of which WSAPoll may not tell",
    (fail) => ({
      connect: () => fail(WSAEWOULDBLOCK),
      select: selecting(failed),
    }),
    ({ os, since }) => {
      assertEquals(os.connect(7, address), -errno.EWOULDBLOCK);
      since();
      assertEquals(os.wait(7, false, true, 1500), 0);
      failed.add(7);
      assertEquals(os.wait(7, false, true, -1), 1);
      assertEquals(since(), [
        ["select", 0, null, only(7), only(7), [1, 500_000]],
        ["select", 0, null, only(7), only(7), null],
      ]);
      // It is over, and other sockets have no such trouble.
      os.wait(7, false, true, 0);
      os.wait(8, false, true, 0);
      assertEquals(since().map(([name]) => name), ["WSAPoll", "WSAPoll"]);
    },
  );
}

/** What a poller reports. */
function reported(poller: Poller): unknown[] {
  const reports: unknown[] = [];
  const found = poller.poll((...event) => void reports.push(event));
  assertEquals(found, reports.length);
  return reports;
}

function pollerOf(os: Backend): Poller {
  const poller = os.makePoller();
  assert(typeof poller !== "number");
  return poller;
}

{
  const failed = new Set([7]);
  test("the poller reports connections that cannot be made, and only those", (fail) => ({
    connect: (fd) => fd === 0n ? 0 : fail(WSAEWOULDBLOCK),
    select: selecting(failed),
  }), async ({ os, since }) => {
    const poller = pollerOf(os);
    for (const fd of [7, 8]) {
      os.connect(fd, address);
      poller.watch(fd, fd * 10, false, true);
    }
    poller.watch(9, 90, false, true);
    assertEquals(reported(poller), [[70, true, true, false]]);
    failed.clear();
    failed.add(8);
    assertEquals(reported(poller), [[80, true, true, false]]);
    since();
    // A parked call must come back for the next look.
    await poller.park();
    os.close(7);
    os.close(8);
    await poller.park();
    const timeouts = since().filter(([name]) => name === "WSAPoll_parked").map((call) => call[3]);
    assertEquals(timeouts, [50, -1]);
    assertEquals(reported(poller), []);
    assertEquals(since().map(([name]) => name), ["WSAPoll"]);
  });
}

test("a connection of which WSAPoll tells is not asked about again", (fail) => ({
  connect: (fd) => fd === 0n ? 0 : fail(WSAEWOULDBLOCK),
  WSAPoll(fds, count) {
    assert(fds instanceof Uint8Array && fds.length === count * 16);
    viewOf(fds).setInt16(16 + 10, POLLOUT, true);
    return 1;
  },
}), ({ os, since }) => {
  const poller = pollerOf(os);
  os.connect(7, address);
  poller.watch(7, 70, false, true);
  since();
  assertEquals(reported(poller), [[70, false, true, false]]);
  assertEquals(reported(poller), [[70, false, true, false]]);
  assertEquals(since().map(([name]) => name), ["WSAPoll", "WSAPoll"]);
});

// ---- the poller's own socket ----

test("nobody else can bind the address of the socket that wakes the poller", () => ({
  WSASocketW: () => 50n,
}), ({ os, since }) => {
  pollerOf(os);
  const calls = since();
  const names = calls.map(([name]) => name);
  assertEquals(
    calls.find(([name]) => name === "setsockopt"),
    ["setsockopt", 50, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, "01000000", 4],
  );
  assertEquals(names, [
    "WSASocketW",
    "ioctlsocket",
    "setsockopt",
    "bind",
    "getsockname",
    "connect",
  ]);
});

// ---- names ----

test("the older look-ups answer in the system's code page", () => ({
  gethostbyaddr: () => hostent(["b\xfcro", "\xe9t\xe9", "plain"]),
  MultiByteToWideChar(page, flags, from, length, to, room) {
    assertEquals([page, flags], [0, 0]);
    assert(from instanceof Uint8Array && to instanceof Uint8Array);
    assertEquals([from.length, to.length], [length, room * 2]);
    from.forEach((byte, index) => viewOf(to).setUint16(index * 2, byte, true));
    return length;
  },
}), ({ os, since }) => {
  const found = os.gethostbyaddr(Uint8Array.of(127, 0, 0, 1), AF_INET);
  assert(!("failure" in found));
  const text = new TextDecoder();
  assertEquals(text.decode(found.name), "büro");
  assertEquals(found.aliases.map((alias) => text.decode(alias)), ["été", "plain"]);
  assertEquals(since().map(([name]) => name), [
    "gethostbyaddr",
    "MultiByteToWideChar",
    "MultiByteToWideChar",
  ]);
});

/** What the fakes keep in memory of C's for the time of a test process. */
function hostent([name = "", ...aliases]: readonly string[]): bigint {
  assert(memoryOf !== null);
  const { allocate, write } = makeMemory(memoryOf);
  const kept = (bytes: Uint8Array<ArrayBuffer>): bigint => {
    const at = allocate(bytes.length);
    write(at, bytes);
    return at;
  };
  const text = (letters: string) =>
    kept(Uint8Array.from(letters + "\0", (letter) => letter.charCodeAt(0)));
  const list = kept(
    new Uint8Array(BigUint64Array.from([...aliases.map(text), 0n]).buffer),
  );
  const struct = new Uint8Array(32);
  const view = viewOf(struct);
  view.setBigUint64(0, text(name), true);
  view.setBigUint64(8, list, true);
  view.setInt16(16, AF_INET, true);
  view.setInt16(18, 4, true);
  view.setBigUint64(24, kept(new Uint8Array(8)), true);
  return kept(struct);
}

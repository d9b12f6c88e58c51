/** sendmsg and recvmsg of macOS: the header that XNU sees, and what becomes of descriptors that arrive. */
import { assert, assertEquals } from "@std/assert";
import { darwin as constants } from "../../constants/darwin.ts";
import { darwin as errno } from "../../constants/errno/darwin.ts";
import type { BatchMessage, Bytes, Message } from "../../ffi/backend/contract.ts";
import { makeBackend } from "../../ffi/backend/darwin.ts";
import { darwin as layout } from "../../ffi/layout.ts";
import { makeMemory } from "../../ffi/memory.ts";
import { type Cmsg, CMSG_LEN, decodeControl, encodeControl } from "../../ffi/struct/cmsg.ts";
import { viewOf } from "../../ffi/struct/fields.ts";
import type { DarwinSymbols } from "../../ffi/symbols/darwin.ts";
import { memoryOf, record, type Recording } from "./recording.ts";

const {
  MSG_CTRUNC,
  MSG_DONTWAIT,
  MSG_EOR,
  MSG_PEEK,
  MSG_WAITALL,
  SCM_RIGHTS,
  SCM_TIMESTAMP,
  SOL_SOCKET,
} = constants;

const ignore = memoryOf === null; // no POSIX C library to take memory from
const memory = memoryOf === null ? null : makeMemory(memoryOf);

function read(address: bigint, length: number): Bytes {
  assert(memory !== null);
  return memory.read(address, length);
}

function write(address: bigint, bytes: Bytes): void {
  assert(memory !== null);
  memory.write(address, bytes);
}

/** A `struct msghdr` of macOS, by the offsets of its header (sys/socket.h). */
function header(given: unknown) {
  assert(given instanceof Uint8Array);
  assertEquals(given.length, 48);
  const view = viewOf(given);
  const pointer = (at: number) => view.getBigUint64(at, true);
  const iovlen = view.getInt32(24, true);
  const iov = viewOf(read(pointer(16), iovlen * 16));
  return {
    view,
    name: pointer(0),
    namelen: view.getUint32(8, true),
    buffers: Array.from({ length: iovlen }, (_, i) => ({
      base: iov.getBigUint64(i * 16, true),
      length: Number(iov.getBigUint64(i * 16 + 8, true)),
    })),
    control: pointer(32),
    controllen: view.getUint32(40, true),
    flags: view.getInt32(44, true),
  };
}

function messageOf(parts: Partial<Message>): Message {
  return {
    buffers: [new Uint8Array(8)],
    control: null,
    address: null,
    controlLength: parts.control?.length ?? 0,
    addressLength: parts.address?.length ?? 0,
    flags: 0,
    ...parts,
  };
}

/** A recvmsg that brings control data, cut as XNU cuts it, and an address. */
function bringing(control: Bytes, flags = 0): DarwinSymbols["recvmsg"] {
  return (_fd, given) => {
    const { view, ...message } = header(given);
    const came = control.subarray(0, message.controllen);
    if (message.control !== 0n) write(message.control, new Uint8Array(came));
    if (message.name !== 0n) write(message.name, new Uint8Array([16, 2, 0, 80]));
    const first = message.buffers[0];
    if (first !== undefined && first.length > 0) write(first.base, new Uint8Array([42]));
    view.setUint32(8, message.name === 0n ? 0 : 16, true);
    view.setUint32(40, message.control === 0n ? 0 : came.length, true);
    view.setInt32(44, flags | (came.length < control.length ? MSG_CTRUNC : 0), true);
    return 1;
  };
}

const rights = (...fds: number[]): Cmsg => [
  SOL_SOCKET,
  SCM_RIGHTS,
  new Uint8Array(new Int32Array(fds).buffer),
];
const timestamp: Cmsg = [SOL_SOCKET, SCM_TIMESTAMP, new Uint8Array(16).fill(7)];
const encode = (...messages: Cmsg[]) => encodeControl(messages, layout);

/** What became of descriptors: `fcntl` of the ones that were kept, `close` of the others. */
function fates({ since }: Recording) {
  const calls = since();
  const numbers = (wanted: string) =>
    calls.filter(([name]) => name === wanted).map(([, fd]) => Number(fd));
  for (const [name, , command, argument] of calls) {
    if (name === "fcntl") assertEquals([command, argument], [2, /* F_SETFD */ 1 /* FD_CLOEXEC */]);
  }
  return { kept: numbers("fcntl"), closed: numbers("close") };
}

function test(name: string, fn: () => void): void {
  Deno.test({ name: `darwin messages: ${name}`, ignore, fn });
}

test("the header of a message that is sent", () => {
  const seen: unknown[] = [];
  const recording = record("x86_64", {
    sendmsg(_fd, given) {
      const { view: _view, name, namelen, buffers, control, controllen, flags } = header(given);
      seen.push(
        read(name, namelen).toHex(),
        buffers.map(({ base, length }) => read(base, length).toHex()),
        read(control, controllen).toHex(),
        flags,
      );
      return 5;
    },
  });
  const message = messageOf({
    buffers: [new Uint8Array([1, 2]), new Uint8Array(0), new Uint8Array([3, 4, 5])],
    address: new Uint8Array([4, 2, 0, 80]),
    control: encode(rights(3)),
  });
  assertEquals(makeBackend(recording.library).sendmsg(5, message, MSG_EOR), 5);
  // cmsg_len 16, level 0xffff, type 1, the descriptor: 4 bytes each.
  assertEquals(seen, ["04020050", ["0102", "", "030405"], "10000000ffff00000100000003000000", 0]);
  assertEquals(recording.since().map(([name, fd, , flags]) => [name, fd, flags]), [
    ["sendmsg", 5, MSG_EOR],
  ]);
});

test("no buffers are one of no bytes, which XNU asks for", () => {
  const buffers: unknown[] = [];
  const seen = (given: unknown) => (buffers.push(header(given).buffers), 0);
  const { library } = record("x86_64", {
    sendmsg: (_fd, given) => seen(given),
    recvmsg: (_fd, given) => seen(given),
  });
  const os = makeBackend(library);
  assertEquals(os.sendmsg(5, messageOf({ buffers: [] }), 0), 0);
  assertEquals(os.recvmsg(5, messageOf({ buffers: [] }), 0), 0);
  assertEquals(buffers, [[{ base: 0n, length: 0 }], [{ base: 0n, length: 0 }]]);
});

test("what came is filled in", () => {
  const control = encode(timestamp);
  const recording = record("x86_64", { recvmsg: bringing(control, MSG_EOR) });
  const message = messageOf({ address: new Uint8Array(128), control: new Uint8Array(100) });
  assertEquals(makeBackend(recording.library).recvmsg(5, message, 0), 1);
  assertEquals([message.addressLength, message.controlLength, message.flags], [16, 28, MSG_EOR]);
  assertEquals(message.control?.subarray(0, 28), control);
  assertEquals(message.address?.subarray(0, 4), new Uint8Array([16, 2, 0, 80]));
  assertEquals(message.buffers[0]?.[0], 42);
  assertEquals(recording.since().length, 1);
});

test("without room for control data none is asked for", () => {
  const asked: unknown[] = [];
  const recording = record("x86_64", {
    recvmsg(fd, given, flags) {
      const { control, controllen } = header(given);
      asked.push([control, controllen]);
      return bringing(encode(rights(3)))(fd, given, flags);
    },
  });
  const os = makeBackend(recording.library);
  for (const control of [null, new Uint8Array(0)]) {
    const message = messageOf({ control });
    assertEquals([os.recvmsg(5, message, 0), message.controlLength], [1, 0]);
  }
  assertEquals(asked, [[0n, 0], [0n, 0]]);
  assertEquals(recording.since().length, 2);
});

test("descriptors become not inheritable, one by one", () => {
  for (const arch of ["x86_64", "aarch64"] as const) {
    const control = encode(timestamp, rights(31, 32), rights(33));
    const recording = record(arch, { recvmsg: bringing(control) });
    const message = messageOf({ control: new Uint8Array(control.length) });
    makeBackend(recording.library).recvmsg(5, message, 0);
    assertEquals([message.control, message.controlLength], [control, control.length]);
    assertEquals(message.flags, 0);
    const [, ...calls] = recording.since();
    const fillers = arch === "aarch64" ? Array(6).fill(0n) : [];
    assertEquals(calls, [31, 32, 33].map((fd) => ["fcntl", fd, 2, ...fillers, 1]));
  }
});

test("descriptors beyond the caller's room are closed, and the cut is told", () => {
  const control = encode(rights(31, 32, 33, 34));
  for (
    const [room, kept] of [[12, 0], [15, 0], [16, 1], [19, 1], [20, 2], [24, 3], [28, 4]] as const
  ) {
    const recording = record("x86_64", { recvmsg: bringing(control) });
    const message = messageOf({ control: new Uint8Array(room) });
    makeBackend(recording.library).recvmsg(5, message, 0);
    const all = [31, 32, 33, 34];
    assertEquals(fates(recording), { kept: all.slice(0, kept), closed: all.slice(kept) });
    assertEquals(message.controlLength, room);
    assertEquals(message.control, control.slice(0, room));
    assertEquals(message.flags, room < control.length ? MSG_CTRUNC : 0);
    // As whoever reads the message finds them.
    const [[, , data] = [0, 0, new Uint8Array(0)]] = decodeControl(control, room, layout);
    assertEquals(Math.floor(data.length / 4), kept);
  }
});

test("descriptors behind other control data, beyond the room", () => {
  const control = encode(timestamp, rights(31), rights(32));
  const recording = record("x86_64", { recvmsg: bringing(control) });
  const message = messageOf({ control: new Uint8Array(28 + CMSG_LEN(4, layout)) });
  makeBackend(recording.library).recvmsg(5, message, 0);
  assertEquals(fates(recording), { kept: [31], closed: [32] });
});

test("as many descriptors as XNU sends find room, whatever the caller's is", () => {
  const fds = Array.from({ length: 509 }, (_, index) => 1000 + index);
  const control = encode(rights(...fds));
  const recording = record("x86_64", { recvmsg: bringing(control) });
  const os = makeBackend(recording.library);
  for (const room of [16, 5000, 16]) {
    const message = messageOf({ control: new Uint8Array(room) });
    os.recvmsg(5, message, 0);
    const { kept, closed } = fates(recording);
    assertEquals([...kept, ...closed], fds);
    assertEquals(kept.length, room === 16 ? 1 : 509);
  }
});

test("a look at a message makes no descriptors: those numbers are not given out", () => {
  const control = encode(timestamp, rights(31, 32), timestamp);
  const recording = record("x86_64", { recvmsg: bringing(control) });
  const message = messageOf({ control: new Uint8Array(100) });
  makeBackend(recording.library).recvmsg(5, message, MSG_PEEK);
  assertEquals(fates(recording), { kept: [], closed: [] });
  const expected = encode(timestamp, timestamp);
  assertEquals(message.controlLength, expected.length);
  assertEquals(message.control?.subarray(0, expected.length), expected);
});

test("a failure leaves the message as it was", () => {
  const recording: Recording = record("x86_64", { recvmsg: () => recording.fail(errno.EAGAIN) });
  const message = messageOf({
    address: new Uint8Array(16),
    control: new Uint8Array(100),
    flags: 9,
  });
  const before = structuredClone(message);
  assertEquals(makeBackend(recording.library).recvmsg(5, message, 0), -errno.EAGAIN);
  assertEquals(message, before);
  assertEquals(recording.since().length, 1);
});

test("batches are one by one, of which only the first may wait", () => {
  let left = 2;
  const recording: Recording = record("x86_64", {
    // XNU tells the flags of the call as well.
    recvmsg: (fd, given, flags) =>
      left-- > 0 ? bringing(encode(rights(31)), flags)(fd, given, flags) : recording.fail(35),
    sendmsg: () => 1,
  });
  const os = makeBackend(recording.library);
  const rooms = Array.from({ length: 4 }, (): BatchMessage => ({
    ...messageOf({ control: new Uint8Array(16) }),
    length: 0,
  }));
  assertEquals(os.recvmmsg(5, rooms, MSG_WAITALL), 2);
  const received = recording.since().filter(([name]) => name === "recvmsg");
  assertEquals(received.map(([, , , flags]) => flags), [
    MSG_WAITALL,
    MSG_WAITALL | MSG_DONTWAIT,
    MSG_WAITALL | MSG_DONTWAIT,
  ]);
  assertEquals(rooms.map(({ flags }) => flags), [MSG_WAITALL, MSG_WAITALL, 0, 0]);
  assertEquals(rooms.map(({ controlLength }) => controlLength), [16, 16, 16, 16]);
  assertEquals(rooms.map(({ length }) => length), [1, 1, 0, 0]);
  assertEquals(os.sendmmsg(5, rooms, 1, 0), 1);
  assertEquals(recording.since().length, 1);
});

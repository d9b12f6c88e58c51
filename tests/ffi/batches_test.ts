/** Which calls of C a batch is made of. */
import { assertEquals } from "@std/assert";
import { AF_UNIX, MSG_ZEROCOPY, SO_PASSCRED, SOCK_DGRAM, SOL_SOCKET } from "@bsd/socket";
import { type Backend, backend, type BatchMessage, type Message } from "../../ffi/backend/mod.ts";
import { makeBackend } from "../../ffi/backend/linux.ts";
import { openLibrary } from "../../ffi/library.ts";
import { type LinuxSymbols, symbols } from "../../ffi/symbols/linux.ts";
import { test } from "../support/census.ts";

const here = Deno.build.os === "linux";
const c = here
  ? openLibrary({ paths: [], names: ["libc.so.6", `libc.musl-${Deno.build.arch}.so.1`] }, symbols)
  : undefined;

function messageOf(length: number, address: Uint8Array<ArrayBuffer> | null = null): Message {
  return {
    buffers: [new Uint8Array(length)],
    control: null,
    address,
    controlLength: 0,
    addressLength: address?.length ?? 0,
    flags: 0,
  };
}

/** Lets messages come with credentials: a header and three ints, 32 bytes with their padding. */
function passCredentials(os: Backend, fd: number): void {
  os.setsockopt(fd, SOL_SOCKET, SO_PASSCRED ?? 0, new Uint8Array([1, 0, 0, 0]), 4);
}

/** Runs `fn` with two connected sockets and a backend, and returns the calls that it made. */
function calls(
  replaced: (c: LinuxSymbols) => Partial<LinuxSymbols>,
  fn: (os: Backend, from: number, to: number) => void,
): string[] {
  const made: string[] = [];
  if (c === undefined) return made;
  const { sendmsg, sendmmsg, recvmsg, recvmmsg } = c;
  const os = makeBackend({
    ...c,
    sendmsg(...args) {
      made.push("sendmsg");
      return sendmsg(...args);
    },
    sendmmsg(...args) {
      made.push(`sendmmsg ${args[2]}`);
      return sendmmsg?.(...args) ?? -1;
    },
    recvmsg(...args) {
      made.push("recvmsg");
      return recvmsg(...args);
    },
    recvmmsg(...args) {
      made.push(`recvmmsg ${args[2]}`);
      return recvmmsg?.(...args) ?? -1;
    },
    ...replaced(c),
  });
  const pair = new Int32Array(2);
  backend().socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
  const [from = -1, to = -1] = pair;
  try {
    fn(os, from, to);
  } finally {
    os.close(from);
    os.close(to);
  }
  return made;
}

test({
  name: "batches: what is small goes together, what is large by itself",
  ignore: !here,
  fn() {
    const messages = [10, 2048, 2049, 0, 1].map((length) => messageOf(length));
    const made = calls(() => ({}), (os, from) => {
      assertEquals(os.sendmmsg(from, messages, 0, 0), 2);
      assertEquals(os.sendmmsg(from, messages, 2, 0), 1);
      assertEquals(os.sendmmsg(from, messages, 3, 0), 2);
    });
    assertEquals(made, ["sendmmsg 2", "sendmsg", "sendmmsg 2"]);
  },
});

test({
  name: "batches: an address longer than any goes to the kernel as it is",
  ignore: !here,
  fn() {
    const made = calls(() => ({}), (os, from) => {
      os.sendmmsg(from, [messageOf(1, new Uint8Array(200))], 0, 0);
    });
    // EINVAL, which may be about a flag: it is asked a second time without.
    assertEquals(made, ["sendmsg", "sendmsg"]);
  },
});

test({
  name: "batches: with MSG_ZEROCOPY nothing is sent from memory that is used again",
  ignore: !here,
  fn() {
    const messages = [messageOf(1), messageOf(2)];
    const made = calls(() => ({}), (os, from) => {
      assertEquals(os.sendmmsg(from, messages, 0, MSG_ZEROCOPY ?? 0), 1);
      assertEquals(os.sendmmsg(from, messages, 1, MSG_ZEROCOPY ?? 0), 1);
    });
    assertEquals(made, ["sendmsg", "sendmsg"]);
  },
});

test({
  name: "batches: a C library without the calls has them one by one",
  ignore: !here,
  fn() {
    const room = (): BatchMessage => ({
      ...messageOf(10, new Uint8Array(128)),
      control: new Uint8Array(64),
      length: 0,
    });
    for (const missing of ["sendmmsg", "recvmmsg"] as const) {
      const made = calls(() => ({ [missing]: null }), (os, from, to) => {
        const messages = [1, 2, 3].map((length) => messageOf(length));
        for (const first of messages.keys()) {
          assertEquals(os.sendmmsg(from, messages, first, 0), 1);
        }
        const rooms = [room(), room(), room(), room()];
        assertEquals(os.recvmmsg(to, rooms, 0), 3);
        assertEquals(rooms.map(({ length }) => length), [1, 2, 3, 0]);
        passCredentials(os, to);
        os.sendmmsg(from, messages, 0, 0);
        assertEquals([os.recvmmsg(to, rooms.slice(0, 1), 0), rooms[0]?.controlLength], [1, 32]);
      });
      const sent = [1, 2, 3].map(() => "sendmsg");
      const received = [1, 2, 3, 0].map(() => "recvmsg");
      assertEquals(made, [...sent, ...received, "sendmsg", "recvmsg"]);
    }
  },
});

test({
  name: "batches: room that is used again takes whole addresses and control data each time",
  ignore: !here,
  fn() {
    const made = calls(() => ({}), (os, from, to) => {
      const unnamed: BatchMessage = {
        ...messageOf(10, new Uint8Array(128)),
        control: new Uint8Array(64),
        length: 0,
      };
      const room = [unnamed, { ...unnamed, address: new Uint8Array(128) }];
      for (const length of [1, 2, 3]) {
        os.sendmmsg(from, [messageOf(length), messageOf(length)], 0, 0);
        // The sockets of a pair have no names, and nothing comes with the data.
        assertEquals(os.recvmmsg(to, room, 0), 2);
        assertEquals(
          room.map((
            { length, addressLength, controlLength },
          ) => [length, addressLength, controlLength]),
          [[length, 0, 0], [length, 0, 0]],
        );
      }
      passCredentials(os, to);
      os.sendmmsg(from, [messageOf(4)], 0, 0);
      assertEquals([os.recvmmsg(to, room, 0), unnamed.controlLength], [1, 32]);
      // With a name, in room that had none before.
      os.bind(from, new Uint8Array([AF_UNIX, 0]));
      os.sendmmsg(from, [messageOf(4)], 0, 0);
      assertEquals([os.recvmmsg(to, room, 0), unnamed.addressLength], [1, 8]);
      assertEquals([...unnamed.address?.subarray(0, 3) ?? []], [AF_UNIX, 0, 0]);
    });
    assertEquals(made.filter((call) => call.startsWith("recvmmsg")).length, 5);
  },
});

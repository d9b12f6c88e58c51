/** Whoever received descriptors, and whatever went wrong then: none is lost, none closed twice. */
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  AF_UNIX,
  type AncillaryData,
  close,
  CMSG_SPACE,
  control_message,
  control_messages,
  type ControlMessages,
  dup,
  errno,
  MSG_DONTWAIT,
  MSG_PEEK,
  OSError,
  OwnedDescriptors,
  recv_fds,
  send_fds,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  type Socket,
  socketpair,
  TimeoutError,
  type UnixAddress,
} from "@bsd/socket";
import { test } from "../awaited/idle.ts";
import { encode, target } from "../socket/helpers.ts";
import { assertNoLeak, census } from "../support/census.ts";
import { start } from "../support/peer.ts";
import { denoPath } from "../support/runtime.ts";

/** The room for four descriptors. */
const ROOM = CMSG_SPACE(16);

/** The one message's descriptors. */
function rightsOf(messages: ControlMessages): OwnedDescriptors {
  const [message] = messages;
  if (message?.name !== "SCM_RIGHTS" || messages.length > 1) throw new Error("no SCM_RIGHTS");
  return message.value;
}

/** Each way to receive messages, in both faces. */
function receptions(sock: Socket<UnixAddress>): [name: string, () => unknown][] {
  const { promises } = sock;
  return [
    ["recvmsg", () => sock.recvmsg(10, ROOM)],
    ["recvmsg_into", () => sock.recvmsg_into([new Uint8Array(10)], ROOM)],
    ["recvmmsg", () => sock.recvmmsg(3, 10, ROOM)],
    ["recv_fds", () => recv_fds(sock, 10, 4)],
    ["await recvmsg", () => promises.recvmsg(10, ROOM)],
    ["await recvmsg_into", () => promises.recvmsg_into([new Uint8Array(10)], ROOM)],
    ["await recvmmsg", () => promises.recvmmsg(3, 10, ROOM)],
  ];
}

/** A pair of sockets with names, which come along with each message. */
function namedPair(type: number): [Socket<UnixAddress>, Socket<UnixAddress>] {
  const pair = socketpair(AF_UNIX, type);
  for (const sock of pair) sock.bind("");
  return pair;
}

test("when the address cannot be read, the descriptors that came are closed", async () => {
  const [a, b] = namedPair(SOCK_DGRAM);
  using _a = a, _b = b;
  Object.defineProperty(b, "proto", {
    get() {
      throw new RangeError("no protocol today");
    },
  });
  for (const [, receive] of receptions(b)) {
    await assertNoLeak(async () => {
      // It is there already, or is waited for.
      send_fds(a, [encode("x")], [0, 1]);
      send_fds(a, [encode("y")], [2]);
      await assertRejects(async () => await receive(), RangeError, "no protocol today");
      for (;;) {
        try {
          b.recv(10, MSG_DONTWAIT);
        } catch {
          break;
        }
      }
    });
  }
  for (const [name, receive] of receptions(b).filter(([name]) => name.startsWith("await"))) {
    await assertNoLeak(async () => {
      const waiting = receive();
      send_fds(a, [encode("x")], [0, 1]);
      await assertRejects(async () => await waiting, RangeError, "no protocol today", name);
    });
  }
});

for (const [name, type] of Object.entries({ SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET })) {
  test(`${name}: descriptors of a batch are owned message by message`, async () => {
    const [a, b] = socketpair(AF_UNIX, type);
    using _a = a, _b = b;
    for (const face of [b, b.promises]) {
      a.sendmmsg([1, 2, 3].map((n) => [
        encode("x".repeat(n)),
        null,
        [control_message("SCM_RIGHTS", new Array(n).fill(a.fileno()))],
      ]));
      const batch = await face.recvmmsg(3, 10, ROOM);
      assertEquals(batch.map(([data]) => data.length), [1, 2, 3]);
      using all = new DisposableStack();
      const rights = batch.map(([, ancdata]) => rightsOf(all.use(control_messages(ancdata))));
      assertEquals(rights.map((fds) => fds.length), [1, 2, 3]);
      for (const fd of rights.flatMap((fds) => [...fds])) {
        assertEquals(target(fd), target(a.fileno()));
      }
    }
  });

  test(`${name}: what waits in vain receives nothing`, async () => {
    const [a, b] = socketpair(AF_UNIX, type);
    using _a = a, _b = b;
    const receive = (signal?: AbortSignal) => b.promises.recvmsg(10, ROOM, 0, { signal });
    for (const first of ["abort", "send"]) {
      const controller = new AbortController();
      const waiting = receive(controller.signal);
      const before = census();
      if (first === "send") send_fds(a, [encode("x")], [0, 1]);
      controller.abort(new RangeError("enough"));
      if (first === "abort") send_fds(a, [encode("x")], [0, 1]);
      await assertRejects(() => waiting, RangeError, "enough");
      assertEquals(census(), before, "nothing was received");
      const [, ancdata] = await receive();
      using found = control_messages(ancdata);
      assertEquals(rightsOf(found).length, 2);
    }
    send_fds(a, [encode("x")], [0]);
    await assertRejects(() => receive(AbortSignal.abort(new RangeError("before"))), RangeError);
    assertEquals(b.recv(10), encode("x"));

    b.settimeout(0.01);
    await assertRejects(() => receive(), TimeoutError);
    send_fds(a, [encode("x")], [0, 1]);
    const [, fds] = recv_fds(b, 10, 2);
    assertEquals(fds.length, 2);
    fds.forEach(close);

    // With the socket the OS closes what nobody received.
    send_fds(a, [encode("x")], [0, 1]);
    b.close();
    await assertRejects(() => receive(), OSError);
  });

  test(`${name}: each look at a message gives other descriptors, all of them owned`, async () => {
    const [a, b] = socketpair(AF_UNIX, type);
    using _a = a, _b = b;
    send_fds(a, [encode("x")], [a.fileno(), a.fileno()]);
    const seen: number[] = [];
    using all = new DisposableStack();
    for (const flags of [MSG_PEEK, MSG_PEEK, 0]) {
      for (const face of flags === 0 ? [b] : [b, b.promises]) {
        const [, ancdata] = await face.recvmsg(10, ROOM, flags);
        seen.push(...rightsOf(all.use(control_messages(ancdata))));
      }
    }
    assertEquals(new Set(seen).size, 10);
    for (const fd of seen) assertEquals(target(fd), target(a.fileno()));
  });

  test(`${name}: who asks for no descriptors gets none`, async () => {
    const [a, b] = socketpair(AF_UNIX, type);
    using _a = a, _b = b;
    const { promises } = b;
    const room = new Uint8Array(10);
    for (
      const receive of [
        () => b.recv(10),
        () => b.recv_into(room),
        () => b.recvfrom(10),
        () => b.recvfrom_into(room),
        () => b.recvmsg(10),
        () => b.recvmmsg(1, 10),
        () => promises.recv(10),
        () => promises.recv_into(room),
        () => promises.recvfrom(10),
        () => promises.recvfrom_into(room),
        () => promises.recvmsg(10),
        () => promises.recvmmsg(1, 10),
      ]
    ) {
      send_fds(a, [encode("x")], [0, 1, 2]);
      const before = census();
      await receive();
      assertEquals(census(), before, String(receive));
    }
  });
}

test("with no descriptor numbers left, the OS gives those that fit and says MSG_CTRUNC", async () => {
  // Deno itself needs some, and never takes a number of its own while this runs.
  const script = `
    import { close, dup, MSG_CTRUNC, recv_fds, send_fds, socketpair } from "@bsd/socket";
    const [a, b] = socketpair();
    send_fds(a, [new Uint8Array(1)], [0, 1, 2, 0]);
    send_fds(a, [new Uint8Array(1)], [0]);
    const filled = [];
    for (;;) {
      try {
        filled.push(dup(0));
      } catch (error) {
        console.log(error.code);
        break;
      }
    }
    const free = [filled.pop(), filled.pop()];
    free.forEach(close);
    const [, fds, flags] = recv_fds(b, 1, 4);
    console.log(fds.sort().join() === free.sort().join(), (flags & MSG_CTRUNC) !== 0);
    fds.forEach(close);
    const [, [fd], none] = recv_fds(b, 1, 4);
    console.log(free.includes(fd), none);
    Deno.exit();
  `;
  const url = `data:application/typescript,${encodeURIComponent(script)}`;
  const config = new URL("../../deno.json", import.meta.url).pathname;
  await using peer = start("sh", [
    "-c",
    'ulimit -n 128; exec "$0" "$@"',
    denoPath,
    "run",
    "--quiet",
    "--no-check",
    "--allow-all",
    "--config",
    config,
    url,
  ]);
  assertEquals(await peer.end(), "EMFILE\ntrue true\ntrue 0\n");
});

test("OwnedDescriptors: those that were not taken are closed, once", () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const open = () => dup(a.fileno());
  const made = [open(), open(), open(), open()];
  const fds = new OwnedDescriptors(made);
  assertEquals([...fds], made);
  assertEquals(fds.length, 4);
  const taken = [fds.take(2), fds.take()];
  assertEquals(taken, [made[2], made[0]]);
  assertEquals([...fds], [made[1], made[3]]);
  assertThrows(() => fds.take(2), RangeError, "index must be from 0 to 1, not 2");
  assertThrows(() => fds.take(-1), RangeError, "index");
  assertThrows(() => fds.take(0.5), TypeError, "index");
  fds.close();
  assertEquals(fds.length, 0);
  // The numbers are somebody else's now.
  const others = [open(), open()];
  assertEquals(new Set(others), new Set([made[1] ?? -1, made[3] ?? -1]));
  fds.close();
  fds[Symbol.dispose]();
  for (const fd of [...others, ...taken]) {
    assertEquals(target(fd), target(a.fileno()));
    close(fd);
  }
  assertThrows(() => fds.take(), RangeError, "no descriptor is left");
});

test("OwnedDescriptors: handed over they stay open; one that is gone already keeps none open", () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const made = [dup(a.fileno()), dup(a.fileno())];
  const fds = new OwnedDescriptors(made);
  assertEquals(fds.detach(), made);
  assertEquals([fds.detach(), fds.length], [[], 0]);
  fds.close();
  const [first = -1, second = -1] = made;
  close(first);
  using again = new OwnedDescriptors([first, second]);
  assertEquals(assertThrows(() => again.close(), OSError).errno, errno.EBADF);
  assertEquals(again.length, 0);
  assertEquals(assertThrows(() => close(second), OSError).errno, errno.EBADF, "was closed");
});

test("OwnedDescriptors: of what is no descriptor it takes nothing over", () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const fd = dup(a.fileno());
  for (
    const [wrong, kind, message] of [
      [[fd, 0.5], TypeError, "fds[1] must be an integer, not 0.5"],
      [[fd, String(fd)], TypeError, "fds[1] must be an integer"],
      [[fd, -1], RangeError, "fds[1] must be from 0 to 2147483647, not -1"],
      [[2 ** 32 + fd, fd], RangeError, "fds[0]"],
      [fd, TypeError, "fds must be an array or another iterable"],
    ] as const
  ) assertThrows(() => new OwnedDescriptors(wrong as Iterable<number>), kind, message);
  assertEquals(target(fd), target(a.fileno()));
  close(fd);
});

test("control_messages: descriptors have one owner, however often they are asked for", () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  send_fds(a, [encode("x")], [a.fileno(), a.fileno()]);
  const [, ancdata] = b.recvmsg(10, ROOM);
  let taken = -1;
  {
    using first = control_messages(ancdata);
    using second = control_messages(ancdata);
    taken = rightsOf(first).take();
    assertEquals(rightsOf(second).length, 1);
    // What it was made of is as it was.
    assertEquals(new Int32Array((ancdata[0] as AncillaryData)[2].buffer)[0], taken);
  }
  assertEquals(rightsOf(control_messages(ancdata)).length, 0);
  close(taken);
});

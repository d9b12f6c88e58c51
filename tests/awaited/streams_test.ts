/** `socket.readable` and `socket.writable` together. */
import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import {
  AF_INET,
  AF_UNIX,
  OSError,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  socket,
  socketpair,
} from "@bsd/socket";
import { decode, encode } from "../socket/helpers.ts";
import { deno } from "../support/peer.ts";
import { test } from "./idle.ts";
import { alsoOnPoll, turns, unix } from "./support.ts";
import { denoPath } from "../support/runtime.ts";

alsoOnPoll(import.meta.filename ?? "");

test("streams: the same each time, and none where there are messages", () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  assertStrictEquals(a.readable, a.readable);
  assertStrictEquals(a.writable, a.writable);
  using datagrams = socket(AF_INET, SOCK_DGRAM);
  const error = assertThrows(() => datagrams.readable, TypeError);
  assertEquals(
    error.message,
    "readable is for SOCK_STREAM; a SOCK_DGRAM has messages, which promises.recvfrom() keeps apart",
  );
  assertThrows(() => datagrams.writable, TypeError, "writable is for SOCK_STREAM; a SOCK_DGRAM");
  if (!unix) return;
  using records = socket(AF_UNIX, SOCK_SEQPACKET);
  assertThrows(() => records.readable, TypeError, "SOCK_SEQPACKET");
  assertThrows(() => records.writable, TypeError, "SOCK_SEQPACKET");
});

test("streams: what waits for an unref'd socket does not keep the process alive", async () => {
  await using peer = deno(`
    import { socketpair } from "@bsd/socket";
    const [a, b] = socketpair();
    b.send(new Uint8Array(3));
    const reader = a.readable.getReader();
    console.log((await reader.read()).value.length);
    b.writable.getWriter().write(new Uint8Array(5));
    a.unref();
    reader.read().then(() => reader.read());
  `);
  assertEquals(await peer.end(), "3\n");
});

test("streams: keep their socket while they are in use", async () => {
  const peer = new Deno.Command(denoPath, {
    args: [
      "eval",
      "--v8-flags=--expose-gc",
      `import { socketpair } from ${JSON.stringify(import.meta.resolve("../../mod.ts"))};
       const ends = () => { const [a, b] = socketpair(); return [a.writable, b.readable]; };
       const [writable, readable] = ends();
       const writer = writable.getWriter(), reader = readable.getReader();
       for (let i = 0; i < 5; i++) {
         const read = reader.read();
         gc();
         await new Promise((resolve) => setTimeout(resolve, 1));
         gc();
         writer.write(new Uint8Array([i]));
         console.log((await read).value[0]);
       }`,
    ],
  });
  const { stdout } = await peer.output();
  assertEquals(decode(stdout), "0\n1\n2\n3\n4\n");
});

test("streams: a waiting read receives nothing once the socket is detached", async () => {
  const [a, b] = socketpair();
  using _b = b;
  const read = a.readable.getReader().read();
  await turns(5);
  using again = socket({ fileno: a.detach() });
  assertEquals((await assertRejects(() => read, OSError)).code, "EBADF");
  b.send(encode("abc"));
  await turns(20);
  assertEquals(again.recv(10), encode("abc"));
});

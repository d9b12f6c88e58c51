/**
 * Clients of an echo server, written with promises: `port count seed most`. Each of ten does
 * something else, as those in C. Prints `connections resets bytes`.
 */
import { SHUT_WR, SO_RCVBUF, socket, SOL_SOCKET } from "@bsd/socket";
import { assertNoLeak } from "../support/census.ts";
import { type Random, random as seeded } from "../support/seed.ts";
import { reset } from "./support.ts";

const [port = 0, count = 0, seed = 0, most = 0] = Deno.args.map(Number);
let resets = 0;
let total = 0;

/** The bytes of all clients are parts of these, each from a place of its own. */
const bytes = seeded(seed).bytes(5 * most);

/** Whether two parts are equal, byte by byte. */
function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

let missing = count;
const everybody = Promise.withResolvers<void>();

async function client(id: number, random: Random): Promise<void> {
  const kind = id % 10;
  const slow = kind === 6 || kind === 7;
  const length = kind === 9 ? 0 : 2 + random.int(0, most - 1) * (slow ? 4 : 1);
  const from = random.int(0, bytes.length - length);
  const data = bytes.subarray(from, from + length);
  using sock = socket();
  if (slow) sock.setsockopt(SOL_SOCKET, SO_RCVBUF, 4096);
  await sock.promises.connect(["127.0.0.1", port]);
  // Nobody begins before all are there.
  if (--missing === 0) everybody.resolve();
  await everybody.promise;

  async function send(): Promise<void> {
    const end = kind === 8 ? length >> 1 : length;
    for (let at = 0; at < end;) {
      const part = data.subarray(at, Math.min(end, at + random.int(1, 16384)));
      at += random.int(0, 1) === 0
        ? await sock.promises.send(part)
        : await sock.promises.sendall(part).then(() => part.length);
    }
    if (kind !== 8) sock.shutdown(SHUT_WR);
  }

  const sending = send();
  if (kind === 8) {
    const first = await sock.promises.recv(1);
    await sending;
    if (!equal(first, data.subarray(0, 1))) throw new Error(`client ${id} got another byte`);
    reset(sock);
    resets++;
    return;
  }
  if (slow) await Promise.race([sending, sock.promises.readable()]);
  const room = new Uint8Array(slow ? 700 : 65536);
  let received = 0;
  for (;;) {
    const n = await sock.promises.recv_into(room);
    if (n === 0) break;
    if (!equal(room.subarray(0, n), data.subarray(received, received + n))) {
      throw new Error(`client ${id} got other bytes at ${received}`);
    }
    received += n;
  }
  await sending;
  if (received !== length) throw new Error(`client ${id} got ${received} of ${length}`);
  total += length;
}

await assertNoLeak(() =>
  Promise.all(Array.from({ length: count }, (_, id) => client(id, seeded(seed + id))))
);
console.log(count, resets, total);

/**
 * An echo server written with promises: `count seed`. Prints its port, serves so many connections,
 * leaves no descriptor, and prints `connections resets bytes most`, the bytes of those that were not
 * reset, and how many there were at the same time.
 */
import { ConnectionError, create_server, type Socket } from "@bsd/socket";
import { assertNoLeak } from "../support/census.ts";
import { type Random, random as seeded } from "../support/seed.ts";
import "./support_poller.ts";

const [count = 0, seed = 0] = Deno.args.map(Number);
const report = { served: 0, resets: 0, bytes: 0, open: 0, most: 0 };

/** Receives in one way or another; the data is good until the next call. */
function receive(conn: Socket, room: Uint8Array<ArrayBuffer>, random: Random): Promise<Uint8Array> {
  const { promises } = conn;
  switch (random.int(0, 3)) {
    case 0:
      return promises.recv(random.int(1, room.length));
    case 1:
      return promises.recv_into(room, random.int(1, room.length)).then((n) => room.subarray(0, n));
    case 2:
      return promises.recvmsg(room.length).then(([data]) => data);
    default:
      return promises.readable().then(() => promises.recv(room.length));
  }
}

/** Sends all of it in one way or another. */
async function send(conn: Socket, data: Uint8Array<ArrayBuffer>, random: Random): Promise<void> {
  const { promises } = conn;
  if (random.int(0, 1) === 0) return await promises.sendall(data);
  for (let at = 0; at < data.length;) {
    const left = data.subarray(at);
    at += random.int(0, 1) === 0
      ? await promises.send(left)
      : await promises.sendmsg([left.subarray(0, 100), left.subarray(100)]);
  }
}

/** Nobody is answered before all are there, so that all are open at the same time. */
const everybody = Promise.withResolvers<void>();

async function echo(conn: Socket, random: Random): Promise<void> {
  using _ = conn;
  report.most = Math.max(report.most, ++report.open);
  const room = new Uint8Array(20_000);
  let bytes = 0;
  try {
    for (;;) {
      const data = await receive(conn, room, random);
      await everybody.promise;
      if (data.length === 0) break;
      await send(conn, data as Uint8Array<ArrayBuffer>, random);
      bytes += data.length;
    }
    report.bytes += bytes;
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    report.resets++;
  }
  report.open--;
  report.served++;
}

await assertNoLeak(async () => {
  using server = create_server(["127.0.0.1", 0], { backlog: 4096 });
  console.log(server.getsockname()[1]);
  const serving: Promise<void>[] = [];
  for (let i = 0; i < count; i++) {
    const [conn] = await server.promises.accept();
    serving.push(echo(conn, seeded(seed + i)));
  }
  everybody.resolve();
  await Promise.all(serving);
});
const { served, resets, bytes, most } = report;
console.log(served, resets, bytes, most);

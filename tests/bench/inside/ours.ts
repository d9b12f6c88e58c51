import {
  create_server,
  type InetAddress,
  IPPROTO_TCP,
  type Socket,
  TCP_NODELAY,
} from "@bsd/socket";
import { create_connection } from "@bsd/socket/promises";

const exchanges = Number(Deno.args[0]);
const server = create_server(["127.0.0.1", 0]);

async function serve(): Promise<void> {
  const [connection] = await server.promises.accept();
  connection.setsockopt(IPPROTO_TCP, TCP_NODELAY, true);
  await echo(connection);
}

async function echo({ promises }: Socket<InetAddress>): Promise<void> {
  const buffer = new Uint8Array(4096);
  for (;;) {
    const length = await promises.recv_into(buffer);
    if (length === 0) break;
    await promises.sendall(buffer.subarray(0, length));
  }
}

const serving = serve();
const client = await create_connection(["127.0.0.1", server.getsockname()[1]]);
client.setsockopt(IPPROTO_TCP, TCP_NODELAY, true);
const out = new Uint8Array(64);
const buffer = new Uint8Array(4096);

async function exchange(times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await client.promises.sendall(out);
    if (await client.promises.recv_into(buffer) !== 64) throw new Error("not what was sent");
  }
}

await exchange(3000);
const begin = performance.now();
await exchange(exchanges);
console.log((performance.now() - begin) * 1e3 / exchanges);
client.close();
await serving;

import { create_server, type Socket } from "@bsd/socket";
import { create_connection } from "@bsd/socket/promises";
import { each } from "./each.ts";

const server = create_server(["127.0.0.1", 0], { backlog: 4096 });
const address = server.getsockname();
const open: Socket[] = [];
const [out, into] = [new Uint8Array(64), new Uint8Array(64)];

async function connect(): Promise<[client: Socket, served: Socket]> {
  const accepted = server.promises.accept();
  const client = await create_connection(["127.0.0.1", address[1]]);
  const [served] = await accepted;
  open.push(client, served);
  return [client, served];
}

const [client, served] = await connect();
let idle = 0;

await each(async (connections) => {
  for (; idle < connections; idle++) {
    const [, waits] = await connect();
    waits.promises.recv_into(into).catch(() => {});
  }
  return async () => {
    const received = served.promises.recv_into(into);
    await client.promises.sendall(out);
    await received;
  };
});
for (const socket of open) socket.close();

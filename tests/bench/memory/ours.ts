import { create_server, type InetAddress, type Socket } from "@bsd/socket";
import { reports } from "./reports.ts";

const server = create_server(["127.0.0.1", 0], { backlog: 4096 });
console.log(server.getsockname()[1]);
const report = reports();
const buffer = new Uint8Array(4096);

async function serve(connection: Socket<InetAddress>): Promise<void> {
  await connection.promises.recv_into(buffer);
  connection.close();
}

for await (const [connection] of server) {
  serve(connection).catch(() => connection.close());
  report();
}

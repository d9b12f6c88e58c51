import {
  create_server,
  type InetAddress,
  IPPROTO_TCP,
  type Socket,
  TCP_NODELAY,
} from "@bsd/socket";
import { watch } from "./watch.ts";

const server = create_server(["127.0.0.1", 0], { backlog: 4096 });
console.log(server.getsockname()[1]);
watch();

async function serve(connection: Socket<InetAddress>): Promise<void> {
  connection.setsockopt(IPPROTO_TCP, TCP_NODELAY, true);
  const { promises } = connection;
  const buffer = new Uint8Array(4096);
  for (;;) {
    const length = await promises.recv_into(buffer);
    if (length === 0) break;
    await promises.sendall(buffer.subarray(0, length));
  }
  connection.close();
}

for (;;) {
  const [connection] = await server.promises.accept();
  serve(connection).catch(() => connection.close());
}

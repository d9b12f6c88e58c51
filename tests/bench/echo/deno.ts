import { watch } from "./watch.ts";

const server = Deno.listen({ hostname: "127.0.0.1", port: 0, tcpBacklog: 4096 });
console.log(server.addr.port);
watch();

async function serve(connection: Deno.TcpConn): Promise<void> {
  connection.setNoDelay();
  const buffer = new Uint8Array(4096);
  for (;;) {
    const length = await connection.read(buffer);
    if (length === null) break;
    for (let sent = 0; sent < length;) {
      sent += await connection.write(buffer.subarray(sent, length));
    }
  }
  connection.close();
}

for await (const connection of server) {
  serve(connection).catch(() => connection.close());
}

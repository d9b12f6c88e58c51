import { reports } from "./reports.ts";

const server = Deno.listen({ hostname: "127.0.0.1", port: 0, tcpBacklog: 4096 });
console.log(server.addr.port);
const report = reports();
const buffer = new Uint8Array(4096);

async function serve(connection: Deno.Conn): Promise<void> {
  await connection.read(buffer);
  connection.close();
}

for await (const connection of server) {
  serve(connection).catch(() => connection.close());
  report();
}

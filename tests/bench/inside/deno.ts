const exchanges = Number(Deno.args[0]);
const server = Deno.listen({ hostname: "127.0.0.1", port: 0 });

async function writeAll(connection: Deno.TcpConn, data: Uint8Array): Promise<void> {
  for (let sent = 0; sent < data.length;) sent += await connection.write(data.subarray(sent));
}

async function serve(): Promise<void> {
  const connection = await server.accept();
  connection.setNoDelay();
  const buffer = new Uint8Array(4096);
  for (;;) {
    const length = await connection.read(buffer);
    if (length === null) break;
    await writeAll(connection, buffer.subarray(0, length));
  }
}

const serving = serve();
const client = await Deno.connect({ hostname: "127.0.0.1", port: server.addr.port });
client.setNoDelay();
const out = new Uint8Array(64);
const buffer = new Uint8Array(4096);

async function exchange(times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await writeAll(client, out);
    if (await client.read(buffer) !== 64) throw new Error("not what was sent");
  }
}

await exchange(3000);
const begin = performance.now();
await exchange(exchanges);
console.log((performance.now() - begin) * 1e3 / exchanges);
client.close();
await serving;

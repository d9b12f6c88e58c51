const block = new Uint8Array(65536);

async function serve(): Promise<void> {
  const server = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  console.log(server.addr.port);
  for await (const connection of server) {
    while (await connection.read(block) !== null);
    connection.close();
  }
}

/** The seconds that so many blocks take. */
async function transfer(port: number, blocks: number): Promise<number> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  connection.setNoDelay();
  const begin = performance.now();
  for (let i = 0; i < blocks; i++) {
    for (let sent = 0; sent < block.length;) sent += await connection.write(block.subarray(sent));
  }
  await connection.closeWrite();
  if (await connection.read(block) !== null) throw new Error("the receiver said something");
  return (performance.now() - begin) / 1e3;
}

if (Deno.args[0] === "serve") await serve();
const [port = NaN, blocks = NaN] = Deno.args.slice(1).map(Number);
await transfer(port, blocks >> 3);
console.log(blocks / 16 / await transfer(port, blocks));

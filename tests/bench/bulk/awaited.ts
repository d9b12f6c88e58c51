import { create_server, IPPROTO_TCP, SHUT_WR, TCP_NODELAY } from "@bsd/socket";
import { create_connection } from "@bsd/socket/promises";

const block = new Uint8Array(65536);

async function serve(): Promise<never> {
  using server = create_server(["127.0.0.1", 0]);
  console.log(server.getsockname()[1]);
  for (;;) {
    const [connection] = await server.promises.accept();
    using _ = connection;
    while (await connection.promises.recv_into(block) !== 0);
  }
}

/** The seconds that so many blocks take. */
async function transfer(port: number, blocks: number): Promise<number> {
  using connection = await create_connection(["127.0.0.1", port]);
  connection.setsockopt(IPPROTO_TCP, TCP_NODELAY, true);
  const begin = performance.now();
  for (let i = 0; i < blocks; i++) await connection.promises.sendall(block);
  connection.shutdown(SHUT_WR);
  if (await connection.promises.recv_into(block) !== 0) {
    throw new Error("the receiver said something");
  }
  return (performance.now() - begin) / 1e3;
}

if (Deno.args[0] === "serve") await serve();
const [port = NaN, blocks = NaN] = Deno.args.slice(1).map(Number);
await transfer(port, blocks >> 3);
console.log(blocks / 16 / await transfer(port, blocks));

import { create_connection, create_server, IPPROTO_TCP, SHUT_WR, TCP_NODELAY } from "@bsd/socket";

const block = new Uint8Array(65536);

function serve(): never {
  using server = create_server(["127.0.0.1", 0]);
  console.log(server.getsockname()[1]);
  for (;;) {
    const [connection] = server.accept();
    using _ = connection;
    while (connection.recv_into(block) !== 0);
  }
}

/** The seconds that so many blocks take. */
function transfer(port: number, blocks: number): number {
  using connection = create_connection(["127.0.0.1", port]);
  connection.setsockopt(IPPROTO_TCP, TCP_NODELAY, true);
  const begin = performance.now();
  for (let i = 0; i < blocks; i++) connection.sendall(block);
  connection.shutdown(SHUT_WR);
  if (connection.recv_into(block) !== 0) throw new Error("the receiver said something");
  return (performance.now() - begin) / 1e3;
}

if (Deno.args[0] === "serve") serve();
const [port = NaN, blocks = NaN] = Deno.args.slice(1).map(Number);
transfer(port, blocks >> 3);
console.log(blocks / 16 / transfer(port, blocks));

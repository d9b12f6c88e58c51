import { once } from "node:events";
import { connect, createServer } from "node:net";
import process from "node:process";

const block = Buffer.alloc(65536);

function serve() {
  const server = createServer((connection) => connection.resume());
  server.listen({ host: "127.0.0.1", port: 0 }, () => console.log(server.address().port));
}

/** The seconds that so many blocks take. */
async function transfer(port, blocks) {
  const connection = connect({ host: "127.0.0.1", port, noDelay: true });
  await once(connection, "connect");
  connection.resume();
  const begin = performance.now();
  for (let i = 0; i < blocks; i++) {
    if (!connection.write(block)) await once(connection, "drain");
  }
  const over = once(connection, "end");
  connection.end();
  await over;
  return (performance.now() - begin) / 1e3;
}

const [mode, port, count] = process.argv.slice(2);
if (mode === "serve") {
  serve();
} else {
  const blocks = Number(count);
  await transfer(Number(port), blocks >> 3);
  console.log(blocks / 16 / await transfer(Number(port), blocks));
}

import { connect, createServer } from "node:net";
import process from "node:process";

const exchanges = Number(process.argv[2]);
const server = createServer({ noDelay: true }, (connection) => {
  connection.on("data", (data) => connection.write(data));
});
await new Promise((resolve) => server.listen({ host: "127.0.0.1", port: 0 }, resolve));
const client = connect({ host: "127.0.0.1", port: server.address().port, noDelay: true });
const out = Buffer.alloc(64);

function exchange(times) {
  return new Promise((resolve) => {
    let done = 0;
    client.on("data", function next(data) {
      if (data.length !== 64) throw new Error("not what was sent");
      if (++done < times) return client.write(out);
      client.off("data", next);
      resolve();
    });
    client.write(out);
  });
}

await exchange(3000);
const begin = performance.now();
await exchange(exchanges);
console.log((performance.now() - begin) * 1e3 / exchanges);
client.destroy();
server.close();

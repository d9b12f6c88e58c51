import { createServer } from "node:net";
import process from "node:process";

const counts = process.argv.slice(2).map(Number);
let connections = 0;

const server = createServer((connection) => {
  connection.on("data", () => connection.destroy());
  connection.on("error", () => connection.destroy());
  if (!counts.includes(++connections)) return;
  setTimeout(() => {
    globalThis.gc();
    console.log(process.memoryUsage.rss());
  }, 300);
});
server.listen({ host: "127.0.0.1", port: 0, backlog: 4096 }, () => {
  console.log(server.address().port);
});

import { createServer } from "node:net";

const server = createServer((connection) => connection.destroy());
server.listen({ host: "127.0.0.1", port: 0, backlog: 4096 }, () => {
  console.log(server.address().port);
});

import { create_server } from "@bsd/socket";

const server = create_server(["127.0.0.1", 0], { backlog: 4096 });
console.log(server.getsockname()[1]);
for await (const [connection] of server) connection.close();

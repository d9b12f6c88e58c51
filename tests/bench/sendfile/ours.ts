import { create_connection, SHUT_WR } from "@bsd/socket";

const [port, path = ""] = Deno.args;
using connection = create_connection(["127.0.0.1", Number(port)]);
const begin = performance.now();
connection.sendfile(path);
connection.shutdown(SHUT_WR);
if (connection.recv(1).length !== 0) throw new Error("the receiver said something");
console.log((performance.now() - begin) / 1e3);

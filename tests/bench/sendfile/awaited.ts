import { SHUT_WR } from "@bsd/socket";
import { create_connection } from "@bsd/socket/promises";

const [port, path = ""] = Deno.args;
using connection = await create_connection(["127.0.0.1", Number(port)]);
const begin = performance.now();
await connection.promises.sendfile(path);
connection.shutdown(SHUT_WR);
if ((await connection.promises.recv(1)).length !== 0) {
  throw new Error("the receiver said something");
}
console.log((performance.now() - begin) / 1e3);

import { once } from "node:events";
import { createReadStream } from "node:fs";
import { connect } from "node:net";
import process from "node:process";

const [port, path] = process.argv.slice(2);
const connection = connect({ host: "127.0.0.1", port: Number(port) });
await once(connection, "connect");
connection.resume();
const begin = performance.now();
createReadStream(path).pipe(connection);
await once(connection, "end");
console.log((performance.now() - begin) / 1e3);

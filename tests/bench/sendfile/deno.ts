const [port, path = ""] = Deno.args;
using connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
const file = await Deno.open(path);
const begin = performance.now();
await file.readable.pipeTo(connection.writable, { preventClose: true });
await connection.closeWrite();
if (await connection.read(new Uint8Array(1)) !== null) {
  throw new Error("the receiver said something");
}
console.log((performance.now() - begin) / 1e3);

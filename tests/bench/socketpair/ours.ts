import { socketpair } from "@bsd/socket";

const calls = Number(Deno.args[0]);
const [a, b] = socketpair();
const [out, into] = [new Uint8Array(64), new Uint8Array(64)];

function go(times: number): void {
  for (let i = 0; i < times; i++) {
    a.send(out);
    b.recv_into(into);
  }
}

go(50_000);
const begin = performance.now();
go(calls);
console.log((performance.now() - begin) * 1e6 / calls);

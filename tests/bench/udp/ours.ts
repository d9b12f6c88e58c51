import { AF_INET, SOCK_DGRAM, socket } from "@bsd/socket";

const calls = Number(Deno.args[0]);
const sender = socket(AF_INET, SOCK_DGRAM);
const receiver = socket(AF_INET, SOCK_DGRAM);
receiver.bind(["127.0.0.1", 0]);
const address = receiver.getsockname();
const data = new Uint8Array(64);

function go(times: number): void {
  for (let i = 0; i < times; i++) {
    sender.sendto(data, address);
    const [received, [host]] = receiver.recvfrom(2048);
    if (received.length !== 64 || host !== "127.0.0.1") throw new Error("not what was sent");
  }
}

go(30_000);
const begin = performance.now();
go(calls);
console.log((performance.now() - begin) * 1e6 / calls);

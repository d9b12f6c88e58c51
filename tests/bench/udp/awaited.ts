import { AF_INET, SOCK_DGRAM, socket } from "@bsd/socket";

const calls = Number(Deno.args[0]);
const sender = socket(AF_INET, SOCK_DGRAM);
const receiver = socket(AF_INET, SOCK_DGRAM);
receiver.bind(["127.0.0.1", 0]);
const address = receiver.getsockname();
const data = new Uint8Array(64);

async function go(times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await sender.promises.sendto(data, address);
    const [received, [host]] = await receiver.promises.recvfrom(2048);
    if (received.length !== 64 || host !== "127.0.0.1") throw new Error("not what was sent");
  }
}

await go(5000);
const begin = performance.now();
await go(calls);
console.log((performance.now() - begin) * 1e6 / calls);

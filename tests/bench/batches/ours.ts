import { AF_INET, SOCK_DGRAM, socket } from "@bsd/socket";

const BATCH = 64;

const [batches = NaN, size = NaN] = Deno.args.map(Number);
const sender = socket(AF_INET, SOCK_DGRAM);
const receiver = socket(AF_INET, SOCK_DGRAM);
receiver.bind(["127.0.0.1", 0]);
const address = receiver.getsockname();
const messages = Array.from({ length: BATCH }, () => [new Uint8Array(size), address] as const);

function go(times: number): void {
  for (let i = 0; i < times; i++) {
    if (sender.sendmmsg(messages) !== BATCH) throw new Error("not all were sent");
    if (receiver.recvmmsg(BATCH, 2048).length !== BATCH) throw new Error("not all came");
  }
}

go(300);
const begin = performance.now();
go(batches);
console.log((performance.now() - begin) * 1e6 / batches / BATCH);

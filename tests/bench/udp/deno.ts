const calls = Number(Deno.args[0]);
const sender = Deno.listenDatagram({ transport: "udp", hostname: "127.0.0.1", port: 0 });
const receiver = Deno.listenDatagram({ transport: "udp", hostname: "127.0.0.1", port: 0 });
const { addr } = receiver;
const data = new Uint8Array(64);
const buffer = new Uint8Array(2048);

async function go(times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await sender.send(data, addr);
    const [received, from] = await receiver.receive(buffer);
    if (received.length !== 64 || from.transport !== "udp" || from.hostname !== "127.0.0.1") {
      throw new Error("not what was sent");
    }
  }
}

await go(5000);
const begin = performance.now();
await go(calls);
console.log((performance.now() - begin) * 1e6 / calls);

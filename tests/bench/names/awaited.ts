import { AF_INET, SOCK_STREAM } from "@bsd/socket";
import { getaddrinfo } from "@bsd/socket/promises";

const lookups = Number(Deno.args[0]);

async function go(times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await getaddrinfo("localhost", 80, { family: AF_INET, type: SOCK_STREAM });
  }
}

await go(lookups / 2);
const begin = performance.now();
await go(lookups);
console.log((performance.now() - begin) * 1e3 / lookups);

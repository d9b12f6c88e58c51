import { lookup } from "node:dns/promises";
import process from "node:process";

const lookups = Number(process.argv[2]);

async function go(times) {
  for (let i = 0; i < times; i++) await lookup("localhost", { family: 4, all: true });
}

await go(lookups / 2);
const begin = performance.now();
await go(lookups);
console.log((performance.now() - begin) * 1e3 / lookups);

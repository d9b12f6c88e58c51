import { socketpair } from "@bsd/socket";
import { cpuUsage } from "node:process";

/** For how long, in milliseconds, nothing happens. */
const WHILE = 1000;

const quiet = () => new Promise((resolve) => setTimeout(resolve, WHILE));

/** Milliseconds of the processor's time that are spent while nothing happens. */
async function spent(): Promise<number> {
  await quiet(); // What is left of the beginning.
  const before = cpuUsage();
  await quiet();
  const { user, system } = cpuUsage(before);
  return (user + system) / 1000;
}

const into = new Uint8Array(64);
const pairs = Array.from({ length: Number(Deno.args[0]) }, () => socketpair());
for (const [a] of pairs) a.promises.recv_into(into).catch(() => {});
console.log(await spent());
for (const socket of pairs.flat()) socket.close();

/**
 * One connection, a hundred, five thousand: echo servers written with promises, for clients in C and
 * in Python; and clients written with promises, of servers in C and in Python. Each byte must come
 * back once; halves are ended, connections reset, readers slow.
 */
import { fromFileUrl } from "@std/path";
import { assertEquals } from "@std/assert";
import { compile } from "../support/compile.ts";
import { type Peer, start } from "../support/peer.ts";
import { newestPython } from "../support/pythons.ts";
import { type Random, seeded } from "../support/seed.ts";
import { test } from "./idle.ts";
import { alsoOnPoll } from "./support.ts";
import { C_CLIENT, C_SERVER } from "./support_scale_c.ts";
import { PYTHON_CLIENT, PYTHON_SERVER } from "./support_scale_python.ts";
import { denoPath } from "../support/runtime.ts";

alsoOnPoll(import.meta.url);

const CONFIG = fromFileUrl(new URL("../../deno.json", import.meta.url));

/** How many descriptors a process needs beside its connections. */
const BESIDE = 100;

/** Starts a program that may open as many descriptors as the system lets it. */
function startMany(command: string, ...args: (string | number)[]): Peer {
  const raise = `ulimit -n "$(ulimit -Hn)" && exec "$0" "$@"`;
  return start("sh", ["-c", raise, command, ...args.map(String)]);
}

function script(name: string): (...args: number[]) => Peer {
  const url = new URL(name, import.meta.url).href;
  const options = ["run", "--quiet", "--allow-all", "--no-check", "--config", CONFIG];
  return (...args) => startMany(denoPath, ...options, url, ...args);
}

type Program = (...args: number[]) => Peer;

const ours = { client: script("support_echo_client.ts"), server: script("support_echo_server.ts") };
const theirs: Record<string, { client: Program; server: Program }> = {
  C: {
    client: (...args) => startMany(compile(C_CLIENT), ...args),
    server: (...args) => startMany(compile(C_SERVER), ...args),
  },
  Python: {
    client: (...args) => startMany(newestPython().path, "-I", "-u", "-c", PYTHON_CLIENT, ...args),
    server: (...args) => startMany(newestPython().path, "-I", "-u", "-c", PYTHON_SERVER, ...args),
  },
};

/** How many connections there are, and how many bytes one sends at most, but for slow readers. */
const scales = [[1, 3_000_000], [100, 60_000], [5000, 4000]] as const;

/** So many connections, or as many as this system lets a process have. */
function possible(count: number): number {
  const { stdout } = new Deno.Command("sh", { args: ["-c", "ulimit -Hn"] }).outputSync();
  const limit = new TextDecoder().decode(stdout).trim();
  const most = limit === "unlimited" ? Infinity : Number(limit) - BESIDE;
  if (count > most) console.warn(`only ${most} connections instead of ${count}: see ulimit -Hn`);
  return Math.min(count, most);
}

/** The numbers that a program prints at last. */
async function report(peer: Peer): Promise<number[]> {
  return (await peer.end()).trim().split(" ").map(Number);
}

/** Lets clients and a server talk; they must agree on what happened. */
async function converse(
  programs: { client: Program; server: Program },
  wanted: number,
  bytes: number,
  random: Random,
): Promise<{ served: number[]; count: number }> {
  const count = possible(wanted);
  const seed = random.int(0, 2 ** 31);
  await using server = programs.server(count, seed);
  const port = Number(await server.line());
  await using client = programs.client(port, count, seed, bytes);
  const asked = await report(client);
  const served = await report(server);
  const resets = Array.from({ length: count }, (_, i) => i).filter((i) => i % 10 === 8).length;
  assertEquals(asked.slice(0, 2), [count, resets]);
  assertEquals(served.slice(0, 3), asked);
  return { served, count };
}

for (const [name, programs] of Object.entries(theirs)) {
  for (const [count, bytes] of scales) {
    test(
      `our server, clients in ${name}: ${count}`,
      seeded(async (random) => {
        const { server } = ours;
        const { client } = programs;
        const { served, count: opened } = await converse({ client, server }, count, bytes, random);
        assertEquals(served[3], opened, "not all of them at the same time");
      }),
    );

    test(
      `our clients, a server in ${name}: ${count}`,
      seeded(async (random) => {
        const { client } = ours;
        const { server } = programs;
        await converse({ client, server }, count, bytes, random);
      }),
    );
  }
}

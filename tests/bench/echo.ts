/**
 * An echo server under load from another process, at several numbers of connections: ours awaited,
 * `Deno.listen`, Node's `net`, Python's asyncio.
 */
import { fromFileUrl } from "@std/path";
import { compile } from "../support/compile.ts";
import { run, start } from "../support/peer.ts";
import { newestPython } from "../support/pythons.ts";
import { interleave, median, table } from "./measure.ts";

const ROUNDS = 3;
const CONNECTIONS = [1, 10, 100, 1000];
const EXCHANGES = 40_000;

const file = (name: string) => fromFileUrl(import.meta.resolve(`./echo/${name}`));
const config = fromFileUrl(import.meta.resolve("../../deno.json"));
const deno = (name: string) => [
  Deno.execPath(),
  "run",
  "--allow-all",
  "--no-check",
  "--config",
  config,
  file(name),
];

const servers: Record<string, readonly string[]> = {
  "here": deno("ours.ts"),
  "Deno.listen": deno("deno_listen.ts"),
  "Node net": ["node", file("node_net.mjs")],
  "asyncio": [newestPython().path, file("asyncio_server.py")],
};

/** How responsive a saturated server stays: a timer's lateness and a file's reading beside the load. */
export async function responsivenessCase(): Promise<void> {
  const load = compile(await Deno.readTextFile(file("load.c")), ["-O2"]);
  const rows = [["100 connections", "10 ms timer late by (median, 99 %)", "Deno.readFile takes"]];
  for (const name of ["here", "Deno.listen"]) {
    const [command = "", ...args] = servers[name] ?? [];
    await using server = start(command, [...args, "watch"]);
    const port = await server.line();
    await run(load, [port, "100", "300000"]);
    server.kill();
    const { late, reads } = JSON.parse(await server.line()) as Record<"late" | "reads", number[]>;
    const show = (values: number[]) =>
      [0.5, 0.99].map((q) =>
        `${(values.toSorted((a, b) => a - b)[Math.floor(values.length * q)] ?? NaN).toFixed(2)} ms`
      ).join(", ");
    rows.push([name, show(late), show(reads)]);
  }
  table("Responsiveness of a saturated echo server", rows);
}

/** Runs the case and prints it. */
export async function echoCase(): Promise<void> {
  const load = compile(await Deno.readTextFile(file("load.c")), ["-O2"]);
  const trips: Record<string, Map<number, number[]>> = {};
  const exchanges = (name: string, connections: number) => async () => {
    const [command = "", ...args] = servers[name] ?? [];
    await using server = start(command, args);
    const port = await server.line();
    // What is compiled while it runs must be compiled by now.
    await run(load, [port, "10", "20000"]);
    const output = await run(load, [port, `${connections}`, `${EXCHANGES}`]);
    const [rate = NaN, middle = NaN] = output.trim().split(" ").map(Number);
    const times = trips[name] ??= new Map();
    times.set(connections, [...times.get(connections) ?? [], middle]);
    server.kill();
    return rate;
  };
  const rows = [["connections", ...Object.keys(servers), "ours to the best of them"]];
  for (const connections of CONNECTIONS) {
    const rates = await interleave(
      ROUNDS,
      Object.fromEntries(
        Object.keys(servers).map((name) => [name, exchanges(name, connections)]),
      ),
    );
    const { here = NaN, ...others } = rates;
    rows.push([
      `${connections}`,
      ...Object.entries(rates).map(([name, rate]) =>
        `${rate.toFixed(0)}/s, ${median(trips[name]?.get(connections) ?? []).toFixed(0)} µs`
      ),
      `${(here / Math.max(...Object.values(others))).toFixed(2)}×`,
    ]);
  }
  table(
    `Echo of 64 bytes: exchanges a second and the median exchange (median of ${ROUNDS} rounds)`,
    rows,
  );
}

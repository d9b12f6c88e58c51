/** Examples that serve until they are interrupted, and what their tests have in common. */
import { assertLess } from "@std/assert";
import { type InetAddress, type Socket, socket } from "@bsd/socket";
import { census } from "../support/census.ts";
import type { Peer } from "../support/peer.ts";
import { hasSignals } from "./example.ts";

/** A port of this machine that is free. */
export const LOCAL = ["127.0.0.1", 0] as const;

/** Interrupts an example, which is to end soon and in good order; what it printed and was not read. */
export async function interrupt(peer: Peer, signal: Deno.Signal = "SIGTERM"): Promise<string> {
  peer.kill(signal);
  if (!hasSignals) return await unread(peer);
  const limit = setTimeout(() => peer.kill("SIGKILL"), 10_000);
  try {
    return await peer.end();
  } finally {
    clearTimeout(limit);
  }
}

/** What a process that was ended has printed besides. */
async function unread(peer: Peer): Promise<string> {
  let text = "";
  for await (const line of peer.lines) text += `${line}\n`;
  return text;
}

/** How many sockets an example has open, the runtime's own apart, which are AF_UNIX. */
function socketsOf({ pid }: Peer): number {
  const unix = Deno.readTextFileSync(`/proc/${pid}/net/unix`).split("\n")
    .map((line) => `socket:[${line.split(/\s+/)[6]}]`);
  const links = Array.from(Deno.readDirSync(`/proc/${pid}/fd`), ({ name }) => {
    try {
      return Deno.readLinkSync(`/proc/${pid}/fd/${name}`);
    } catch {
      return ""; // Closed in the meantime.
    }
  });
  return links.filter((link) => link.startsWith("socket:") && !unix.includes(link)).length;
}

/**
 * Waits until an example's listening socket is the only one it has; fails if that does not come. Only
 * where the OS tells of a process's descriptors, as the census has it.
 */
export async function closesAll(server: Peer): Promise<void> {
  if (census().size === 0) return;
  for (let tries = 0; socketsOf(server) !== 1; tries++) {
    assertLess(tries, 1000, "sockets were left open");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A port that nobody listens at, as long as the socket is there. */
export function refusing(): Socket<InetAddress> {
  const taken = socket();
  taken.bind(LOCAL);
  return taken;
}

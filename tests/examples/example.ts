/** The examples as their users run them: child processes with the permissions they ask for. */
import { errno } from "@bsd/socket";
import { assertMatch, assertNotMatch, assertRejects, fail } from "@std/assert";
import { deno, type Peer } from "../support/peer.ts";

/** Starts `examples/NAME.ts`. */
export function example(
  name: string,
  args: readonly (string | number)[] = [],
  permissions: readonly string[] = ["--allow-ffi"],
): Peer {
  const url = new URL(`../../examples/${name}.ts`, import.meta.url);
  return deno(url, args.map(String), permissions);
}

/** The address that a server says it listens at, the next line it prints. */
export async function listening(server: Peer): Promise<[host: string, port: number]> {
  const line = await server.line();
  assertMatch(line, /^Listening on \[ ".*", \d+(, 0, 0)? \]$/);
  return JSON.parse(line.slice("Listening on ".length));
}

/** Waits for the end of an example that fails; what it says, on stderr alone and without a stack. */
export async function failure(peer: Peer, status: number): Promise<string> {
  for await (const line of peer.lines) fail(`it printed ${line}`);
  const error = await assertRejects(() => peer.end(), Error, `exited with ${status}\n`);
  assertNotMatch(error.message, /\n\s+at /);
  return error.message.slice(error.message.indexOf("\n") + 1).trimEnd();
}

/** Whether errors are Winsock's: its numbers, and texts that are the system's own. */
const winsock = errno.EADDRINUSE > 10_000;

/** What a pattern has for the text of an error: C's where it is known. */
export function osText(text: string): string {
  return winsock ? ".+" : text;
}

/** The protocol of a socket that getaddrinfo told of: Winsock's leaves it open. */
export const PROTO = winsock ? 0 : 6;

/** Whether a signal asks a process to end; otherwise it does end it. */
export const hasSignals: boolean = !winsock;

/** Whether this machine has ::1. */
export const hasIPv6: boolean = (() => {
  try {
    Deno.listen({ hostname: "::1", port: 0 }).close();
    return true;
  } catch {
    return false;
  }
})();

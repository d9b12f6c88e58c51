/**
 * Finds the TCP ports of a host that somebody listens at. Many connections are under way at once,
 * each with a time-out; Ctrl-C gives all of them up.
 *
 *     deno run --allow-ffi examples/port-scanner.ts localhost 1-1024
 */
import {
  type AddrInfo,
  ConnectionRefusedError,
  getservbyport,
  OSError,
  SOCK_STREAM,
  socket,
  TimeoutError,
} from "@bsd/socket";
import { getaddrinfo } from "@bsd/socket/promises";
import { interrupted } from "./support/interrupted.ts";
import { print, program, UsageError, whole } from "./support/program.ts";

/** The ports of `22,80,8000-8100`. */
function* portsOf(list: string): Generator<number> {
  for (const range of list.split(",")) {
    const [first = "", last = first, ...more] = range.split("-");
    const [begin, end] = [whole(first, "a port", 1, 65535), whole(last, "a port", 1, 65535)];
    if (begin > end || more.length > 0) throw new UsageError(`no such range of ports: ${range}`);
    for (let port = begin; port <= end; port++) yield port;
  }
}

/** The name of the service that a port is for. */
function serviceAt(port: number): string {
  try {
    return getservbyport(port, "tcp");
  } catch {
    return "unknown";
  }
}

/** What becomes of a connection. */
async function probe(
  [family, type, proto, , address]: AddrInfo,
  timeout: number,
  signal: AbortSignal,
): Promise<"open" | "closed" | "silent"> {
  using sock = socket(family, type, proto);
  sock.settimeout(timeout);
  try {
    await sock.promises.connect(address, { signal });
    // On this machine, a connection may be given the very port it is to go to, and meet itself.
    return `${sock.getsockname()}` === `${sock.getpeername()}` ? "closed" : "open";
  } catch (error) {
    if (error instanceof ConnectionRefusedError) return "closed";
    const isSilent = error instanceof TimeoutError ||
      (error instanceof OSError && error.code === "EHOSTUNREACH");
    if (isSilent) return "silent";
    throw error;
  }
}

await program({
  usage: "port-scanner [--timeout SECONDS] [--at-once N] HOST [PORTS]",
  about: `Prints the open TCP ports of a host.

  --timeout SECONDS  how long to wait for an answer, 2 unless given
  --at-once N        how many connections are tried at a time, 100 unless given
  HOST               the first of its addresses is used
  PORTS              such as 22,80,8000-8100; 1-1024 unless given`,
  options: { timeout: { type: "string" }, "at-once": { type: "string" } },
  most: 2,
}, async ({ timeout = "2", "at-once": atOnce = "100" }, host, ports = "1-1024") => {
  if (host === undefined) throw new UsageError("there is no host");
  const seconds = whole(timeout, "--timeout", 1, 3600);
  const left = [...portsOf(ports)].values();
  const signal = interrupted();
  const [first] = await getaddrinfo(host, 0, { type: SOCK_STREAM, signal });
  if (first === undefined) throw new OSError(null, `${host} has no address`);
  const [family, type, proto, name, address] = first;

  const count = { open: 0, closed: 0, silent: 0 };
  /** One of those that take the next port, and the next, until there are no more. */
  async function scan(): Promise<void> {
    for (const port of left) {
      const to = address.with(1, port) as typeof address;
      const state = await probe([family, type, proto, name, to], seconds, signal);
      count[state]++;
      if (state === "open") print(`${port} ${serviceAt(port)}`);
    }
  }
  try {
    await Promise.all(Array.from({ length: whole(atOnce, "--at-once", 1, 10_000) }, scan));
  } catch (error) {
    if (!signal.aborted) throw error;
    print("interrupted");
    Deno.exitCode = 130; // As a shell has it for Ctrl-C.
  }
  print(`${address[0]}: ${count.open} open, ${count.closed} closed, ${count.silent} silent`);
});

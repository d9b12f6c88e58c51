/** What the tests of the awaited face share: both pollers, turns of the event loop, pairs of sockets. */
import { setImmediate } from "node:timers";
import { fromFileUrl } from "@std/path";
import { assertGreater } from "@std/assert";
import {
  AF_UNIX,
  BlockingIOError,
  create_connection,
  create_server,
  type InetAddress,
  IPPROTO_TCP,
  linger,
  SO_LINGER,
  SO_RCVBUF,
  SO_SNDBUF,
  type Socket,
  socket,
  socketpair,
  SOL_SOCKET,
  TCP_NODELAY,
  type UnixAddress,
} from "@bsd/socket";
import { concat, pythonSocket, tellsDescriptors, unix } from "../socket/helpers.ts";
import { backend } from "../../ffi/backend/mod.ts";
import { test } from "../support/census.ts";
import { onPoll, POLLER } from "./support_poller.ts";
import { denoPath } from "../support/runtime.ts";
import { SKIPPED } from "../support/skips.ts";

export { onPoll, tellsDescriptors, unix };

const CONFIG = fromFileUrl(new URL("../../deno.json", import.meta.url));

/** Whether this OS has no other poller than the one like poll(2), which the tests then run on. */
const { makePoller, makeFallbackPoller } = backend();
const alwaysOnPoll = makePoller === makeFallbackPoller;

/** Runs a test file once more, on poll(2), in a process of its own. */
export function alsoOnPoll(file: string): void {
  if (onPoll) return;
  if (alwaysOnPoll) {
    console.warn(`${SKIPPED}all of a file on poll(2): what this OS has like it is its only poller`);
    return;
  }
  test("all of this file on poll(2)", async () => {
    const { success, stdout, stderr } = await new Deno.Command(denoPath, {
      args: ["test", "--quiet", "--allow-all", "--no-check", "--config", CONFIG, file],
      env: { [POLLER]: "poll", NO_COLOR: "1" },
    }).output();
    const output = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("\n");
    if (!success) throw new Error(output);
    assertGreater(Number(/ok \| (\d+) passed/.exec(output)?.[1] ?? 0), 0, output);
  });
}

/** The next turn of the event loop: the reactor and I/O have had theirs. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** So many turns. */
export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await turn();
}

/** How long, in milliseconds, `until` waits for what never comes. */
const PATIENCE = 20_000;

/** Waits until something is so, a turn at a time; it has to come about by itself. */
export async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`it never came about that ${condition}`);
    await turn();
  }
}

/** What became of a promise, as far as that can be known without a turn of the event loop. */
export async function settledNow(promises: readonly Promise<unknown>[]): Promise<boolean> {
  let turned = false;
  setImmediate(() => turned = true);
  await Promise.allSettled(promises);
  return !turned;
}

/** Two ends of a TCP connection in this process. */
export function tcpPair(): [client: Socket<InetAddress>, server: Socket<InetAddress>] {
  using listener = create_server(["127.0.0.1", 0]);
  const client = create_connection(listener.getsockname()) as Socket<InetAddress>;
  const [server] = listener.accept();
  return [client, server];
}

/** A pair of sockets that hold little, 100,000 bytes at most: one that is drained makes room. */
export function smallPair(): [Socket<UnixAddress>, Socket<UnixAddress>] {
  const pair = socketpair();
  // TCP tells its peer of room only when it is enough for a segment, and a sender that holds little
  // would have to wait, each time, until it is told what has arrived.
  const [send, receive] = unix ? [4096, 4096] : [16384, 32768];
  for (const sock of pair) {
    sock.setsockopt(SOL_SOCKET, SO_SNDBUF, send);
    sock.setsockopt(SOL_SOCKET, SO_RCVBUF, receive);
    if (!unix) sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1);
  }
  return pair;
}

/** Calls until the socket would block, with no time-out for a while. */
export function exhaust(sock: Socket, fn: () => unknown): void {
  const timeout = sock.gettimeout();
  sock.settimeout(0);
  try {
    for (;;) fn();
  } catch (error) {
    if (!(error instanceof BlockingIOError)) throw error;
  } finally {
    sock.settimeout(timeout);
  }
}

/**
 * After how long without room, in milliseconds, TCP will not make any by itself: Linux acknowledges
 * what has arrived within 200, and as late does a sender find out how much of a window is left.
 */
const SETTLED = 600;

/**
 * Sends until there is no room for a byte more; returns how many bytes that were. Of a connection that
 * holds much it is to be the first thing sent: under Wine a send of which a part is taken waits,
 * whatever the mode, until all of it is, which nobody makes room for.
 */
export function fillOnce(sock: Socket, byte = 0): number {
  let sent = 0;
  for (const size of [10_000, 1]) {
    const data = new Uint8Array(size).fill(byte);
    exhaust(sock, () => sent += sock.send(data));
  }
  return sent;
}

/** The same until no room comes by itself either, where the peer does not read. */
export function fill(sock: Socket, byte = 0): number {
  let sent = 0;
  let settled = 0;
  for (;;) {
    const more = fillOnce(sock, byte);
    sent += more;
    if (sock.family === AF_UNIX) return sent;
    const now = performance.now();
    if (more > 0) settled = now + SETTLED;
    else if (now >= settled) return sent;
    // No descriptor: some time passes. What is a little room to send(2) is none to poll(2).
    backend().wait(-1, false, false, 20);
  }
}

/** Receives all that is there. */
export function drain(sock: Socket): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  exhaust(sock, () => {
    const part = sock.recv(100_000);
    if (part.length === 0) throw new BlockingIOError(null, "the end");
    parts.push(part);
  });
  return concat(parts);
}

/** Closes a TCP socket so that the peer sees a reset. */
export function reset(sock: Socket): void {
  sock.setsockopt(SOL_SOCKET, SO_LINGER, linger.encode({ l_onoff: 1, l_linger: 0 }));
  sock.close();
}

/**
 * A listener, and the line of Python that connects `s` to it: over AF_UNIX, whose buffers hold what
 * was sent until it is read, where there is such a thing.
 */
export function pythonListener(): { server: Socket; connect: string } {
  if (!unix) {
    const server = create_server(["127.0.0.1", 0]);
    const [host, port] = server.getsockname();
    return { server, connect: `s = socket.create_connection(("${host}", ${port}))` };
  }
  const server = socket(AF_UNIX);
  server.bind("");
  server.listen();
  const name = (server.getsockname() as Uint8Array).toHex();
  return {
    server,
    connect: `s = socket.socket(socket.AF_UNIX); s.connect(bytes.fromhex("${name}"))`,
  };
}

/** Starts a Python that sends back what it gets. */
export async function withEcho(fn: (sock: Socket) => Promise<void>): Promise<void> {
  using server = create_server(["127.0.0.1", 0]);
  await using peer = pythonSocket(
    `
    s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
    while data := s.recv(65536): s.sendall(data)
    `,
    server.getsockname()[1],
  );
  const [conn] = await server.promises.accept();
  using _ = conn;
  await fn(conn);
  conn.close();
  await peer.end();
}

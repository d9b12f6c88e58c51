/**
 * Processes on the other side of an emulator: tests that run there have no Python to talk to, so the
 * runner outside starts it for them. Each process has four connections to the relay: one for what
 * becomes of it, one for each of its standard streams.
 */

/** A process as `start` of peer.ts uses it: what it needs of a `Deno.ChildProcess`. */
export interface Child {
  readonly pid: number;
  readonly stdin: WritableStream<Uint8Array<ArrayBuffer>>;
  readonly stdout: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly stderr: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly status: Promise<{ success: boolean; code: number; signal: Deno.Signal | null }>;
  kill(signal?: Deno.Signal): void;
}

/** What is started. */
interface Request {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The environment variable that says where the relay is: its port on 127.0.0.1. */
export const RELAY = "BSD_SOCKET_TEST_RELAY";

const streams = ["stdin", "stdout", "stderr"] as const;

/** Reads the first line of a connection a byte at a time: what follows it is not ours. */
async function firstLine(connection: Deno.Conn): Promise<string> {
  const byte = new Uint8Array(1);
  let line = "";
  while (await connection.read(byte) === 1 && byte[0] !== 10) {
    line += String.fromCharCode(byte[0] ?? 0);
  }
  return decodeURIComponent(line);
}

async function writeLine(connection: Deno.Conn, value: unknown): Promise<void> {
  // All ASCII, without a line's end.
  const line = new TextEncoder().encode(encodeURIComponent(JSON.stringify(value)) + "\n");
  for (let at = 0; at < line.length;) at += await connection.write(line.subarray(at));
}

/** Starts a process through the relay at a port. */
export function spawnRemotely(port: number, request: Request): Child {
  type Bytes = Uint8Array<ArrayBuffer>;
  const [input, output, errors] = streams.map(() => new TransformStream<Bytes, Bytes>()) as [
    TransformStream<Bytes, Bytes>,
    TransformStream<Bytes, Bytes>,
    TransformStream<Bytes, Bytes>,
  ];
  const open = () => Deno.connect({ hostname: "127.0.0.1", port });
  const started = (async () => {
    const control = await open();
    await writeLine(control, request);
    const answer = JSON.parse(await firstLine(control));
    if ("error" in answer) {
      control.close();
      throw new Error(answer.error);
    }
    return { control, ...answer as { id: number; pid: number } };
  })();
  let pid: number | undefined;

  async function attach(id: number, name: typeof streams[number]): Promise<Deno.Conn> {
    const connection = await open();
    await writeLine(connection, { id, name });
    return connection;
  }

  async function follow(): ReturnType<() => Child["status"]> {
    const { control, id, pid: number } = await started;
    pid = number;
    const [stdin, stdout, stderr] = await Promise.all([
      attach(id, "stdin"),
      attach(id, "stdout"),
      attach(id, "stderr"),
    ]);
    const gone = new AbortController();
    Promise.allSettled([
      input.readable.pipeTo(stdin.writable, { signal: gone.signal }),
      stdout.readable.pipeTo(output.writable),
      stderr.readable.pipeTo(errors.writable),
    ]);
    const status = JSON.parse(await firstLine(control));
    control.close();
    // A process that is gone reads no more.
    gone.abort();
    return status;
  }

  const status = follow();
  status.catch((error) => {
    for (const { writable } of [output, errors]) writable.abort(error).catch(() => {});
    input.readable.cancel(error).catch(() => {});
  });
  return {
    get pid() {
      if (pid === undefined) throw new Error(`${request.command} has not started yet`);
      return pid;
    },
    stdin: input.writable,
    stdout: output.readable,
    stderr: errors.readable,
    status,
    kill(signal = "SIGTERM") {
      started.then(({ control }) => writeLine(control, { signal })).catch(() => {});
    },
  };
}

/** Serves the requests of tests on the other side, until it is disposed of. */
export function serveRelay(): Disposable & { readonly port: number } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const children = new Map<number, Deno.ChildProcess>();
  let last = 0;

  async function control(connection: Deno.Conn, { command, args, env }: Request): Promise<void> {
    const id = ++last;
    let child: Deno.ChildProcess;
    try {
      child = new Deno.Command(command, {
        args: [...args],
        env: { ...env },
        stdin: "piped",
        stdout: "piped",
        stderr: "piped",
      }).spawn();
    } catch (error) {
      await writeLine(connection, { error: String(error) });
      return connection.close();
    }
    children.set(id, child);
    await writeLine(connection, { id, pid: child.pid });
    const signals = (async () => {
      for (
        let line = await firstLine(connection);
        line !== "";
        line = await firstLine(connection)
      ) {
        try {
          child.kill(JSON.parse(line).signal);
        } catch {
          // It has exited in the meantime.
        }
      }
      // The test has gone away.
      try {
        child.kill("SIGKILL");
      } catch {
        // So has the process.
      }
    })().catch(() => {});
    await writeLine(connection, await child.status).catch(() => {});
    connection.closeWrite().catch(() => {});
    await signals;
    connection.close();
  }

  async function stream(connection: Deno.Conn, id: number, name: string): Promise<void> {
    const child = children.get(id);
    if (child === undefined) return connection.close();
    if (name === "stdin") await connection.readable.pipeTo(child.stdin);
    else if (name === "stdout") await child.stdout.pipeTo(connection.writable);
    else await child.stderr.pipeTo(connection.writable);
  }

  async function serve(): Promise<void> {
    for await (const connection of listener) {
      firstLine(connection).then((line) => {
        const request = JSON.parse(line);
        return "command" in request
          ? control(connection, request)
          : stream(connection, request.id, request.name);
      }).catch(() => {});
    }
  }
  serve().catch(() => {});
  return {
    port: listener.addr.port,
    [Symbol.dispose]: () => listener.close(),
  };
}

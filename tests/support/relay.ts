/**
 * Processes on the other side of an emulator: tests that run there have no Python to talk to, so the
 * runner outside starts it for them. What to start is asked for by a file, which is written at once:
 * a test may block its thread right afterwards. Each process then has four connections to the relay:
 * one for what becomes of it, one for each of its standard streams.
 */
import { join } from "@std/path";
import { tempDir } from "./temp.ts";

/** A process as `start` of peer.ts uses it: what it needs of a `Deno.ChildProcess`. */
export interface Child {
  readonly stdin: WritableStream<Uint8Array<ArrayBuffer>>;
  readonly stdout: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly stderr: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly status: Promise<{ success: boolean; code: number; signal: Deno.Signal | null }>;
  readonly pid: number;
  kill(signal?: Deno.Signal): void;
}

/** What is started. */
interface Request {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The environment variable that says where the relay is: its port on 127.0.0.1, and its folder. */
export const RELAY = "BSD_SOCKET_TEST_RELAY";

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

/** A path of the outside as Wine has it. */
function inside(path: string): string {
  return Deno.build.os === "windows" ? `Z:${path.replaceAll("/", "\\")}` : path;
}

/** Starts a process through the relay that RELAY tells of. */
export function spawnRemotely(relay: string, request: Request): Child {
  type Bytes = Uint8Array<ArrayBuffer>;
  const space = relay.indexOf(" ");
  const port = Number(relay.slice(0, space));
  const folder = inside(relay.slice(space + 1));
  const id = crypto.randomUUID();
  Deno.writeTextFileSync(join(folder, `${id}.new`), JSON.stringify(request));
  Deno.renameSync(join(folder, `${id}.new`), join(folder, id));

  async function attach(name: string): Promise<Deno.Conn> {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    await writeLine(connection, { id, name });
    return connection;
  }

  const output = new TransformStream<Bytes, Bytes>();
  const errors = new TransformStream<Bytes, Bytes>();
  let pid: number | undefined;
  const started = attach("control").then(async (control) => {
    const answer = JSON.parse(await firstLine(control));
    if ("error" in answer) {
      control.close();
      throw new Error(answer.error);
    }
    pid = answer.pid;
    return control;
  });
  const attached = started.then(() => attach("stdin"));

  /** Ends the process's input, if that has not been done yet. */
  async function hangUp(): Promise<void> {
    const connection = await attached;
    try {
      connection.close();
    } catch (error) {
      if (!(error instanceof Deno.errors.BadResource)) throw error;
    }
  }

  // What was written is on its way when that is reported: the thread may be blocked from then on.
  const input = new WritableStream<Bytes>({
    async write(chunk) {
      const connection = await attached;
      for (let at = 0; at < chunk.length;) at += await connection.write(chunk.subarray(at));
    },
    close: hangUp,
    abort: hangUp,
  });

  async function follow(): ReturnType<() => Child["status"]> {
    const control = await started;
    const [stdout, stderr] = await Promise.all([attach("stdout"), attach("stderr"), attached]);
    Promise.allSettled([
      stdout.readable.pipeTo(output.writable),
      stderr.readable.pipeTo(errors.writable),
    ]);
    const status = JSON.parse(await firstLine(control));
    control.close();
    // A process that is gone reads no more.
    await hangUp();
    return status;
  }

  const status = follow();
  status.catch((error) => {
    for (const { writable } of [output, errors]) writable.abort(error).catch(() => {});
  });
  return {
    get pid() {
      if (pid === undefined) throw new Error(`${request.command} has not started yet`);
      return pid;
    },
    stdin: input,
    stdout: output.readable,
    stderr: errors.readable,
    status,
    kill(signal = "SIGTERM") {
      started.then((control) => writeLine(control, { signal })).catch(() => {});
    },
  };
}

/** Serves the requests of tests on the other side, until it is disposed of. */
export function serveRelay(): Disposable & { readonly address: string } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const folder = tempDir();
  const watcher = Deno.watchFs(folder.path);
  const children = new Map<string, PromiseWithResolvers<Deno.ChildProcess>>();
  /** The requests that have been read. */
  const seen = new Set<string>();

  /** The process of a request, which may be there already or not. */
  function entry(id: string): PromiseWithResolvers<Deno.ChildProcess> {
    let found = children.get(id);
    if (found === undefined) {
      children.set(id, found = Promise.withResolvers());
      found.promise.catch(() => {});
    }
    return found;
  }

  function spawn(path: string): void {
    const id = path.slice(path.lastIndexOf("/") + 1);
    // The file stays: Wine's rename fails if its new name is gone before it returns.
    if (seen.has(id)) return;
    seen.add(id);
    const { command, args, env }: Request = JSON.parse(Deno.readTextFileSync(path));
    try {
      entry(id).resolve(
        new Deno.Command(command, {
          args: [...args],
          env: { ...env },
          stdin: "piped",
          stdout: "piped",
          stderr: "piped",
        }).spawn(),
      );
    } catch (error) {
      entry(id).reject(error);
    }
  }

  async function watch(): Promise<void> {
    for await (const _ of watcher) {
      for (const { name } of Deno.readDirSync(folder.path)) {
        if (!name.endsWith(".new")) spawn(join(folder.path, name));
      }
    }
  }

  /** Says what becomes of a process, and does to it what is asked for. */
  async function control(connection: Deno.Conn, process: Promise<Deno.ChildProcess>) {
    let child: Deno.ChildProcess;
    try {
      child = await process;
    } catch (error) {
      await writeLine(connection, { error: String(error) });
      return connection.close();
    }
    await writeLine(connection, { pid: child.pid });
    const kill = (signal: Deno.Signal) => {
      try {
        child.kill(signal);
      } catch {
        // It has exited in the meantime.
      }
    };
    const signals = (async () => {
      for (
        let line = await firstLine(connection);
        line !== "";
        line = await firstLine(connection)
      ) {
        kill(JSON.parse(line).signal);
      }
    })().catch(() => {}).finally(() => kill("SIGKILL"));
    await writeLine(connection, await child.status).catch(() => {});
    await signals;
    connection.close();
  }

  async function serve(connection: Deno.Conn): Promise<void> {
    const { id, name } = JSON.parse(await firstLine(connection));
    const { promise } = entry(id);
    if (name === "control") return await control(connection, promise);
    const child = await promise;
    if (name === "stdin") await connection.readable.pipeTo(child.stdin);
    else await child[name === "stdout" ? "stdout" : "stderr"].pipeTo(connection.writable);
  }

  async function accept(): Promise<void> {
    for await (const connection of listener) serve(connection).catch(() => {});
  }

  Promise.all([watch(), accept()]).catch((error) => console.error(error));
  return {
    address: `${listener.addr.port} ${folder.path}`,
    [Symbol.dispose]() {
      listener.close();
      watcher.close();
      folder[Symbol.dispose]();
    },
  };
}

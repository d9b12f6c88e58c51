/**
 * Other processes to talk to. The library's calls block the thread, so what a test talks to must be
 * a process of its own, which needs nothing from this one's event loop to go on.
 */
import { fromFileUrl } from "@std/path";
import { compile } from "./compile.ts";
import { newestPython } from "./pythons.ts";
import { type Child, RELAY, spawnRemotely } from "./relay.ts";
import { denoPath } from "./runtime.ts";

const CONFIG = fromFileUrl(new URL("../../deno.json", import.meta.url));

/** A running process; `await using` ends it with the scope. */
export interface Peer extends AsyncDisposable {
  /** Its process id. */
  readonly pid: number;
  /** The next line it prints, without the line's end; rejects with its stderr when there is none. */
  line(): Promise<string>;
  /** The lines it prints from now on, until it closes its stdout. */
  readonly lines: AsyncIterable<string>;
  /** Writes to its stdin. */
  send(text: string): Promise<void>;
  /** Sends it a signal; SIGTERM by default. */
  kill(signal?: Deno.Signal): void;
  /**
   * Closes its stdin, waits for its exit and returns what it printed that was not read; rejects
   * with its stderr if it failed.
   */
  end(): Promise<string>;
}

/** How to start a process. */
export interface StartOptions {
  /** Its working directory; by default, this process's. */
  readonly cwd?: string;
  /** Variables to add to its environment. */
  readonly env?: Record<string, string>;
}

/** Starts a process here; one that is not Deno itself on the other side of an emulator, if we are in one. */
function spawn(command: string, args: readonly string[], options: StartOptions): Child {
  const relay = Deno.env.get(RELAY);
  if (relay !== undefined && command !== denoPath) {
    return spawnRemotely(relay, { command, args, env: options.env ?? {} });
  }
  return new Deno.Command(command, {
    ...options,
    args: [...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Starts a process. */
export function start(
  command: string,
  args: readonly string[] = [],
  options: StartOptions = {},
): Peer {
  const child = spawn(command, args, options);
  const stdin = child.stdin.getWriter();
  const stdout = child.stdout.getReader();
  const decoder = new TextDecoder();
  const stopReading = new AbortController();
  let errors = "";
  const errorsRead = child.stderr.pipeThrough(new TextDecoderStream()).pipeTo(
    new WritableStream({ write: (text) => void (errors += text) }),
    { signal: stopReading.signal },
  ).catch(() => {});
  let running = true;
  const exited = child.status.finally(() => running = false);
  let unread = "";
  let ended = false;

  /** Reads on; false at the end. */
  async function read(): Promise<boolean> {
    const { done, value } = await stdout.read();
    unread += decoder.decode(value, { stream: !done });
    return !done;
  }

  async function nextLine(): Promise<string | undefined> {
    while (!unread.includes("\n")) {
      if (await read()) continue;
      if (unread === "") return undefined;
      unread += "\n";
    }
    const end = unread.indexOf("\n");
    const line = unread.slice(0, end).replace(/\r$/, "");
    unread = unread.slice(end + 1);
    return line;
  }

  async function line(): Promise<string> {
    const next = await nextLine();
    if (next !== undefined) return next;
    await errorsRead;
    throw new Error(`${command} printed no more lines\n${errors}`);
  }

  async function* lines(): AsyncGenerator<string> {
    for (let next = await nextLine(); next !== undefined; next = await nextLine()) yield next;
  }

  return {
    get pid() {
      return child.pid;
    },
    line,
    lines: { [Symbol.asyncIterator]: lines },
    send: (text) => stdin.write(new TextEncoder().encode(text)),
    kill: (signal) => child.kill(signal),
    async end() {
      // A peer that has gone away cannot be told that there is no more input, and need not be.
      const closed = stdin.close().catch(() => {});
      while (await read());
      const [{ success, code, signal }] = await Promise.all([exited, errorsRead, closed]);
      ended = true;
      if (!success) throw new Error(`${command} exited with ${signal ?? code}\n${errors}`);
      return unread;
    },
    async [Symbol.asyncDispose]() {
      if (ended) return;
      try {
        if (running) child.kill("SIGKILL");
      } catch {
        // It has exited in the meantime.
      }
      await Promise.all([stdin.abort().catch(() => {}), stdout.cancel(), exited]);
      // Its own children may hold its stderr open for long: read what is there, not to the end.
      const giveUp = setTimeout(() => stopReading.abort(), 100);
      await errorsRead;
      clearTimeout(giveUp);
      if (errors !== "") console.error(`${command} said on stderr:\n${errors}`);
    },
  };
}

/** Runs a process to its end and returns what it printed; rejects with its stderr if it failed. */
export async function run(
  command: string,
  args: readonly string[] = [],
  input = "",
): Promise<string> {
  await using peer = start(command, args);
  // A process that does not read its input to the end is not at fault.
  const sent = peer.send(input).catch(() => {});
  const output = await peer.end();
  await sent;
  return output;
}

/** Starts the newest Python with a program, which may be indented as the test's code is. */
export function python(code: string, ...args: string[]): Peer {
  return start(newestPython().path, ["-I", "-u", "-c", dedent(code), ...args]);
}

/** Compiles a C program and starts it. */
export function c(
  source: string,
  options: { readonly flags?: readonly string[]; readonly args?: readonly string[] } = {},
): Peer {
  return start(compile(source, options.flags), options.args);
}

/**
 * Starts another Deno with this repository's configuration, so that it can import "@bsd/socket".
 *
 * @param script A module's source as text, or its URL.
 * @param args Its `Deno.args`.
 * @param permissions Deno's options; all permissions by default.
 */
export function deno(
  script: string | URL,
  args: readonly string[] = [],
  permissions: readonly string[] = ["--allow-all"],
): Peer {
  const url = typeof script === "string"
    ? `data:application/typescript,${encodeURIComponent(script)}`
    : script.href;
  const options = ["run", "--quiet", "--no-prompt", "--config", CONFIG, ...permissions];
  return start(denoPath, [...options, url, ...args], { env: { NO_COLOR: "1" } });
}

/** The text without the indentation that all its lines share. */
function dedent(text: string): string {
  const indents = text.split("\n").filter((line) => line.trim() !== "")
    .map((line) => line.length - line.trimStart().length);
  const common = Math.min(...indents);
  return text.split("\n").map((line) => line.slice(common)).join("\n");
}

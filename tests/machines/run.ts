/** Runs the tests on another machine than this one, by a runner that takes `deno`'s arguments. */
import { fromFileUrl, join } from "@std/path";
import { SKIPPED } from "../support/skips.ts";

/** The repository. */
export const root = fromFileUrl(new URL("../../", import.meta.url));

/** How a machine is started. */
export interface Machine {
  /** The runner, from the folder beside the repository. */
  readonly runner: string;
  /** What the runner is given before the arguments of `deno`. */
  readonly args?: readonly string[];
  /** Variables to add to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs test files on a machine, passes their output on, and lists at the end what was skipped there.
 * Types are checked elsewhere: on an emulated machine that takes minutes.
 *
 * @param files Files and folders, or whatever else `deno test` takes; the program's own arguments
 *   go before them.
 * @returns The exit status.
 */
export async function runOn(machine: Machine, files: readonly string[]): Promise<number> {
  const wanted = Deno.args.length > 0 ? Deno.args : files;
  const child = new Deno.Command(join(root, "../shared", machine.runner), {
    args: [...machine.args ?? [], "test", "-A", "--no-check", ...wanted],
    cwd: root,
    env: { ...machine.env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();

  const skipped = new Set<string>();

  /** Remembers the lines that tell of a skip. */
  async function pass(from: ReadableStream<Uint8Array>, to: typeof Deno.stdout): Promise<void> {
    const [output, text] = from.tee();
    const written = output.pipeTo(
      new WritableStream({ write: (chunk) => void writeAll(to, chunk) }),
    );
    let line = "";
    for await (const part of text.pipeThrough(new TextDecoderStream())) {
      const lines = (line + part).split(/\r?\n/);
      line = lines.pop() ?? "";
      for (const found of lines) if (found.startsWith(SKIPPED)) skipped.add(found);
    }
    await written;
  }

  const [{ code }] = await Promise.all([
    child.status,
    pass(child.stdout, Deno.stdout),
    pass(child.stderr, Deno.stderr),
  ]);
  console.log(skipped.size === 0 ? "\nnothing was skipped" : `\n${[...skipped].join("\n")}`);
  return code;
}

function writeAll(to: typeof Deno.stdout, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += to.writeSync(bytes.subarray(at));
}

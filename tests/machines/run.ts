/** Runs the tests on another machine than this one, by a runner that takes `deno`'s arguments. */
import { fromFileUrl, join } from "@std/path";
import { MACHINE, reasonFor, SKIPPED } from "../support/skips.ts";
import { listsOf } from "./skips.ts";
import { together } from "./together.ts";

/** The repository. */
export const root = fromFileUrl(new URL("../../", import.meta.url));

/** How a machine is started. */
export interface Machine {
  /** What its lists of skips are called. */
  readonly name: string;
  /** The runner, from the folder beside the repository. */
  readonly runner: string;
  /** What the runner is given before the arguments of `deno`. */
  readonly args?: readonly string[];
  /** Variables to add to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the files of a folder share an isolate: to load the library takes seconds there. */
  readonly together?: boolean;
}

/**
 * Runs tests on a machine, passes their output on, and lists at the end what was skipped there, and
 * why. Types are checked elsewhere: on an emulated machine that takes minutes.
 *
 * @param folders Where the tests are. The program's own arguments go before them, and are given to
 *   `deno test` as they are.
 * @returns The exit status.
 */
export async function runOn(machine: Machine, folders: readonly string[]): Promise<number> {
  const skipped = new Set<string>();
  const wanted = Deno.args.length > 0 ? Deno.args : folders.flatMap(filesIn).filter((file) => {
    const reason = listsOf(machine.name).map(({ files }) => reasonFor(file, files))
      .find((found) => found !== null);
    if (reason !== undefined) skipped.add(`${SKIPPED}${file}: ${reason}`);
    return reason === undefined;
  });
  using modules = machine.together && Deno.args.length === 0 ? together(wanted) : null;
  const files = modules === null ? wanted : ["--config", "deno.json", ...modules.files];
  const child = new Deno.Command(join(root, "../shared", machine.runner), {
    args: [...machine.args ?? [], "test", "-A", "--no-check", ...files],
    cwd: root,
    env: { ...machine.env, [MACHINE]: machine.name },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();

  /** Passes output on, and remembers the lines that tell of a skip. */
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

/** The test files in a folder of the repository, or the file itself. */
function filesIn(path: string): string[] {
  if (path.endsWith("_test.ts")) return [path];
  return Array.from(Deno.readDirSync(join(root, path)))
    .filter(({ name, isDirectory }) => isDirectory || name.endsWith("_test.ts"))
    .flatMap(({ name }) => filesIn(`${path}/${name}`))
    .sort();
}

function writeAll(to: typeof Deno.stdout, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += to.writeSync(bytes.subarray(at));
}

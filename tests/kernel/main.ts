/**
 * Runs tests under a Linux kernel that has the socket families which most kernels leave out, and
 * lists at the end what was skipped even there. Arguments are for `deno test`: files, `--filter`.
 */
import { fromFileUrl, join } from "@std/path";
import { SKIPPED } from "../support/family.ts";

const root = fromFileUrl(new URL("../../", import.meta.url));
const machine = join(root, "../shared/kernel/run-in-kernel");
const wanted = Deno.args.length > 0 ? Deno.args : ["tests/families"];

// Types are checked outside, where it does not take minutes.
const child = new Deno.Command(machine, {
  args: [root, Deno.execPath(), "test", "-A", "--no-check", ...wanted],
  env: { KERNEL_TIMEOUT: "900" },
  stdin: "null",
  stdout: "piped",
  stderr: "piped",
}).spawn();

const skipped = new Set<string>();

/** Passes output on, and remembers the lines that tell of a skip. */
async function pass(from: ReadableStream<Uint8Array>, to: typeof Deno.stdout): Promise<void> {
  let line = "";
  for await (const text of from.pipeThrough(new TextDecoderStream())) {
    to.writeSync(new TextEncoder().encode(text));
    const lines = (line + text).split("\n");
    line = lines.pop() ?? "";
    for (const found of lines) if (found.startsWith(SKIPPED)) skipped.add(found);
  }
}

const [{ code }] = await Promise.all([
  child.status,
  pass(child.stdout, Deno.stdout),
  pass(child.stderr, Deno.stderr),
]);
console.log(skipped.size === 0 ? "\nnothing was skipped" : `\n${[...skipped].join("\n")}`);
Deno.exit(code);

/** Small C programs for the tests. */
import { join } from "@std/path";
import { type TempDir, tempDir } from "./temp.ts";

let directory: TempDir | undefined;
const compiled = new Map<string, string>();

/**
 * Compiles C with `cc`, or what the environment's CC names, and returns the executable's path. It
 * stays until the test file is done; the same source is compiled once.
 *
 * @param source The C source.
 * @param flags More arguments for the compiler, such as `-shared` or `-lm`.
 */
export function compile(source: string, flags: readonly string[] = []): string {
  const key = [...flags, source].join("\0");
  const known = compiled.get(key);
  if (known !== undefined) return known;

  const program = join(newDirectory(), `program${compiled.size}`);
  const file = `${program}.c`;
  Deno.writeTextFileSync(file, source);
  const command = Deno.env.get("CC") ?? "cc";
  const args = ["-O1", "-Wall", "-o", program, file, ...flags];
  const { success, stderr } = new Deno.Command(command, { args }).outputSync();
  if (!success) throw new Error(`${command} failed\n${new TextDecoder().decode(stderr)}`);
  compiled.set(key, program);
  return program;
}

function newDirectory(): string {
  if (directory === undefined) {
    const made = directory = tempDir();
    globalThis.addEventListener("unload", () => made[Symbol.dispose]());
  }
  return directory.path;
}

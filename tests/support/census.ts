/**
 * Tests that count the process's open descriptors: `Deno.test` knows only of Deno's own resources,
 * not of a descriptor that a C function made.
 *
 * The census is of the whole process, so the test files must not run with `--parallel`.
 */
import { backend } from "../../ffi/backend/mod.ts";
import { openEverything } from "../../ffi/library.ts";
import { skipReason } from "../machines/skips.ts";
import { SKIPPED } from "./skips.ts";

const DIRECTORY = "/proc/self/fd";

// After 0, 1, 2, 4 … 512 ms: about a second in all, which only a leak costs.
const RETRIES = 11;

let imports = 0;

// The library stays loaded once it is used, which Deno would count as a leak of the first test.
backend();

const countable = canCount();
if (countable) await openLazyDescriptors();
else console.warn(`no ${DIRECTORY} here: leaked descriptors go unnoticed`);

/**
 * The process's open descriptors, each with what it refers to: `12 → "socket:[3456]"`. Empty where
 * the OS does not tell.
 */
export function census(): Map<number, string> {
  const found = new Map<number, string>();
  if (!countable) return found;
  for (const { name } of Deno.readDirSync(DIRECTORY)) {
    try {
      found.set(Number(name), Deno.readLinkSync(`${DIRECTORY}/${name}`));
    } catch (e) {
      // The descriptor that the directory was read through is in the list, and closed by now.
      if (!(e instanceof Deno.errors.NotFound)) throw e;
    }
  }
  return found;
}

/**
 * Runs `fn`; rejects if the open descriptors are not the same ones afterwards, naming each. A failure
 * of `fn` itself goes before that.
 */
export async function assertNoLeak<T>(fn: () => T | Promise<T>): Promise<T> {
  const before = census();
  const result = await fn();
  let changes = compare(before, census());
  for (let retry = 0; changes.length > 0 && retry < RETRIES; retry++) {
    await letRuntimeClose(retry === 0 ? 0 : 2 ** (retry - 1));
    changes = compare(before, census());
  }
  if (changes.length > 0) throw new Error(`descriptors changed: ${changes.join(", ")}`);
  return result;
}

/** `Deno.test` with Deno's sanitizers on, which also fails if the test leaks or closes a descriptor. */
export function test(name: string, fn: Deno.TestDefinition["fn"]): void;
export function test(options: Deno.TestDefinition): void;
export function test(
  nameOrOptions: string | Deno.TestDefinition,
  fn?: Deno.TestDefinition["fn"],
): void {
  const options = typeof nameOrOptions === "string"
    ? { name: nameOrOptions, fn: fn ?? (() => {}) }
    : nameOrOptions;
  const reason = skipReason(options.name);
  if (reason !== null) console.warn(`${SKIPPED}${options.name}: ${reason}`);
  // Those of the test's own file as well, which may be no library of this OS where it is skipped.
  else openEverything();
  Deno.test({
    sanitizeOps: true,
    sanitizeResources: true,
    ...options,
    ignore: reason !== null || options.ignore === true,
    fn: (context) => assertNoLeak(() => options.fn(context)),
  });
}

function compare(before: Map<number, string>, after: Map<number, string>): string[] {
  const changes: string[] = [];
  for (const [fd, target] of before) {
    if (after.get(fd) !== target) changes.push(`${fd} ${target} was closed`);
  }
  for (const [fd, target] of after) {
    if (before.get(fd) !== target) changes.push(`${fd} ${target} was left open`);
  }
  return changes;
}

function canCount(): boolean {
  // A handle is no descriptor, though Wine shows Linux's folder too.
  if (Deno.build.os === "windows") return false;
  try {
    Deno.readDirSync(DIRECTORY);
    return true;
  } catch {
    return false;
  }
}

// The runtime closes some of its descriptors a while after the call that ends their use: a child's
// pipes when their streams are done, a worker's event loop when its thread is gone and this thread's
// module loader, which remembers the last one it woke, has loaded something else.
async function letRuntimeClose(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  await import(`data:text/javascript,export default ${imports++}`);
}

// What the runtime and the resolver open once, at the first use of a feature, must be open before the
// first census. A worker leaves nothing behind.
async function openLazyDescriptors(): Promise<void> {
  const ignore = () => {};
  Deno.addSignalListener("SIGUSR2", ignore);
  Deno.removeSignalListener("SIGUSR2", ignore);

  const child = new Deno.Command("cat", { stdin: "piped", stdout: "piped", stderr: "piped" })
    .spawn();
  await child.stdin.close();
  await child.output();

  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  using _client = await Deno.connect({ hostname: "localhost", port: listener.addr.port });
  using _server = await listener.accept();
}

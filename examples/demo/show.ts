/** How the demo prints: one aligned line a step, in colour only where a person reads it. */
import { OSError } from "@bsd/socket";

const isColoured = Deno.stdout.isTerminal() && !Deno.noColor;
const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 };

function paint(style: keyof typeof codes, text: string): string {
  return isColoured && text !== "" ? `\x1b[${codes[style]}m${text}\x1b[0m` : text;
}

/** The widths of the columns: what a step is about, and how long it took. */
const LABEL = 18;
const TIME = 8;

const counts = { done: 0, skipped: 0, failed: 0 };

/** What a step does; it returns what there is to say about it, or throws. */
type Action = () => string | Promise<string>;

/** Prints the title of a group of steps. */
export function heading(title: string): void {
  console.log(`\n${paint("bold", title)}`);
}

type Style = "red" | "green" | "yellow";

function line(style: Style, mark: string, label: string, time: string, result: string): void {
  const [name, taken] = [label.padEnd(LABEL), paint("dim", time.padStart(TIME))];
  console.log(` ${paint(style, mark)} ${name}${taken}  ${result}`);
}

async function show(label: string, action: Action, isOptional: boolean): Promise<void> {
  const start = performance.now();
  const print = (style: Style, mark: string, result: string) =>
    line(style, mark, label, `${(performance.now() - start).toFixed(1)} ms`, result);
  try {
    print("green", "✓", await action());
    counts.done++;
  } catch (error) {
    // Without its permissions the demo has no point: the message, which names them, ends it.
    if (error instanceof Deno.errors.NotCapable) throw error;
    const isSkipped = isOptional && error instanceof OSError;
    const text = error instanceof Error ? error.message : String(error);
    if (isSkipped) print("yellow", "–", `not here: ${text}`);
    else print("red", "✗", text);
    counts[isSkipped ? "skipped" : "failed"]++;
  }
}

/** Runs a step that works everywhere. A failure is shown and counted, and the demo goes on. */
export function step(label: string, action: Action): Promise<void> {
  return show(label, action, false);
}

/** Runs a step that some machines cannot do: the OS's refusal is shown, and is no failure. */
export function optional(label: string, action: Action): Promise<void> {
  return show(label, action, true);
}

/** Tells of a step that this system cannot do. */
export function absent(label: string, reason: string): void {
  line("yellow", "–", label, "", `not here: ${reason}`);
  counts.skipped++;
}

/** Runs a step that is about its error, and shows that. */
export function refused(label: string, action: () => unknown): Promise<void> {
  return step(label, () => {
    try {
      action();
    } catch (error) {
      if (error instanceof Error) return `${error.name}: ${error.message}`;
    }
    throw new Error("no error was thrown");
  });
}

/** Prints how it went; false if a step failed. */
export function summary(): boolean {
  const parts = [`${counts.done} steps done`];
  if (counts.skipped > 0) parts.push(`${counts.skipped} not possible here`);
  if (counts.failed > 0) parts.push(`${counts.failed} failed`);
  console.log(`\n${parts.join(", ")}, in ${(performance.now() / 1000).toFixed(2)} s`);
  return counts.failed === 0;
}

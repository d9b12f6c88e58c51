/** What the examples have in common as programs: `--help`, exit statuses, one line for an error. */
import { parseArgs } from "node:util";
import { OSError, PermissionError } from "@bsd/socket";

/** Options by their names, as `parseArgs` of node:util takes them. */
type Options = Readonly<
  Record<string, { readonly type: "string" | "boolean"; readonly short?: string }>
>;

/** The values of the options that were given. */
type Values<O extends Options> = {
  readonly [Name in keyof O]?: O[Name]["type"] extends "string" ? string : boolean;
};

/** What a program takes from its command line. */
interface Interface<O extends Options> {
  /** Its name and its arguments: `"echo-client [HOST [PORT]]"`. */
  readonly usage: string;
  /** What it does, and what the arguments mean. */
  readonly about: string;
  /** The privilege that its sockets need, told by `--help` and where it is missing: `"root"`. */
  readonly needs?: string;
  /** Constants without which it is nothing, by their names: an OS may lack them. */
  readonly uses?: Readonly<Record<string, number | undefined>>;
  /** The options besides `--help`. */
  readonly options?: O;
  /** How many arguments there may be besides the options: none unless given. */
  readonly most?: number;
}

/** The command line makes no sense: exit status 2, as Python's argparse has it. */
export class UsageError extends Error {}

/** The exit status that a shell has for a program which SIGPIPE ended. */
const UNREAD = 128 + 13;

/**
 * Runs a program. An error that its user can meet (a refused connection, a missing permission)
 * becomes one line on stderr and exit status 1; any other is a bug and keeps its stack trace.
 */
export async function program<const O extends Options = Record<never, never>>(
  { usage, about, needs, uses = {}, options, most = 0 }: Interface<O>,
  main: (values: Values<O>, ...args: string[]) => void | Promise<void>,
): Promise<void> {
  try {
    const { help, values, positionals } = parse(options);
    if (help) {
      const needed = needs === undefined ? "" : `\n\nIt needs ${needs}.`;
      return console.log(`Usage: ${usage}\n\n${about}${needed}`);
    }
    if (positionals.length > most) throw new UsageError(`unexpected: ${positionals[most]}`);
    for (const [name, value] of Object.entries(uses)) {
      if (value === undefined) throw new UsageError(`this OS has no ${name}`);
    }
    await main(values, ...positionals);
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) Deno.exit(UNREAD);
    if (!isExpected(error)) throw error;
    const isUsage = error instanceof UsageError;
    console.error(`${usage.split(" ", 1)}: ${error.message}`);
    if (isUsage) console.error(`Usage: ${usage}`);
    const isRefused = error instanceof PermissionError && error.syscall === "socket";
    if (isRefused && needs !== undefined) console.error(`It needs ${needs}.`);
    Deno.exitCode = isUsage ? 2 : 1;
  }
}

function parse<O extends Options>(options?: O) {
  try {
    const { values, positionals } = parseArgs({
      args: Deno.args,
      allowPositionals: true,
      options: { ...options, help: { type: "boolean", short: "h" } },
    });
    return { help: values.help === true, values: values as Values<O>, positionals };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Prints a line, for programs that go on printing: where nobody reads it any more (`| head -1`), they
 * end. `console.log` would let them go on for nobody.
 */
export function print(line: string): void {
  const bytes = new TextEncoder().encode(`${line}\n`);
  for (let sent = 0; sent < bytes.length;) sent += Deno.stdout.writeSync(bytes.subarray(sent));
}

/** Whether an error is of the OS or of the command line, and not a bug. */
function isExpected(error: unknown): error is Error {
  if (error instanceof UsageError || error instanceof OSError) return true;
  // NotFound, NotCapable… of Deno's functions; what node:fs throws has a "syscall".
  return Object.values(Deno.errors).some((kind) => error instanceof kind) ||
    error instanceof Error && "syscall" in error;
}

/** An argument that is a whole number. */
export function whole(text: string, name: string, least: number, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(`${name} must be a number from ${least} to ${most}, not "${text}"`);
}

/** An argument that is a port; a server takes 0 for "any that is free". */
export function portNumber(text: string): number {
  return whole(text, "the port", 0, 65535);
}

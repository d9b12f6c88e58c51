/** What the examples have in common as programs: `--help`, exit statuses, one line for an error. */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { OSError } from "@bsd/socket";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** What a program takes from its command line. */
export interface Interface<O extends Options> {
  /** Its name and its arguments: `"echo-client [HOST [PORT]]"`. */
  readonly usage: string;
  /** What it does, and what the arguments mean. */
  readonly about: string;
  /** The options besides `--help`, as `parseArgs` of node:util takes them. */
  readonly options?: O;
  /** How many arguments there may be besides the options: none unless given. */
  readonly most?: number;
}

/** The options' values by their names. */
export type Values<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; allowPositionals: true }>
>["values"];

/** The command line makes no sense: exit status 2, as Python's argparse has it. */
export class UsageError extends Error {}

/**
 * Runs a program. An error that its user can meet (a refused connection, a missing permission)
 * becomes one line on stderr and exit status 1; any other is a bug and keeps its stack trace.
 */
export async function program<const O extends Options = Record<never, never>>(
  { usage, about, options, most = 0 }: Interface<O>,
  main: (values: Values<O>, ...args: string[]) => void | Promise<void>,
): Promise<void> {
  try {
    const { values, positionals } = parse(options);
    if (values.help === true) return console.log(`Usage: ${usage}\n\n${about}`);
    if (positionals.length > most) throw new UsageError(`unexpected: ${positionals[most]}`);
    await main(values, ...positionals);
  } catch (error) {
    const isUsage = error instanceof UsageError;
    if (!isUsage && !(error instanceof OSError) && !isDenoError(error)) throw error;
    const hint = isUsage ? `\nUsage: ${usage}` : "";
    console.error(`${usage.split(" ", 1)}: ${error.message}${hint}`);
    Deno.exitCode = isUsage ? 2 : 1;
  }
}

function parse<O extends Options>(options: O | undefined) {
  try {
    return parseArgs({
      args: Deno.args,
      allowPositionals: true,
      options: { ...options, help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The runtime's own errors: NotFound, NotCapable… */
function isDenoError(error: unknown): error is Error {
  return Object.values(Deno.errors).some((kind) => error instanceof kind);
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

/** Scenarios of file operations, and what Python makes of them. */
import { run } from "../support/peer.ts";
import { newestPython } from "../support/pythons.ts";

/** A chunk as hexadecimal digits, or what happens instead of one. */
export type Receive = string | "again" | "timeout";

/** How many bytes a send takes, or what happens instead. */
export type Send = number | "again" | "timeout" | "pipe";

/** What is written: bytes as hexadecimal digits, or text. */
export type Written = string | { readonly hex: string };

/** A method or property, and its arguments. */
export type Operation =
  | readonly ["read" | "read1" | "readline" | "readlines", size?: number]
  | readonly ["readinto" | "readinto1" | "iterate", size: number]
  | readonly ["peek" | "flush" | "close" | "closed" | "newlines" | "readall"]
  | readonly ["write", data: Written]
  | readonly ["writelines", lines: readonly Written[]];

/** A script of operations on a file over a socket whose traffic is scripted, too. */
export interface Scenario {
  readonly mode: string;
  readonly options: {
    readonly buffering?: number;
    readonly encoding?: string;
    readonly errors?: string;
    readonly newline?: string | null;
  };
  readonly receives: readonly Receive[];
  readonly sends: readonly Send[];
  readonly operations: readonly Operation[];
}

/** What a scenario gave, in a form that Python and JavaScript can both print. */
export type Outcome =
  | { readonly open: unknown }
  | {
    readonly results: readonly unknown[];
    readonly asked: readonly unknown[];
    readonly sent: readonly string[];
    readonly released: boolean;
  };

const script = Deno.readTextFileSync(new URL("./oracle.py", import.meta.url));

function runPython(args: string[], input: string): Promise<string> {
  return run(newestPython().path, ["-I", "-X", "utf8", "-c", script, ...args], input);
}

/** Whether the Python is of at least this version. */
export function pythonIsAtLeast(major: number, minor: number): boolean {
  const [a, b] = newestPython().version;
  return a > major || (a === major && b >= minor);
}

/** What Python makes of each scenario. */
export async function ask(scenarios: readonly Scenario[]): Promise<Outcome[]> {
  const output = await runPython([], scenarios.map((it) => JSON.stringify(it)).join("\n"));
  return output.trimEnd().split("\n").map((line): Outcome => JSON.parse(line));
}

/** The character of each byte in single-byte encodings, U+FFFD where there is none. */
export async function tables(names: readonly string[]): Promise<Record<string, string[]>> {
  return JSON.parse(await runPython(["tables", ...names], ""));
}

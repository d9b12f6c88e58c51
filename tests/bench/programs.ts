/** The contenders: programs in several languages, each of which prints its figures on one line. */
import { dirname, fromFileUrl } from "@std/path";
import { compile } from "../support/compile.ts";
import { type Peer, run, start } from "../support/peer.ts";
import { newestPython, type Python } from "../support/pythons.ts";
import { denoPath } from "../support/runtime.ts";
import type { Contender } from "./measure.ts";

/** A command line. */
export type Program = readonly [command: string, ...args: string[]];

/** Why what is not installed is left out, by its name. */
export const leftOut: Map<string, string> = new Map();

const config = fromFileUrl(import.meta.resolve("../../deno.json"));
const python = pythonHere();
// Where there is no Node, Deno may answer in its place.
const node = /^v([\d.]+)$/.exec(answer("node", "--version") ?? "")?.[1];

/** Deno's options: the configuration for the import of "@bsd/socket", no type check. */
const DENO = ["run", "--quiet", "--no-prompt", "--no-check", "--config", config];

function without(name: string, reason: string): undefined {
  leftOut.set(name, reason);
}

/** What a command prints; undefined where it is missing, or fails. */
function answer(command: string, ...args: readonly string[]): string | undefined {
  try {
    const { success, stdout } = new Deno.Command(command, { args: [...args], stderr: "null" })
      .outputSync();
    return success ? new TextDecoder().decode(stdout).trim() : undefined;
  } catch {
    return undefined;
  }
}

function pythonHere(): Python | undefined {
  try {
    return newestPython();
  } catch {
    return undefined;
  }
}

/** The versions of what runs the contenders. */
export function versions(): Record<string, string> {
  const cc = answer(Deno.env.get("CC") ?? "cc", "--version")?.split("\n")[0];
  return {
    Deno: Deno.version.deno,
    ...(cc === undefined ? {} : { C: cc }),
    ...(python === undefined ? {} : { Python: python.version.join(".") }),
    ...(node === undefined ? {} : { Node: node }),
  };
}

/**
 * The command that runs a file, by the file's kind; undefined where the machine has nothing to run
 * it, which `leftOut` then tells.
 *
 * @param here The `import.meta` of the case, beside which the file lies.
 * @param options More options for Deno or Node.
 */
export function program(
  here: ImportMeta,
  file: string,
  options: readonly string[] = [],
): Program | undefined {
  const path = fromFileUrl(here.resolve(`./${file}`));
  switch (path.slice(path.lastIndexOf("."))) {
    case ".c":
      try {
        // The source is compiled elsewhere: what it includes is beside it here.
        return [compile(Deno.readTextFileSync(path), ["-O2", "-iquote", dirname(path)])];
      } catch (error) {
        const reason = error instanceof Error ? error.message : `${error}`;
        return without("C", `${reason}; what needs a load in C is left out, too`);
      }
    case ".py":
      return python === undefined
        ? without("Python", "no Python 3 is installed")
        : [python.path, "-I", path];
    case ".mjs":
      return node !== undefined
        ? ["node", ...options, path]
        : without("Node", "it is not installed");
    default:
      return [denoPath, ...DENO, "--allow-all", ...options, path];
  }
}

/** asyncio's program on uvloop's event loop, where the newest Python has it. */
export function onUvloop(asyncio: Program | undefined): Program | undefined {
  if (python === undefined || asyncio === undefined) return undefined;
  return answer(python.path, "-I", "-c", "import uvloop") !== undefined
    ? [...asyncio, "uvloop"]
    : without("uvloop", "the newest Python has no such module");
}

/** The figures on a line; one that is "-" is not there. */
function figures(line: string): number[] {
  return line.trim().split(" ").map((word) => word === "-" ? NaN : Number(word));
}

/** Starts a program. */
export function open([command, ...args]: Program, ...more: string[]): Peer {
  return start(command, [...args, ...more]);
}

/** Runs a program to its end and returns its figures. */
export async function measure(
  [command, ...args]: Program,
  ...more: string[]
): Promise<readonly number[]> {
  return figures(await run(command, [...args, ...more]));
}

/** A contender that is one process. */
export function alone(
  program: Program | undefined,
  ...args: readonly (string | number)[]
): Contender | undefined {
  return program && (() => measure(program, ...args.map(String)));
}

/**
 * A contender that is two processes of one program: with the argument `serve` it prints the port it
 * serves, with `connect`, the port and the arguments given it prints the figures.
 */
export function pair(
  program: Program | undefined,
  ...args: readonly (string | number)[]
): Contender | undefined {
  return program && (async () => {
    await using server = open(program, "serve");
    return await measure(program, "connect", await server.line(), ...args.map(String));
  });
}

/** A contender that is a server, which prints its port, measured by a load, which takes the port. */
export function loaded(
  server: Program | undefined,
  load: Program | undefined,
  ...args: readonly (string | number)[]
): Contender | undefined {
  return server && load && (async () => {
    await using process = open(server);
    return await measure(load, await process.line(), ...args.map(String));
  });
}

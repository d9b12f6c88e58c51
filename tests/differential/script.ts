/** Reads the scripts, and makes what came of them on both sides comparable. */
import { AddressFamily, SocketKind, SOL_SOCKET } from "@bsd/socket";
import type { Outcome } from "./run.ts";

const DIRECTORY = new URL("./calls/", import.meta.url);

/** A script: a name, and the calls to make one after the other, one a line. */
export interface Script {
  readonly name: string;
  readonly lines: readonly string[];
}

/** All scripts, in the order of their names, without the calls that need a later Python 3. */
export function scripts(minor = Infinity): Script[] {
  return Array.from(Deno.readDirSync(DIRECTORY), ({ name }) => name).sort().map((name) => ({
    name: name.replace(".txt", ""),
    lines: Deno.readTextFileSync(new URL(name, DIRECTORY)).split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => line.split(" # since 3."))
      .filter(([, since = "0"]) => minor >= Number(since))
      .flatMap(([line = ""]) => expand(line)),
  }));
}

/** `s.{send|recv}({1|2})` is four lines: each choice with each. */
export function expand(line: string): string[] {
  const [, before = "", choices, after = ""] = /^(.*?)\{([^{}]*)\}(.*)$/.exec(line) ?? [];
  return choices === undefined
    ? [line]
    : choices.split("|").flatMap((choice) => expand(before + choice.trim() + after));
}

/** Replaces what differs from run to run: ports, descriptors, the directory. */
export function normalize(
  { lines }: Script,
  outcomes: readonly Outcome[],
  directory: string,
): Outcome[] {
  const ports = new Map<number, string>();
  const port = (number: number) => {
    const name = ports.get(number) ?? `port ${ports.size + 1}`;
    ports.set(number, name);
    return name;
  };

  // Of a family or kind Python has printed the name or the number, by its version.
  function number(
    names: Readonly<Record<string, string | number | undefined>>,
    name: string,
  ): string {
    return `${names[name]}`;
  }

  function text(value: string): string {
    return value.replaceAll(directory, "tmp")
      .replace(/ \(while attempting to bind on address .*\)$/, "")
      .replace("<socket.socket", "<Socket")
      .replace(/ fd=\d+/, " fd=…")
      .replace(
        /(?<= family=)(?:AddressFamily\.)?([A-Z]\w+)/,
        (_, name) => number(AddressFamily, name),
      )
      .replace(/(?<= type=)(?:SocketKind\.)?([A-Z]\w+)/, (_, name) => number(SocketKind, name))
      .replaceAll(/(?<='[\d.:]+', )\d{4,}/g, (digits) => port(Number(digits)));
  }

  function walk(value: unknown): unknown {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value)) {
      const [first, second, third] = value;
      if (first === SOL_SOCKET && typeof third?.bytes === "string") {
        return ["ancillary", second, third.bytes.length];
      }
      const isAddress = typeof first === "string" && typeof second === "number" && second > 1023;
      return value.map((item, i) => isAddress && i === 1 ? port(second) : walk(item));
    }
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item)]));
    }
    return value;
  }

  return outcomes.map((outcome, i) => {
    const line = lines[i] ?? "";
    const { value } = outcome;
    if (/\b(detach|descriptor|file|fileno)\(.*\)$/.test(line) && Number(value) > 0) {
      return { value: "a descriptor" };
    }
    if (line.includes("recv_fds(") && Array.isArray(value)) {
      return { value: walk([value[0], `${value[1].length} descriptors`, value[2], value[3]]) };
    }
    return walk(outcome) as Outcome;
  });
}

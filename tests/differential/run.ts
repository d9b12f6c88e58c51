/** Makes the calls of a script with this library. */
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import * as library from "@bsd/socket";
import { evaluate, type Names } from "./expression.ts";

/** What came of a call, in the form in which Python's side prints it. */
export type Outcome = {
  /** What it returned. */
  readonly value?: unknown;
  /** The class of what it threw. */
  readonly error?: string;
  /** An OSError's number. */
  readonly errno?: number | null;
  /** The number's text. */
  readonly text?: string;
  /** The errors in an AggregateError. */
  readonly errors?: readonly Outcome[];
};

// What the engine says of a program's mistake: the library must notice bad arguments by itself.
const accident = /Cannot|is not a function|is not iterable|is not an? (object|constructor)|Invalid/;

function encode(value: unknown): unknown {
  if (value === undefined) return null;
  if (value instanceof Uint8Array) return { bytes: String.fromCharCode(...value) };
  if (value instanceof library.Socket) {
    return { socket: [value.family, value.type, value.proto, value.gettimeout()] };
  }
  if (Array.isArray(value) || value instanceof Int32Array) return Array.from(value, encode);
  return value;
}

function failure(error: unknown): Outcome {
  if (error instanceof library.OSError) {
    const { name, errno, strerror } = error;
    return errno === null ? { error: name, errno } : { error: name, errno, text: strerror };
  }
  if (error instanceof AggregateError) {
    return { error: error.name, errors: error.errors.map(failure) };
  }
  if (!(error instanceof Error) || error instanceof SyntaxError) throw error;
  if (accident.test(error.message)) return { error: error.name, text: error.message };
  return { error: error.name };
}

const builtins: Names = {
  None: null,
  True: true,
  False: false,
  bytearray: (content: number | Uint8Array) =>
    typeof content === "number" ? new Uint8Array(content) : content.slice(),
  bytes: (length: number) => new Uint8Array(length),
  float: (text: string) => text === "inf" ? Infinity : NaN,
  len: (of: unknown[] | string | Uint8Array) => of.length,
  repr: String,
  ints: (...numbers: number[]) => Int32Array.from(numbers),
  fds: ([[, , data]]: [library.AncillaryData]) => [...new Int32Array(data.slice().buffer)],
  leave: (socket: library.Socket) => socket[Symbol.dispose](),
  descriptor: (fd: number) => fd,
  rest: (fd: number) => new Uint8Array(readFileSync(fd)),
};

/** Makes each line's call in turn and closes what is left; `directory` is what `tmp` stands for. */
export function run(directory: string, lines: readonly string[]): Outcome[] {
  const sockets: library.Socket[] = [];
  const files: number[] = [];
  const names: Names = { ...library, ...builtins, tmp: directory, file };

  function file(content: Uint8Array): number {
    const path = `${directory}/file`;
    writeFileSync(path, content);
    const fd = openSync(path, "r+");
    files.push(fd);
    return fd;
  }

  function keep(value: unknown): void {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one instanceof library.Socket) sockets.push(one);
    }
  }

  function step(line: string): Outcome {
    const [, targets, expression = line] = /^([\w, ]+) = (.*)$/.exec(line) ?? [];
    try {
      const value = evaluate(expression, names, keep);
      const found = targets?.split(", ") ?? [];
      const values = found.length > 1 ? value as unknown[] : [value];
      found.forEach((name, i) => names[name] = values[i]);
      return { value: encode(value) };
    } catch (error) {
      return failure(error);
    }
  }

  try {
    return lines.map(step);
  } finally {
    for (const socket of sockets) socket.close();
    for (const fd of files) closeSync(fd);
    library.setdefaulttimeout(null);
  }
}

/** The socket of a scenario in memory, and running a scenario on our file objects. */
import { errno } from "../../constants/errno.ts";
import { BlockingIOError, BrokenPipeError, TimeoutError } from "../../src/errors.ts";
import {
  BlockingWriteError,
  BufferedIOBase,
  BufferedReader,
  BufferedRWPair,
  type FileMode,
  type FileSocket,
  type MakefileOptions,
  openFile,
  SocketIO,
  TextIOWrapper,
  UnicodeDecodeError,
  UnicodeEncodeError,
} from "../../src/file/mod.ts";
import type { Operation, Outcome, Receive, Scenario, Send, Written } from "./oracle.ts";

/** A socket that gives and takes exactly what its scripts say; after the script, the stream ends. */
export class ScriptedSocket implements FileSocket {
  readonly asked: [size: number, got: number | string][] = [];
  readonly sent: string[] = [];
  readonly #receives: Receive[];
  readonly #sends: Send[];
  #waiting: Uint8Array = new Uint8Array(0);

  constructor(receives: readonly Receive[], sends: readonly Send[] = []) {
    this.#receives = [...receives];
    this.#sends = [...sends];
  }

  fileno(): number {
    return 7;
  }

  gettimeout(): number | null {
    return null;
  }

  recv_into(buffer: Uint8Array): number {
    if (this.#waiting.length === 0) {
      const event = this.#receives.shift() ?? "";
      if (event === "timeout" || event === "again") {
        this.asked.push([buffer.length, event]);
        throw failure(event);
      }
      this.#waiting = Uint8Array.fromHex(event);
    }
    const part = this.#waiting.subarray(0, buffer.length);
    buffer.set(part);
    this.#waiting = this.#waiting.subarray(part.length);
    this.asked.push([buffer.length, part.length]);
    return part.length;
  }

  send(data: Uint8Array): number {
    const limit = this.#sends.shift() ?? data.length;
    if (typeof limit === "string") throw failure(limit);
    const part = data.slice(0, limit);
    this.sent.push(part.toHex());
    return part.length;
  }
}

function failure(event: "again" | "timeout" | "pipe"): Error {
  if (event === "again") return new BlockingIOError(errno.EAGAIN, "again");
  if (event === "pipe") return new BrokenPipeError(errno.EPIPE, "pipe");
  return new TimeoutError(null, "timed out");
}

/** The bytes of a string, as hexadecimal digits. */
export function hex(text: string): string {
  return new TextEncoder().encode(text).toHex();
}

function show(value: unknown): unknown {
  if (value instanceof Uint8Array) return `b:${value.toHex()}`;
  if (typeof value === "string") return `s:${value}`;
  if (Array.isArray(value)) return value.map(show);
  return value ?? null;
}

function describe(e: unknown): unknown {
  if (!(e instanceof Error)) throw e;
  if (e instanceof UnicodeDecodeError) {
    return { error: e.name, at: [e.start, e.end], reason: e.reason };
  }
  if (e instanceof UnicodeEncodeError) {
    // Python counts code points.
    const at = [e.start, e.end].map((index) => Array.from(e.object.slice(0, index)).length);
    return { error: e.name, at, reason: e.reason };
  }
  if (e instanceof BlockingWriteError) return { error: e.name, written: e.characters_written };
  return { error: e.name };
}

function bytesOf(data: Written): Uint8Array {
  if (typeof data === "string") throw new TypeError("text for a binary file");
  return Uint8Array.fromHex(data.hex);
}

function textOf(data: Written): string {
  if (typeof data !== "string") throw new TypeError("bytes for a text file");
  return data;
}

type File = SocketIO | BufferedIOBase | TextIOWrapper;

function perform(file: File, operation: Operation): unknown {
  const [name, argument] = operation;
  switch (name) {
    case "closed":
    case "flush":
    case "close":
      return name === "closed" ? file.closed : file[name]();
    case "readline":
    case "readlines":
    case "read":
      return file[name](argument);
    case "newlines":
      return file instanceof TextIOWrapper ? file.newlines : undefined;
    case "readall":
      if (file instanceof SocketIO) return file.readall();
      break;
    case "peek":
      if (file instanceof BufferedReader || file instanceof BufferedRWPair) return file.peek();
      break;
    case "read1":
      if (file instanceof BufferedIOBase) return file.read1(argument);
      break;
    case "readinto":
    case "readinto1": {
      const buffer = new Uint8Array(argument);
      if (file instanceof BufferedIOBase) {
        const count = file[name](buffer);
        return [count, buffer.slice(0, count ?? 0)];
      }
      if (file instanceof SocketIO && name === "readinto") {
        const count = file.readinto(buffer);
        return [count, buffer.slice(0, count ?? 0)];
      }
      break;
    }
    case "iterate": {
      const lines: unknown[] = [];
      for (const line of file) {
        lines.push(line);
        if (lines.length === argument) break;
      }
      return lines;
    }
    case "write":
      return file instanceof TextIOWrapper
        ? file.write(textOf(argument))
        : file.write(bytesOf(argument));
    case "writelines":
      return file instanceof TextIOWrapper
        ? file.writelines(argument.map(textOf))
        : file.writelines(argument.map(bytesOf));
  }
  throw new Error(`${file.constructor.name} has no ${name}`);
}

/** What our file objects make of a scenario. */
export function play(scenario: Scenario): Outcome {
  const socket = new ScriptedSocket(scenario.receives, scenario.sends);
  let releases = 0;
  let file: File;
  try {
    file = openFile(
      socket,
      scenario.mode as FileMode,
      scenario.options as MakefileOptions,
      () => releases++,
    );
  } catch (e) {
    return { open: describe(e) };
  }
  const results = scenario.operations.map((operation) => {
    try {
      return show(perform(file, operation));
    } catch (e) {
      return describe(e);
    }
  });
  try {
    file.close();
  } catch (e) {
    results.push(describe(e));
  }
  return { results, asked: socket.asked, sent: socket.sent, released: releases === 1 };
}

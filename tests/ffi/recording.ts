/**
 * A stand-in for macOS's C library: what a test does not give answers 0, every call is written down
 * with its arguments as they were, and on arm64 the functions are those of the table for arm64.
 */
import type { DarwinLibrary } from "../../ffi/backend/darwin.ts";
import { type Functions, openLibrary } from "../../ffi/library.ts";
import { type Arm64Symbols, type DarwinSymbols, x86_64 } from "../../ffi/symbols/darwin.ts";

/** A call: the function and its arguments; of bytes there is a copy in hexadecimal, of ints a copy. */
export type Call = readonly [name: string, ...args: unknown[]];

/** What the memory module of the real C library is made of, whichever POSIX system this is. */
const { strlen, calloc, free, write_memory, read_memory, address_of } = x86_64;
const memorySymbols = { strlen, calloc, free, write_memory, read_memory, address_of };
export const memoryOf: Functions<typeof memorySymbols> | null = Deno.build.os === "windows"
  ? null
  : openLibrary({
    paths: [],
    names: ["libc.so.6", `libc.musl-${Deno.build.arch}.so.1`, "/usr/lib/libSystem.B.dylib"],
  }, memorySymbols);

/** The six integers that fill the registers on arm64. */
export const FILLERS: readonly bigint[] = [0n, 0n, 0n, 0n, 0n, 0n];

/** More bytes than are worth a copy. */
const LONG = 8192;

/** An argument as it is now. */
export function copied(argument: unknown): unknown {
  if (argument instanceof Uint8Array) {
    return argument.length > LONG ? `${argument.length} bytes` : argument.toHex();
  }
  if (argument instanceof Int32Array || argument instanceof Uint32Array) return [...argument];
  if (argument instanceof BigInt64Array || argument instanceof BigUint64Array) return [...argument];
  return argument;
}

/** What a function answers: as a test gives it, else 0. */
export function answerOf(
  symbol: Deno.ForeignFunction,
  given: unknown,
): (...args: unknown[]) => unknown {
  const none = symbol.result === "u64" || symbol.result === "isize" ? 0n : 0;
  const nothing = symbol.nonblocking ? Promise.resolve(none) : none;
  return (given ?? (() => nothing)) as (...args: unknown[]) => unknown;
}

/** The library, its calls, and the errno of those that fail. */
export interface Recording {
  readonly library: DarwinLibrary;
  readonly calls: Call[];
  /** Sets errno, and returns what a function that fails returns. */
  fail(number: number): -1;
  /** The calls since the last time. */
  since(): Call[];
}

/** Makes the library. */
export function record(
  arch: DarwinLibrary["arch"],
  given: Partial<DarwinSymbols>,
): Recording {
  if (memoryOf === null) throw new Error("there is no POSIX C library here");
  const calls: Call[] = [];
  const cell = new Int32Array(1);
  const cellBytes = new Uint8Array(cell.buffer);
  const memory = memoryOf;
  const unrecorded: Partial<DarwinSymbols> = {
    ...memory,
    __error: () => memory.address_of(cellBytes, cellBytes, 0n),
  };
  const answers: Record<string, unknown> = { ...given };
  const symbols: Record<string, unknown> = {};
  for (const [name, symbol] of Object.entries(x86_64)) {
    const answer = answerOf(symbol, answers[name]);
    const variadic = arch === "aarch64" && (name === "fcntl" || name === "ioctl");
    symbols[name] = unrecorded[name as keyof DarwinSymbols] ?? ((...args: unknown[]) => {
      calls.push([name, ...args.map(copied)]);
      return variadic ? answer(args[0], args[1], args[8]) : answer(...args);
    });
  }
  return {
    library: arch === "aarch64"
      ? { arch, symbols: symbols as unknown as Arm64Symbols }
      : { arch, symbols: symbols as unknown as DarwinSymbols },
    calls,
    fail(number) {
      cell[0] = number;
      return -1;
    },
    since: () => calls.splice(0),
  };
}

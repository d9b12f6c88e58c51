/**
 * A stand-in for Windows' libraries: what a test does not give answers 0, and every call is written
 * down with its arguments as they were. Memory is that of the C library there is.
 */
import { interfaces, names } from "../../ffi/symbols/windows_lookups.ts";
import { symbols } from "../../ffi/symbols/windows.ts";
import { kernel, runtime } from "../../ffi/symbols/windows_system.ts";
import type { WindowsSymbols } from "../../ffi/backend/windows_libraries.ts";
import { answerOf, copied, memoryOf } from "../ffi/recording.ts";

/** A call: the function and its arguments; of memory there is a copy, handles are numbers. */
export type Call = readonly [name: string, ...args: unknown[]];

/** The libraries, their calls, and the error of those that fail. */
export interface Winsock {
  readonly library: WindowsSymbols;
  /** The calls since the last time, but for those that only read errors and memory. */
  since(): Call[];
  /** Sets the error, and returns what a function that fails returns. */
  fail(code: number): -1;
}

function noted(argument: unknown): unknown {
  return typeof argument === "bigint" ? Number(argument) : copied(argument);
}

/** Makes the libraries. */
export function makeWinsock(
  given: (fail: (code: number) => -1) => Partial<WindowsSymbols>,
): Winsock {
  let error = 0;
  const fail = (code: number): -1 => {
    error = code;
    return -1;
  };
  const calls: Call[] = [];
  const unrecorded: Record<string, unknown> = { ...memoryOf, WSAGetLastError: () => error };
  const answers: Record<string, unknown> = given(fail);
  const library: Record<string, unknown> = {};
  for (
    const [name, symbol] of Object.entries({
      ...symbols,
      ...names,
      ...interfaces,
      ...kernel,
      ...runtime,
    })
  ) {
    const answer = answerOf(symbol, answers[name]);
    library[name] = unrecorded[name] ?? ((...args: unknown[]) => {
      calls.push([name, ...args.map(noted)]);
      return answer(...args);
    });
  }
  return { library: library as unknown as WindowsSymbols, fail, since: () => calls.splice(0) };
}

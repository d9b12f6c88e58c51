/** Windows' two ways of telling what failed, as the error numbers that Python makes of them. */
import { windows as numbers } from "../../constants/errno/windows.ts";
import type { Memory } from "../memory.ts";
import type { WinsockSymbols } from "../symbols/windows.ts";
import type { KernelSymbols, RuntimeSymbols } from "../symbols/windows_system.ts";
import type { Result } from "./contract.ts";

export type ErrorSymbols =
  & Pick<WinsockSymbols, "WSAGetLastError">
  & Pick<KernelSymbols, "GetLastError" | "FormatMessageW">
  & Pick<RuntimeSymbols, "strerror">;

/** What Winsock's own numbers begin with. */
const WSABASEERR = numbers.WSABASEERR;

/** Winsock's numbers of errors that `errno` has from the C runtime: those minus WSABASEERR. */
const classic: ReadonlySet<number> = new Set([
  numbers.WSAEINTR,
  numbers.WSAEBADF,
  numbers.WSAEACCES,
  numbers.WSAEFAULT,
  numbers.WSAEINVAL,
  numbers.WSAEMFILE,
]);

/** The system's own errors (winerror.h) that the calls of this backend meet, as C's. */
const system: ReadonlyMap<number, number> = new Map([
  [2, numbers.ENOENT], // ERROR_FILE_NOT_FOUND
  [3, numbers.ENOENT], // ERROR_PATH_NOT_FOUND
  [4, numbers.EMFILE], // ERROR_TOO_MANY_OPEN_FILES
  [5, numbers.EACCES], // ERROR_ACCESS_DENIED
  [6, numbers.EBADF], // ERROR_INVALID_HANDLE
  [8, numbers.ENOMEM], // ERROR_NOT_ENOUGH_MEMORY
  [14, numbers.ENOMEM], // ERROR_OUTOFMEMORY
  [109, numbers.EPIPE], // ERROR_BROKEN_PIPE
  [111, numbers.ENAMETOOLONG], // ERROR_BUFFER_OVERFLOW
  [232, numbers.EPIPE], // ERROR_NO_DATA
]);

/** The error number for a code of Winsock's or of the system's. */
export function errnoOf(code: number): number {
  if (classic.has(code)) return code - WSABASEERR;
  // Winsock passes on what is the system's, and one that is in no table is EINVAL to Python.
  return code >= WSABASEERR ? code : system.get(code) ?? numbers.EINVAL;
}

// FormatMessageW's flags (winbase.h), and its room.
const FORMAT_MESSAGE_IGNORE_INSERTS = 0x200;
const FORMAT_MESSAGE_FROM_SYSTEM = 0x1000;
const ROOM = 1024;

/** The readers of errors. */
export interface Errors {
  /** A result of Winsock's, with what failed read right after. */
  done(result: number): Result;
  /** Likewise a BOOL of the system's: 0 is a failure. */
  granted(result: number): Result;
  /** What a failed call of Winsock's has left: minus the number. */
  failed(): Result;
  /** The system's text for a code of its own or of Winsock's. */
  message(code: number): string;
  /** The text for an error number. */
  strerror(number: number): string;
}

/** Makes the readers. */
export function makeErrors(c: ErrorSymbols, memory: Memory): Errors {
  const wide = new TextDecoder("utf-16le");
  const narrow = new TextDecoder();

  function message(code: number): string {
    const text = new Uint8Array(ROOM * 2);
    const flags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS;
    const length = c.FormatMessageW(flags, 0n, code >>> 0, 0, text, ROOM, 0n);
    // Python drops the end of the line and the full stop, too.
    return wide.decode(text.subarray(0, length * 2)).replace(/[\s.]+$/, "") ||
      `Windows error ${code}`;
  }

  // Opened here, since opening them after the failure would leave another number.
  const { GetLastError, WSAGetLastError } = c;
  const failed = (): Result => -errnoOf(WSAGetLastError());
  return {
    failed,
    message,
    done: (result) => result < 0 ? failed() : result,
    granted: (result) => result === 0 ? -errnoOf(GetLastError()) : 0,
    strerror: (number) =>
      number >= WSABASEERR ? message(number) : narrow.decode(memory.cstring(c.strerror(number))),
  };
}

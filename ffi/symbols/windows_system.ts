/** What the library needs of Windows itself (kernel32.dll), and of the C runtime (ucrtbase.dll). */
import type { Functions } from "../library.ts";

/** kernel32.dll. */
export const kernel = {
  GetLastError: { parameters: [], result: "u32" },
  GetCurrentProcessId: { parameters: [], result: "u32" },
  GetHandleInformation: {
    parameters: [
      "isize", // HANDLE hObject
      "buffer", // DWORD *lpdwFlags
    ],
    result: "i32", // BOOL
  },
  SetHandleInformation: {
    parameters: [
      "isize", // HANDLE hObject
      "u32", // DWORD dwMask
      "u32", // DWORD dwFlags
    ],
    result: "i32", // BOOL
  },
  FormatMessageW: {
    parameters: [
      "u32", // DWORD dwFlags
      "u64", // const void *lpSource
      "u32", // DWORD dwMessageId
      "u32", // DWORD dwLanguageId
      "buffer", // PWSTR lpBuffer
      "u32", // DWORD nSize
      "u64", // va_list *Arguments
    ],
    result: "u32",
  },
  MultiByteToWideChar: {
    parameters: [
      "u32", // UINT CodePage
      "u32", // DWORD dwFlags
      "buffer", // const char *lpMultiByteStr
      "i32", // int cbMultiByte
      "buffer", // PWSTR lpWideCharStr
      "i32", // int cchWideChar
    ],
    result: "i32",
  },
  GetComputerNameExW: {
    parameters: [
      "i32", // COMPUTER_NAME_FORMAT NameType
      "buffer", // PWSTR lpBuffer
      "buffer", // DWORD *nSize
    ],
    result: "i32", // BOOL
  },
  Sleep: { parameters: ["u32" /* DWORD dwMilliseconds */], result: "void" },
} as const satisfies Deno.ForeignLibraryInterface;

/** ucrtbase.dll, a part of Windows since 10. */
export const runtime = {
  strerror: { parameters: ["i32" /* int errnum */], result: "u64" /* char * */ },
  strlen: { parameters: ["u64" /* const char *str */], result: "usize" },
  wcslen: { parameters: ["u64" /* const wchar_t *str */], result: "usize" },
  calloc: {
    parameters: [
      "usize", // size_t num
      "usize", // size_t size
    ],
    result: "u64",
  },
  free: { parameters: ["u64" /* void *memblock */], result: "void" },
  /** Writes `count` bytes at an address that C gave us. */
  write_memory: {
    name: "memcpy",
    parameters: [
      "u64", // void *dest
      "buffer", // const void *src
      "usize", // size_t count
    ],
    result: "void",
  },
  /** Reads `count` bytes at an address that C gave us. */
  read_memory: {
    name: "memcpy",
    parameters: [
      "buffer", // void *dest
      "u64", // const void *src
      "usize", // size_t count
    ],
    result: "void",
  },
  /** `memcpy(b, b, 0)` moves nothing and returns its first argument: the address of a buffer. */
  address_of: {
    name: "memcpy",
    parameters: [
      "buffer", // void *dest
      "buffer", // const void *src
      "usize", // size_t count
    ],
    result: "u64",
  },
} as const satisfies Deno.ForeignLibraryInterface;

/** The functions of kernel32.dll, callable. */
export type KernelSymbols = Functions<typeof kernel>;
/** The functions of the C runtime, callable. */
export type RuntimeSymbols = Functions<typeof runtime>;

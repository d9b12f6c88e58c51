/** Windows' text, which is UTF-16, as the UTF-8 that the contract's bytes are. */
import type { Memory } from "../memory.ts";
import type { KernelSymbols, RuntimeSymbols } from "../symbols/windows_system.ts";
import type { Bytes, Name } from "./contract.ts";

const utf8 = new TextDecoder();
const utf16 = new TextDecoder("utf-16le");
const encoder = new TextEncoder();

/** A name as a UTF-16 string of C's, with its NUL; null, the null pointer, as it is. */
export function widened(name: Name | null): Bytes | null {
  if (name === null) return null;
  const string = typeof name === "string" ? name : utf8.decode(name);
  const units = new Uint16Array(string.length + 1);
  for (let i = 0; i < string.length; i++) units[i] = string.charCodeAt(i);
  return new Uint8Array(units.buffer);
}

/** The UTF-16 before the NUL in a buffer, as UTF-8. */
export function fromWide(buffer: Bytes): Bytes {
  const string = utf16.decode(buffer);
  const end = string.indexOf("\0");
  return encoder.encode(end < 0 ? string : string.slice(0, end));
}

/** The UTF-16 string at an address, as UTF-8; empty for a null pointer. */
export function wideString(
  c: Pick<RuntimeSymbols, "wcslen">,
  memory: Memory,
  address: bigint,
): Bytes {
  if (address === 0n) return new Uint8Array(0);
  return fromWide(memory.read(address, Number(c.wcslen(address)) * 2));
}

/** The code page of the system's language, "ANSI" (winnls.h). */
const CP_ACP = 0;

/** The string at an address in the ANSI code page, in which the older look-ups answer, as UTF-8. */
export function ansiString(
  c: Pick<KernelSymbols, "MultiByteToWideChar">,
  memory: Memory,
  address: bigint,
): Bytes {
  const bytes = memory.cstring(address);
  if (bytes.every((byte) => byte < 0x80)) return bytes;
  // In no code page does a byte make more than one unit.
  const wide = new Uint8Array(bytes.length * 2);
  c.MultiByteToWideChar(CP_ACP, 0, bytes, bytes.length, wide, bytes.length);
  return fromWide(wide);
}

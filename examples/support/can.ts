/** What the CAN programs have in common: frames as text, as candump and cansend have it. */
import { CAN_EFF_FLAG } from "@bsd/socket";
import { UsageError } from "./program.ts";

/** A frame, of either kind. */
interface Frame {
  readonly can_id: number;
  readonly data: Uint8Array;
}

/** The constant; an error where the OS has no CAN. */
export function present<T>(constant: T | undefined): T {
  if (constant === undefined) throw new UsageError("this OS has no CAN sockets");
  return constant;
}

/** `"123#0102ff"`, or `"12345678#"` with an identifier of 29 bits, as a frame. */
export function parseFrame(text: string): { can_id: number; data: Uint8Array<ArrayBuffer> } {
  const [, id, hex = ""] = /^([\da-f]{3}|[\da-f]{8})#((?:[\da-f]{2})*)$/i.exec(text) ?? [];
  if (id === undefined) {
    throw new UsageError(`a frame must be like 123#0102ff or 12345678#, not "${text}"`);
  }
  return { can_id: parseId(id), data: Uint8Array.fromHex(hex) };
}

/** `"123"`, or `"12345678"` with 29 bits, as an identifier with its flag. */
export function parseId(text: string): number {
  const number = /^([\da-f]{3}|[\da-f]{8})$/i.test(text) ? parseInt(text, 16) : NaN;
  if (!(number <= (text.length === 3 ? 0x7ff : 0x1fffffff))) {
    throw new UsageError(`an identifier must be like 123 or 12345678, hexadecimal, not "${text}"`);
  }
  return text.length === 3 ? number : (number | present(CAN_EFF_FLAG)) >>> 0;
}

/** A frame as text: `"123#0102ff"`. */
export function frameText({ can_id, data }: Frame): string {
  const extended = (can_id & present(CAN_EFF_FLAG)) !== 0;
  const id = (can_id & 0x1fffffff).toString(16).padStart(extended ? 8 : 3, "0");
  return `${id}#${data.toHex()}`;
}

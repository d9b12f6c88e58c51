/**
 * ASCII, Latin-1, and the older encodings whose tables the runtime's TextDecoder has.
 */
import { buffer } from "../../node.ts";
import { allGood, type Charset, truncated } from "./charset.ts";

/** US-ASCII. */
export const ascii: Charset = {
  name: "ascii",
  unit: 1,
  head: (bytes) => buffer().isAscii(bytes) ? bytes.length : 0,
  scan(bytes, from) {
    const start = bytes.subarray(from).findIndex((byte) => byte > 0x7f);
    return start < 0
      ? allGood(bytes)
      : { start: from + start, end: from + start + 1, reason: "ordinal not in range(128)" };
  },
  decode: decodeLatin1,
  writing: { bad: /\P{ASCII}+/gu, reason: "ordinal not in range(128)", encode: encodeLatin1 },
};

/**
 * ISO 8859-1 proper, in which each byte is the code point of that number; TextDecoder's "latin1"
 * is windows-1252.
 */
export const latin1: Charset = {
  name: "latin-1",
  unit: 1,
  head: (bytes) => bytes.length,
  scan: allGood,
  decode: decodeLatin1,
  writing: {
    bad: /[\u{100}-\u{10ffff}]+/gu,
    reason: "ordinal not in range(256)",
    encode: encodeLatin1,
  },
};

function decodeLatin1(bytes: Uint8Array): string {
  return buffer().Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

function encodeLatin1(text: string): Uint8Array {
  return buffer().Buffer.from(text, "latin1");
}

/** What stands in a table for a byte that means nothing: no single-byte encoding has U+FFFD. */
const hole = 0xfffd;

/** The code unit of each byte: TextDecoder's table, put right where Python's differs by design. */
function tableOf(name: string): Uint16Array {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const table = Uint16Array.from(
    new TextDecoder(name).decode(bytes),
    (character) => character.charCodeAt(0),
  );
  for (let byte = 0x80; byte < 0xa0; byte++) {
    // The Web lets a byte that Windows leaves undefined be the control character of that number,
    // and takes two of the ISO parts for the Windows tables that extend them.
    if (name.startsWith("iso-8859-")) table[byte] = byte;
    else if (name.startsWith("windows-") && table[byte] === byte) table[byte] = hole;
  }
  return table;
}

/** A single-byte encoding that TextDecoder knows by `name`. */
export function singleByte(name: string): Charset {
  const table = tableOf(name);
  const bytes = new Map<number, number>();
  const characters: string[] = [];
  table.forEach((code, byte) => {
    if (code === hole) return;
    bytes.set(code, byte);
    characters.push(`\\u{${code.toString(16)}}`);
  });
  const units = new TextDecoder("utf-16le", { ignoreBOM: true });
  const reason = "character maps to <undefined>";
  return {
    name,
    unit: 1,
    head: () => 0,
    scan(bytes, from) {
      for (let start = from; start < bytes.length; start++) {
        if (table[bytes[start] ?? 0] === hole) return { start, end: start + 1, reason };
      }
      return allGood(bytes);
    },
    decode(bytes) {
      const codes = new Uint16Array(bytes.length);
      for (let i = 0; i < bytes.length; i++) codes[i] = table[bytes[i] ?? 0] ?? hole;
      return units.decode(codes);
    },
    writing: {
      bad: new RegExp(`[^${characters.join("")}]+`, "gu"),
      reason,
      encode: (text) =>
        Uint8Array.from({ length: text.length }, (_, i) => bytes.get(text.charCodeAt(i)) ?? 0),
    },
  };
}

/** No character of the multi-byte encodings is longer. */
const longest = 4;

/**
 * A multi-byte encoding that TextDecoder knows by `name`, for reading. What is not text is found by
 * trying, since TextDecoder does not say where it stopped.
 */
export function multiByte(name: string): Charset {
  const whole = new TextDecoder(name, { fatal: true });

  function isText(bytes: Uint8Array): boolean {
    try {
      whole.decode(bytes);
      return true;
    } catch {
      return false;
    }
  }

  function isStartOfText(bytes: Uint8Array): boolean {
    try {
      new TextDecoder(name, { fatal: true }).decode(bytes, { stream: true });
      return true;
    } catch {
      return false;
    }
  }

  /** The end of whole characters from `from` on, no more than `size` bytes and little less; or `from`. */
  function stretch(bytes: Uint8Array, from: number, size: number): number {
    const most = Math.min(from + size, bytes.length);
    for (let end = most; end > from && end > most - longest; end--) {
      if (isText(bytes.subarray(from, end))) return end;
    }
    return from;
  }

  return {
    name,
    unit: 1,
    head: (bytes) => stretch(bytes, 0, bytes.length),
    scan(bytes, from, final) {
      let start = from;
      // Stretches get shorter towards the character that is none.
      for (let size = 64; size > 0;) {
        const end = stretch(bytes, start, size);
        if (end === start) size >>= 1;
        start = end;
      }
      if (start === bytes.length) return allGood(bytes);
      return bytes.length - start < longest && isStartOfText(bytes.subarray(start))
        ? truncated(bytes, start, final, "incomplete multibyte sequence")
        : { start, end: start + 1, reason: "illegal multibyte sequence" };
    },
    decode: (bytes) => whole.decode(bytes),
    writing: null,
  };
}

/** UTF-8, UTF-16 and UTF-32, without their byte order marks. */
import { buffer } from "../../node.ts";
import { allGood, type Charset, type Stop, truncated } from "./charset.ts";

const reason = "surrogates not allowed";

const utf8Decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const utf8Encoder = new TextEncoder();

/** How many bytes follow a lead byte, and the range of the first of them (Unicode, table 3-7). */
function followers(lead: number): readonly [count: number, low: number, high: number] | null {
  if (lead < 0xc2 || lead > 0xf4) return null;
  if (lead < 0xe0) return [1, 0x80, 0xbf];
  if (lead < 0xf0) return [2, lead === 0xe0 ? 0xa0 : 0x80, lead === 0xed ? 0x9f : 0xbf];
  return [3, lead === 0xf0 ? 0x90 : 0x80, lead === 0xf4 ? 0x8f : 0xbf];
}

function scanUtf8(bytes: Uint8Array, from: number, final: boolean): Stop {
  for (let start = from; start < bytes.length;) {
    const lead = bytes[start] ?? 0;
    if (lead < 0x80) {
      start++;
      continue;
    }
    const rule = followers(lead);
    if (rule === null) return { start, end: start + 1, reason: "invalid start byte" };
    let [count, low, high] = rule;
    let at = start + 1;
    for (; count > 0; count--, at++) {
      const byte = bytes[at];
      if (byte === undefined) return truncated(bytes, start, final, "unexpected end of data");
      if (byte < low || byte > high) {
        // Python waits for the third byte of an encoded surrogate before it calls it an error.
        if (!final && start + 2 === bytes.length && lead === 0xed && byte >= 0xa0 && byte <= 0xbf) {
          return { start, end: bytes.length, reason: null };
        }
        return { start, end: at, reason: "invalid continuation byte" };
      }
      [low, high] = [0x80, 0xbf];
    }
    start = at;
  }
  return allGood(bytes);
}

/** UTF-8; a byte order mark is an ordinary character, as in Python. */
export const utf8: Charset = {
  name: "utf-8",
  unit: 1,
  head(bytes) {
    // A chunk may end within a character, so what follows the last lead byte is left to the scan.
    let end = bytes.length;
    for (let back = 1; back <= 3 && back <= bytes.length; back++) {
      if ((bytes[bytes.length - back] ?? 0) >= 0xc0) {
        end = bytes.length - back;
        break;
      }
    }
    return buffer().isUtf8(bytes.subarray(0, end)) ? end : 0;
  },
  scan: scanUtf8,
  decode: (bytes) => utf8Decoder.decode(bytes),
  writing: { bad: /\p{Surrogate}+/gu, reason, encode: (text) => utf8Encoder.encode(text) },
};

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** UTF-16 in one byte order. */
function utf16(order: "le" | "be"): Charset {
  const little = order === "le";
  let text: TextDecoder | undefined;
  return {
    name: `utf-16-${order}`,
    unit: 2,
    head: () => 0,
    scan(bytes, from, final) {
      const view = viewOf(bytes);
      for (let start = from; start < bytes.length; start += 2) {
        if (start + 2 > bytes.length) return truncated(bytes, start, final, "truncated data");
        const code = view.getUint16(start, little);
        if (code < 0xd800 || code > 0xdfff) continue;
        if (code >= 0xdc00) return { start, end: start + 2, reason: "illegal encoding" };
        if (start + 4 > bytes.length) {
          return truncated(bytes, start, final, "unexpected end of data");
        }
        const low = view.getUint16(start + 2, little);
        if (low < 0xdc00 || low > 0xdfff) {
          return { start, end: start + 2, reason: "illegal UTF-16 surrogate" };
        }
        start += 2;
      }
      return allGood(bytes);
    },
    decode(bytes) {
      text ??= new TextDecoder(`utf-16${order}`, { ignoreBOM: true });
      return text.decode(bytes);
    },
    writing: {
      // One at a time, as Python reports them here and not in UTF-8.
      bad: /\p{Surrogate}/gu,
      reason,
      encode: (text) => {
        const bytes = buffer().Buffer.from(text, "utf16le");
        return little ? bytes : bytes.swap16();
      },
    },
  };
}

/** UTF-16, little end first. */
export const utf16le: Charset = utf16("le");
/** UTF-16, big end first. */
export const utf16be: Charset = utf16("be");

/** UTF-32 in one byte order. */
function utf32(order: "le" | "be"): Charset {
  const little = order === "le";
  return {
    name: `utf-32-${order}`,
    unit: 4,
    head: () => 0,
    scan(bytes, from, final) {
      const view = viewOf(bytes);
      for (let start = from; start < bytes.length; start += 4) {
        if (start + 4 > bytes.length) return truncated(bytes, start, final, "truncated data");
        const code = view.getUint32(start, little);
        if (code > 0x10ffff) {
          return { start, end: start + 4, reason: "code point not in range(0x110000)" };
        }
        if (code >= 0xd800 && code <= 0xdfff) {
          const reason = "code point in surrogate code point range(0xd800, 0xe000)";
          return { start, end: start + 4, reason };
        }
      }
      return allGood(bytes);
    },
    decode(bytes) {
      const view = viewOf(bytes);
      let text = "";
      for (let at = 0; at < bytes.length; at += 4) {
        text += String.fromCodePoint(view.getUint32(at, little));
      }
      return text;
    },
    writing: {
      // One at a time, as Python reports them here and not in UTF-8.
      bad: /\p{Surrogate}/gu,
      reason,
      encode(text) {
        const characters = Array.from(text);
        const view = new DataView(new ArrayBuffer(characters.length * 4));
        characters.forEach((character, i) =>
          view.setUint32(i * 4, character.codePointAt(0) ?? 0, little)
        );
        return new Uint8Array(view.buffer);
      },
    },
  };
}

/** UTF-32, little end first. */
export const utf32le: Charset = utf32("le");
/** UTF-32, big end first. */
export const utf32be: Charset = utf32("be");

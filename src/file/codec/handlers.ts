/** Python's error handlers: what becomes of bytes that are not text, and of text that has no bytes. */
import { UnicodeDecodeError, UnicodeEncodeError } from "../errors.ts";

/** Gives the text for the bad bytes `start` to `end`, and where to go on; or throws. */
export type DecodeHandler = (
  encoding: string,
  object: Uint8Array,
  start: number,
  end: number,
  reason: string,
) => readonly [text: string, resume: number];

/**
 * Gives what to write instead of the characters `start` to `end`: ASCII text to be encoded, or
 * bytes, which must be whole units of `unit` bytes; or throws.
 */
export type EncodeHandler = (
  encoding: string,
  object: string,
  start: number,
  end: number,
  reason: string,
  unit: number,
) => string | Uint8Array;

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}

function escape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code > 0xffff) return `\\U${hex(code, 8)}`;
  return code > 0xff ? `\\u${hex(code, 4)}` : `\\x${hex(code, 2)}`;
}

/** A decode handler that replaces all the bad bytes by text. */
function replacing(text: (bad: Uint8Array) => string): DecodeHandler {
  return (_encoding, object, start, end) => [text(object.subarray(start, end)), end];
}

/** An encode handler that replaces each bad character by text. */
function substituting(text: (character: string) => string): EncodeHandler {
  return (_encoding, object, start, end) => Array.from(object.slice(start, end), text).join("");
}

/** Bytes of 0x80 and more become U+DC80 to U+DCFF; an ASCII byte cannot be smuggled so (PEP 383). */
const escapeBytes: DecodeHandler = (encoding, object, start, end, reason) => {
  let text = "";
  let at = start;
  for (; at < end; at++) {
    const byte = object[at] ?? 0;
    if (byte < 0x80) break;
    text += String.fromCharCode(0xdc00 + byte);
  }
  if (at === start) throw new UnicodeDecodeError(encoding, object, start, end, reason);
  return [text, at];
};

/** U+DC80 to U+DCFF become the bytes they stand for (PEP 383). */
const unescapeBytes: EncodeHandler = (encoding, object, start, end, reason, unit) => {
  const bytes = new Uint8Array(end - start);
  for (let at = start; at < end; at++) {
    const code = object.charCodeAt(at);
    if (code < 0xdc80 || code > 0xdcff) {
      throw new UnicodeEncodeError(encoding, object, at, end, reason);
    }
    bytes[at - start] = code - 0xdc00;
  }
  if (bytes.length % unit !== 0) {
    throw new UnicodeEncodeError(encoding, object, start, end, reason);
  }
  return bytes;
};

interface Handlers {
  readonly decode: DecodeHandler;
  readonly encode: EncodeHandler;
}

const handlers: ReadonlyMap<string, Handlers> = new Map(
  [
    ["strict", {
      decode: (...fault): never => {
        throw new UnicodeDecodeError(...fault);
      },
      encode: (encoding, object, start, end, reason): never => {
        throw new UnicodeEncodeError(encoding, object, start, end, reason);
      },
    }],
    ["ignore", { decode: replacing(() => ""), encode: substituting(() => "") }],
    ["replace", { decode: replacing(() => "\ufffd"), encode: substituting(() => "?") }],
    ["backslashreplace", {
      decode: replacing((bad) => Array.from(bad, (byte) => `\\x${hex(byte, 2)}`).join("")),
      encode: substituting(escape),
    }],
    ["surrogateescape", { decode: escapeBytes, encode: unescapeBytes }],
    ["xmlcharrefreplace", {
      decode: (): never => {
        throw new TypeError("errors 'xmlcharrefreplace' is for writing only");
      },
      encode: substituting((character) => `&#${character.codePointAt(0)};`),
    }],
  ] satisfies [string, Handlers][],
);

/** The error handlers of that name; RangeError where there is none. */
export function handlersFor(name: string): Handlers {
  const found = handlers.get(name);
  if (found !== undefined) return found;
  throw new RangeError(
    `unknown error handler name '${name}': it is one of ${[...handlers.keys()].join(", ")}`,
  );
}

/**
 * What a character encoding has to provide, and the incremental decoder and the encoder that are
 * made of it: the state between chunks and the error handling are here, once for all encodings.
 */
import { concat } from "../bytes.ts";
import type { DecodeHandler, EncodeHandler } from "./handlers.ts";

/**
 * Where decoding stops: text up to `start`; then bad bytes up to `end`, or, where `reason` is null,
 * the start of a character that is not complete yet, or nothing more.
 */
export interface Stop {
  readonly start: number;
  readonly end: number;
  readonly reason: string | null;
}

/** A character encoding without state, as tables and functions. */
export interface Charset {
  /** Its name in error messages. */
  readonly name: string;
  /** How many bytes its smallest unit has. */
  readonly unit: number;
  /** How much of `bytes`, up to a character's end, a fast check finds good; 0 where it does not know. */
  head(bytes: Uint8Array): number;
  /** Where decoding from `at` stops; `final` if nothing follows `bytes`. */
  scan(bytes: Uint8Array, at: number, final: boolean): Stop;
  /** The text of bytes that are known to be good. */
  decode(bytes: Uint8Array): string;
  /** What is needed to write it; null where it can only be read. */
  readonly writing: {
    /** Matches (flags `gu`) each run of characters that it cannot express. */
    readonly bad: RegExp;
    /** What is wrong with them. */
    readonly reason: string;
    /** The bytes of text that is known to be good. */
    encode(text: string): Uint8Array;
  } | null;
}

/** Decodes the next chunk of a stream; `final` says that it is the last one. */
export type Decode = (data: Uint8Array, final: boolean) => string;

/** Encodes the next text of a stream. */
export type Encode = (text: string) => Uint8Array;

/** The stop where all the rest is good. */
export function allGood(bytes: Uint8Array): Stop {
  return { start: bytes.length, end: bytes.length, reason: null };
}

/** The stop at the start of a character whose last bytes are missing. */
export function truncated(bytes: Uint8Array, start: number, final: boolean, reason: string): Stop {
  return { start, end: bytes.length, reason: final ? reason : null };
}

/**
 * An incremental decoder: it keeps the bytes of a character that is not complete yet. Where the
 * handler throws, the chunk is dropped and those bytes are kept, as Python's decoders do.
 */
export function decoder(charset: Charset, handle: DecodeHandler): Decode {
  let pending: Uint8Array = new Uint8Array(0);
  return (data, final) => {
    const bytes = pending.length === 0 ? data : concat([pending, data]);
    let at = charset.head(bytes);
    let text = at === 0 ? "" : charset.decode(bytes.subarray(0, at));
    for (;;) {
      const { start, end, reason } = charset.scan(bytes, at, final);
      if (start > at) text += charset.decode(bytes.subarray(at, start));
      if (reason === null) {
        pending = bytes.slice(start);
        return text;
      }
      const [replacement, resume] = handle(charset.name, bytes, start, end, reason);
      text += replacement;
      at = resume;
    }
  };
}

/** An encoder; RangeError where the charset can only be read. */
export function encoder(charset: Charset, handle: EncodeHandler): Encode {
  const { name, unit, writing } = charset;
  if (writing === null) {
    throw new RangeError(
      `encoding '${name}' can be read but not written: only Unicode and single-byte encodings can`,
    );
  }
  return (text) => {
    if (text.search(writing.bad) < 0) return writing.encode(text);
    const parts: Uint8Array[] = [];
    let at = 0;
    for (const { 0: run, index } of text.matchAll(writing.bad)) {
      const end = index + run.length;
      const replacement = handle(name, text, index, end, writing.reason, unit);
      parts.push(writing.encode(text.slice(at, index)));
      parts.push(typeof replacement === "string" ? writing.encode(replacement) : replacement);
      at = end;
    }
    parts.push(writing.encode(text.slice(at)));
    return concat(parts);
  };
}

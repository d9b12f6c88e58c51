/** Line ends: what ends a line when reading, and the translation of "\r" and "\r\n" to "\n". */
import type { Decode } from "./codec/charset.ts";

/** What can end a line. */
export type Newline = "\n" | "\r" | "\r\n";

/**
 * How a text file treats line ends, Python's `newline`: null to recognize all three and read each as
 * `"\n"`, `""` to recognize all three and keep them, or the only one that ends a line.
 */
export type NewlineMode = Newline | "" | null;

/** Checks a `newline` argument; RangeError for what it cannot be. */
export function toNewlineMode(newline: string | null | undefined): NewlineMode {
  switch (newline) {
    case undefined:
      return null;
    case null:
    case "":
    case "\n":
    case "\r":
    case "\r\n":
      return newline;
    default:
      throw new RangeError(
        `illegal newline value: ${
          JSON.stringify(newline)
        }: it is null, "", "\\n", "\\r" or "\\r\\n"`,
      );
  }
}

/**
 * The index after the first line end in `text` at or after `from`, or -1. With null the text has
 * been translated, so only "\n" ends a line.
 */
export function lineEnd(text: string, from: number, mode: NewlineMode): number {
  if (mode === "") {
    const any = /\r\n|\n|\r/g;
    any.lastIndex = from;
    return any.test(text) ? any.lastIndex : -1;
  }
  const end = mode ?? "\n";
  const at = text.indexOf(end, from);
  return at < 0 ? -1 : at + end.length;
}

/** A decoder that never parts a "\r\n", notes which line ends it saw, and may translate them. */
export class NewlineDecoder {
  readonly #decode: Decode;
  readonly #translate: boolean;
  readonly #seen = new Set<string>();
  #held = "";

  /**
   * @param decode Decodes the bytes.
   * @param translate Whether line ends become "\n".
   */
  constructor(decode: Decode, translate: boolean) {
    this.#decode = decode;
    this.#translate = translate;
  }

  /** The line ends seen so far: none is null, one is itself, several in Python's order. */
  get newlines(): Newline | readonly Newline[] | null {
    const seen = (["\r", "\n", "\r\n"] as const).filter((end) => this.#seen.has(end));
    return seen.length > 1 ? seen : seen[0] ?? null;
  }

  /** Decodes a chunk; a "\r" at its end waits for the next one. */
  decode(data: Uint8Array, final: boolean): string {
    const decoded = this.#decode(data, final);
    if (decoded === "" && !final) return "";
    let text = this.#held + decoded;
    this.#held = "";
    if (!final && text.endsWith("\r")) {
      this.#held = "\r";
      text = text.slice(0, -1);
    }
    if (!text.includes("\r")) {
      if (text.includes("\n")) this.#seen.add("\n");
      return text;
    }
    for (const [end] of text.matchAll(/\r\n|\n|\r/g)) this.#seen.add(end);
    return this.#translate ? text.replaceAll(/\r\n?/g, "\n") : text;
  }
}

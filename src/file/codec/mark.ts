/** The encodings with a byte order mark: utf-8-sig, utf-16 and utf-32. */
import { concat } from "../bytes.ts";
import { UnicodeDecodeError } from "../errors.ts";
import { type Charset, type Decode, decoder, type Encode, encoder } from "./charset.ts";
import type { DecodeHandler, EncodeHandler } from "./handlers.ts";
import { utf8 } from "./unicode.ts";

const utf8Mark = new Uint8Array([0xef, 0xbb, 0xbf]);

function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  return bytes.length >= prefix.length && prefix.every((byte, i) => byte === bytes[i]);
}

/** UTF-8 whose first character is left out where it is a mark. */
export function unmarkingUtf8(handle: DecodeHandler): Decode {
  const decode = decoder(utf8, handle);
  let pending: Uint8Array | null = new Uint8Array(0);
  return (data, final) => {
    if (pending === null) return decode(data, final);
    const bytes: Uint8Array = concat([pending, data]);
    if (bytes.length < utf8Mark.length && startsWith(utf8Mark, bytes)) {
      pending = bytes;
      return "";
    }
    pending = null;
    return decode(startsWith(bytes, utf8Mark) ? bytes.subarray(utf8Mark.length) : bytes, final);
  };
}

/**
 * UTF-16 or UTF-32 whose byte order is that of the mark it has to begin with, which is left out.
 * Without one it throws, as Python does for streams.
 */
export function unmarking(
  name: string,
  little: Charset,
  big: Charset,
  handle: DecodeHandler,
): Decode {
  const { unit: width } = little;
  let decode: Decode | null = null;
  let pending: Uint8Array = new Uint8Array(0);
  return (data, final) => {
    if (decode !== null) return decode(data, final);
    const bytes = concat([pending, data]);
    if (bytes.length < width && !final) {
      pending = bytes;
      return "";
    }
    // Too short for a mark: whatever the order, the handler has to deal with it.
    if (bytes.length < width) {
      const text = decoder(little, handle)(bytes, final);
      pending = new Uint8Array(0);
      return text;
    }
    const charset = [little, big].find((charset) => startsWith(bytes, markOf(charset)));
    if (charset === undefined) {
      throw new UnicodeDecodeError(name, bytes, 0, width, "Stream does not start with BOM");
    }
    const chosen = decoder(charset, handle);
    // The mark is decoded with the rest, so that the positions in errors count it.
    const text = chosen(bytes, final).slice(1);
    decode = chosen;
    return text;
  };
}

/** An encoder that writes the mark before the first text. */
export function marking(charset: Charset, handle: EncodeHandler): Encode {
  const encode = encoder(charset, handle);
  let first = true;
  return (text) => {
    const bytes = encode(text);
    if (!first) return bytes;
    first = false;
    return concat([markOf(charset), bytes]);
  };
}

function markOf(charset: Charset): Uint8Array {
  return charset.writing?.encode("\ufeff") ?? new Uint8Array(0);
}

/** From an encoding's name, in any of Python's spellings, to its decoder and encoder. */
import { type Charset, type Decode, decoder, type Encode, encoder } from "./charset.ts";
import type { DecodeHandler, EncodeHandler } from "./handlers.ts";
import { ascii, latin1, multiByte, singleByte } from "./legacy.ts";
import { marking, unmarking, unmarkingUtf8 } from "./mark.ts";
import { utf16be, utf16le, utf32be, utf32le, utf8 } from "./unicode.ts";

/** How text in an encoding is read and written. */
export interface TextEncoding {
  /** A decoder for one stream. */
  decoder(handle: DecodeHandler): Decode;
  /** An encoder for one stream; RangeError where the encoding can only be read. */
  encoder(handle: EncodeHandler): Encode;
}

function plain(charset: Charset): TextEncoding {
  return {
    decoder: (handle) => decoder(charset, handle),
    encoder: (handle) => encoder(charset, handle),
  };
}

function marked(name: string, little: Charset, big: Charset): TextEncoding {
  return {
    decoder: (handle) => unmarking(name, little, big, handle),
    encoder: (handle) => marking(little, handle),
  };
}

const own: ReadonlyMap<string, TextEncoding> = new Map([
  ["utf-8", plain(utf8)],
  ["utf-8-sig", {
    decoder: unmarkingUtf8,
    encoder: (handle: EncodeHandler) => marking(utf8, handle),
  }],
  ["utf-16", marked("utf-16", utf16le, utf16be)],
  ["utf-16-le", plain(utf16le)],
  ["utf-16-be", plain(utf16be)],
  ["utf-32", marked("utf-32", utf32le, utf32be)],
  ["utf-32-le", plain(utf32le)],
  ["utf-32-be", plain(utf32be)],
  ["ascii", plain(ascii)],
  ["latin-1", plain(latin1)],
]);

/** Python's other names (its `encodings.aliases`) for these, and for what TextDecoder names differently. */
const aliases = {
  "utf-8": "utf8 u8 utf cp65001 utf8-ucs2 utf8-ucs4",
  "utf-8-sig": "utf8-sig",
  "utf-16": "utf16 u16",
  "utf-16-le": "utf-16le utf16-le utf16le unicodelittleunmarked",
  "utf-16-be": "utf-16be utf16-be utf16be unicodebigunmarked",
  "utf-32": "utf32 u32",
  "utf-32-le": "utf-32le utf32-le utf32le",
  "utf-32-be": "utf-32be utf32-be utf32be",
  "ascii": "646 ansi-x3.4-1968 ansi-x3-4-1968 cp367 csascii ibm367 iso646-us us us-ascii",
  "latin-1": "8859 cp819 csisolatin1 ibm819 iso-8859-1 iso-8859-1-1987 iso-ir-100 " +
    "iso8859-1 iso8859 l1 latin latin1",
  "windows-874": "cp874",
  "macintosh": "mac-roman macroman",
  "x-mac-cyrillic": "mac-cyrillic maccyrillic",
  "gbk": "936 cp936 ms936",
  "gb18030": "gb18030-2000",
  "big5": "big5-tw big5-hkscs big5hkscs hkscs",
  "euc-jp": "eucjp ujis u-jis",
  "shift_jis": "shift-jis shiftjis sjis s-jis cp932 932 ms932 mskanji ms-kanji windows-31j",
  "euc-kr": "euckr korean uhc cp949 949 ms949",
  "koi8-r": "koi8r",
  "koi8-u": "koi8u",
};

const multiByteNames: ReadonlySet<string> = new Set([
  "gbk",
  "gb18030",
  "big5",
  "euc-jp",
  "shift_jis",
  "euc-kr",
]);

/** The name by which TextDecoder knows an encoding, or null. */
function canonical(label: string): string | null {
  const part = /^iso-?8859-(\d+)$/.exec(label)?.[1];
  const name = part === undefined ? label : `iso-8859-${part}`;
  try {
    const { encoding } = new TextDecoder(name);
    // Parts 9 and 11 would be the Windows tables that extend them.
    return part === undefined ? encoding : name;
  } catch {
    return null;
  }
}

/**
 * The encoding of that name; upper and lower case, `_`, `-` and blanks are the same.
 *
 * @throws {RangeError} There is none, or the runtime cannot decode it.
 */
export function lookup(name: string): TextEncoding {
  const label = name.toLowerCase().replaceAll(/[\s_-]+/g, "-");
  const [key] = Object.entries(aliases).find(([, others]) => others.split(" ").includes(label)) ??
    [label];
  const found = own.get(key);
  if (found !== undefined) return found;
  const web = canonical(key);
  if (web === null) throw new RangeError(`unknown encoding: ${name}`);
  if (web === "iso-2022-jp") {
    throw new RangeError(`unsupported encoding: ${name} switches character sets by escape codes`);
  }
  return plain(multiByteNames.has(web) ? multiByte(web) : singleByte(web));
}

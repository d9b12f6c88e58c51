import { assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import {
  openFile,
  type TextMode,
  type TextOptions,
  UnicodeDecodeError,
  UnicodeEncodeError,
} from "../../src/file/mod.ts";
import { pythonIsAtLeast, tables } from "./oracle.ts";
import { hex, ScriptedSocket } from "./scripted.ts";

function read(chunks: readonly string[], options: TextOptions): string {
  using file = openFile(new ScriptedSocket(chunks), "r", options, () => {});
  return file.read(1000);
}

function write(texts: readonly string[], options: TextOptions): string {
  const socket = new ScriptedSocket([]);
  const file = openFile(socket, "w", options, () => {});
  file.writelines(texts);
  file.close();
  return socket.sent.join("");
}

function open(mode: TextMode, options: TextOptions): void {
  openFile(new ScriptedSocket([]), mode, options, () => {}).close();
}

/** What the Web's tables have, and TextDecoder with them, where Python's have another character or none. */
const webOnly: Record<string, readonly (readonly [byte: number, character: string])[]> = {
  "cp1255": [[0xca, "\u05ba"]],
  "koi8-u": [[0xae, "\u045e"], [0xbe, "\u040e"]],
};

Deno.test("each single-byte encoding has Python's table", {
  ignore: !pythonIsAtLeast(3, 10),
}, async () => {
  const names = [
    "ascii",
    "latin-1",
    ...[2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16].map((part) => `iso8859_${part}`),
    ...[1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258, 874, 866].map((page) => `cp${page}`),
    "koi8-r",
    "koi8-u",
    "mac-roman",
    "mac-cyrillic",
  ];
  for (const [name, theirs] of Object.entries(await tables(names))) {
    const ours = theirs.map((_, byte) => {
      const digits = byte.toString(16).padStart(2, "0");
      return read([digits], { encoding: name, errors: "replace", newline: "" });
    });
    for (const [byte, character] of webOnly[name] ?? []) theirs[byte] = character;
    assertEquals(ours, theirs, name);
    theirs.forEach((character, byte) => {
      if (character === "\ufffd" || theirs.indexOf(character) !== byte) return;
      assertEquals(
        write([character], { encoding: name, newline: "" }),
        byte.toString(16).padStart(2, "0"),
        `${name}, writing`,
      );
    });
  }
});

Deno.test("names are spelt as in Python", () => {
  for (const encoding of ["utf-8", "UTF8", "utf_8", "U8", "Utf 8"]) {
    assertEquals(read(["c3", "a9"], { encoding }), "é", encoding);
  }
  for (const encoding of ["latin1", "latin-1", "ISO_8859-1", "iso8859-1", "L1", "cp819"]) {
    assertEquals(read(["80ff"], { encoding }), "\x80ÿ", encoding);
  }
  for (const encoding of ["cp1252", "windows-1252", "WINDOWS_1252"]) {
    assertEquals(read(["80ff"], { encoding }), "€ÿ", encoding);
  }
  for (const encoding of ["sjis", "Shift_JIS", "shift-jis", "cp932"]) {
    assertEquals(read(["93", "fa"], { encoding }), "日", encoding);
  }
});

Deno.test("an unknown encoding, handler or newline is a RangeError at once", () => {
  assertThrows(() => open("r", { encoding: "xyz" }), RangeError, "unknown encoding: xyz");
  assertThrows(() => open("r", { encoding: "" }), RangeError, "unknown encoding");
  assertThrows(() => open("r", { encoding: "iso-2022-jp" }), RangeError, "escape codes");
  assertThrows(() => open("r", { errors: "xyz" }), RangeError, "unknown error handler name 'xyz'");
  assertThrows(() => open("r", { errors: "toString" }), RangeError, "unknown error handler");
  assertThrows(() => open("r", { newline: "\n\r" }), RangeError, 'illegal newline value: "\\n\\r"');
});

Deno.test("a multi-byte legacy encoding can be read, not written", () => {
  open("r", { encoding: "gbk" });
  assertThrows(
    () => open("w", { encoding: "gbk" }),
    RangeError,
    "'gbk' can be read but not written",
  );
  assertThrows(() => open("rw", { encoding: "euc_kr" }), RangeError, "not written");
});

Deno.test("only what is no character of a multi-byte encoding is replaced, however far on", () => {
  const good = "d6d0cec461";
  for (const count of [0, 1, 12, 13, 40, 100, 1000]) {
    const chunk = good.repeat(count) + "ff20" + good;
    const expected = "中文a".repeat(count) + "\ufffd 中文a";
    const file = openFile(
      new ScriptedSocket([chunk]),
      "r",
      { encoding: "gbk", errors: "replace" },
      () => {},
    );
    assertEquals(file.read(), expected, String(count));
  }
});

Deno.test("utf-16 and utf-32 write one mark and read either order", () => {
  assertEquals(write(["a", "b"], { encoding: "utf-16" }), "fffe" + "6100" + "6200");
  assertEquals(write(["a", "b"], { encoding: "utf-32" }), "fffe0000" + "61000000" + "62000000");
  assertEquals(write(["a", "b"], { encoding: "utf-8-sig" }), "efbbbf" + "6162");
  assertEquals(write(["a"], { encoding: "utf-16-be" }), "0061");
  assertEquals(read(["ff", "fe61", "00"], { encoding: "utf-16" }), "a");
  assertEquals(read(["fe", "ff00", "61"], { encoding: "utf-16" }), "a");
  assertEquals(read(["0000", "feff", "000000", "61"], { encoding: "utf-32" }), "a");
});

Deno.test("a mark that is refused with the first text is written with the next", () => {
  const socket = new ScriptedSocket([]);
  const file = openFile(socket, "w", { encoding: "utf-8-sig" }, () => {});
  assertThrows(() => file.write("\ud800"), UnicodeEncodeError);
  file.write("a");
  file.close();
  assertEquals(socket.sent, ["efbbbf61"]);
});

Deno.test("a mark is an ordinary character in utf-8 and utf-16-le", () => {
  assertEquals(read(["efbbbf61"], { encoding: "utf-8" }), "\ufeffa");
  assertEquals(read(["fffe6100"], { encoding: "utf-16-le" }), "\ufeffa");
  assertEquals(read(["ef", "bb", "bf61", "efbbbf"], { encoding: "utf-8-sig" }), "a\ufeff");
});

Deno.test("utf-16 without a mark is an error, as in Python", () => {
  const e = assertThrows(() => read(["6100"], { encoding: "utf-16" }), UnicodeDecodeError);
  assertEquals([e.reason, e.start, e.end], ["Stream does not start with BOM", 0, 2]);
});

Deno.test("each ill-formed piece of utf-8 is replaced once, and by itself at a chunk's end", () => {
  // What CPython's incremental decoder gives for a chunk, and then for the end of the stream.
  for (
    const [chunk, text, rest] of [
      ["c0", 1, 0],
      ["c1bf", 2, 0],
      ["c3", 0, 1],
      ["e080", 2, 0],
      ["e09f80", 3, 0],
      ["e0a0", 0, 1],
      ["ed80", 0, 1],
      ["eda8", 0, 2],
      ["eda880", 3, 0],
      ["f080", 2, 0],
      ["f08f8080", 4, 0],
      ["f090", 0, 1],
      ["f48f", 0, 1],
      ["f490", 2, 0],
      ["f4908080", 4, 0],
      ["f180c0", 2, 0],
      ["f580", 2, 0],
    ] as const
  ) {
    const socket = new ScriptedSocket([chunk, "again"]);
    const file = openFile(socket, "r", { errors: "replace" }, () => {});
    assertEquals(file.read(1), text + rest > 0 ? "\ufffd" : "", chunk);
    // Where something came of the chunk itself, nothing else had to be asked for.
    assertEquals(socket.asked.length, text > 0 ? 1 : 2, chunk);
    assertEquals(file.read(10).length, text + rest - 1, chunk);
  }
});

Deno.test("a stream that ends within its mark is mended once, then at its end", () => {
  for (const encoding of ["utf-16", "utf-32"]) {
    const file = openFile(
      new ScriptedSocket(["ff"]),
      "r",
      { encoding, errors: "replace" },
      () => {},
    );
    assertEquals([file.read(1), file.read(1), file.readline()], ["\ufffd", "", ""], encoding);
  }
});

Deno.test("a decode error says where and why", () => {
  const e = assertThrows(() => read(["6162e282", "28"], {}), UnicodeDecodeError);
  assertInstanceOf(e, RangeError);
  assertEquals(e.encoding, "utf-8");
  assertEquals(e.object, Uint8Array.fromHex("e28228"));
  assertEquals([e.start, e.end], [0, 2]);
  assertEquals(
    e.message,
    "'utf-8' codec can't decode bytes in position 0-1: invalid continuation byte",
  );
  assertThrows(
    () => read(["61ff"], { encoding: "ascii" }),
    UnicodeDecodeError,
    "'ascii' codec can't decode byte 0xff in position 1: ordinal not in range(128)",
  );
});

Deno.test("an encode error says where and why, in units of the string", () => {
  const e = assertThrows(() => write(["😀aé"], { encoding: "ascii" }), UnicodeEncodeError);
  assertInstanceOf(e, RangeError);
  assertEquals([e.encoding, e.object, e.start, e.end], ["ascii", "😀aé", 0, 2]);
  assertEquals(
    e.message,
    "'ascii' codec can't encode character U+1F600 in position 0: ordinal not in range(128)",
  );
});

Deno.test("several characters that cannot be encoded are one error", () => {
  assertThrows(
    () => write(["aéü"], { encoding: "ascii" }),
    UnicodeEncodeError,
    "'ascii' codec can't encode characters in position 1-2: ordinal not in range(128)",
  );
});

Deno.test("xmlcharrefreplace is for writing", () => {
  assertEquals(
    write(["a€😀"], { encoding: "ascii", errors: "xmlcharrefreplace" }),
    hex("a&#8364;&#128512;"),
  );
  assertThrows(() => read(["ff"], { errors: "xmlcharrefreplace" }), TypeError, "for writing only");
});

Deno.test("surrogateescape gives back the bytes it was given", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte).toHex();
  for (const encoding of ["utf-8", "ascii", "cp1252"]) {
    const options = { encoding, errors: "surrogateescape", newline: "" };
    assertEquals(write([read([bytes], options)], options), bytes, encoding);
  }
});

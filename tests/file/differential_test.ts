/**
 * The same scripts of operations on Python's file objects and on ours: random ones, over chunks cut
 * at random places. The seed is printed; FILE_SEED=… repeats a run, FILE_ROUNDS=… makes it longer.
 */
import { type Dice, differential } from "./differential.ts";
import type { Operation, Send } from "./oracle.ts";

function lines(dice: Dice): Uint8Array {
  const text = dice.times(0, 30, () => "x".repeat(dice.int(0, 12))).join("\n");
  return new TextEncoder().encode(dice.chance(0.2) ? text.repeat(dice.int(1, 300)) : text);
}

/** Sizes of reads. */
const size = (dice: Dice): number => dice.pick([-1, 0, 1, 2, 3, 5, 8, 20, 100, 9000, 20000]);

function bufferedRead(dice: Dice): Operation {
  const name = dice.pick(
    ["read", "read1", "readline", "readinto", "readinto1", "peek", "iterate", "readlines"] as const,
  );
  switch (name) {
    case "peek":
      return [name];
    case "read1":
      return [name, size(dice)];
    case "readinto":
    case "readinto1":
      return [name, Math.abs(size(dice))];
    case "iterate":
    case "readlines":
      return [name, dice.int(1, 5)];
    default:
      return dice.chance(0.1) ? [name] : [name, size(dice)];
  }
}

const buffering = (dice: Dice): number => dice.pick([-1, 1, 2, 3, 4, 5, 10, 64, 8192]);

differential("BufferedReader", 400, (dice) => ({
  mode: dice.pick(["rb", "b", "br"]),
  options: { buffering: buffering(dice) },
  receives: dice.cut(lines(dice)),
  sends: [],
  operations: dice.times(1, 12, () => bufferedRead(dice)),
}));

differential("BufferedRWPair", 200, (dice) => ({
  mode: dice.pick(["rwb", "rbw", "wrb", "wbr", "brw", "bwr"]),
  options: { buffering: buffering(dice) },
  receives: dice.cut(lines(dice)),
  sends: [],
  // Without a limit to readline, beyond which CPython's goes by what it has buffered.
  operations: dice.times(
    1,
    12,
    () => dice.chance(0.3) ? ["write", { hex: "61" }] as const : bufferedRead(dice),
  )
    .map((operation) => operation[0] === "readline" ? ["readline"] : operation),
}));

differential("BufferedReader, timeouts and non-blocking", 400, (dice) => ({
  mode: "rb",
  options: { buffering: buffering(dice) },
  receives: dice.mix(dice.cut(lines(dice)), dice.pick([["again"], ["again", "timeout"]])),
  sends: [],
  operations: dice.times(1, 12, () => bufferedRead(dice)),
}));

differential("SocketIO", 200, (dice) => ({
  mode: dice.pick(["rb", "rwb", "wb"]),
  options: { buffering: 0 },
  receives: dice.mix(dice.cut(lines(dice)), ["timeout"]),
  sends: dice.times(0, 5, () => dice.pick<Send>([1, 5, "again", "timeout", "pipe"])),
  operations: dice.times(1, 12, () =>
    dice.pick<Operation>([
      ["read", size(dice)],
      ["readline", size(dice)],
      ["readinto", dice.int(0, 20)],
      ["readall"],
      ["write", { hex: "61".repeat(dice.int(0, 10)) }],
      ["writelines", [{ hex: "61" }, { hex: "6162" }]],
      ["flush"],
    ])),
}));

differential("BufferedWriter", 600, (dice) => {
  const data = () => ({
    hex: dice.times(0, dice.pick([3, 12, 30]), () => dice.int(0x61, 0x7a).toString(16)).join(""),
  });
  return {
    mode: dice.pick(["wb", "bw", "rwb"]),
    options: { buffering: dice.pick([1, 2, 3, 4, 5, 10, -1]) },
    receives: [],
    sends: dice.times(
      0,
      12,
      () => dice.pick<Send>([1, 2, 3, 100, 100, "again", "again", "timeout", "pipe"]),
    ),
    operations: dice.times(1, 12, () =>
      dice.pick<Operation>([
        ["write", data()],
        ["write", data()],
        ["writelines", dice.times(0, 4, data)],
        ["flush"],
      ])),
  };
}, 13);

const unicode = [
  "utf-8",
  "UTF8",
  "utf_8_sig",
  "utf-16",
  "utf-16-le",
  "UTF_16_BE",
  "utf-32",
  "utf-32-le",
  "utf-32-be",
] as const;
const singleByte = ["ascii", "Latin_1", "iso8859-15", "iso8859-9", "cp1252", "cp1253", "koi8-r"];
/** Handlers that throw for nothing. */
const mending = ["ignore", "replace", "backslashreplace"];
const decodeErrors = ["strict", "ignore", "replace", "backslashreplace", "surrogateescape"];
const newlines = [null, "", "\n", "\r", "\r\n"] as const;

/** Characters of one to four bytes of UTF-8, and line ends. */
const alphabet = ["a", "b", " ", "\n", "\r", "\r\n", "é", "ÿ", "€", "日", "😀", "\u0085", "\u2028"];

function text(dice: Dice, most: number): string {
  return dice.times(0, most, () => dice.pick(alphabet)).join("");
}

function inUnits(value: string, width: 2 | 4, little: boolean): Uint8Array {
  const units = width === 2
    ? Array.from({ length: value.length }, (_, i) => value.charCodeAt(i))
    : Array.from(value, (character) => character.codePointAt(0) ?? 0);
  const view = new DataView(new ArrayBuffer(units.length * width));
  units.forEach((unit, i) =>
    width === 2 ? view.setUint16(i * 2, unit, little) : view.setUint32(i * 4, unit, little)
  );
  return new Uint8Array(view.buffer);
}

/** `value` in an encoding, near enough: single bytes are only sometimes what they should be. */
function encoded(dice: Dice, value: string, encoding: string): Uint8Array {
  const name = encoding.toLowerCase().replaceAll("_", "-");
  const wide = /^utf-(16|32)(-[lb]e)?$/.exec(name);
  if (wide !== null) {
    const mark = wide[2] === undefined ? "\ufeff" : "";
    const little = wide[2] === undefined ? dice.chance(0.5) : wide[2] === "-le";
    return inUnits(mark + value, wide[1] === "16" ? 2 : 4, little);
  }
  if (!name.startsWith("utf")) {
    return Uint8Array.from(value, (character) => character.charCodeAt(0) & 0xff);
  }
  return new TextEncoder().encode((dice.chance(0.5) ? "\ufeff" : "") + value);
}

/** Bytes from `from` on with some that are damaged, left out, or put in between. */
function damaged(dice: Dice, bytes: Uint8Array, from: number): Uint8Array {
  const out = [...bytes];
  for (let i = dice.int(0, 4); i > 0 && out.length > from; i--) {
    const at = dice.int(from, out.length - 1);
    const byte = dice.pick([
      0x80,
      0xbf,
      0xc0,
      0xc3,
      0xe0,
      0xe2,
      0xed,
      0xa0,
      0xf0,
      0xf4,
      0xff,
      0xd8,
      0xdc,
    ]);
    out.splice(at, dice.int(0, 2), ...dice.times(0, 2, () => byte));
  }
  return Uint8Array.from(out);
}

function textRead(dice: Dice): Operation {
  const name = dice.pick(
    ["read", "readline", "readline", "iterate", "readlines", "newlines"] as const,
  );
  switch (name) {
    case "newlines":
      return [name];
    case "iterate":
    case "readlines":
      return [name, dice.int(1, 8)];
    default:
      // Python asks the socket for more where much more than a chunk is wanted, or for a line of
      // no characters.
      return dice.chance(0.1) ? [name] : [name, dice.pick([-1, 1, 2, 3, 5, 8, 20, 100])];
  }
}

differential("text reading: encodings, newlines, chunks", 800, (dice) => {
  const encoding = dice.pick([...unicode, ...singleByte]);
  const value = text(dice, dice.pick([5, 40, 3000]));
  const newline = dice.pick(newlines);
  return {
    mode: dice.pick(["r", "rw"]),
    options: {
      encoding,
      // Where Python reads on past a limit for the "\n" of a "\r\n", it meets errors earlier.
      errors: dice.pick(newline === "\r\n" ? mending : decodeErrors),
      newline,
    },
    receives: dice.cut(encoded(dice, value, encoding)),
    sends: [],
    operations: dice.times(1, 12, () => textRead(dice)),
  };
});

differential("text reading: errors in the bytes", 1200, (dice) => {
  const encoding = dice.pick([...unicode, ...singleByte]);
  const value = text(dice, 30);
  // Only what the handler mends: with an error in the chunk of the mark the mark is lost, too.
  const marked = ["utf-16", "utf-32", "utf_8_sig"].includes(encoding);
  const bytes = damaged(dice, encoded(dice, value, encoding), marked ? 4 : 0);
  return {
    mode: "r",
    options: {
      encoding,
      errors: dice.pick(marked ? mending : decodeErrors),
      newline: dice.pick(newlines.slice(0, 4)),
    },
    receives: dice.cut(dice.chance(0.1) ? bytes.subarray(0, dice.int(0, 3)) : bytes),
    sends: [],
    operations: dice.times(1, 12, () => textRead(dice)),
  };
});

/** Characters of each multi-byte encoding that TextDecoder and Python agree on. */
const multiByte = {
  "gbk": ["d6d0", "cec4", "8140", "61", "0a"],
  "gb18030": ["d6d0", "81308130", "9439fc36", "61", "0a"],
  "big5": ["a4a4", "a4e5", "a440", "61", "0a"],
  "shift_jis": ["93fa", "967b", "b1", "8a40", "61", "0a"],
  "euc_jp": ["c6fc", "cbdc", "8eb1", "8fb0a1", "61", "0a"],
  "euc-kr": ["c7d1", "b1db", "b0a1", "61", "0a"],
} as const;

differential("text reading: multi-byte encodings", 500, (dice) => {
  const encoding = dice.pick(Object.keys(multiByte) as (keyof typeof multiByte)[]);
  const characters: readonly string[] = multiByte[encoding];
  // 0xff begins no character in any of them, but at the end of a chunk Python waits for another
  // byte before it says so; what cannot follow a lead byte is less agreed upon.
  const bad = dice.chance(0.3);
  const value = dice.times(0, 400, () => dice.pick(bad ? [...characters, "ff"] : characters)).join(
    "",
  );
  const bytes = Uint8Array.fromHex(value);
  return {
    mode: "r",
    options: { encoding, errors: dice.pick(decodeErrors.slice(0, 4)) },
    receives: bad ? [value + "61"] : dice.cut(dice.chance(0.3) ? bytes.subarray(0, -1) : bytes),
    sends: [],
    operations: dice.times(1, 8, () => textRead(dice)),
  };
});

differential("text reading: timeouts and non-blocking", 300, (dice) => ({
  mode: "r",
  options: { newline: dice.pick(newlines.slice(0, 4)), errors: dice.pick(decodeErrors) },
  receives: dice.mix(
    dice.cut(new TextEncoder().encode(text(dice, 30))),
    dice.pick([["again"], ["again", "timeout"]]),
  ),
  sends: [],
  // Not a read to the end: where Python 3.13 fails on None we throw a BlockingIOError.
  operations: dice.times(1, 12, () => textRead(dice)).map((operation) =>
    operation[0] === "read" && (operation[1] ?? -1) < 0 ? ["read", 4] : operation
  ),
}));

differential("text writing", 800, (dice) => {
  const written = () =>
    dice.times(
      0,
      dice.pick([5, 20, 3000]),
      () => dice.pick([...alphabet, "\udc80", "\udcff", "\ud800"]),
    )
      .join("").slice(0, dice.chance(0.5) ? 6 : undefined)
      .toWellFormed().replaceAll("\ufffd", dice.pick(["", "\udc80", "\udcc3", "\ud800"]));
  return {
    mode: dice.pick(["w", "rw"]),
    options: {
      buffering: dice.pick([-1, 2, 5, 100]),
      // Not those with a mark: on a stream that cannot seek CPython writes none in utf-16 and
      // utf-32, and loses that of utf-8-sig where the first write fails.
      encoding: dice.pick([
        "utf-8",
        "utf-16-le",
        "utf-16-be",
        "utf-32-le",
        "utf-32-be",
        ...singleByte,
      ]),
      errors: dice.pick([...decodeErrors, "xmlcharrefreplace"]),
      newline: dice.pick(newlines),
    },
    receives: [],
    sends: dice.times(0, 3, () => dice.pick<Send>([1, 50, 5000, "again", "timeout", "pipe"])),
    operations: dice.times(1, 8, () =>
      dice.pick<Operation>([
        ["write", written()],
        ["write", written()],
        ["writelines", dice.times(0, 3, written)],
        ["flush"],
      ])),
  };
}, 13);

differential("operations on the wrong or a closed file", 300, (dice) => {
  const mode = dice.pick(["r", "w", "rw", "rb", "wb", "rwb"]);
  const data = mode.includes("b") ? { hex: "6162" } : "ab";
  const operations: Operation[] = [
    ["read"],
    ["read", 3],
    ["readline"],
    ["readlines"],
    ["iterate", 2],
    ["write", data],
    ["writelines", [data]],
    ["writelines", []],
    ["flush"],
    ["closed"],
    ["close"],
  ];
  // A closed BufferedRWPair of Python's still gives what was buffered.
  if (mode === "rb" || mode === "wb") {
    operations.push(["read1", 3], ["readinto", 3], ["readinto1", 3]);
  }
  return {
    mode,
    options: {},
    receives: ["61620a63"],
    sends: dice.times(0, 2, () => dice.pick<Send>([1, "pipe", "timeout"])),
    operations: dice.times(1, 8, () => dice.pick(operations)),
  };
}, 13);

differential("what makefile refuses", 100, (dice) => ({
  mode: dice.pick(["r", "x", "r+", "rU", "", "rb", "wr"]),
  options: {
    buffering: dice.pick([-1, 0, 5]),
    encoding: dice.pick(["utf-8", "xyz", "utf-9", "constructor"]),
    newline: dice.pick([null, "", "\n", "x", "\n\r"]),
  },
  receives: ["6162"],
  sends: [],
  operations: [["read", 1]],
}));

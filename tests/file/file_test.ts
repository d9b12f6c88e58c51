import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { BlockingIOError, BrokenPipeError, OSError, TimeoutError } from "../../src/errors.ts";
import {
  BlockingWriteError,
  BufferedReader,
  BufferedRWPair,
  BufferedWriter,
  DEFAULT_BUFFER_SIZE,
  type FileMode,
  openFile,
  SocketIO,
  TextIOWrapper,
  UnsupportedOperation,
} from "../../src/file/mod.ts";
import { hex, ScriptedSocket } from "./scripted.ts";

function nothing(): void {}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

Deno.test("mode and buffering choose the class, for the compiler, too", () => {
  const socket = new ScriptedSocket([]);
  const raw = openFile(socket, "rb", { buffering: 0 }, nothing);
  const reader = openFile(socket, "rb", {}, nothing);
  const writer = openFile(socket, "wb", { buffering: -1 as const }, nothing);
  const both = openFile(socket, "rwb", { buffering: null }, nothing);
  const text = openFile(socket, "rw", { encoding: "latin-1" }, nothing);
  const either = openFile(socket, "wb", { buffering: Number("0") }, nothing);
  assertType<IsExact<typeof raw, SocketIO>>(true);
  assertType<IsExact<typeof reader, BufferedReader>>(true);
  assertType<IsExact<typeof writer, BufferedWriter>>(true);
  assertType<IsExact<typeof both, BufferedRWPair>>(true);
  assertType<IsExact<typeof text, TextIOWrapper>>(true);
  assertType<IsExact<typeof either, BufferedWriter | SocketIO>>(true);
  const line = reader.readline();
  const textLine = text.readline();
  assertType<IsExact<typeof line, Uint8Array<ArrayBuffer>>>(true);
  assertType<IsExact<typeof textLine, string>>(true);
  assertInstanceOf(raw, SocketIO);
  assertInstanceOf(reader, BufferedReader);
  assertInstanceOf(writer, BufferedWriter);
  assertInstanceOf(both, BufferedRWPair);
  assertInstanceOf(text, TextIOWrapper);
  assertInstanceOf(either, SocketIO);
});

Deno.test("a file tells what it is", () => {
  const reader = openFile(new ScriptedSocket([]), "rb", {}, nothing);
  assertEquals([reader.mode, reader.name, reader.fileno()], ["rb", 7, 7]);
  assertEquals([reader.readable(), reader.writable(), reader.seekable()], [true, false, false]);
  const both = openFile(new ScriptedSocket([]), "brw", {}, nothing);
  assertEquals([both.mode, both.name, both.raw.mode], ["rwb", 7, "rwb"]);
  const text = openFile(
    new ScriptedSocket([]),
    "w",
    { encoding: "UTF8", errors: "ignore" },
    nothing,
  );
  assertEquals([text.mode, text.name, text.encoding, text.errors], ["w", 7, "UTF8", "ignore"]);
  assertEquals([text.readable(), text.writable(), text.seekable()], [false, true, false]);
  assertInstanceOf(text.buffer, BufferedWriter);
  text.close();
  assertEquals([text.name, text.closed, text.buffer.closed], [-1, true, true]);
  assertThrows(() => text.fileno(), RangeError, "I/O operation on closed file.");
  assertThrows(() => text.seekable(), RangeError, "closed");
});

Deno.test("a mode of other letters is refused", () => {
  for (const mode of ["x", "r+", "a", "rt", "U"]) {
    const open = () => openFile(new ScriptedSocket([]), mode as FileMode, {}, nothing);
    assertThrows(open, RangeError, `invalid mode '${mode}'`);
  }
});

Deno.test("a text file has a buffer", () => {
  const open = () => openFile(new ScriptedSocket([]), "r", { buffering: 0 }, nothing);
  assertThrows(open, RangeError, "unbuffered streams must be binary");
});

Deno.test("a buffering that is no integer is a TypeError", () => {
  const open = (buffering: number) =>
    openFile(new ScriptedSocket([]), "rb", { buffering }, nothing);
  assertThrows(() => open(1.5), TypeError, "1.5");
  assertThrows(() => open(NaN), TypeError, "NaN");
});

Deno.test("the buffer's size is that of the receives", () => {
  for (
    const [buffering, size] of [[-1, DEFAULT_BUFFER_SIZE], [-5, 8192], [1, 1], [100, 100]] as const
  ) {
    const socket = new ScriptedSocket(["61"]);
    using file = openFile(socket, "rb", { buffering }, nothing);
    file.peek();
    assertEquals(socket.asked, [[size, 1]]);
  }
});

Deno.test("release is called exactly once, however the file is closed", () => {
  for (const mode of ["r", "w", "rw", "rb", "wb", "rwb"] as const) {
    let releases = 0;
    {
      using file = openFile(new ScriptedSocket([]), mode, {}, () => releases++);
      file.close();
      assert(file.closed);
      file.close();
      if (file instanceof TextIOWrapper) file.buffer.close();
    }
    assertEquals(releases, 1, mode);
  }
  let releases = 0;
  {
    using raw = openFile(new ScriptedSocket([]), "rb", { buffering: 0 }, () => releases++);
    assertEquals([raw.closed, releases], [false, 0]);
  }
  assertEquals(releases, 1);
});

Deno.test("release is not called where the file is not opened", () => {
  const release = () => {
    throw new Error("released");
  };
  const socket = new ScriptedSocket([]);
  assertThrows(() => openFile(socket, "r", { encoding: "xyz" }, release), RangeError);
  assertThrows(() => openFile(socket, "r", { newline: "x" }, release), RangeError);
  assertThrows(() => openFile(socket, "r", { buffering: 0 }, release), RangeError);
});

Deno.test("a file whose flush fails is closed all the same", () => {
  for (const mode of ["w", "rw", "wb", "rwb"] as const) {
    let releases = 0;
    const socket = new ScriptedSocket([], ["pipe", "pipe"]);
    const file = openFile(socket, mode, {}, () => releases++);
    if (file instanceof TextIOWrapper) file.write("abc");
    else file.write(bytes("abc"));
    assertThrows(() => file.close(), BrokenPipeError);
    assertEquals([file.closed, releases, socket.sent.length], [true, 1, 0], mode);
    file.close();
    assertEquals(releases, 1);
  }
});

Deno.test("a closed file refuses everything but close and closed", () => {
  const reader = openFile(new ScriptedSocket(["61"]), "rwb", {}, nothing);
  reader.peek();
  reader.close();
  for (
    const operation of [
      () => reader.read(),
      () => reader.read1(),
      () => reader.readinto(new Uint8Array(1)),
      () => reader.readinto1(new Uint8Array(1)),
      () => reader.peek(),
      () => reader.readline(),
      () => reader.readlines(),
      () => [...reader],
      () => reader.write(bytes("a")),
      () => reader.writelines([]),
      () => reader.flush(),
      () => reader.readable(),
      () => reader.writable(),
      () => reader.fileno(),
    ]
  ) assertThrows(operation, RangeError, "closed file", String(operation));
});

Deno.test("the wrong direction is an UnsupportedOperation", () => {
  const reader = openFile(new ScriptedSocket([]), "rb", {}, nothing);
  const e = assertThrows(() => reader.write(bytes("a")), UnsupportedOperation, "write");
  assertInstanceOf(e, OSError);
  const writer = openFile(new ScriptedSocket([]), "wb", {}, nothing);
  assertThrows(() => writer.read(), UnsupportedOperation);
  assertThrows(() => writer.read1(), UnsupportedOperation);
  assertThrows(() => writer.readinto(new Uint8Array(1)), UnsupportedOperation);
  assertThrows(() => writer.readline(), UnsupportedOperation);
  assertThrows(() => [...writer], UnsupportedOperation);
  const text = openFile(new ScriptedSocket([]), "r", {}, nothing);
  assertThrows(() => text.write("a"), UnsupportedOperation, "not writable");
  const raw = openFile(new ScriptedSocket([]), "wb", { buffering: 0 }, nothing);
  assertThrows(() => raw.read(1), UnsupportedOperation, "not readable");
});

Deno.test("a string is not bytes, and bytes are not a string", () => {
  const writer = openFile(new ScriptedSocket([]), "wb", {}, nothing);
  const write: (data: never) => unknown = (data) => writer.write(data);
  assertThrows(() => write("a" as never), TypeError, 'new TextEncoder().encode("a")');
  assertThrows(() => write(null as never), TypeError, "not null");
  const text = openFile(new ScriptedSocket([]), "w", {}, nothing);
  assertThrows(() => text.write(bytes("a") as never), TypeError, "strings");
});

Deno.test("any buffer or view can be written and read into", () => {
  const socket = new ScriptedSocket(["0102030405060708"]);
  const file = openFile(socket, "rwb", {}, nothing);
  const words = new Uint16Array([0x0101, 0x0202, 0x0303]);
  file.write(words.buffer);
  file.write(words.subarray(1, 2));
  file.write(new DataView(words.buffer, 4));
  file.flush();
  assertEquals(socket.sent, ["010102020303" + "0202" + "0303"]);
  assertEquals(file.readinto(new DataView(words.buffer, 2, 3)), 3);
  assertEquals([...new Uint8Array(words.buffer)], [1, 1, 1, 2, 3, 3]);
});

Deno.test("what is read stays as it is when more is read", () => {
  const file = openFile(new ScriptedSocket(["610a", "620a"]), "rb", { buffering: 4 }, nothing);
  const peeked = file.peek();
  const first = file.readline();
  first.fill(0);
  assertEquals(file.readline(), bytes("b\n"));
  assertEquals([peeked, first], [bytes("a\n"), new Uint8Array(2)]);
});

Deno.test("what is written may be changed afterwards", () => {
  const data = bytes("abc");
  const socket = new ScriptedSocket([]);
  const file = openFile(socket, "wb", {}, nothing);
  file.write(data);
  data.fill(0);
  file.close();
  assertEquals(socket.sent, [hex("abc")]);
});

Deno.test("a timed-out file stays unreadable", () => {
  for (const buffering of [0, -1]) {
    const socket = new ScriptedSocket(["616263", "timeout", "64"]);
    const file = openFile(socket, "rb", { buffering }, nothing);
    assertEquals(file.read(2), bytes("ab"));
    assertThrows(() => file.read(), TimeoutError, "timed out");
    const again = assertThrows(() => file.read(), OSError, "cannot read from timed out object");
    assert(!(again instanceof TimeoutError));
  }
});

Deno.test("a timed-out write keeps the rest for another try", () => {
  const socket = new ScriptedSocket([], [1, "timeout"]);
  const file = openFile(socket, "wb", {}, nothing);
  file.write(bytes("abc"));
  assertThrows(() => file.flush(), TimeoutError);
  file.flush();
  assertEquals(socket.sent, [hex("a"), hex("bc")]);
});

Deno.test("a non-blocking socket that has nothing gives null or what there was", () => {
  const raw = openFile(new ScriptedSocket(["again", "again", "6162", "again"]), "rb", {
    buffering: 0,
  }, nothing);
  assertStrictEquals(raw.read(5), null);
  assertStrictEquals(raw.readinto(new Uint8Array(5)), null);
  assertEquals(raw.readline(), bytes("ab"));
  for (const mode of ["rb", "rwb"] as const) {
    const socket = new ScriptedSocket(["6162", "again", "again", "63", "again", "again"]);
    const file = openFile(socket, mode, {}, nothing);
    assertEquals(file.read(5), bytes("ab"));
    assertStrictEquals(file.read(5), null);
    assertEquals(file.readline(), bytes("c"), mode);
    assertEquals(file.read1(), bytes(""));
  }
});

Deno.test("a non-blocking write says how much it took", () => {
  const socket = new ScriptedSocket([], ["again", "again", 100]);
  const file = openFile(socket, "wb", { buffering: 4 }, nothing);
  assertEquals(file.write(bytes("ab")), 2);
  const e = assertThrows(() => file.write(bytes("cdefgh")), BlockingWriteError);
  assertInstanceOf(e, BlockingIOError);
  assertEquals([e.characters_written, e.code, e.name], [2, "EAGAIN", "BlockingIOError"]);
  assertThrows(() => file.flush(), BlockingWriteError);
  file.flush();
  assertEquals(socket.sent, [hex("abcd")]);
  const raw = openFile(new ScriptedSocket([], ["again"]), "wb", { buffering: 0 }, nothing);
  assertStrictEquals(raw.write(bytes("a")), null);
});

Deno.test("reading all text of a non-blocking socket that has none is a BlockingIOError", () => {
  const file = openFile(new ScriptedSocket(["6162", "again", "63"]), "r", {}, nothing);
  assertEquals(file.read(1), "a");
  assertThrows(() => file.read(), BlockingIOError);
  assertEquals(file.read(), "bc");
});

Deno.test("buffering 1 in text modes flushes at each line end", () => {
  const socket = new ScriptedSocket([]);
  const file = openFile(socket, "w", { buffering: 1 }, nothing);
  assert(file.line_buffering);
  file.write("ab");
  assertEquals(socket.sent, []);
  file.write("c\nd");
  assertEquals(socket.sent, [hex("abc\nd")]);
  file.write("e\r");
  assertEquals(socket.sent, [hex("abc\nd"), hex("e\r")]);
  const plain = openFile(new ScriptedSocket([]), "w", { buffering: 2 }, nothing);
  assert(!plain.line_buffering);
});

Deno.test("buffering 1 in text modes still has a buffer for what would block", () => {
  const socket = new ScriptedSocket([], ["again"]);
  const file = openFile(socket, "w", { buffering: 1 }, nothing);
  assertThrows(() => file.write("abc\n"), BlockingIOError);
  file.flush();
  assertEquals(socket.sent, [hex("abc\n")]);
});

Deno.test("a written line end becomes the platform's with newline null, and only then", () => {
  for (
    const [newline, expected] of [
      [undefined, "a\r\nb"],
      [null, "a\r\nb"],
      ["", "a\nb"],
      ["\n", "a\nb"],
      ["\r", "a\rb"],
      ["\r\n", "a\r\nb"],
    ] as const
  ) {
    const socket = new ScriptedSocket([]);
    const file = openFile(socket, "w", { newline, linesep: "\r\n" }, nothing);
    assertEquals(file.write("a\nb"), 3);
    file.close();
    assertEquals(socket.sent, [hex(expected)]);
  }
});

Deno.test("sizes of text are code points", () => {
  const file = openFile(new ScriptedSocket([hex("😀😀é\n😀x\n")]), "rw", {}, nothing);
  assertEquals(file.read(1), "😀");
  assertEquals(file.readline(1), "😀");
  assertEquals(file.readlines(1), ["é\n"]);
  assertEquals(file.readlines(2), ["😀x\n"]);
  assertEquals(file.write("😀é"), 2);
});

Deno.test("writing leaves a character that is half read alone", () => {
  const file = openFile(new ScriptedSocket(["61c3", "a9"]), "rw", {}, nothing);
  assertEquals(file.read(1), "a");
  file.write("x");
  assertEquals(file.read(1), "é");
});

Deno.test("a line of many chunks is put together", () => {
  const long = "0123456789".repeat(5000);
  const socket = new ScriptedSocket([hex(long + "\r\nnext\r"), hex("\n")]);
  const file = openFile(socket, "r", { newline: "\r\n" }, nothing);
  assertEquals(file.readline(), long + "\r\n");
  assertEquals(file.readline(), "next\r\n");
  assertEquals(file.readline(), "");
});

Deno.test("a loop over lines can be left and taken up again", () => {
  const file = openFile(new ScriptedSocket([hex("a\nb\nc")]), "r", {}, nothing);
  for (const line of file) {
    assertEquals(line, "a\n");
    break;
  }
  assertEquals([...file], ["b\n", "c"]);
  assert(!file.closed);
});

Deno.test("newlines tells the line ends that were read", () => {
  const file = openFile(new ScriptedSocket([hex("a\nb\r"), hex("\nc\rd")]), "r", {}, nothing);
  assertStrictEquals(file.newlines, null);
  assertEquals(file.readline(), "a\n");
  assertStrictEquals(file.newlines, "\n");
  assertEquals(file.read(), "b\nc\nd");
  assertEquals(file.newlines, ["\r", "\n", "\r\n"]);
});

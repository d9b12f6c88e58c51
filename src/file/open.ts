/** `makefile`: from a mode and options to the file object, and the types that tell which one. */
import type { BufferedIOBase } from "./base.ts";
import { BufferedRWPair } from "./pair.ts";
import { DEFAULT_BUFFER_SIZE, type FileSocket, SocketIO } from "./raw.ts";
import { BufferedReader } from "./reader.ts";
import { TextIOWrapper, type TextOptions } from "./text.ts";
import { BufferedWriter } from "./writer.ts";

/** A mode of a binary file that only reads; `b` alone reads. */
export type BinaryReadMode = "rb" | "br" | "b";
/** A mode of a binary file that only writes. */
export type BinaryWriteMode = "wb" | "bw";
/** A mode of a binary file that reads and writes. */
export type BinaryReadWriteMode = "rwb" | "rbw" | "wrb" | "wbr" | "brw" | "bwr";
/** A mode of a text file. */
export type TextMode = "r" | "w" | "rw" | "wr";
/** A mode of `makefile`: the letters `r`, `w` and `b` in any order. */
export type FileMode = BinaryReadMode | BinaryWriteMode | BinaryReadWriteMode | TextMode;

/** What `buffering` can be. */
export type Buffering = number | null | undefined;

/** The options of `makefile`, named as Python's keyword arguments. */
export interface MakefileOptions<B extends Buffering = Buffering> extends TextOptions {
  /**
   * The size of the buffer in bytes. -1 (any negative number), null or nothing for 8192; 0 for no
   * buffer, in binary modes only; 1 in text modes flushes at each line end.
   */
  readonly buffering?: B;
}

/** {@linkcode MakefileOptions}, and what the platform adds. */
export interface OpenOptions<B extends Buffering = Buffering> extends MakefileOptions<B> {
  /** The platform's line end, Python's `os.linesep`, which a written `\n` becomes; `"\n"` by default. */
  readonly linesep?: string | undefined;
}

/** The buffered file that a binary mode gives. */
export type BufferedFile<M extends FileMode> = M extends BinaryReadMode ? BufferedReader
  : M extends BinaryWriteMode ? BufferedWriter
  : BufferedRWPair;

/** The file object that a mode and a `buffering` give. */
export type FileOf<M extends FileMode, B extends Buffering = undefined> = M extends TextMode
  ? TextIOWrapper
  : B extends 0 ? SocketIO
  : number extends B ? BufferedFile<M> | SocketIO
  : BufferedFile<M>;

function buffered(raw: SocketIO, size: number): BufferedIOBase {
  switch (raw.mode) {
    case "rb":
      return new BufferedReader(raw, size);
    case "wb":
      return new BufferedWriter(raw, size);
    case "rwb":
      return new BufferedRWPair(raw, size);
  }
}

/**
 * Opens a file over a socket: the whole of `Socket.makefile`, but for the socket's count of its open
 * files. Mirrors Python's `socket.makefile`.
 *
 * @param sock The socket.
 * @param mode The letters `r`, `w` and `b`: read (the default), write, binary.
 * @param options The size of the buffer, and for text the encoding, errors and newline.
 * @param release Called exactly once, when the file is closed; never if this function throws.
 * @throws {RangeError} The mode, the newline, the encoding or the errors is unknown, or a text file
 * was to have no buffer.
 * @throws {TypeError} The buffering is not an integer.
 */
export function openFile<M extends FileMode, B extends Buffering = undefined>(
  sock: FileSocket,
  mode: M,
  options: OpenOptions<B>,
  release: () => void,
): FileOf<M, B>;
export function openFile(
  sock: FileSocket,
  mode: string,
  options: OpenOptions,
  release: () => void,
): SocketIO | BufferedIOBase | TextIOWrapper {
  if (!/^[rwb]*$/.test(mode)) {
    throw new RangeError(`invalid mode '${mode}' (only r, w, b allowed)`);
  }
  const writing = mode.includes("w");
  const reading = mode.includes("r") || !writing;
  const binary = mode.includes("b");
  const buffering = options.buffering ?? -1;
  if (!Number.isSafeInteger(buffering)) {
    throw new TypeError(
      `buffering is an integer of -1 (the default size) or more, not ${buffering}`,
    );
  }
  if (buffering === 0 && !binary) {
    throw new RangeError("unbuffered streams must be binary: buffering 0 needs a mode with b");
  }
  const raw = new SocketIO(sock, reading ? (writing ? "rwb" : "rb") : "wb", release);
  if (buffering === 0) return raw;
  const line_buffering = buffering === 1 && !binary;
  const buffer = buffered(raw, buffering < 0 || line_buffering ? DEFAULT_BUFFER_SIZE : buffering);
  return binary ? buffer : new TextIOWrapper(buffer, mode, { ...options, line_buffering });
}

/**
 * File objects over sockets, as `Socket.makefile` returns them: Python's `socket.SocketIO` and the
 * buffered and text classes of its `io` module.
 *
 * @module
 */
export { BufferedIOBase, IOBase } from "./base.ts";
export {
  BlockingWriteError,
  UnicodeDecodeError,
  UnicodeEncodeError,
  UnsupportedOperation,
} from "./errors.ts";
export type { Newline } from "./newlines.ts";
export {
  type BinaryReadMode,
  type BinaryReadWriteMode,
  type BinaryWriteMode,
  type BufferedFile,
  type Buffering,
  type FileMode,
  type FileOf,
  type MakefileOptions,
  openFile,
  type OpenOptions,
  type TextMode,
} from "./open.ts";
export { BufferedRWPair } from "./pair.ts";
export { DEFAULT_BUFFER_SIZE, type FileSocket, SocketIO } from "./raw.ts";
export { BufferedReader } from "./reader.ts";
export { TextIOWrapper, type TextOptions } from "./text.ts";
export { BufferedWriter } from "./writer.ts";

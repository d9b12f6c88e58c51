/** Sending a file: by sendfile(2) from a descriptor, else by reading and sending. */
import { errno } from "../../constants/errno.ts";
import { SOCK_STREAM } from "../../constants/mod.ts";
import { backend } from "../../ffi/backend/mod.ts";
import { int, size } from "../arguments.ts";
import { check, failure } from "../failure.ts";
import { fs } from "../node.ts";
import type { SocketDescriptor } from "./descriptor.ts";
import type { Operation } from "./operation.ts";
import { sendAll } from "./sending.ts";

/** What `sendfile` sends: a path, a file URL, an open descriptor's number, or an open file. */
export type SendfileSource = string | URL | number | Deno.FsFile;

/** What the runtime reads from, both ways: a `Deno.FsFile` is one. */
export interface ReadableFile {
  readSync(into: Uint8Array<ArrayBuffer>): number | null;
  read(into: Uint8Array<ArrayBuffer>): Promise<number | null>;
}

/** A piece of a file to be read: by readSync in the blocking face, by read in the awaited one. */
export interface FileRead {
  readonly file: ReadableFile;
  readonly into: Uint8Array<ArrayBuffer>;
}

/** What has to happen next; the answer is a number of bytes. */
export type Step = Operation<number> | Operation<void> | FileRead;

/** The sending of a file, step by step; returns how many bytes were sent. */
export type Steps = Generator<Step, number, number>;

/** Python's largest piece; the kernel itself stops at 2 GiB minus a page. */
const PIECE = 2 ** 30;
/** How much is read at once where sendfile(2) cannot be used: Python's 8 KiB costs a call per 8 KiB. */
const BLOCK = 65536;

/** What sendfile(2) says of a file that it cannot read from directly: a pipe, a terminal. */
const unsuitable = new Set([errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.ESPIPE]);

/**
 * The steps of `sendfile`; arguments are checked at once.
 *
 * @throws {RangeError} The offset is negative, the count not positive, or the socket not SOCK_STREAM.
 * @throws {TypeError} It is no file.
 */
export function sendFile(
  socket: SocketDescriptor,
  file: SendfileSource,
  offset: number,
  count: number | null,
): Steps {
  size(offset, "offset");
  if (count !== null && size(count, "count") === 0) {
    throw new RangeError("count must be positive or null, not 0");
  }
  if (socket.type !== SOCK_STREAM) {
    throw new RangeError("only SOCK_STREAM sockets can send files");
  }
  if (typeof file === "number") return sendNumber(socket, int(file, "file"), offset, count);
  if (typeof file === "string" || file instanceof URL) return sendPath(socket, file, offset, count);
  if (!(file instanceof Deno.FsFile)) {
    throw new TypeError("file must be a path, a URL, a descriptor's number or a Deno.FsFile");
  }
  return sendOpenFile(socket, file, offset, count);
}

function* sendPath(
  socket: SocketDescriptor,
  path: string | URL,
  offset: number,
  count: number | null,
): Steps {
  // By the runtime, which asks for --allow-read; node:fs gives descriptors that C understands.
  const fd = fs().openSync(path, "r");
  try {
    return yield* sendNumber(socket, fd, offset, count);
  } finally {
    fs().closeSync(fd);
  }
}

/** By C where C knows the number, else by the runtime. */
function sendNumber(
  socket: SocketDescriptor,
  file: number,
  offset: number,
  count: number | null,
): Steps {
  if (backend().knows_files) return sendDescriptor(socket, file, offset, count);
  const source = numbered(file, offset);
  return copy(socket, count, (into) => ({ file: source, into }));
}

/** Whether a number of node:fs is a file's, which has positions. */
function isFile(fd: number): boolean {
  try {
    return fs().fstatSync(fd).isFile();
  } catch (error) {
    const isBad = error instanceof Error && "code" in error && error.code === "EBADF";
    throw isBad ? failure(errno.EBADF, "fstat") : error;
  }
}

/** The file that has a number in node:fs, from an offset on; its own position stays as it is. */
function numbered(fd: number, offset: number): ReadableFile {
  let position: number | null = offset;
  if (!isFile(fd)) {
    // A pipe has no positions: with an offset of 0 it is read from where it is.
    if (offset > 0) throw failure(errno.ESPIPE, "lseek");
    position = null;
  }
  const passed = (length: number): number => {
    if (position !== null) position += length;
    return length;
  };
  return {
    readSync: (into) => passed(fs().readSync(fd, into, 0, into.length, position)),
    read: (into) =>
      new Promise((resolve, reject) =>
        fs().read(fd, into, 0, into.length, position, (error, length) => {
          if (error) reject(error);
          else resolve(passed(length));
        })
      ),
  };
}

function* sendDescriptor(
  socket: SocketDescriptor,
  file: number,
  offset: number,
  count: number | null,
): Steps {
  let sent = 0;
  let suitable = true;
  try {
    while (count === null || sent < count) {
      const piece = Math.min(PIECE, count === null ? PIECE : count - sent);
      const moved: number = yield {
        direction: "write",
        syscall: "sendfile",
        flags: 0,
        attempt() {
          const result = backend().sendfile(socket.fileno(), file, offset + sent, piece);
          suitable = sent > 0 || !unsuitable.has(-result);
          return suitable ? result : 0;
        },
        finish: (value) => value,
      };
      if (moved === 0) break;
      sent += moved;
    }
  } finally {
    if (sent > 0) check(backend().seek(file, offset + sent), "lseek");
  }
  if (suitable) return sent;
  // A pipe has no positions: with an offset of 0 it is read from where it is.
  if (offset > 0) check(backend().seek(file, offset), "lseek");
  return yield* copy(socket, count, (into) => ({
    fd: file,
    direction: "read",
    syscall: "read",
    flags: 0,
    attempt() {
      const readable = backend().wait(file, true, false, 0);
      if (readable <= 0) return readable === 0 ? -errno.EAGAIN : readable;
      return backend().read(file, into, into.length);
    },
    finish: (value) => value,
  }));
}

function* sendOpenFile(
  socket: SocketDescriptor,
  file: Deno.FsFile,
  offset: number,
  count: number | null,
): Steps {
  const seekable = isSeekable(file);
  if (seekable) file.seekSync(offset, Deno.SeekMode.Start);
  else if (offset > 0) throw failure(errno.ESPIPE, "lseek");
  let sent = 0;
  try {
    return yield* copy(socket, count, (into) => ({ file, into }), (total) => sent = total);
  } finally {
    // What was read but not sent must not be lost to whoever goes on with the file.
    if (seekable) file.seekSync(offset + sent, Deno.SeekMode.Start);
  }
}

function isSeekable(file: Deno.FsFile): boolean {
  try {
    file.seekSync(0, Deno.SeekMode.Current);
    return true;
  } catch {
    return false;
  }
}

/** Reads and sends until the end or the count; returns and reports how much was sent. */
function* copy(
  socket: SocketDescriptor,
  count: number | null,
  read: (into: Uint8Array<ArrayBuffer>) => Step,
  report: (total: number) => void = () => {},
): Steps {
  const block = new Uint8Array(count === null ? BLOCK : Math.min(BLOCK, count));
  let total = 0;
  while (count === null || total < count) {
    const wanted = count === null ? block.length : Math.min(block.length, count - total);
    const length: number = yield read(block.subarray(0, wanted));
    if (length === 0) break;
    yield sendAll(socket, block.subarray(0, length), 0);
    total += length;
    report(total);
  }
  return total;
}

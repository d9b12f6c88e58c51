/** Sending a file: by sendfile(2) from a descriptor, else by reading and sending. */
import { closeSync, openSync } from "node:fs";
import { errno } from "../../constants/errno.ts";
import { SOCK_STREAM } from "../../constants/mod.ts";
import { backend } from "../../ffi/backend/mod.ts";
import { int, size } from "../arguments.ts";
import { check, failure } from "../failure.ts";
import type { SocketDescriptor } from "./descriptor.ts";
import type { Operation } from "./operation.ts";
import { sendAll } from "./sending.ts";

/** What `sendfile` sends: a path, a file URL, an open descriptor's number, or an open file. */
export type SendfileSource = string | URL | number | Deno.FsFile;

/** A piece of a `Deno.FsFile` to be read: by readSync in the blocking face, by read in the awaited one. */
export interface FileRead {
  readonly file: Deno.FsFile;
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
  if (typeof file === "number") return sendDescriptor(socket, int(file, "file"), offset, count);
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
  const fd = openSync(path, "r");
  try {
    return yield* sendDescriptor(socket, fd, offset, count);
  } finally {
    closeSync(fd);
  }
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

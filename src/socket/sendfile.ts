/** Sending a file: by sendfile(2) from a descriptor, else by reading and sending. */
import { closeSync, openSync } from "node:fs";
import { errno } from "../../constants/errno.ts";
import { SOCK_STREAM } from "../../constants/mod.ts";
import { backend } from "../../ffi/backend/mod.ts";
import { int, size } from "../arguments.ts";
import { check, failure } from "../failure.ts";
import { persist } from "./waiting.ts";

/** What `sendfile` sends: a path, a file URL, an open descriptor's number, or an open file. */
export type SendfileSource = string | URL | number | Deno.FsFile;

/** What sending a file needs of a socket. */
interface Sink {
  readonly fd: number;
  readonly type: number;
  readonly blocking: boolean;
  limit(): number | null;
  sendall(data: Uint8Array<ArrayBuffer>): void;
}

/** Python's largest piece; the kernel itself stops at 2 GiB minus a page. */
const PIECE = 2 ** 30;
/** How much is read at once where sendfile(2) cannot be used: Python's 8 KiB costs a call per 8 KiB. */
const BLOCK = 65536;

/** What sendfile(2) says of a file that it cannot read from directly: a pipe, a terminal. */
const unsuitable = new Set([errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.ESPIPE]);

/** Python's `socket.sendfile()`; see there. */
export function sendFile(
  sink: Sink,
  file: SendfileSource,
  offset: number,
  count: number | null,
): number {
  size(offset, "offset");
  if (count !== null && size(count, "count") === 0) {
    throw new RangeError("count must be positive or null, not 0");
  }
  if (sink.type !== SOCK_STREAM) {
    throw new RangeError("only SOCK_STREAM sockets can send files");
  }
  if (!sink.blocking) throw new RangeError("non-blocking sockets cannot send files");
  if (typeof file === "number") return sendDescriptor(sink, int(file, "file"), offset, count);
  if (typeof file === "string" || file instanceof URL) {
    const fd = openSync(file, "r");
    try {
      return sendDescriptor(sink, fd, offset, count);
    } finally {
      closeSync(fd);
    }
  }
  if (!(file instanceof Deno.FsFile)) {
    throw new TypeError("file must be a path, a URL, a descriptor's number or a Deno.FsFile");
  }
  return sendOpenFile(sink, file, offset, count);
}

function sendDescriptor(sink: Sink, file: number, offset: number, count: number | null): number {
  let sent = 0;
  try {
    for (;;) {
      const piece = Math.min(PIECE, count === null ? PIECE : count - sent);
      if (piece === 0) return sent;
      const attempt = () => backend().sendfile(sink.fd, file, offset + sent, piece);
      const first = attempt();
      if (sent === 0 && unsuitable.has(-first)) break;
      const moved = first >= 0
        ? first
        : persist(first, attempt, sink.fd, "write", sink.limit(), "sendfile");
      if (moved === 0) return sent;
      sent += moved;
    }
  } finally {
    if (sent > 0) check(backend().seek(file, offset + sent), "lseek");
  }
  // A pipe has no positions: with an offset of 0 it is read from where it is.
  if (offset > 0) check(backend().seek(file, offset), "lseek");
  return copy(sink, count, (buffer) => {
    const attempt = () => backend().read(file, buffer, buffer.length);
    return persist(attempt(), attempt, file, "read", null, "read");
  });
}

function sendOpenFile(
  sink: Sink,
  file: Deno.FsFile,
  offset: number,
  count: number | null,
): number {
  const seekable = isSeekable(file);
  if (seekable) file.seekSync(offset, Deno.SeekMode.Start);
  else if (offset > 0) throw failure(errno.ESPIPE, "lseek");
  let sent = 0;
  try {
    return copy(sink, count, (buffer) => file.readSync(buffer) ?? 0, (total) => sent = total);
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
function copy(
  sink: Sink,
  count: number | null,
  read: (buffer: Uint8Array<ArrayBuffer>) => number,
  report: (total: number) => void = () => {},
): number {
  const block = new Uint8Array(count === null ? BLOCK : Math.min(BLOCK, count));
  let total = 0;
  while (count === null || total < count) {
    const wanted = count === null ? block.length : Math.min(block.length, count - total);
    const length = read(block.subarray(0, wanted));
    if (length === 0) break;
    sink.sendall(block.subarray(0, length));
    total += length;
    report(total);
  }
  return total;
}

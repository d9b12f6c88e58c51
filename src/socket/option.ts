/** Options whose value is an int, through one shared word. Calls are synchronous: nobody else can write it. */
import { backend, type Result } from "../../ffi/backend/mod.ts";

/** The word. */
export const word: Int32Array<ArrayBuffer> = new Int32Array(1);
/** Its bytes, for C. */
export const wordBytes: Uint8Array<ArrayBuffer> = new Uint8Array(word.buffer);
/** How many of them there are: a call takes this and puts here what it wrote. */
export const wordLength: Uint32Array<ArrayBuffer> = new Uint32Array(1);

/** Reads an option into the word. */
export function intOption(fd: number, level: number, name: number): Result {
  wordLength[0] = wordBytes.length;
  word[0] = 0;
  return backend().getsockopt(fd, level, name, wordBytes, wordLength);
}

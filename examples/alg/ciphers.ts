/** Digests, AES-CBC of streams and AES-GCM of messages by the kernel, over AF_ALG. */
import {
  AF_ALG,
  ALG_OP_DECRYPT,
  ALG_OP_ENCRYPT,
  ALG_SET_AEAD_AUTHSIZE,
  ALG_SET_KEY,
  type AlgAddress,
  errno,
  MSG_MORE,
  OSError,
  SOCK_SEQPACKET,
  type Socket,
  socket,
  SOL_ALG,
} from "@bsd/socket";
import { UsageError } from "../support/program.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** What bytes are read from: a file, standard input. */
export interface Input {
  readSync(into: Uint8Array): number | null;
}

/** How much is read and sent at a time, in whole blocks: less than what a socket holds. */
export const CHUNK = 32768;
/** The size of a block of AES, of the IV of CBC, of the nonce and the tag of GCM. */
const [BLOCK, NONCE, TAG] = [16, 12, 16];

/** A socket of an algorithm; the tag's size is for those that authenticate. */
function start(type: string, name: string, key?: Bytes, tag?: number): Socket<AlgAddress> {
  using algorithm = socket(AF_ALG, SOCK_SEQPACKET);
  algorithm.bind([type, name]);
  if (key !== undefined) algorithm.setsockopt(SOL_ALG, ALG_SET_KEY, key);
  if (tag !== undefined) algorithm.setsockopt(SOL_ALG, ALG_SET_AEAD_AUTHSIZE, null, tag);
  return algorithm.accept()[0];
}

/** Reads on until the buffer is full or the input ends; what there is by then. */
function fill(input: Input, buffer: Bytes): Bytes {
  let length = 0;
  while (length < buffer.length) {
    const count = input.readSync(buffer.subarray(length));
    if (count === null) break;
    length += count;
  }
  return buffer.subarray(0, length);
}

/** The input in chunks of which only the last one, which may be empty, is shorter. */
function* chunks(input: Input): Generator<Bytes> {
  let chunk;
  do yield chunk = fill(input, new Uint8Array(CHUNK)); while (chunk.length === CHUNK);
}

/** The digest, in hexadecimal; a key is for algorithms of authentication. */
export function hash(input: Input, name: string, key?: Bytes): string {
  using op = start("hash", name, key);
  for (const chunk of chunks(input)) {
    op.sendall(chunk, chunk.length === CHUNK ? MSG_MORE : 0);
  }
  return op.recv(1024).toHex();
}

/** Gives a cipher a piece of its stream and takes as much from it. */
function pass(op: Socket<AlgAddress>, piece: Bytes): Bytes {
  op.sendall(piece, MSG_MORE);
  return op.recv(piece.length);
}

/** The IV, and then the blocks, of which the last one is padded as in PKCS #7. */
export function* encrypt(input: Input, key: Bytes): Generator<Bytes> {
  using op = start("skcipher", "cbc(aes)", key);
  const iv = crypto.getRandomValues(new Uint8Array(BLOCK));
  op.sendmsg_afalg([], { op: ALG_OP_ENCRYPT, iv, flags: MSG_MORE });
  yield iv;
  for (const chunk of chunks(input)) {
    const padding = chunk.length === CHUNK ? 0 : BLOCK - chunk.length % BLOCK;
    const padded = new Uint8Array(chunk.length + padding).fill(padding);
    padded.set(chunk);
    yield pass(op, padded);
  }
}

/** What was encrypted. */
export function* decrypt(input: Input, key: Bytes): Generator<Bytes> {
  using op = start("skcipher", "cbc(aes)", key);
  const iv = fill(input, new Uint8Array(BLOCK));
  op.sendmsg_afalg([], { op: ALG_OP_DECRYPT, iv, flags: MSG_MORE });
  // The last block is not given out before it is known to be the last.
  let last: Bytes = new Uint8Array(0);
  for (const chunk of chunks(input)) {
    if (chunk.length % BLOCK > 0) throw new UsageError("the input does not end with a whole block");
    if (chunk.length === 0) break;
    const plain = pass(op, chunk);
    yield last;
    yield plain.subarray(0, -BLOCK);
    last = plain.slice(-BLOCK);
  }
  const padding = last.at(-1) ?? 0;
  if (padding === 0 || padding > BLOCK || last.subarray(-padding).some((b) => b !== padding)) {
    throw new UsageError("the padding is wrong: another key, or no such input");
  }
  yield last.subarray(0, -padding);
}

/** Reads a message, which the kernel takes whole. */
function message(input: Input, most: number): Bytes {
  const bytes = fill(input, new Uint8Array(most + 1));
  if (bytes.length <= most) return bytes;
  throw new UsageError(`a message to seal has at most ${CHUNK} bytes`);
}

/** The nonce, the sealed message, the tag. */
export function* seal(input: Input, key: Bytes, associated: Bytes): Generator<Bytes> {
  using op = start("aead", "gcm(aes)", key, TAG);
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  const plain = message(input, CHUNK);
  const assoclen = associated.length;
  op.sendmsg_afalg([associated, plain], { op: ALG_OP_ENCRYPT, iv, assoclen });
  yield iv;
  yield op.recv(assoclen + plain.length + TAG).subarray(assoclen);
}

/** What was sealed, if nobody has changed it. */
export function* open(input: Input, key: Bytes, associated: Bytes): Generator<Bytes> {
  using op = start("aead", "gcm(aes)", key, TAG);
  const iv = fill(input, new Uint8Array(NONCE));
  const sealed = message(input, CHUNK + TAG);
  if (sealed.length < TAG) throw new UsageError("the input is too short to be sealed");
  const assoclen = associated.length;
  op.sendmsg_afalg([associated, sealed], { op: ALG_OP_DECRYPT, iv, assoclen });
  try {
    // The kernel checks when it is asked for a byte, even if there is none.
    yield op.recv(Math.max(1, assoclen + sealed.length - TAG)).subarray(assoclen);
  } catch (error) {
    if (!(error instanceof OSError) || error.errno !== errno.EBADMSG) throw error;
    throw new OSError(error.errno, "not authentic: another key, or it was changed");
  }
}

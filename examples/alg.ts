/**
 * The kernel's cryptography: digests, AES-CBC of streams and AES-GCM of messages, by the algorithms
 * that /proc/crypto lists.
 *
 *     deno run --allow-ffi --allow-read examples/alg.ts hash sha256 FILE
 *     openssl rand 32 > key
 *     deno run --allow-ffi --allow-read examples/alg.ts encrypt key < plain > encrypted
 */
import { AF_ALG } from "@bsd/socket";
import { CHUNK, decrypt, encrypt, hash, open, seal } from "./alg/ciphers.ts";
import { program, UsageError } from "./support/program.ts";

/** What is done with a key. */
const ciphers = { encrypt, decrypt, seal, open };

function write(bytes: Uint8Array): void {
  for (let left = bytes; left.length > 0;) left = left.subarray(Deno.stdout.writeSync(left));
}

function isCipher(command: string): command is keyof typeof ciphers {
  return Object.hasOwn(ciphers, command);
}

await program({
  usage: "alg [--key FILE] [--associated TEXT] COMMAND NAME|KEY [FILE]",
  about: `Has the kernel compute. Linux only. COMMAND is one of these:

  hash NAME    prints the digest of the input; NAME is sha256, sha3-512, "hmac(sha256)"…
  encrypt KEY  AES-CBC of any length; a random IV comes before it
  decrypt KEY  takes that back
  seal KEY     AES-GCM of at most ${CHUNK} bytes; a random nonce comes before it, a tag behind it
  open KEY     takes that back, if it is authentic

  --key FILE         the key for an algorithm of authentication, as "hmac(sha256)"
  --associated TEXT  what is authenticated with the message and not part of it
  KEY                a file of 16, 24 or 32 bytes
  FILE               the input, standard input unless given; the output is standard output`,
  uses: { AF_ALG },
  options: { key: { type: "string" }, associated: { type: "string" } },
  most: 3,
}, ({ key, associated = "" }, command = "", first, file) => {
  if (command !== "hash" && !isCipher(command)) {
    throw new UsageError(`no such command: "${command}"`);
  }
  if (first === undefined) {
    throw new UsageError(command === "hash" ? "there is no algorithm" : "there is no key");
  }
  using opened = file === undefined ? undefined : Deno.openSync(file);
  const input = opened ?? Deno.stdin;
  if (command === "hash") {
    const digest = hash(input, first, key === undefined ? undefined : Deno.readFileSync(key));
    console.log(`${digest}  ${file ?? "-"}`);
  } else {
    const [secret, text] = [Deno.readFileSync(first), new TextEncoder().encode(associated)];
    for (const part of ciphers[command](input, secret, text)) write(part);
  }
});

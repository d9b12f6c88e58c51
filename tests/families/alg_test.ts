/** AF_ALG: the kernel's algorithms give what the Web's and Python's give. */
import { assert, assertEquals, assertInstanceOf, assertRejects, assertThrows } from "@std/assert";
import { join } from "@std/path";
import {
  addaudithook,
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
import {
  CHUNK,
  decrypt,
  encrypt,
  hash,
  type Input,
  open,
  seal,
} from "../../examples/alg/ciphers.ts";
import { UsageError } from "../../examples/support/program.ts";
import "../awaited/support_poller.ts";
import { example, failure } from "../examples/example.ts";
import { concat, encode, pythonSocket } from "../socket/helpers.ts";
import { familyTest } from "../support/family.ts";
import { seeded } from "../support/seed.ts";
import { tempDir } from "../support/temp.ts";

const test = familyTest("AF_ALG", AF_ALG, SOCK_SEQPACKET);

type Bytes = Uint8Array<ArrayBuffer>;

/** What an algorithm is set up with. */
interface Setup {
  readonly key?: Bytes;
  readonly authsize?: number;
}

/** A socket of an algorithm. */
function algorithm(type: string, name: string, { key, authsize }: Setup = {}) {
  const s = socket(AF_ALG, SOCK_SEQPACKET);
  s.bind([type, name]);
  if (key !== undefined) s.setsockopt(SOL_ALG, ALG_SET_KEY, key);
  if (authsize !== undefined) s.setsockopt(SOL_ALG, ALG_SET_AEAD_AUTHSIZE, null, authsize);
  return s;
}

/** A socket of an algorithm that works; it does so without the one that it was accepted from. */
function operation(type: string, name: string, setup?: Setup): Socket<AlgAddress> {
  using s = algorithm(type, name, setup);
  const [op, peer] = s.accept();
  assertEquals(peer as unknown, null);
  return op;
}

const [key, iv, nonce] = [
  new Uint8Array(16).fill(1),
  new Uint8Array(16).fill(2),
  encode("n".repeat(12)),
];
const [associated, text] = [encode("associated data"), encode("the text, of no round length")];
const blocks = encode("sixteen letters!".repeat(3));

async function digest(data: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}

/** AES-CBC of the Web always pads: its last block is not of the data. */
async function cbc(data: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey("raw", key, "AES-CBC", false, ["encrypt"]);
  const all = await crypto.subtle.encrypt({ name: "AES-CBC", iv }, imported, data);
  return new Uint8Array(all, 0, data.length);
}

async function gcm(additionalData: Bytes, data: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const algorithm = { name: "AES-GCM", iv: nonce, additionalData };
  return new Uint8Array(await crypto.subtle.encrypt(algorithm, imported, data));
}

test("hash: SHA-256 is the Web's, of everything that was sent", async () => {
  using op = operation("hash", "sha256");
  for (const data of [encode("abc"), new Uint8Array(0), new Uint8Array(100_000).fill(7)]) {
    op.sendall(data);
    assertEquals(op.recv(32), await digest(data));
  }
});

test(
  "hash: in pieces, each but the last with MSG_MORE",
  seeded(async (random) => {
    using op = operation("hash", "sha256");
    const pieces = Array.from({ length: 20 }, () => random.bytes(random.int(1, 300)));
    for (const piece of pieces) op.sendall(piece, MSG_MORE);
    op.sendmsg([encode("the"), encode(" end")]);
    assertEquals(op.recv(100), await digest(concat([...pieces, encode("the end")])));
  }),
);

test("hash: HMAC with a key is the Web's", async () => {
  using op = operation("hash", "hmac(sha256)", { key });
  op.send(text);
  const imported = await crypto.subtle.importKey(
    "raw",
    key,
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const expected = new Uint8Array(await crypto.subtle.sign("HMAC", imported, text));
  assertEquals(op.recv(32), expected);
});

test("nobody has an address, as in Python", async () => {
  using s = algorithm("hash", "sha256");
  for (const name of ["getsockname", "getpeername"] as const) {
    const error = assertThrows(() => s[name](), OSError);
    assertInstanceOf(error, OSError);
    assertEquals(error.errno, errno.EOPNOTSUPP);
  }
  const shown = `<Socket fd=${s.fileno()}, family=AF_ALG, type=SOCK_SEQPACKET, proto=0>`;
  assertEquals(Deno.inspect(s), shown);
  const [op, peer] = await s.promises.accept();
  using _ = op;
  assertEquals(peer as unknown, null);
  assertEquals(op.family, AF_ALG);
  op.send(encode("abc"));
  const [data, from] = op.recvfrom(100);
  assertEquals([data.length, from as unknown], [32, null]);
  const [message, ancdata, flags, source] = op.recvmsg(100);
  assertEquals([message.length, ancdata, flags, source as unknown], [32, [], 0, null]);
});

test("skcipher: AES-CBC both ways", async () => {
  using op = operation("skcipher", "cbc(aes)", { key });
  const expected = await cbc(blocks);
  assertEquals(op.sendmsg_afalg([blocks], { op: ALG_OP_ENCRYPT, iv }), blocks.length);
  assertEquals(op.recv(blocks.length), expected);
  const halves = [expected.subarray(0, 20), expected.subarray(20)];
  assertEquals(op.sendmsg_afalg(halves, { op: ALG_OP_DECRYPT, iv: iv.buffer }), blocks.length);
  assertEquals(op.recv(blocks.length), blocks);
});

test("skcipher: in pieces, with what to do said first", async () => {
  using op = operation("skcipher", "cbc(aes)", { key });
  assertEquals(op.sendmsg_afalg([], { op: ALG_OP_ENCRYPT, iv, flags: MSG_MORE }), 0);
  const received: Bytes[] = [];
  for (const at of [0, 16, 32]) {
    op.send(blocks.subarray(at, at + 16), at < 32 ? MSG_MORE : 0);
    received.push(op.recv(16));
  }
  assertEquals(concat(received), await cbc(blocks));
});

const gcmSetup = { key, authsize: 16 };
const { length: assoclen } = associated;

test("aead: AES-GCM is the Web's, both ways", async () => {
  using op = operation("aead", "gcm(aes)", gcmSetup);
  const expected = concat([associated, await gcm(associated, text)]);
  op.sendmsg_afalg([associated, text], { op: ALG_OP_ENCRYPT, iv: nonce, assoclen });
  assertEquals(op.recv(expected.length), expected);
  op.sendmsg_afalg([expected], { op: ALG_OP_DECRYPT, iv: nonce, assoclen });
  assertEquals(op.recv(assoclen + text.length), concat([associated, text]));
});

test("aead: the size of the tag is the option's", async () => {
  using op = operation("aead", "gcm(aes)", { key, authsize: 12 });
  op.sendmsg_afalg([text], { op: ALG_OP_ENCRYPT, iv: nonce, assoclen: 0 });
  const expected = await gcm(new Uint8Array(0), text);
  assertEquals(op.recv(text.length + 12), expected.subarray(0, text.length + 12));
});

test("aead: what is not authentic is EBADMSG", async () => {
  const sealed = concat([associated, await gcm(associated, text)]);
  const decrypt = { op: ALG_OP_DECRYPT, iv: nonce, assoclen } as const;
  for (const at of [0, assoclen, sealed.length - 1]) {
    const forged = sealed.with(at, (sealed[at] ?? 0) ^ 1);
    using op = operation("aead", "gcm(aes)", gcmSetup);
    op.sendmsg_afalg([forged], decrypt);
    const error = assertThrows(() => op.recv(assoclen + text.length), OSError);
    assertInstanceOf(error, OSError);
    assertEquals([error.errno, error.syscall], [errno.EBADMSG, "recv"]);
    using again = operation("aead", "gcm(aes)", gcmSetup);
    await again.promises.sendmsg_afalg([forged], decrypt);
    await assertRejects(() => again.promises.recv(100), OSError, "Bad message");
  }
});

test("rng: random bytes", () => {
  using s = algorithm("rng", "stdrng");
  s.setsockopt(SOL_ALG, ALG_SET_KEY, null, 0);
  const [op] = s.accept();
  using _ = op;
  const [first, second] = [op.recv(32), op.recv(32)];
  assertEquals([first.length, second.length], [32, 32]);
  assert(first.toHex() !== second.toHex());
});

test("awaited: the same results", async () => {
  using hash = operation("hash", "sha256");
  await hash.promises.send(encode("a"), MSG_MORE);
  await hash.promises.sendall(encode("bc"));
  assertEquals(await hash.promises.recv(100), await digest(encode("abc")));

  using cipher = operation("skcipher", "cbc(aes)", { key });
  const sent = await cipher.promises.sendmsg_afalg([blocks], { op: ALG_OP_ENCRYPT, iv });
  assertEquals(sent, blocks.length);
  assertEquals(await cipher.promises.recv(100), await cbc(blocks));

  using aead = operation("aead", "gcm(aes)", gcmSetup);
  const options = { op: ALG_OP_ENCRYPT, iv: nonce, assoclen, flags: 0 };
  const received = aead.promises.recv(100);
  await aead.promises.sendmsg_afalg([associated, text], options);
  assertEquals(await received, concat([associated, await gcm(associated, text)]));
});

test("awaited: an abort ends the waiting, and an aborted signal keeps it from sending", async () => {
  using cipher = operation("skcipher", "cbc(aes)", { key });
  const signal = AbortSignal.abort("enough");
  const given = cipher.promises.sendmsg_afalg([blocks], { op: ALG_OP_ENCRYPT, iv, signal });
  assertEquals(await given.catch((reason) => reason), "enough");
  const abort = new AbortController();
  const waiting = cipher.promises.recv(16, 0, { signal: abort.signal });
  abort.abort("no more");
  assertEquals(await waiting.catch((reason) => reason), "no more");
  cipher.settimeout(0.01);
  await assertRejects(() => cipher.promises.recv(16), OSError, "timed out");
  assertThrows(() => cipher.recv(16), OSError, "timed out");
});

test("what the kernel refuses", () => {
  using s = socket(AF_ALG, SOCK_SEQPACKET);
  const error = assertThrows(() => s.bind(["hash", "no-such-algorithm"]), OSError);
  assertInstanceOf(error, OSError);
  assertEquals(error.code, "ENOENT");
  assertEquals(error.address, ["hash", "no-such-algorithm"]);
  assertThrows(() => s.bind(["hash", "sha256", 1]), OSError, "Invalid argument");
  using op = operation("skcipher", "cbc(aes)", { key });
  for (const options of [{ op: 7, iv }, { op: ALG_OP_ENCRYPT, iv: iv.subarray(1) }]) {
    assertThrows(() => op.sendmsg_afalg([blocks], options), OSError, "Invalid argument");
  }
});

test("sendmsg_afalg: what is refused, as in Python", async () => {
  using op = operation("skcipher", "cbc(aes)", { key });
  const cases: [options: unknown, error: typeof TypeError | typeof RangeError, message: string][] =
    [
      [{ iv }, TypeError, "op is undefined"],
      [{ op: -1, iv }, TypeError, "op must be 0 or more, not -1"],
      [{ op: "1", iv }, TypeError, "op"],
      [{ op: null, iv }, TypeError, "op"],
      [{ op: 2 ** 31, iv }, RangeError, "op must be from 0 to 2147483647, not 2147483648"],
      [{ op: 1, iv: "iv" }, TypeError, "iv must be bytes"],
      [{ op: 1, iv: null }, TypeError, "iv"],
      [{ op: 1, iv, assoclen: -1 }, TypeError, "assoclen must be 0 or more, not -1"],
      [{ op: 1, iv, assoclen: 2 ** 31 }, RangeError, "assoclen must be from 0 to 2147483647"],
      [{ op: 1, iv, assoclen: "1" }, TypeError, "assoclen"],
      [{ op: 1, iv, assoclen: null }, TypeError, "assoclen"],
      [{ op: 1, iv, flags: undefined }, TypeError, "flags is undefined"],
      [{ op: 1, iv, flags: 2 ** 31 }, RangeError, "flags"],
    ];
  for (const [options, error, message] of cases) {
    assertThrows(() => op.sendmsg_afalg([blocks], options as { op: 1 }), error, message);
    await assertRejects(
      () => op.promises.sendmsg_afalg([blocks], options as { op: 1 }),
      error,
      message,
    );
  }
  assertThrows(() => op.sendmsg_afalg("text" as never, { op: 1, iv }), TypeError, "buffers");
  using tcp = socket();
  assertThrows(() => tcp.sendmsg_afalg([blocks], { op: 1 }), OSError, "only for AF_ALG");
});

test("sendmsg_afalg raises no audit event, as in Python", () => {
  const events: string[] = [];
  using op = operation("skcipher", "cbc(aes)", { key });
  addaudithook((event) => void events.push(event));
  op.sendmsg_afalg([blocks], { op: ALG_OP_ENCRYPT, iv });
  op.recv(blocks.length);
  assertEquals(events, []);
  op.sendmsg([], []);
  assertEquals(events, ["socket.sendmsg"]);
});

test("Python's results are the same, and it reads what was encrypted here", async () => {
  using cipher = operation("skcipher", "cbc(aes)", { key });
  cipher.sendmsg_afalg([blocks], { op: ALG_OP_ENCRYPT, iv });
  const encrypted = cipher.recv(blocks.length);
  using aead = operation("aead", "gcm(aes)", gcmSetup);
  aead.sendmsg_afalg([associated, text], { op: ALG_OP_ENCRYPT, iv: nonce, assoclen });
  const sealed = aead.recv(assoclen + text.length + 16);
  using hash = operation("hash", "sha256");
  hash.send(text);

  await using python = pythonSocket(
    `
    from socket import AF_ALG, ALG_OP_DECRYPT, ALG_OP_ENCRYPT, ALG_SET_AEAD_AUTHSIZE
    from socket import ALG_SET_KEY, SOCK_SEQPACKET, SOL_ALG
    key, iv, nonce, encrypted, sealed, text = map(bytes.fromhex, sys.argv[1:7])
    def operation(type, name, key=None, authsize=None):
        s = socket.socket(AF_ALG, SOCK_SEQPACKET)
        s.bind((type, name))
        if key: s.setsockopt(SOL_ALG, ALG_SET_KEY, key)
        if authsize: s.setsockopt(SOL_ALG, ALG_SET_AEAD_AUTHSIZE, None, authsize)
        return s.accept()[0]
    op = operation("hash", "sha256")
    op.send(text)
    print(op.recv(32).hex())
    op = operation("skcipher", "cbc(aes)", key)
    op.sendmsg_afalg([encrypted], op=ALG_OP_DECRYPT, iv=iv)
    print(op.recv(len(encrypted)).hex())
    op.sendmsg_afalg([b"from Python, 16."], op=ALG_OP_ENCRYPT, iv=iv)
    print(op.recv(16).hex())
    op = operation("aead", "gcm(aes)", key, 16)
    op.sendmsg_afalg([sealed], op=ALG_OP_DECRYPT, iv=nonce, assoclen=${assoclen})
    print(op.recv(len(sealed) - 16).hex())
    `,
    ...[key, iv, nonce, encrypted, sealed, text].map((bytes) => bytes.toHex()),
  );
  assertEquals(await python.line(), hash.recv(32).toHex());
  assertEquals(await python.line(), blocks.toHex());
  const back = Uint8Array.fromHex(await python.line());
  cipher.sendmsg_afalg([back], { op: ALG_OP_DECRYPT, iv });
  assertEquals(cipher.recv(16), encode("from Python, 16."));
  assertEquals(await python.line(), concat([associated, text]).toHex());
  await python.end();
});

/** Decrypts with the Web's algorithm; the IV, or nonce, comes first. */
async function opened(name: string, ivLength: number, data: Bytes, more = {}): Promise<Bytes> {
  const imported = await crypto.subtle.importKey("raw", key, name, false, ["decrypt"]);
  const algorithm = { name, iv: data.subarray(0, ivLength), ...more };
  return new Uint8Array(
    await crypto.subtle.decrypt(algorithm, imported, data.subarray(ivLength)),
  );
}

/** Bytes to read, at most so many at a time. */
function input(bytes: Bytes, most = 10_000): Input {
  let left = bytes;
  return {
    readSync(into) {
      const part = left.subarray(0, Math.min(most, into.length));
      into.set(part);
      left = left.subarray(part.length);
      return part.length === 0 ? null : part.length;
    },
  };
}

const long = new Uint8Array(70_000).map((_, i) => i * i >> 5);

test("example: streams of any length are the Web's, and come back", async () => {
  for (const length of [0, 1, 15, 16, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK]) {
    const plain = long.subarray(0, length);
    assertEquals(hash(input(plain), "sha256"), (await digest(plain)).toHex());
    const encrypted = concat([...encrypt(input(plain), key)]);
    assertEquals((await opened("AES-CBC", 16, encrypted)).toHex(), plain.toHex());
    assertEquals(concat([...decrypt(input(encrypted), key)]).toHex(), plain.toHex());
    assertThrows(() => [...decrypt(input(encrypted.subarray(1)), key)], UsageError, "whole block");
  }
  const random = crypto.getRandomValues(new Uint8Array(16));
  assertThrows(() => [...decrypt(input(random), key)], UsageError, "padding");
});

test("example: messages are the Web's, and what is not authentic is told", async () => {
  for (const [length, also] of [[0, ""], [28, ""], [CHUNK, "with it"], [0, "with it"]] as const) {
    const [plain, additionalData] = [long.subarray(0, length), encode(also)];
    const sealed = concat([...seal(input(plain), key, additionalData)]);
    assertEquals(await opened("AES-GCM", 12, sealed, { additionalData }), plain);
    assertEquals(concat([...open(input(sealed), key, additionalData)]), plain);
    for (
      const [forged, beside] of [
        [sealed.with(12, (sealed[12] ?? 0) ^ 1), additionalData],
        [sealed, encode("another")],
      ] as const
    ) {
      assertThrows(() => [...open(input(forged), key, beside)], OSError, "not authentic");
    }
  }
  const nothing = new Uint8Array(0);
  assertThrows(() => [...open(input(new Uint8Array(27)), key, nothing)], UsageError, "too short");
  assertThrows(() => [...seal(input(long), key, nothing)], UsageError, "at most 32768 bytes");
});

test("example: as a program", async () => {
  using folder = tempDir();
  const [file, sealed] = [join(folder.path, "key"), join(folder.path, "sealed")];
  await Deno.writeFile(file, key);
  await Deno.writeFile(sealed, concat([...seal(input(text), key, encode("with it"))]));
  const rights = ["--allow-ffi", "--allow-read"];
  await using hashing = example("alg", ["hash", "sha256", file], rights);
  await using opening = example("alg", ["--associated", "with it", "open", file, sealed], rights);
  await using failing = example("alg", ["open", file, sealed], rights);
  assertEquals(await hashing.end(), `${(await digest(key)).toHex()}  ${file}\n`);
  assertEquals(encode(await opening.end()), text);
  const error = "alg: [Errno 74] not authentic: another key, or it was changed";
  assertEquals(await failure(failing, 1), error);
});

/** Readers that are not tried at first, since the last receive seemed to take all that there was. */
import { assertEquals } from "@std/assert";
import { MSG_OOB, SHUT_WR } from "@bsd/socket";
import { test } from "../support/census.ts";
import { tcpPair } from "./support.ts";

const text = (data: Uint8Array) => new TextDecoder().decode(data);
const encode = (data: string) => new TextEncoder().encode(data);

test("a receive that ends at an urgent byte is not taken for the last of the data", async () => {
  const [a, b] = tcpPair();
  using _a = a, _b = b;
  a.send(encode("before!"), MSG_OOB);
  a.send(encode("after"));
  assertEquals(text(await b.promises.recv(100)), "before");
  assertEquals(text(await b.promises.recv(100)), "after");
  // Again, now that the poller has nothing more to say of what is there.
  a.send(encode("once more!"), MSG_OOB);
  a.send(encode("and after"));
  assertEquals(text(await b.promises.recv(100)), "once more");
  assertEquals(text(await b.promises.recv(100)), "and after");
});

test("an end that came with the data is found", async () => {
  const [a, b] = tcpPair();
  using _a = a, _b = b;
  a.send(encode("data"));
  a.shutdown(SHUT_WR);
  assertEquals(text(await b.promises.recv(100)), "data");
  assertEquals(text(await b.promises.recv(100)), "");
  assertEquals(text(await b.promises.recv(100)), "");
});

test("what came while nobody waited is found by the next who does", async () => {
  const [a, b] = tcpPair();
  using _a = a, _b = b;
  for (const word of ["one", "two", "three"]) {
    a.send(encode(word));
    assertEquals(text(await b.promises.recv(100)), word);
  }
  a.send(encode("four"));
  assertEquals(text(b.recv(100)), "four");
  const fifth = b.promises.recv(100);
  a.send(encode("five"));
  assertEquals(text(await fifth), "five");
});

test("who waits behind an untried reader is served after it", async () => {
  const [a, b] = tcpPair();
  using _a = a, _b = b;
  a.send(encode("first"));
  assertEquals(text(await b.promises.recv(100)), "first");
  const waiting = [b.promises.recv(2), b.promises.recv(2), b.promises.recv(100)];
  a.send(encode("aabbcc"));
  assertEquals((await Promise.all(waiting)).map(text), ["aa", "bb", "cc"]);
});

test("a reader that is given up before it was tried leaves the data to the next", async () => {
  const [a, b] = tcpPair();
  using _a = a, _b = b;
  a.send(encode("first"));
  assertEquals(text(await b.promises.recv(100)), "first");
  const abort = new AbortController();
  const given = b.promises.recv(100, 0, { signal: abort.signal });
  a.send(encode("second"));
  abort.abort("enough");
  assertEquals(await given.catch((reason) => reason), "enough");
  assertEquals(text(await b.promises.recv(100)), "second");
});

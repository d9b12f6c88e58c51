import { assertEquals, assertThrows } from "@std/assert";
import { addressHost, lookupHost } from "../../src/names/idna.ts";
import { run } from "../support/peer.ts";
import { newestPython } from "../support/pythons.ts";
import { test } from "../support/census.ts";

const encode = (text: string) => new TextEncoder().encode(text);

const names = [
  ...[
    "localhost",
    "LOCALHOST.",
    "",
    "a..b",
    ".",
    "..",
    ".a",
    "a".repeat(63),
    "a".repeat(64),
    "a.b.",
    "a b",
  ],
  ...[
    "bücher.de",
    "www.Bücher.DE",
    "ÄÖÜ.COM",
    "日本語。jp",
    "日本語．jp",
    "ﬁ.de",
    "xn--bcher-kva.de",
  ],
  ...[
    "bü_cher.de",
    "_sip.bücher.de",
    "ü.",
    "ü..de",
    "é".repeat(70),
    `${"é".repeat(30)}.de`,
    "xn--ü",
  ],
  ...[
    `ü.${"a".repeat(64)}`,
    "１２７.0.0.1",
    "κόσμε.gr",
    "пример.рф",
    "☃.net",
    "💩.la",
    "İ.com",
    "①.com",
  ],
  ...["\u00ad", "-ü-", "\ud800", "bu\u0308cher.de"],
];

test("host names are encoded as by Python's idna codec", async () => {
  const program = `
import json, sys
def encode(name):
    try: return name.encode("idna").decode().lower()
    except UnicodeError: return None
print(json.dumps([encode(name) for name in json.load(sys.stdin)]))
`;
  const output = await run(newestPython().path, ["-I", "-c", program], JSON.stringify(names));
  const expected: (string | null)[] = JSON.parse(output);
  names.forEach((name, i) => {
    const theirs = expected[i] ?? null;
    if (theirs === null) assertThrows(() => lookupHost(name), RangeError, "domain name", name);
    else assertEquals(lookupHost(name).toLowerCase(), theirs, name);
  });
});

test("the letters of IDNA 2008 that IDNA 2003 maps away are kept, as browsers do", () => {
  assertEquals(lookupHost("straße.de"), "xn--strae-oqa.de");
  assertEquals(lookupHost("κόσμος.gr"), "xn--vxaejmc7c.gr");
});

test("the host of a look-up: bytes are passed as they are", () => {
  for (const name of ["a..b", "a".repeat(64), "bücher.de"]) {
    assertEquals(lookupHost(encode(name)), name);
  }
});

test("the host of an address: ASCII is passed as it is", () => {
  for (const name of ["a..b", "a".repeat(64), "LocalHost", "fe80::1%lo", "a\tb"]) {
    assertEquals(addressHost(name), name);
  }
  assertEquals(addressHost("bücher.de"), "xn--bcher-kva.de");
  assertThrows(() => addressHost("ü..de"), RangeError, "domain name");
});

import { assert, assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import { errno } from "../../constants/errno.ts";
import { darwin, type Layout, linux, windows } from "../../ffi/layout.ts";
import type { Inet6Address, RawAddress } from "../../src/addresses.ts";
import { OSError } from "../../src/errors.ts";
import { decodeAddress, encodeAddress, lendAddress, type Resolve } from "../../src/sockaddr/mod.ts";
import { scaled } from "../support/scale.ts";
import { seeded } from "../support/seed.ts";

const LAYOUTS = [linux, darwin, windows];
const utf8 = (text: string) => new TextEncoder().encode(text);

const lookupsWith = (resolve?: Resolve) => resolve === undefined ? {} : { resolve };
const encodeInet = (address: unknown, resolve?: Resolve, layout: Layout = linux) =>
  encodeAddress(layout.AF_INET, address, layout, lookupsWith(resolve));
const encodeInet6 = (address: unknown, resolve?: Resolve, layout: Layout = linux) =>
  encodeAddress(layout.AF_INET6, address, layout, lookupsWith(resolve));
const encodeUnix = (address: unknown, layout: Layout = linux) =>
  encodeAddress(layout.AF_UNIX, address, layout);
const decode = (bytes: Uint8Array, layout: Layout = linux) =>
  decodeAddress(bytes, bytes.length, layout);
/** What a call gets back that goes through C's bytes. */
const inet = (host: unknown) => decode(encodeInet([host, 1]));
const inet6 = (...address: unknown[]) => decode(encodeInet6(address));

Deno.test("the header of each OS", () => {
  const headers = LAYOUTS.map((layout) =>
    [
      encodeInet(["0.0.0.0", 0], undefined, layout),
      encodeInet6(["::", 0], undefined, layout),
      encodeUnix("ab", layout),
      encodeAddress(9, [9, new Uint8Array(3)], layout),
    ].map((bytes) => [bytes.length, bytes[0], bytes[1]])
  );
  assertEquals(headers, [
    [[16, 2, 0], [28, 10, 0], [5, 1, 0], [5, 9, 0]],
    [[16, 16, 2], [28, 28, 30], [5, 5, 1], [5, 5, 9]],
    [[16, 2, 0], [28, 23, 0], [5, 1, 0], [5, 9, 0]],
  ]);
});

for (const layout of LAYOUTS) {
  Deno.test(
    `${layout.os}: addresses come back`,
    seeded((random) => {
      // A kernel fills in the start of a room; what is after it must not matter.
      const room = new Uint8Array(128);
      const back = (family: number, address: unknown) => {
        const bytes = encodeAddress(family, address, layout);
        room.fill(0xee);
        room.set(bytes);
        return decodeAddress(room, bytes.length, layout);
      };
      for (let i = 0; i < 500; i++) {
        const port = random.int(0, 65535);
        const quad = random.bytes(4).join(".");
        assertEquals(back(layout.AF_INET, [quad, port]), [quad, port]);
        const host = Array.from({ length: 8 }, () => random.int(1, 0xffff).toString(16)).join(":");
        const address: Inet6Address = [
          host,
          port,
          random.int(0, 0xfffff),
          random.int(0, 0xffffffff),
        ];
        assertEquals(back(layout.AF_INET6, address), address);
        const path = Array.from(
          { length: random.int(0, 25) },
          () => String.fromCodePoint(random.pick([0x2f, 0x61, 0xe9, 0xfeff, 0x1f600])),
        ).join("");
        assertEquals(back(layout.AF_UNIX, path), path);
        const raw: RawAddress = [random.int(46, 255), random.bytes(random.int(0, 100))];
        assertEquals(back(random.int(46, 255), raw), raw);
      }
    }),
  );
}

Deno.test("an address that is lent has nothing of those before it, one that is kept stays", () => {
  const nobody = { proto: 0, fileno: () => -1 };
  const addresses: [family: keyof Layout & `AF_${string}`, address: unknown, hex: string][] = [
    ["AF_INET6", ["1:2:3:4:5:6:7:8", 65535, 0xfffff, 0xffffffff], "0001000200030004"],
    ["AF_INET", ["255.255.255.255", 65535], "ffff" + "ffffffff"],
    ["AF_INET6", ["", 0], "00".repeat(26)],
    ["AF_INET", ["", 0], "00".repeat(14)],
    ["AF_INET6", ["fe80::1%7", 258], "0102" + "00000000" + "fe80" + "00".repeat(13) + "0107000000"],
    ["AF_INET6", ["::", 0, 0, 1], "00".repeat(22) + "01000000"],
    ["AF_INET", ["127.1", 258], "01027f000001" + "00".repeat(8)],
    ["AF_UNIX", "a", "6100"],
  ];
  for (const layout of [...LAYOUTS, ...LAYOUTS]) {
    const kept = addresses.map(([family, address, hex]) => {
      const lent = lendAddress(layout[family], address, layout, {}, nobody);
      const copy = encodeAddress(layout[family], address, layout);
      assertEquals(lent, copy);
      assert(lent.subarray(2).toHex().includes(hex), `${layout.os} ${address}: ${lent.toHex()}`);
      assert(copy.buffer !== lent.buffer);
      return [copy, copy.toHex()] as const;
    });
    for (const [copy, hex] of kept) assertEquals(copy.toHex(), hex);
  }
});

Deno.test("an address that is made while another is being made does not get into it", () => {
  const other = () => (encodeInet(["9.9.9.9", 9]), encodeInet6(["9::9", 9, 9, 9]));
  const resolve: Resolve = (
    _host,
    family,
  ) => (other(), family === linux.AF_INET ? "1.2.3.4" : "::1");
  assertEquals(decode(encodeInet(["name", 1], resolve)), ["1.2.3.4", 1]);
  assertEquals(decode(encodeInet6(["name", 1], resolve)), ["::1", 1, 0, 0]);
  const members = (...members: unknown[]) =>
    members.map((_, i) => i).reduce<unknown[]>(
      (array, i) => Object.defineProperty(array, i, { get: () => (other(), members[i]) }),
      [],
    );
  assertEquals(decode(encodeInet(members("1.2.3.4", 1))), ["1.2.3.4", 1]);
  assertEquals(decode(encodeInet6(members("::1", 1, 2, 3))), ["::1", 1, 2, 3]);
});

Deno.test("AF_INET hosts", () => {
  assertEquals(inet(""), ["0.0.0.0", 1]);
  assertEquals(inet("<broadcast>"), ["255.255.255.255", 1]);
  assertEquals(inet(utf8("127.0.0.1")), ["127.0.0.1", 1]);
  assertEquals(inet("127.1"), ["127.0.0.1", 1]);
  assertEquals(inet("0x7f000001"), ["127.0.0.1", 1]);
});

Deno.test("AF_INET6 hosts, flowinfo and scope", () => {
  assertEquals(inet6("", 1), ["::", 1, 0, 0]);
  assertEquals(inet6(utf8("::1"), 1, 2), ["::1", 1, 2, 0]);
  assertEquals(inet6("::1", 65535, 0xfffff, 0xffffffff), ["::1", 65535, 0xfffff, 0xffffffff]);
  const received = encodeInet6(["::1", 1]);
  received.set([0x1f, 0xab, 0xcd, 0xef], 4);
  assertEquals(decode(received), ["::1", 1, 0x1fabcdef, 0], "traffic class and all");
});

Deno.test("a scope in the host counts where the address has none of its own", () => {
  assertEquals(inet6("fe80::1%7", 1), ["fe80::1", 1, 0, 7]);
  assertEquals(inet6("fe80::1%7", 1, 0, 5), ["fe80::1", 1, 0, 5]);
  assertEquals(inet6("fe80::1%0004294967295", 1, 0, 0), ["fe80::1", 1, 0, 4294967295]);
  assertEquals(inet6("::ffff:1.2.3.4%1", 1), ["::ffff:1.2.3.4", 1, 0, 1]);
  for (const scope of ["lo", "", " 1", "0x1", "-1", "+1", "1 ", "4294967296", "1%1"]) {
    const host = `fe80::1%${scope}`;
    const asked: unknown[] = [];
    const resolve: Resolve = (...args) => (asked.push(args), "fe80::1%3");
    const bytes = encodeInet6([host, 1, 0, 5], resolve);
    assertEquals(decode(bytes), ["fe80::1", 1, 0, 5]);
    assertEquals(decode(encodeInet6([host, 1], () => "fe80::1%3")), ["fe80::1", 1, 0, 3]);
    assertEquals(asked, [[host, linux.AF_INET6]]);
  }
});

Deno.test("only what is not numeric is resolved", () => {
  const never: Resolve = (host) => {
    throw new Error(`${host} needs no resolving`);
  };
  for (const host of ["", "<broadcast>", "1.2.3.4", "1", "0x7f.1", utf8("1.2.3.4")]) {
    encodeInet([host, 0], never);
  }
  for (const host of ["", "::", "1:2:3:4:5:6:7:8", "fe80::1%1", utf8("::1")]) {
    encodeInet6([host, 0], never);
  }
  for (const layout of LAYOUTS) {
    const asked: unknown[] = [];
    const resolve: Resolve = (host, family) => {
      asked.push([host, family]);
      return family === layout.AF_INET ? "10.0.0.1" : "2001:db8::7";
    };
    assertEquals(decode(encodeInet(["example", 1], resolve, layout), layout), ["10.0.0.1", 1]);
    assertEquals(decode(encodeInet(["::1", 1], resolve, layout), layout), ["10.0.0.1", 1]);
    const v6 = encodeInet6([utf8("bücher"), 1, 2, 3], resolve, layout);
    assertEquals(decode(v6, layout), ["2001:db8::7", 1, 2, 3]);
    encodeInet6(["127.0.0.1", 1], resolve, layout);
    const { AF_INET, AF_INET6 } = layout;
    const expected = [["example", AF_INET], ["::1", AF_INET], ["bücher", AF_INET6]];
    assertEquals(asked, [...expected, ["127.0.0.1", AF_INET6]]);
  }
  assertThrows(() => encodeInet(["example", 0]), RangeError, "example");
  assertThrows(() => encodeInet6(["1.2.3.4", 0]), RangeError, "1.2.3.4");
  assertThrows(() => encodeInet(["example", 0], () => "::1"), RangeError, "::1");
  assertThrows(() => encodeInet6(["example", 0], () => "1.2.3.4"), RangeError, "1.2.3.4");
  const nearly = encodeInet6(["1:2:3:4:5:6:7:8x", 1], () => "::1");
  assertEquals(decode(nearly), ["::1", 1, 0, 0], "nothing is left of the first attempt");
  const error = new Error("no such host");
  const failing: Resolve = () => {
    throw error;
  };
  assertEquals(assertThrows(() => encodeInet(["example", 0], failing)), error);
});

Deno.test("a bad port is found before anything is resolved", () => {
  const never: Resolve = () => {
    throw new Error("resolved");
  };
  assertThrows(() => encodeInet(["example", 65536], never), RangeError, "port");
  assertThrows(() => encodeInet6(["example", 0, -1], never), RangeError, "flowinfo");
});

Deno.test("what is not an address of the family is refused", () => {
  const shapes = [null, undefined, 5, "1.2.3.4", new Uint8Array(4), ["::1"], { length: 2 }, []];
  for (const address of [...shapes, ["::1", 0, 0]]) {
    assertThrows(() => encodeInet(address), TypeError, "[host, port]");
  }
  for (const address of [...shapes, ["::1", 0, 0, 0, 0]]) {
    assertThrows(() => encodeInet6(address), TypeError, "[host, port, flowinfo?, scope_id?]");
  }
  for (const encode of [encodeInet, encodeInet6]) {
    for (const host of [null, undefined, 5, ["1.2.3.4"], {}, new Uint16Array(2)]) {
      assertThrows(() => encode([host, 0]), TypeError, "host");
    }
    for (const host of ["\0", "a\0b", "127.0.0.1\0", "::1\0", utf8("a\0b")]) {
      assertThrows(() => encode([host, 0]), TypeError, "null character");
    }
    assertThrows(() => encode([Uint8Array.of(0xff), 0]), RangeError, "UTF-8");
    for (const port of ["1", 1.5, NaN, null, undefined, true, 1n]) {
      assertThrows(() => encode(["", port]), TypeError, "port");
    }
    for (const port of [-1, 65536]) assertThrows(() => encode(["", port]), RangeError, `${port}`);
  }
  for (const flowinfo of [-1, 0x100000, 2 ** 32]) {
    assertThrows(() => encodeInet6(["", 0, flowinfo]), RangeError, `${flowinfo}`);
  }
  for (const scope of [-1, 2 ** 32]) {
    assertThrows(() => encodeInet6(["", 0, 0, scope]), RangeError, `${scope}`);
  }
  assertThrows(() => encodeInet6(["", 0, "1"]), TypeError, "flowinfo");
  assertThrows(() => encodeInet6(["", 0, 0, 0.5]), TypeError, "scope_id");
  assertThrows(() => encodeInet6(["<broadcast>", 0]), OSError, "address family mismatched");
});

Deno.test("AF_UNIX: what is sent", () => {
  assertEquals(encodeUnix("a"), Uint8Array.of(1, 0, 97, 0));
  assertEquals(encodeUnix(utf8("a")), Uint8Array.of(1, 0, 97, 0));
  assertEquals(encodeUnix("\0a"), Uint8Array.of(1, 0, 0, 97), "an abstract name has no terminator");
  assertEquals(encodeUnix("\0\0"), Uint8Array.of(1, 0, 0, 0), "and may have NULs");
  assertEquals(encodeUnix(""), Uint8Array.of(1, 0), "Linux picks a name");
  assertEquals(encodeUnix(new Uint8Array(0)), Uint8Array.of(1, 0));
  assertEquals(encodeUnix("", darwin), Uint8Array.of(3, 1, 0));
  assertEquals(encodeUnix("", windows), Uint8Array.of(1, 0, 0));
});

Deno.test("AF_UNIX: what is received", () => {
  assertEquals(decode(Uint8Array.of(1, 0)), "");
  assertEquals(decode(Uint8Array.of(1, 0, 97)), "a", "without a terminator");
  assertEquals(decode(Uint8Array.of(1, 0, 97, 0, 98)), "a", "up to the terminator");
  assertEquals(decode(Uint8Array.of(1, 0, 0, 97, 0)), Uint8Array.of(0, 97, 0));
  assertEquals(decode(Uint8Array.of(1, 0, 0)), Uint8Array.of(0));
  assertEquals(decode(Uint8Array.of(1, 0, 0xff, 97, 0)), Uint8Array.of(0xff, 97));
  assertEquals(decode(encodeUnix("\ufeffé")), "\ufeffé", "a byte order mark is a character");
  for (const layout of [darwin, windows]) {
    const unnamed = encodeUnix("", layout);
    assertEquals(decode(unnamed, layout), "");
    assertEquals(decodeAddress(unnamed, 2, layout), "");
    const padded = new Uint8Array(16);
    padded.set(unnamed);
    assertEquals(decode(padded, layout), "");
  }
  const path = decode(Uint8Array.of(1, 0, 0xff, 0));
  assertInstanceOf(path, Uint8Array);
  assertEquals(path.buffer.byteLength, 1, "a copy");
});

Deno.test("AF_UNIX: the longest names", () => {
  for (const layout of LAYOUTS) {
    const longest = "x".repeat(layout.sun_path - 1);
    assertEquals(encodeUnix(longest, layout).length, layout.sun_path + 2);
    const tooLong = assertThrows(() => encodeUnix(longest + "x", layout), OSError);
    assertInstanceOf(tooLong, OSError);
    assertEquals(tooLong.errno, errno.ENAMETOOLONG);
    assertEquals(tooLong.strerror, "AF_UNIX path too long");
    assertEquals(tooLong.address, longest + "x");
    assertThrows(() => encodeUnix("é".repeat(layout.sun_path / 2), layout), OSError);

    // A peer may bind a path of full capacity, which Linux returns with a NUL after it.
    const full = new Uint8Array(128);
    full.set(encodeUnix(longest, layout));
    full[layout.sun_path + 1] = 0x78;
    for (const length of [layout.sun_path + 2, layout.sun_path + 3]) {
      assertEquals(decodeAddress(full, length, layout), longest + "x");
    }
  }
  assertEquals(encodeUnix("\0" + "x".repeat(107)).length, 110);
  assertThrows(() => encodeUnix("\0" + "x".repeat(108)), OSError);
});

Deno.test("AF_UNIX: what is refused", () => {
  for (const address of [null, undefined, 5, ["a"], {}, new Uint16Array(1)]) {
    assertThrows(() => encodeUnix(address), TypeError, "AF_UNIX");
  }
  for (const path of ["a\0", "a\0b", utf8("a\0")]) {
    for (const layout of LAYOUTS) assertThrows(() => encodeUnix(path, layout), RangeError, "NUL");
  }
  assertThrows(() => encodeUnix("a\ud800"), RangeError, "surrogate");
  for (const layout of [darwin, windows]) {
    for (const name of ["\0", "\0a", new Uint8Array(2)]) {
      assertThrows(() => encodeUnix(name, layout), RangeError, layout.os);
    }
  }
});

Deno.test("families without a codec", () => {
  const bytes = Uint8Array.of(39, 0, 1, 2, 3);
  const copy = encodeAddress(39, bytes, linux);
  assertEquals(copy, bytes);
  assert(copy.buffer !== bytes.buffer);
  assertEquals(encodeAddress(39, [39, Uint8Array.of(1, 2, 3)], linux), bytes);
  assertEquals(decode(bytes), [39, Uint8Array.of(1, 2, 3)]);
  assertEquals(decode(Uint8Array.of(1, 2, 9)), [0x201, Uint8Array.of(9)]);
  assertEquals(decode(Uint8Array.of(5, 32, 9), darwin), [32, Uint8Array.of(9)]);
  assertEquals(encodeAddress(0, [0, new Uint8Array(14)], linux), new Uint8Array(16));
  for (const address of [null, "a", 5, [39], [39, "a"], [39, [1]], [39, bytes, 1]]) {
    assertThrows(() => encodeAddress(39, address, linux), TypeError, "[family, data]");
  }
  assertThrows(() => encodeAddress(39, ["39", bytes], linux), TypeError, "family");
  assertThrows(() => encodeAddress(39, [65536, bytes], linux), RangeError, "65536");
  assertThrows(() => encodeAddress(39, [256, bytes], darwin), RangeError, "256");
  assertThrows(() => encodeAddress(39, [39, new Uint8Array(254)], darwin), RangeError, "256");
});

Deno.test("short addresses are raw bytes, or none", () => {
  for (const layout of LAYOUTS) {
    const samples = [
      encodeInet(["1.2.3.4", 5], undefined, layout),
      encodeInet6(["::1", 5], undefined, layout),
    ];
    for (const [i, bytes] of samples.entries()) {
      const family = i === 0 ? layout.AF_INET : layout.AF_INET6;
      for (let length = 2; length < (i === 0 ? 8 : 28); length++) {
        const expected: RawAddress = [family, bytes.slice(2, length)];
        assertEquals(decodeAddress(bytes, length, layout), expected, "by the length");
        assertEquals(
          decodeAddress(bytes.subarray(0, length), 999, layout),
          expected,
          "by the bytes",
        );
      }
      assertEquals(decodeAddress(bytes, 0, layout), null);
      assertEquals(decodeAddress(bytes, 1, layout), null);
    }
    assertEquals(decodeAddress(new Uint8Array(0), 28, layout), null);
    assertEquals(decodeAddress(samples[0] ?? new Uint8Array(0), 8, layout), ["1.2.3.4", 5]);
  }
});

Deno.test(
  "garbage is some address or none",
  seeded((random) => {
    for (let i = 0; i < scaled(3000); i++) {
      const layout = random.pick(LAYOUTS);
      const bytes = random.bytes(random.int(0, 130)).map((byte) =>
        random.pick([0, byte % 31, byte])
      );
      decodeAddress(bytes, random.int(0, 140), layout);
    }
  }),
);

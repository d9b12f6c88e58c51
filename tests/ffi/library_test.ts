/** Functions are opened one by one, when they are first read. */
import { assertEquals, assertInstanceOf, assertStringIncludes, assertThrows } from "@std/assert";
import { type Functions, joined, openLibrary } from "../../ffi/library.ts";
import { deno } from "../support/peer.ts";
import { test } from "../support/census.ts";

const symbols = {
  first: { parameters: ["i32"], result: "i32" },
  second: { name: "other", parameters: [], result: "i32" },
  third: { parameters: [], result: "i32", optional: true },
} as const satisfies Deno.ForeignLibraryInterface;

/** A loader: the functions of a library by their names here, or what it fails with. */
type Loader = (place: string, name: string) => unknown;

/** Runs `fn` with a loader in place of the runtime's, and returns what was opened where. */
function opened(load: Loader, fn: () => void): string[] {
  const made: string[] = [];
  const { dlopen } = Deno;
  const stand = (place: string, wanted: Deno.ForeignLibraryInterface) => {
    const [name = ""] = Object.keys(wanted);
    made.push(`${place} ${Object.keys(wanted)}`);
    return { symbols: { [name]: load(place, name) }, close() {} };
  };
  Object.assign(Deno, { dlopen: stand });
  try {
    fn();
  } finally {
    Object.assign(Deno, { dlopen });
  }
  return made;
}

const places = { paths: ["/somewhere/lib.so"], names: ["lib.so", "lib.so.1"] };

function open(): Functions<typeof symbols> {
  return openLibrary(places, symbols);
}

test("library: a function is opened when it is first read, and is a plain property then", () => {
  const calls: number[] = [];
  const made = opened((_place, name) => (value: number) => calls.push(value) + name.length, () => {
    const c = open();
    assertEquals(calls, []);
    c.first(1);
    c.first(2);
    const { value, get } = Object.getOwnPropertyDescriptor(c, "first") ?? {};
    assertEquals([value, get], [c.first, undefined]);
    assertEquals({ ...c }.second, c.second);
  });
  assertEquals(made, ["lib.so first", "lib.so second", "lib.so third"]);
  assertEquals(calls, [1, 2]);
});

test("library: all comes from the first place that has a function", () => {
  const made = opened((place) => {
    if (place === "lib.so") throw new Error("not here");
    return () => 0;
  }, () => {
    const c = open();
    c.first(1);
    c.second();
  });
  assertEquals(made, ["lib.so first", "lib.so.1 first", "lib.so.1 second"]);
});

test("library: what a library lacks is null if it may, and else an error that names it", () => {
  opened((place, name) => {
    if (name === "third") return null;
    throw new Error(`not in ${place}`);
  }, () => {
    const c = open();
    assertEquals([c.third, c.third], [null, null]);
    const error = assertThrows(() => c.first(1), AggregateError);
    assertStringIncludes(
      error.message,
      "could not load first from any of /somewhere/lib.so, lib.so",
    );
    assertEquals(error.errors.map(String), ["Error: not in lib.so"]);
  });
});

test("library: nobody is asked twice for a permission", () => {
  const made = opened(() => {
    throw new Deno.errors.NotCapable("no");
  }, () => {
    const error = assertThrows(() => open().first(1), Deno.errors.NotCapable);
    assertStringIncludes(error.message, "deno run --allow-ffi=/somewhere/lib.so …");
    assertInstanceOf(error.cause, Deno.errors.NotCapable);
  });
  assertEquals(made, ["lib.so first"]);
});

test("library: of two tables as one, the second goes first, and nothing is opened for it", () => {
  const made = opened((_place, name) => () => name, () => {
    const c = joined(open(), { first: () => "mine" });
    assertEquals(c.first(), "mine");
    c.second();
    c.second();
  });
  assertEquals(made, ["lib.so second"]);
});

test("a program opens what it calls, and what tells errors", async () => {
  await using peer = deno(
    `const { dlopen } = Deno;
    const opened: string[] = [];
    Object.assign(Deno, {
      dlopen(path: string, symbols: Deno.ForeignLibraryInterface) {
        opened.push(...Object.keys(symbols));
        return dlopen(path, symbols);
      },
    });
    const { gethostname } = await import("@bsd/socket");
    gethostname();
    gethostname();
    console.log(opened.join(" "));`,
  );
  const expected = {
    darwin: "__error gethostname",
    linux: "__errno_location gethostname",
    windows: "GetLastError WSAGetLastError WSAStartup GetComputerNameExW",
  };
  const os = Deno.build.os === "darwin" || Deno.build.os === "windows" ? Deno.build.os : "linux";
  assertEquals(await peer.end(), `${expected[os]}\n`);
});

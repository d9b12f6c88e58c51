/** macOS's symbol table against what is known of its C library, and against Linux's table. */
import { assert, assertEquals } from "@std/assert";
import { aarch64, x86_64 } from "../../ffi/symbols/darwin.ts";
import { symbols as linux } from "../../ffi/symbols/linux.ts";
import { kevent } from "../../ffi/struct/kevent.ts";

interface Declared {
  readonly name?: string;
  readonly parameters: readonly string[];
  readonly result: string;
  readonly nonblocking?: boolean;
  readonly optional?: boolean;
}
type Table = Record<string, Declared>;

const tables: Record<string, Table> = { x86_64, aarch64 };
const FACTS = new URL("../../../shared/facts/", import.meta.url);

function facts(file: string): string | undefined {
  try {
    return Deno.readTextFileSync(new URL(file, FACTS));
  } catch (e) {
    if (!(e instanceof Deno.errors.NotFound)) throw e;
    console.warn(`SKIPPED: no ${file} to compare the symbols with`);
    return undefined;
  }
}

const layouts = facts("layouts.json");
const signatures = facts("signatures.md");
const section = signatures?.match(/^## darwin.*?(?=^## )/ms)?.[0] ?? "";

/** The C functions of a table, under whichever name. */
function functions(table: Table): Set<string> {
  return new Set(Object.entries(table).map(([key, { name = key }]) => name));
}

/** The functions that the facts name and the library does not call, and why. */
const UNCALLED: Record<string, string> = {
  open: "files are opened by the runtime",
  connectx: "the facts: not needed",
  disconnectx: "the facts: not needed",
  getpeereid: "LOCAL_PEERCRED tells it, by getsockopt",
};

Deno.test({
  name: "darwin symbols: what the facts name is there, what they deny is not",
  ignore: signatures === undefined,
  fn() {
    const denied: string[] =
      section.match(/^- No (.*?)\. Use/m)?.[1]?.match(/\b[a-z_0-9]{3,}\b/g) ?? [];
    assert(["accept4", "pipe2", "dup3", "eventfd", "sendmmsg", "recvmmsg", "gethostbyname_r"]
      .every((name) => denied.includes(name)));
    const lines = section.split("\n").filter((line) => !line.startsWith("- No "));
    const named = new Set(
      lines.flatMap((line) =>
        [...line.matchAll(/`([a-z_]+)(?:\(|`)/g)].map(([, name = ""]) => name)
      ),
    );
    // Members of structures, variables and flags are written like functions.
    const callable = [...named].filter((name) =>
      section.includes(`${name}(`) || /^(fcntl|ioctl|open|getaddrinfo)$/.test(name)
    );
    assert(callable.length >= 7, callable.join());
    for (const table of Object.values(tables)) {
      const there = functions(table);
      for (const name of callable) {
        assertEquals(there.has(name), !(name in UNCALLED), `${name}: ${UNCALLED[name]}`);
      }
      for (const name of denied) assert(!there.has(name), name);
      for (const name of there) {
        assert(!/_r$|^epoll_|^eventfd|mmsg$|4$|\$/.test(name), `${name} is Linux's`);
      }
    }
  },
});

Deno.test({
  name: "darwin symbols: sendfile, fcntl and ioctl as the facts declare them",
  ignore: signatures === undefined,
  fn() {
    /** `sendfile(int fd, …)` in the facts: one type of FFI's per parameter. */
    const declared = section.match(/`sendfile\((.*?)\)`/)?.[1]?.split(", ") ?? [];
    const types = declared.map((each) =>
      each.startsWith("off_t offset") ? "i64" : each.startsWith("int ") ? "i32" : "pointer"
    );
    const given = x86_64.sendfile.parameters.map((each) =>
      /buffer|u64/.test(each) ? "pointer" : each
    );
    assertEquals(given, types);

    const arm = (name: string) => {
      const [, text = ""] = section.match(new RegExp(`\`${name}\\((i32.*?)\\)\``)) ?? [];
      return text.split(", ").flatMap((each) => {
        const [, count, type] = each.match(/^(\d) x (\w+)/) ?? [];
        if (count !== undefined && type !== undefined) {
          return Array<string>(Number(count)).fill(type);
        }
        return [(each.split(" ")[0] ?? "").replace("pointer", "buffer")];
      });
    };
    for (const name of ["fcntl", "ioctl"] as const) {
      const padded = aarch64[name].parameters;
      assertEquals<unknown>(padded, arm(name), name);
      assertEquals(padded.length, 9, name);
      // In registers as usual, without the six that fill them.
      assertEquals<unknown>(
        x86_64[name].parameters,
        [...padded.slice(0, 2), ...padded.slice(8)],
        name,
      );
    }
    assert(/On darwin x86_64 do not pad/.test(section));
  },
});

Deno.test("darwin symbols: the tables of the two processors differ in nothing else", () => {
  for (const name of Object.keys(x86_64)) {
    if (name === "fcntl" || name === "ioctl") continue;
    assertEquals((aarch64 as Table)[name], (x86_64 as Table)[name], name);
  }
  assertEquals(Object.keys(aarch64).sort(), Object.keys(x86_64).sort());
});

/** How a function's declaration differs from Linux's, by macOS's headers. */
const OTHERWISE: Record<string, readonly string[]> = {
  // nfds_t is an unsigned int.
  poll: ["buffer", "u32", "i32"],
  poll_parked: ["u64", "u32", "i32"],
  // int namelen
  sethostname: ["buffer", "i32"],
  // The facts: another function altogether.
  sendfile: ["i32", "i32", "i64", "buffer", "u64", "i32"],
  // The same width, the sign of which no command minds.
  fcntl: ["i32", "i32", "usize"],
};

Deno.test("darwin symbols: functions that Linux has too are declared as there", () => {
  let common = 0;
  for (const [name, symbol] of Object.entries(x86_64 as Table)) {
    const twin = (linux as Table)[name];
    if (twin === undefined) continue;
    common++;
    assertEquals(symbol.parameters, OTHERWISE[name] ?? twin.parameters, name);
    assertEquals([symbol.result, symbol.nonblocking, symbol.name], [
      twin.result,
      twin.nonblocking,
      twin.name,
    ], name);
  }
  assert(common > 40, String(common));
  // All of it is in every macOS that the runtime runs on.
  for (const symbol of Object.values(x86_64 as Table)) assertEquals(symbol.optional, undefined);
});

Deno.test("darwin symbols: what is called on another thread gets no memory of JavaScript's", () => {
  const awaited = Object.entries(aarch64 as Table).filter(([, { nonblocking }]) => nonblocking);
  assertEquals(awaited.map(([name]) => name).sort(), [
    "getaddrinfo_awaited",
    "getipnodebyaddr_awaited",
    "getipnodebyname_awaited",
    "getnameinfo_awaited",
    "kevent_parked",
    "poll_parked",
  ]);
  for (const [name, { parameters, name: real = "" }] of awaited) {
    assert(!parameters.includes("buffer"), name);
    // Else it is the function that is called on this thread.
    const twin = (aarch64 as Table)[real]?.parameters ?? [];
    assertEquals(parameters, twin.map((type) => type === "buffer" ? "u64" : type), name);
  }
});

Deno.test({
  name: "darwin symbols: kevent and ctl_info are the facts'",
  ignore: layouts === undefined,
  fn() {
    const { structs } = JSON.parse(layouts ?? "");
    const { size, ...members } = kevent;
    const fact = structs.kevent.darwin;
    assertEquals(size, fact.size);
    assertEquals<unknown>(
      members,
      Object.fromEntries(
        Object.entries<{ offset: number; size: number }>(fact.fields)
          .map(([name, { offset, size }]) => [name, [offset, size]]),
      ),
    );
    assertEquals(structs.ctl_info.darwin.fields, {
      ctl_id: { offset: 0, size: 4 },
      ctl_name: { offset: 4, size: 96 },
    });
  },
});

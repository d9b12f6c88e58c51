import { assert, assertEquals } from "@std/assert";
import { darwin, type Layout, linux, sockaddr_storage, windows } from "../../ffi/layout.ts";
import { compile } from "../support/compile.ts";

type Members = Record<string, readonly [offset: number, size: number]>;

/** Every structure of a layout: its members and its size. */
function structsOf(layout: Layout): [name: string, size: number, members: Members][] {
  const structs: [string, number, Members][] = [];
  for (const [name, struct] of Object.entries(layout)) {
    if (typeof struct !== "object" || struct === null) continue;
    const { size, ...rest } = struct;
    const members = Object.entries(rest).filter(([, field]) => Array.isArray(field));
    structs.push([name, Number(size), Object.fromEntries(members) as Members]);
  }
  return structs;
}

Deno.test("layouts have all structures", () => {
  assertEquals([linux, darwin, windows].map((layout) => structsOf(layout).length), [11, 10, 8]);
});

interface Fact {
  readonly size: number;
  readonly align: number;
  readonly fields: Record<string, { readonly offset: number; readonly size: number }>;
}

const FACTS = new URL("../../../shared/facts/", import.meta.url);

function facts(file: string): string | undefined {
  try {
    return Deno.readTextFileSync(new URL(file, FACTS));
  } catch (e) {
    if (!(e instanceof Deno.errors.NotFound)) throw e;
    console.warn(`SKIPPED: no ${file} to compare the layouts with`);
    return undefined;
  }
}

const layoutFacts = facts("layouts.json");
const constantFacts = facts("constants.json");
const osConstantFacts = facts("constants_os.json");

/** What windows calls them. */
const WINDOWS: Record<string, string> = {
  msghdr: "WSAMSG",
  iovec: "WSABUF",
  cmsghdr: "WSACMSGHDR",
  msg_name: "name",
  msg_namelen: "namelen",
  msg_iov: "lpBuffers",
  msg_iovlen: "dwBufferCount",
  msg_flags: "dwFlags",
  iov_base: "buf",
  iov_len: "len",
};

for (const layout of [linux, darwin, windows]) {
  const named = (name: string) => layout.os === "windows" ? WINDOWS[name] ?? name : name;

  Deno.test({
    name: `${layout.os}: sizes and offsets are those of the facts`,
    ignore: layoutFacts === undefined,
    fn() {
      const { structs, _cmsg } = JSON.parse(layoutFacts ?? "");
      const fact = (name: string): Fact => structs[name][layout.os];
      for (const [name, size, members] of structsOf(layout)) {
        if (name === "ifaddrs") continue; // the facts do not speak of it
        const { size: expectedSize, fields } = fact(named(name));
        assertEquals(size, expectedSize, name);
        for (const [member, [offset, width]] of Object.entries(members)) {
          // WSAMSG holds a WSABUF of its control data, where the others have two members.
          const inner = layout.os === "windows" && member.startsWith("msg_control")
            ? fact("WSABUF").fields[member === "msg_control" ? "buf" : "len"]
            : undefined;
          const base = inner === undefined ? 0 : fields.Control?.offset ?? NaN;
          const { offset: at, size: bytes } = inner ?? fields[named(member)] ?? {};
          assertEquals({ offset, width }, { offset: base + (at ?? NaN), width: bytes }, member);
        }
        const split = layout.os === "windows" && name === "msghdr" ? 1 : 0;
        assertEquals(Object.keys(members).length, Object.keys(fields).length + split, name);
      }
      const cmsg = _cmsg[layout.os];
      assertEquals(layout.cmsghdr.size, cmsg.header_size);
      assertEquals(layout.cmsghdr.size, cmsg.data_offset);
      assertEquals(layout.cmsghdr.align, cmsg.align);
      assertEquals(layout.cmsghdr.cmsg_len[1], cmsg.cmsg_len_size);
      assertEquals(layout.sun_path, fact("sockaddr_un").fields.sun_path?.size);
      assertEquals(sockaddr_storage, fact("sockaddr_storage").size);
      assertEquals(layout.lengthByte, "sa_len" in fact("sockaddr").fields);
      assertEquals(layout.if_nameindex === null, fact("if_nameindex") === null);
      assertEquals(layout.mmsghdr === null, fact("mmsghdr") === null);
    },
  });

  Deno.test({
    name: `${layout.os}: families are those of the facts`,
    ignore: constantFacts === undefined || osConstantFacts === undefined,
    fn() {
      const constants = JSON.parse(constantFacts ?? "");
      const more = JSON.parse(osConstantFacts ?? "");
      for (const name of ["AF_UNSPEC", "AF_UNIX", "AF_INET", "AF_INET6"] as const) {
        assertEquals(layout[name], constants[name][layout.os] ?? more[name][layout.os], name);
      }
    },
  });
}

/** Its own answers from the C compiler, for the OS that runs the tests. */
const HEADERS = [
  "ifaddrs",
  "netdb",
  "net/if",
  "poll",
  "stddef",
  "stdio",
  "sys/socket",
  "sys/time",
  "sys/uio",
]
  .concat("sys/un", "netinet/in", "time").map((name) => `#include <${name}.h>`).join("\n");
const here = [linux, darwin].find((layout) => layout.os === Deno.build.os);

Deno.test({
  name: "sizes and offsets are the C compiler's",
  ignore: here === undefined, // the C program is for POSIX
  fn() {
    assert(here !== undefined);
    const expected: string[] = [];
    const statements: string[] = [];
    const expect = (expression: string, value: number) => {
      expected.push(`${expression} = ${value}`);
      statements.push(
        `printf("%s = %ld\\n", ${JSON.stringify(expression)}, (long) (${expression}));`,
      );
    };
    for (const [name, size, members] of structsOf(here)) {
      expect(`sizeof(struct ${name})`, size);
      for (const [member, [offset, width]] of Object.entries(members)) {
        expect(`offsetof(struct ${name}, ${member})`, offset);
        expect(`sizeof(((struct ${name} *) 0)->${member})`, width);
      }
    }
    for (const name of ["AF_UNSPEC", "AF_UNIX", "AF_INET", "AF_INET6"] as const) {
      expect(name, here[name]);
    }
    expect("sizeof(((struct sockaddr_un *) 0)->sun_path)", here.sun_path);
    expect("sizeof(struct sockaddr_storage)", sockaddr_storage);
    expect("CMSG_LEN(0)", here.cmsghdr.size);
    expect("CMSG_SPACE(1) - CMSG_SPACE(0)", here.cmsghdr.align);

    const source = `#define _GNU_SOURCE\n${HEADERS}\nint main(void) {\n${
      statements.join("\n")
    }\n}\n`;
    const { success, stdout } = new Deno.Command(compile(source)).outputSync();
    assert(success);
    assertEquals(new TextDecoder().decode(stdout).trimEnd().split("\n"), expected);
  },
});

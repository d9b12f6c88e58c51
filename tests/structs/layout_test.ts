/** Where every structure's members are, on every OS: against the facts, and the C compiler here. */
import { assert, assertEquals, assertGreater } from "@std/assert";
import "@bsd/socket"; // loads all of them
import { everyStructs } from "../../src/structs/codec.ts";
import type { Kind, Struct } from "../../src/structs/struct.ts";
import { compile } from "../support/compile.ts";

type Fields = Record<string, { readonly offset: number; readonly size: number }>;
type Fact = { readonly size: number; readonly fields: Fields } | null;

const OSES = ["linux", "darwin", "windows"] as const;

/** A table's members as the facts have them. */
function fieldsOf(struct: Struct<unknown>): Fields {
  const members: [string, readonly [number, Kind<unknown>]][] = Object.entries(struct.members);
  return Object.fromEntries(members.map(([name, [offset, { size }]]) => [name, { offset, size }]));
}

function readFacts(): Record<string, Record<(typeof OSES)[number], Fact>> | null {
  const url = new URL("../../../shared/facts/layouts.json", import.meta.url);
  try {
    return JSON.parse(Deno.readTextFileSync(url)).structs;
  } catch (e) {
    if (!(e instanceof Deno.errors.NotFound)) throw e;
    console.warn("SKIPPED: no layouts.json to compare the structures with");
    return null;
  }
}

const facts = readFacts();

/** What only pads. */
const PADDING = /pad|^__res|^res\d/;

/** Other names for the same member: unions, and macros for parts of one. */
const ALIASES: Record<string, string> = { can_dlc: "len" };

Deno.test({
  name: "sizes and offsets are those of the facts, on every OS",
  ignore: facts === null,
  fn() {
    assert(facts !== null);
    let compared = 0;
    for (const [name, structs] of everyStructs) {
      const known = facts[name];
      if (known === undefined) continue;
      for (const os of OSES) {
        const [struct, fact] = [structs[os], known[os]];
        assertEquals(struct === null, fact === null, `struct ${name} of ${os}`);
        if (struct === null || fact === null) continue;
        compared++;
        // The facts know of no member that was appended later.
        assertEquals(struct.least ?? struct.size, fact.size, `size of ${name} of ${os}`);
        const ours = fieldsOf(struct);
        for (const [member, { offset, size }] of Object.entries(fact.fields)) {
          // What has no size is an array that follows the structure.
          if (PADDING.test(member) || size === 0) continue;
          const found = ours[ALIASES[member] ?? member];
          assertEquals(found, { offset, size }, `${name}.${member} of ${os}`);
        }
      }
    }
    assertGreater(compared, 40);
  },
});

/** Where the C compiler finds what; of the same name everywhere. */
const HEADERS = `
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#ifdef __linux__
#include <linux/can.h>
#include <linux/can/bcm.h>
#include <linux/can/isotp.h>
#include <linux/can/j1939.h>
#include <linux/errqueue.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/net_tstamp.h>
#include <linux/sctp.h>
#include <linux/tcp.h>
#include <linux/tipc.h>
#else
#include <netinet/tcp.h>
#include <sys/ucred.h>
#endif
`;

/** What no header above declares. BlueZ has its own headers. */
const UNDECLARED = /^(bt_|hci_|l2cap_|rfcomm_|sco_)/;

/** Structures that end with an array, which ours are without; C's have one item of it. */
const ARRAYS: Record<string, string> = { ip_msfilter: "imsf_slist", group_filter: "gf_slist" };

/** Members that this machine's headers may be too old to have. */
const NEWER = ["tcpi_rcv_wnd", "tcpi_rehash", "tcpi_total_rto"];

/** A member that has no address. */
function isBitField(name: string): boolean {
  return /wscale$|app_limited|fastopen_client_fail/.test(name);
}

Deno.test({
  name: "sizes and offsets are the C compiler's",
  ignore: Deno.build.os === "windows", // the C program is for POSIX
  fn() {
    const os = Deno.build.os === "darwin" ? "darwin" : "linux";
    const expected: string[] = [];
    const statements: string[] = [];
    const expect = (expression: string, value: number) => {
      expected.push(`${expression} = ${value}`);
      statements.push(
        `printf("%s = %ld\\n", ${JSON.stringify(expression)}, (long) (${expression}));`,
      );
    };
    for (const [name, structs] of everyStructs) {
      const struct = structs[os];
      if (struct === null || UNDECLARED.test(name)) continue;
      if (name in ARRAYS) expect(`offsetof(struct ${name}, ${ARRAYS[name]})`, struct.size);
      else if (struct.least === undefined) expect(`sizeof(struct ${name})`, struct.size);
      for (const [member, { offset, size }] of Object.entries(fieldsOf(struct))) {
        if (isBitField(member) || NEWER.some((newer) => member.startsWith(newer))) continue;
        expect(`offsetof(struct ${name}, ${member})`, offset);
        expect(`sizeof(((struct ${name} *) 0)->${member})`, size);
      }
    }
    assertGreater(expected.length, os === "linux" ? 200 : 50);
    const source = `#define _GNU_SOURCE\n${HEADERS}\nint main(void) {\n${
      statements.join("\n")
    }\n}\n`;
    const { success, stdout } = new Deno.Command(compile(source)).outputSync();
    assert(success);
    assertEquals(new TextDecoder().decode(stdout).trimEnd().split("\n"), expected);
  },
});

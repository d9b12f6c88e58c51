/** Structures that macOS alone has, by the bytes. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { xucred } from "@bsd/socket";
import { everyStructs } from "../../src/structs/codec.ts";
import { lookups } from "../../src/socket/lookups.ts";
import { decodeStruct, encodeStruct } from "../../src/structs/struct.ts";

const struct = everyStructs.get("xucred")?.darwin;

/** Version 0, user 501, 3 groups: 20, 12, 61; room for 13 more. */
const BYTES = `00000000f501000003000000140000000c0000003d000000${"00".repeat(52)}`;

Deno.test("xucred: the credentials of a peer", () => {
  assert(struct !== null && struct !== undefined);
  const value = { cr_version: 0, cr_uid: 501, cr_ngroups: 3, cr_groups: [20, 12, 61] };
  const bytes = encodeStruct("xucred", struct, value);
  assertEquals(bytes.toHex(), BYTES);
  assertEquals<unknown>(decodeStruct("xucred", struct, bytes), {
    ...value,
    cr_groups: [20, 12, 61, ...Array(13).fill(0)],
  });
  const encode = (cr_groups: unknown) => () =>
    encodeStruct("xucred", struct, { ...value, cr_groups });
  assertThrows(encode(Array(17).fill(0)), RangeError, "at most 16 numbers");
  assertThrows(encode([1, -1]), RangeError, "cr_groups[1]");
  assertThrows(encode(["1"]), TypeError, "cr_groups[0]");
  assertThrows(encode(20), TypeError, "cr_groups");
});

Deno.test({
  name: "xucred: not where the OS has none",
  ignore: Deno.build.os === "darwin", // it has one
  fn() {
    assertThrows(() => xucred.size, TypeError, "no struct xucred");
  },
});

Deno.test({
  name: "kernel controls: not where the OS has none",
  ignore: Deno.build.os === "darwin", // it has some
  fn() {
    const look = () => lookups.controlId?.(-1, "com.apple.net.utun_control");
    assertThrows(look, TypeError, "no kernel controls");
  },
});

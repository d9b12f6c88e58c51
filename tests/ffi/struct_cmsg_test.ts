import { assert, assertEquals, assertThrows } from "@std/assert";
import { darwin, linux, windows } from "../../ffi/layout.ts";
import {
  type Cmsg,
  CMSG_LEN,
  CMSG_SPACE,
  decodeControl,
  encodeControl,
} from "../../ffi/struct/cmsg.ts";
import { compile } from "../support/compile.ts";
import { scaled } from "../support/scale.ts";
import { seeded } from "../support/seed.ts";

const LAYOUTS = [linux, darwin, windows];

/** Prints CMSG_LEN and CMSG_SPACE of 0 to 40, then control data made by the macros. */
const C = `
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

int main(void) {
  for (int n = 0; n <= 40; n++) printf("%d %d\\n", (int) CMSG_LEN(n), (int) CMSG_SPACE(n));
  static const int lengths[] = {0, 1, 4, 7, 8, 9, 12, 20, 3};
  static union { struct cmsghdr align; unsigned char bytes[1024]; } control;
  struct msghdr message = {.msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
  struct cmsghdr *c = CMSG_FIRSTHDR(&message);
  int total = 0;
  for (int i = 0; i < 9; i++) {
    c->cmsg_len = CMSG_LEN(lengths[i]);
    c->cmsg_level = i % 2 ? -i : 0x10203 * i;
    c->cmsg_type = i % 3 ? i : -0x7fffffff - 1;
    memset(CMSG_DATA(c), 0xa0 + i, lengths[i]);
    total += CMSG_SPACE(lengths[i]);
    c = CMSG_NXTHDR(&message, c);
  }
  for (int i = 0; i < total; i++) printf("%02x", control.bytes[i]);
  printf("\\n");
}
`;

const messages: Cmsg[] = [0, 1, 4, 7, 8, 9, 12, 20, 3].map((length, i) => [
  i % 2 === 1 ? -i : 0x10203 * i,
  i % 3 === 0 ? -0x80000000 : i,
  new Uint8Array(length).fill(0xa0 + i),
]);

const here = [linux, darwin].find((layout) => layout.os === Deno.build.os);

Deno.test({
  name: "control data is the C macros'",
  ignore: here === undefined, // the C program is for POSIX
  fn() {
    assert(here !== undefined);
    const { success, stdout } = new Deno.Command(compile(C)).outputSync();
    assert(success);
    const lines = new TextDecoder().decode(stdout).trimEnd().split("\n");
    const control = Uint8Array.fromHex(lines.pop() ?? "");
    const lengths = Array.from(
      { length: 41 },
      (_, n) => `${CMSG_LEN(n, here)} ${CMSG_SPACE(n, here)}`,
    );
    assertEquals(lines, lengths);
    assertEquals(encodeControl(messages, here).toHex(), control.toHex());
    assertEquals(decodeControl(control, control.length, here), messages);
  },
});

Deno.test("CMSG_LEN and CMSG_SPACE of each OS", () => {
  const sizes = LAYOUTS.map((layout) =>
    [0, 1, 5, 9].map((n) => [CMSG_LEN(n, layout), CMSG_SPACE(n, layout)])
  );
  const eight = [[16, 16], [17, 24], [21, 24], [25, 32]];
  assertEquals(sizes, [eight, [[12, 12], [13, 16], [17, 20], [21, 24]], eight]);
});

Deno.test("CMSG_LEN and CMSG_SPACE end where Python's do", () => {
  assertEquals(CMSG_LEN(2 ** 31 - 17, linux), 2 ** 31 - 1);
  assertEquals(CMSG_SPACE(2 ** 31 - 25, linux), 2 ** 31 - 8);
  for (const n of [-1, 2 ** 31 - 16, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
    assertThrows(() => CMSG_LEN(n, linux), RangeError, String(n));
    assertThrows(() => CMSG_SPACE(n, linux), RangeError, String(n));
  }
  assertThrows(() => CMSG_SPACE(2 ** 31 - 24, linux), RangeError);
  for (const n of [1.5, NaN, Infinity]) {
    assertThrows(() => CMSG_LEN(n, linux), TypeError, String(n));
    assertThrows(() => CMSG_SPACE(n, linux), TypeError, String(n));
  }
});

for (const layout of LAYOUTS) {
  Deno.test(`${layout.os}: messages come back, each with data of its own`, () => {
    const control = encodeControl(messages, layout);
    const decoded = decodeControl(control, control.length, layout);
    assertEquals(decoded, messages);
    control.fill(0xff);
    assertEquals(decoded, messages);
    // From a view that begins in the middle of its buffer, with room to spare after it.
    const room = new Uint8Array(control.length + 50).fill(0xee);
    const part = room.subarray(3);
    part.set(encodeControl(messages, layout));
    assertEquals(decodeControl(part, control.length, layout), messages);
    assertEquals(encodeControl([], layout), new Uint8Array(0));
    assertEquals(decodeControl(control, 0, layout), []);
  });

  Deno.test(`${layout.os}: a cut keeps whole messages and the data that is there of the last`, () => {
    const control = encodeControl(messages, layout);
    for (let length = 0; length <= control.length; length++) {
      const expected: Cmsg[] = [];
      let at = 0;
      for (const [level, type, data] of messages) {
        const room = length - at - layout.cmsghdr.size;
        if (room >= 0) expected.push([level, type, data.slice(0, room)]);
        at += CMSG_SPACE(data.length, layout);
      }
      const title = `${length} bytes`;
      assertEquals(decodeControl(control, length, layout), expected, title);
      // The same where the bytes end there, whatever length is claimed.
      assertEquals(decodeControl(control.subarray(0, length), 9999, layout), expected, title);
    }
  });

  Deno.test(`${layout.os}: garbage ends, within the bytes`, () => {
    const { size, align, cmsg_len } = layout.cmsghdr;
    for (const length of [0, 1, size - 1]) {
      const control = encodeControl([[1, 2, new Uint8Array(8)], [3, 4, new Uint8Array(8)]], layout);
      control[CMSG_SPACE(8, layout)] = length;
      assertEquals(decodeControl(control, control.length, layout).length, 1, `cmsg_len ${length}`);
    }
    const huge = new Uint8Array(64).fill(0xff, 0, cmsg_len[1]);
    assertEquals(decodeControl(huge, 64, layout), [[0, 0, new Uint8Array(64 - size)]]);
    return seeded((random) => {
      for (let i = 0; i < scaled(2000); i++) {
        const bytes = random.bytes(random.int(0, 200)).map((byte) =>
          random.pick([0, byte % 32, byte])
        );
        const decoded = decodeControl(bytes, bytes.length + random.int(-3, 3), layout);
        const used = decoded.reduce((sum, [, , data]) => sum + size + data.length, 0);
        assert(used <= bytes.length + decoded.length * align, `${bytes}`);
      }
    })();
  });
}

Deno.test("data is any bytes", () => {
  const expected = encodeControl([[1, 1, Uint8Array.of(2, 0, 3, 0)]], linux);
  const data = Uint16Array.of(9, 2, 3).subarray(1);
  for (const given of [data, new DataView(data.buffer, 2), data.buffer.slice(2)]) {
    assertEquals(encodeControl([[1, 1, given]], linux), expected);
  }
});

Deno.test("what is not a message is refused", () => {
  const data = new Uint8Array(1);
  const encode = (...messages: unknown[]) => () =>
    encodeControl(messages as Parameters<typeof encodeControl>[0], linux);
  for (const message of [null, undefined, 5, "xyz", [1, 2], [1, 2, data, 4], { length: 3 }]) {
    assertThrows(encode(message), TypeError, "[level, type, data]");
  }
  assertThrows(encode([1, 2, "x"]), TypeError, "new TextEncoder().encode(");
  assertThrows(encode([1, 2, 3]), TypeError, "ancillary data");
  assertThrows(encode(["1", 2, data]), TypeError, "cmsg_level");
  assertThrows(encode([1, 2.5, data]), TypeError, "cmsg_type");
  assertThrows(encode([2 ** 31, 2, data]), RangeError, "2147483648");
  assertThrows(encode([1, -(2 ** 31) - 1, data]), RangeError, "-2147483649");
});

/** Constants, enumerations and error names against every Python of this machine. */
import { assert, assertEquals, assertGreater } from "@std/assert";
import * as constants from "../../constants/mod.ts";
import { pythons } from "./pythons.ts";

/** Python's constants that are deliberately absent, or different, and why. */
const exceptions: Readonly<Record<string, string>> = {
  EBADF: "an error number: errno.EBADF",
  EAGAIN: "an error number: errno.EAGAIN",
  EWOULDBLOCK: "an error number: errno.EWOULDBLOCK",
  ...(Deno.build.os === "windows" ? { SOL_IP: "Python's 65531 makes setsockopt fail" } : {}),
};

const ours: Readonly<Record<string, unknown>> = constants;
const oracles = await pythons();

Deno.test("at least one Python 3.9 or newer is there to compare with", () => {
  const versions = oracles.map(({ version }) => version);
  console.log(`Pythons: ${versions.join(", ") || "NONE FOUND"}`);
  assertGreater(versions.length, 0, "no Python to compare with");
});

for (const oracle of oracles) {
  Deno.test(`Python ${oracle.version}: every constant of its socket module is ours too`, () => {
    const differences: string[] = [];
    let compared = 0;
    for (const [name, value] of Object.entries(oracle.constants)) {
      if (name in exceptions) continue;
      compared++;
      if (ours[name] !== value) differences.push(`${name}: ${ours[name]}, in Python ${value}`);
    }
    assertEquals(differences, []);
    assertGreater(compared, 150);
  });

  Deno.test(`Python ${oracle.version}: the enumerations have its members and print as it prints`, () => {
    const { AddressFamily, SocketKind, MsgFlag, AddressInfo } = constants;
    const enums: Record<string, Readonly<Record<string | number, unknown>>> = {
      AddressFamily,
      SocketKind,
      MsgFlag,
      AddressInfo,
    };
    for (const [name, both] of Object.entries(enums)) {
      const members = oracle.members[name] ?? {};
      assertGreater(Object.keys(members).length, 4);
      const picked = Object.fromEntries(
        Object.keys(members).map((member) => [member, both[member]]),
      );
      assertEquals(picked, members);
      const printed = oracle.printed[name] ?? {};
      assertEquals(
        Object.fromEntries(Object.keys(printed).map((value) => [value, both[value]])),
        printed,
      );
    }
  });

  Deno.test(`Python ${oracle.version}: error numbers and their names`, () => {
    const { errno, errorcode } = constants;
    const numbers: Readonly<Record<string, number | undefined>> = errno;
    for (const [name, number] of Object.entries(oracle.errno)) {
      assertEquals(numbers[name], number, name);
    }
    for (const [number, name] of Object.entries(oracle.errorcode)) {
      // On Windows the portable name wins over Winsock's.
      const portable = Deno.build.os === "windows" ? name.replace(/^WSA(?=E)/, "") : name;
      const expected = portable in errno && numbers[portable] === Number(number) ? portable : name;
      assertEquals(errorcode[Number(number)], expected, number);
    }
    assert(Object.keys(oracle.errorcode).length > 70);
  });
}

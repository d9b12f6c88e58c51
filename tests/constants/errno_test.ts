/** Error names by number, on each of the three OSes. */
import { assert, assertEquals } from "@std/assert";
import { errno, errorcode } from "../../constants/errno.ts";
import { darwin } from "../../constants/errno/darwin.ts";
import { linux } from "../../constants/errno/linux.ts";
import { namesByNumber } from "../../constants/errno/names.ts";
import { windows } from "../../constants/errno/windows.ts";

Deno.test("errorcode gives the name of each number of errno", () => {
  const numbers: Readonly<Record<string, number | undefined>> = errno;
  for (const [number, name] of Object.entries(errorcode)) {
    assertEquals(numbers[name], Number(number), name);
  }
  for (const number of Object.values(numbers)) assert(number !== undefined && number in errorcode);
  assertEquals(errorcode[errno.ECONNREFUSED], "ECONNREFUSED");
});

Deno.test("Linux: of names that share a number Python's is given", () => {
  const names = namesByNumber(linux);
  assertEquals([names[11], names[35], names[95], names[111]], [
    "EAGAIN",
    "EDEADLOCK",
    "ENOTSUP",
    "ECONNREFUSED",
  ]);
});

Deno.test("macOS: ENOTSUP and EOPNOTSUPP differ, EAGAIN and EWOULDBLOCK do not", () => {
  const names = namesByNumber(darwin);
  assertEquals([names[35], names[45], names[102]], ["EAGAIN", "ENOTSUP", "EOPNOTSUPP"]);
});

Deno.test("Windows: the portable name where there is one, else Winsock's", () => {
  const names = namesByNumber(windows);
  assertEquals([names[2], names[11], names[10035], names[10061]], [
    "ENOENT",
    "EAGAIN",
    "EWOULDBLOCK",
    "ECONNREFUSED",
  ]);
  assertEquals([names[13], names[10013], names[10093]], [
    "EACCES",
    "WSAEACCES",
    "WSANOTINITIALISED",
  ]);
});

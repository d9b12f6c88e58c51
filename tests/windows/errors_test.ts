/** What Winsock and Windows say of failures, as error numbers and texts; pure, so that it runs anywhere. */
import { assertEquals } from "@std/assert";
import { windows as errno } from "../../constants/errno/windows.ts";
import { errnoOf, makeErrors } from "../../ffi/backend/windows_errors.ts";

Deno.test("Winsock's numbers are kept, but for the six whose names are the C runtime's", () => {
  assertEquals(errnoOf(10004), errno.EINTR);
  assertEquals(errnoOf(10009), errno.EBADF);
  assertEquals(errnoOf(10013), errno.EACCES);
  assertEquals(errnoOf(10014), errno.EFAULT);
  assertEquals(errnoOf(10022), errno.EINVAL);
  assertEquals(errnoOf(10024), errno.EMFILE);
  for (let code = 10000; code < 11999; code++) {
    if (![10004, 10009, 10013, 10014, 10022, 10024].includes(code)) {
      assertEquals(errnoOf(code), code);
    }
  }
});

Deno.test("Windows' own numbers become C's; one that has no equal is EINVAL, none is 0", () => {
  assertEquals(errnoOf(5), errno.EACCES);
  assertEquals(errnoOf(6), errno.EBADF);
  assertEquals(errnoOf(8), errno.ENOMEM);
  assertEquals(errnoOf(87), errno.EINVAL);
  assertEquals(errnoOf(0), errno.EINVAL);
});

/** Errors over a system with these answers, which notes what it is asked. */
function errorsOver(answers: { winsock?: number; system?: number; text?: string }) {
  const asked: unknown[] = [];
  const text = new TextEncoder().encode("C's text");
  const errors = makeErrors({
    WSAGetLastError: () => (asked.push("WSAGetLastError"), answers.winsock ?? 0),
    GetLastError: () => (asked.push("GetLastError"), answers.system ?? 0),
    FormatMessageW(flags, _source, id, language, buffer, size) {
      asked.push(["FormatMessageW", flags, id, language]);
      const units = Array.from(answers.text ?? "", (letter) => letter.charCodeAt(0));
      const into = ArrayBuffer.isView(buffer) ? buffer.buffer : buffer ?? new ArrayBuffer(0);
      new Uint16Array(into).set(units.slice(0, size));
      return units.length;
    },
    strerror: (number) => (asked.push(["strerror", number]), 1n),
  }, {
    address: () => 0n,
    read: () => text,
    fill: () => {},
    cstring: () => text,
    allocate: () => 0n,
    free: () => {},
    write: () => {},
    pointers: () => [],
  });
  return { errors, asked };
}

Deno.test("a result below 0 is minus the number that is left, read at once; others ask nothing", () => {
  const { errors, asked } = errorsOver({ winsock: 10061 });
  assertEquals([errors.done(0), errors.done(5)], [0, 5]);
  assertEquals(asked, []);
  assertEquals(errors.done(-1), -errno.ECONNREFUSED);
  assertEquals(asked, ["WSAGetLastError"]);
});

Deno.test("a BOOL of 0 is minus the system's number, any other is 0", () => {
  const { errors, asked } = errorsOver({ system: 6 });
  assertEquals(errors.granted(17), 0);
  assertEquals(errors.granted(0), -errno.EBADF);
  assertEquals(asked, ["GetLastError"]);
});

Deno.test("texts: the system's for Winsock's numbers without its end, C's for C's", () => {
  const { errors, asked } = errorsOver({ text: "No one is there. \r\n" });
  assertEquals(errors.strerror(errno.ECONNREFUSED), "No one is there");
  assertEquals(errors.strerror(errno.EINVAL), "C's text");
  assertEquals(asked, [["FormatMessageW", 0x1200, 10061, 0], ["strerror", 22]]);
  assertEquals(errorsOver({}).errors.strerror(10035), "Windows error 10035");
});

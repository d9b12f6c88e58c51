/** Connections that cannot be made, on a Windows whose WSAPoll says nothing of them: before 10, 2004. */
import { assert, assertEquals } from "@std/assert";
import { windows as errno } from "../../constants/errno/windows.ts";
import { windows as constants } from "../../constants/windows.ts";
import type { Backend } from "../../ffi/backend/contract.ts";
import { makeBackend } from "../../ffi/backend/windows.ts";
import { openLibraries, type WindowsSymbols } from "../../ffi/backend/windows_libraries.ts";
import { joined } from "../../ffi/library.ts";
import { viewOf } from "../../ffi/struct/fields.ts";
import { winsock } from "../socket/helpers.ts";

const { AF_INET, POLLERR, SO_ERROR, SOCK_STREAM, SOL_SOCKET } = constants;

/** The real libraries, but that WSAPoll leaves those out that have failed. */
function older(): WindowsSymbols {
  const c = openLibraries();
  return joined(c, {
    WSAPoll(fds: unknown, count: number, timeout: number): number {
      assert(fds instanceof Uint8Array);
      let found = c.WSAPoll(fds, count, timeout);
      const view = viewOf(fds);
      for (let revents = 10; revents < fds.length; revents += 16) {
        if ((view.getInt16(revents, true) & POLLERR) === 0) continue;
        view.setInt16(revents, 0, true);
        found--;
      }
      return found;
    },
  });
}

/** A socket that does not block, and an address at which nobody listens as long as it is bound. */
function unanswered(os: Backend): { fd: number; address: Uint8Array<ArrayBuffer>; close(): void } {
  const address = Uint8Array.of(AF_INET, 0, 0, 0, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
  const [silent, fd] = [os.socket(AF_INET, SOCK_STREAM, 0), os.socket(AF_INET, SOCK_STREAM, 0)];
  assertEquals(os.bind(silent, address), 0);
  assertEquals(os.getsockname(silent, address, new Uint32Array([address.length])), 0);
  assertEquals(os.set_nonblocking(fd, true), 0);
  return {
    fd,
    address,
    close() {
      os.close(silent);
      os.close(fd);
    },
  };
}

function assertRefused(os: Backend, fd: number): void {
  const error = new Uint8Array(4);
  assertEquals(os.getsockopt(fd, SOL_SOCKET, SO_ERROR, error, new Uint32Array([4])), 0);
  assertEquals(viewOf(error).getInt32(0, true), errno.ECONNREFUSED);
}

function test(name: string, fn: (os: Backend) => void): void {
  Deno.test({
    name: `Windows before 10, 2004: ${name}`,
    ignore: !winsock,
    sanitizeResources: false, // libraries stay open
    fn: () => fn(makeBackend(older())),
  });
}

test("waiting for a connection ends when it is refused", (os) => {
  const { fd, address, close } = unanswered(os);
  assertEquals(os.connect(fd, address), -errno.EWOULDBLOCK);
  assert(os.wait(fd, false, true, -1) > 0);
  assertRefused(os, fd);
  close();
});

test("the poller tells of a connection that is refused", (os) => {
  const { fd, address, close } = unanswered(os);
  const poller = os.makePoller();
  assert(typeof poller !== "number");
  assertEquals(os.connect(fd, address), -errno.EWOULDBLOCK);
  poller.watch(fd, 1, false, true);
  const events: unknown[] = [];
  while (poller.poll((...event) => void events.push(event)) === 0);
  assertEquals(events, [[1, true, true, false]]);
  poller.forget(fd, 1);
  assertRefused(os, fd);
  close();
});

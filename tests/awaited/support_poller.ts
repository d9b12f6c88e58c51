/**
 * The poller that the tests of a process run on, and its descriptors, which stay open: they must be
 * there before the first census.
 */
import { assertEquals } from "@std/assert";
import { socketpair } from "@bsd/socket";
import { useFallbackPoller } from "../../src/awaited/engine.ts";

/** The variable that says which poller the tests run on: "poll" in the child process of `alsoOnPoll`. */
export const POLLER = "BSD_SOCKET_TEST_POLLER";

/** Whether this process's reactor is on poll(2). */
export const onPoll = Deno.env.get(POLLER) === "poll";
if (onPoll) useFallbackPoller();

/** How many descriptors of this process are epoll(7)'s. */
function epolls(): number {
  const links = Array.from(Deno.readDirSync("/proc/self/fd"), ({ name }) => {
    try {
      return Deno.readLinkSync(`/proc/self/fd/${name}`);
    } catch {
      return "";
    }
  });
  return links.filter((link) => link === "anon_inode:[eventpoll]").length;
}

const before = epolls();
{
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const received = a.promises.recv(1);
  b.send(new Uint8Array(1));
  await received;
}
assertEquals(epolls() - before, onPoll ? 0 : 1, "the wrong poller");

/**
 * The poller that the tests of a process run on, and its descriptors, which stay open: they must be
 * there before the first census.
 */
import { assertEquals } from "@std/assert";
import { socketpair } from "@bsd/socket";
import { useFallbackPoller } from "../../src/awaited/engine.ts";
import { census } from "../support/census.ts";

/** The variable that says which poller the tests run on: "poll" in the child process of `alsoOnPoll`. */
export const POLLER = "BSD_SOCKET_TEST_POLLER";

/** Whether this process's reactor is on poll(2). */
export const onPoll = Deno.env.get(POLLER) === "poll";
if (onPoll) useFallbackPoller();

/** How many descriptors of this process are epoll(7)'s; 0 where descriptors cannot be counted. */
function epolls(): number {
  return [...census().values()].filter((link) => link === "anon_inode:[eventpoll]").length;
}

const before = epolls();
{
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const received = a.promises.recv(1);
  b.send(new Uint8Array(1));
  await received;
}
const expected = onPoll || census().size === 0 ? 0 : 1;
assertEquals(epolls() - before, expected, "the wrong poller");

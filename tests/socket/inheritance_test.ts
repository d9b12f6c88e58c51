/** Which descriptors a child process gets (PEP 446). */
import { assertEquals, assertThrows } from "@std/assert";
import {
  AF_INET,
  create_connection,
  create_server,
  fromfd,
  OSError,
  recv_fds,
  send_fds,
  SOCK_DGRAM,
  SOCK_STREAM,
  type Socket,
  socket,
  socketpair,
} from "@bsd/socket";
import { test } from "../support/census.ts";
import { run } from "../support/peer.ts";
import { CLOSED, target, winsock } from "./helpers.ts";

/** Which of these sockets a child process has as well; of handles nobody tells. */
async function inherited(...sockets: readonly Socket[]): Promise<Socket[]> {
  if (winsock) return [];
  const seen = await run("sh", ["-c", "ls -l /proc/self/fd"]);
  return sockets.filter((each) => seen.includes(target(each.fileno())));
}

test("inheritance: no child gets a socket, however it was made", async () => {
  using s = socket();
  using datagrams = socket(AF_INET, SOCK_DGRAM);
  const [a, b] = socketpair();
  using _a = a, _b = b;
  using server = create_server(["127.0.0.1", 0]);
  using client = create_connection(server.getsockname());
  const [conn] = server.accept();
  using _ = conn;
  using copy = s.dup();
  using another = fromfd(s.fileno(), s.family, SOCK_STREAM);
  using bare = socket({ fileno: s.dup().detach() });

  const sockets = [s, datagrams, a, b, server, client, conn, copy, another, bare];
  for (const each of sockets) assertEquals(each.get_inheritable(), false, String(each));
  assertEquals((await inherited(...sockets)).map(String), []);
});

test("inheritance: no child gets a descriptor that was received", async () => {
  using s = socket();
  const [a, b] = socketpair();
  using _a = a, _b = b;
  send_fds(a, [new Uint8Array(1)], [s.fileno()]);
  const [, [fd = -1]] = recv_fds(b, 1, 1);
  using received = socket({ fileno: fd });
  assertEquals(received.get_inheritable(), false);
  assertEquals(await inherited(received), []);
});

test("inheritance: a child gets the socket that it is to get", async () => {
  using s = socket();
  using other = socket();
  s.set_inheritable(true);
  assertEquals([s.get_inheritable(), other.get_inheritable()], [true, false]);
  assertEquals(await inherited(s, other), [s]);

  s.set_inheritable(false);
  assertEquals(await inherited(s), []);
});

test("inheritance: of duplicates each has its own say", () => {
  using s = socket();
  s.set_inheritable(true);
  using copy = s.dup();
  assertEquals(copy.get_inheritable(), false);
  s.set_inheritable(false);
  s.set_inheritable(false);
  assertEquals(s.get_inheritable(), false);
  copy.set_inheritable(true);
  assertEquals([s.get_inheritable(), copy.get_inheritable()], [false, true]);
});

test("inheritance: adopting a descriptor leaves it as it is", () => {
  using s = socket();
  s.set_inheritable(true);
  using adopted = socket({ fileno: s.detach() });
  assertEquals(adopted.get_inheritable(), true);
});

test("inheritance: a closed socket has none", () => {
  const s = socket();
  s.close();
  assertEquals(assertThrows(() => s.get_inheritable(), OSError).errno, CLOSED);
  assertEquals(assertThrows(() => s.set_inheritable(true), OSError).errno, CLOSED);
});

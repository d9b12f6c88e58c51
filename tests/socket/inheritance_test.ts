/** Which descriptors a child process gets (PEP 446). */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  AF_UNIX,
  create_connection,
  create_server,
  fromfd,
  OSError,
  recv_fds,
  send_fds,
  SOCK_DGRAM,
  SOCK_STREAM,
  socket,
  socketpair,
} from "@bsd/socket";
import { test } from "../support/census.ts";
import { run } from "../support/peer.ts";
import { target } from "./helpers.ts";

/** The sockets that a child process has, by what its descriptors refer to. */
async function inherited(): Promise<string[]> {
  const output = await run("sh", ["-c", "ls -l /proc/self/fd"]);
  return output.match(/socket:\[\d+\]/g) ?? [];
}

test("inheritance: no child gets a socket, however it was made", async () => {
  using s = socket();
  using datagrams = socket(AF_UNIX, SOCK_DGRAM);
  const [a, b] = socketpair();
  using _a = a, _b = b;
  using server = create_server(["127.0.0.1", 0]);
  using client = create_connection(server.getsockname());
  const [conn] = server.accept();
  using _ = conn;
  using copy = s.dup();
  using another = fromfd(s.fileno(), s.family, SOCK_STREAM);
  send_fds(a, [new Uint8Array(1)], [datagrams.fileno()]);
  const [, [fd = -1]] = recv_fds(b, 1, 1);
  using received = socket({ fileno: fd });
  using bare = socket({ fileno: s.dup().detach() });

  const sockets = [s, datagrams, a, b, server, client, conn, copy, another, received, bare];
  for (const each of sockets) assertEquals(each.get_inheritable(), false, String(each));
  const seen = await inherited();
  for (const each of sockets) assert(!seen.includes(target(each.fileno())), String(each));
});

test("inheritance: a child gets the socket that it is to get", async () => {
  using s = socket();
  using other = socket();
  s.set_inheritable(true);
  assertEquals([s.get_inheritable(), other.get_inheritable()], [true, false]);
  const seen = await inherited();
  assert(seen.includes(target(s.fileno())));
  assert(!seen.includes(target(other.fileno())));

  // Of duplicates each has its own say.
  using copy = s.dup();
  assertEquals(copy.get_inheritable(), false);
  s.set_inheritable(false);
  s.set_inheritable(false);
  assertEquals(s.get_inheritable(), false);
  assert(!(await inherited()).includes(target(s.fileno())));
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
  assertEquals(assertThrows(() => s.get_inheritable(), OSError).code, "EBADF");
  assertEquals(assertThrows(() => s.set_inheritable(true), OSError).code, "EBADF");
});

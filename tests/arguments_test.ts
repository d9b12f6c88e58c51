/** What errors say of the arguments that they are about. */
import { create_connection, create_server, inet_aton, socketpair } from "@bsd/socket";
import * as promises from "@bsd/socket/promises";
import { assertRejects, assertThrows } from "@std/assert";
import { test } from "./support/census.ts";

test("a value of the wrong type is shown as what it is", () => {
  const [a, b] = socketpair();
  using _b = b, sock = a;
  const cases: [value: unknown, shown: string][] = [
    ["5", '"5"'],
    [5n, "5n"],
    [[5], "[object Array]"],
    [Uint8Array.of(5), "[object Uint8Array]"],
    [() => 5, "[object Function]"],
    [Promise.resolve(5), "[object Promise]"],
    [sock, String(sock)],
    [null, "null"],
    [1.5, "1.5"],
  ];
  for (const [value, shown] of cases) {
    const number = value as number;
    assertThrows(() => sock.recv(number), TypeError, `bufsize must be an integer, not ${shown}`);
  }
  assertThrows(() => sock.recv_into([] as never), TypeError, "view of one, not [object Array]");
  assertThrows(() => sock.settimeout("5" as never), TypeError, 'or null, not "5"');
  assertThrows(() => inet_aton(["::1"] as never), TypeError, "as a string, not [object Array]");
});

test("an argument in the place of the options is an error, and is not lost", async () => {
  using server = create_server(["127.0.0.1", 0]);
  const address = server.getsockname();
  const text = (name: string, shown: string) =>
    `${name}() takes its options as an object, not ${shown}`;
  const connecting = text("create_connection", "5");
  assertThrows(() => create_connection(address, 5 as never), TypeError, connecting);
  await assertRejects(
    () => promises.create_connection(address, 5 as never),
    TypeError,
    connecting,
  );
  assertThrows(() => create_server(["", 0], 2 as never), TypeError, text("create_server", "2"));
  await assertRejects(
    () => promises.create_server(["", 0], [2] as never),
    TypeError,
    text("create_server", "[object Array]"),
  );
  using client = create_connection(address);
  assertThrows(() => client.makefile("rb", 0 as never), TypeError, text("makefile", "0"));
});

/** The default time-out, and which mode an accepted socket gets: compared with Python's rule. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  create_connection,
  fromfd,
  getdefaulttimeout,
  setdefaulttimeout,
  socket,
  socketpair,
} from "@bsd/socket";
import { test } from "../support/census.ts";
import { isNonblocking, pythonSocket } from "./helpers.ts";

const TIMEOUTS = [null, 0, 2.5] as const;

/** Runs `fn` with a default time-out. */
function withDefault<T>(timeout: number | null, fn: () => T): T {
  setdefaulttimeout(timeout);
  try {
    return fn();
  } finally {
    setdefaulttimeout(null);
  }
}

test("default time-out: new sockets of all kinds start with it", () => {
  assertEquals(getdefaulttimeout(), null);
  for (const timeout of TIMEOUTS) {
    withDefault(timeout, () => {
      assertEquals(getdefaulttimeout(), timeout);
      using s = socket();
      const [a, b] = socketpair();
      using _a = a, _b = b;
      using copy = fromfd(s.fileno(), s.family, s.type);
      using adopted = socket({ fileno: s.dup().detach() });
      for (const each of [s, a, b, copy, adopted]) {
        assertEquals(each.gettimeout(), timeout);
        assertEquals(isNonblocking(each), timeout !== null);
      }
    });
  }
  assertEquals(getdefaulttimeout(), null);
  assertThrows(() => setdefaulttimeout(-1), RangeError);
  assertThrows(() => setdefaulttimeout("1" as never), TypeError);
  assertEquals(getdefaulttimeout(), null);
});

test("dup: the time-out is the socket's, not the default", () => {
  using s = socket();
  s.settimeout(7);
  using copy = withDefault(3, () => s.dup());
  assertEquals(copy.gettimeout(), 7);
});

test("accept: the new socket's mode is as in Python, whatever the listener's", async () => {
  await using peer = pythonSocket(`
    timeouts = None, 0, 2.5
    for default in timeouts:
        for own in timeouts:
            socket.setdefaulttimeout(default)
            with socket.create_server(("127.0.0.1", 0)) as server:
                server.settimeout(own)
                with socket.socket() as client:
                    client.settimeout(5)
                    client.connect(server.getsockname())
                    conn, _ = server.accept()
                    print(default, own, conn.gettimeout(), os.get_blocking(conn.fileno()))
                    conn.close()
  `);
  const show = (value: number | null) =>
    value === null ? "None" : value.toFixed(1).replace(".0", "");
  for (const timeout of TIMEOUTS) {
    for (const own of TIMEOUTS) {
      using server = socket();
      server.settimeout(own);
      server.bind(["127.0.0.1", 0]);
      server.listen();
      using client = create_connection(server.getsockname(), { timeout: 5 });
      const [conn, address] = withDefault(timeout, () => server.accept());
      using _ = conn;
      assertEquals(address, client.getsockname());
      const blocking = isNonblocking(conn) ? "False" : "True";
      // Python remembers numbers as it would print the floats they became.
      const [first, second, got, mode] = (await peer.line()).split(" ");
      assertEquals([first, second], [show(timeout), show(own)]);
      assertEquals([show(conn.gettimeout()), blocking], [got?.replace(".0", ""), mode]);
    }
  }
  await peer.end();
});

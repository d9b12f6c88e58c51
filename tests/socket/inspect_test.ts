/** How a socket prints. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  create_connection,
  create_server,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  socket,
  socketpair,
} from "@bsd/socket";
import { test } from "../support/census.ts";
import { tempDir } from "../support/temp.ts";
import { encode, pythonSocket, winsock } from "./helpers.ts";

/** What is told of a socket of IPv4 without a name. */
const UNBOUND = ", laddr=('0.0.0.0', 0)";

test("inspect: what Python says of the same kinds of sockets, with names for numbers", async () => {
  await using peer = pythonSocket(`
    for family, kind in (socket.AF_INET, socket.SOCK_STREAM), (socket.AF_INET6, socket.SOCK_DGRAM):
        with socket.socket(family, kind) as s:
            if family == socket.AF_INET6: s.bind(("::1", 0))
            print(family.name, kind.name, repr(s))
        print(family.name, kind.name, repr(s))
  `);
  for (const [family, type] of [[AF_INET, SOCK_STREAM], [AF_INET6, SOCK_DGRAM]] as const) {
    const s = socket(family as number, type);
    if (family === AF_INET6) s.bind(["::1", 0]);
    const texts = [String(s)];
    s.close();
    texts.push(String(s));
    for (const text of texts) {
      const line = await peer.line();
      const [, familyName = "", typeName = "", theirs = ""] = /^(\S+) (\S+) (.*)$/.exec(line) ?? [];
      // Winsock has no name for what is not bound.
      const expected = theirs
        .replace(winsock ? UNBOUND : "", "")
        .replace("<socket.socket", "<Socket")
        .replace(/family=\d+/, `family=${familyName}`)
        .replace(/type=\d+/, `type=${typeName}`);
      // The descriptor and the port are each process's own.
      const own = /fd=\d+|(?<='::1', )\d+/g;
      assertEquals(text.replaceAll(own, "?"), expected.replaceAll(own, "?"));
    }
  }
  await peer.end();
});

test("inspect: Deno.inspect and console.log print the same as toString", () => {
  using s = socket(AF_INET, SOCK_DGRAM);
  const text = `<Socket fd=${s.fileno()}, family=AF_INET, type=SOCK_DGRAM, proto=0` +
    `${winsock ? "" : UNBOUND}>`;
  assertEquals(s.toString(), text);
  assertEquals(`${s}`, text);
  assertEquals(Deno.inspect(s), text);
  assertStringIncludes(Deno.inspect({ s }), `s: ${text}`);
  assertEquals(Deno.inspect(s, { colors: true }), text);
});

test("inspect: both ends of a connection", () => {
  using server = create_server(["127.0.0.1", 0]);
  using client = create_connection(server.getsockname());
  const [conn, [, theirs]] = server.accept();
  using _ = conn;
  const [, port] = server.getsockname();
  const kind = "family=AF_INET, type=SOCK_STREAM";
  assertEquals(
    `${server}`,
    `<Socket fd=${server.fileno()}, ${kind}, proto=0, laddr=('127.0.0.1', ${port})>`,
  );
  assertEquals(
    `${client}`,
    // What getaddrinfo(3) says; on Windows it says nothing of it.
    `<Socket fd=${client.fileno()}, ${kind}, proto=${
      winsock ? 0 : 6
    }, laddr=('127.0.0.1', ${theirs}), ` +
      `raddr=('127.0.0.1', ${port})>`,
  );
  assertEquals(
    `${conn}`,
    `<Socket fd=${conn.fileno()}, ${kind}, proto=0, laddr=('127.0.0.1', ${port}), ` +
      `raddr=('127.0.0.1', ${theirs})>`,
  );
});

test("inspect: names of AF_UNIX sockets", () => {
  using directory = tempDir();
  using path = socket(AF_UNIX, SOCK_SEQPACKET);
  path.bind(`${directory.path}/sock`);
  assertMatch(
    String(path),
    /^<Socket fd=\d+, family=AF_UNIX, type=SOCK_SEQPACKET, proto=0, laddr=/,
  );
  assertEquals(String(path).includes(`${directory.path}/sock`), true);
  using abstract = socket(AF_UNIX, SOCK_STREAM);
  abstract.bind(encode(`\0bsd-inspect-${Deno.pid}`));
  assertMatch(String(abstract), /laddr=b'\\x00bsd-inspect-\d+'>$/);
  const [a, b] = socketpair();
  using _a = a, _b = b;
  assertEquals(String(a), `<Socket fd=${a.fileno()}, family=AF_UNIX, type=SOCK_STREAM, proto=0>`);
});

test("inspect: a socket that is closed or given away, and kinds without a name", () => {
  const s = socket();
  s.close();
  assertEquals(String(s), "<Socket [closed] fd=-1, family=AF_INET, type=SOCK_STREAM, proto=0>");
  assertEquals(Deno.inspect(s), String(s));
  const given = socket();
  given.bind(["127.0.0.1", 0]);
  using strange = socket({ fileno: given.detach(), family: 12345, type: 99, proto: 7 });
  assertMatch(String(strange), /^<Socket fd=\d+, family=12345, type=99, proto=7, laddr=/);
  assertEquals(String(given), String(s));
});

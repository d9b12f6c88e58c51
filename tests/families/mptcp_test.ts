/** MPTCP (RFC 8684): TCP over several paths, as far as one path shows it. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  type AddressFamily,
  AF_INET,
  create_connection,
  IPPROTO_MPTCP,
  OSError,
  SHUT_WR,
  SOCK_STREAM,
  type Socket,
  socket,
  SOL_MPTCP,
} from "@bsd/socket";
import {
  decode,
  encode,
  type IpAddress,
  LOOPBACK,
  pythonSocket,
  receiveAll,
  sha256,
} from "../socket/helpers.ts";
import { familyTest } from "../support/family.ts";
import { seeded } from "../support/seed.ts";
import { FACES } from "./faces.ts";

const test = familyTest("IPPROTO_MPTCP", AF_INET, SOCK_STREAM, IPPROTO_MPTCP);

// linux/mptcp.h: struct mptcp_info, as far as its flags.
const MPTCP_INFO = 1;
const FLAGS = 8;
const INFO_SIZE = 12;
const FLAG_FALLBACK = 1;
const FLAG_REMOTE_KEY_RECEIVED = 2;

/** Whether a connection is one of MPTCP, and has not fallen back to TCP. */
function isMultipath(s: Socket<IpAddress>): boolean {
  try {
    const info = s.getsockopt(SOL_MPTCP, MPTCP_INFO, INFO_SIZE);
    assertEquals(info.length, INFO_SIZE);
    const flags = new DataView(info.buffer).getUint32(FLAGS, true);
    return (flags & (FLAG_FALLBACK | FLAG_REMOTE_KEY_RECEIVED)) === FLAG_REMOTE_KEY_RECEIVED;
  } catch (e) {
    // An accepted connection that has fallen back is a socket of TCP, which knows no such level.
    const code = e instanceof OSError ? e.code : null;
    if (code === "ENOTSUP" || code === "ENOPROTOOPT") return false;
    throw e;
  }
}

function listening(family: AddressFamily<IpAddress>, host: string, proto: number) {
  const server = socket<IpAddress>(family, SOCK_STREAM, proto);
  server.bind([host, 0]);
  server.listen();
  server.settimeout(20);
  return server;
}

for (const { name, family, host } of LOOPBACK) {
  const mptcp = () => {
    const s = socket<IpAddress>(family, SOCK_STREAM, IPPROTO_MPTCP);
    s.settimeout(20);
    return s;
  };

  for (const [face, on] of FACES) {
    test(
      `MPTCP over ${name}: both ends know it (${face})`,
      seeded(async (random) => {
        assert(IPPROTO_MPTCP !== undefined);
        using server = listening(family, host, IPPROTO_MPTCP);
        using client = mptcp();
        await on(client).connect(server.getsockname());
        const [conn, address] = await on(server).accept();
        using _ = conn;
        assertEquals(address, client.getsockname());
        assertEquals([client.proto, conn.proto], [IPPROTO_MPTCP, IPPROTO_MPTCP]);
        const data = random.bytes(10_000);
        await on(client).sendall(data);
        client.shutdown(SHUT_WR);
        assertEquals(sha256(receiveAll(conn)), sha256(data));
        assertEquals([isMultipath(client), isMultipath(conn)], [true, true]);
        await on(conn).sendall(encode("back"));
        assertEquals(await on(client).recv(10), encode("back"));
      }),
    );
  }

  test(`MPTCP over ${name}: a TCP at the other end makes it TCP`, () => {
    using server = listening(family, host, 0);
    using client = mptcp();
    client.connect(server.getsockname());
    const [conn] = server.accept();
    using _ = conn;
    client.sendall(encode("plain"));
    assertEquals(conn.recv(10), encode("plain"));
    assertEquals([isMultipath(client), isMultipath(conn)], [false, false]);
  });

  test(`MPTCP over ${name}: with Python as client and as server`, async () => {
    assert(IPPROTO_MPTCP !== undefined);
    using server = listening(family, host, IPPROTO_MPTCP);
    await using peer = pythonSocket(
      `
      family, host, port = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
      def make(): return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_MPTCP)
      def is_multipath(s):
          SOL_MPTCP, MPTCP_INFO = 284, 1
          flags = struct.unpack_from("I", s.getsockopt(SOL_MPTCP, MPTCP_INFO, 12), 8)[0]
          return flags & 3 == 2
      with make() as s:
          s.connect((host, port))
          s.sendall(b"from Python")
          print(s.recv(100).decode(), is_multipath(s))
      with make() as server:
          server.bind((host, 0))
          server.listen()
          print(server.getsockname()[1])
          conn, address = server.accept()
          with conn:
              data = read_all(conn)
              print(data.decode(), address[1], is_multipath(conn))
              conn.sendall(data[::-1])
      `,
      family,
      host,
      server.getsockname()[1] ?? 0,
    );
    {
      const [conn] = server.accept();
      using _ = conn;
      assertEquals(decode(conn.recv(100)), "from Python");
      assert(isMultipath(conn));
      conn.sendall(encode("to Python"));
      assertEquals(await peer.line(), "to Python True");
    }
    using client = mptcp();
    client.connect([host, Number(await peer.line())]);
    client.sendall(encode("abc"));
    client.shutdown(SHUT_WR);
    assertEquals(await peer.line(), `abc ${client.getsockname()[1]} True`);
    assertEquals(decode(receiveAll(client)), "cba");
    assert(isMultipath(client));
    await peer.end();
  });
}

test("MPTCP: a TCP client is served too, and nobody is refused as by TCP", () => {
  assert(IPPROTO_MPTCP !== undefined);
  using server = listening(AF_INET, "127.0.0.1", IPPROTO_MPTCP);
  const address = server.getsockname();
  {
    using client = create_connection([address[0], address[1]]);
    const [conn] = server.accept();
    using _ = conn;
    conn.sendall(encode("hello"));
    assertEquals(client.recv(10), encode("hello"));
    assert(!isMultipath(conn));
  }
  server.close();
  using late = socket<IpAddress>(AF_INET, SOCK_STREAM, IPPROTO_MPTCP);
  assertEquals(assertThrows(() => late.connect(address), OSError).code, "ECONNREFUSED");
});

/** AF_RDS over the loopback: reliable datagrams between ports of AF_INET addresses. */
import { assert, assertEquals, assertGreater, assertThrows } from "@std/assert";
import {
  AF_RDS,
  OSError,
  RDS_RECVERR,
  SO_TIMESTAMP,
  SOCK_SEQPACKET,
  socket,
  SOL_RDS,
  SOL_SOCKET,
  timeval,
} from "@bsd/socket";
import { awaited, blocking } from "../awaited/faces.ts";
import "../awaited/support_poller.ts";
import { decode, encode, pythonSocket } from "../socket/helpers.ts";
import { familyTest } from "../support/family.ts";

const test = familyTest("AF_RDS", AF_RDS, SOCK_SEQPACKET);

function bound() {
  const s = socket(AF_RDS, SOCK_SEQPACKET);
  s.bind(["127.0.0.1", 0]);
  return s;
}

test("names: none, as in Python, and one that is chosen", () => {
  using s = socket(AF_RDS, SOCK_SEQPACKET);
  assertEquals(s.getsockname() as unknown, [0, new Uint8Array(14)]);
  s.bind(["127.0.0.1", 0]);
  const [host, port] = s.getsockname();
  assertEquals(host, "127.0.0.1");
  assert(port > 0);
  assertThrows(() => s.getpeername(), OSError, "not connected");
});

for (const [face, on] of Object.entries({ blocking, awaited })) {
  test(`${face}: datagrams to an address, with their bounds, and back`, async () => {
    using server = bound();
    using client = bound();
    for (const text of ["one", "two"]) {
      assertEquals(await on(client).sendto(encode(text), server.getsockname()), 3);
    }
    for (const text of ["one", "two"]) {
      const [data, from] = await on(server).recvfrom(100);
      assertEquals([decode(data), from], [text, client.getsockname()]);
    }
    await on(server).sendmsg([encode("ba"), encode("ck")], [], 0, client.getsockname());
    const [data, ancdata, flags, from] = await on(client).recvmsg(100, 100);
    assertEquals([decode(data), ancdata, flags, from], ["back", [], 0, server.getsockname()]);
  });

  test(`${face}: batches`, async () => {
    using server = bound();
    using client = bound();
    const to = server.getsockname();
    const messages = ["one", "two"].map((text) => [encode(text), to] as const);
    const sender = on === blocking ? client : client.promises;
    assertEquals(await sender.sendmmsg(messages), 2);
    for (const text of ["one", "two"]) assertEquals(decode(await on(server).recv(100)), text);
  });

  test(`${face}: connected, and a timestamp as ancillary data`, async () => {
    using server = bound();
    using client = bound();
    server.setsockopt(SOL_SOCKET, SO_TIMESTAMP, 1);
    await on(client).connect(server.getsockname());
    assertEquals(client.getpeername(), server.getsockname());
    await on(client).send(encode("when"));
    const [data, [[level, type, value] = [], ...others]] = await on(server).recvmsg(100, 100);
    assertEquals([decode(data), level, type, others], ["when", SOL_SOCKET, SO_TIMESTAMP, []]);
    assertGreater(timeval.decode(value ?? new Uint8Array(0)).tv_sec, 1_500_000_000);
  });
}

test("options", () => {
  using s = bound();
  assertEquals(s.getsockopt(SOL_RDS, RDS_RECVERR), 0);
  s.setsockopt(SOL_RDS, RDS_RECVERR, 1);
  assertEquals(s.getsockopt(SOL_RDS, RDS_RECVERR), 1);
});

test("a socket without a name has nowhere to send", () => {
  using s = socket(AF_RDS, SOCK_SEQPACKET);
  assertThrows(() => s.send(encode("x")), OSError, "not connected");
});

test("Python sends and receives", async () => {
  using s = bound();
  await using python = pythonSocket(
    `
    s = socket.socket(socket.AF_RDS, socket.SOCK_SEQPACKET)
    s.bind(("127.0.0.1", 0))
    s.sendto(b"from Python", ("127.0.0.1", int(sys.argv[1])))
    data, address = s.recvfrom(100)
    print(data.decode(), *address, *s.getsockname())
    `,
    s.getsockname()[1],
  );
  const [data, from] = await s.promises.recvfrom(100);
  assertEquals(decode(data), "from Python");
  s.sendto(encode("answer"), from);
  assertEquals(await python.line(), ["answer", ...s.getsockname(), ...from].join(" "));
  await python.end();
});

/** IPPROTO_SCTP one-to-one: a connection that keeps the bounds of messages. */
import { assertEquals } from "@std/assert";
import {
  type AddressFamily,
  AF_INET,
  IPPROTO_SCTP,
  MSG_EOR,
  SHUT_WR,
  SOCK_STREAM,
  type Socket,
  socket,
} from "@bsd/socket";
import { awaited, blocking, refusal } from "../awaited/faces.ts";
import "../awaited/support_poller.ts";
import {
  decode,
  encode,
  type IpAddress,
  LOOPBACK,
  pythonSocket,
  sha256,
} from "../socket/helpers.ts";
import { familyTest } from "../support/family.ts";

const test = familyTest("IPPROTO_SCTP", AF_INET, SOCK_STREAM, IPPROTO_SCTP);
const faces = Object.entries({ blocking, awaited });

// linux/sctp.h; Python has no names for them.
const [SCTP_NODELAY, SCTP_EVENTS] = [3, 11];
const SCTP_SNDRCV = 1;
const SCTP_SHUTDOWN_EVENT = 0x8005;
const MSG_NOTIFICATION = 0x8000;
/** Members of struct sctp_event_subscribe, a byte each. */
const [DATA_IO, SHUTDOWN] = [0, 5];

const IPv4: AddressFamily<IpAddress> = AF_INET;

function listener(family: AddressFamily<IpAddress>, host: string): Socket<IpAddress> {
  const s = socket(family, SOCK_STREAM, IPPROTO_SCTP);
  s.bind([host, 0]);
  s.listen();
  return s;
}

/** The option's value that asks for events. */
function events(...members: number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: 14 }, (_, i) => Number(members.includes(i)));
}

/** struct sctp_sndrcvinfo: which stream a message is of, and what its sender says that it is. */
function info(stream: number, ppid: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(32);
  new DataView(bytes.buffer).setUint16(0, stream, true);
  new DataView(bytes.buffer).setUint32(8, ppid);
  return bytes;
}

for (const { name, family, host } of LOOPBACK) {
  for (const [face, on] of faces) {
    test(`${name}, ${face}: messages both ways, and the end`, async () => {
      using server = listener(family, host);
      using client = socket(family, SOCK_STREAM, IPPROTO_SCTP);
      await on(client).connect(server.getsockname());
      const [connection, peer] = await on(server).accept();
      using _ = connection;
      assertEquals(peer, client.getsockname());
      assertEquals(client.getpeername(), server.getsockname());
      await on(client).send(encode("one"));
      await on(client).sendmsg([encode("t"), encode("wo")]);
      for (const text of ["one", "two"]) {
        const [data, ancdata, flags] = await on(connection).recvmsg(100, 100);
        assertEquals([decode(data), ancdata, flags], [text, [], MSG_EOR]);
      }
      await on(connection).sendall(encode("back"));
      const [data, from] = await on(client).recvfrom(100);
      assertEquals([decode(data), from], ["back", server.getsockname()]);
      client.close();
      assertEquals((await on(connection).recv(100)).length, 0);
    });
  }
}

for (const [face, on] of faces) {
  test(`${face}: which stream a message is of, and an event when the peer shuts down`, async () => {
    using server = listener(IPv4, "127.0.0.1");
    using client = socket(IPv4, SOCK_STREAM, IPPROTO_SCTP);
    await on(client).connect(server.getsockname());
    const [connection] = await on(server).accept();
    using _ = connection;
    connection.setsockopt(IPPROTO_SCTP, SCTP_EVENTS, events(DATA_IO, SHUTDOWN));
    await on(client).sendmsg([encode("x")], [[IPPROTO_SCTP, SCTP_SNDRCV, info(3, 0x01020304)]]);
    const [data, [[level, type, about] = []], flags] = await on(connection).recvmsg(100, 100);
    assertEquals([decode(data), level, type, flags], ["x", IPPROTO_SCTP, SCTP_SNDRCV, MSG_EOR]);
    const view = new DataView(about?.buffer ?? new ArrayBuffer(0));
    assertEquals([view.getUint16(0, true), view.getUint32(8)], [3, 0x01020304]);
    client.shutdown(SHUT_WR);
    const [event, , eventFlags] = await on(connection).recvmsg(100, 100);
    assertEquals(eventFlags, MSG_NOTIFICATION | (MSG_EOR ?? 0));
    assertEquals(new DataView(event.buffer).getUint16(0, true), SCTP_SHUTDOWN_EVENT);
    assertEquals((await on(connection).recv(100)).length, 0);
  });

  test(`${face}: nobody listens`, async () => {
    using free = socket(IPv4, SOCK_STREAM, IPPROTO_SCTP);
    free.bind(["127.0.0.1", 0]);
    const address = free.getsockname();
    using client = socket(IPv4, SOCK_STREAM, IPPROTO_SCTP);
    assertEquals(await refusal(() => on(client).connect(address)), [
      "ConnectionRefusedError",
      "ECONNREFUSED",
      "connect",
      address,
    ]);
  });
}

test("the option that sends at once", () => {
  using s = socket(IPv4, SOCK_STREAM, IPPROTO_SCTP);
  assertEquals(s.getsockopt(IPPROTO_SCTP, SCTP_NODELAY), 0);
  s.setsockopt(IPPROTO_SCTP, SCTP_NODELAY, 1);
  assertEquals(s.getsockopt(IPPROTO_SCTP, SCTP_NODELAY), 1);
});

test("there is no half of a connection: who shuts down sending, ends it", async () => {
  using server = listener(IPv4, "127.0.0.1");
  using client = socket(IPv4, SOCK_STREAM, IPPROTO_SCTP);
  client.connect(server.getsockname());
  const [connection] = server.accept();
  using _ = connection;
  client.shutdown(SHUT_WR);
  assertEquals(connection.recv(100).length, 0);
  assertEquals(await refusal(() => connection.send(encode("x"))), [
    "BrokenPipeError",
    "EPIPE",
    "send",
  ]);
});

test("Python as the server and as the client", async () => {
  using server = listener(IPv4, "127.0.0.1");
  await using python = pythonSocket(
    `
    SCTP = (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_SCTP)
    with socket.socket(*SCTP) as s:
        s.bind(("127.0.0.1", 0))
        s.listen()
        print(s.getsockname()[1])
        connection, address = s.accept()
        print(*address)
        with connection:
            data = b""
            while len(data) < 50_000: data += connection.recv(65536)
            print(len(data), sha256(data))
            for message in (b"one", b"two"): connection.send(message)
    with socket.socket(*SCTP) as s:
        s.connect(("127.0.0.1", int(sys.argv[1])))
        print(*s.getsockname())
        s.send(b"from Python")
        print(s.recv(100).decode())
    `,
    server.getsockname()[1],
  );
  {
    using client = socket(IPv4, SOCK_STREAM, IPPROTO_SCTP);
    client.connect(["127.0.0.1", Number(await python.line())]);
    assertEquals(await python.line(), client.getsockname().join(" "));
    const sent = new Uint8Array(50_000).map((_, i) => i % 251);
    client.sendall(sent);
    assertEquals(await python.line(), `${sent.length} ${sha256(sent)}`);
    assertEquals(decode(client.recv(100)), "one");
    assertEquals(decode(await client.promises.recv(100)), "two");
    assertEquals(client.recv(100).length, 0);
  }
  const [connection, peer] = server.accept();
  using _ = connection;
  assertEquals(peer.join(" "), await python.line());
  assertEquals(decode(connection.recv(100)), "from Python");
  connection.sendall(encode("to Python"));
  assertEquals(await python.line(), "to Python");
  await python.end();
});

/** AF_VSOCK over the loopback, and never anywhere else: elsewhere it reaches the machine's host. */
import { assert, assertEquals, assertInstanceOf, assertMatch, assertThrows } from "@std/assert";
import {
  AF_VSOCK,
  MSG_TRUNC,
  OSError,
  SHUT_WR,
  SO_VM_SOCKETS_BUFFER_SIZE,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  type Socket,
  socket,
  VMADDR_CID_ANY,
  VMADDR_CID_LOCAL,
  VMADDR_PORT_ANY,
  type VsockAddress,
} from "@bsd/socket";
import { awaited, blocking, refusal } from "../awaited/faces.ts";
import "../awaited/support_poller.ts";
import {
  decode,
  encode,
  pythonSocket,
  receiveAll,
  receiveExactly,
  sha256,
} from "../socket/helpers.ts";
import { example, failure } from "../examples/example.ts";
import { missing, testUnless } from "../support/family.ts";

/** Why the loopback, to which context id 1 leads then, is not there. */
function noLoopback(): string | null {
  try {
    Deno.statSync("/sys/module/vsock_loopback");
    return null;
  } catch {
    return "there is no loopback";
  }
}

const test = testUnless(missing(AF_VSOCK, SOCK_STREAM, 0) ?? noLoopback(), "AF_VSOCK");
const faces = Object.entries({ blocking, awaited });

const [ANY, LOCAL, ANY_PORT] = [
  VMADDR_CID_ANY ?? -1,
  VMADDR_CID_LOCAL ?? -1,
  VMADDR_PORT_ANY ?? -1,
];

/** A socket that listens at the loopback. */
function listener(type: number = SOCK_STREAM): Socket<VsockAddress> {
  const s = socket(AF_VSOCK, type);
  s.bind([LOCAL, ANY_PORT]);
  s.listen();
  return s;
}

test("names: none, any, and one that is chosen", () => {
  using s = socket(AF_VSOCK, SOCK_STREAM);
  assertEquals(s.getsockname(), [ANY, ANY_PORT]);
  s.bind([ANY, ANY_PORT]);
  const [cid, port] = s.getsockname();
  assertEquals(cid, ANY);
  assert(port !== ANY_PORT && port > 1023, `${port}`);
  assertThrows(() => s.getpeername(), OSError, "not connected");
  assertEquals(
    Deno.inspect(s),
    `<Socket fd=${s.fileno()}, family=AF_VSOCK, type=SOCK_STREAM, proto=0, laddr=(${cid}, ${port})>`,
  );
  using other = socket(AF_VSOCK, SOCK_STREAM);
  const error = assertThrows(() => other.bind([ANY, port]), OSError);
  assertInstanceOf(error, OSError);
  assertEquals([error.code, error.address], ["EADDRINUSE", [ANY, port]]);
});

for (const [face, on] of faces) {
  test(`${face}: a stream, both ways and to its end`, async () => {
    using server = listener();
    using client = socket(AF_VSOCK, SOCK_STREAM);
    await on(client).connect([LOCAL, server.getsockname()[1]]);
    const [connection, peer] = await on(server).accept();
    using _ = connection;
    // The client's own name keeps the id that it was given before it connected: any.
    assertEquals(peer, [LOCAL, client.getsockname()[1]]);
    assertEquals(client.getpeername(), server.getsockname());
    await on(client).sendall(encode("hello"));
    const [data, ancdata, flags] = await on(connection).recvmsg(100);
    assertEquals([decode(data), ancdata, flags], ["hello", [], 0]);
    await on(connection).send(encode("back"));
    assertEquals(decode(await on(client).recv(100)), "back");
    client.shutdown(SHUT_WR);
    assertEquals((await on(connection).recv(100)).length, 0);
    await on(connection).sendmsg([encode("la"), encode("st")]);
    connection.close();
    assertEquals(decode(await on(client).recv(100)), "last");
    assertEquals((await on(client).recv(100)).length, 0);
  });

  test(`${face}: nobody listens`, async () => {
    using free = socket(AF_VSOCK, SOCK_STREAM);
    free.bind([LOCAL, ANY_PORT]);
    using client = socket(AF_VSOCK, SOCK_STREAM);
    const address = free.getsockname();
    assertEquals(await refusal(() => on(client).connect(address)), [
      "ConnectionResetError",
      "ECONNRESET",
      "connect",
      address,
    ]);
  });
}

test("more than the buffers hold, as Web Streams", async () => {
  using server = listener();
  using client = socket(AF_VSOCK, SOCK_STREAM);
  await client.promises.connect(server.getsockname());
  const [connection] = await server.promises.accept();
  using _ = connection;
  const sent = new Uint8Array(600_000).map((_, i) => i * i >> 3);
  const received = new Response(connection.readable).bytes();
  const writer = client.writable.getWriter();
  await writer.write(sent);
  await writer.close();
  assertEquals(sha256(await received), sha256(sent));
});

test("time-outs", async () => {
  using server = listener();
  server.settimeout(0.01);
  assertThrows(() => server.accept(), OSError, "timed out");
  assertEquals(await refusal(() => server.promises.accept()), [
    "TimeoutError",
    "timed out",
    "accept",
  ]);
});

test("options are 64 bits at level AF_VSOCK", () => {
  using s = socket(AF_VSOCK, SOCK_STREAM);
  const size = BigUint64Array.of(100_000n);
  s.setsockopt(AF_VSOCK, SO_VM_SOCKETS_BUFFER_SIZE, size);
  const value = s.getsockopt(AF_VSOCK, SO_VM_SOCKETS_BUFFER_SIZE, 8);
  assertEquals(new BigUint64Array(value.buffer), size);
});

const seqpacketTest = testUnless(
  missing(AF_VSOCK, SOCK_SEQPACKET, 0) ?? noLoopback(),
  "AF_VSOCK SOCK_SEQPACKET",
);

for (const [face, on] of faces) {
  seqpacketTest(`${face}: messages keep their bounds`, async () => {
    using server = listener(SOCK_SEQPACKET);
    using client = socket(AF_VSOCK, SOCK_SEQPACKET);
    await on(client).connect([LOCAL, server.getsockname()[1]]);
    const [connection] = await on(server).accept();
    using _ = connection;
    for (const text of ["one", "two", "a longer one"]) await on(client).send(encode(text));
    assertEquals(decode(await on(connection).recv(100)), "one");
    assertEquals(decode(await on(connection).recv(100)), "two");
    const [data, , flags] = await on(connection).recvmsg(4);
    assertEquals([decode(data), flags & (MSG_TRUNC ?? 0)], ["a lo", MSG_TRUNC]);
    client.close();
    assertEquals((await on(connection).recv(100)).length, 0);
  });
}

test("Python as the server and as the client", async () => {
  using server = listener();
  await using python = pythonSocket(
    `
    with socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM) as s:
        s.bind((1, socket.VMADDR_PORT_ANY))
        s.listen()
        print(s.getsockname()[1])
        connection, (cid, port) = s.accept()
        print(cid, port)
        with connection:
            data = read_all(connection)
            print(len(data), sha256(data))
            connection.sendall(data[::-1])
    with socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM) as s:
        s.connect((1, int(sys.argv[1])))
        print(s.getsockname()[1])
        s.sendall(b"from Python")
        print(s.recv(100).decode())
    `,
    server.getsockname()[1],
  );
  {
    using client = socket(AF_VSOCK, SOCK_STREAM);
    client.connect([LOCAL, Number(await python.line())]);
    assertEquals(await python.line(), `${LOCAL} ${client.getsockname()[1]}`);
    const sent = new Uint8Array(50_000).map((_, i) => i % 251);
    client.sendall(sent);
    client.shutdown(SHUT_WR);
    assertEquals(await python.line(), `${sent.length} ${sha256(sent)}`);
    assertEquals(sha256(receiveAll(client)), sha256(sent.toReversed()));
  }
  const [connection, peer] = server.accept();
  using _ = connection;
  assertEquals(peer, [LOCAL, Number(await python.line())]);
  assertEquals(decode(receiveExactly(connection, 11)), "from Python");
  await connection.promises.sendall(encode("to Python"));
  assertEquals(await python.line(), "to Python");
  await python.end();
});

test("example: an echo for Python, and a client of the echo", async () => {
  await using server = example("vsock-echo", ["0"]);
  const [, port = ""] = /^Listening on port (\d+)$/.exec(await server.line()) ?? [];
  await using python = pythonSocket(
    `
    with socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM) as s:
        s.connect((1, int(sys.argv[1])))
        sent = bytes(range(256)) * 100
        s.sendall(sent)
        s.shutdown(socket.SHUT_WR)
        print(read_all(s) == sent)
    `,
    port,
  );
  await using client = example("vsock-echo", ["--to", "local", port, "Hi"]);
  assertEquals(await client.end(), "Received Hi\n");
  assertEquals(await python.end(), "True\n");
  for (let i = 0; i < 2; i++) {
    assertMatch(await server.line(), new RegExp(`^Connected by context ${LOCAL}, port \\d+$`));
  }
  server.kill();
  assertEquals(await server.end(), "");
  await using late = example("vsock-echo", ["--to", "1", port]);
  assertMatch(await failure(late, 1), /^vsock-echo: \[Errno 104\] connect: /);
});

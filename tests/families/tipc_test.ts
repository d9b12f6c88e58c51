/** AF_TIPC: names, ranges of names and ids; connections, multicast, the topology service. */
import { assert, assertEquals, assertInstanceOf, assertMatch, assertThrows } from "@std/assert";
import {
  AF_TIPC,
  type AncillaryData,
  MSG_EOR,
  MSG_OOB,
  OSError,
  SHUT_RDWR,
  SOCK_DGRAM,
  SOCK_RDM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  socket,
  socketpair,
  SOL_TIPC,
  TIPC_ADDR_ID,
  TIPC_ADDR_NAME,
  TIPC_ADDR_NAMESEQ,
  TIPC_DEST_DROPPABLE,
  TIPC_DESTNAME,
  TIPC_ERR_NO_PORT,
  TIPC_ERRINFO,
  tipc_event,
  TIPC_GROUP_JOIN,
  TIPC_GROUP_LEAVE,
  TIPC_GROUP_LOOPBACK,
  TIPC_GROUP_MEMBER_EVTS,
  tipc_group_req,
  TIPC_HIGH_IMPORTANCE,
  TIPC_IMPORTANCE,
  TIPC_NODE_SCOPE,
  TIPC_NODELAY,
  TIPC_PUBLISHED,
  TIPC_RETDATA,
  TIPC_SERVICE_ADDR,
  TIPC_SOCK_RECVQ_DEPTH,
  TIPC_SOCK_RECVQ_USED,
  TIPC_SUB_CANCEL,
  TIPC_SUB_PORTS,
  tipc_subscr,
  TIPC_SUBSCR_TIMEOUT,
  TIPC_TOP_SRV,
  TIPC_WAIT_FOREVER,
  TIPC_WITHDRAWN,
  type TipcArgument,
} from "@bsd/socket";
import { awaited, blocking, refusal } from "../awaited/faces.ts";
import "../awaited/support_poller.ts";
import { decode, encode, pythonSocket } from "../socket/helpers.ts";
import { example } from "../examples/example.ts";
import { familyTest } from "../support/family.ts";

const test = familyTest("AF_TIPC", AF_TIPC, SOCK_RDM);
const faces = Object.entries({ blocking, awaited });

/** The constant, which is there where these tests run. */
function the(constant: number | undefined): number {
  return constant ?? -1;
}

const [NAMESEQ, NAME, ID] = [TIPC_ADDR_NAMESEQ, TIPC_ADDR_NAME, TIPC_ADDR_ID].map(the) as [
  number,
  number,
  number,
];
const NODE = the(TIPC_NODE_SCOPE);

/** A type that nobody else has, above those of TIPC's own services. */
function newType(): number {
  return 64 + Math.floor(Math.random() * 2 ** 31);
}

/** A socket that has a name. */
function named(type: number | undefined, name: TipcArgument) {
  const s = socket(AF_TIPC, type);
  s.bind(name);
  return s;
}

/** Ancillary data with its words, in the order in which they come. */
function words(ancdata: readonly AncillaryData[]): unknown[] {
  return ancdata.map(([level, type, data]) => {
    assertEquals(level, SOL_TIPC);
    return type === TIPC_RETDATA ? [type, decode(data)] : [type, ...new Uint32Array(data.buffer)];
  });
}

function code(fn: () => unknown): string | null | undefined {
  const error = assertThrows(fn, OSError);
  assertInstanceOf(error, OSError);
  return error.code;
}

for (const [face, on] of faces) {
  for (const [kind, type] of [["SOCK_RDM", SOCK_RDM], ["SOCK_DGRAM", SOCK_DGRAM]] as const) {
    test(`${face}: ${kind} to a name, and back to the id it came from`, async () => {
      const service = newType();
      using server = named(type, [NAMESEQ, service, 10, 20, NODE]);
      using client = socket(AF_TIPC, type);
      assertEquals(await on(client).sendto(encode("hi"), [NAME, service, 12, 0]), 2);
      const [data, from] = await on(server).recvfrom(100);
      assertEquals(decode(data), "hi");
      assertEquals(from, client.getsockname());
      const [addrType, node, ref, third, scope] = from;
      assertEquals([addrType, node, third, scope], [ID, server.getsockname()[1], 0, 0]);
      assert(ref > 0);
      await on(server).sendmsg([encode("and "), encode("back")], [], 0, [ID, node, ref, 0]);
      const [answer, , , source] = await on(client).recvmsg(100);
      assertEquals(decode(answer), "and back");
      assertEquals(source, server.getsockname());
    });
  }

  test(`${face}: a message to a range reaches all who have a part of it`, async () => {
    const service = newType();
    using first = named(SOCK_RDM, [NAMESEQ, service, 10, 20, NODE]);
    using second = named(SOCK_RDM, [NAMESEQ, service, 15, 30, NODE]);
    using third = named(SOCK_RDM, [NAMESEQ, service, 40, 50, NODE]);
    using client = socket(AF_TIPC, SOCK_RDM);
    await on(client).sendto(encode("all"), [NAMESEQ, service, 12, 25]);
    await on(client).sendto(encode("third"), [NAME, service, 45, 0]);
    for (
      const [s, text, lower, upper] of [
        [first, "all", 12, 25],
        [second, "all", 12, 25],
        [third, "third", 45, 45],
      ] as const
    ) {
      const [data, ancdata, flags, from] = await on(s).recvmsg(100, 100);
      assertEquals([decode(data), flags, from], [text, 0, client.getsockname()]);
      assertEquals(words(ancdata), [[TIPC_DESTNAME, service, lower, upper]]);
    }
  });

  for (
    const [kind, type] of [["SOCK_SEQPACKET", SOCK_SEQPACKET], [
      "SOCK_STREAM",
      SOCK_STREAM,
    ]] as const
  ) {
    test(`${face}: ${kind} connects to a name, exchanges and sees the end`, async () => {
      const service = newType();
      using server = named(type, [NAME, service, 3, 0, NODE]);
      server.listen();
      using client = socket(AF_TIPC, type);
      // TIPC connects when the connection is accepted, and not before.
      const connected = client.promises.connect([NAME, service, 3, 0]);
      const [connection, peer] = await on(server).accept();
      using _ = connection;
      await connected;
      assertEquals(peer, client.getsockname());
      assertEquals(client.getpeername(), connection.getsockname());
      await on(client).send(encode("one"));
      await on(client).sendall(encode("two"));
      if (type === SOCK_SEQPACKET) {
        const { length } = await on(connection).recv(100);
        assertEquals(length, 3, "the bounds of messages are kept");
        assertEquals(decode(await on(connection).recv(100)), "two");
      } else {
        const received = new Uint8Array(6);
        for (let at = 0; at < 6;) at += await on(connection).recv_into(received.subarray(at));
        assertEquals(decode(received), "onetwo");
      }
      await on(connection).sendall(encode("bye"));
      connection.shutdown(SHUT_RDWR);
      assertEquals(decode(await on(client).recv(100)), "bye");
      assertEquals((await on(client).recv(100)).length, 0);
    });

    test(`${face}: ${kind} closed without a shutdown is a reset`, async () => {
      const [a, b] = socketpair(AF_TIPC, type);
      using _ = a;
      b.close();
      assertEquals(await refusal(() => on(a).recv(100)), [
        "ConnectionResetError",
        "ECONNRESET",
        "recv",
      ]);
    });
  }

  test(`${face}: a message that nobody takes comes back, with why`, async () => {
    const service = newType();
    using client = socket(AF_TIPC, SOCK_RDM);
    client.setsockopt(SOL_TIPC, TIPC_DEST_DROPPABLE, 0);
    {
      using _gone = named(SOCK_RDM, [NAME, service, 1, 1, NODE]);
      await on(client).sendto(encode("lost"), [NAME, service, 1, 0]);
    }
    const [data, ancdata, flags] = await on(client).recvmsg(100, 200);
    assertEquals([data.length, flags], [0, 0]);
    assertEquals(words(ancdata), [
      [TIPC_ERRINFO, TIPC_ERR_NO_PORT, 4],
      [TIPC_RETDATA, "lost"],
      [TIPC_DESTNAME, service, 1, 1],
    ]);

    const [, node, ref] = client.getsockname();
    await on(client).sendto(encode("nobody"), [ID, node, (ref ^ 0x5555) >>> 0, 0]);
    const [, returned] = await on(client).recvmsg(100, 200);
    assertEquals(words(returned), [[TIPC_ERRINFO, TIPC_ERR_NO_PORT, 6], [TIPC_RETDATA, "nobody"]]);
  });

  test(`${face}: the topology service tells who comes and goes`, async () => {
    const service = newType();
    using watcher = socket(AF_TIPC, SOCK_SEQPACKET);
    await on(watcher).connect([NAME, the(TIPC_TOP_SRV), the(TIPC_TOP_SRV), 0]);
    const subscription = {
      seq: { type: service, lower: 0, upper: 99 },
      timeout: the(TIPC_WAIT_FOREVER),
      filter: the(TIPC_SUB_PORTS),
      usr_handle: encode("my watch"),
    };
    await on(watcher).send(tipc_subscr.encode(subscription));
    const next = async () => tipc_event.decode(await on(watcher).recv(tipc_event.size));
    let port;
    {
      using server = named(SOCK_RDM, [NAMESEQ, service, 5, 6, NODE]);
      const [, node, ref] = server.getsockname();
      port = { ref, node };
      const came = await next();
      assertEquals(came, {
        event: the(TIPC_PUBLISHED),
        found_lower: 5,
        found_upper: 6,
        port,
        s: subscription,
      });
    }
    const { event, found_lower, found_upper, port: whose } = await next();
    assertEquals([event, found_lower, found_upper, whose], [TIPC_WITHDRAWN, 5, 6, port]);

    const filter = the(TIPC_SUB_PORTS) | the(TIPC_SUB_CANCEL);
    await on(watcher).send(tipc_subscr.encode({ ...subscription, filter }));
    const brief = { ...subscription, timeout: 1, usr_handle: encode("a moment") };
    using _unseen = named(SOCK_RDM, [NAMESEQ, newType(), 5, 6, NODE]);
    await on(watcher).send(tipc_subscr.encode(brief));
    const ended = await next();
    assertEquals([ended.event, ended.s], [TIPC_SUBSCR_TIMEOUT, brief]);
  });

  test(`${face}: pairs of every type`, async () => {
    for (const type of [SOCK_SEQPACKET, SOCK_STREAM, SOCK_RDM, SOCK_DGRAM]) {
      const [a, b] = socketpair(AF_TIPC, type);
      using _a = a, _b = b;
      assertEquals(a.getpeername(), b.getsockname());
      await on(a).send(encode("there"));
      assertEquals(decode(await on(b).recv(100)), "there");
      await on(b).send(encode("back"));
      assertEquals(decode(await on(a).recv(100)), "back");
    }
  });
}

test("a new socket has an id, which is shown", () => {
  using s = socket(AF_TIPC, SOCK_RDM);
  const [addrType, , ref, third, scope] = s.getsockname();
  assertEquals([addrType, third, scope], [ID, 0, 0]);
  assertEquals(
    Deno.inspect(s),
    `<Socket fd=${s.fileno()}, family=AF_TIPC, type=SOCK_RDM, proto=0, laddr=(${ID}, 0, ${ref}, 0, 0)>`,
  );
});

test("a name is taken back by its negative scope", () => {
  const service = newType();
  using server = named(SOCK_RDM, [NAMESEQ, service, 1, 2, NODE]);
  using client = socket(AF_TIPC, SOCK_RDM);
  assertEquals(client.sendto(encode("x"), [NAME, service, 2, 0]), 1);
  server.bind([NAMESEQ, service, 1, 2, -NODE]);
  assertEquals(code(() => client.sendto(encode("x"), [NAME, service, 2, 0])), "EHOSTUNREACH");
});

test("what the kernel refuses", async () => {
  using s = socket(AF_TIPC, SOCK_SEQPACKET);
  assertEquals(code(() => s.bind([NAME, 5, 1, 0])), "EACCES");
  assertEquals(code(() => s.bind([NAMESEQ, newType(), 2, 1])), "EINVAL");
  const address: TipcArgument = [NAME, newType(), 1, 0];
  const unreachable = ["OSError", "EHOSTUNREACH", "connect", address] as const;
  assertEquals(await refusal(() => s.connect(address)), unreachable);
  assertEquals(await refusal(() => s.promises.connect(address)), unreachable);
});

test("options", () => {
  using s = socket(AF_TIPC, SOCK_RDM);
  s.setsockopt(SOL_TIPC, TIPC_IMPORTANCE, the(TIPC_HIGH_IMPORTANCE));
  assertEquals(s.getsockopt(SOL_TIPC, TIPC_IMPORTANCE), TIPC_HIGH_IMPORTANCE);
  using stream = socket(AF_TIPC, SOCK_STREAM);
  stream.setsockopt(SOL_TIPC, TIPC_NODELAY, 1);
});

test("what waits to be received is counted", () => {
  const [a, b] = socketpair(AF_TIPC, SOCK_SEQPACKET);
  using _a = a, _b = b;
  assertEquals(b.getsockopt(SOL_TIPC, TIPC_SOCK_RECVQ_DEPTH), 0);
  a.send(encode("one"));
  a.send(encode("two"));
  assertEquals(b.getsockopt(SOL_TIPC, TIPC_SOCK_RECVQ_DEPTH), 2);
  assert(b.getsockopt(SOL_TIPC, TIPC_SOCK_RECVQ_USED) > 0);
});

test("a group: to all of it, to one instance, and who comes and goes", () => {
  const type = newType();
  const member = (instance: number, flags: number) => {
    const s = socket(AF_TIPC, SOCK_RDM);
    s.settimeout(30);
    s.setsockopt(
      SOL_TIPC,
      TIPC_GROUP_JOIN,
      tipc_group_req.encode({ type, instance, scope: NODE, flags }),
    );
    return s;
  };
  using first = member(1, the(TIPC_GROUP_LOOPBACK) | the(TIPC_GROUP_MEMBER_EVTS));
  using second = member(2, 0);
  const event = () => {
    const [data, , flags, whose] = first.recvmsg(100);
    return [data.length, flags, whose];
  };
  const [came, went] = [MSG_OOB, MSG_OOB | the(MSG_EOR)];
  for (const s of [first, second]) assertEquals(event(), [0, came, s.getsockname()]);
  first.send(encode("to all"));
  for (const s of [first, second]) assertEquals(decode(s.recv(100)), "to all");
  second.sendto(encode("to the first"), [the(TIPC_SERVICE_ADDR), type, 1, 0]);
  assertEquals(decode(first.recv(100)), "to the first");
  second.setsockopt(SOL_TIPC, TIPC_GROUP_LEAVE, null, 0);
  assertEquals(event(), [0, went, second.getsockname()]);
  assertEquals(code(() => second.send(encode("to all"))), "EDESTADDRREQ");
});

test("Python as a named service, and as its client", async () => {
  const service = newType();
  using own = named(SOCK_RDM, [NAMESEQ, service, 100, 199, NODE]);
  await using python = pythonSocket(
    `
    from socket import AF_TIPC, SOCK_RDM, SOCK_SEQPACKET, TIPC_ADDR_NAME, TIPC_ADDR_NAMESEQ, TIPC_NODE_SCOPE
    service = int(sys.argv[1])
    s = socket.socket(AF_TIPC, SOCK_SEQPACKET)
    s.bind((TIPC_ADDR_NAMESEQ, service, 7, 9, TIPC_NODE_SCOPE))
    s.listen()
    print("ready")
    connection, peer = s.accept()
    print(*peer)
    while data := connection.recv(100): connection.sendall(data.upper())
    c = socket.socket(AF_TIPC, SOCK_RDM)
    c.sendto(b"from Python", (TIPC_ADDR_NAME, service, 150, 0))
    data, address = c.recvfrom(100)
    print(data.decode(), *address)
    `,
    service,
  );
  assertEquals(await python.line(), "ready");
  {
    using client = socket(AF_TIPC, SOCK_SEQPACKET);
    client.connect([NAME, service, 8, 0]);
    client.sendall(encode("one"));
    assertEquals(decode(client.recv(100)), "ONE");
    await client.promises.sendall(encode("two"));
    assertEquals(decode(await client.promises.recv(100)), "TWO");
    assertEquals(await python.line(), client.getsockname().join(" "));
    client.shutdown(SHUT_RDWR);
  }
  const [data, from] = own.recvfrom(100);
  assertEquals(decode(data), "from Python");
  own.sendto(encode("answer"), from);
  assertEquals(await python.line(), `answer ${own.getsockname().join(" ")}`);
  await python.end();
});

test("example: a service is asked, and seen to come and go", async () => {
  const service = newType();
  await using watcher = example("tipc", ["watch", service]);
  assertEquals(await watcher.line(), `Watching ${service}`);
  await using server = example("tipc", ["serve", service, 5, 9]);
  assertEquals(await server.line(), `Serving ${service}, instances 5 to 9`);
  const [, port = ""] = /^5 to 9 came at 0:(\d+)$/.exec(await watcher.line()) ?? [];
  await using client = example("tipc", ["ask", service, 7, "hello"]);
  assertEquals(await client.end(), `${[ID, 0, port, 0, 0]} answers HELLO\n`);
  assertMatch(await server.line(), new RegExp(`^Asked by \\[ ${ID}, 0, \\d+, 0, 0 \\]$`));
  server.kill();
  await server.end();
  assertEquals(await watcher.line(), `5 to 9 went at 0:${port}`);
  watcher.kill();
  await watcher.end();
});

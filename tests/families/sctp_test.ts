/** IPPROTO_SCTP one-to-one: a connection that keeps the bounds of messages. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  type AddressFamily,
  AF_INET,
  errno,
  htonl,
  IPPROTO_SCTP,
  MSG_EOR,
  MSG_NOTIFICATION,
  OSError,
  SCTP_ACTIVE,
  SCTP_ASSOCINFO,
  sctp_assocparams,
  SCTP_DATA_IO_EVENT,
  SCTP_ESTABLISHED,
  SCTP_EVENT,
  sctp_event,
  SCTP_INITMSG,
  sctp_initmsg,
  SCTP_MAXSEG,
  SCTP_NODELAY,
  SCTP_RTOINFO,
  sctp_rtoinfo,
  SCTP_SHUTDOWN_EVENT,
  SCTP_SNDRCV,
  sctp_sndrcvinfo,
  SCTP_STATUS,
  sctp_status,
  SCTP_UNORDERED,
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

/** The constant, which is there where these tests run. */
function the(constant: number | undefined): number {
  return constant ?? -1;
}

const IPv4: AddressFamily<IpAddress> = AF_INET;

function listener(family: AddressFamily<IpAddress>, host: string): Socket<IpAddress> {
  const s = socket(family, SOCK_STREAM, IPPROTO_SCTP);
  s.bind([host, 0]);
  s.listen();
  return s;
}

/** Asks for events of a kind. */
function want(s: Socket<IpAddress>, kind: number | undefined): void {
  const event = sctp_event.encode({ se_assoc_id: 0, se_type: the(kind), se_on: 1 });
  s.setsockopt(IPPROTO_SCTP, SCTP_EVENT, event);
}

/** Of what stream a message is, and what its sender says that it is. */
function info(stream: number, ppid: number): Uint8Array<ArrayBuffer> {
  const nothing = sctp_sndrcvinfo.decode(new Uint8Array(sctp_sndrcvinfo.size));
  return sctp_sndrcvinfo.encode({
    ...nothing,
    sinfo_stream: stream,
    sinfo_flags: SCTP_UNORDERED,
    sinfo_ppid: htonl(ppid),
  });
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
    want(server, SCTP_DATA_IO_EVENT);
    using client = socket(IPv4, SOCK_STREAM, IPPROTO_SCTP);
    await on(client).connect(server.getsockname());
    const [connection] = await on(server).accept();
    using _ = connection;
    want(connection, SCTP_SHUTDOWN_EVENT);
    await on(client).sendmsg([encode("x")], [[IPPROTO_SCTP, SCTP_SNDRCV, info(3, 0x01020304)]]);
    const [data, [[level, type, about] = []], flags] = await on(connection).recvmsg(100, 100);
    assertEquals([decode(data), level, type, flags], ["x", IPPROTO_SCTP, SCTP_SNDRCV, MSG_EOR]);
    const { sinfo_stream, sinfo_flags, sinfo_ppid, sinfo_tsn } = sctp_sndrcvinfo.decode(
      about ?? new Uint8Array(),
    );
    assertEquals([sinfo_stream, sinfo_flags, sinfo_ppid], [
      3,
      the(SCTP_UNORDERED),
      htonl(0x01020304),
    ]);
    assert(sinfo_tsn > 0);
    client.shutdown(SHUT_WR);
    const [event, , eventFlags] = await on(connection).recvmsg(100, 100);
    assertEquals(eventFlags, the(MSG_NOTIFICATION) | the(MSG_EOR));
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

test("time-outs and the like: what was set is read back", () => {
  using s = socket(IPv4, SOCK_STREAM, IPPROTO_SCTP);
  const value = { srto_assoc_id: 0, srto_initial: 2000, srto_max: 50_000, srto_min: 500 };
  s.setsockopt(IPPROTO_SCTP, SCTP_RTOINFO, sctp_rtoinfo.encode(value));
  const set = s.getsockopt(IPPROTO_SCTP, SCTP_RTOINFO, sctp_rtoinfo.size);
  assertEquals(sctp_rtoinfo.decode(set), value);
  // The kernel, not the codec, says that the least is more than the most.
  const wrong = sctp_rtoinfo.encode({ ...value, srto_min: 50_001 });
  const error = assertThrows(() => s.setsockopt(IPPROTO_SCTP, SCTP_RTOINFO, wrong), OSError);
  assertEquals(error.errno, errno.EINVAL);

  const params = () =>
    sctp_assocparams.decode(s.getsockopt(IPPROTO_SCTP, SCTP_ASSOCINFO, sctp_assocparams.size));
  const patient = { ...params(), sasoc_asocmaxrxt: 7, sasoc_cookie_life: 12_345 };
  s.setsockopt(IPPROTO_SCTP, SCTP_ASSOCINFO, sctp_assocparams.encode(patient));
  assertEquals(params(), patient);

  s.setsockopt(IPPROTO_SCTP, SCTP_MAXSEG, 1000);
  assertEquals(s.getsockopt(IPPROTO_SCTP, SCTP_MAXSEG), 1000);
});

for (const { name, family, host } of LOOPBACK) {
  test(`${name}: the streams that were asked for are there, and the state of a connection`, () => {
    using server = listener(family, host);
    using client = socket(family, SOCK_STREAM, IPPROTO_SCTP);
    const initmsg = {
      sinit_num_ostreams: 5,
      sinit_max_instreams: 7,
      sinit_max_attempts: 3,
      sinit_max_init_timeo: 4000,
    };
    client.setsockopt(IPPROTO_SCTP, SCTP_INITMSG, sctp_initmsg.encode(initmsg));
    const set = client.getsockopt(IPPROTO_SCTP, SCTP_INITMSG, sctp_initmsg.size);
    assertEquals(sctp_initmsg.decode(set), initmsg);
    const status = () =>
      sctp_status.decode(client.getsockopt(IPPROTO_SCTP, SCTP_STATUS, sctp_status.size));
    assertEquals(assertThrows(status, OSError).errno, errno.EINVAL);
    client.connect(server.getsockname());
    const { sstat_state, sstat_outstrms, sstat_instrms, sstat_primary, ...rest } = status();
    assertEquals([sstat_state, sstat_outstrms, sstat_instrms], [the(SCTP_ESTABLISHED), 5, 7]);
    const { spinfo_address, spinfo_state, spinfo_rto, spinfo_mtu } = sstat_primary;
    assertEquals([spinfo_address, spinfo_state], [server.getsockname(), the(SCTP_ACTIVE)]);
    assertEquals(sstat_primary.spinfo_assoc_id, rest.sstat_assoc_id);
    for (
      const figure of [spinfo_rto, spinfo_mtu, rest.sstat_rwnd, rest.sstat_fragmentation_point]
    ) {
      assert(figure > 0);
    }
  });
}

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

/** What datagrams and records do in either face. */
import { assertEquals } from "@std/assert";
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  CMSG_LEN,
  CMSG_SPACE,
  IP_PKTINFO,
  IP_RECVTTL,
  IPPROTO_IP,
  MSG_CTRUNC,
  MSG_DONTWAIT,
  MSG_EOR,
  MSG_TRUNC,
  SO_RCVBUF,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  type Socket,
  socket,
  socketpair,
  SOL_SOCKET,
} from "@bsd/socket";
import { tempDir } from "../support/temp.ts";
import { decode, encode, pythonSocket } from "../socket/helpers.ts";
import { type Cases, CLOSED, type Refusal, refusal, winsock } from "./faces.ts";
import { each } from "./faces_receiving.ts";
import { drain } from "./support.ts";

/** A time-out that runs out soon, and one that does not, in seconds. */
const SOON = 0.02, LONG = 20;

/** A byte to send. */
const ONE = encode("x");

/** Two UDP sockets of this process; the first knows the other's address. */
function udpPair(): [Socket, Socket] {
  const receiver = socket(AF_INET, SOCK_DGRAM);
  receiver.bind(["127.0.0.1", 0]);
  const sender = socket(AF_INET, SOCK_DGRAM);
  sender.connect(receiver.getsockname());
  return [sender, receiver];
}

/** Receiving datagrams with too little room, where that is an error. */
const refused: Cases = {
  "what does not fit is refused, and the next datagram is whole": async (on) => {
    const [sender, receiver] = udpPair();
    using _s = sender, _r = receiver;
    for (let i = 0; i < 5; i++) sender.send(encode(`${i}23456789`));
    const room = new Uint8Array(4);
    const calls = [
      ["recv", () => on(receiver).recv(4)],
      ["recvfrom", () => on(receiver).recvfrom(4)],
      ["recv", () => on(receiver).recv_into(room)],
    ] as const;
    for (const [call, fn] of calls) {
      assertEquals(await refusal(fn), ["OSError", "EMSGSIZE", call]);
    }
    const [data, , flags] = await on(receiver).recvmsg(5);
    assertEquals([decode(data), flags], ["32345", MSG_TRUNC]);
    assertEquals(decode(await on(receiver).recv(9)), "423456789");
  },
};

/** Receiving datagrams and records. */
export const received: Cases = {
  ...winsock ? refused : {},

  "every way gets a datagram, and who sent it": async (on) => {
    for (const [family, host] of [[AF_INET, "127.0.0.1"], [AF_INET6, "::1"]] as const) {
      using receiver = socket<[string, number] | [string, number, number, number]>(
        family,
        SOCK_DGRAM,
      );
      receiver.bind([host, 0]);
      using sender = socket<[string, number] | [string, number, number, number]>(
        family,
        SOCK_DGRAM,
      );
      sender.bind([host, 0]);
      const from = sender.getsockname();
      const send = () => sender.sendto(encode("datagram"), receiver.getsockname());
      const room = new Uint8Array(10);
      send();
      assertEquals(await on(receiver).recvfrom(100), [encode("datagram"), from]);
      send();
      assertEquals(await on(receiver).recvfrom_into(room), [8, from]);
      send();
      assertEquals(await on(receiver).recvmsg(100), [encode("datagram"), [], 0, from]);
      send();
      assertEquals(await on(receiver).recvmsg_into([room]), [8, [], 0, from]);
      assertEquals(decode(room), "datagram\0\0");
    }
  },

  "AF_UNIX: a sender with a path, with a name, with none": async (on) => {
    using directory = tempDir();
    using receiver = socket(AF_UNIX, SOCK_DGRAM);
    receiver.bind("");
    const name = Uint8Array.from([0, ...encode(`test-${crypto.randomUUID()}`)]);
    for (const address of [`${directory.path}/sender`, name, null]) {
      using sender = socket(AF_UNIX, SOCK_DGRAM);
      if (address !== null) sender.bind(address);
      sender.sendto(encode("x"), receiver.getsockname());
      assertEquals(await on(receiver).recvfrom(10), [encode("x"), address]);
    }
  },

  "datagrams wait for a Python, and are answered": async (on) => {
    await using peer = pythonSocket(`
      s = socket.socket(type=socket.SOCK_DGRAM)
      s.bind(("127.0.0.1", 0))
      print(s.getsockname()[1])
      data = b""
      while data != b"stop":
          data, address = s.recvfrom(65536)
          s.sendto(data[::-1], address)
    `);
    const address = ["127.0.0.1", Number(await peer.line())] satisfies [string, number];
    using s = socket(AF_INET, SOCK_DGRAM);
    for (const timeout of [null, LONG]) {
      s.settimeout(timeout);
      for (const length of [1, 20_000, 65_507, 0]) {
        const data = Uint8Array.from({ length }, (_, i) => i);
        assertEquals(await on(s).sendto(data, address), length);
        assertEquals(await on(s).recvfrom(65536), [data.toReversed(), address]);
      }
      await each(async (receive, _, name) => {
        await on(s).sendto(encode("live"), 0, address);
        assertEquals(decode(await receive(on(s))), "evil", name);
      });
    }
    s.connect(address);
    await on(s).send(encode("stop"));
    await on(s).recv(10);
    await peer.end();
  },

  "what does not fit is cut off, and the next datagram is whole": async (on) => {
    const [sender, receiver] = udpPair();
    using _s = sender, _r = receiver;
    for (let i = 0; i < 8; i++) sender.send(encode(`${i}23456789`));
    assertEquals(decode(await on(receiver).recv(4)), "0234");
    assertEquals(decode((await on(receiver).recvfrom(1))[0]), "1");
    const room = new Uint8Array(4);
    assertEquals(await on(receiver).recv_into(room), 4);
    assertEquals(decode(room), "2234");
    // MSG_TRUNC asks for the length that the datagram had; the bytes are those that fit.
    assertEquals(await on(receiver).recv_into(room, 2, MSG_TRUNC), 9);
    assertEquals(decode(room), "3234");
    assertEquals(decode(await on(receiver).recv(3, MSG_TRUNC)), "423");
    const [data, , flags] = await on(receiver).recvmsg(5);
    assertEquals([decode(data), flags], ["52345", MSG_TRUNC]);
    assertEquals((await on(receiver).recvmsg_into([room]))[2], MSG_TRUNC);
    assertEquals((await on(receiver).recvfrom(0))[0].length, 0, "a datagram for nothing");
    assertEquals(
      await refusal(() => on(receiver).recv(10, MSG_DONTWAIT)),
      ["BlockingIOError", "EAGAIN", "recv"],
    );
  },

  "empty datagrams are datagrams": async (on) => {
    const [sender, receiver] = udpPair();
    using _s = sender, _r = receiver;
    await each(async (receive, _, name) => {
      sender.send(new Uint8Array(0));
      sender.send(encode(name));
      assertEquals((await receive(on(receiver))).length, 0);
      assertEquals(decode(await receive(on(receiver))), name);
    });
  },

  "a refused datagram is told to the next one who receives": async (on) => {
    await each(async (receive, call) => {
      const [sender, receiver] = udpPair();
      using _ = sender;
      receiver.close();
      assertEquals(await on(sender).send(encode("anybody?")), 8);
      assertEquals(
        await refusal(() => receive(on(sender))),
        ["ConnectionRefusedError", "ECONNREFUSED", call],
      );
    });
  },

  "records keep their bounds, and their end has a flag": async (on) => {
    const [a, b] = socketpair(AF_UNIX, SOCK_SEQPACKET);
    using _a = a, _b = b;
    await on(b).sendmsg([encode("abc"), encode("de")], [], MSG_EOR);
    await on(b).send(encode("next"));
    const [data, , flags] = await on(a).recvmsg(100);
    assertEquals([decode(data), flags & MSG_TRUNC], ["abcde", 0]);
    assertEquals((await on(a).recvmsg(2))[2] & MSG_TRUNC, MSG_TRUNC);
    b.close();
    await each(async (receive, _, name) => assertEquals((await receive(on(a))).length, 0, name));
  },

  "too little room for control data is told by MSG_CTRUNC": async (on) => {
    using s = socket(AF_INET, SOCK_DGRAM);
    s.bind(["127.0.0.1", 0]);
    s.setsockopt(IPPROTO_IP, IP_PKTINFO, 1);
    s.setsockopt(IPPROTO_IP, IP_RECVTTL, 1);
    const receive = async (room: number) => {
      await on(s).sendto(encode("0123456789"), s.getsockname());
      return await on(s).recvmsg(4, room);
    };
    for (const room of [0, 1, CMSG_LEN(0) - 1]) {
      const [data, ancdata, flags] = await receive(room);
      assertEquals([decode(data), ancdata], ["0123", []]);
      assertEquals(flags, MSG_TRUNC | MSG_CTRUNC);
    }
    const [, some, cut] = await receive(CMSG_SPACE(12) + CMSG_LEN(2));
    assertEquals([some.map(([, , value]) => value.length), cut & MSG_CTRUNC], [
      [12, 2],
      MSG_CTRUNC,
    ]);
    const [, all, whole] = await receive(CMSG_SPACE(12) + CMSG_SPACE(4));
    assertEquals([all.length, whole], [2, MSG_TRUNC]);
  },
};

/** Sending datagrams. */
export const sent: Cases = {
  "sendto and sendmsg: to an address, with flags and without": async (on) => {
    using receiver = socket(AF_INET, SOCK_DGRAM);
    receiver.bind(["127.0.0.1", 0]);
    const address = receiver.getsockname();
    const [, port] = address;
    using s = socket(AF_INET, SOCK_DGRAM);
    const flags = MSG_DONTWAIT ?? 0;
    const calls = [
      () => on(s).sendto(encode("data"), address),
      () => on(s).sendto(encode("data"), 0, address),
      () => on(s).sendto(encode("data"), flags, address),
      () => on(s).sendto(encode("data"), ["localhost", port]),
      () => on(s).sendto(encode("data"), 0, ["localhost", port]),
      () => on(s).sendmsg([encode("da"), encode("ta")], [], 0, address),
      () => on(s).sendmsg([encode("da"), encode("ta")], [], flags, ["localhost", port]),
    ];
    for (const call of calls) {
      assertEquals(await call(), 4, String(call));
      assertEquals(receiver.recvfrom(10), [encode("data"), ["127.0.0.1", s.getsockname()[1]]]);
    }
    assertEquals(await on(s).sendto(new Uint8Array(0), address), 0);
    assertEquals(receiver.recv(10).length, 0);
    s.connect(address);
    assertEquals(await on(s).sendmsg([encode("data")], [], 0, null), 4);
    assertEquals(decode(receiver.recv(10)), "data");
  },

  "a datagram can be too long, forbidden, and for nobody": async (on) => {
    using s = socket(AF_INET, SOCK_DGRAM);
    const to = ["127.0.0.1", 9] as const;
    const long = new Uint8Array(65_508);
    for (
      const [call, send] of [
        ["sendto", (data: Uint8Array, to: [string, number]) => on(s).sendto(data, to)],
        ["sendmsg", (data: Uint8Array, to: [string, number]) => on(s).sendmsg([data], [], 0, to)],
      ] as const
    ) {
      assertEquals(await refusal(() => send(long, [...to])), ["OSError", "EMSGSIZE", call, to]);
      const all = ["127.255.255.255", 9] satisfies [string, number];
      assertEquals(await refusal(() => send(ONE, all)), ["PermissionError", "EACCES", call, all]);
      const port = [...to.slice(0, 1), 0] as [string, number];
      assertEquals(await refusal(() => send(ONE, port)), ["OSError", "EINVAL", call, port]);
    }
    s.close();
    const closed = ["OSError", CLOSED, "sendto", to] as const;
    assertEquals(await refusal(() => on(s).sendto(ONE, to)), closed);
    assertEquals(await refusal(() => on(s).sendto(ONE, 0, to)), closed);
  },

  "AF_UNIX: a datagram for nobody, and for whom a stream is not connected to": async (on) => {
    using directory = tempDir();
    using local = socket(AF_UNIX, SOCK_DGRAM);
    const path = `${directory.path}/nobody`;
    assertEquals(
      await refusal(() => on(local).sendto(ONE, path)),
      ["FileNotFoundError", "ENOENT", "sendto", path],
    );
    {
      using gone = socket(AF_UNIX, SOCK_DGRAM);
      gone.bind(path);
    }
    assertEquals(
      await refusal(() => on(local).sendmsg([ONE], [], 0, path)),
      ["ConnectionRefusedError", "ECONNREFUSED", "sendmsg", path],
    );
    const [a, b] = socketpair();
    using _a = a, _b = b;
    assertEquals(
      await refusal(() => on(a).sendto(ONE, path)),
      ["OSError", "EISCONN", "sendto", path],
    );
  },

  "a datagram waits for room in the queue of a Python": async (on) => {
    for (const timeout of [null, LONG]) {
      await using peer = pythonSocket(`
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        s.bind(b"")
        print(s.getsockname().hex())
        for line in sys.stdin:
            for _ in range(int(line)): assert s.recv(10) == b"x"
      `);
      const address = Uint8Array.fromHex(await peer.line());
      using connected = socket(AF_UNIX, SOCK_DGRAM);
      connected.connect(address);
      using s = socket(AF_UNIX, SOCK_DGRAM);
      s.settimeout(timeout);
      connected.settimeout(timeout);
      for (
        const send of [
          () => on(s).sendto(ONE, address),
          () => on(s).sendto(ONE, 0, address),
          () => on(s).sendmsg([ONE], [], 0, address),
          () => on(connected).send(ONE),
          () => on(connected).sendall(ONE),
        ]
      ) {
        let filled = 0;
        const probe = socket(AF_UNIX, SOCK_DGRAM);
        probe.setblocking(false);
        const full = await refusal(() => {
          for (;; filled++) probe.sendto(ONE, address);
        });
        probe.close();
        assertEquals(full.slice(0, 2), ["BlockingIOError", "EAGAIN"]);
        await peer.send(`${filled + 1}\n`);
        await send();
      }
      await peer.end();
    }
  },

  "a datagram for a queue that stays full times out": async (on) => {
    using receiver = socket(AF_UNIX, SOCK_DGRAM);
    receiver.bind("");
    receiver.setsockopt(SOL_SOCKET, SO_RCVBUF, 0);
    const address = receiver.getsockname();
    using s = socket(AF_UNIX, SOCK_DGRAM);
    s.settimeout(0);
    await refusal(() => {
      for (;;) s.sendto(ONE, address);
    });
    s.settimeout(SOON);
    const late = (call: string): Refusal => ["TimeoutError", "timed out", call, address];
    assertEquals(await refusal(() => on(s).sendto(ONE, address)), late("sendto"));
    assertEquals(await refusal(() => on(s).sendmsg([ONE], [], 0, address)), late("sendmsg"));
    drain(receiver);
    assertEquals(await on(s).sendto(ONE, address), 1);
    assertEquals(receiver.recv(10), ONE);
  },
};

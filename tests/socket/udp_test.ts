/** UDP with a Python at the other end. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  AF_INET,
  BlockingIOError,
  ConnectionRefusedError,
  ConnectionResetError,
  errno,
  inet_aton,
  IP_ADD_MEMBERSHIP,
  IP_MULTICAST_IF,
  IP_MULTICAST_LOOP,
  IPPROTO_IP,
  MSG_PEEK,
  MSG_TRUNC,
  OSError,
  PermissionError,
  SO_BROADCAST,
  SOCK_DGRAM,
  socket,
  SOL_SOCKET,
} from "@bsd/socket";
import { test } from "../support/census.ts";
import { seeded } from "../support/seed.ts";
import {
  concat,
  decode,
  encode,
  type IpAddress,
  LOOPBACK,
  pythonSocket,
  sha256,
  winsock,
} from "./helpers.ts";

/** A group of the range that is for use within an organization (RFC 2365). */
const GROUP = "239.255.77.88";

for (const { name, family, af, host } of LOOPBACK) {
  test(
    `UDP over ${name}: Python answers each datagram`,
    seeded(async (random) => {
      await using peer = pythonSocket(
        `
        s = socket.socket(getattr(socket, sys.argv[1]), socket.SOCK_DGRAM)
        s.bind((sys.argv[2], 0))
        print(s.getsockname()[1])
        while True:
            data, address = s.recvfrom(65536)
            s.sendto(data[::-1], address)
            if data == b"stop": break
        print(address)
        `,
        af,
        host,
      );
      const port = Number(await peer.line());
      const from = host === "::1" ? [host, port, 0, 0] : [host, port];
      using s = socket<IpAddress>(family, SOCK_DGRAM);
      for (const length of [1, 100, 20_000, 65_507, 0]) {
        const data = random.bytes(length);
        assertEquals(s.sendto(data, [host, port]), length);
        assertEquals(s.recvfrom(65536), [data.toReversed(), from]);
      }

      const buffer = new Uint8Array(20).fill(7);
      s.sendto(encode("into"), 0, [host, port]);
      const room = buffer.subarray(5, 15);
      assertEquals(s.recvfrom_into(room), [4, from]);
      s.sendto(encode("part"), [host, port]);
      assertEquals(s.recvfrom_into(room.subarray(4), 4), [4, from]);
      assertEquals(decode(buffer), "\x07".repeat(5) + "otnitrap" + "\x07".repeat(7));
      s.sendto(encode("stop"), [host, port]);
      assertEquals(decode(s.recv(10)), "pots");

      const [, ours] = s.getsockname();
      const seen = host === "::1" ? `('::1', ${ours}, 0, 0)` : `('127.0.0.1', ${ours})`;
      assertEquals(await peer.end(), `${seen}\n`);
    }),
  );

  test(`UDP over ${name}: Python begins`, async () => {
    using s = socket<IpAddress>(family, SOCK_DGRAM);
    s.bind([host, 0]);
    await using peer = pythonSocket(
      `
      s = socket.socket(getattr(socket, sys.argv[1]), socket.SOCK_DGRAM)
      s.sendto("grüße".encode(), (sys.argv[2], int(sys.argv[3])))
      print(s.getsockname()[1])
      data, address = s.recvfrom(100)
      print(data.decode(), *address[:2])
      `,
      af,
      host,
      s.getsockname()[1] as number,
    );
    const [data, from] = s.recvfrom(100);
    assertEquals(decode(data), "grüße");
    assertEquals(from[0], host);
    assertEquals(from[1], Number(await peer.line()));
    s.sendto(encode("ebenso"), from);
    assertEquals(await peer.end(), `ebenso ${host} ${s.getsockname()[1]}\n`);
  });
}

test("UDP: connected, it hears its peer alone", async () => {
  await using peer = pythonSocket(`
    s = socket.socket(type=socket.SOCK_DGRAM)
    other = socket.socket(type=socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 0))
    print(s.getsockname()[1])
    data, address = s.recvfrom(100)
    other.sendto(b"not heard", address)
    s.connect(address)
    s.send(data + b" pong")
    print(s.recv(100))
  `);
  using s = socket(AF_INET, SOCK_DGRAM);
  const address = ["127.0.0.1", Number(await peer.line())] as const;
  s.connect(address);
  assertEquals(s.getpeername(), [...address]);
  assertEquals(s.send(encode("ping")), 4);
  assertEquals(s.recvfrom(100), [encode("ping pong"), [...address]]);
  assertEquals(s.sendmsg([encode("by"), encode("e")]), 3);
  assertEquals(await peer.end(), "b'bye'\n");
  s.setblocking(false);
  assertThrows(() => s.recv(100), BlockingIOError);
});

test("UDP: connected, it hears that nobody is there", async () => {
  await using peer = pythonSocket(`
    s = socket.socket(type=socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 0))
    print(s.getsockname()[1])
  `);
  const address = ["127.0.0.1", Number(await peer.line())] as const;
  await peer.end();
  using s = socket(AF_INET, SOCK_DGRAM);
  s.connect(address);
  s.send(encode("anybody?"));
  assertThrows(
    () => s.recv(100),
    winsock ? ConnectionResetError : ConnectionRefusedError,
    "recv: ",
  );
  s.setblocking(false);
  assertThrows(() => s.recv(100), BlockingIOError);
});

test({
  name: "UDP: what does not fit is an error to Winsock",
  ignore: !winsock,
  fn() {
    using s = socket(AF_INET, SOCK_DGRAM);
    s.bind(["127.0.0.1", 0]);
    const to = s.getsockname();
    const buffer = new Uint8Array(4);
    const ways: Record<string, () => unknown> = {
      recv: () => s.recv(4),
      recvfrom: () => s.recvfrom(4),
      recv_into: () => s.recv_into(buffer),
      recvfrom_into: () => s.recvfrom_into(buffer),
    };
    for (const [name, receive] of Object.entries(ways)) {
      s.sendto(encode(`${name} 0123`), to);
      const error = assertThrows(receive, OSError);
      assertEquals([error.errno, error.syscall], [errno.EMSGSIZE, name.replace("_into", "")]);
      // The rest is gone, as elsewhere.
      s.sendto(encode("next"), to);
      assertEquals(s.recvfrom(4), [encode("next"), to]);
    }
    assertEquals(decode(buffer), "recv", "what did fit is there");
    // Beyond Python, which has no recvmsg there: it has flags to tell it with.
    for (const room of [0, 100]) {
      s.sendto(encode("0123456789"), to);
      assertEquals(s.recvmsg(5, room), [encode("01234"), [], MSG_TRUNC, to]);
    }
  },
});

test("UDP: what does not fit is cut off, and the next datagram is whole", async () => {
  using s = socket(AF_INET, SOCK_DGRAM);
  s.bind(["127.0.0.1", 0]);
  await using peer = pythonSocket(
    `
    s = socket.socket(type=socket.SOCK_DGRAM)
    s.connect(("127.0.0.1", int(sys.argv[1])))
    for i in range(9):
        s.send(f"{i}23456789".encode())
    `,
    s.getsockname()[1],
  );
  await peer.end();
  assertEquals(decode(s.recv(4)), "0234");
  assertEquals(decode(s.recv(100, MSG_PEEK)), "123456789");
  assertEquals(decode(s.recv(100)), "123456789");
  assertEquals(decode(s.recvfrom(1)[0]), "2");
  const buffer = new Uint8Array(4);
  assertEquals(s.recv_into(buffer), 4);
  assertEquals(decode(buffer), "3234");
  // MSG_TRUNC asks for the length that the datagram had; the bytes are those that fit.
  assertEquals(s.recv_into(buffer, 2, MSG_TRUNC), 9);
  assertEquals(decode(buffer), "4234");
  assertEquals(decode(s.recv(3, MSG_TRUNC)), "523");
  const [data, ancdata, flags, from] = s.recvmsg(5);
  assertEquals([decode(data), ancdata, flags & MSG_TRUNC], ["62345", [], MSG_TRUNC]);
  assertEquals(from[0], "127.0.0.1");
  assertEquals(s.recvfrom_into(buffer, 3), [3, from]);
  assertEquals(decode(buffer), "7234");
  assertEquals(s.recvfrom(0)[0].length, 0, "a datagram for nothing");
  s.setblocking(false);
  assertThrows(() => s.recv(10), BlockingIOError);
});

test("UDP: empty datagrams are datagrams", async () => {
  using s = socket(AF_INET, SOCK_DGRAM);
  s.bind(["127.0.0.1", 0]);
  await using peer = pythonSocket(
    `
    s = socket.socket(type=socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 0))
    for i in range(5):
        s.sendto(b"", ("127.0.0.1", int(sys.argv[1])))
    print(s.getsockname()[1])
    print([s.recv(10) for i in range(3)])
    `,
    s.getsockname()[1],
  );
  const from = ["127.0.0.1", Number(await peer.line())] satisfies [string, number];
  const none = new Uint8Array(0);
  assertEquals(s.recv(10), none);
  assertEquals(s.recvfrom(10), [none, from]);
  assertEquals(s.recv_into(new Uint8Array(10)), 0);
  assertEquals(s.recvfrom_into(new Uint8Array(10)), [0, from]);
  assertEquals(s.recvmsg(10), [none, [], 0, from]);
  assertEquals(s.sendto(none, from), 0);
  assertEquals(s.sendmsg([none], [], 0, from), 0);
  s.connect(from);
  assertEquals(s.send(none), 0);
  assertEquals(await peer.end(), "[b'', b'', b'']\n");
});

test("UDP: a message of no parts is an empty datagram", () => {
  using receiver = socket(AF_INET, SOCK_DGRAM);
  receiver.bind(["127.0.0.1", 0]);
  receiver.settimeout(20);
  using s = socket(AF_INET, SOCK_DGRAM);
  assertEquals(s.sendmsg([], [], 0, receiver.getsockname()), 0);
  assertEquals(receiver.recv(10), new Uint8Array(0));
});

test("UDP: many datagrams keep their bounds", async () => {
  using s = socket(AF_INET, SOCK_DGRAM);
  s.bind(["127.0.0.1", 0]);
  await using peer = pythonSocket(
    `
    s = socket.socket(type=socket.SOCK_DGRAM)
    s.connect(("127.0.0.1", int(sys.argv[1])))
    digest = hashlib.sha256()
    for i in range(300):
        data = os.urandom(i)
        digest.update(data)
        s.send(data)
        s.recv(1)
    print(digest.hexdigest())
    `,
    s.getsockname()[1],
  );
  const parts: Uint8Array[] = [];
  for (let i = 0; i < 300; i++) {
    const [data, from] = s.recvfrom(1000);
    assertEquals(data.length, i);
    parts.push(data);
    s.sendto(encode("."), from);
  }
  assertEquals(await peer.end(), `${sha256(concat(parts))}\n`);
});

test("UDP: a datagram can be too long", () => {
  using s = socket(AF_INET, SOCK_DGRAM);
  const error = assertThrows(() => s.sendto(new Uint8Array(65_508), ["127.0.0.1", 9]), OSError);
  assertEquals([error.errno, error.syscall], [errno.EMSGSIZE, "sendto"]);
  assertEquals(error.address, ["127.0.0.1", 9]);
});

test("UDP: broadcast is for those who ask for it", async () => {
  await using peer = pythonSocket(`
    s = socket.socket(type=socket.SOCK_DGRAM)
    s.bind(("", 0))
    print(s.getsockname()[1])
    data, address = s.recvfrom(100)
    print(data, address[1])
  `);
  // The broadcast address of the loopback network.
  const address = ["127.255.255.255", Number(await peer.line())] as const;
  using s = socket(AF_INET, SOCK_DGRAM);
  assertThrows(() => s.sendto(encode("no"), address), PermissionError);
  s.setsockopt(SOL_SOCKET, SO_BROADCAST, true);
  assertEquals(s.getsockopt(SOL_SOCKET, SO_BROADCAST), 1);
  s.sendto(encode("all"), address);
  assertEquals(await peer.end(), `b'all' ${s.getsockname()[1]}\n`);
});

test("UDP: multicast on the loopback interface, in both directions", async () => {
  using s = socket(AF_INET, SOCK_DGRAM);
  s.bind(["", 0]);
  const loopback = inet_aton("127.0.0.1");
  s.setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP, concat([inet_aton(GROUP), loopback]));
  s.setsockopt(IPPROTO_IP, IP_MULTICAST_IF, loopback);
  s.setsockopt(IPPROTO_IP, IP_MULTICAST_LOOP, 1);
  assertEquals(s.getsockopt(IPPROTO_IP, IP_MULTICAST_IF, 4), loopback);
  await using peer = pythonSocket(
    `
    group, port = sys.argv[1], int(sys.argv[2])
    loopback = socket.inet_aton("127.0.0.1")
    s = socket.socket(type=socket.SOCK_DGRAM)
    s.bind(("", 0))
    s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(group) + loopback)
    s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, loopback)
    s.sendto(b"to the group", (group, port))
    print(s.getsockname()[1])
    print(s.recv(100))
    `,
    GROUP,
    s.getsockname()[1],
  );
  const [data, [host, port]] = s.recvfrom(100);
  assertEquals(decode(data), "to the group");
  assert(host.startsWith("127."), host);
  assertEquals(port, Number(await peer.line()));
  s.sendto(encode("to all of you"), [GROUP, port]);
  assertEquals(await peer.end(), "b'to all of you'\n");
});

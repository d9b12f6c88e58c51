/** The multicast programs, with each other and with Python; all on the loopback interface. */
import { assertEquals, assertMatch } from "@std/assert";
import { test } from "../support/census.ts";
import { python } from "../support/peer.ts";
import { example, failure, listening } from "./example.ts";

test("multicast-receiver: prints what a Python sends to the group", async () => {
  const group = "239.255.50.8";
  await using receiver = example("multicast-receiver", ["--group", group, "--count", 2, 0]);
  const [host, port] = await listening(receiver);
  assertEquals(host, group);
  await using sender = python(
    `
    import socket, sys
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))
    for text in "hello", "grüezi":
        s.sendto(text.encode(), (sys.argv[1], int(sys.argv[2])))
    print(s.getsockname()[1])
    `,
    group,
    `${port}`,
  );
  const from = (await sender.end()).trim();
  assertEquals(await receiver.end(), `127.0.0.1:${from}  hello\n127.0.0.1:${from}  grüezi\n`);
});

test("multicast-sender: a Python in the group receives, with the TTL that was asked for", async () => {
  const group = "239.255.50.9";
  await using receiver = python(
    `
    import socket, sys
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("", 0))
    s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                 socket.inet_aton(sys.argv[1]) + socket.inet_aton("127.0.0.1"))
    IP_RECVTTL = 12
    s.setsockopt(socket.IPPROTO_IP, IP_RECVTTL, 1)
    s.settimeout(30)
    print(s.getsockname()[1])
    data, ancillary, _, address = s.recvmsg(100, 100)
    print(data.decode(), address[0], int.from_bytes(ancillary[0][2], sys.byteorder))
    `,
    group,
  );
  const port = await receiver.line();
  const args = ["--group", group, "--port", port, "--ttl", 3, "anybody", "there?"];
  await using sender = example("multicast-sender", args);
  assertEquals(await sender.end(), `Sent 14 bytes to ${group}:${port} by 127.0.0.1\n`);
  assertEquals(await receiver.end(), "anybody there? 127.0.0.1 3\n");
});

test("multicast: two receivers share a port and get the same", async () => {
  const options = ["--group", "239.255.50.10", "--count", 1];
  await using one = example("multicast-receiver", [...options, 0]);
  const [, port] = await listening(one);
  await using other = example("multicast-receiver", [...options, port]);
  assertEquals((await listening(other))[1], port);
  const to = ["--group", "239.255.50.10", "--port", port];
  await using sender = example("multicast-sender", [...to, "--no-loop", "for all"]);
  await sender.end();
  for (const receiver of [one, other]) {
    assertMatch(await receiver.end(), /^127\.0\.0\.1:\d+ {2}for all\n$/);
  }
});

test("multicast-receiver: no group is one line and status 1", async () => {
  await using receiver = example("multicast-receiver", ["--group", "192.0.2.1", 0]);
  assertMatch(await failure(receiver, 1), /^multicast-receiver: \[Errno \d+\] setsockopt: Invalid/);
});

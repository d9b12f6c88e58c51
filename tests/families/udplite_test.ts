/** UDP-Lite (RFC 3828): datagrams whose checksum covers only their beginning. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  AF_INET,
  BlockingIOError,
  IPPROTO_UDPLITE,
  SOCK_DGRAM,
  SOCK_RAW,
  socket,
  UDPLITE_RECV_CSCOV,
  UDPLITE_SEND_CSCOV,
} from "@bsd/socket";
import { encode, type IpAddress, LOOPBACK, pythonSocket } from "../socket/helpers.ts";
import { familyTest, missing } from "../support/family.ts";
import { FACES } from "./faces.ts";

const test = familyTest("IPPROTO_UDPLITE", AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE);

/** The header, and so the least that a checksum covers. */
const HEADER = 8;

for (const { name, family, host } of LOOPBACK) {
  const udplite = () => {
    const s = socket<IpAddress>(family, SOCK_DGRAM, IPPROTO_UDPLITE);
    s.bind([host, 0]);
    s.settimeout(20);
    return s;
  };

  test(`UDPLITE over ${name}: the coverages are set and read back`, () => {
    using s = udplite();
    assertEquals(s.proto, IPPROTO_UDPLITE);
    for (const option of [UDPLITE_SEND_CSCOV, UDPLITE_RECV_CSCOV]) {
      assertEquals(s.getsockopt(IPPROTO_UDPLITE, option), 0, "all of it");
      for (const coverage of [HEADER, 20, 65535]) {
        s.setsockopt(IPPROTO_UDPLITE, option, coverage);
        assertEquals(s.getsockopt(IPPROTO_UDPLITE, option), coverage);
      }
      // RFC 3828 allows none below the header: Linux takes the header instead.
      s.setsockopt(IPPROTO_UDPLITE, option, 1);
      assertEquals(s.getsockopt(IPPROTO_UDPLITE, option), HEADER);
    }
  });

  test(`UDPLITE over ${name}: what is covered too little does not come`, async () => {
    using sender = udplite();
    using receiver = udplite();
    receiver.setsockopt(IPPROTO_UDPLITE, UDPLITE_RECV_CSCOV, 20);
    const to = receiver.getsockname();
    const data = encode("some bytes to be covered");
    for (const [, on] of FACES) {
      sender.setsockopt(IPPROTO_UDPLITE, UDPLITE_SEND_CSCOV, 19);
      assertEquals(await on(sender).sendto(data, to), data.length);
      sender.setsockopt(IPPROTO_UDPLITE, UDPLITE_SEND_CSCOV, 20);
      await on(sender).sendto(data, to);
      sender.setsockopt(IPPROTO_UDPLITE, UDPLITE_SEND_CSCOV, 0);
      await on(sender).sendto(encode("whole"), to);
      assertEquals(await on(receiver).recvfrom(100), [data, sender.getsockname()]);
      assertEquals(await on(receiver).recvmsg(100), [encode("whole"), [], 0, sender.getsockname()]);
    }
    receiver.settimeout(0);
    assertThrows(() => receiver.recv(1), BlockingIOError);
  });

  test(`UDPLITE over ${name}: with Python, each with a coverage of its own`, async () => {
    using s = udplite();
    s.setsockopt(IPPROTO_UDPLITE, UDPLITE_SEND_CSCOV, 12);
    s.setsockopt(IPPROTO_UDPLITE, UDPLITE_RECV_CSCOV, 16);
    await using peer = pythonSocket(
      `
      family, host = int(sys.argv[1]), sys.argv[2]
      s = socket.socket(family, socket.SOCK_DGRAM, socket.IPPROTO_UDPLITE)
      s.setsockopt(socket.IPPROTO_UDPLITE, socket.UDPLITE_RECV_CSCOV, 12)
      s.bind((host, 0))
      print(s.getsockname()[1])
      for _ in range(2):
          data, address = s.recvfrom(100)
          print(data.decode(), *address[:2])
          for coverage in 15, 16: # of which only the second is enough
              s.setsockopt(socket.IPPROTO_UDPLITE, socket.UDPLITE_SEND_CSCOV, coverage)
              s.sendto(b"covered: %d" % coverage, address)
      `,
      family,
      host,
    );
    const port = Number(await peer.line());
    const [, ours] = s.getsockname();
    for (const [face, on] of FACES) {
      await on(s).sendto(encode(face), [host, port]);
      assertEquals(await peer.line(), `${face} ${host} ${ours}`);
      const [data, [from, back]] = await on(s).recvfrom(100);
      assertEquals([data, from, back], [encode("covered: 16"), host, port]);
    }
    await peer.end();
  });
}

test({
  name: "UDPLITE: the coverage is in the header, where UDP has the length",
  ignore: missing(AF_INET, SOCK_RAW, IPPROTO_UDPLITE) !== null, // only root's
  fn() {
    using raw = socket(AF_INET, SOCK_RAW, IPPROTO_UDPLITE);
    raw.settimeout(20);
    // An address of its own, lest others' datagrams be taken for ours.
    raw.bind(["127.83.76.65", 0]);
    using sender = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE);
    using receiver = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE);
    receiver.bind(["127.83.76.65", 0]);
    for (const [coverage, field] of [[0, 0], [8, 8], [11, 11], [1000, 16]] as const) {
      sender.setsockopt(IPPROTO_UDPLITE, UDPLITE_SEND_CSCOV, coverage);
      sender.sendto(encode("12345678"), receiver.getsockname());
      const packet = raw.recv(100).subarray(20);
      const header = new DataView(packet.buffer, packet.byteOffset, HEADER);
      assertEquals([header.getUint16(4), packet.length], [field, HEADER + 8], `${coverage}`);
    }
  },
});

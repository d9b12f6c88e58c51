/** Options of sockets and of TCP whose values are structures: what is set is read back, or seen. */
import { assert, assertEquals, assertGreater, assertThrows } from "@std/assert";
import {
  AF_INET,
  ConnectionResetError,
  control_message,
  create_connection,
  create_server,
  errno,
  IPPROTO_TCP,
  linger,
  OSError,
  SO_ATTACH_FILTER,
  SO_ATTACH_REUSEPORT_CBPF,
  SO_DETACH_FILTER,
  SO_LINGER,
  SO_PEERCRED,
  SO_RCVTIMEO,
  SO_REUSEPORT,
  SO_SNDTIMEO,
  SO_TXTIME,
  SOCK_DGRAM,
  sock_filter,
  sock_fprog,
  sock_txtime,
  socket,
  socketpair,
  SOF_TXTIME_REPORT_ERRORS,
  SOL_SOCKET,
  TCP_ESTABLISHED,
  TCP_INFO,
  tcp_info,
  TCP_LISTEN,
  TCP_MAXSEG,
  TCP_MD5SIG,
  tcp_md5sig,
  timeval,
  ucred,
} from "@bsd/socket";
import { test } from "../support/census.ts";
import { python } from "../support/peer.ts";

const linux = Deno.build.os === "linux";
const text = new TextEncoder();

function udp() {
  const s = socket(AF_INET, SOCK_DGRAM);
  s.bind(["127.0.0.1", 0]);
  return s;
}

/** What arrives up to the last datagram, which arrives. */
function received(s: ReturnType<typeof udp>, last: string): string[] {
  const found: string[] = [];
  s.settimeout(30);
  while (found.at(-1) !== last) found.push(new TextDecoder().decode(s.recv(100)));
  return found;
}

test("SO_LINGER: what was set is read back", () => {
  using server = create_server(["127.0.0.1", 0]);
  using client = create_connection(server.getsockname());
  const [connection] = server.accept();
  using _ = connection;
  for (const value of [{ l_onoff: 1, l_linger: 65535 }, { l_onoff: 1, l_linger: 0 }]) {
    client.setsockopt(SOL_SOCKET, SO_LINGER, linger.encode(value));
    assertEquals(linger.decode(client.getsockopt(SOL_SOCKET, SO_LINGER, linger.size)), value);
  }
});

test("SO_LINGER: 0 seconds reset the connection", () => {
  using server = create_server(["127.0.0.1", 0]);
  using client = create_connection(server.getsockname());
  const [connection] = server.accept();
  using _ = connection;
  client.setsockopt(SOL_SOCKET, SO_LINGER, linger.encode({ l_onoff: 1, l_linger: 0 }));
  client.close();
  assertThrows(() => connection.recv(1), ConnectionResetError);
});

test({
  name: "SO_TXTIME: what was set is read back, and packets may say when they leave",
  ignore: !linux,
  fn() {
    using s = udp();
    const send = (word: string) => {
      const now = control_message("SCM_TXTIME", 1n);
      s.sendmsg([text.encode(word)], [now], 0, s.getsockname());
    };
    const error = assertThrows(() => send("too early"), OSError);
    assertEquals(error.errno, errno.EINVAL);
    const value = { clockid: 1, flags: SOF_TXTIME_REPORT_ERRORS ?? 0 };
    s.setsockopt(SOL_SOCKET, SO_TXTIME, sock_txtime.encode(value));
    const set = s.getsockopt(SOL_SOCKET, SO_TXTIME, sock_txtime.size);
    assertEquals(sock_txtime.decode(set), value);
    send("at once");
    assertEquals(received(s, "at once"), ["at once"]);
  },
});

test("SO_RCVTIMEO and SO_SNDTIMEO: what was set is read back, and receiving ends", () => {
  using s = udp();
  for (const option of [SO_RCVTIMEO, SO_SNDTIMEO]) {
    const value = { tv_sec: 5, tv_usec: 500_000 };
    s.setsockopt(SOL_SOCKET, option, timeval.encode(value));
    assertEquals(timeval.decode(s.getsockopt(SOL_SOCKET, option, timeval.size)), value);
  }
  // The kernel, not the codec, says that these are too many microseconds.
  const error = assertThrows(
    () => s.setsockopt(SOL_SOCKET, SO_RCVTIMEO, timeval.encode({ tv_sec: 0, tv_usec: 1_000_000 })),
    OSError,
  );
  assertEquals(error.errno, errno.EDOM);
  s.setsockopt(SOL_SOCKET, SO_RCVTIMEO, timeval.encode({ tv_sec: 0, tv_usec: 1000 }));
  assertEquals(assertThrows(() => s.recv(1), OSError).errno, errno.EAGAIN);
});

test({
  name: "SO_PEERCRED: who is at the other end",
  ignore: !linux,
  fn() {
    const [a, b] = socketpair();
    using _a = a, _b = b;
    const peer = ucred.decode(a.getsockopt(SOL_SOCKET, SO_PEERCRED, ucred.size));
    assertEquals(peer, { pid: Deno.pid, uid: Deno.uid() ?? NaN, gid: Deno.gid() ?? NaN });
  },
});

const op = (code: number, jt: number, jf: number, k: number) => ({ code, jt, jf, k });
/** Keeps the datagrams whose first byte is "!". */
const PROGRAM = [
  op(0x30, 0, 0, 8),
  op(0x15, 0, 1, 0x21),
  op(0x06, 0, 0, 0xffff),
  op(0x06, 0, 0, 0),
];

test({
  name: "SO_ATTACH_FILTER: the program drops what it should, and is read back",
  ignore: !linux,
  fn() {
    using s = udp();
    const send = (...words: string[]) =>
      words.forEach((word) => s.sendto(text.encode(word), s.getsockname()));
    s.setsockopt(SOL_SOCKET, SO_ATTACH_FILTER, sock_fprog.encode(PROGRAM));
    send("no", "!yes", "", "!");
    assertEquals(received(s, "!"), ["!yes", "!"]);
    const room = 100 * sock_filter.size;
    const found = sock_filter.decode(s.getsockopt(SOL_SOCKET, SO_ATTACH_FILTER, room));
    assertEquals(found, PROGRAM);
    // Keeps the header and two bytes more of everything.
    s.setsockopt(SOL_SOCKET, SO_ATTACH_FILTER, sock_fprog.encode(new Set([op(0x06, 0, 0, 10)])));
    send("12345");
    assertEquals(received(s, "12"), ["12"]);
    s.setsockopt(SOL_SOCKET, SO_DETACH_FILTER, 0);
    send("no");
    assertEquals(received(s, "no"), ["no"]);
  },
});

test({
  name: "SO_ATTACH_FILTER: a value outlives everything but itself",
  ignore: !linux,
  fn() {
    // If the instructions could go before the value does, what comes after would be there instead.
    const values = Array.from(
      { length: 300 },
      (_, k) => sock_fprog.encode([op(0x00, 0, 0, k), op(0x06, 0, 0, k)]),
    );
    const garbage = Array.from({ length: 300 }, () => new Uint8Array(32).fill(0xff));
    assertEquals(garbage.length, 300);
    using s = udp();
    values.forEach((value, k) => {
      s.setsockopt(SOL_SOCKET, SO_ATTACH_FILTER, value);
      assertEquals(
        sock_filter.decode(s.getsockopt(SOL_SOCKET, SO_ATTACH_FILTER, 16)),
        [op(0x00, 0, 0, k), op(0x06, 0, 0, k)],
      );
    });
  },
});

test({
  name: "SO_ATTACH_FILTER: reading a filter writes no further than there is room",
  ignore: !linux,
  fn() {
    using s = udp();
    s.setsockopt(SOL_SOCKET, SO_ATTACH_FILTER, sock_fprog.encode(PROGRAM));
    // The kernel counts in instructions: told of 4 bytes, it would write 32.
    for (const room of [0, 4, 7, 8, 31]) {
      const error = assertThrows(() => {
        if (room === 0) s.getsockopt(SOL_SOCKET, SO_ATTACH_FILTER); // an int
        else s.getsockopt(SOL_SOCKET, SO_ATTACH_FILTER, room);
      }, OSError);
      assertEquals(error.errno, errno.EINVAL);
    }
    assertEquals(s.getsockopt(SOL_SOCKET, SO_ATTACH_FILTER, 32).length, 32);
  },
});

test("a filter is refused for what cannot be one", () => {
  if (!linux) {
    assertThrows(() => sock_fprog.encode(PROGRAM), TypeError, "has no struct sock_f");
    return;
  }
  assertThrows(() => sock_fprog.encode([op(65536, 0, 0, 0)]), RangeError, "sock_filter.code");
  assertThrows(() => sock_fprog.encode([op(6, 256, 0, 0)]), RangeError, "sock_filter.jt");
  assertThrows(() => sock_fprog.encode([op(6, 0, 0, -1)]), RangeError, "sock_filter.k");
  const many = Array.from({ length: 65536 }, () => op(6, 0, 0, 0));
  assertThrows(() => sock_fprog.encode(many), RangeError, "sock_fprog.len");
  using s = udp();
  // The kernel's own limits, 1 to 4096 instructions, and its check of the program.
  for (const program of [[], many.slice(0, 4097), [op(0x00, 0, 0, 0)]]) {
    const error = assertThrows(
      () => s.setsockopt(SOL_SOCKET, SO_ATTACH_FILTER, sock_fprog.encode(program)),
      OSError,
    );
    assertEquals(error.errno, errno.EINVAL);
  }
});

test({
  name: "SO_ATTACH_REUSEPORT_CBPF: the program picks the socket",
  ignore: !linux,
  fn() {
    using first = socket(AF_INET, SOCK_DGRAM);
    using second = socket(AF_INET, SOCK_DGRAM);
    first.setsockopt(SOL_SOCKET, SO_REUSEPORT ?? NaN, 1);
    second.setsockopt(SOL_SOCKET, SO_REUSEPORT ?? NaN, 1);
    first.bind(["127.0.0.1", 0]);
    second.bind(first.getsockname());
    // The first byte of the data, less "0", is the number of the socket within the group.
    const program = [op(0x30, 0, 0, 0), op(0x14, 0, 0, 0x30), op(0x16, 0, 0, 0)];
    first.setsockopt(SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, sock_fprog.encode(program));
    using sender = udp();
    for (const word of ["1a", "0b", "0c", "1d", "1e"]) {
      sender.sendto(text.encode(word), first.getsockname());
    }
    assertEquals(received(first, "0c"), ["0b", "0c"]);
    assertEquals(received(second, "1e"), ["1a", "1d", "1e"]);
  },
});

test({
  name: "TCP_INFO: the state and the counters of a connection",
  ignore: !linux,
  fn() {
    using server = create_server(["127.0.0.1", 0], { backlog: 7 });
    const info = (s: { getsockopt: typeof server.getsockopt }) =>
      tcp_info.decode(s.getsockopt(IPPROTO_TCP, TCP_INFO, tcp_info.size));
    const listening = info(server);
    assertEquals(listening.tcpi_state, TCP_LISTEN);
    assertEquals([listening.tcpi_unacked, listening.tcpi_sacked], [0, 7]);
    using client = create_connection(server.getsockname());
    assertEquals(info(server).tcpi_unacked, 1);
    const [connection] = server.accept();
    using _ = connection;
    connection.sendall(new Uint8Array(100_000));
    for (let rest = 100_000; rest > 0;) rest -= client.recv(100_000).length;
    client.sendall(new Uint8Array(10));
    connection.recv(10);

    const there = info(connection);
    assertEquals(there.tcpi_state, TCP_ESTABLISHED);
    assertGreater(there.tcpi_rtt, 0);
    assert(there.tcpi_rtt < 60_000_000, "a minute");
    assertGreater(there.tcpi_snd_cwnd, 0);
    assertEquals(there.tcpi_snd_mss, connection.getsockopt(IPPROTO_TCP, TCP_MAXSEG));
    assertEquals(there.tcpi_pmtu, 65535);
    // A busy machine may be late with an acknowledgement, and something be sent twice.
    const { tcpi_bytes_sent = NaN, tcpi_bytes_retrans = NaN } = there;
    assertEquals(tcpi_bytes_sent - tcpi_bytes_retrans, 100_000);
    assertEquals(there.tcpi_bytes_received, 10);
    const here = info(client);
    assertEquals(here.tcpi_bytes_received, 100_000);
    assertEquals([here.tcpi_snd_wscale, here.tcpi_rcv_wscale], [
      there.tcpi_rcv_wscale,
      there.tcpi_snd_wscale,
    ]);
  },
});

test({
  name: "TCP_INFO: the members are what Python unpacks of the same socket",
  ignore: !linux,
  async fn() {
    using server = create_server(["127.0.0.1", 0]);
    using client = create_connection(server.getsockname());
    const value = client.getsockopt(IPPROTO_TCP, TCP_INFO, tcp_info.size);
    await using peer = python(
      `
      import struct, sys
      value = bytes.fromhex(sys.argv[1])
      print(*struct.unpack_from("=6B", value, 0))
      print(value[6] & 15, value[6] >> 4, value[7] & 1, value[7] >> 1 & 3)
      print(*struct.unpack_from("=24I", value, 8))
      if len(value) >= 232: print(*struct.unpack_from("=4Q6I4Q2I2Q4I", value, 104))
      if len(value) >= 240: print(*struct.unpack_from("=2I", value, 232))
      if len(value) >= 248: print(*struct.unpack_from("=2HI", value, 240))
      `,
      value.toHex(),
    );
    const theirs = (await peer.end()).trim().split(/\s+/).map(Number);
    const ours = Object.values(tcp_info.decode(value));
    assertEquals(ours, theirs);
    assertGreater(ours.length, 33);
  },
});

test({
  name: "TCP_MD5SIG: a connection that is signed by both",
  ignore: !linux,
  fn() {
    using server = socket();
    server.bind(["127.0.0.1", 0]);
    server.listen();
    using client = socket();
    const sign = (s: typeof client, key: string) =>
      s.setsockopt(
        IPPROTO_TCP,
        TCP_MD5SIG,
        tcp_md5sig.encode({
          tcpm_addr: ["127.0.0.1", 0],
          tcpm_flags: 0,
          tcpm_prefixlen: 0,
          tcpm_keylen: key.length,
          tcpm_ifindex: 0,
          tcpm_key: text.encode(key),
        }),
      );
    // A key that is not there cannot be removed.
    assertEquals(assertThrows(() => sign(server, ""), OSError).errno, errno.ENOENT);
    sign(server, "wrong");
    sign(server, "");
    sign(server, "secret");
    sign(client, "secret");
    client.connect(server.getsockname());
    const [connection] = server.accept();
    using _ = connection;
    client.sendall(text.encode("signed"));
    assertEquals(connection.recv(100), text.encode("signed"));
    // Signatures leave no room for time stamps among the options of a segment.
    const info = tcp_info.decode(client.getsockopt(IPPROTO_TCP, TCP_INFO, tcp_info.size));
    assertEquals(info.tcpi_options & 1, 0);
  },
});

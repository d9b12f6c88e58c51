/** The bytes of structures: those that C and Python make, and by hand what other OSes have. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  group_req,
  group_source_req,
  ip_mreq,
  ip_mreq_source,
  ip_mreqn,
  ipv6_mreq,
  linger,
  packet_mreq,
  sock_filter,
  tcp_connection_info,
  tcp_info,
  tcp_md5sig,
  timespec,
  timeval,
  tpacket_auxdata,
  tpacket_req,
  tpacket_stats,
  ucred,
} from "@bsd/socket";
import { everyStructs } from "../../src/structs/codec.ts";
import { decodeStruct, encodeStruct } from "../../src/structs/struct.ts";
import { test } from "../support/census.ts";
import { compile } from "../support/compile.ts";
import { python } from "../support/peer.ts";

const onLinux = Deno.build.os === "linux";

/** One value of each structure. */
const LINGER = { l_onoff: 1, l_linger: 65535 };
const TIMEVAL = { tv_sec: -5_000_000_000, tv_usec: 999_999 };
const TIMESPEC = { tv_sec: 2 ** 40, tv_nsec: 999_999_999 };
const UCRED = { pid: 123456, uid: 4294967295, gid: 65534 };
const MREQ = { imr_multiaddr: "239.1.2.3", imr_interface: "127.0.0.1" };
const MREQN = { imr_multiaddr: "239.1.2.3", imr_address: "10.0.0.255", imr_ifindex: 0x01020304 };
const MREQ_SOURCE = {
  imr_multiaddr: "232.1.2.3",
  imr_interface: "127.0.0.1",
  imr_sourceaddr: "192.0.2.7",
};
const IPV6_MREQ = { ipv6mr_multiaddr: "ff15::1:2", ipv6mr_interface: 0x80000001 };
const GROUP4: { gr_interface: number; gr_group: [string, number] } = {
  gr_interface: 7,
  gr_group: ["239.1.2.3", 40001],
};
const GROUP6: { gr_interface: number; gr_group: [string, number, number, number] } = {
  gr_interface: 7,
  gr_group: ["ff15::1", 40001, 0x12345, 9],
};
const GROUP_SOURCE: {
  gsr_interface: number;
  gsr_group: [string, number];
  gsr_source: [string, number];
} = { gsr_interface: 2, gsr_group: ["232.1.2.3", 0], gsr_source: ["192.0.2.7", 1] };
const PACKET_MREQ = {
  mr_ifindex: 3,
  mr_type: 0xfffe,
  mr_alen: 6,
  mr_address: Uint8Array.of(1, 0, 0x5e, 1, 2, 3),
};
const RING = { tp_block_size: 4096, tp_block_nr: 2, tp_frame_size: 2048, tp_frame_nr: 4 };
const STATS = { tp_packets: 4294967295, tp_drops: 1 };
const AUXDATA = {
  tp_status: 0x80000001,
  tp_len: 1500,
  tp_snaplen: 96,
  tp_mac: 0xfff0,
  tp_net: 14,
  tp_vlan_tci: 100,
  tp_vlan_tpid: 0x8100,
};
const MD5: {
  tcpm_addr: [string, number];
  tcpm_flags: number;
  tcpm_prefixlen: number;
  tcpm_keylen: number;
  tcpm_ifindex: number;
  tcpm_key: Uint8Array<ArrayBuffer>;
} = {
  tcpm_addr: ["192.0.2.7", 179],
  tcpm_flags: 1,
  tcpm_prefixlen: 24,
  tcpm_keylen: 6,
  tcpm_ifindex: -1,
  tcpm_key: new TextEncoder().encode("secret"),
};
const FILTER = [
  { code: 0x30, jt: 0, jf: 0, k: 8 },
  { code: 0x15, jt: 1, jf: 255, k: 0xfedcba98 },
];

/** The same values as a C program sets them, as hexadecimal lines; padding is zero. */
const C = `
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

static void dump(const char *name, const void *from, size_t size) {
  printf("%s ", name);
  for (size_t i = 0; i < size; i++) printf("%02x", ((const unsigned char *) from)[i]);
  printf("\\n");
}
#define MAKE(type, name) struct type name; memset(&name, 0, sizeof name)
#define DUMP(name) dump(#name, &name, sizeof name)

static void in(void *at, const char *host, int port) {
  struct sockaddr_in a;
  memset(&a, 0, sizeof a);
  a.sin_family = AF_INET; a.sin_port = htons(port);
  inet_pton(AF_INET, host, &a.sin_addr);
  memcpy(at, &a, sizeof a);
}

static void in6(void *at, const char *host, int port, unsigned flowinfo, unsigned scope) {
  struct sockaddr_in6 a;
  memset(&a, 0, sizeof a);
  a.sin6_family = AF_INET6; a.sin6_port = htons(port);
  a.sin6_flowinfo = htonl(flowinfo); a.sin6_scope_id = scope;
  inet_pton(AF_INET6, host, &a.sin6_addr);
  memcpy(at, &a, sizeof a);
}

int main(void) {
  MAKE(linger, linger); linger.l_onoff = 1; linger.l_linger = 65535; DUMP(linger);
  MAKE(timeval, timeval); timeval.tv_sec = -5000000000; timeval.tv_usec = 999999; DUMP(timeval);
  MAKE(timespec, timespec); timespec.tv_sec = 1L << 40; timespec.tv_nsec = 999999999; DUMP(timespec);
  MAKE(ucred, ucred); ucred.pid = 123456; ucred.uid = -1; ucred.gid = 65534; DUMP(ucred);
  MAKE(ip_mreq, mreq);
  mreq.imr_multiaddr.s_addr = inet_addr("239.1.2.3");
  mreq.imr_interface.s_addr = inet_addr("127.0.0.1");
  DUMP(mreq);
  MAKE(ip_mreqn, mreqn);
  mreqn.imr_multiaddr.s_addr = inet_addr("239.1.2.3");
  mreqn.imr_address.s_addr = inet_addr("10.0.0.255");
  mreqn.imr_ifindex = 0x01020304;
  DUMP(mreqn);
  MAKE(ip_mreq_source, mreq_source);
  mreq_source.imr_multiaddr.s_addr = inet_addr("232.1.2.3");
  mreq_source.imr_interface.s_addr = inet_addr("127.0.0.1");
  mreq_source.imr_sourceaddr.s_addr = inet_addr("192.0.2.7");
  DUMP(mreq_source);
  MAKE(ipv6_mreq, mreq6);
  inet_pton(AF_INET6, "ff15::1:2", &mreq6.ipv6mr_multiaddr);
  mreq6.ipv6mr_interface = 0x80000001;
  DUMP(mreq6);
  MAKE(group_req, group4);
  group4.gr_interface = 7; in(&group4.gr_group, "239.1.2.3", 40001);
  DUMP(group4);
  MAKE(group_req, group6);
  group6.gr_interface = 7; in6(&group6.gr_group, "ff15::1", 40001, 0x12345, 9);
  DUMP(group6);
  MAKE(group_source_req, group_source);
  group_source.gsr_interface = 2;
  in(&group_source.gsr_group, "232.1.2.3", 0); in(&group_source.gsr_source, "192.0.2.7", 1);
  DUMP(group_source);
  MAKE(packet_mreq, packet);
  packet.mr_ifindex = 3; packet.mr_type = 0xfffe; packet.mr_alen = 6;
  memcpy(packet.mr_address, "\\1\\0\\x5e\\1\\2\\3", 6);
  DUMP(packet);
  MAKE(tpacket_req, ring);
  ring.tp_block_size = 4096; ring.tp_block_nr = 2; ring.tp_frame_size = 2048; ring.tp_frame_nr = 4;
  DUMP(ring);
  MAKE(tpacket_stats, stats); stats.tp_packets = -1; stats.tp_drops = 1; DUMP(stats);
  MAKE(tpacket_auxdata, auxdata);
  auxdata.tp_status = 0x80000001; auxdata.tp_len = 1500; auxdata.tp_snaplen = 96;
  auxdata.tp_mac = 0xfff0; auxdata.tp_net = 14;
  auxdata.tp_vlan_tci = 100; auxdata.tp_vlan_tpid = 0x8100;
  DUMP(auxdata);
  MAKE(tcp_md5sig, md5);
  in(&md5.tcpm_addr, "192.0.2.7", 179);
  md5.tcpm_flags = 1; md5.tcpm_prefixlen = 24; md5.tcpm_keylen = 6; md5.tcpm_ifindex = -1;
  memcpy(md5.tcpm_key, "secret", 6);
  DUMP(md5);
  struct sock_filter filter[] = { { 0x30, 0, 0, 8 }, { 0x15, 1, 255, 0xfedcba98 } };
  DUMP(filter);
  MAKE(tcp_info, info);
  info.tcpi_state = 1; info.tcpi_options = 7;
  info.tcpi_snd_wscale = 5; info.tcpi_rcv_wscale = 14;
  info.tcpi_delivery_rate_app_limited = 1; info.tcpi_fastopen_client_fail = 2;
  info.tcpi_rto = 204000; info.tcpi_total_retrans = 3; info.tcpi_max_pacing_rate = 1L << 50;
  DUMP(info);
}
`;

Deno.test({
  name: "structures are the C compiler's, byte for byte, and are read back",
  ignore: !onLinux, // half of them are Linux's
  fn() {
    const { success, stdout } = new Deno.Command(compile(C)).outputSync();
    assert(success);
    const c = new Map<string, Uint8Array>();
    for (const line of new TextDecoder().decode(stdout).trimEnd().split("\n")) {
      const [name = "", hex = ""] = line.split(" ");
      c.set(name, Uint8Array.fromHex(hex));
    }
    const inC = (name: string) => c.get(name) ?? new Uint8Array(0);

    assertEquals(linger.encode(LINGER), inC("linger"));
    assertEquals(timeval.encode(TIMEVAL), inC("timeval"));
    assertEquals(timespec.encode(TIMESPEC), inC("timespec"));
    assertEquals(ucred.encode(UCRED), inC("ucred"));
    assertEquals(ip_mreq.encode(MREQ), inC("mreq"));
    assertEquals(ip_mreqn.encode(MREQN), inC("mreqn"));
    assertEquals(ip_mreq_source.encode(MREQ_SOURCE), inC("mreq_source"));
    assertEquals(ipv6_mreq.encode(IPV6_MREQ), inC("mreq6"));
    assertEquals(group_req.encode(GROUP4), inC("group4"));
    assertEquals(group_req.encode(GROUP6), inC("group6"));
    assertEquals(group_source_req.encode(GROUP_SOURCE), inC("group_source"));
    assertEquals(packet_mreq.encode(PACKET_MREQ), inC("packet"));
    assertEquals(tpacket_req.encode(RING), inC("ring"));
    assertEquals(tpacket_stats.encode(STATS), inC("stats"));
    assertEquals(tpacket_auxdata.encode(AUXDATA), inC("auxdata"));
    assertEquals(tcp_md5sig.encode(MD5), inC("md5"));
    assertEquals(sock_filter.encode(FILTER), inC("filter"));

    assertEquals(linger.decode(inC("linger")), LINGER);
    assertEquals(timeval.decode(inC("timeval")), TIMEVAL);
    assertEquals(timespec.decode(inC("timespec")), TIMESPEC);
    assertEquals(ucred.decode(inC("ucred")), UCRED);
    assertEquals(ip_mreq.decode(inC("mreq")), MREQ);
    assertEquals(ip_mreqn.decode(inC("mreqn")), MREQN);
    assertEquals(ip_mreq_source.decode(inC("mreq_source")), MREQ_SOURCE);
    assertEquals(ipv6_mreq.decode(inC("mreq6")), IPV6_MREQ);
    assertEquals(group_req.decode(inC("group4")), GROUP4);
    assertEquals(group_req.decode(inC("group6")), GROUP6);
    assertEquals(group_source_req.decode(inC("group_source")), GROUP_SOURCE);
    const { mr_address, ...rest } = packet_mreq.decode(inC("packet"));
    assertEquals({ ...rest, mr_address: mr_address.subarray(0, 6) }, PACKET_MREQ);
    assertEquals(tpacket_req.decode(inC("ring")), RING);
    assertEquals(tpacket_stats.decode(inC("stats")), STATS);
    assertEquals(tpacket_auxdata.decode(inC("auxdata")), AUXDATA);
    const { tcpm_key, ...signature } = tcp_md5sig.decode(inC("md5"));
    assertEquals({ ...signature, tcpm_key: tcpm_key.subarray(0, 6) }, MD5);
    assertEquals(tcpm_key.length, 80);
    assertEquals(sock_filter.decode(inC("filter")), FILTER);

    const info = tcp_info.decode(inC("info"));
    assertEquals([info.tcpi_state, info.tcpi_options], [1, 7]);
    assertEquals([info.tcpi_snd_wscale, info.tcpi_rcv_wscale], [5, 14]);
    assertEquals(info.tcpi_delivery_rate_app_limited, 1);
    assertEquals(info.tcpi_fastopen_client_fail, 2);
    assertEquals([info.tcpi_rto, info.tcpi_total_retrans], [204000, 3]);
    assertEquals(info.tcpi_max_pacing_rate, 2 ** 50);
    // The headers may be older than what this library knows of.
    assertEquals(tcp_info.encode(info).subarray(0, inC("info").length), inC("info"));
  },
});

test("structures are what Python packs", async () => {
  await using peer = python(`
    import socket, struct
    from socket import inet_aton, inet_pton
    print(struct.pack("ii", 1, 65535).hex())
    print(struct.pack("ll", -5000000000, 999999).hex())
    print(struct.pack("iII", 123456, 4294967295, 65534).hex())
    print((inet_aton("239.1.2.3") + inet_aton("127.0.0.1")).hex())
    print((inet_aton("239.1.2.3") + inet_aton("10.0.0.255") + struct.pack("i", 0x01020304)).hex())
    print((inet_pton(socket.AF_INET6, "ff15::1:2") + struct.pack("@I", 0x80000001)).hex())
    print(struct.pack("iHH8s", 3, 0xfffe, 6, bytes([1, 0, 0x5e, 1, 2, 3])).hex())
    print(b"".join(struct.pack("HBBI", *i) for i in [(0x30, 0, 0, 8), (0x15, 1, 255, 0xfedcba98)]).hex())
  `);
  const lines = (await peer.end()).trimEnd().split("\n");
  const encoded = [
    linger.encode(LINGER),
    timeval.encode(TIMEVAL),
    ucred.encode(UCRED),
    ip_mreq.encode(MREQ),
    ip_mreqn.encode(MREQN),
    ipv6_mreq.encode(IPV6_MREQ),
    packet_mreq.encode(PACKET_MREQ),
    sock_filter.encode(FILTER),
  ];
  assertEquals(encoded.map((bytes) => bytes.toHex()), lines);
});

/** Packs and unpacks as another OS does. */
function on<T extends object>(os: "darwin" | "windows", name: string, value: T): string {
  const struct = everyStructs.get(name)?.[os];
  assert(struct !== null && struct !== undefined, name);
  const bytes = encodeStruct(name, struct, value);
  assertEquals(decodeStruct<object>(name, struct, bytes), value);
  return bytes.toHex();
}

Deno.test("macOS and Windows have some structures otherwise", () => {
  assertEquals(on("darwin", "linger", LINGER), "01000000ffff0000");
  assertEquals(on("windows", "linger", LINGER), "0100ffff");
  const time = { tv_sec: 258, tv_usec: 1 };
  assertEquals(on("darwin", "timeval", time), "0201000000000000" + "0100000000000000");
  assertEquals(on("windows", "timeval", time), "02010000" + "01000000");
  const nanoseconds = { tv_sec: 258, tv_nsec: 1 };
  assertEquals(on("windows", "timespec", nanoseconds), "0201000000000000" + "0100000000000000");
  for (const os of ["darwin", "windows"] as const) {
    assertEquals(on(os, "ip_mreq_source", MREQ_SOURCE), "e8010203" + "c0000207" + "7f000001");
    assertEquals(on(os, "ip_mreq", MREQ), "ef010203" + "7f000001");
  }
  const [host, rest] = ["ef010203", "00".repeat(120)];
  assertEquals(on("darwin", "group_req", GROUP4), "07000000" + "10029c41" + host + rest);
  assertEquals(
    on("windows", "group_req", GROUP4),
    "07000000" + "00000000" + "02009c41" + host + rest,
  );
  const group6 = "ff15" + "00".repeat(13) + "01" + "09000000" + "00".repeat(100);
  assertEquals(
    on("darwin", "group_req", GROUP6),
    "07000000" + "1c1e9c41" + "00012345" + group6,
  );
  assertEquals(
    on("windows", "group_req", GROUP6),
    "07000000" + "00000000" + "17009c41" + "00012345" + group6,
  );
  assertEquals(
    on("darwin", "group_source_req", GROUP_SOURCE),
    "02000000" + "10020000e8010203" + rest + "10020001c0000207" + rest,
  );
});

Deno.test("padding need not be zero", () => {
  const struct = everyStructs.get("timeval")?.darwin;
  assert(struct !== null && struct !== undefined);
  const bytes = encodeStruct<object>("timeval", struct, { tv_sec: 2 ** 40, tv_usec: 5 });
  bytes.fill(0xff, 12);
  assertEquals(decodeStruct<object>("timeval", struct, bytes), { tv_sec: 2 ** 40, tv_usec: 5 });
});

Deno.test("a part of a buffer and an ArrayBuffer are decoded, and bytes past the end left alone", () => {
  const bytes = new Uint8Array(30).fill(0xee);
  bytes.set(linger.encode({ l_onoff: 1, l_linger: 2 }), 3);
  assertEquals(linger.decode(bytes.subarray(3)), { l_onoff: 1, l_linger: 2 });
  assertEquals(linger.decode(new DataView(bytes.buffer, 3, linger.size)).l_linger, 2);
  assertEquals(linger.decode(bytes.buffer.slice(3)).l_linger, 2);
});

function refuse(
  kind: ErrorConstructor | RangeErrorConstructor | TypeErrorConstructor,
  message: string,
  fn: () => unknown,
): void {
  assertThrows(fn, kind, message);
}

test("what does not fit into Linux's structures is refused, and named", () => {
  refuse(
    RangeError,
    "linger.l_linger must be from -2147483648 to 2147483647, not 2147483648",
    () => linger.encode({ l_onoff: 1, l_linger: 2 ** 31 }),
  );
  refuse(RangeError, "ucred.uid must be from 0", () => ucred.encode({ ...UCRED, uid: -1 }));
  refuse(
    RangeError,
    "packet_mreq.mr_address must be at most 8 bytes, not 9",
    () => packet_mreq.encode({ ...PACKET_MREQ, mr_address: new Uint8Array(9) }),
  );
});

Deno.test("what does not fit is refused, and named", () => {
  refuse(TypeError, "linger.l_linger", () => linger.encode({ l_onoff: 1, l_linger: 0.5 }));
  refuse(RangeError, "timeval.tv_sec", () => timeval.encode({ tv_sec: 2 ** 53, tv_usec: 0 }));
  refuse(
    RangeError,
    'ip_mreq.imr_multiaddr must be a numeric IPv4 address, not "localhost"',
    () => ip_mreq.encode({ ...MREQ, imr_multiaddr: "localhost" }),
  );
  refuse(
    RangeError,
    "ipv6_mreq.ipv6mr_multiaddr must be a numeric IPv6 address",
    () => ipv6_mreq.encode({ ...IPV6_MREQ, ipv6mr_multiaddr: "239.1.2.3" }),
  );
  refuse(
    RangeError,
    "host must be a numeric address",
    () => group_req.encode({ gr_interface: 0, gr_group: ["localhost", 0] }),
  );
  refuse(
    RangeError,
    "port must be from 0 to 65535, not 65536",
    () => group_req.encode({ gr_interface: 0, gr_group: ["239.1.2.3", 65536] }),
  );
  refuse(
    RangeError,
    `linger takes ${linger.size} bytes, of which there are ${linger.size - 1}`,
    () => linger.decode(new Uint8Array(linger.size - 1)),
  );
  refuse(
    RangeError,
    "an IP address is due, not one of family 0",
    () => group_req.decode(new Uint8Array(group_req.size)),
  );
  // What only a caller without types can pass.
  const untyped = linger as unknown as {
    encode(value: unknown): void;
    decode(value: unknown): void;
  };
  refuse(
    TypeError,
    "linger must be an object of its members, not null",
    () => untyped.encode(null),
  );
  refuse(TypeError, "linger.l_linger is undefined", () => untyped.encode({ l_onoff: 1 }));
  refuse(TypeError, "linger must be bytes, not a string", () => untyped.decode("12345678"));

  const windows = everyStructs.get("linger")?.windows;
  assert(windows !== null && windows !== undefined);
  for (const l_linger of [-1, 65536]) {
    refuse(
      RangeError,
      `x.l_linger must be from 0 to 65535, not ${l_linger}`,
      () => encodeStruct<object>("x", windows, { l_onoff: 1, l_linger }),
    );
  }
});

Deno.test("a structure that this OS lacks says so", () => {
  const { os } = Deno.build;
  const codec = os === "darwin" ? tcp_info : tcp_connection_info;
  const message = `has no struct ${os === "darwin" ? "tcp_info" : "tcp_connection_info"}`;
  assertThrows(() => codec.size, TypeError, message);
  assertThrows(() => codec.decode(new Uint8Array(500)), TypeError, message);
});

Deno.test("members that a kernel appended are missing where its value ends before them", () => {
  const struct = everyStructs.get("tcp_info")?.linux;
  assert(struct !== null && struct !== undefined);
  const all = Uint8Array.from({ length: 300 }, (_, i) => i);
  const decode = (length: number): Record<string, unknown> => ({
    ...decodeStruct<object>("tcp_info", struct, all.subarray(0, length)),
  });
  const names = (length: number) => Object.keys(decode(length));
  assertEquals(names(104).at(-1), "tcpi_total_retrans");
  assertEquals(names(111).at(-1), "tcpi_total_retrans");
  assertEquals(names(112).at(-1), "tcpi_pacing_rate");
  assertEquals(names(232).at(-1), "tcpi_snd_wnd");
  assertEquals(names(248).at(-1), "tcpi_total_rto_time");
  assertEquals(decode(300), decode(248));
  assertEquals(decode(104)["tcpi_rtt"], 0x47464544);
  assertThrows(() => decode(103), RangeError, "tcp_info takes 104 bytes, of which there are 103");
  // And back: what is missing is zero.
  const back = encodeStruct<object>("tcp_info", struct, decode(104));
  assertEquals(
    back.toHex(),
    all.subarray(0, 6).toHex() + "0607" + all.subarray(8, 104).toHex() +
      "00".repeat(144),
  );
});

/** ping, between two machines on a link and against ones that do not answer. */
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { AF_INET, IPPROTO_ICMP, SOCK_RAW } from "@bsd/socket";
import { checksum, echo, parse } from "../../examples/ping/echo.ts";
import { familyTest } from "../support/family.ts";
import { type Host, namespaceTest, twoHosts } from "../support/netns.ts";
import { test } from "../support/census.ts";
import { start } from "../support/peer.ts";
import { denoPath } from "../support/runtime.ts";
import { example, failure } from "./example.ts";

const raw = familyTest("raw ICMP", AF_INET, SOCK_RAW, IPPROTO_ICMP);
const inNamespaces = namespaceTest("ping", AF_INET, SOCK_RAW, IPPROTO_ICMP);

const ping = (host: Host, ...args: (string | number)[]) => host.inside(() => example("ping", args));

/** Lets everybody on a machine, or nobody, make ICMP datagram sockets. */
function allow({ inside }: Host, range: "0 2147483647" | "1 0"): void {
  inside(() => Deno.writeTextFileSync("/proc/sys/net/ipv4/ping_group_range", range));
}

const REPLY = /^64 bytes from (\S+): icmp_seq=(\d+) ttl=64 time=\d+\.\d{3} ms$/;
const TIMES = /^round-trip min\/avg\/max = (\d+\.\d{3})\/(\d+\.\d{3})\/(\d+\.\d{3}) ms$/;

for (const [range, kind] of [["0 2147483647", "datagram"], ["1 0", "raw"]] as const) {
  inNamespaces(`ping: replies over IPv4 and IPv6, by a ${kind} socket`, async () => {
    using hosts = twoHosts();
    const { left, right } = hosts;
    allow(left, range);
    const addresses = [right.ipv4, right.ipv6, `${right.local}%${left.ifname}`];
    await Promise.all(addresses.map(async (address) => {
      const host = address.replace(/%.*/, "");
      await using peer = ping(left, "-c", 3, "-i", 0, "-W", 20, address);
      const lines = (await peer.end()).split("\n");
      assertEquals(lines[0], `PING ${address} (${host}): 56 bytes of data, by a ${kind} socket`);
      lines.slice(1, 4).forEach((line, i) => {
        const [, from, seq] = REPLY.exec(line) ?? [line];
        assertEquals([from, seq], [host, `${i + 1}`]);
      });
      assertEquals(lines.slice(4, 7), [
        "",
        `--- ${address} ping statistics ---`,
        "3 packets transmitted, 3 received, 0% packet loss",
      ]);
      const [, ...times] = TIMES.exec(lines[7] ?? "") ?? [];
      const [min = NaN, avg = NaN, max = NaN] = times.map(Number);
      assertEquals([min <= avg, avg <= max, max < 20_000], [true, true, true], lines[7]);
      assertEquals(lines.slice(8), [""]);
    }));
  });
}

inNamespaces("ping: sizes, and options by their long names", async () => {
  using hosts = twoHosts();
  const { left, right } = hosts;
  await Promise.all([0, 1, 20_000].map(async (size) => {
    const args = ["--count", 1, "--size", size, "--timeout", 20, "--ipv4", right.ipv4];
    await using peer = ping(left, ...args);
    assertMatch(await peer.end(), new RegExp(`\n${size + 8} bytes from ${right.ipv4}: `));
  }));
});

inNamespaces("ping: a host that does not answer, and one that nobody knows", async () => {
  using hosts = twoHosts();
  const { left, right } = hosts;
  right.inside(() => Deno.writeTextFileSync("/proc/sys/net/ipv4/icmp_echo_ignore_all", "1"));
  // A route of the other machine's that it refuses to forward along, which it says by ICMP.
  left.ip(`route add 10.8.0.0/16 via ${right.ipv4}`);
  right.ip("route add unreachable 10.8.0.0/16");
  right.inside(() => Deno.writeTextFileSync("/proc/sys/net/ipv4/ip_forward", "1"));
  for (const range of ["0 2147483647", "1 0"] as const) {
    allow(left, range);
    await using silent = ping(left, "-c", 2, "-i", 0, "-W", 0.05, right.ipv4);
    await using unknown = ping(left, "-c", 1, "-W", 20, "10.8.0.9");
    const expected = [
      [silent, ["no answer: icmp_seq=1", "no answer: icmp_seq=2"], right.ipv4],
      [unknown, [`from ${right.ipv4}: icmp_seq=1 No route to host`], "10.8.0.9"],
    ] as const;
    for (const [peer, lines, host] of expected) {
      await peer.line();
      const printed: string[] = [];
      for await (const line of peer.lines) printed.push(line);
      assertEquals(printed, [
        ...lines,
        "",
        `--- ${host} ping statistics ---`,
        `${lines.length} packets transmitted, 0 received, 100% packet loss`,
      ]);
      await assertRejects(() => peer.end(), Error, "exited with 1\n");
    }
  }
});

inNamespaces("ping: Ctrl-C ends it with the summary", async () => {
  using hosts = twoHosts();
  const { left, right } = hosts;
  await using peer = ping(left, "-i", 3600, "-W", 20, right.ipv4);
  await peer.line();
  assertMatch(await peer.line(), REPLY);
  peer.kill("SIGINT");
  const [, title, counts, times = ""] = (await peer.end()).split("\n");
  assertEquals(title, `--- ${right.ipv4} ping statistics ---`);
  assertEquals(counts, "1 packets transmitted, 1 received, 0% packet loss");
  assertMatch(times, TIMES);
});

inNamespaces("ping: who may not is told who may", async () => {
  using hosts = twoHosts();
  const { left, right } = hosts;
  allow(left, "1 0");
  const url = new URL("../../examples/ping.ts", import.meta.url).href;
  const command = [denoPath, "run", "--no-prompt", "--allow-ffi", url, right.ipv4];
  const without = ["--bounding-set=-net_raw", "--inh-caps=-net_raw"];
  await using peer = left.inside(() => start("setpriv", [...without, ...command]));
  assertEquals(
    (await failure(peer, 1)).split("\n"),
    [
      "ping: [Errno 1] socket: Operation not permitted",
      "It needs root, or on Linux a group of the sysctl net.ipv4.ping_group_range.",
    ],
  );
  await using help = example("ping", ["--help"], []);
  assertMatch(await help.end(), /\n\nIt needs root, .*\.\n$/);
});

raw("ping: this machine answers itself", async () => {
  await using peer = example("ping", ["-c", 1, "-W", 20, "127.0.0.1"]);
  assertMatch(await peer.end(), /\n1 packets transmitted, 1 received, 0% packet loss\n/);
});

test("ping: what cannot be is one line", async () => {
  const cases: [args: string[], status: number, message: RegExp][] = [
    [[], 2, /^ping: there is no host\n/],
    [["-c", "0", "x"], 2, /^ping: --count must be a number from 1 to 2147483648, not "0"\n/],
    [
      ["-i", "x", "x"],
      2,
      /^ping: --interval must be a number of seconds from 0 to 3600, not "x"\n/,
    ],
    [["-W", "1e3", "x"], 2, /^ping: --timeout must be a number of seconds/],
    [["-s", "65508", "x"], 2, /^ping: --size must be a number from 0 to 65507, not "65508"\n/],
    [["-6", "127.0.0.1"], 1, /^ping: \[Errno -\d+\] getaddrinfo: /],
  ];
  await Promise.all(cases.map(async ([args, status, message]) => {
    await using peer = example("ping", args);
    assertMatch(await failure(peer, status), message);
  }));
});

test("ping: echo messages are what RFC 792 says, with its checksum", () => {
  const bytes = echo(8, 0x1234, 0x5678, Uint8Array.of(1, 2, 3));
  assertEquals([...bytes], [8, 0, 0x8b, 0x51, 0x12, 0x34, 0x56, 0x78, 1, 2, 3]);
  assertEquals(checksum(bytes), 0);
  assertEquals(parse(bytes), { type: 8, id: 0x1234, seq: 0x5678, payload: Uint8Array.of(1, 2, 3) });
  assertEquals(parse(bytes.subarray(0, 7)), undefined);
  // Sums whose carries carry once more.
  assertEquals(checksum(new Uint8Array(4).fill(0xff)), 0);
  assertEquals(checksum(Uint8Array.of(0xff, 0xff, 0, 1)), 0xfffe);
});

/** capture: what it prints, and what tcpdump reads in the files that it writes. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { AF_INET, AF_INET6, AF_PACKET, SOCK_DGRAM, SOCK_RAW, socket } from "@bsd/socket";
import { test as anywhere } from "../support/census.ts";
import { testUnless } from "../support/family.ts";
import { type Host, namespace, namespaceTest, twoHosts } from "../support/netns.ts";
import { run } from "../support/peer.ts";
import { tempDir } from "../support/temp.ts";
import { encode } from "../socket/helpers.ts";
import { example, failure } from "./example.ts";

const test = namespaceTest("the capture example", AF_PACKET, SOCK_RAW, 0);

const capture = ({ inside }: Pick<Host, "inside">, ...args: (string | number)[]) =>
  inside(() => example("capture", args, ["--allow-ffi", "--allow-write"]));

test("capture: a line about each packet", async () => {
  using hosts = twoHosts();
  const { left, right } = hosts;
  await using peer = capture(right, "--interface", right.ifname, "--protocol", "ip", "--count", 2);
  assertEquals(await peer.line(), `Listening on ${right.ifname}`);
  using receiver = right.inside(() => socket(AF_INET, SOCK_DGRAM));
  receiver.bind([right.ipv4, 0]);
  using sender = left.inside(() => socket(AF_INET, SOCK_DGRAM));
  sender.bind([left.ipv4, 0]);
  sender.sendto(encode("hello"), receiver.getsockname());
  receiver.sendto(encode("back"), sender.getsockname());
  const [there, back] = [sender, receiver].map((s) => s.getsockname().join(":"));
  const time = "\\d\\d:\\d\\d:\\d\\d\\.\\d{6}";
  const lines = (await peer.end()).split("\n");
  assertMatch(lines[0] ?? "", new RegExp(`^${time} veth2 in  UDP ${there} > ${back}, 47 bytes$`));
  assertMatch(lines[1] ?? "", new RegExp(`^${time} veth2 out UDP ${back} > ${there}, 46 bytes$`));
  assertEquals(lines.slice(2), ["2 packets captured, 0 dropped by the kernel", ""]);
});

test("capture: other protocols, and the loopback once, until Ctrl-C", async () => {
  using hosts = twoHosts();
  const { left, right } = hosts;
  await using peer = capture(left);
  assertEquals(await peer.line(), "Listening on all interfaces");
  using sender = left.inside(() => socket(AF_INET6, SOCK_DGRAM));
  sender.sendto(encode("x"), ["::1", 9]);
  using frames = left.inside(() => socket(AF_PACKET, SOCK_DGRAM));
  const arp = Uint8Array.of(
    0,
    1,
    8,
    0,
    6,
    4,
    0,
    1,
    ...left.mac,
    10,
    7,
    0,
    1,
    ...right.mac,
    10,
    7,
    0,
    2,
  );
  frames.sendto(arp, [left.ifname, 0x0806, 0, 0, right.mac]);
  frames.sendto(encode("x"), [left.ifname, 0x88b5, 0, 0, right.mac]);
  const wanted = [
    /lo in {2}UDP \[::1\]:\d+ > \[::1\]:9, 49 bytes$/,
    /lo in {2}ICMPv6 ::1 > ::1, 97 bytes$/, // that there is nobody
    /veth1 out ARP who has 10\.7\.0\.2\? asks 10\.7\.0\.1, 28 bytes$/,
    /veth1 in {2}ARP 10\.7\.0\.2 answers 10\.7\.0\.1, 28 bytes$/,
    /veth1 out protocol 0x88b5, 1 bytes$/,
  ];
  const found = new Set<RegExp>();
  for await (const line of peer.lines) {
    for (const pattern of wanted) {
      if (!pattern.test(line)) continue;
      assert(!found.has(pattern), `twice: ${line}`);
      found.add(pattern);
    }
    if (found.size === wanted.length) break;
  }
  peer.kill("SIGINT");
  assertMatch(await peer.end(), /\d+ packets captured, 0 dropped by the kernel\n$/);
});

/** Why tcpdump cannot be asked; null if it can. */
function noTcpdump(): string | null {
  try {
    new Deno.Command("tcpdump", { args: ["--version"], stdout: "null", stderr: "null" })
      .outputSync();
    return null;
  } catch (e) {
    if (e instanceof Deno.errors.NotFound) return "tcpdump is not installed";
    throw e;
  }
}

const lack = noTcpdump();
const withTcpdump = lack === null ? test : testUnless(lack, "pcap files");

/** The packets of a file as tcpdump reads them: a line of its own about each, and all the bytes. */
async function dump(file: string): Promise<{ line: string; hex: string }[]> {
  const text = await run("tcpdump", ["-nn", "-e", "-t", "-xx", "-r", file]);
  const packets: { line: string; hex: string }[] = [];
  for (const line of text.trimEnd().split("\n")) {
    const [, hex] = /^\t0x[0-9a-f]+: +(.*)$/.exec(line) ?? [];
    const last = packets.at(-1);
    if (hex === undefined) packets.push({ line, hex: "" });
    else if (last !== undefined) last.hex += hex.replaceAll(" ", "");
  }
  return packets;
}

withTcpdump("capture: tcpdump reads the frames in the file that it writes", async () => {
  using hosts = twoHosts();
  using directory = tempDir();
  const { left, right } = hosts;
  const file = `${directory.path}/frames.pcap`;
  const options = ["--interface", right.ifname, "--protocol", 0x88b5, "--count", 3];
  await using peer = capture(right, ...options, "--write", file);
  await peer.line();
  using s = left.inside(() => socket(AF_PACKET, SOCK_RAW));
  s.bind([left.ifname, 0x88b5]);
  const frames = [46, 1, 1500].map((length) =>
    Uint8Array.of(...right.mac, ...left.mac, 0x88, 0xb5, ...new Uint8Array(length).fill(length))
  );
  for (const frame of frames) s.send(frame);
  assertEquals(await peer.end(), "3 packets captured, 0 dropped by the kernel\n");
  const packets = await dump(file);
  assertEquals(packets.map(({ hex }) => hex), frames.map((frame) => frame.toHex()));
  for (const [i, { line }] of packets.entries()) {
    assert(
      line.startsWith(
        `02:00:00:00:07:01 > 02:00:00:00:07:02, ethertype Unknown (0x88b5), length ${
          frames[i]?.length
        }: `,
      ),
      line,
    );
  }
});

withTcpdump("capture: tcpdump reads packets of all interfaces, with their addresses", async () => {
  using place = namespace();
  using directory = tempDir();
  const file = `${directory.path}/packets.pcap`;
  await using peer = capture(place, "--protocol", "ip", "--count", 2, "--write", file);
  await peer.line();
  using receiver = place.inside(() => socket(AF_INET, SOCK_DGRAM));
  receiver.bind(["127.0.0.1", 0]);
  using sender = place.inside(() => socket(AF_INET, SOCK_DGRAM));
  sender.connect(receiver.getsockname());
  sender.send(encode("one"));
  sender.send(encode("four"));
  assertEquals(await peer.end(), "2 packets captured, 0 dropped by the kernel\n");
  const [from, to] = [sender, receiver].map((s) => s.getsockname().join("."));
  const packets = await dump(file);
  assertEquals(packets.map(({ line }) => line.trim()), [
    `In 00:00:00:00:00:00 ethertype IPv4 (0x0800), length 47: ${from} > ${to}: UDP, length 3`,
    `In 00:00:00:00:00:00 ethertype IPv4 (0x0800), length 48: ${from} > ${to}: UDP, length 4`,
  ]);
  const ends = packets.map(({ hex }) => new TextDecoder().decode(Uint8Array.fromHex(hex)));
  assert(ends[0]?.endsWith("one") && ends[1]?.endsWith("four"));
});

anywhere("capture: what cannot be is one line", async () => {
  await using bad = example("capture", ["--protocol", "x"]);
  const problem = AF_PACKET === undefined
    ? "this OS has no AF_PACKET"
    : '--protocol must be ip, ipv6, arp or a number, not "x"';
  assertEquals((await failure(bad, 2)).split("\n")[0], `capture: ${problem}`);
});

test("capture: no such interface is one line", async () => {
  await using peer = example("capture", ["--interface", "nobody0"]);
  assertMatch(await failure(peer, 1), /^capture: \[Errno 19\] ioctl: No such device 'nobody0'$/);
});

/** Options of AF_PACKET whose values are structures, on the loopback interface of a namespace. */
import { assertEquals } from "@std/assert";
import {
  AF_PACKET,
  CMSG_SPACE,
  htons,
  if_nametoindex,
  PACKET_ADD_MEMBERSHIP,
  PACKET_AUXDATA,
  PACKET_DROP_MEMBERSHIP,
  PACKET_MR_ALLMULTI,
  PACKET_MR_MULTICAST,
  PACKET_MR_PROMISC,
  packet_mreq,
  PACKET_RX_RING,
  PACKET_STATISTICS,
  SOCK_DGRAM,
  socket,
  SOL_PACKET,
  tpacket_auxdata,
  tpacket_req,
  tpacket_stats,
} from "@bsd/socket";
import { ip, type Namespace, namespace, namespaceTest } from "../support/netns.ts";

/** An EtherType for experiments, which nothing else on the link uses. */
const PROTOCOL = 0x88b5;

const test = namespaceTest("AF_PACKET", AF_PACKET, SOCK_DGRAM, 0);

/** A socket that receives the frames of the EtherType that it sends to itself. */
function looped({ inside }: Namespace) {
  return inside(() => {
    const s = socket(AF_PACKET, SOCK_DGRAM, htons(PROTOCOL));
    s.bind(["lo", PROTOCOL]);
    s.settimeout(30);
    return s;
  });
}

test("PACKET_ADD_MEMBERSHIP: the interface is promiscuous while it is wanted", () => {
  using net = namespace();
  net.ip("link add dummy type veth peer name other", "link set dummy up");
  const counts = () => {
    const [link] = JSON.parse(net.inside(() => ip("-d", "-j", "link", "show", "dummy")));
    return [link.promiscuity, link.allmulti];
  };
  const groups = () => net.inside(() => ip("maddr", "show", "dev", "dummy"));
  using s = net.inside(() => socket(AF_PACKET, SOCK_DGRAM));
  const mr_ifindex = net.inside(() => if_nametoindex("dummy"));
  const whole = (mr_type: number | undefined) =>
    packet_mreq.encode({
      mr_ifindex,
      mr_type: mr_type ?? NaN,
      mr_alen: 0,
      mr_address: new Uint8Array(0),
    });
  assertEquals(counts(), [0, 0]);
  s.setsockopt(SOL_PACKET, PACKET_ADD_MEMBERSHIP, whole(PACKET_MR_PROMISC));
  assertEquals(counts(), [1, 0]);
  s.setsockopt(SOL_PACKET, PACKET_ADD_MEMBERSHIP, whole(PACKET_MR_ALLMULTI));
  assertEquals(counts(), [1, 1]);
  s.setsockopt(SOL_PACKET, PACKET_DROP_MEMBERSHIP, whole(PACKET_MR_PROMISC));
  assertEquals(counts(), [0, 1]);

  const group = packet_mreq.encode({
    mr_ifindex,
    mr_type: PACKET_MR_MULTICAST ?? NaN,
    mr_alen: 6,
    mr_address: Uint8Array.of(1, 0, 0x5e, 0x77, 0x66, 0x55),
  });
  s.setsockopt(SOL_PACKET, PACKET_ADD_MEMBERSHIP, group);
  assertEquals(groups().includes("01:00:5e:77:66:55"), true);
  s.setsockopt(SOL_PACKET, PACKET_DROP_MEMBERSHIP, group);
  assertEquals(groups().includes("01:00:5e:77:66:55"), false);
  s.close();
  assertEquals(counts(), [0, 0]);
});

test("PACKET_AUXDATA and PACKET_STATISTICS: what there is to say of frames", () => {
  using net = namespace();
  using s = looped(net);
  s.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1);
  for (const length of [100, 1]) {
    s.sendto(new Uint8Array(length), ["lo", PROTOCOL]);
    const [data, ancillary] = s.recvmsg(60, CMSG_SPACE(tpacket_auxdata.size));
    assertEquals(data.length, Math.min(60, length));
    assertEquals(ancillary.map(([level, type]) => [level, type]), [[SOL_PACKET, PACKET_AUXDATA]]);
    const [[, , value] = [0, 0, new Uint8Array(0)]] = ancillary;
    const auxdata = tpacket_auxdata.decode(value);
    assertEquals([auxdata.tp_len, auxdata.tp_snaplen], [length, length]);
    assertEquals([auxdata.tp_status & 1, auxdata.tp_vlan_tci], [1, 0]);
  }
  const statistics = () =>
    tpacket_stats.decode(s.getsockopt(SOL_PACKET, PACKET_STATISTICS, tpacket_stats.size));
  assertEquals(statistics(), { tp_packets: 2, tp_drops: 0 });
  assertEquals(statistics(), { tp_packets: 0, tp_drops: 0 });
});

test("PACKET_RX_RING: as many frames as it holds", () => {
  using net = namespace();
  using s = looped(net);
  const ring = { tp_block_size: 65536, tp_block_nr: 1, tp_frame_size: 32768, tp_frame_nr: 2 };
  s.setsockopt(SOL_PACKET, PACKET_RX_RING, tpacket_req.encode(ring));
  for (let i = 0; i < 5; i++) s.sendto(new Uint8Array(100), ["lo", PROTOCOL]);
  // Nobody takes frames from the ring: what there is no place for is dropped. Reading the numbers
  // resets them, so they are added up until all five are there.
  const sum = [0, 0];
  while (sum[0] !== 5) {
    const value = s.getsockopt(SOL_PACKET, PACKET_STATISTICS, tpacket_stats.size);
    const { tp_packets, tp_drops } = tpacket_stats.decode(value);
    sum[0] = (sum[0] ?? 0) + tp_packets;
    sum[1] = (sum[1] ?? 0) + tp_drops;
  }
  assertEquals(sum, [5, 3]);
});

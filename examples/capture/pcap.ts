/** The file format of libpcap, which tcpdump and Wireshark read (pcap-savefile(5)). */

// Link types of pcap-linktype(7).
export const LINKTYPE_ETHERNET = 1;
export const LINKTYPE_LINUX_SLL = 113;

/** That the numbers are little-endian, and times in microseconds. */
const MAGIC = 0xa1b2c3d4;
const FILE_HEADER = 24;
const PACKET_HEADER = 16;

type Bytes = Uint8Array<ArrayBuffer>;

/** What a file begins with. */
export function fileHeader(linktype: number, snaplen: number): Bytes {
  const bytes = new Uint8Array(FILE_HEADER);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint16(4, 2, true); // version 2.4
  view.setUint16(6, 4, true);
  view.setUint32(16, snaplen, true);
  view.setUint32(20, linktype, true);
  return bytes;
}

/** A packet in a file. */
export function record(time: { tv_sec: number; tv_usec: number }, packet: Uint8Array): Bytes {
  const bytes = new Uint8Array(PACKET_HEADER + packet.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, time.tv_sec, true);
  view.setUint32(4, time.tv_usec, true);
  view.setUint32(8, packet.length, true);
  view.setUint32(12, packet.length, true);
  bytes.set(packet, PACKET_HEADER);
  return bytes;
}

/** A packet without its link's header, which LINKTYPE_LINUX_SLL replaces by what AF_PACKET tells of it. */
export function cooked(
  [, proto, pkttype, hatype, addr]: readonly [string, number, number, number, Uint8Array],
  packet: Uint8Array,
): Bytes {
  const bytes = new Uint8Array(16 + packet.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, pkttype);
  view.setUint16(2, hatype);
  view.setUint16(4, addr.length);
  bytes.set(addr.subarray(0, 8), 6);
  view.setUint16(14, proto);
  bytes.set(packet, 16);
  return bytes;
}

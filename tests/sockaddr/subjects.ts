/**
 * Addresses of every family as fast-check makes them up, for the properties that all codecs have. Its
 * arrays are of a few items unless their size is "max".
 */
import fc from "fast-check";
import { darwin as ofDarwin } from "../../constants/darwin.ts";
import { linux as ofLinux } from "../../constants/linux.ts";
import { windows as ofWindows } from "../../constants/windows.ts";
import { darwin, type Layout, linux, windows } from "../../ffi/layout.ts";
import type { Address } from "../../src/addresses.ts";
import type { Bearer, Lookups } from "../../src/sockaddr/mod.ts";

/** The addresses of a family's sockets on one OS, in the form that calls return. */
export interface Subject {
  readonly name: string;
  readonly layout: Layout;
  readonly family: number;
  /** The family in the header, where it is not the socket's. */
  readonly header: number;
  readonly socket: Bearer;
  readonly addresses: fc.Arbitrary<Address>;
}

/** Interfaces have their number in their name, and kernel controls the length of theirs as number. */
export const lookups: Lookups = {
  interfaceIndex: (_fd, name) => Number(name.slice(2)) | 0,
  interfaceName: (_fd, index) => `if${index}`,
  controlId: (_fd, name) => name.length,
};

const u8 = fc.nat(0xff);
const u16 = fc.nat(0xffff);
const u32 = fc.nat(0xffff_ffff);
const bytes = (maxLength: number) =>
  fc.uint8Array({ maxLength, size: "max" }).map((some): Uint8Array<ArrayBuffer> =>
    new Uint8Array(some)
  );
const exactly = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
/** Text without NUL that has at most this many bytes in UTF-8. */
const text = (most: number) =>
  fc.array(fc.integer({ min: 1, max: 0x10_ffff }), { maxLength: Math.floor(most / 4), size: "max" })
    .map((points) => String.fromCodePoint(...points).toWellFormed());

const ipv4 = exactly(4).map((octets) => octets.join("."));
// No group is 0, so that there is one way to write it; ip_test.ts has the others.
const ipv6 = fc.array(fc.integer({ min: 1, max: 0xffff }), { minLength: 8, maxLength: 8 })
  .map((groups) => groups.map((group) => group.toString(16)).join(":"));
const bdaddr = exactly(6).map((octets) =>
  octets.toHex().toUpperCase().match(/../g)?.join(":") ?? ""
);
const guid = exactly(16).map((octets) =>
  octets.toHex().replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")
);
const ifname = fc.oneof(
  fc.integer({ min: 1, max: 0x7fff_ffff }).map((n) => `if${n}`),
  fc.constant(""),
);

const inet = fc.tuple(ipv4, u16);
const pair = fc.tuple(u32, u32);
const abstract = bytes(100).map((name) => Uint8Array.of(0, ...name));
const { TIPC_ADDR_NAMESEQ, TIPC_ADDR_NAME, TIPC_ADDR_ID } = ofLinux;
const tipc = fc.tuple(u32, u32, u32, fc.integer({ min: -128, max: 127 })).chain((
  [a, b, c, scope],
) =>
  fc.constantFrom<Address>(
    [TIPC_ADDR_NAMESEQ, a, b, c, scope],
    [TIPC_ADDR_NAME, a, b, b, scope],
    [TIPC_ADDR_ID, a, b, 0, scope],
  )
);
const l2cap = fc.tuple(bdaddr, u16, u16, u8).map(([device, psm, cid, kind]): Address =>
  kind !== 0 ? [device, psm, cid, kind] : cid !== 0 ? [device, psm, cid] : [device, psm]
);
const fewKinds = fc.tuple(bdaddr, u16, u16).map(([device, psm, cid]): Address =>
  cid % 3 === 0 ? [device, psm] : [device, psm, cid]
);
const hci = fc.tuple(u16, fc.oneof(fc.constant(0), u16)).map(([device, channel]): Address =>
  channel === 0 ? device : [device, channel]
);

function subject(
  name: string,
  layout: Layout,
  family: number,
  addresses: fc.Arbitrary<Address>,
  proto = 0,
  header = family,
): Subject {
  const socket = { proto, fileno: () => 3 };
  return { name: `${layout.os} ${name}`, layout, family, header, socket, addresses };
}

const everywhere = [linux, darwin, windows].flatMap((layout) => [
  subject("AF_INET", layout, layout.AF_INET, inet),
  subject("AF_INET6", layout, layout.AF_INET6, fc.tuple(ipv6, u16, fc.nat(0xf_ffff), u32)),
  subject("AF_UNIX", layout, layout.AF_UNIX, text(layout.sun_path - 1)),
  // No OS has as many families.
  subject("raw", layout, 200, fc.tuple(fc.constant(200), bytes(125))),
]);

const { AF_BLUETOOTH, AF_CAN } = ofLinux;

/** All of them. */
export const subjects: readonly Subject[] = [
  ...everywhere,
  subject("AF_UNIX, abstract", linux, linux.AF_UNIX, abstract),
  subject("AF_NETLINK", linux, ofLinux.AF_NETLINK, pair),
  subject("AF_QIPCRTR", linux, ofLinux.AF_QIPCRTR, pair),
  subject("AF_VSOCK", linux, ofLinux.AF_VSOCK, pair),
  subject("AF_VSOCK", darwin, ofDarwin.AF_VSOCK, pair),
  subject("AF_RDS", linux, ofLinux.AF_RDS, inet, 0, linux.AF_INET),
  subject("AF_PACKET", linux, ofLinux.AF_PACKET, fc.tuple(ifname, u16, u8, u16, bytes(8))),
  subject("CAN_RAW", linux, AF_CAN, fc.tuple(ifname), ofLinux.CAN_RAW),
  subject("CAN_BCM", linux, AF_CAN, fc.tuple(ifname), ofLinux.CAN_BCM),
  subject("CAN_ISOTP", linux, AF_CAN, fc.tuple(ifname, u32, u32), ofLinux.CAN_ISOTP),
  subject(
    "CAN_J1939",
    linux,
    AF_CAN,
    fc.tuple(ifname, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), u32, u8),
    ofLinux.CAN_J1939,
  ),
  subject("AF_TIPC", linux, ofLinux.AF_TIPC, tipc),
  subject("AF_ALG", linux, ofLinux.AF_ALG, fc.tuple(text(13), text(63), u32, u32)),
  subject("L2CAP", linux, AF_BLUETOOTH, fc.oneof(l2cap, fewKinds), ofLinux.BTPROTO_L2CAP),
  subject("RFCOMM", linux, AF_BLUETOOTH, fc.tuple(bdaddr, u8), ofLinux.BTPROTO_RFCOMM),
  subject("HCI", linux, AF_BLUETOOTH, hci, ofLinux.BTPROTO_HCI),
  subject("SCO", linux, AF_BLUETOOTH, bdaddr, ofLinux.BTPROTO_SCO),
  subject(
    "RFCOMM",
    windows,
    ofWindows.AF_BLUETOOTH,
    fc.tuple(bdaddr, u32),
    ofWindows.BTPROTO_RFCOMM,
  ),
  subject(
    "AF_HYPERV",
    windows,
    ofWindows.AF_HYPERV,
    fc.tuple(guid, guid),
    ofWindows.HV_PROTOCOL_RAW,
  ),
  subject("AF_SYSTEM", darwin, ofDarwin.AF_SYSTEM, pair, ofDarwin.SYSPROTO_CONTROL),
];

/** AF_BLUETOOTH, on virtual adapters whose controllers are a process of their own. */
import {
  AF_BLUETOOTH,
  BDADDR_ANY,
  BDADDR_LE_PUBLIC,
  BDADDR_LE_RANDOM,
  BT_SECURITY,
  bt_security,
  BT_SECURITY_MEDIUM,
  BTPROTO_HCI,
  BTPROTO_L2CAP,
  BTPROTO_RFCOMM,
  BTPROTO_SCO,
  errno,
  HCI_CHANNEL_CONTROL,
  HCI_CHANNEL_MONITOR,
  HCI_CHANNEL_USER,
  HCI_DATA_DIR,
  HCI_DEV_NONE,
  HCI_FILTER,
  hci_filter,
  type HciFilter,
  L2CAP_CONNINFO,
  l2cap_conninfo,
  L2CAP_OPTIONS,
  l2cap_options,
  type L2capAddress,
  OSError,
  RFCOMM_CONNINFO,
  rfcomm_conninfo,
  SCO_CONNINFO,
  sco_conninfo,
  SCO_OPTIONS,
  sco_options,
  SOCK_RAW,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  socket,
  SOL_BLUETOOTH,
  SOL_HCI,
  SOL_L2CAP,
  SOL_RFCOMM,
  SOL_SCO,
} from "@bsd/socket";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import "../awaited/support_poller.ts";
import { adapters, pythonWithBluetooth } from "../support/bluetooth.ts";
import { familyTest, testUnless } from "../support/family.ts";
import { start } from "../support/peer.ts";

const A = "00:AA:01:00:00:01";
const B = "00:AA:01:00:00:02";
const ABSENT = "00:AA:01:00:00:99";
const ANY = BDADDR_ANY ?? "";
const PSM = 0x1001;

const utf8 = (text: string) => new TextEncoder().encode(text);

/** The constant, in tests that run only where there is one. */
function present<T>(constant: T | undefined): T {
  assert(constant !== undefined);
  return constant;
}

function assertFails(number: number | undefined, fn: () => unknown): void {
  assertEquals(assertThrows(fn, OSError).errno, present(number));
}

// A recv(2) that waits locks an L2CAP socket in Linux 6.1, and what is to end the waiting waits for
// the lock. With a timeout, waiting is done by poll(2) instead.
function timed<S extends { settimeout(seconds: number): void }>(s: S): S {
  s.settimeout(30);
  return s;
}
const l2cap = () => timed(socket(AF_BLUETOOTH, SOCK_SEQPACKET, BTPROTO_L2CAP));
const rfcomm = () => timed(socket(AF_BLUETOOTH, SOCK_STREAM, BTPROTO_RFCOMM));
const sco = () => timed(socket(AF_BLUETOOTH, SOCK_SEQPACKET, BTPROTO_SCO));
const hci = () => timed(socket(AF_BLUETOOTH, SOCK_RAW, BTPROTO_HCI));

const l2capTest = familyTest("BTPROTO_L2CAP", AF_BLUETOOTH, SOCK_SEQPACKET, BTPROTO_L2CAP);
const rfcommTest = familyTest("BTPROTO_RFCOMM", AF_BLUETOOTH, SOCK_STREAM, BTPROTO_RFCOMM);
const scoTest = familyTest("BTPROTO_SCO", AF_BLUETOOTH, SOCK_SEQPACKET, BTPROTO_SCO);
const hciTest = familyTest("BTPROTO_HCI", AF_BLUETOOTH, SOCK_RAW, BTPROTO_HCI);

l2capTest("L2CAP without an adapter: addresses in their three lengths", () => {
  const addresses: L2capAddress[] = [
    [ANY, PSM],
    [ANY, 0, 0x45],
    [ANY, 0, 4, present(BDADDR_LE_PUBLIC)],
    [ANY, 0x80, 0, present(BDADDR_LE_RANDOM)],
  ];
  for (const address of addresses) {
    using s = l2cap();
    assertEquals(s.getsockname(), [ANY, 0]);
    s.bind(address);
    assertEquals(s.getsockname(), address);
  }
});

l2capTest("L2CAP without an adapter: what the kernel refuses", () => {
  using s = l2cap();
  assertFails(errno.EINVAL, () => s.bind([ANY, PSM, 0x45]));
  assertFails(errno.EINVAL, () => s.bind([ANY, 0, 5, present(BDADDR_LE_PUBLIC)]));
  assertFails(errno.EHOSTUNREACH, () => s.connect([B, PSM]));
  assertFails(errno.ENOTCONN, () => s.getpeername());
});

rfcommTest("RFCOMM without an adapter", () => {
  using s = rfcomm();
  assertEquals(s.getsockname(), [ANY, 0]);
  s.bind(["1:2:a:F:10:ff", 7]);
  assertEquals(s.getsockname(), ["01:02:0A:0F:10:FF", 7]);
  s.listen();
  using other = rfcomm();
  assertFails(errno.EADDRINUSE, () => other.bind(["01:02:0A:0F:10:FF", 7]));
  using client = rfcomm();
  assertFails(errno.EHOSTUNREACH, () => client.connect([B, 7]));
  const security = { level: present(BT_SECURITY_MEDIUM), key_size: 0 };
  client.setsockopt(SOL_BLUETOOTH, BT_SECURITY, bt_security.encode(security));
  const value = client.getsockopt(SOL_BLUETOOTH, BT_SECURITY, bt_security.size);
  assertEquals(bt_security.decode(value), security);
});

scoTest("SCO without an adapter", () => {
  using s = sco();
  assertEquals(s.getsockname(), ANY);
  s.bind(utf8("1:2:a:F:10:ff"));
  assertEquals(s.getsockname(), "01:02:0A:0F:10:FF");
  using client = sco();
  assertFails(errno.EHOSTUNREACH, () => client.connect(B));
});

hciTest("HCI without an adapter: the channels of all adapters", () => {
  using s = hci();
  assertFails(errno.EBADFD, () => s.getsockname());
  assertFails(errno.ENODEV, () => s.bind(0xfffe));
  assertFails(errno.ENODEV, () => s.bind([0xfffe]));

  using control = hci();
  control.bind([present(HCI_DEV_NONE), present(HCI_CHANNEL_CONTROL)]);
  const readVersion = Uint8Array.of(1, 0, 0xff, 0xff, 0, 0);
  control.send(readVersion);
  // Command complete, for no adapter, 6 bytes: the command, success, and the version.
  assertEquals(
    control.recv(100).subarray(0, 9),
    Uint8Array.of(1, 0, 0xff, 0xff, 6, 0, 1, 0, 0),
  );

  using monitor = hci();
  monitor.bind([present(HCI_DEV_NONE), present(HCI_CHANNEL_MONITOR)]);
  const note = new TextDecoder().decode(monitor.recv(200).subarray(6));
  assert(note.startsWith("Linux version"), note);
});

/** The command that reads an adapter's own address, and the event that answers it. */
const READ_ADDRESS = 0x1009;
const readAddress = Uint8Array.of(1, 0x09, 0x10, 0);
const addressRead = (last: number) =>
  Uint8Array.of(4, 0x0e, 10, 1, 0x09, 0x10, 0, last, 0, 0, 1, 0xaa, 0);

hciTest("HCI: commands to an adapter, and their events", async () => {
  await using range = await adapters(A, `${B}/down`);
  const [up = -1, down = -1] = range.ids;
  const filter: HciFilter = {
    type_mask: 1 << 4,
    event_mask: [0xffff_ffff, 0x8000_0001],
    opcode: READ_ADDRESS,
  };
  for (const address of [up, [up], [up, 0]] as const) {
    using s = hci();
    s.bind(address);
    assertEquals(s.getsockname(), up);
    assert(Deno.inspect(s).includes(`laddr=${up}`));
    s.setsockopt(SOL_HCI, HCI_FILTER, hci_filter.encode(filter));
    const value = s.getsockopt(SOL_HCI, HCI_FILTER, hci_filter.size);
    assertEquals(hci_filter.decode(value), filter);
    s.setsockopt(SOL_HCI, HCI_DATA_DIR, 1);
    s.send(readAddress);
    const [event, ancillary, , address_] = s.recvmsg(100, 100);
    assertEquals(event, addressRead(1));
    assertEquals(ancillary, [[SOL_HCI, HCI_DATA_DIR, Uint8Array.of(1, 0, 0, 0)]]);
    assertEquals(address_, null);
  }

  using user = hci();
  assertFails(errno.EBUSY, () => user.bind([up, present(HCI_CHANNEL_USER)]));
  user.bind([down, present(HCI_CHANNEL_USER)]);
  assertEquals(user.getsockname(), [down, present(HCI_CHANNEL_USER)]);
  user.send(readAddress);
  assertEquals(await user.promises.recv(100), addressRead(2));
});

l2capTest("L2CAP and RFCOMM and SCO between two adapters", async (t) => {
  await using _range = await adapters(A, B);

  await t.step("L2CAP", async () => {
    using server = l2cap();
    server.bind([B, PSM]);
    server.listen();
    assertEquals(server.getsockname(), [B, PSM]);
    using client = l2cap();
    client.connect([B, PSM]);
    const [bdaddr, psm, cid] = client.getsockname();
    assertEquals([bdaddr, psm], [A, PSM]);
    assert(cid !== undefined && cid >= 0x40, "the channel's number");
    const [conn, peer] = server.accept();
    using _conn = timed(conn);
    assertEquals(peer, [A, PSM, cid]);
    assertEquals(conn.getpeername(), [A, PSM, cid]);
    assertEquals(client.getpeername(), conn.getsockname());

    // Packets stay whole and apart.
    client.send(new Uint8Array(600).fill(7));
    client.send(utf8("second"));
    assertEquals(conn.recv(1000), new Uint8Array(600).fill(7));
    assertEquals(await conn.promises.recv(1000), utf8("second"));
    conn.send(utf8("back"));
    assertEquals<unknown>(client.recvfrom(1000), [utf8("back"), null]);

    const options = client.getsockopt(SOL_L2CAP, L2CAP_OPTIONS, l2cap_options.size);
    const { imtu, omtu, mode } = l2cap_options.decode(options);
    assertEquals({ imtu, omtu, mode }, { imtu: 672, omtu: 672, mode: 0 });
    const info = client.getsockopt(SOL_L2CAP, L2CAP_CONNINFO, l2cap_conninfo.size);
    assertEquals(l2cap_conninfo.decode(info), { hci_handle: 1, dev_class: new Uint8Array(3) });
  });

  await t.step("L2CAP: nobody listens, or is there", async () => {
    using refused = l2cap();
    assertFails(errno.ECONNREFUSED, () => refused.connect([B, PSM + 2]));
    using absent = l2cap();
    const error = await assertRejects(() => absent.promises.connect([ABSENT, PSM]), OSError);
    assertEquals(error.errno, present(errno.EHOSTDOWN));
  });

  await t.step("RFCOMM", async () => {
    using server = rfcomm();
    server.bind([B, 0]);
    server.listen();
    const [, channel] = server.getsockname();
    assert(channel >= 1 && channel <= 30, "the kernel chose a channel");
    using client = rfcomm();
    const accepted = server.promises.accept();
    await client.promises.connect([B, channel]);
    const [conn, peer] = await accepted;
    using _conn = timed(conn);
    // The channel is the connection's: both ends have the server's number.
    assertEquals([peer, conn.getsockname()], [[A, channel], [B, channel]]);
    assertEquals([client.getsockname(), client.getpeername()], [[A, channel], [B, channel]]);

    const data = Uint8Array.from({ length: 5000 }, (_, i) => i);
    const sent = client.promises.sendall(data);
    const received: number[] = [];
    while (received.length < data.length) received.push(...await conn.promises.recv(2000));
    await sent;
    assertEquals(Uint8Array.from(received), data);
    conn.sendall(utf8("back"));
    assertEquals(client.recv(100), utf8("back"));

    const info = client.getsockopt(SOL_RFCOMM, RFCOMM_CONNINFO, rfcomm_conninfo.size);
    assertEquals(rfcomm_conninfo.decode(info), { hci_handle: 1, dev_class: new Uint8Array(3) });
    conn.close();
    // The end of a connection is no end of file in Linux.
    assertFails(errno.ECONNRESET, () => client.recv(100));
  });

  await t.step("RFCOMM: nobody listens", () => {
    using refused = rfcomm();
    assertFails(errno.ECONNREFUSED, () => refused.connect([B, 29]));
  });

  await t.step("SCO", () => {
    using server = sco();
    server.bind(B);
    server.listen();
    assertEquals(server.getsockname(), B);
    using client = sco();
    client.connect(utf8(B));
    assertEquals([client.getsockname(), client.getpeername()], [A, B]);
    const [conn, peer] = server.accept();
    using _conn = timed(conn);
    assertEquals(peer, A);
    client.send(new Uint8Array(48).fill(9));
    assertEquals(conn.recv(100), new Uint8Array(48).fill(9));
    const options = client.getsockopt(SOL_SCO, SCO_OPTIONS, sco_options.size);
    assertEquals(sco_options.decode(options), { mtu: 64 });
    const info = client.getsockopt(SOL_SCO, SCO_CONNINFO, sco_conninfo.size);
    assertEquals(sco_conninfo.decode(info).dev_class, new Uint8Array(3));
  });
});

/**
 * Serves and then calls, once each for the three protocols, and says what addresses it saw. What it
 * binds and connects to is packed by hand: before 3.14 Python leaves the members uninitialised that
 * it has no place for in its tuples.
 */
const PEER = `
import ctypes, json, os, socket, struct, sys
from socket import AF_BLUETOOTH, SOCK_SEQPACKET, SOCK_STREAM, SOCK_RAW
from socket import BTPROTO_HCI, BTPROTO_L2CAP, BTPROTO_RFCOMM, BTPROTO_SCO
libc = ctypes.CDLL(None, use_errno=True)
here, there, index, channel = sys.argv[1:]
def say(*what): print(json.dumps(what))
def call(function, s, layout, *members):
    sockaddr = struct.pack("<H" + layout, AF_BLUETOOTH, *members)
    if function(s.fileno(), sockaddr, len(sockaddr)) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
def device(text): return bytes.fromhex(text.replace(":", ""))[::-1]
def l2cap(bdaddr, psm): return ("H6sHBx", psm, device(bdaddr), 0, 0)
def rfcomm(bdaddr, channel): return ("6sBx", device(bdaddr), channel)
def sco(bdaddr): return ("6s", device(bdaddr))
with socket.socket(AF_BLUETOOTH, SOCK_RAW, BTPROTO_HCI) as s:
    call(libc.bind, s, "HH", int(index), 0)
    say(s.getsockname())
kinds = [
    (SOCK_SEQPACKET, BTPROTO_L2CAP, l2cap(here, 0x1003), l2cap(there, 0x1005)),
    (SOCK_STREAM, BTPROTO_RFCOMM, rfcomm(here, 12), rfcomm(there, int(channel))),
    (SOCK_SEQPACKET, BTPROTO_SCO, sco(here), sco(there)),
]
for kind, proto, own, other in kinds:
    with socket.socket(AF_BLUETOOTH, kind, proto) as server:
        call(libc.bind, server, *own)
        server.listen(1)
        say(server.getsockname())
        conn, peer = server.accept()
        with conn:
            conn.settimeout(30)
            say(peer, conn.getsockname())
            conn.send(conn.recv(48)[::-1])
            sys.stdin.readline()
for kind, proto, own, other in kinds:
    with socket.socket(AF_BLUETOOTH, kind, proto) as s:
        call(libc.connect, s, *other)
        s.settimeout(30)
        say(s.getsockname(), s.getpeername())
        s.send(s.recv(48)[::-1])
        sys.stdin.readline()
`;

/** What both have of an address: Python before 3.14 has no channel's number in one of L2CAP. */
const shared = (address: unknown) => Array.isArray(address) ? address.slice(0, 2) : address;

const peer = pythonWithBluetooth();
const pythonTest = peer === undefined
  ? testUnless("no Python here has AF_BLUETOOTH", "Python as the peer of AF_BLUETOOTH")
  : l2capTest;

pythonTest("L2CAP, RFCOMM and SCO with Python at the other end", async () => {
  await using range = await adapters(A, B);
  using l2capServer = l2cap();
  l2capServer.bind([A, 0x1005]);
  using rfcommServer = rfcomm();
  rfcommServer.bind([A, 0]);
  using scoServer = sco();
  scoServer.bind(A);
  const servers = [l2capServer, rfcommServer, scoServer];
  for (const server of servers) server.listen();
  const [, channel] = rfcommServer.getsockname();
  const args = ["-I", "-u", "-c", PEER, B, A, String(range.ids[1]), String(channel)];
  await using python = start(peer?.path ?? "", args);
  const said = async () => JSON.parse(await python.line());
  const greeting = Uint8Array.from({ length: 48 }, (_, i) => i);

  assertEquals(await said(), [range.ids[1]]);
  for (const make of [l2cap, rfcomm, sco]) {
    const [address] = await said();
    using client = make();
    client.connect(address);
    assertEquals(shared(client.getpeername()), address);
    assertEquals(await said(), [shared(client.getsockname()), address]);
    client.send(greeting);
    assertEquals(client.recv(48), greeting.toReversed());
    await python.send("\n");
  }
  for (const server of servers) {
    const [conn, address] = server.accept();
    using _conn = timed(conn);
    assertEquals(await said(), [shared(address), shared(conn.getsockname())]);
    conn.send(greeting);
    assertEquals(conn.recv(48), greeting.toReversed());
    await python.send("\n");
  }
  await python.end();
});

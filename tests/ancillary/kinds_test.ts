/** Each control message as each OS has it: the bytes, and what is made of them. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  type AncillaryData,
  control_message,
  control_messages,
  type ControlArguments,
  type ControlMessage,
  IPPROTO_IPV6,
  IPPROTO_UDP,
  IPV6_PKTINFO,
  UDP_SEGMENT,
} from "@bsd/socket";
import { readMessages, writeMessage } from "../../src/ancillary/messages.ts";
import { darwin, linux, windows } from "../../ffi/layout.ts";
import type { Layout } from "../../ffi/layout.ts";
import { test } from "../support/census.ts";

const LAYOUTS = [linux, darwin, windows];

function bytes(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromHex(hex.replaceAll(" ", ""));
}

/** What is made of one message. */
function read(layout: Layout, level: number, type: number, hex: string): ControlMessage {
  const [message] = readMessages([[level, type, bytes(hex)]], layout);
  if (message === undefined) throw new Error("no message");
  return message;
}

/** The name and the value. */
function valueOf(layout: Layout, level: number, type: number, hex: string): unknown[] {
  const { name, value } = read(layout, level, type, hex);
  return [name, value];
}

/** Numbers of each OS as its headers have them: SOL_SOCKET, IPPROTO_IP, IPPROTO_IPV6, IPPROTO_UDP. */
const [SOCKET, BSD_SOCKET, IP, IPV6, UDP, PACKET] = [1, 0xffff, 0, 41, 17, 263] as const;

test("linux: what each control message says", () => {
  const timespec = (n: number) => `0${n}00000000000000 0${n + 1}00000000000000`;
  const expected: [level: number, type: number, hex: string, name: string, value: unknown][] = [
    [SOCKET, 2, "07000000 ffffffff 00000080", "SCM_CREDENTIALS", {
      pid: 7,
      uid: 0xffff_ffff,
      gid: 0x8000_0000,
    }],
    [SOCKET, 29, timespec(1), "SCM_TIMESTAMP", { tv_sec: 1, tv_usec: 2 }],
    [SOCKET, 35, timespec(3), "SCM_TIMESTAMPNS", { tv_sec: 3, tv_nsec: 4 }],
    [SOCKET, 37, timespec(1) + timespec(3) + timespec(5), "SCM_TIMESTAMPING", {
      ts: [{ tv_sec: 1, tv_nsec: 2 }, { tv_sec: 3, tv_nsec: 4 }, { tv_sec: 5, tv_nsec: 6 }],
    }],
    [SOCKET, 40, "ffffffff", "SO_RXQ_OVFL", 0xffff_ffff],
    [IP, 8, "02000000 0a000001 e0000001", "IP_PKTINFO", {
      ipi_ifindex: 2,
      ipi_spec_dst: "10.0.0.1",
      ipi_addr: "224.0.0.1",
    }],
    [IP, 2, "ff000000", "IP_TTL", 255],
    [IP, 1, "b8", "IP_TOS", 0xb8],
    [IP, 20, "0200 0035 7f000001 0000000000000000", "IP_ORIGDSTADDR", ["127.0.0.1", 53]],
    [
      IP,
      11,
      "71000000 02 0b 00 00 01000000 02000000 0200 0000 0a000001 0000000000000000",
      "IP_RECVERR",
      {
        ee_errno: 113,
        ee_origin: 2,
        ee_type: 11,
        ee_code: 0,
        ee_info: 1,
        ee_data: 2,
        offender: ["10.0.0.1", 0],
      },
    ],
    // An error that this machine found itself has no offender.
    [
      IP,
      11,
      "5a000000 01 00 00 00 dc050000 00000000 0000 0000 00000000 0000000000000000",
      "IP_RECVERR",
      {
        ee_errno: 90,
        ee_origin: 1,
        ee_type: 0,
        ee_code: 0,
        ee_info: 1500,
        ee_data: 0,
        offender: null,
      },
    ],
    [IPV6, 50, "fe80 0000 0000 0000 0000 0000 0000 0001 03000000", "IPV6_PKTINFO", {
      ipi6_addr: "fe80::1",
      ipi6_ifindex: 3,
    }],
    [IPV6, 52, "40000000", "IPV6_HOPLIMIT", 64],
    [IPV6, 67, "b8000000", "IPV6_TCLASS", 0xb8],
    [
      IPV6,
      74,
      "0a00 0035 00000000 00000000000000000000000000000001 04000000",
      "IPV6_ORIGDSTADDR",
      ["::1", 53, 0, 4],
    ],
    [
      IPV6,
      25,
      "6f000000 03 01 04 00 00000000 00000000 0a00 0000 00000000 00000000000000000000000000000001 00000000",
      "IPV6_RECVERR",
      {
        ee_errno: 111,
        ee_origin: 3,
        ee_type: 1,
        ee_code: 4,
        ee_info: 0,
        ee_data: 0,
        offender: ["::1", 0, 0, 0],
      },
    ],
    [PACKET, 8, "01000000 3c000000 2a000000 0000 0e00 6400 0081", "PACKET_AUXDATA", {
      tp_status: 1,
      tp_len: 60,
      tp_snaplen: 42,
      tp_mac: 0,
      tp_net: 14,
      tp_vlan_tci: 100,
      tp_vlan_tpid: 0x8100,
    }],
    [UDP, 104, "b0040000", "UDP_GRO", 1200],
  ];
  for (const [level, type, hex, name, value] of expected) {
    assertEquals(valueOf(linux, level, type, hex), [name, value], name);
    // A byte more may come in a later kernel.
    assertEquals(valueOf(linux, level, type, `${hex}00`), [name, value], name);
  }
});

test("darwin: what each control message says", () => {
  assertEquals(
    valueOf(darwin, BSD_SOCKET, 2, "0100000000000000 0200000000000000"),
    ["SCM_TIMESTAMP", { tv_sec: 1, tv_usec: 2 }],
  );
  assertEquals(valueOf(darwin, IP, 26, "02000000 0a000001 e0000001"), ["IP_PKTINFO", {
    ipi_ifindex: 2,
    ipi_spec_dst: "10.0.0.1",
    ipi_addr: "224.0.0.1",
  }]);
  assertEquals(valueOf(darwin, IP, 24, "40"), ["IP_TTL", 64]);
  assertEquals(valueOf(darwin, IP, 27, "b8"), ["IP_TOS", 0xb8]);
  assertEquals(valueOf(darwin, IPV6, 46, `${"00".repeat(15)}01 03000000`), ["IPV6_PKTINFO", {
    ipi6_addr: "::1",
    ipi6_ifindex: 3,
  }]);
  assertEquals(valueOf(darwin, IPV6, 47, "40000000"), ["IPV6_HOPLIMIT", 64]);
  assertEquals(valueOf(darwin, IPV6, 36, "b8000000"), ["IPV6_TCLASS", 0xb8]);
});

test("windows: what each control message says", () => {
  assertEquals(valueOf(windows, IP, 19, "0a000001 02000000"), ["IP_PKTINFO", {
    ipi_ifindex: 2,
    ipi_spec_dst: "10.0.0.1",
    ipi_addr: "10.0.0.1",
  }]);
  assertEquals(valueOf(windows, IP, 4, "40000000"), ["IP_TTL", 64]);
  assertEquals(valueOf(windows, IP, 3, "b8000000"), ["IP_TOS", 0xb8]);
  assertEquals(valueOf(windows, IPV6, 19, `${"00".repeat(15)}01 03000000`), ["IPV6_PKTINFO", {
    ipi6_addr: "::1",
    ipi6_ifindex: 3,
  }]);
  assertEquals(valueOf(windows, IPV6, 21, "40000000"), ["IPV6_HOPLIMIT", 64]);
  assertEquals(valueOf(windows, IPV6, 39, "b8000000"), ["IPV6_TCLASS", 0xb8]);
});

test("descriptors: the whole ones, without those that are none", () => {
  for (const [layout, level] of [[linux, SOCKET], [darwin, BSD_SOCKET]] as const) {
    for (
      const [hex, fds] of [
        ["", []],
        ["ffff0f", []],
        ["ffff0f00", [0xfffff]],
        ["ffff0f00 feff0f00 00", [0xfffff, 0xffffe]],
        // The kernel has none of a process that is gone, and puts an error number there.
        ["fdffffff feff0f00", [0xffffe]],
      ] as const
    ) {
      const message = read(layout, level, 1, hex);
      assertEquals(message.name, "SCM_RIGHTS");
      if (message.name === "SCM_RIGHTS") assertEquals(message.value.detach(), [...fds]);
    }
  }
});

test("what is cut off or unknown has no name, and keeps its bytes", () => {
  const known: [Layout, number, number, shortest: number][] = [
    [linux, SOCKET, 2, 12],
    [linux, SOCKET, 29, 16],
    [linux, SOCKET, 37, 48],
    [linux, IP, 8, 12],
    [linux, IP, 2, 4],
    [linux, IP, 1, 1],
    [linux, IP, 11, 16],
    [linux, IPV6, 50, 20],
    [linux, IPV6, 25, 16],
    [linux, UDP, 104, 4],
    [darwin, IP, 24, 1],
    [windows, IP, 19, 8],
  ];
  for (const [layout, level, type, shortest] of known) {
    for (let length = 0; length < shortest; length++) {
      const { name, value, raw } = read(layout, level, type, "01".repeat(length));
      assertEquals([name, raw], [null, [level, type, value]]);
      assertEquals(value, new Uint8Array(length).fill(1));
    }
    assertEquals(typeof read(layout, level, type, "01".repeat(shortest)).name, "string");
  }
  // Another family than the message's is no address of it, and cut off one is none either.
  const found = read(linux, IP, 11, `${"01".repeat(16)} 0a00 ${"00".repeat(14)}`);
  assertEquals(found.name === "IP_RECVERR" && found.value.offender, null);
  assertEquals(read(linux, IP, 20, `0a00 ${"00".repeat(14)}`).name, null);
  for (const layout of LAYOUTS) {
    for (const level of [-1, 0x7fff_ffff]) assertEquals(read(layout, level, 1, "").name, null);
    // The numbers of one OS mean nothing on another.
    assertEquals(read(layout, SOCKET, 1, "").name, layout === linux ? "SCM_RIGHTS" : null);
    assertEquals(read(layout, BSD_SOCKET, 1, "").name, layout === darwin ? "SCM_RIGHTS" : null);
    const nothing = undefined as never;
    assertEquals(readMessages([[nothing, nothing, bytes("01")]], layout)[0]?.name, null);
    assertEquals(readMessages([[BSD_SOCKET, nothing, bytes("01")]], layout)[0]?.name, null);
  }
});

test("what each OS can send, byte for byte", () => {
  const expected: { [N in keyof ControlArguments]: [ControlArguments[N], ...AncillaryData[]] } = {
    SCM_RIGHTS: [[1, 0x102], [SOCKET, 1, bytes("01000000 02010000")], [
      BSD_SOCKET,
      1,
      bytes("01000000 02010000"),
    ]],
    SCM_CREDENTIALS: [{ pid: 1, uid: 2, gid: 3 }, [SOCKET, 2, bytes("01000000 02000000 03000000")]],
    SO_TIMESTAMPING: [0x8000_0002, [SOCKET, 37, bytes("02000080")]],
    SCM_TXTIME: [2n ** 64n - 2n, [SOCKET, 61, bytes("feffffff ffffffff")]],
    IP_PKTINFO: [
      { ipi_spec_dst: "10.0.0.1" },
      [IP, 8, bytes("00000000 0a000001 00000000")],
      [IP, 26, bytes("00000000 0a000001 00000000")],
      [IP, 19, bytes("0a000001 00000000")],
    ],
    IP_TTL: [9, [IP, 2, bytes("09000000")]],
    IP_TOS: [
      0xb8,
      [IP, 1, bytes("b8000000")],
      [IP, 3, bytes("b8000000")],
      [IP, 3, bytes("b8000000")],
    ],
    IPV6_PKTINFO: [
      { ipi6_ifindex: 7 },
      [IPV6, 50, bytes(`${"00".repeat(16)} 07000000`)],
      [IPV6, 46, bytes(`${"00".repeat(16)} 07000000`)],
      [IPV6, 19, bytes(`${"00".repeat(16)} 07000000`)],
    ],
    IPV6_HOPLIMIT: [
      -1,
      [IPV6, 52, bytes("ffffffff")],
      [IPV6, 47, bytes("ffffffff")],
      [IPV6, 21, bytes("ffffffff")],
    ],
    IPV6_TCLASS: [
      0xb8,
      [IPV6, 67, bytes("b8000000")],
      [IPV6, 36, bytes("b8000000")],
      [IPV6, 39, bytes("b8000000")],
    ],
    UDP_SEGMENT: [1200, [UDP, 103, bytes("b004")]],
  };
  for (const [name, [value, ...triples]] of Object.entries(expected)) {
    const found = LAYOUTS.map((layout) => {
      try {
        return writeMessage(name, value, layout);
      } catch (error) {
        assertEquals((error as Error).name, "TypeError");
        assertEquals(
          (error as Error).message,
          `${layout.os} has no control message ${name} to send`,
        );
        return null;
      }
    });
    assertEquals(found.filter((triple) => triple !== null), triples, name);
  }
});

test("control_message: UDP_SEGMENT", () => {
  assertEquals(control_message("UDP_SEGMENT", 9), [IPPROTO_UDP, UDP_SEGMENT, bytes("0900")]);
});

test("control_message and control_messages are of this OS", () => {
  const message = control_message("IPV6_PKTINFO", { ipi6_ifindex: 1, ipi6_addr: "fe80::9" });
  assertEquals(message.slice(0, 2), [IPPROTO_IPV6, IPV6_PKTINFO]);
  const [read] = control_messages([message]);
  assertEquals(read?.value, { ipi6_ifindex: 1, ipi6_addr: "fe80::9" });
});

test("what can be sent and received alike is the same on the way back", () => {
  const values = {
    SCM_CREDENTIALS: { pid: 1, uid: 2, gid: 3 },
    IP_PKTINFO: { ipi_ifindex: 1, ipi_spec_dst: "127.0.0.9", ipi_addr: "127.0.0.9" },
    IPV6_PKTINFO: { ipi6_ifindex: 1, ipi6_addr: "fe80::9" },
    IPV6_HOPLIMIT: 9,
    IPV6_TCLASS: 8,
  };
  for (const layout of LAYOUTS) {
    for (const [name, value] of Object.entries(values)) {
      if (name === "SCM_CREDENTIALS" && layout !== linux) continue;
      const triple = writeMessage(name, value, layout);
      const [message] = readMessages([triple], layout);
      assertEquals([message?.name, message?.value], [name, value]);
      assertEquals(message?.raw === triple, true);
    }
  }
});

test("what does not fit is refused, by the name of its member", () => {
  const refused: [name: string, value: unknown, kind: typeof TypeError, message: string][] = [
    ["IP_TTL", 1.5, TypeError, "IP_TTL must be an integer, not 1.5"],
    ["IP_TTL", undefined, TypeError, "IP_TTL is undefined"],
    ["IP_TTL", 0x8000_0000, RangeError, "IP_TTL must be from -2147483648 to 2147483647"],
    ["UDP_SEGMENT", 65536, RangeError, "UDP_SEGMENT must be from 0 to 65535, not 65536"],
    ["UDP_SEGMENT", -1, RangeError, "UDP_SEGMENT must be from 0 to 65535, not -1"],
    ["SCM_TXTIME", -1n, RangeError, "SCM_TXTIME must be from 0 to 18446744073709551615, not -1"],
    ["SCM_TXTIME", 2 ** 53, RangeError, "SCM_TXTIME must be from 0 to 9007199254740991"],
    ["IP_PKTINFO", null, TypeError, "IP_PKTINFO must be an object of its members, not null"],
    ["IP_PKTINFO", { ipi_spec_dst: "::1" }, RangeError, "IP_PKTINFO.ipi_spec_dst must be"],
    ["IP_PKTINFO", { ipi_ifindex: undefined }, TypeError, "IP_PKTINFO.ipi_ifindex is undefined"],
    ["IPV6_PKTINFO", { ipi6_addr: 1 }, TypeError, "IPV6_PKTINFO.ipi6_addr must be a string"],
    ["SCM_CREDENTIALS", { pid: 1, uid: 1 }, TypeError, "SCM_CREDENTIALS.gid is undefined"],
    ["SCM_RIGHTS", 3, TypeError, "SCM_RIGHTS must be an array or another iterable, not 3"],
    ["SCM_RIGHTS", [0, "1"], TypeError, 'SCM_RIGHTS[1] must be an integer, not "1"'],
    ["UDP_GRO", 1, TypeError, "linux has no control message UDP_GRO to send"],
    ["toString", 1, TypeError, "linux has no control message toString to send"],
  ];
  for (const [name, value, kind, message] of refused) {
    assertThrows(() => writeMessage(name, value, linux), kind, message);
  }
  assertThrows(() => writeMessage(undefined, 1, linux), TypeError, "name must be a string");
  assertThrows(() => control_messages(3 as never), TypeError, "ancdata must be an array");
});

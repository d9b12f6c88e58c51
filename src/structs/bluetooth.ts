/** The structures of the AF_BLUETOOTH options, as BlueZ's headers have them. */
import { onLinux, type StructCodec, structCodec } from "./codec.ts";
import { type Kind, octets, type Struct, u16, u32, u8 } from "./struct.ts";

/** `struct bt_security`. */
export interface BtSecurity {
  /** One of the BT_SECURITY_ levels. */
  level: number;
  /** Bytes of the key of an encrypted low energy link; 0: the default. */
  key_size: number;
}

/**
 * The value of BT_SECURITY, `struct bt_security` (bluetooth/bluetooth.h). Linux only.
 *
 * @example
 * ```ts ignore
 * import { AF_BLUETOOTH, BT_SECURITY, BT_SECURITY_MEDIUM, bt_security } from "@bsd/socket";
 * import { BTPROTO_RFCOMM, SOCK_STREAM, socket, SOL_BLUETOOTH } from "@bsd/socket";
 *
 * using s = socket(AF_BLUETOOTH, SOCK_STREAM, BTPROTO_RFCOMM);
 * const security = bt_security.encode({ level: BT_SECURITY_MEDIUM ?? 0, key_size: 0 });
 * s.setsockopt(SOL_BLUETOOTH, BT_SECURITY, security);
 * ```
 */
export const bt_security: StructCodec<BtSecurity> = structCodec(
  "bt_security",
  onLinux({ size: 2, members: { level: [0, u8], key_size: [1, u8] } }),
);

/** `struct bt_power`. */
export interface BtPower {
  /** BT_POWER_FORCE_ACTIVE_ON or BT_POWER_FORCE_ACTIVE_OFF. */
  force_active: number;
}

/** The value of BT_POWER, `struct bt_power` (bluetooth/bluetooth.h). Linux only. */
export const bt_power: StructCodec<BtPower> = structCodec(
  "bt_power",
  onLinux({ size: 1, members: { force_active: [0, u8] } }),
);

/** `struct bt_voice`. */
export interface BtVoice {
  /** One of the BT_VOICE_ codings. */
  setting: number;
}

/** The value of BT_VOICE, `struct bt_voice` (bluetooth/bluetooth.h). Linux only. */
export const bt_voice: StructCodec<BtVoice> = structCodec(
  "bt_voice",
  onLinux({ size: 2, members: { setting: [0, u16] } }),
);

/** `struct hci_filter`. */
export interface HciFilter {
  /** The kinds of packet to receive: bit 2 for ACL data, 3 for SCO data, 4 for events. */
  type_mask: number;
  /** The events to receive, by their codes: 0 to 31 in the first number, 32 to 63 in the second. */
  event_mask: [number, number];
  /** The command whose events alone to receive, as its packet begins; 0: every command's. */
  opcode: number;
}

/** uint32_t[2]. */
const words: Kind<[number, number]> = {
  size: 8,
  write(view, at, value, name) {
    if (!Array.isArray(value) || value.length !== 2) {
      throw new TypeError(`${name} must be an array of two numbers`);
    }
    u32.write(view, at, value[0], `${name}[0]`);
    u32.write(view, at + 4, value[1], `${name}[1]`);
  },
  read: (view, at) => [u32.read(view, at), u32.read(view, at + 4)],
};

/**
 * The value of HCI_FILTER, `struct hci_filter` (bluetooth/hci.h): a socket of HCI_CHANNEL_RAW
 * receives nothing before it has one. Linux only.
 *
 * @example All events of the first adapter.
 * ```ts ignore
 * import { AF_BLUETOOTH, BTPROTO_HCI, HCI_FILTER, hci_filter } from "@bsd/socket";
 * import { SOCK_RAW, socket, SOL_HCI } from "@bsd/socket";
 *
 * using s = socket(AF_BLUETOOTH, SOCK_RAW, BTPROTO_HCI);
 * s.bind(0);
 * const all: [number, number] = [0xffff_ffff, 0xffff_ffff];
 * const filter = hci_filter.encode({ type_mask: 1 << 4, event_mask: all, opcode: 0 });
 * s.setsockopt(SOL_HCI, HCI_FILTER, filter);
 * console.log(s.recv(260));
 * ```
 */
export const hci_filter: StructCodec<HciFilter> = structCodec(
  "hci_filter",
  onLinux({
    size: 16,
    members: { type_mask: [0, u32], event_mask: [4, words], opcode: [12, u16] },
  }),
);

/** `struct l2cap_options`. */
export interface L2capOptions {
  /** The longest packet that can be sent, in bytes. */
  omtu: number;
  /** The longest packet that can be received, in bytes. */
  imtu: number;
  /** After how many milliseconds a packet is given up; 0xffff: never. */
  flush_to: number;
  /** How the channel works: 0 basic, 3 enhanced retransmission, 4 streaming. */
  mode: number;
  /** Whether packets carry a check sum: 0 or 1. */
  fcs: number;
  /** How often a packet is sent at most, in enhanced retransmission. */
  max_tx: number;
  /** How many packets may be unacknowledged, in enhanced retransmission. */
  txwin_size: number;
}

/** The value of L2CAP_OPTIONS, `struct l2cap_options` (bluetooth/l2cap.h). Linux only. */
export const l2cap_options: StructCodec<L2capOptions> = structCodec(
  "l2cap_options",
  onLinux({
    size: 12,
    members: {
      omtu: [0, u16],
      imtu: [2, u16],
      flush_to: [4, u16],
      mode: [6, u8],
      fcs: [7, u8],
      max_tx: [8, u8],
      txwin_size: [10, u16],
    },
  }),
);

/** `struct l2cap_conninfo`, `rfcomm_conninfo` and `sco_conninfo`, which are alike. */
export interface ConnInfo {
  /** The number that the adapter gave the link. */
  hci_handle: number;
  /** The class of the peer's device, 3 bytes. */
  dev_class: Uint8Array<ArrayBuffer>;
}

const connInfo: Struct<ConnInfo> = {
  size: 6,
  members: { hci_handle: [0, u16], dev_class: [2, octets(3)] },
};

/** The value of L2CAP_CONNINFO, `struct l2cap_conninfo` (bluetooth/l2cap.h). Linux only. */
export const l2cap_conninfo: StructCodec<ConnInfo> = structCodec(
  "l2cap_conninfo",
  onLinux(connInfo),
);

/** The value of RFCOMM_CONNINFO, `struct rfcomm_conninfo` (bluetooth/rfcomm.h). Linux only. */
export const rfcomm_conninfo: StructCodec<ConnInfo> = structCodec(
  "rfcomm_conninfo",
  onLinux(connInfo),
);

/** The value of SCO_CONNINFO, `struct sco_conninfo` (bluetooth/sco.h). Linux only. */
export const sco_conninfo: StructCodec<ConnInfo> = structCodec("sco_conninfo", onLinux(connInfo));

/** `struct sco_options`. */
export interface ScoOptions {
  /** The longest packet, in bytes. */
  mtu: number;
}

/** The value of SCO_OPTIONS, `struct sco_options` (bluetooth/sco.h). Linux only. */
export const sco_options: StructCodec<ScoOptions> = structCodec(
  "sco_options",
  onLinux({ size: 2, members: { mtu: [0, u16] } }),
);

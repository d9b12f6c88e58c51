/**
 * Bluetooth (`AF_BLUETOOTH`): protocols, levels and options. See the BlueZ headers, and Microsoft's
 * ws2bth.h for Windows.
 */
import type { HciAddress, L2capAddress, RfcommAddress, ScoAddress } from "../src/addresses.ts";
import type { Protocol } from "./enums.ts";
import { carrying } from "./protocol.ts";
import { table } from "./table.ts";

/** Address of no device in particular: any local adapter. Linux and Windows. */
export const BDADDR_ANY: string | undefined = table.BDADDR_ANY;
/** Address of the local adapter. Linux and Windows. */
export const BDADDR_LOCAL: string | undefined = table.BDADDR_LOCAL;
/** Address type: classic Bluetooth. Linux only. */
export const BDADDR_BREDR: number | undefined = table.BDADDR_BREDR;
/** Address type: low energy, public. Linux only. */
export const BDADDR_LE_PUBLIC: number | undefined = table.BDADDR_LE_PUBLIC;
/** Address type: low energy, random. Linux only. */
export const BDADDR_LE_RANDOM: number | undefined = table.BDADDR_LE_RANDOM;
/** Protocol: logical link control, packets to a service. Linux only. */
export const BTPROTO_L2CAP: Protocol<L2capAddress> | undefined = carrying(table.BTPROTO_L2CAP);
/** Protocol: the adapter itself. Linux only. */
export const BTPROTO_HCI: Protocol<HciAddress> | undefined = carrying(table.BTPROTO_HCI);
/** Protocol: voice links. Linux only. */
export const BTPROTO_SCO: Protocol<ScoAddress> | undefined = carrying(table.BTPROTO_SCO);
/** Protocol: serial-port streams. Linux and Windows. */
export const BTPROTO_RFCOMM: Protocol<RfcommAddress> | undefined = carrying(table.BTPROTO_RFCOMM);
/** Protocol: network encapsulation. Linux only. */
export const BTPROTO_BNEP: number | undefined = table.BTPROTO_BNEP;
/** Protocol: CAPI messages (ISDN). Linux only. */
export const BTPROTO_CMTP: number | undefined = table.BTPROTO_CMTP;
/** Protocol: keyboards and mice. Linux only. */
export const BTPROTO_HIDP: number | undefined = table.BTPROTO_HIDP;
/** Protocol: audio and video distribution. Linux only. */
export const BTPROTO_AVDTP: number | undefined = table.BTPROTO_AVDTP;
/** Protocol: isochronous channels of low energy audio. Linux only. */
export const BTPROTO_ISO: number | undefined = table.BTPROTO_ISO;
/**
 * Protocol: `BTPROTO_L2CAP` as Windows calls it; reserved there, not usable by programs. Windows
 * only.
 */
export const BTHPROTO_L2CAP: number | undefined = table.BTHPROTO_L2CAP;
/** Port: let the system choose an RFCOMM channel. Windows only. */
export const BT_PORT_ANY: number | undefined = table.BT_PORT_ANY;
/** Level of the BT_ options. Linux only. */
export const SOL_BLUETOOTH: number | undefined = table.SOL_BLUETOOTH;
/** Level of the HCI_ options. Linux only. */
export const SOL_HCI: number | undefined = table.SOL_HCI;
/** Level of the L2CAP_ options. Linux and Windows. */
export const SOL_L2CAP: number | undefined = table.SOL_L2CAP;
/** Level of the SCO_ options. Linux only. */
export const SOL_SCO: number | undefined = table.SOL_SCO;
/** Level of the RFCOMM_ options; on Windows of the SO_BTH_ ones. Linux and Windows. */
export const SOL_RFCOMM: number | undefined = table.SOL_RFCOMM;
/** Option, struct bt_security: the level of security. Linux only. */
export const BT_SECURITY: number | undefined = table.BT_SECURITY;
/** Security: none, for service discovery. Linux only. */
export const BT_SECURITY_SDP: number | undefined = table.BT_SECURITY_SDP;
/** Security: low, no authentication. Linux only. */
export const BT_SECURITY_LOW: number | undefined = table.BT_SECURITY_LOW;
/** Security: encryption. Linux only. */
export const BT_SECURITY_MEDIUM: number | undefined = table.BT_SECURITY_MEDIUM;
/** Security: encryption and authentication. Linux only. */
export const BT_SECURITY_HIGH: number | undefined = table.BT_SECURITY_HIGH;
/** Security: high, by FIPS-approved algorithms. Linux only. */
export const BT_SECURITY_FIPS: number | undefined = table.BT_SECURITY_FIPS;
/** Option, int: connections are authorised after `accept`. Linux only. */
export const BT_DEFER_SETUP: number | undefined = table.BT_DEFER_SETUP;
/** Option, int: whether packets may be dropped when late. Linux only. */
export const BT_FLUSHABLE: number | undefined = table.BT_FLUSHABLE;
/** `BT_FLUSHABLE`: never. Linux only. */
export const BT_FLUSHABLE_OFF: number | undefined = table.BT_FLUSHABLE_OFF;
/** `BT_FLUSHABLE`: they may. Linux only. */
export const BT_FLUSHABLE_ON: number | undefined = table.BT_FLUSHABLE_ON;
/** Option, struct bt_power: power saving of the link. Linux only. */
export const BT_POWER: number | undefined = table.BT_POWER;
/** `BT_POWER`: stay in power saving while sending. Linux only. */
export const BT_POWER_FORCE_ACTIVE_OFF: number | undefined = table.BT_POWER_FORCE_ACTIVE_OFF;
/** `BT_POWER`: leave power saving before sending. Linux only. */
export const BT_POWER_FORCE_ACTIVE_ON: number | undefined = table.BT_POWER_FORCE_ACTIVE_ON;
/** Option, int: which controllers a channel may use. Linux only. */
export const BT_CHANNEL_POLICY: number | undefined = table.BT_CHANNEL_POLICY;
/** `BT_CHANNEL_POLICY`: the classic one only. Linux only. */
export const BT_CHANNEL_POLICY_BREDR_ONLY: number | undefined = table.BT_CHANNEL_POLICY_BREDR_ONLY;
/** `BT_CHANNEL_POLICY`: the classic one at first. Linux only. */
export const BT_CHANNEL_POLICY_BREDR_PREFERRED: number | undefined =
  table.BT_CHANNEL_POLICY_BREDR_PREFERRED;
/** `BT_CHANNEL_POLICY`: the fast one (AMP) where there is one. Linux only. */
export const BT_CHANNEL_POLICY_AMP_PREFERRED: number | undefined =
  table.BT_CHANNEL_POLICY_AMP_PREFERRED;
/** Option, struct bt_voice: the coding of voice. Linux only. */
export const BT_VOICE: number | undefined = table.BT_VOICE;
/** `BT_VOICE`: coded by the program. Linux only. */
export const BT_VOICE_TRANSPARENT: number | undefined = table.BT_VOICE_TRANSPARENT;
/** `BT_VOICE`: 16-bit samples, coded as CVSD by the adapter. Linux only. */
export const BT_VOICE_CVSD_16BIT: number | undefined = table.BT_VOICE_CVSD_16BIT;
/** `BT_VOICE`: 16-bit samples, coded by the program. Linux only. */
export const BT_VOICE_TRANSPARENT_16BIT: number | undefined = table.BT_VOICE_TRANSPARENT_16BIT;
/** Option, int, read only: the longest packet that can be sent. Linux only. */
export const BT_SNDMTU: number | undefined = table.BT_SNDMTU;
/** Option, int: the longest packet that can be received. Linux only. */
export const BT_RCVMTU: number | undefined = table.BT_RCVMTU;
/** Option, int: the radio modes in use, an OR of BT_PHY_ flags. Linux only. */
export const BT_PHY: number | undefined = table.BT_PHY;
/** `BT_PHY`: basic rate, 1 Mb/s, 1 slot. Linux only. */
export const BT_PHY_BR_1M_1SLOT: number | undefined = table.BT_PHY_BR_1M_1SLOT;
/** `BT_PHY`: basic rate, 1 Mb/s, 3 slots. Linux only. */
export const BT_PHY_BR_1M_3SLOT: number | undefined = table.BT_PHY_BR_1M_3SLOT;
/** `BT_PHY`: basic rate, 1 Mb/s, 5 slots. Linux only. */
export const BT_PHY_BR_1M_5SLOT: number | undefined = table.BT_PHY_BR_1M_5SLOT;
/** `BT_PHY`: enhanced rate, 2 Mb/s, 1 slot. Linux only. */
export const BT_PHY_EDR_2M_1SLOT: number | undefined = table.BT_PHY_EDR_2M_1SLOT;
/** `BT_PHY`: enhanced rate, 2 Mb/s, 3 slots. Linux only. */
export const BT_PHY_EDR_2M_3SLOT: number | undefined = table.BT_PHY_EDR_2M_3SLOT;
/** `BT_PHY`: enhanced rate, 2 Mb/s, 5 slots. Linux only. */
export const BT_PHY_EDR_2M_5SLOT: number | undefined = table.BT_PHY_EDR_2M_5SLOT;
/** `BT_PHY`: enhanced rate, 3 Mb/s, 1 slot. Linux only. */
export const BT_PHY_EDR_3M_1SLOT: number | undefined = table.BT_PHY_EDR_3M_1SLOT;
/** `BT_PHY`: enhanced rate, 3 Mb/s, 3 slots. Linux only. */
export const BT_PHY_EDR_3M_3SLOT: number | undefined = table.BT_PHY_EDR_3M_3SLOT;
/** `BT_PHY`: enhanced rate, 3 Mb/s, 5 slots. Linux only. */
export const BT_PHY_EDR_3M_5SLOT: number | undefined = table.BT_PHY_EDR_3M_5SLOT;
/** `BT_PHY`: low energy, 1 Mb/s, sending. Linux only. */
export const BT_PHY_LE_1M_TX: number | undefined = table.BT_PHY_LE_1M_TX;
/** `BT_PHY`: low energy, 1 Mb/s, receiving. Linux only. */
export const BT_PHY_LE_1M_RX: number | undefined = table.BT_PHY_LE_1M_RX;
/** `BT_PHY`: low energy, 2 Mb/s, sending. Linux only. */
export const BT_PHY_LE_2M_TX: number | undefined = table.BT_PHY_LE_2M_TX;
/** `BT_PHY`: low energy, 2 Mb/s, receiving. Linux only. */
export const BT_PHY_LE_2M_RX: number | undefined = table.BT_PHY_LE_2M_RX;
/** `BT_PHY`: low energy, coded for distance, sending. Linux only. */
export const BT_PHY_LE_CODED_TX: number | undefined = table.BT_PHY_LE_CODED_TX;
/** `BT_PHY`: low energy, coded for distance, receiving. Linux only. */
export const BT_PHY_LE_CODED_RX: number | undefined = table.BT_PHY_LE_CODED_RX;
/** Option, one byte: how an L2CAP channel works. Linux only. */
export const BT_MODE: number | undefined = table.BT_MODE;
/** `BT_MODE`: basic. Linux only. */
export const BT_MODE_BASIC: number | undefined = table.BT_MODE_BASIC;
/** `BT_MODE`: enhanced retransmission. Linux only. */
export const BT_MODE_ERTM: number | undefined = table.BT_MODE_ERTM;
/** `BT_MODE`: streaming, no retransmission. Linux only. */
export const BT_MODE_STREAMING: number | undefined = table.BT_MODE_STREAMING;
/** `BT_MODE`: low energy, credit-based flow control. Linux only. */
export const BT_MODE_LE_FLOWCTL: number | undefined = table.BT_MODE_LE_FLOWCTL;
/** `BT_MODE`: enhanced credit-based flow control. Linux only. */
export const BT_MODE_EXT_FLOWCTL: number | undefined = table.BT_MODE_EXT_FLOWCTL;
/** Option, int: receive with each SCO packet whether it is intact. Linux only. */
export const BT_PKT_STATUS: number | undefined = table.BT_PKT_STATUS;
/** Option, struct bt_iso_qos: quality of isochronous channels. Linux only. */
export const BT_ISO_QOS: number | undefined = table.BT_ISO_QOS;
/** Option, struct bt_codecs: codecs done by the adapter. Linux only. */
export const BT_CODEC: number | undefined = table.BT_CODEC;
/** Option, int: receive the direction of each packet; also that ancillary data. Linux only. */
export const HCI_DATA_DIR: number | undefined = table.HCI_DATA_DIR;
/** Option, struct hci_filter: which packets to receive. Linux only. */
export const HCI_FILTER: number | undefined = table.HCI_FILTER;
/** Option, int: receive the time of each packet; also that ancillary data. Linux only. */
export const HCI_TIME_STAMP: number | undefined = table.HCI_TIME_STAMP;
/** Adapter number in an address: none. Linux only. */
export const HCI_DEV_NONE: number | undefined = table.HCI_DEV_NONE;
/** Channel in an address: raw packets beside the kernel. Linux only. */
export const HCI_CHANNEL_RAW: number | undefined = table.HCI_CHANNEL_RAW;
/** Channel in an address: the program alone has the adapter. Linux only. */
export const HCI_CHANNEL_USER: number | undefined = table.HCI_CHANNEL_USER;
/** Channel in an address: watch all traffic. Linux only. */
export const HCI_CHANNEL_MONITOR: number | undefined = table.HCI_CHANNEL_MONITOR;
/** Channel in an address: the management interface. Linux only. */
export const HCI_CHANNEL_CONTROL: number | undefined = table.HCI_CHANNEL_CONTROL;
/** Channel in an address: write to the log the monitor shows. Linux only. */
export const HCI_CHANNEL_LOGGING: number | undefined = table.HCI_CHANNEL_LOGGING;
/** Option, struct l2cap_options: lengths and modes of the channel. Linux only. */
export const L2CAP_OPTIONS: number | undefined = table.L2CAP_OPTIONS;
/** Option, struct l2cap_conninfo, read only: handle and device class. Linux only. */
export const L2CAP_CONNINFO: number | undefined = table.L2CAP_CONNINFO;
/** Option, int: link mode, an OR of L2CAP_LM_ flags. Linux only. */
export const L2CAP_LM: number | undefined = table.L2CAP_LM;
/** `L2CAP_LM`: be the central of the link. Linux only. */
export const L2CAP_LM_MASTER: number | undefined = table.L2CAP_LM_MASTER;
/** `L2CAP_LM`: authenticate. Linux only. */
export const L2CAP_LM_AUTH: number | undefined = table.L2CAP_LM_AUTH;
/** `L2CAP_LM`: encrypt. Linux only. */
export const L2CAP_LM_ENCRYPT: number | undefined = table.L2CAP_LM_ENCRYPT;
/** `L2CAP_LM`: trusted devices only. Linux only. */
export const L2CAP_LM_TRUSTED: number | undefined = table.L2CAP_LM_TRUSTED;
/** `L2CAP_LM`: reliable. Linux only. */
export const L2CAP_LM_RELIABLE: number | undefined = table.L2CAP_LM_RELIABLE;
/** `L2CAP_LM`: secure, a combination key. Linux only. */
export const L2CAP_LM_SECURE: number | undefined = table.L2CAP_LM_SECURE;
/** Option, struct rfcomm_conninfo, read only: handle and device class. Linux only. */
export const RFCOMM_CONNINFO: number | undefined = table.RFCOMM_CONNINFO;
/** Option, int: link mode, an OR of RFCOMM_LM_ flags. Linux only. */
export const RFCOMM_LM: number | undefined = table.RFCOMM_LM;
/** `RFCOMM_LM`: authenticate. Linux only. */
export const RFCOMM_LM_AUTH: number | undefined = table.RFCOMM_LM_AUTH;
/** `RFCOMM_LM`: encrypt. Linux only. */
export const RFCOMM_LM_ENCRYPT: number | undefined = table.RFCOMM_LM_ENCRYPT;
/** `RFCOMM_LM`: secure, a combination key. Linux only. */
export const RFCOMM_LM_SECURE: number | undefined = table.RFCOMM_LM_SECURE;
/** Option, struct sco_options, read only: the packet length. Linux only. */
export const SCO_OPTIONS: number | undefined = table.SCO_OPTIONS;
/** Option, struct sco_conninfo, read only: handle and device class. Linux only. */
export const SCO_CONNINFO: number | undefined = table.SCO_CONNINFO;
/** Option, int: authenticate. Negative, as Python has its neighbours: a C int. Windows only. */
export const SO_BTH_AUTHENTICATE: number | undefined = table.SO_BTH_AUTHENTICATE;
/** Option, int: encrypt. Windows only. */
export const SO_BTH_ENCRYPT: number | undefined = table.SO_BTH_ENCRYPT;
/** Option, int: bytes of an RFCOMM packet. Windows only. */
export const SO_BTH_MTU: number | undefined = table.SO_BTH_MTU;
/** Option, int: the most bytes of an RFCOMM packet. Windows only. */
export const SO_BTH_MTU_MAX: number | undefined = table.SO_BTH_MTU_MAX;
/** Option, int: the least bytes of an RFCOMM packet. Windows only. */
export const SO_BTH_MTU_MIN: number | undefined = table.SO_BTH_MTU_MIN;
/** Option: filter of HCI events; FreeBSD. None of the three OSes has it. */
export const SO_HCI_EVT_FILTER: number | undefined = undefined;
/** Option: filter of HCI packets; FreeBSD. None of the three OSes has it. */
export const SO_HCI_PKT_FILTER: number | undefined = undefined;
/** Option: whether the link is encrypted; NetBSD and FreeBSD. None of the three OSes has it. */
export const SO_L2CAP_ENCRYPTED: number | undefined = undefined;
/** Option: the flush time-out; NetBSD and FreeBSD. None of the three OSes has it. */
export const SO_L2CAP_FLUSH: number | undefined = undefined;
/** Option: the longest packet received; NetBSD and FreeBSD. None of the three OSes has it. */
export const SO_L2CAP_IMTU: number | undefined = undefined;
/** Option: quality of service, incoming; NetBSD and FreeBSD. None of the three OSes has it. */
export const SO_L2CAP_IQOS: number | undefined = undefined;
/** Option: link mode; NetBSD. None of the three OSes has it. */
export const SO_L2CAP_LM: number | undefined = undefined;
/** Option: the longest packet sent; NetBSD and FreeBSD. None of the three OSes has it. */
export const SO_L2CAP_OMTU: number | undefined = undefined;
/** Option: quality of service, outgoing; NetBSD and FreeBSD. None of the three OSes has it. */
export const SO_L2CAP_OQOS: number | undefined = undefined;
/** Option: state of the flow control; NetBSD and FreeBSD. None of the three OSes has it. */
export const SO_RFCOMM_FC_INFO: number | undefined = undefined;
/** Option: link mode; NetBSD. None of the three OSes has it. */
export const SO_RFCOMM_LM: number | undefined = undefined;
/** Option: the longest packet; NetBSD and FreeBSD. None of the three OSes has it. */
export const SO_RFCOMM_MTU: number | undefined = undefined;
/** Option: device class of the link; FreeBSD. None of the three OSes has it. */
export const SO_SCO_CONNINFO: number | undefined = undefined;
/** Option: handle of the link; NetBSD. None of the three OSes has it. */
export const SO_SCO_HANDLE: number | undefined = undefined;
/** Option: the longest packet; NetBSD and FreeBSD. None of the three OSes has it. */
export const SO_SCO_MTU: number | undefined = undefined;

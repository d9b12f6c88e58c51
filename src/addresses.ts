/**
 * The shapes an address takes in this library: Python's tuples, one type per family.
 *
 * What a call returns is exact (`Inet6Address` has four members); what a call takes is as lenient
 * as Python is (`Inet6Argument` may leave the last two out).
 */

/** An AF_INET address as a call returns it: a dotted-quad host and a port of 0 to 65535. */
export type InetAddress = [host: string, port: number];

/** An AF_INET6 address as a call returns it; all four members are always there. */
export type Inet6Address = [host: string, port: number, flowinfo: number, scope_id: number];

/**
 * An AF_UNIX address as a call returns it: the path as a string, `""` for an unnamed socket, and
 * bytes for what a string cannot carry: an abstract name (it begins with NUL) or a path that is
 * not UTF-8.
 */
export type UnixAddress = string | Uint8Array<ArrayBuffer>;

/** An AF_NETLINK address: the port id of a socket (0: the kernel), and the mask of multicast groups. */
export type NetlinkAddress = [pid: number, groups: number];

/**
 * An AF_PACKET address as a call returns it: the interface's name (`""`: none in particular), the
 * Ethernet protocol, one of the PACKET_ kinds, the ARPHRD_ type of the hardware, its address.
 */
export type PacketAddress = [
  ifname: string,
  proto: number,
  pkttype: number,
  hatype: number,
  addr: Uint8Array<ArrayBuffer>,
];

/** An AF_CAN address of CAN_RAW and CAN_BCM: the interface's name, `""` for all of them. */
export type CanAddress = [ifname: string];

/** An AF_CAN address of CAN_ISOTP: the interface's name and the identifiers of both directions. */
export type IsotpAddress = [ifname: string, rx_addr: number, tx_addr: number];

/**
 * An AF_CAN address of CAN_J1939: the interface's name, the 64-bit name of an ECU, a parameter group
 * number and the address on the bus; J1939_NO_NAME, J1939_NO_PGN and J1939_NO_ADDR stand for none.
 */
export type J1939Address = [ifname: string, name: bigint, pgn: number, addr: number];

/**
 * An AF_TIPC address as a call returns it. `v1`, `v2`, `v3` are for TIPC_ADDR_NAME type, instance and
 * the instance again; for TIPC_ADDR_NAMESEQ type, lower and upper; for TIPC_ADDR_ID node, reference
 * and 0.
 */
export type TipcAddress = [addr_type: number, v1: number, v2: number, v3: number, scope: number];

/** An AF_VSOCK address: the context id of a machine, VMADDR_CID_ANY for any, and a port. */
export type VsockAddress = [cid: number, port: number];

/** An AF_ALG address: the kind of algorithm (`"hash"`, `"skcipher"`…), its name, and two bit masks. */
export type AlgAddress = [type: string, name: string, feat: number, mask: number];

/** An AF_QIPCRTR address: a node and a port. */
export type QipcrtrAddress = [node: number, port: number];

/**
 * An AF_BLUETOOTH address of BTPROTO_L2CAP as a call returns it: the device, the service's number,
 * and, where they are not 0, the channel and the kind of the device's address.
 */
export type L2capAddress = [bdaddr: string, psm: number, cid?: number, bdaddr_type?: number];

/** An AF_BLUETOOTH address of BTPROTO_RFCOMM: the device and the channel. */
export type RfcommAddress = [bdaddr: string, channel: number];

/** An AF_BLUETOOTH address of BTPROTO_HCI: the adapter's number, and a channel that is not HCI_CHANNEL_RAW. */
export type HciAddress = number | [device_id: number, channel: number];

/** An AF_BLUETOOTH address of BTPROTO_SCO: the device. */
export type ScoAddress = string;

/** Any AF_BLUETOOTH address: which form it has follows from the protocol. */
export type BluetoothAddress = L2capAddress | RfcommAddress | HciAddress | ScoAddress;

/**
 * An AF_SYSTEM address (macOS): a kernel control's number and unit, as calls return it. Its name is
 * taken as well, and looked up.
 */
export type SystemAddress = [id: number, unit: number] | string;

/** An AF_HYPERV address (Windows): the GUIDs of a virtual machine and of a service. */
export type HypervAddress = [vm_id: string, service_id: string];

/** An address of a family this library has no codec for: the family's number and the raw bytes after it. */
export type RawAddress = [family: number, data: Uint8Array<ArrayBuffer>];

/** Any address that a call can return. */
export type Address =
  | InetAddress
  | Inet6Address
  | UnixAddress
  | NetlinkAddress
  | PacketAddress
  | CanAddress
  | IsotpAddress
  | J1939Address
  | TipcAddress
  | VsockAddress
  | AlgAddress
  | QipcrtrAddress
  | BluetoothAddress
  | SystemAddress
  | HypervAddress
  | RawAddress;

/** A host in an address that is passed in: a name, a numeric address, or either as bytes. */
export type Host = string | Uint8Array;

/** An AF_INET address as a call takes it; `""` is any address, `"<broadcast>"` is 255.255.255.255. */
export type InetArgument = readonly [host: Host, port: number];

/** An AF_INET6 address as a call takes it; flowinfo (0 to 0xfffff) and scope id default to 0. */
export type Inet6Argument =
  | readonly [host: Host, port: number]
  | readonly [host: Host, port: number, flowinfo: number]
  | readonly [host: Host, port: number, flowinfo: number, scope_id: number];

/** An AF_UNIX address as a call takes it: a path, or an abstract name that begins with NUL. */
export type UnixArgument = string | Uint8Array;

/** Two numbers: an AF_NETLINK, AF_VSOCK or AF_QIPCRTR address as a call takes it. */
export type PairArgument = readonly [number, number];

/** An AF_PACKET address as a call takes it; what is left out is 0, or empty. */
export type PacketArgument =
  | readonly [ifname: string, proto: number]
  | readonly [ifname: string, proto: number, pkttype: number]
  | readonly [ifname: string, proto: number, pkttype: number, hatype: number]
  | readonly [ifname: string, proto: number, pkttype: number, hatype: number, addr: Uint8Array];

/** An AF_CAN address as a call takes it, for CAN_RAW and CAN_BCM. */
export type CanArgument = readonly [ifname: string];

/** An AF_CAN address as a call takes it, for CAN_ISOTP. */
export type IsotpArgument = readonly [ifname: string, rx_addr: number, tx_addr: number];

/** An AF_CAN address as a call takes it, for CAN_J1939; the name is taken as a number too. */
export type J1939Argument = readonly [
  ifname: string,
  name: bigint | number,
  pgn: number,
  addr: number,
];

/** An AF_TIPC address as a call takes it; the scope is TIPC_CLUSTER_SCOPE unless given. */
export type TipcArgument =
  | readonly [addr_type: number, v1: number, v2: number, v3: number]
  | readonly [addr_type: number, v1: number, v2: number, v3: number, scope: number];

/** An AF_ALG address as a call takes it; the masks are 0 unless given. */
export type AlgArgument =
  | readonly [type: string, name: string]
  | readonly [type: string, name: string, feat: number]
  | readonly [type: string, name: string, feat: number, mask: number];

/** An AF_BLUETOOTH address as a call takes it, for BTPROTO_L2CAP; channel and kind of address are 0 unless given. */
export type L2capArgument = readonly [
  bdaddr: string,
  psm: number,
  cid?: number,
  bdaddr_type?: number,
];

/** An AF_BLUETOOTH address as a call takes it, for BTPROTO_RFCOMM. */
export type RfcommArgument = readonly [bdaddr: string, channel: number];

/** An AF_BLUETOOTH address as a call takes it, for BTPROTO_HCI; the channel is HCI_CHANNEL_RAW unless given. */
export type HciArgument =
  | number
  | readonly [device_id: number]
  | readonly [device_id: number, channel: number];

/** An AF_BLUETOOTH address as a call takes it, for BTPROTO_SCO: a string, or its bytes. */
export type ScoArgument = string | Uint8Array;

/** An AF_SYSTEM address as a call takes it: a kernel control by its number and unit, or by its name. */
export type SystemArgument = PairArgument | string;

/** An AF_HYPERV address as a call takes it. */
export type HypervArgument = readonly [vm_id: string, service_id: string];

/** An address for a family without a codec: the raw bytes of the whole sockaddr, or what a call returned. */
export type RawArgument = Uint8Array | readonly [family: number, data: Uint8Array];

/** Any address that a call can take. */
export type AnyArgument =
  | InetArgument
  | Inet6Argument
  | UnixArgument
  | PairArgument
  | PacketArgument
  | CanArgument
  | IsotpArgument
  | J1939Argument
  | TipcArgument
  | AlgArgument
  | L2capArgument
  | RfcommArgument
  | HciArgument
  | ScoArgument
  | SystemArgument
  | HypervArgument
  | RawArgument;

/**
 * What a socket whose addresses are `A` accepts as an address argument. Families whose addresses
 * have the same shape share an argument's type.
 */
export type AddressArgument<A> = Address extends A ? AnyArgument
  : A extends Inet6Address ? Inet6Argument
  : A extends InetAddress ? InetArgument
  : A extends UnixAddress ? UnixArgument
  : A extends NetlinkAddress ? PairArgument
  : A extends CanAddress ? CanArgument
  : A extends IsotpAddress ? IsotpArgument
  : A extends J1939Address ? J1939Argument
  : A extends PacketAddress ? PacketArgument
  : A extends TipcAddress ? TipcArgument
  : A extends AlgAddress ? AlgArgument
  : A extends L2capAddress ? L2capArgument
  : A extends HciAddress ? HciArgument
  : A extends HypervAddress ? HypervArgument
  : A extends RawAddress ? RawArgument
  : AnyArgument;

/** Where something came from: an AF_UNIX sender may have no name, which is null. */
export type SourceAddress<A> = Extract<A, UnixAddress> extends never ? A : A | null;

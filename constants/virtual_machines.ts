/**
 * Sockets between a virtual machine and its host: `AF_VSOCK` (VMADDR_, options at level `AF_VSOCK`)
 * and Hyper-V's `AF_HYPERV` (HV_). See vsock(7) and Microsoft's guide to Hyper-V integration
 * services.
 */
import { table } from "./table.ts";

/** Context id for `bind`: any. Linux and macOS. */
export const VMADDR_CID_ANY: number | undefined = table.VMADDR_CID_ANY;
/** Context id: the hypervisor. Linux and macOS. */
export const VMADDR_CID_HYPERVISOR: number | undefined = table.VMADDR_CID_HYPERVISOR;
/** Context id: this machine, loopback. Linux only. */
export const VMADDR_CID_LOCAL: number | undefined = table.VMADDR_CID_LOCAL;
/** Context id: reserved, not to be used. macOS only. */
export const VMADDR_CID_RESERVED: number | undefined = table.VMADDR_CID_RESERVED;
/** Context id: the host. Linux and macOS. */
export const VMADDR_CID_HOST: number | undefined = table.VMADDR_CID_HOST;
/** Port for `bind`: let the system choose. Linux and macOS. */
export const VMADDR_PORT_ANY: number | undefined = table.VMADDR_PORT_ANY;
/** Flag of an address: send to the host, even for the id of a sibling machine. Linux only. */
export const VMADDR_FLAG_TO_HOST: number | undefined = table.VMADDR_FLAG_TO_HOST;
/** What a version query gives when vsock is not there. Linux only. */
export const VM_SOCKETS_INVALID_VERSION: number | undefined = table.VM_SOCKETS_INVALID_VERSION;
/** ioctl request on `/dev/vsock`: the context id of this machine. Linux and macOS. */
export const IOCTL_VM_SOCKETS_GET_LOCAL_CID: number | undefined =
  table.IOCTL_VM_SOCKETS_GET_LOCAL_CID;
/** Option, 64 bits: bytes of the buffer. Linux only. */
export const SO_VM_SOCKETS_BUFFER_SIZE: number | undefined = table.SO_VM_SOCKETS_BUFFER_SIZE;
/** Option, 64 bits: the least the buffer can be set to. Linux only. */
export const SO_VM_SOCKETS_BUFFER_MIN_SIZE: number | undefined =
  table.SO_VM_SOCKETS_BUFFER_MIN_SIZE;
/** Option, 64 bits: the most the buffer can be set to. Linux only. */
export const SO_VM_SOCKETS_BUFFER_MAX_SIZE: number | undefined =
  table.SO_VM_SOCKETS_BUFFER_MAX_SIZE;
/** Option, int, read only: the host's number for the peer (VMware). Linux only. */
export const SO_VM_SOCKETS_PEER_HOST_VM_ID: number | undefined =
  table.SO_VM_SOCKETS_PEER_HOST_VM_ID;
/** Option, int, read only: whether the peer is trusted (VMware). Linux only. */
export const SO_VM_SOCKETS_TRUSTED: number | undefined = table.SO_VM_SOCKETS_TRUSTED;
/** Option, struct timeval: how long `connect` waits. Linux only. */
export const SO_VM_SOCKETS_CONNECT_TIMEOUT: number | undefined =
  table.SO_VM_SOCKETS_CONNECT_TIMEOUT;
/**
 * Ancillary data of level `SOL_VSOCK`, struct sock_extended_err: a report of the queue of errors.
 * Linux only.
 */
export const VSOCK_RECVERR: number | undefined = table.VSOCK_RECVERR;
/** Protocol of `AF_HYPERV`, the only one. Windows only. */
export const HV_PROTOCOL_RAW: number | undefined = table.HV_PROTOCOL_RAW;
/** Machine id: zero, for `bind`: connections from every partition. Windows only. */
export const HV_GUID_ZERO: string | undefined = table.HV_GUID_ZERO;
/** Machine id: the same as `HV_GUID_ZERO`. Windows only. */
export const HV_GUID_WILDCARD: string | undefined = table.HV_GUID_WILDCARD;
/** Machine id: all ones. Windows only. */
export const HV_GUID_BROADCAST: string | undefined = table.HV_GUID_BROADCAST;
/** Machine id for `bind`: connections from child partitions. Windows only. */
export const HV_GUID_CHILDREN: string | undefined = table.HV_GUID_CHILDREN;
/** Machine id: this partition itself. Windows only. */
export const HV_GUID_LOOPBACK: string | undefined = table.HV_GUID_LOOPBACK;
/** Machine id: the host, seen from a machine. Windows only. */
export const HV_GUID_PARENT: string | undefined = table.HV_GUID_PARENT;
/** Option, int: milliseconds `connect` waits. Windows only. */
export const HVSOCKET_CONNECT_TIMEOUT: number | undefined = table.HVSOCKET_CONNECT_TIMEOUT;
/** The most milliseconds `HVSOCKET_CONNECT_TIMEOUT` takes. Windows only. */
export const HVSOCKET_CONNECT_TIMEOUT_MAX: number | undefined = table.HVSOCKET_CONNECT_TIMEOUT_MAX;
/** Option, int: a connection outlives the suspension of the machine. Windows only. */
export const HVSOCKET_CONNECTED_SUSPEND: number | undefined = table.HVSOCKET_CONNECTED_SUSPEND;
/** Flag of an address: pass through to the parent's parent, for nested machines. Windows only. */
export const HVSOCKET_ADDRESS_FLAG_PASSTHRU: number | undefined =
  table.HVSOCKET_ADDRESS_FLAG_PASSTHRU;

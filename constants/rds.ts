/**
 * Reliable datagram sockets (`AF_RDS`): options at level `SOL_RDS`, ancillary data and flags of
 * remote memory access. See rds(7) and rds-rdma(7); CPython has the names, but seldom the values.
 */
import { table } from "./table.ts";

/** Option, struct sockaddr_in: forget what is queued for a destination. Linux only. */
export const RDS_CANCEL_SENT_TO: number | undefined = table.RDS_CANCEL_SENT_TO;
/** Option, struct rds_get_mr_args: make memory accessible to the peer. Linux only. */
export const RDS_GET_MR: number | undefined = table.RDS_GET_MR;
/** Option, struct rds_get_mr_for_dest_args: the same, for a destination. Linux only. */
export const RDS_GET_MR_FOR_DEST: number | undefined = table.RDS_GET_MR_FOR_DEST;
/** Option, struct rds_free_mr_args: take it back. Linux only. */
export const RDS_FREE_MR: number | undefined = table.RDS_FREE_MR;
/** Option, int: report errors to the sender. Linux only. */
export const RDS_RECVERR: number | undefined = table.RDS_RECVERR;
/** Option, int: report when congestion ends. Linux only. */
export const RDS_CONG_MONITOR: number | undefined = table.RDS_CONG_MONITOR;
/** Ancillary data: start a remote memory access. Linux only. */
export const RDS_CMSG_RDMA_ARGS: number | undefined = table.RDS_CMSG_RDMA_ARGS;
/** Ancillary data: the cookie and offset of remote memory. Linux only. */
export const RDS_CMSG_RDMA_DEST: number | undefined = table.RDS_CMSG_RDMA_DEST;
/** Ancillary data: make memory accessible with this message. Linux only. */
export const RDS_CMSG_RDMA_MAP: number | undefined = table.RDS_CMSG_RDMA_MAP;
/** Ancillary data: how a remote memory access went. Linux only. */
export const RDS_CMSG_RDMA_STATUS: number | undefined = table.RDS_CMSG_RDMA_STATUS;
/**
 * Ancillary data: an update of remote memory; a name without a value in any header. None of the
 * three OSes has it.
 */
export const RDS_CMSG_RDMA_UPDATE: number | undefined = undefined;
/** Flag: write to remote memory; without it, read. Linux only. */
export const RDS_RDMA_READWRITE: number | undefined = table.RDS_RDMA_READWRITE;
/** Flag: finish earlier accesses first. Linux only. */
export const RDS_RDMA_FENCE: number | undefined = table.RDS_RDMA_FENCE;
/** Flag: make the memory inaccessible when freed. Linux only. */
export const RDS_RDMA_INVALIDATE: number | undefined = table.RDS_RDMA_INVALIDATE;
/** Flag: the memory is freed after one access. Linux only. */
export const RDS_RDMA_USE_ONCE: number | undefined = table.RDS_RDMA_USE_ONCE;
/** Flag: do not wait when there are no resources. Linux only. */
export const RDS_RDMA_DONTWAIT: number | undefined = table.RDS_RDMA_DONTWAIT;
/** Flag: report completion. Linux only. */
export const RDS_RDMA_NOTIFY_ME: number | undefined = table.RDS_RDMA_NOTIFY_ME;
/** Flag: do not interrupt the remote processor. Linux only. */
export const RDS_RDMA_SILENT: number | undefined = table.RDS_RDMA_SILENT;

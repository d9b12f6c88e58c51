/** What the queue of errors tells of each. */
import { onLinux, type StructCodec, structCodec } from "./codec.ts";
import { type Struct, u32, u8 } from "./struct.ts";

/** `struct sock_extended_err` (linux/errqueue.h). */
export interface SockExtendedErr {
  /** The error's number: ECONNREFUSED, EHOSTUNREACH, EMSGSIZE…; ENOMSG for a time stamp. */
  ee_errno: number;
  /** Who says so: SO_EE_ORIGIN_LOCAL, SO_EE_ORIGIN_ICMP, SO_EE_ORIGIN_ICMP6, SO_EE_ORIGIN_TIMESTAMPING… */
  ee_origin: number;
  /** The type of the ICMP message. */
  ee_type: number;
  /** The code of the ICMP message. */
  ee_code: number;
  /** More about it: the MTU found with EMSGSIZE, which stamp a time stamp is, the first of a range. */
  ee_info: number;
  /** More about it: which datagram a time stamp is of, the last of a range. */
  ee_data: number;
}

const struct: Struct<SockExtendedErr> = {
  size: 16,
  members: {
    ee_errno: [0, u32],
    ee_origin: [4, u8],
    ee_type: [5, u8],
    ee_code: [6, u8],
    ee_info: [8, u32],
    ee_data: [12, u32],
  },
};

/**
 * How the data of the ancillary messages IP_RECVERR and IPV6_RECVERR begin, `struct
 * sock_extended_err` of ip(7); the sockaddr of who found the error follows it. Linux only.
 *
 * @example
 * ```ts ignore
 * import { MSG_ERRQUEUE, sock_extended_err } from "@bsd/socket";
 *
 * const [, [[, , data]]] = s.recvmsg(100, 512, MSG_ERRQUEUE);
 * console.log(sock_extended_err.decode(data).ee_errno);
 * ```
 */
export const sock_extended_err: StructCodec<SockExtendedErr> = structCodec(
  "sock_extended_err",
  onLinux(struct),
);

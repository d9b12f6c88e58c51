/** The signing of TCP segments, RFC 2385. */
import { linux } from "../../ffi/layout.ts";
import { onLinux, type StructCodec, structCodec } from "./codec.ts";
import { type IpAddress, sockaddr } from "./sockaddr.ts";
import { i32, octets, u16, u8 } from "./struct.ts";

/** `struct tcp_md5sig` (linux/tcp.h): a peer and the key it shares. */
export interface TcpMd5sig {
  /** The peer's address; its port is of no account. */
  tcpm_addr: IpAddress;
  /** For TCP_MD5SIG_EXT, as bits: 1 `tcpm_prefixlen` counts, 2 `tcpm_ifindex` counts; else 0. */
  tcpm_flags: number;
  /** How many bits of the address count. */
  tcpm_prefixlen: number;
  /** How many bytes the key has, at most 80; 0 removes it. */
  tcpm_keylen: number;
  /** The number of the VRF that the peer is reached by. */
  tcpm_ifindex: number;
  /** The key, at most 80 bytes. */
  tcpm_key: Uint8Array<ArrayBuffer>;
}

/**
 * The value of TCP_MD5SIG and TCP_MD5SIG_EXT, `struct tcp_md5sig` of tcp(7). Linux only.
 *
 * @example
 * ```ts ignore
 * import { IPPROTO_TCP, TCP_MD5SIG, tcp_md5sig } from "@bsd/socket";
 *
 * const key = new TextEncoder().encode("secret");
 * const signature = tcp_md5sig.encode({
 *   tcpm_addr: ["192.0.2.1", 0],
 *   tcpm_flags: 0,
 *   tcpm_prefixlen: 0,
 *   tcpm_keylen: key.length,
 *   tcpm_ifindex: 0,
 *   tcpm_key: key,
 * });
 * s.setsockopt(IPPROTO_TCP, TCP_MD5SIG, signature);
 * ```
 */
export const tcp_md5sig: StructCodec<TcpMd5sig> = structCodec(
  "tcp_md5sig",
  onLinux({
    size: 216,
    members: {
      tcpm_addr: [0, sockaddr(linux)],
      tcpm_flags: [128, u8],
      tcpm_prefixlen: [129, u8],
      tcpm_keylen: [130, u16],
      tcpm_ifindex: [132, i32],
      tcpm_key: [136, octets(80)],
    },
  }),
);

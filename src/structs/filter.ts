/** Programs of the classic packet filter (BPF): what SO_ATTACH_FILTER takes. Linux only. */
import { backend } from "../../ffi/backend/mod.ts";
import { structArray, type StructArrayCodec } from "./array.ts";
import { onLinux, structCodec } from "./codec.ts";
import { bits64, u16, u32, u8 } from "./struct.ts";

/** `struct sock_filter` (linux/filter.h): an instruction, its members in the order of `tcpdump -dd`. */
export interface SockFilter {
  /** The operation. */
  code: number;
  /** How many instructions to skip where a comparison is true. */
  jt: number;
  /** How many instructions to skip where it is false. */
  jf: number;
  /** The operand. */
  k: number;
}

/**
 * The instructions of a filter, `struct sock_filter` each: what `getsockopt` with SO_ATTACH_FILTER
 * returns. Linux only; to set a filter takes `sock_fprog`.
 *
 * @example
 * ```ts
 * import { sock_filter } from "@bsd/socket";
 *
 * console.log(sock_filter.encode([{ code: 0x06, jt: 0, jf: 0, k: 0 }]).length); // 8
 * ```
 */
export const sock_filter: StructArrayCodec<SockFilter> = structArray(
  "sock_filter",
  structCodec<SockFilter>(
    "sock_filter",
    onLinux({ size: 8, members: { code: [0, u16], jt: [2, u8], jf: [3, u8], k: [4, u32] } }),
  ),
);

const fprog = structCodec<{ len: number; filter: bigint }>(
  "sock_fprog",
  onLinux({ size: 16, members: { len: [0, u16], filter: [8, bits64] } }),
);

/** Makes a `struct sock_fprog` (linux/filter.h), which points to the instructions of a filter. */
export interface SockFprogEncoder {
  /**
   * The bytes, for `setsockopt`.
   *
   * @param program The instructions, of which the kernel takes 1 to 4096.
   * @throws {TypeError} A member of an instruction is missing or not an integer.
   * @throws {RangeError} A member does not fit, or there are more than 65535 instructions.
   */
  encode(program: Iterable<Readonly<SockFilter>>): Uint8Array<ArrayBuffer>;
}

/**
 * The value of SO_ATTACH_FILTER and SO_ATTACH_REUSEPORT_CBPF, `struct sock_fprog` of socket(7): a
 * program that says of each packet how many of its bytes to keep, 0 for none of it. Linux only.
 *
 * The instructions are behind the structure in the same buffer. The bytes that `encode` returns
 * keep them in memory; a copy of these bytes does not. Pass them to `setsockopt` as they are, in this
 * process: a copy that outlives them points to memory with anything in it. Once the option is set
 * the kernel has its own copy of the program, and nothing needs to be kept.
 *
 * @example
 * ```ts
 * import { SO_ATTACH_FILTER, sock_fprog, SOCK_DGRAM, socket, SOL_SOCKET } from "@bsd/socket";
 *
 * const op = (code: number, jt: number, jf: number, k: number) => ({ code, jt, jf, k });
 * // As `tcpdump -dd` prints programs; the packet of a UDP socket begins with UDP's header of 8 bytes.
 * const program = [
 *   op(0x30, 0, 0, 8), // load the first byte of the data
 *   op(0x15, 0, 1, 0x21), // skip an instruction if it is not "!"
 *   op(0x06, 0, 0, 0xffff), // keep the packet
 *   op(0x06, 0, 0, 0), // drop the packet
 * ];
 * using s = socket({ type: SOCK_DGRAM });
 * s.bind(["127.0.0.1", 0]);
 * s.setsockopt(SOL_SOCKET, SO_ATTACH_FILTER, sock_fprog.encode(program));
 * s.sendto(new TextEncoder().encode("unheard"), s.getsockname());
 * s.sendto(new TextEncoder().encode("!heard"), s.getsockname());
 * console.log(new TextDecoder().decode(s.recv(100))); // !heard
 * ```
 */
export const sock_fprog: SockFprogEncoder = {
  encode(program) {
    const instructions = sock_filter.encode(program);
    const bytes = new Uint8Array(fprog.size + instructions.length);
    bytes.set(instructions, fprog.size);
    const filter = backend().address(bytes) + BigInt(fprog.size);
    bytes.set(fprog.encode({ len: instructions.length / sock_filter.size, filter }));
    return bytes.subarray(0, fprog.size);
  },
};

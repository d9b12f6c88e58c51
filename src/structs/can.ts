/** Controller area network: the frames, and what the options of CAN_RAW, CAN_ISOTP, CAN_J1939 take. */
import { bytes as bytesOf, type BytesLike } from "../arguments.ts";
import { structArray, type StructArrayCodec } from "./array.ts";
import { onLinux, type StructCodec, structCodec } from "./codec.ts";
import { bits64, octets, u32, u8 } from "./struct.ts";

/** `struct can_frame` (linux/can.h), as it is read. */
export interface CanFrame {
  /** The identifier, and the flags CAN_EFF_FLAG, CAN_RTR_FLAG and CAN_ERR_FLAG. */
  can_id: number;
  /** How many bytes of data it has, 0 to 8; a request for data (CAN_RTR_FLAG) has none of them. */
  len: number;
  /** The length as it is on the bus, 9 to 15, where that is not `len`; else 0. */
  len8_dlc: number;
  /** The data: `len` bytes. */
  data: Uint8Array<ArrayBuffer>;
}

/** A `struct can_frame` to write: what may be left out follows from the data, or is 0. */
export interface CanFrameArgument {
  /** The identifier and its flags. */
  readonly can_id: number;
  /** The data, at most 8 bytes. */
  readonly data: BytesLike;
  /** How many bytes of data it says it has; as many as there are unless given. */
  readonly len?: number;
  /** The length on the bus, where that is not `len`. */
  readonly len8_dlc?: number;
}

/** `struct canfd_frame` (linux/can.h), as it is read. */
export interface CanfdFrame {
  /** The identifier, and the flags CAN_EFF_FLAG and CAN_ERR_FLAG. */
  can_id: number;
  /** How many bytes of data it has, 0 to 64. */
  len: number;
  /** CANFD_BRS: the data at a higher rate; CANFD_ESI: the sender has met with errors. */
  flags: number;
  /** The data: `len` bytes. */
  data: Uint8Array<ArrayBuffer>;
}

/** A `struct canfd_frame` to write: what may be left out follows from the data, or is 0. */
export interface CanfdFrameArgument {
  /** The identifier and its flags. */
  readonly can_id: number;
  /** The data, at most 64 bytes; the bus has only the lengths 0 to 8, 12, 16, 20, 24, 32, 48 and 64. */
  readonly data: BytesLike;
  /** How many bytes of data it says it has; as many as there are unless given. */
  readonly len?: number;
  /** CANFD_BRS and CANFD_ESI. */
  readonly flags?: number;
}

/** Turns frames into bytes, some members being optional, and back. */
export interface FrameCodec<F, G> extends StructCodec<F, Readonly<F> | G> {
  /**
   * The bytes to send. Throws a TypeError for a member that is missing or of another type, a
   * RangeError for one that does not fit.
   */
  encode(value: Readonly<F> | G): Uint8Array<ArrayBuffer>;
}

/** Of the array that the data is in, only the first `len` bytes are data. */
function frameCodec<F extends CanFrame | CanfdFrame, G extends { readonly data: BytesLike }>(
  whole: StructCodec<F, Readonly<F>>,
  complete: (value: Readonly<F> | G, data: Uint8Array<ArrayBuffer>) => F,
): FrameCodec<F, G> {
  return {
    get size() {
      return whole.size;
    },
    encode: (value) => whole.encode(complete(value, bytesOf(value.data, "data of a frame"))),
    decode(value) {
      const frame = whole.decode(value);
      return { ...frame, data: frame.data.slice(0, frame.len) };
    },
  };
}

/**
 * The data of a CAN_RAW socket, `struct can_frame` (linux/can.h), 16 bytes. Linux only.
 *
 * @example
 * ```ts ignore
 * import { AF_CAN, can_frame, CAN_RAW, SOCK_RAW, socket } from "@bsd/socket";
 *
 * using s = socket(AF_CAN, SOCK_RAW, CAN_RAW);
 * s.bind(["vcan0"]);
 * s.send(can_frame.encode({ can_id: 0x123, data: Uint8Array.of(1, 2, 3) }));
 * const { can_id, data } = can_frame.decode(s.recv(can_frame.size));
 * console.log(can_id.toString(16), data.toHex());
 * ```
 */
export const can_frame: FrameCodec<CanFrame, CanFrameArgument> = frameCodec(
  structCodec<CanFrame>(
    "can_frame",
    onLinux({
      size: 16,
      members: { can_id: [0, u32], len: [4, u8], len8_dlc: [7, u8], data: [8, octets(8)] },
    }),
  ),
  (value, data) => ({ len: data.length, len8_dlc: 0, ...value, data }),
);

/**
 * The data of a CAN_RAW socket that has the option CAN_RAW_FD_FRAMES, `struct canfd_frame`
 * (linux/can.h), 72 bytes. Such a socket sends and receives both kinds of frames: the number of bytes
 * tells which one it is. Linux only.
 *
 * @example
 * ```ts ignore
 * import { AF_CAN, CAN_RAW, CAN_RAW_FD_FRAMES, can_frame, CANFD_BRS, canfd_frame } from "@bsd/socket";
 * import { SOCK_RAW, socket, SOL_CAN_RAW } from "@bsd/socket";
 *
 * using s = socket(AF_CAN, SOCK_RAW, CAN_RAW);
 * s.setsockopt(SOL_CAN_RAW, CAN_RAW_FD_FRAMES, 1);
 * s.bind(["vcan1"]);
 * const frame = { can_id: 0x123, data: new Uint8Array(64), flags: CANFD_BRS ?? 0 };
 * s.send(canfd_frame.encode(frame));
 * const bytes = s.recv(canfd_frame.size);
 * const { data } = (bytes.length === can_frame.size ? can_frame : canfd_frame).decode(bytes);
 * console.log(data.length);
 * ```
 */
export const canfd_frame: FrameCodec<CanfdFrame, CanfdFrameArgument> = frameCodec(
  structCodec<CanfdFrame>(
    "canfd_frame",
    onLinux({
      size: 72,
      members: { can_id: [0, u32], len: [4, u8], flags: [5, u8], data: [8, octets(64)] },
    }),
  ),
  (value, data) => ({ len: data.length, flags: 0, ...value, data }),
);

/** `struct can_filter` (linux/can.h): a frame passes whose identifier is the same in the mask's bits. */
export interface CanFilter {
  /** The identifier, with its flags; CAN_INV_FILTER: what is *not* the same passes. */
  can_id: number;
  /** Which bits count: CAN_SFF_MASK, CAN_EFF_MASK, and of the flags those that are to be told apart. */
  can_mask: number;
}

/**
 * The value of CAN_RAW_FILTER, an array of `struct can_filter` (linux/can.h). A frame that passes one
 * of them is received; none is where the array is empty. Linux only.
 *
 * @example
 * ```ts ignore
 * import { AF_CAN, CAN_RAW, CAN_RAW_FILTER, can_filter, SOCK_RAW } from "@bsd/socket";
 * import { socket, SOL_CAN_RAW } from "@bsd/socket";
 *
 * using s = socket(AF_CAN, SOCK_RAW, CAN_RAW);
 * const filters = [{ can_id: 0x123, can_mask: 0x7ff }, { can_id: 0x200, can_mask: 0x700 }];
 * s.setsockopt(SOL_CAN_RAW, CAN_RAW_FILTER, can_filter.encode(filters));
 * const room = 2 * can_filter.size;
 * console.log(can_filter.decode(s.getsockopt(SOL_CAN_RAW, CAN_RAW_FILTER, room)).length); // 2
 * ```
 */
export const can_filter: StructArrayCodec<CanFilter> = structArray(
  "can_filter",
  structCodec<CanFilter>(
    "can_filter",
    onLinux({ size: 8, members: { can_id: [0, u32], can_mask: [4, u32] } }),
  ),
);

/** `struct can_isotp_options` (linux/can/isotp.h). */
export interface CanIsotpOptions {
  /** What is to be done: flags like CAN_ISOTP_TX_PADDING. */
  flags: number;
  /** How many nanoseconds lie between frames that are sent; 0: the default, 50 µs. */
  frame_txtime: number;
  /** The extended address, with CAN_ISOTP_EXTEND_ADDR. */
  ext_address: number;
  /** The byte that fills frames that are sent, with CAN_ISOTP_TX_PADDING. */
  txpad_content: number;
  /** The byte that received frames are filled with, with CAN_ISOTP_RX_PADDING. */
  rxpad_content: number;
  /** The extended address of what is received, with CAN_ISOTP_RX_EXT_ADDR. */
  rx_ext_address: number;
}

/**
 * The value of CAN_ISOTP_OPTS, `struct can_isotp_options` (linux/can/isotp.h), which is set before
 * `bind`. Linux only.
 *
 * @example
 * ```ts ignore
 * import { AF_CAN, CAN_ISOTP, CAN_ISOTP_OPTS, CAN_ISOTP_TX_PADDING } from "@bsd/socket";
 * import { can_isotp_options, SOCK_DGRAM, socket, SOL_CAN_ISOTP } from "@bsd/socket";
 *
 * using s = socket(AF_CAN, SOCK_DGRAM, CAN_ISOTP);
 * const now = s.getsockopt(SOL_CAN_ISOTP, CAN_ISOTP_OPTS, can_isotp_options.size);
 * const options = can_isotp_options.decode(now);
 * options.flags |= CAN_ISOTP_TX_PADDING ?? 0;
 * options.txpad_content = 0xaa;
 * s.setsockopt(SOL_CAN_ISOTP, CAN_ISOTP_OPTS, can_isotp_options.encode(options));
 * s.bind(["vcan0", 0x123, 0x456]);
 * ```
 */
export const can_isotp_options: StructCodec<CanIsotpOptions> = structCodec(
  "can_isotp_options",
  onLinux({
    size: 12,
    members: {
      flags: [0, u32],
      frame_txtime: [4, u32],
      ext_address: [8, u8],
      txpad_content: [9, u8],
      rxpad_content: [10, u8],
      rx_ext_address: [11, u8],
    },
  }),
);

/** `struct can_isotp_fc_options` (linux/can/isotp.h): what a receiver asks of the sender. */
export interface CanIsotpFcOptions {
  /** After how many frames the sender waits to be told to go on; 0: never. */
  bs: number;
  /** The least time between frames: 0 to 127 milliseconds, or 0xf1 to 0xf9 for 100 to 900 µs. */
  stmin: number;
  /** How often the other side may make this one wait, as sender; 0: not at all. */
  wftmax: number;
}

/**
 * The value of CAN_ISOTP_RECV_FC, `struct can_isotp_fc_options` (linux/can/isotp.h), which is set
 * before `bind`. Linux only.
 *
 * @example
 * ```ts ignore
 * import { AF_CAN, CAN_ISOTP, CAN_ISOTP_RECV_FC, can_isotp_fc_options } from "@bsd/socket";
 * import { SOCK_DGRAM, socket, SOL_CAN_ISOTP } from "@bsd/socket";
 *
 * using s = socket(AF_CAN, SOCK_DGRAM, CAN_ISOTP);
 * const slow = can_isotp_fc_options.encode({ bs: 8, stmin: 10, wftmax: 0 });
 * s.setsockopt(SOL_CAN_ISOTP, CAN_ISOTP_RECV_FC, slow);
 * ```
 */
export const can_isotp_fc_options: StructCodec<CanIsotpFcOptions> = structCodec(
  "can_isotp_fc_options",
  onLinux({ size: 3, members: { bs: [0, u8], stmin: [1, u8], wftmax: [2, u8] } }),
);

/** `struct can_isotp_ll_options` (linux/can/isotp.h): the frames that carry the messages. */
export interface CanIsotpLlOptions {
  /** CAN_MTU or CANFD_MTU: which kind of frames. */
  mtu: number;
  /** How many bytes of data a frame has at most: 8, or 12 to 64 of CAN FD's lengths. */
  tx_dl: number;
  /** The flags of CAN FD frames. */
  tx_flags: number;
}

/**
 * The value of CAN_ISOTP_LL_OPTS, `struct can_isotp_ll_options` (linux/can/isotp.h), which is set
 * before `bind`. Linux only.
 *
 * @example
 * ```ts ignore
 * import { AF_CAN, CAN_ISOTP, CAN_ISOTP_LL_OPTS, can_isotp_ll_options } from "@bsd/socket";
 * import { CANFD_BRS, canfd_frame, SOCK_DGRAM, socket, SOL_CAN_ISOTP } from "@bsd/socket";
 *
 * using s = socket(AF_CAN, SOCK_DGRAM, CAN_ISOTP);
 * const fd = can_isotp_ll_options.encode({ mtu: canfd_frame.size, tx_dl: 64, tx_flags: CANFD_BRS });
 * s.setsockopt(SOL_CAN_ISOTP, CAN_ISOTP_LL_OPTS, fd);
 * s.bind(["vcan1", 0x123, 0x456]);
 * ```
 */
export const can_isotp_ll_options: StructCodec<CanIsotpLlOptions> = structCodec(
  "can_isotp_ll_options",
  onLinux({ size: 3, members: { mtu: [0, u8], tx_dl: [1, u8], tx_flags: [2, u8] } }),
);

/**
 * `struct j1939_filter` (linux/can/j1939.h): a message passes whose sender's name, group and address
 * are the same in the masks' bits.
 */
export interface J1939Filter {
  /** The sender's name. */
  name: bigint;
  /** Which bits of the name count. */
  name_mask: bigint;
  /** The parameter group number. */
  pgn: number;
  /** Which bits of it count. */
  pgn_mask: number;
  /** The sender's address. */
  addr: number;
  /** Which bits of it count. */
  addr_mask: number;
}

/**
 * The value of SO_J1939_FILTER, an array of `struct j1939_filter` (linux/can/j1939.h). A message that
 * passes one of them is received, and every message where there are none. Linux only.
 *
 * @example
 * ```ts ignore
 * import { AF_CAN, CAN_J1939, j1939_filter, SO_J1939_FILTER, SOCK_DGRAM } from "@bsd/socket";
 * import { socket, SOL_CAN_J1939 } from "@bsd/socket";
 *
 * using s = socket(AF_CAN, SOCK_DGRAM, CAN_J1939);
 * const anyone = { name: 0n, name_mask: 0n, addr: 0, addr_mask: 0 };
 * const filters = [{ ...anyone, pgn: 0x12300, pgn_mask: 0x3ffff }];
 * s.setsockopt(SOL_CAN_J1939, SO_J1939_FILTER, j1939_filter.encode(filters));
 * ```
 */
export const j1939_filter: StructArrayCodec<J1939Filter> = structArray(
  "j1939_filter",
  structCodec<J1939Filter>(
    "j1939_filter",
    onLinux({
      size: 32,
      members: {
        name: [0, bits64],
        name_mask: [8, bits64],
        pgn: [16, u32],
        pgn_mask: [20, u32],
        addr: [24, u8],
        addr_mask: [25, u8],
      },
    }),
  ),
);

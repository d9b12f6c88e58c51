/** The messages to and from CAN's broadcast manager. */
import { linux } from "../../constants/linux.ts";
import { bytes as bytesOf, type BytesLike, type Constant, items, uint32 } from "../arguments.ts";
import {
  can_frame,
  canfd_frame,
  type CanfdFrame,
  type CanfdFrameArgument,
  type CanFrame,
  type CanFrameArgument,
} from "./can.ts";
import { onLinux, type StructCodec, structCodec } from "./codec.ts";
import { i64, nested, type Struct, u32 } from "./struct.ts";
import type { Timeval } from "./time.ts";

/** `struct bcm_msg_head` (linux/can/bcm.h), as it is read. */
export interface BcmMsgHead {
  /** What is to be done, or has happened: CAN_BCM_TX_SETUP, CAN_BCM_RX_CHANGED… */
  opcode: number;
  /** Flags like CAN_BCM_SETTIMER. */
  flags: number;
  /** How many frames are sent at the first interval, before the second. */
  count: number;
  /** The first interval; as receiver, the longest that a frame may be missing. */
  ival1: Timeval;
  /** The second interval; as receiver, the least time between two reports. */
  ival2: Timeval;
  /** The identifier that the task is about. */
  can_id: number;
  /** The frames, which are CAN FD's where the flags have CAN_BCM_CAN_FD_FRAME: `nframes` in C. */
  frames: CanFrame[] | CanfdFrame[];
}

/** A message to write; what may be left out is 0, or empty. */
export interface BcmMsgHeadArgument {
  /** What is to be done: CAN_BCM_TX_SETUP, CAN_BCM_TX_DELETE, CAN_BCM_RX_SETUP… */
  readonly opcode: Constant;
  /** Flags like CAN_BCM_SETTIMER. */
  readonly flags?: Constant;
  /** How many frames are sent at the first interval, before the second. */
  readonly count?: number;
  /** The first interval; as receiver, the longest that a frame may be missing. */
  readonly ival1?: Readonly<Timeval>;
  /** The second interval; as receiver, the least time between two reports. */
  readonly ival2?: Readonly<Timeval>;
  /** The identifier that the task is about. */
  readonly can_id: number;
  /**
   * The frames, one after the other, at most 256; for CAN_BCM_RX_SETUP the bits of the data whose
   * change is to be reported.
   */
  readonly frames?: Iterable<CanFrameArgument | CanfdFrameArgument>;
}

/** Turns messages with their frames into bytes and back. */
export interface BcmMsgHeadCodec
  extends StructCodec<BcmMsgHead, Readonly<BcmMsgHead> | BcmMsgHeadArgument> {
  /** The size of the structure in bytes, to which each frame adds `can_frame.size`, 16. */
  readonly size: number;
  /**
   * The bytes to send. Throws a TypeError for a member that is missing or of another type, a
   * RangeError for one that does not fit.
   */
  encode(value: Readonly<BcmMsgHead> | BcmMsgHeadArgument): Uint8Array<ArrayBuffer>;
  /** The message in bytes that were received. Throws a RangeError if there are too few. */
  decode(value: BytesLike): BcmMsgHead;
}

/** What goes before the frames. */
type Head = Omit<BcmMsgHead, "frames"> & { nframes: number };

/** `struct bcm_timeval` (linux/can/bcm.h). */
const timeval: Struct<Timeval> = { size: 16, members: { tv_sec: [0, i64], tv_usec: [8, i64] } };

const head: StructCodec<Head> = structCodec(
  "bcm_msg_head",
  onLinux({
    size: 56,
    members: {
      opcode: [0, u32],
      flags: [4, u32],
      count: [8, u32],
      ival1: [16, nested(timeval)],
      ival2: [32, nested(timeval)],
      can_id: [48, u32],
      nframes: [52, u32],
    },
  }),
);

const never: Timeval = { tv_sec: 0, tv_usec: 0 };

/** The codec of a message's frames. */
function frameOf(flags: number): typeof can_frame | typeof canfd_frame {
  return (flags & linux.CAN_BCM_CAN_FD_FRAME) === 0 ? can_frame : canfd_frame;
}

function encode(value: Readonly<BcmMsgHead> | BcmMsgHeadArgument): Uint8Array<ArrayBuffer> {
  const { frames, opcode, flags, ...rest } = { frames: [], flags: 0, ...value };
  const all = items<CanFrameArgument | CanfdFrameArgument>(frames, "bcm_msg_head.frames");
  const fixed = head.encode({
    count: 0,
    ival1: never,
    ival2: never,
    ...rest,
    opcode: uint32(opcode, "bcm_msg_head.opcode"),
    flags: uint32(flags, "bcm_msg_head.flags"),
    nframes: all.length,
  });
  const frame = frameOf(flags ?? 0);
  const bytes = new Uint8Array(fixed.length + all.length * frame.size);
  bytes.set(fixed);
  all.forEach((one, i) => bytes.set(frame.encode(one), fixed.length + i * frame.size));
  return bytes;
}

function decode(value: BytesLike): BcmMsgHead {
  const bytes = bytesOf(value, "bcm_msg_head");
  const { nframes, ...rest } = head.decode(bytes);
  const frame = frameOf(rest.flags);
  const size = head.size + nframes * frame.size;
  if (bytes.length < size) {
    throw new RangeError(
      `bcm_msg_head of ${nframes} frames takes ${size} bytes, of which there are ${bytes.length}`,
    );
  }
  const frames = Array.from(
    { length: nframes },
    (_, i) => frame.decode(bytes.subarray(head.size + i * frame.size)),
  );
  return { ...rest, frames: frames as BcmMsgHead["frames"] };
}

/**
 * What a CAN_BCM socket sends and receives, `struct bcm_msg_head` (linux/can/bcm.h) and its frames.
 * Linux only.
 *
 * @example A frame ten times a second, until the socket is closed.
 * ```ts ignore
 * import { AF_CAN, bcm_msg_head, CAN_BCM, CAN_BCM_SETTIMER, CAN_BCM_STARTTIMER } from "@bsd/socket";
 * import { CAN_BCM_TX_SETUP, SOCK_DGRAM, socket } from "@bsd/socket";
 *
 * using s = socket(AF_CAN, SOCK_DGRAM, CAN_BCM);
 * s.connect(["vcan0"]);
 * s.send(bcm_msg_head.encode({
 *   opcode: CAN_BCM_TX_SETUP,
 *   flags: (CAN_BCM_SETTIMER ?? 0) | (CAN_BCM_STARTTIMER ?? 0),
 *   ival2: { tv_sec: 0, tv_usec: 100_000 },
 *   can_id: 0x123,
 *   frames: [{ can_id: 0x123, data: Uint8Array.of(1, 2, 3) }],
 * }));
 * ```
 */
export const bcm_msg_head: BcmMsgHeadCodec = {
  get size() {
    return head.size;
  },
  encode,
  decode,
};

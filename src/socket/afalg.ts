/** The operation of `sendmsg_afalg`: data for a cipher of the kernel, with what to do with it. */
import { AF_ALG } from "../../constants/mod.ts";
import { linux } from "../../constants/linux.ts";
import type { AncillaryArgument } from "../ancillary/data.ts";
import { bytes, type BytesLike, type Constant, int, integer } from "../arguments.ts";
import { OSError } from "../errors.ts";
import type { SocketDescriptor } from "./descriptor.ts";
import type { Operation } from "./operation.ts";
import { sendUnaudited } from "./sending.ts";

const { SOL_ALG, ALG_SET_OP, ALG_SET_IV, ALG_SET_AEAD_ASSOCLEN } = linux;

/** What `sendmsg_afalg` takes besides the data, by the names of Python's keyword arguments. */
export interface AfalgOptions {
  /** What to do: ALG_OP_ENCRYPT or ALG_OP_DECRYPT. */
  readonly op: Constant;
  /** The initialisation vector, of the algorithm's length; none unless given. */
  readonly iv?: BytesLike;
  /** How many bytes at the beginning are authenticated only, 0 or more; for type `"aead"`. */
  readonly assoclen?: number;
  /** MSG_ flags, 0 unless given; MSG_MORE: more of the same message follows. */
  readonly flags?: Constant;
}

/** sendmsg(2) with ancillary data of SOL_ALG: how many bytes of data were taken. */
export function sendAfalg(
  socket: SocketDescriptor,
  buffers: Iterable<BytesLike>,
  options: AfalgOptions,
): Operation<number> {
  if (AF_ALG === undefined || socket.family !== AF_ALG) {
    throw new OSError(null, "sendmsg_afalg() is only for AF_ALG");
  }
  const flags = "flags" in options ? int(options.flags, "flags") : 0;
  return sendUnaudited(socket, buffers, ancillaryOf(options), flags, null);
}

function ancillaryOf({ op, iv, assoclen }: AfalgOptions): AncillaryArgument[] {
  const messages: AncillaryArgument[] = [[SOL_ALG, ALG_SET_OP, number(op, "op")]];
  if (iv !== undefined) {
    // struct af_alg_iv: the length, and the vector.
    const vector = bytes(iv, "iv");
    const value = new Uint8Array(4 + vector.length);
    value.set(word(vector.length));
    value.set(vector, 4);
    messages.push([SOL_ALG, ALG_SET_IV, value]);
  }
  if (assoclen !== undefined) {
    messages.push([SOL_ALG, ALG_SET_AEAD_ASSOCLEN, number(assoclen, "assoclen")]);
  }
  return messages;
}

/** A number that is not negative, which here is a TypeError in Python. */
function number(value: unknown, name: string): Uint8Array {
  if (typeof value === "number" && value < 0) {
    throw new TypeError(`${name} must be 0 or more, not ${value}`);
  }
  return word(integer(value, name, 0, 0x7fff_ffff));
}

function word(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

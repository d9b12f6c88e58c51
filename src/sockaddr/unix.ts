/** `sockaddr_un`, unix(7): a path, an abstract name (Linux), or `""` for no name. */
import { errno } from "../../constants/errno.ts";
import type { Layout } from "../../ffi/layout.ts";
import { kind } from "../../ffi/struct/values.ts";
import type { UnixAddress } from "../addresses.ts";
import { OSError } from "../errors.ts";
import { type Codec, newSockaddr, utf8 } from "./codec.ts";

/** Where `sun_path` begins on every OS. */
const PATH = 2;

/** The codec of AF_UNIX. */
export const unix: Codec<UnixAddress> = { encode, decode, shortest: PATH };

function encode(address: unknown, layout: Layout): Uint8Array<ArrayBuffer> {
  const path = pathBytes(address);
  const abstract = path[0] === 0;
  if (abstract && !layout.abstractNames) {
    throw new RangeError(
      `AF_UNIX path must not begin with NUL: ${layout.os} has no abstract names`,
    );
  }
  if (!abstract && path.includes(0)) throw new RangeError("AF_UNIX path must not contain a NUL");
  // A path ends with NUL; a name does not, and no name at all asks Linux for a name of its choice.
  const terminator = abstract || (path.length === 0 && layout.abstractNames) ? 0 : 1;
  if (path.length + terminator > layout.sun_path) {
    throw new OSError(errno.ENAMETOOLONG, "AF_UNIX path too long", { address });
  }
  const bytes = newSockaddr(layout.AF_UNIX, PATH + path.length + terminator, layout);
  bytes.set(path, PATH);
  return bytes;
}

function pathBytes(address: unknown): Uint8Array {
  if (address instanceof Uint8Array) return address;
  if (typeof address !== "string") {
    throw new TypeError(`AF_UNIX address must be a string or a Uint8Array, not ${kind(address)}`);
  }
  if (!address.isWellFormed()) {
    throw new RangeError("AF_UNIX path has half of a surrogate pair, which UTF-8 cannot carry");
  }
  return new TextEncoder().encode(address);
}

function decode(bytes: Uint8Array, length: number, layout: Layout): UnixAddress {
  // A path that fills `sun_path` has no NUL, or has it one byte further (unix(7), BUGS).
  const name = bytes.subarray(PATH, length);
  if (name[0] === 0 && layout.abstractNames) return new Uint8Array(name);
  const end = name.indexOf(0);
  const path = end < 0 ? name : name.subarray(0, end);
  return utf8(path) ?? new Uint8Array(path);
}

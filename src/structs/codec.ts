/** The public face of a structure: packing and unpacking it as the running OS has it. */
import { backend } from "../../ffi/backend/mod.ts";
import type { Layout } from "../../ffi/layout.ts";
import type { BytesLike } from "../arguments.ts";
import { decodeStruct, encodeStruct, type Struct } from "./struct.ts";

/**
 * Turns a C structure into bytes and back, in the running OS's layout: what `struct.pack` is for in
 * Python. Members have their names in C.
 */
export interface StructCodec<T> {
  /** The size of the structure in bytes: the room to ask `getsockopt` for. */
  readonly size: number;
  /**
   * The bytes, for `setsockopt` and the like. Throws a TypeError for a member that is missing or of
   * another type, a RangeError for one that does not fit.
   */
  encode(value: Readonly<T>): Uint8Array<ArrayBuffer>;
  /** The structure in bytes that came from the OS. Throws a RangeError if there are too few. */
  decode(value: BytesLike): T;
}

/** A structure as each OS has it; null where one does not have it. */
export type Structs<T> = Readonly<Record<Layout["os"], Struct<T> | null>>;

/** The structure that every OS has alike. */
export function everywhere<T>(struct: Struct<T>): Structs<T> {
  return { linux: struct, darwin: struct, windows: struct };
}

/** A structure that Linux alone has. */
export function onLinux<T>(struct: Struct<T>): Structs<T> {
  return { linux: struct, darwin: null, windows: null };
}

/** The codec of a structure. */
export function structCodec<T extends object>(name: string, structs: Structs<T>): StructCodec<T> {
  function struct(): Struct<T> {
    const { os } = backend().layout;
    const found = structs[os];
    if (found === null) throw new TypeError(`${os} has no struct ${name}`);
    return found;
  }
  return {
    get size() {
      return struct().size;
    },
    encode: (value) => encodeStruct(name, struct(), value),
    decode: (value) => decodeStruct(name, struct(), value),
  };
}

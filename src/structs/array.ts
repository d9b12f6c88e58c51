/** Arrays of structures, which some options take for a value. */
import { bytes as bytesOf, type BytesLike, items } from "../arguments.ts";
import type { Encodable, StructCodec } from "./codec.ts";

/** Turns an array of C structures into bytes and back. */
export interface StructArrayCodec<T> {
  /** The size of one structure in bytes: ask `getsockopt` for room for as many as there may be. */
  readonly size: number;
  /**
   * The bytes, for `setsockopt`: none for an empty array. Throws a TypeError for a member that is
   * missing or of another type, a RangeError for one that does not fit.
   */
  encode(values: Iterable<Encodable<T>>): Uint8Array<ArrayBuffer>;
  /** The structures in bytes that came from the OS. Throws a RangeError for a part of one. */
  decode(value: BytesLike): T[];
}

/** The codec of an array of a structure. */
export function structArray<T>(name: string, one: StructCodec<T>): StructArrayCodec<T> {
  return {
    get size() {
      return one.size;
    },
    encode(values) {
      const { size } = one;
      const all = items(values, name);
      const bytes = new Uint8Array(all.length * size);
      all.forEach((value, i) => bytes.set(one.encode(value), i * size));
      return bytes;
    },
    decode(value) {
      const { size } = one;
      const bytes = bytesOf(value, name);
      if (bytes.length % size !== 0) {
        throw new RangeError(`${name} takes ${size} bytes each, not ${bytes.length} in all`);
      }
      return Array.from(
        { length: bytes.length / size },
        (_, i) => one.decode(bytes.subarray(i * size, (i + 1) * size)),
      );
    },
  };
}

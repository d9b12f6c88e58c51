/**
 * Reading C's memory and learning the addresses of our own, by calls to `memcpy` alone.
 *
 * A path-scoped `--allow-ffi=` forbids every `Deno.Unsafe*` class; `memcpy` needs no more than the
 * library that is open already, so that one way serves under every grant.
 */

/** The functions of a C library that this module stands on; every OS's symbol table has them. */
export interface MemorySymbols {
  read_memory(destination: BufferSource, source: bigint, length: number | bigint): void;
  address_of(buffer: BufferSource, same: BufferSource, zero: number | bigint): bigint;
  write_memory(destination: bigint, source: BufferSource, length: number | bigint): void;
  strlen(text: bigint): bigint;
  calloc(count: number | bigint, size: number | bigint): bigint;
  free(address: bigint): void;
}

/** What C calls need to know of memory. */
export interface Memory {
  /** The address of a buffer. It stays valid while a JavaScript reference keeps the buffer alive: keep one. */
  address(buffer: Uint8Array<ArrayBuffer>): bigint;
  /** A copy of `length` bytes at an address. */
  read(address: bigint, length: number): Uint8Array<ArrayBuffer>;
  /** Fills a buffer, which is not empty, with what is at an address. */
  fill(buffer: ArrayBufferView<ArrayBuffer>, address: bigint): void;
  /** A copy of the NUL-terminated string at an address, without the NUL; empty for a null pointer. */
  cstring(address: bigint): Uint8Array<ArrayBuffer>;
  /**
   * Memory of C's own, zeroed. It outlives the isolate: what a call that waits on another thread
   * reads or writes must be there, since a Worker can be terminated meanwhile.
   */
  allocate(length: number): bigint;
  /** Gives back memory from `allocate`. */
  free(address: bigint): void;
  /** Copies bytes to an address in such memory. */
  write(address: bigint, bytes: Uint8Array<ArrayBuffer>): void;
  /** The pointers of a null-terminated array of pointers. */
  pointers(address: bigint): bigint[];
}

/** Makes the memory functions of one open library. */
export function makeMemory(c: MemorySymbols): Memory {
  function read(address: bigint, length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length);
    // A zero-length view has no address that C may be given.
    if (length > 0) c.read_memory(bytes, address, BigInt(length));
    return bytes;
  }
  const cell = new BigUint64Array(1);
  return {
    address: (buffer) => c.address_of(buffer, buffer, 0n),
    read,
    fill: (buffer, address) => c.read_memory(buffer, address, BigInt(buffer.byteLength)),
    allocate(length) {
      const address = c.calloc(1n, BigInt(length));
      if (address === 0n) throw new RangeError(`out of memory for ${length} bytes`);
      return address;
    },
    free: (address) => c.free(address),
    write(address, bytes) {
      if (bytes.length > 0) c.write_memory(address, bytes, BigInt(bytes.length));
    },
    cstring: (address) =>
      address === 0n ? new Uint8Array(0) : read(address, Number(c.strlen(address))),
    pointers(address) {
      const found: bigint[] = [];
      if (address === 0n) return found;
      for (let at = address;; at += 8n) {
        c.read_memory(cell, at, 8n);
        const [pointer = 0n] = cell;
        if (pointer === 0n) return found;
        found.push(pointer);
      }
    },
  };
}

/**
 * A byte count for C, never more than 2 GiB: no kernel moves that much at once, and the callers of
 * these functions go on where one stops. A bigint of an int is what V8's fast-call path takes
 * without allocating it; of any number, it costs 15 ns more.
 */
export function byteCount(length: number): bigint {
  return BigInt(Math.min(length, 0x7fff_ffff) | 0);
}

/** `text` with the NUL that ends a C string; the caller has refused NULs inside it. */
export function terminated(text: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length + 1);
  bytes.set(text);
  return bytes;
}

/** Stands in for an empty buffer, whose own address may be anything. */
const nothing = new Uint8Array(1);

/** `bytes`, or where there are none something that C can be given the address of. */
export function real(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return bytes.length === 0 ? nothing : bytes;
}

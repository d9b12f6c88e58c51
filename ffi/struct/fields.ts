/** Reads and writes one member of a C structure, whatever width the OS gives it. */
import type { Field } from "../layout.ts";

/** A view of exactly the bytes that `bytes` shows. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Writes an integer into a member; the caller has seen to it that it fits. */
export function setInteger(view: DataView, base: number, field: Field, value: number): void {
  const [offset, size] = field;
  const at = base + offset;
  if (size === 4) view.setInt32(at, value, true);
  else if (size === 2) view.setInt16(at, value, true);
  else {
    // Two halves, which spares a bigint; both setters take their argument modulo 2^32.
    view.setInt32(at, value, true);
    view.setInt32(at + 4, Math.floor(value / 0x1_0000_0000), true);
  }
}

/** Reads a signed member; one of 8 bytes beyond 2^53 loses its lowest bits. */
export function getSigned(view: DataView, base: number, field: Field): number {
  const [offset, size] = field;
  const at = base + offset;
  if (size === 4) return view.getInt32(at, true);
  if (size === 2) return view.getInt16(at, true);
  return view.getInt32(at + 4, true) * 0x1_0000_0000 + view.getUint32(at, true);
}

/** Reads an unsigned member; one of 8 bytes beyond 2^53 loses its lowest bits. */
export function getUnsigned(view: DataView, base: number, field: Field): number {
  const [offset, size] = field;
  const at = base + offset;
  if (size === 4) return view.getUint32(at, true);
  if (size === 2) return view.getUint16(at, true);
  return view.getUint32(at + 4, true) * 0x1_0000_0000 + view.getUint32(at, true);
}

/** Writes an address in memory into a member; 0n is the null pointer. */
export function setPointer(view: DataView, base: number, field: Field, address: bigint): void {
  view.setBigUint64(base + field[0], address, true);
}

/** Reads an address in memory; 0n is the null pointer. */
export function getPointer(view: DataView, base: number, field: Field): bigint {
  return view.getBigUint64(base + field[0], true);
}

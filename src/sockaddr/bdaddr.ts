/** Bluetooth device addresses as text: `"12:34:56:78:9A:BC"`. In memory the last octet is the first. */
import { kind } from "../../ffi/struct/values.ts";
import { OSError } from "../errors.ts";

const SIZE = 6;
const TEXT = /^[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5}$/i;

/**
 * Writes the device of an address, whose text may have one digit for two and either case.
 *
 * @param address The whole address, for the message.
 * @throws {TypeError} The text is not a string.
 * @throws {OSError} It is not a device's address, which Python says by that class too.
 */
export function writeBdaddr(bytes: Uint8Array, at: number, text: unknown, address: unknown): void {
  if (typeof text !== "string") throw new TypeError(`bdaddr must be a string, not ${kind(text)}`);
  if (!TEXT.test(text)) throw new OSError(null, "bad bluetooth address", { address });
  bytes.set(text.split(":").reverse().map((octet) => parseInt(octet, 16)), at);
}

/** Reads a device, in upper case and with two digits an octet. */
export function readBdaddr(bytes: Uint8Array, at: number): string {
  const octets = Array.from(bytes.subarray(at, at + SIZE)).reverse();
  return octets.map((octet) => octet.toString(16).padStart(2, "0").toUpperCase()).join(":");
}

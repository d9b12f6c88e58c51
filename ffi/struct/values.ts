/** What a value must be to fit a member of a C structure. */
import { integer } from "../../src/arguments.ts";
import type { Field } from "../layout.ts";

/** The most that is passed through an 8-byte member: what a number holds exactly. */
const MAX = Number.MAX_SAFE_INTEGER;

/**
 * An integer that a signed member holds.
 *
 * @throws {TypeError} It is not an integer.
 * @throws {RangeError} It does not fit.
 */
export function signed(value: unknown, name: string, field: Field): number {
  const limit = field[1] === 8 ? MAX : 2 ** (field[1] * 8 - 1) - 1;
  return integer(value, name, field[1] === 8 ? -limit : -limit - 1, limit);
}

/**
 * An integer that an unsigned member holds.
 *
 * @throws {TypeError} It is not an integer.
 * @throws {RangeError} It does not fit.
 */
export function unsigned(value: unknown, name: string, field: Field): number {
  return integer(value, name, 0, field[1] === 8 ? MAX : 2 ** (field[1] * 8) - 1);
}

/** What a value is, for a message about its shape: `a string`, `null`, `an array of 3`. */
export function kind(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
